"""Named questions, always inside one event."""
