"""What two people gave each other, and what a scan does to it."""
