"""Introductions that one attendee proposes between two people they met; the hosts' own ones are in domain/insights/introductions."""
