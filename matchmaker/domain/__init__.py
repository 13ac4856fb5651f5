"""Decides; knows no Flask, no SQLAlchemy, no clock, no network, no files."""
