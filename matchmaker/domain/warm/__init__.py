"""When somebody is reminded of a person they met, and when a letter about it may leave."""
