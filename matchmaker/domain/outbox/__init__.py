"""What a phone kept while it had no network, as it is read when it comes in."""
