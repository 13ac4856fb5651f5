"""matchmaker helps people at an event meet the people worth meeting, and stay in touch afterwards."""

__version__ = "0.1.0"
