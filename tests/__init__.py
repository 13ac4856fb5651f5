"""The same words as in the house."""
