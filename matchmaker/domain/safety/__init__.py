"""What may be said in a report, and what is kept of it."""
