"""The organiser's door: pages for a laptop."""
