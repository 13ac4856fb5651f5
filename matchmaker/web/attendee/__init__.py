"""The attendee's door: pages for a phone."""
