"""Nouns without verbs."""
