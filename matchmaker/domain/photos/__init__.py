"""Pictures of people, drawn anew."""
