"""Pictures of people: whose there are, and who may look at one."""

from typing import Any, NamedTuple

from sqlalchemy import FromClause, ScalarSelect, Select, and_, bindparam, case, false, or_, select
from sqlalchemy.orm import Session, aliased

from matchmaker.store.models.attendees import Attendee, AttendeePhoto
from matchmaker.store.models.contacts import Contact
from matchmaker.store.queries.given_cards import gives_card
from matchmaker.store.queries.safety import may_meet


class PhotoRow(NamedTuple):
    """A picture, and what decides who sees it."""

    picture: bytes
    person_id: int
    hidden_fields: list[str]
    is_shown: bool  # stands in lists: listed and not paused
    has_exchanged: bool


_PHOTO = AttendeePhoto.__table__.c
_PERSON, _CONTACT = Attendee.__table__.c, Contact.__table__.c
_ME = bindparam("person_id", type_=_PERSON.person_id.type)
_OURS = and_(
    _CONTACT.event_id == _PERSON.event_id,
    or_(
        and_(_CONTACT.low_person_id == _ME, _CONTACT.high_person_id == _PERSON.person_id),
        and_(_CONTACT.high_person_id == _ME, _CONTACT.low_person_id == _PERSON.person_id),
    ),
)
_SEEN: Select[Any] = (
    select(
        _PHOTO.picture,
        _PERSON.person_id,
        _PERSON.hidden_fields,
        and_(_PERSON.listed, _PERSON.paused_at.is_(None)),
        case((gives_card(_CONTACT, _PERSON.person_id), True), else_=false()),
    )
    .select_from(AttendeePhoto.__table__)
    .join(Attendee.__table__, and_(_PERSON.event_id == _PHOTO.event_id, _PERSON.id == _PHOTO.attendee_id, _PERSON.status == "registered"))
    .outerjoin(Contact.__table__, _OURS)
    .where(
        _PHOTO.event_id == bindparam("event_id"),
        _PHOTO.attendee_id == bindparam("attendee_id"),
        _PHOTO.fingerprint == bindparam("fingerprint"),
        or_(_PERSON.person_id == _ME, may_meet(_PERSON.person_id, _ME)),
    )
)


def photo_of(attendee: FromClause) -> ScalarSelect[str]:
    """The fingerprint of an attendee's picture, as one column of a larger question; None without a picture."""
    photo = aliased(AttendeePhoto)
    found = select(photo.fingerprint).where(photo.event_id == attendee.c.event_id, photo.attendee_id == attendee.c.id)
    return found.correlate(attendee).scalar_subquery()


def photo_to_see(session: Session, *, event_id: int, attendee_id: int, fingerprint: str, person_id: int) -> PhotoRow | None:
    """One picture as one person would see it; nobody's of a blocked pair."""
    asked = {"event_id": event_id, "attendee_id": attendee_id, "fingerprint": fingerprint, "person_id": person_id}
    row = session.connection().execute(_SEEN, asked).one_or_none()
    return PhotoRow._make(row) if row else None


def own_photo(session: Session, event_id: int, attendee_id: int) -> str:
    """The fingerprint of one's own picture; empty without one."""
    mine = select(AttendeePhoto.fingerprint).where(AttendeePhoto.event_id == event_id, AttendeePhoto.attendee_id == attendee_id)
    return session.scalar(mine) or ""
