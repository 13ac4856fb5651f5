"""An event's logo: kept redrawn, shown on its attendees' pages, gone and back in one press."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.photos.logo import redraw_logo
from matchmaker.domain.photos.redraw import KeptPicture, fingerprint_of
from matchmaker.errors import NotFoundError
from matchmaker.store.models.events import Event, EventLogo
from matchmaker.store.upsert import insert_into


def keep_logo(session: Session, event_id: int, data: bytes, *, now: datetime) -> KeptPicture:
    """Draw what was sent anew and keep that; another one that it takes the place of is handed back once, for an undo.

    Raises
    ------
    BadInputError
        It is no picture, or more than one.
    """
    picture = redraw_logo(data)
    before = session.scalar(select(EventLogo.picture).where(EventLogo.event_id == event_id))
    values = {"picture": picture, "fingerprint": fingerprint_of(picture), "made_at": now}
    statement = insert_into(session, EventLogo).values(event_id=event_id, **values)
    session.execute(statement.on_conflict_do_update(index_elements=[EventLogo.event_id], set_=values))
    session.execute(update(Event).where(Event.id == event_id).values(logo=values["fingerprint"]))
    return KeptPicture(fingerprint_of(picture), None if before == picture else before)


def remove_logo(session: Session, event_id: int) -> bytes | None:
    """Delete the picture; it is handed back once, so that this can be undone, and kept nowhere here."""
    picture = session.scalar(select(EventLogo.picture).where(EventLogo.event_id == event_id))
    session.execute(delete(EventLogo).where(EventLogo.event_id == event_id))
    session.execute(update(Event).where(Event.id == event_id).values(logo=""))
    return picture


def see_logo(session: Session, event_id: int, fingerprint: str) -> bytes:
    """Raises
    ------
    NotFoundError
        The event has another one, or none.
    """
    mine = (EventLogo.event_id == event_id, EventLogo.fingerprint == fingerprint)
    picture = session.scalar(select(EventLogo.picture).where(*mine))
    if picture is None:
        raise NotFoundError
    return picture
