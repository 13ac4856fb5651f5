"""Files that calendars and address books read."""
