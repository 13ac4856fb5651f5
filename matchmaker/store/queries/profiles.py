"""One attendee's profile, whole and still unfiltered, and what of it is said at all."""

from functools import reduce
from operator import add
from typing import Any

from sqlalchemy import String, and_, bindparam, case, cast, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from matchmaker.domain.privacy.profiles import WholeProfile
from matchmaker.store.models.attendees import Attendee, AttendeeInterest, AttendeePhoto
from matchmaker.store.models.contacts import Contact
from matchmaker.store.queries.given_cards import gives_card
from matchmaker.store.queries.photos import photo_of
from matchmaker.store.queries.safety import may_meet, takes_part

_PERSON, _CONTACT = Attendee.__table__.c, Contact.__table__.c
_ME = bindparam("person_id", type_=_PERSON.person_id.type)
_OURS = and_(
    _CONTACT.event_id == _PERSON.event_id,
    or_(
        and_(_CONTACT.low_person_id == _ME, _CONTACT.high_person_id == _PERSON.person_id),
        and_(_CONTACT.high_person_id == _ME, _CONTACT.low_person_id == _PERSON.person_id),
    ),
)
_FIELDS = (
    *("name", "organisation", "headline", "bio", "stage", "languages", "levels", "remote"),
    *("pronouns", "name_sounds", "approach"),
)
_PROFILE = (
    select(
        *(_PERSON["language_levels" if name == "levels" else name] for name in _FIELDS),
        photo_of(Attendee.__table__).label("photo"),
        _PERSON.hidden_fields,
        case((gives_card(_CONTACT, _PERSON.person_id), True), else_=false()).label("has_exchanged"),
    )
    .select_from(Attendee.__table__)
    .outerjoin(Contact.__table__, _OURS)
    .where(_PERSON.event_id == bindparam("event_id"), _PERSON.id == bindparam("attendee_id"), may_meet(_PERSON.person_id, _ME))
)


_THEMSELVES = Attendee.__table__.alias("themselves")
_OWN = _THEMSELVES.c


def _has(kind: str) -> Any:
    said = (AttendeeInterest.event_id == _OWN.event_id, AttendeeInterest.attendee_id == _OWN.id, AttendeeInterest.kind == kind)
    return exists().where(*said).correlate(_THEMSELVES)


_ANSWERED: dict[str, Any] = {
    "seek": _has("seek"),
    "offer": _has("offer"),
    "talk": _has("talk"),
    "headline": _OWN.headline != "",
    "languages": cast(_OWN.languages, String) != "[]",
    "bio": _OWN.bio != "",
    "stage": _OWN.stage.is_not(None),
    "photo": exists().where(AttendeePhoto.event_id == _OWN.event_id, AttendeePhoto.attendee_id == _OWN.id).correlate(_THEMSELVES),
}
# A bit for each, so that a statement about something else can bring them along in one column.
_BITS = reduce(add, (case((is_said, 1 << place), else_=0) for place, is_said in enumerate(_ANSWERED.values())))
_SAID = select(_BITS).where(_OWN.event_id == bindparam("event_id"), _OWN.id == bindparam("reader_id"))
SAID_BY_READER = _SAID.scalar_subquery()


def profile_of_attendee(session: Session, event_id: int, attendee_id: int, *, person_id: int) -> tuple[WholeProfile, bool] | None:
    """A profile, and whether this person has exchanged cards with its owner."""
    asked = {"event_id": event_id, "attendee_id": attendee_id, "person_id": person_id}
    row = session.connection().execute(_PROFILE, asked).one_or_none()
    if row is None:
        return None
    said: dict[str, Any] = dict(zip(_FIELDS, row[: len(_FIELDS)], strict=True))
    return WholeProfile(**said, photo=row.photo or "", hidden=tuple(row.hidden_fields)), bool(row.has_exchanged)


def said_fields(session: Session, event_id: int, attendee_id: int) -> frozenset[str]:
    """Which of the questions somebody has answered, in one statement."""
    return fields_in(session.connection().execute(_SAID, {"event_id": event_id, "reader_id": attendee_id}).scalar_one())


def fields_in(bits: int) -> frozenset[str]:
    """What a number from `SAID_BY_READER` says."""
    return frozenset(name for place, name in enumerate(_ANSWERED) if bits >> place & 1)


def people_with_same_words(session: Session, event_id: int, attendee_id: int) -> int:
    """How many others, who may be shown, chose a tag that this attendee chose."""
    mine, theirs, other = aliased(AttendeeInterest), aliased(AttendeeInterest), aliased(Attendee)
    found = (
        select(func.count(func.distinct(theirs.attendee_id)))
        .select_from(mine)
        .join(theirs, and_(theirs.event_id == mine.event_id, theirs.interest_id == mine.interest_id))
        .join(other, and_(other.event_id == theirs.event_id, other.id == theirs.attendee_id))
        .where(
            mine.event_id == event_id,
            mine.attendee_id == attendee_id,
            theirs.attendee_id != attendee_id,
            takes_part(other),
        )
    )
    return session.scalar(found) or 0
