"""Create and change events."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.domain.events.draft import EventDraft
from matchmaker.domain.interests.tags import tag_key
from matchmaker.errors import N_, BadInputError, Fault
from matchmaker.store.models.events import Event, EventRole, Interest

# Words that would be mistaken for a page of the service itself.
RESERVED = frozenset({"new", "sign-in", "organise", "demo"})


def create_event(session: Session, owner_id: int, draft: EventDraft, *, now: datetime) -> Event:
    """Create an event owned by this person.

    Raises
    ------
    BadInputError
        The short address is taken.
    """
    _require_free(session, draft.slug)
    event = Event(slug=draft.slug, created_at=now, **_settings_of(draft))
    session.add(event)
    session.flush()
    session.add(EventRole(event_id=event.id, person_id=owner_id, role="owner", created_at=now))
    add_tags(session, event.id, draft.tags)
    return event


def change_event(session: Session, event_id: int, draft: EventDraft) -> None:
    """Change what is said about an event. Tags are only added: those people chose stay theirs."""
    event = session.execute(select(Event).where(Event.id == event_id)).scalar_one()
    if draft.slug != event.slug:
        _require_free(session, draft.slug)
        event.slug = draft.slug
    for name, value in _settings_of(draft).items():
        setattr(event, name, value)
    add_tags(session, event_id, draft.tags)
    session.flush()


def add_tags(session: Session, event_id: int, labels: tuple[str, ...]) -> None:
    """Add the tags the event doesn't have yet, after those it has."""
    known = set(session.scalars(select(Interest.key).where(Interest.event_id == event_id)))
    fresh = [label for label in labels if tag_key(label) not in known]
    session.add_all(
        Interest(event_id=event_id, label=label, key=tag_key(label), position=len(known) + place) for place, label in enumerate(fresh)
    )
    session.flush()


def _settings_of(draft: EventDraft) -> dict[str, object]:
    return {
        "name": draft.name,
        "place": draft.place,
        "time_zone": draft.time_zone,
        "starts_at": draft.starts_at,
        "ends_at": draft.ends_at,
        "description": draft.description,
        "join_policy": draft.join_policy,
        "sees": draft.sees,
        "exchange_rule": draft.exchange_rule,
    }


def _require_free(session: Session, slug: str) -> None:
    if slug in RESERVED or session.scalar(select(Event.id).where(Event.slug == slug)) is not None:
        raise BadInputError(Fault("slug", N_("The address “%(slug)s” is taken. Choose another one."), {"slug": slug}))
