"""What a person writes down about somebody they met: a note on each meeting, tags, whether a follow-up is welcome."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from matchmaker.domain.contacts.note import clean_note, note_faults
from matchmaker.domain.contacts.tags import read_tags, tag_faults
from matchmaker.errors import BadInputError
from matchmaker.services.contact_answers import write_note
from matchmaker.services.contact_book import Known, person_met
from matchmaker.store.models.contacts import ContactSide


@dataclass(frozen=True, slots=True)
class ContactWords:
    """What one form says; a part that is None was not on it and stays as it is."""

    note: str
    tags: tuple[str, ...] | None = None
    may_follow_up: str | None = None  # "yes", "no", "" for not asked


def write_down(session: Session, contact_id: int, *, event_id: int | None, person_id: int, words: ContactWords, now: datetime) -> None:
    """Keep the note of one meeting, and what is said about the person for all of them; only the writer reads it.

    Raises
    ------
    BadInputError
        The note or a tag is too long, or there are too many tags; nothing is kept then.
    """
    _, known = person_met(session, contact_id, event_id=event_id, person_id=person_id)
    tags = None if words.tags is None else read_tags(words.tags)
    faults = [*note_faults(clean_note(words.note)), *tag_faults(tags or ())]
    if faults:
        raise BadInputError(*faults)
    write_note(session, contact_id, event_id=event_id, person_id=person_id, note=words.note, now=now)
    about_all: dict[str, object] = {}
    if tags is not None:
        about_all["tags"] = list(tags)
    if words.may_follow_up is not None:
        about_all["may_follow_up"] = {"yes": True, "no": False}.get(words.may_follow_up)
    if about_all:
        change_sides(session, ids_of(known), person_id=person_id, **about_all)


def ids_of(known: Known) -> list[int]:
    return [meeting.id for meeting in known.meetings]


def change_sides(session: Session, contact_ids: Collection[int], *, person_id: int, **values: object) -> None:
    """Set this person's side of these contacts."""
    mine = update(ContactSide).where(ContactSide.person_id == person_id, ContactSide.contact_id.in_(contact_ids))
    session.execute(mine.values(**values).execution_options(synchronize_session="fetch"))
