"""Who is in: what an entry at the door leads to, how a desk is paired, and what it kept without a network."""
