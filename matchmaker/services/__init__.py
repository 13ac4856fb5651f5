"""What people can do here: one verb, one function, one file per word."""
