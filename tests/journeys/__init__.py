"""Whole trips, in a real browser where a person uses one."""
