"""A believable regional tech meetup, invented: the event and its 120 people."""
