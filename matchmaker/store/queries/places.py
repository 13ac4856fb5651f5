"""What every list of people shares: who may be shown to a reader now, what they answered, whether they are new to them.

Plain columns with the binds `event_id`, `reader_id`, `person_id`, `now` and `just_seen`.
"""

from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, String, and_, bindparam, case, cast, exists, false, literal, or_

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact
from matchmaker.store.models.matches import Decision, SeenMatch
from matchmaker.store.queries.given_cards import gives_card
from matchmaker.store.queries.groups import groups_may_meet
from matchmaker.store.queries.photos import photo_of
from matchmaker.store.queries.safety import takes_part

# One look at the list: who was new at its beginning stays marked until it is over.
ONE_LOOK: Final = timedelta(minutes=10)

_PERSON, _CONTACT, _ANSWER, _SEEN = Attendee.__table__.c, Contact.__table__.c, Decision.__table__.c, SeenMatch.__table__.c
ME: BindParameter[int] = bindparam("person_id")
READER: BindParameter[int] = bindparam("reader_id")


class MatchRow(NamedTuple):
    """One place on a list, with what the person lets be seen; `reasons` and `hidden` are JSON as they were stored.

    `turned` is set for whoever only sliders or filters bring up: near (something of both fits), or far.
    """

    other_id: int
    reasons: str
    name: str
    organisation: str
    headline: str
    has_exchanged: bool
    answer: str | None
    hidden: str = "[]"
    is_new: bool = False
    turned: str = ""
    photo: str | None = None


OUR_CONTACT = and_(
    _CONTACT.event_id == _PERSON.event_id,
    _CONTACT.low_person_id == case((_PERSON.person_id > ME, ME), else_=_PERSON.person_id),
    _CONTACT.high_person_id == case((_PERSON.person_id > ME, _PERSON.person_id), else_=ME),
)
OUR_ANSWER = and_(_ANSWER.event_id == _PERSON.event_id, _ANSWER.reader_id == READER, _ANSWER.other_id == _PERSON.id)
OUR_SIGHT = and_(_SEEN.event_id == _PERSON.event_id, _SEEN.reader_id == READER, _SEEN.other_id == _PERSON.id)

HAS_EXCHANGED: ColumnElement[bool] = case((gives_card(_CONTACT, _PERSON.person_id), True), else_=false())
NOT_MET: ColumnElement[bool] = or_(_CONTACT.state.is_(None), _CONTACT.state != "exchanged")
# Whoever was turned away stays out at once, before the next list is built; "later" is over by itself.
IS_OPEN: ColumnElement[bool] = or_(
    _ANSWER.answer.is_(None), _ANSWER.answer == "accepted", and_(_ANSWER.answer == "later", _ANSWER.until <= bindparam("now"))
)
# Beside it, each statement says `may_meet` itself, where a reader looks for it.
MAY_BE_SEEN: tuple[ColumnElement[bool], ...] = (
    _PERSON.event_id == bindparam("event_id"),
    _PERSON.id != READER,
    takes_part(_PERSON),
    groups_may_meet(lambda mine: mine.id == READER, _PERSON),
)

_EARLIER = SeenMatch.__table__.alias("earlier").c
_LOOKED_BEFORE = exists().where(_EARLIER.event_id == bindparam("event_id"), _EARLIER.reader_id == READER)
_IS_NEW: ColumnElement[bool] = case(
    (and_(_SEEN.seen_at.is_(None), _LOOKED_BEFORE), True),
    (and_(_SEEN.seen_at > bindparam("just_seen"), _LOOKED_BEFORE.where(_EARLIER.seen_at < _SEEN.seen_at)), True),
    else_=false(),
)


def place_columns(reasons: ColumnElement[Any]) -> tuple[ColumnElement[Any], ...]:
    """The columns of a `MatchRow`; statements that use them join contact, decision and seen_match to the attendee."""
    hidden = cast(_PERSON.hidden_fields, String)
    return (
        _PERSON.id,
        reasons,
        _PERSON.name,
        _PERSON.organisation,
        _PERSON.headline,
        HAS_EXCHANGED,
        _ANSWER.answer,
        hidden,
        _IS_NEW,
        literal("", String),
        photo_of(Attendee.__table__),
    )


def asked_by(*, event_id: int, reader_id: int, person_id: int, now: datetime) -> dict[str, Any]:
    """The binds of every such statement."""
    return {"event_id": event_id, "reader_id": reader_id, "person_id": person_id, "now": now, "just_seen": now - ONE_LOOK}


def joined(people: Any) -> Any:
    """A FROM of attendees with the reader's contact, answer and sight of each."""
    with_contact = people.outerjoin(Contact.__table__, OUR_CONTACT)
    return with_contact.outerjoin(Decision.__table__, OUR_ANSWER).outerjoin(SeenMatch.__table__, OUR_SIGHT)
