"""An attendee file in any of the shapes people bring, turned into rows and problems."""
