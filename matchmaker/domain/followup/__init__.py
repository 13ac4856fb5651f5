"""What a letter after the event says: slots filled in once, and the draft of a personal follow-up."""
