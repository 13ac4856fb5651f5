"""Create and change events."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from matchmaker.domain.events.deeds import Deed
from matchmaker.domain.events.draft import EventDraft
from matchmaker.domain.interests.tags import tag_key
from matchmaker.errors import N_, BadInputError, Fault
from matchmaker.services.deeds import note_deed
from matchmaker.store.models.events import Event, EventRole, FormerSlug, Interest, InterestSynonym

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
    note_deed(session, Deed.EVENT_CREATED, event_id=event.id, actor_id=owner_id, now=now)
    add_tags(session, event.id, draft.tags)
    add_synonyms(session, event.id, draft.synonyms)
    return event


def change_event(session: Session, event_id: int, draft: EventDraft) -> tuple[str, ...]:
    """Change what is said about an event, and name the fields. Tags are only added: those people chose stay theirs."""
    event = session.execute(select(Event).where(Event.id == event_id)).scalar_one()
    settings = {"slug": draft.slug, **_settings_of(draft)}
    changed = [name for name, value in settings.items() if getattr(event, name) != value] + (["tags"] if draft.tags else [])
    if draft.slug != event.slug:
        _require_free(session, draft.slug, event_id)
        _remember_address(session, event, draft.slug)
    for name, value in settings.items():
        setattr(event, name, value)
    add_tags(session, event_id, draft.tags)
    add_synonyms(session, event_id, draft.synonyms)
    event.version += bool(changed)
    if {"ends_at", "retention_days"} & set(changed):
        event.forgotten_at = None  # its time is another one now; what is said from here on has its own day
    session.flush()
    return tuple(changed)


def add_tags(session: Session, event_id: int, labels: tuple[str, ...]) -> None:
    """Add the tags the event doesn't have yet, after those it has."""
    known = set(session.scalars(select(Interest.key).where(Interest.event_id == event_id)))
    fresh = [label for label in labels if tag_key(label) not in known]
    session.add_all(
        Interest(event_id=event_id, label=label, key=tag_key(label), position=len(known) + place) for place, label in enumerate(fresh)
    )
    session.flush()


def add_synonyms(session: Session, event_id: int, synonyms: Mapping[str, tuple[str, ...]]) -> None:
    """Let other words stand for a tag; a word that stood for another tag stands for this one from now on.

    Raises
    ------
    BadInputError
        One of the words is a tag of its own.
    """
    if not synonyms:
        return
    ids = dict(session.execute(select(Interest.key, Interest.id).where(Interest.event_id == event_id)).all())
    rows = {
        tag_key(word): {"event_id": event_id, "key": tag_key(word), "label": word, "interest_id": ids[tag_key(tag)]}
        for tag, words in synonyms.items()
        for word in words
    }
    taken = [row["label"] for key, row in rows.items() if key in ids]
    if taken:
        raise BadInputError(*(Fault("tags", N_("“%(word)s” is an interest of its own here."), {"word": word}) for word in taken))
    session.execute(delete(InterestSynonym).where(InterestSynonym.event_id == event_id, InterestSynonym.key.in_(rows)))
    session.execute(insert(InterestSynonym), list(rows.values()))


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
        "language": draft.language,
        "safety_address": draft.safety_address,
        "join_code": draft.join_code,
        "hue": draft.hue,
        "retention_days": draft.retention_days,
    }


def _remember_address(session: Session, event: Event, slug: str) -> None:
    """Letters, posters and forms that others have open lead on to the new address; going back to an old one is no new address."""
    session.execute(delete(FormerSlug).where(FormerSlug.slug.in_((slug, event.slug))))
    session.add(FormerSlug(slug=event.slug, event_id=event.id))


def _require_free(session: Session, slug: str, event_id: int | None = None) -> None:
    """Free: no event's address, nor one that another event had before, whose letters still name it."""
    has_it = select(Event.id).where(Event.slug == slug)
    had_it = select(FormerSlug.event_id).where(FormerSlug.slug == slug)
    owner = session.scalar(had_it)
    if slug in RESERVED or session.scalar(has_it) is not None or (owner is not None and owner != event_id):
        raise BadInputError(Fault("slug", N_("The address “%(slug)s” is taken. Choose another one."), {"slug": slug}))
