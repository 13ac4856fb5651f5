"""What runs with nobody watching, on the queue."""
