"""Speaks HTTP: reads a request, calls one service, commits, answers."""
