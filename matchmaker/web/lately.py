"""Pages about a person belong to no event; they are shown in the frame of the one the visitor comes from, or was at last."""

from flask import g, request

from matchmaker.store.queries.signin import latest_event_slug
from matchmaker.store.queries.visits import Visit
from matchmaker.web.access import current_person, enter_event, visit
from matchmaker.web.database import db


def bear_event() -> str:
    """Take the event of ?at=…, else the visitor's latest one, as the frame; returns the time zone to tell times in."""
    person = current_person()
    enter_event(_asked())
    if visit().attendee is None:
        enter_event(latest_event_slug(db.session(), person.id))
    if visit().attendee is None:
        g.visit = Visit(person)  # an event the visitor is not at frames nothing
    event = visit().event
    return event.time_zone if event else "UTC"


def event_query(before: str) -> str:
    """What keeps the frame on the next page."""
    return f"{before}at={_asked()}" if _asked() else ""


def _asked() -> str:
    slug = (request.form.get("at") or request.args.get("at") or "")[:60]
    return slug if slug.isascii() and slug.replace("-", "").isalnum() else ""
