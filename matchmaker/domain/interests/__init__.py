"""What people talk about, offer and seek."""
