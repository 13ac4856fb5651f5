"""A photo: drawn anew when it comes in, seen by whoever may see its owner, gone in one tap."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.photos.redraw import KeptPicture, fingerprint_of, redraw
from matchmaker.errors import NotFoundError
from matchmaker.store.models.attendees import Attendee, AttendeePhoto
from matchmaker.store.queries.photos import photo_to_see
from matchmaker.store.upsert import insert_into


def keep_photo(session: Session, event_id: int, attendee_id: int, data: bytes, *, now: datetime) -> KeptPicture:
    """Draw what was sent anew and keep that; another one that it takes the place of is handed back once, for an undo.

    Raises
    ------
    BadInputError
        It is no photo, or more than one.
    """
    picture = redraw(data)
    values = {"picture": picture, "fingerprint": fingerprint_of(picture), "made_at": now}
    mine = (AttendeePhoto.event_id == event_id, AttendeePhoto.attendee_id == attendee_id)
    before = session.scalar(select(AttendeePhoto.picture).where(*mine))
    keys = {"event_id": event_id, "attendee_id": attendee_id}
    statement = insert_into(session, AttendeePhoto).values(**keys, **values)
    session.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=values))
    _touch(session, event_id, attendee_id, now=now)
    return KeptPicture(fingerprint_of(picture), None if before == picture else before)


def remove_photo(session: Session, event_id: int, attendee_id: int, *, now: datetime) -> bytes | None:
    """Delete the picture; it is handed back once, so that its owner may undo this, and kept nowhere here."""
    mine = (AttendeePhoto.event_id == event_id, AttendeePhoto.attendee_id == attendee_id)
    picture = session.scalar(select(AttendeePhoto.picture).where(*mine))
    session.execute(delete(AttendeePhoto).where(*mine))
    _touch(session, event_id, attendee_id, now=now)
    return picture


def see_photo(session: Session, *, event_id: int, attendee_id: int, fingerprint: str, person_id: int) -> bytes:
    """A picture, for its owner, for contacts who have its owner's card, and for whoever may meet them at this event.

    Raises
    ------
    NotFoundError
        There is none, or it is not for this person's eyes.
    """
    row = photo_to_see(session, event_id=event_id, attendee_id=attendee_id, fingerprint=fingerprint, person_id=person_id)
    if row is None:
        raise NotFoundError
    if row.person_id == person_id or row.has_exchanged or (row.is_shown and "photo" not in row.hidden_fields):
        return row.picture
    raise NotFoundError


def _touch(session: Session, event_id: int, attendee_id: int, *, now: datetime) -> None:
    session.execute(update(Attendee).where(Attendee.event_id == event_id, Attendee.id == attendee_id).values(updated_at=now))
