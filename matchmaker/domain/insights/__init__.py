"""What an organiser may see of an event in numbers, so that nothing can be worked out about one person."""
