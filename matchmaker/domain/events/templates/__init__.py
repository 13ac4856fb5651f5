"""Ready beginnings for a new event."""
