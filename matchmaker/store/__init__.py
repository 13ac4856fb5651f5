"""What is remembered: SQLAlchemy, and no Flask."""
