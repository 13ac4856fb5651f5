"""Who is at the door: what an address is, what a link and a code are made of, and where a person may be sent next."""
