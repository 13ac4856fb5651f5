"""What an organiser says about an event."""
