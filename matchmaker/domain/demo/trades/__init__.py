"""Who comes to the demo event, one file per line of work."""
