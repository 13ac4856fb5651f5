"""An event's letters to many: what they say, how they fare, and who of the event reads one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, bindparam, cast, exists, false, func, literal, select
from sqlalchemy.orm import Session

from matchmaker.domain.followup.topics import MAILING_KINDS
from matchmaker.domain.mailings.wording import Version
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event, EventRole
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.mailings import Mailing, MailingWording
from matchmaker.store.models.people import Person
from matchmaker.store.queries.mail import ATTENTION, LETTER_LINE, LetterLine

MOST_MAILINGS = 200


@dataclass(frozen=True, slots=True)
class MailingLine:
    """One letter to many as the page of letters lists it; `counts`: its rows by state."""

    id: int
    name: str
    based_on: str
    state: str
    goes_at: datetime | None
    changed_at: datetime
    began_at: datetime | None
    audience: dict[str, str]
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class MailingReader:
    """The attendee a letter is for, and the event it is about."""

    event_id: int
    slug: str
    event: str
    place: str
    time_zone: str
    starts_at: datetime
    ends_at: datetime
    sees: str
    language: str
    closed_at: datetime | None
    attendee_id: int
    name: str
    list_kind: str
    wants_few: bool
    person_id: int
    email: str
    locale: str
    letter_language: str

    @property
    def languages(self) -> tuple[str, ...]:
        """Tags for their letters, the best first; "" is no wish."""
        return (self.locale, self.language, self.letter_language)


_EVENT: tuple[Any, ...] = (
    *(Event.id, Event.slug, Event.name, Event.place, Event.time_zone, Event.starts_at, Event.ends_at, Event.sees),
    *(Event.language, Event.closed_at),
)
_PERSON: tuple[Any, ...] = (Person.id, Person.email, Person.locale, Person.letter_language)
_READER: tuple[Any, ...] = (Attendee.id, Attendee.name, Attendee.list_kind, Attendee.wants_few, *_PERSON)


def campaign_of(mailing_id: int) -> str:
    return f"mailing-{mailing_id}"


def mailing_lines(session: Session, event_id: int) -> tuple[MailingLine, ...]:
    """The newest first, each with its letters by state; two statements, however many there are."""
    columns = (Mailing.id, Mailing.name, Mailing.based_on, Mailing.state, Mailing.goes_at, Mailing.changed_at, Mailing.began_at)
    rows = session.execute(
        select(*columns, Mailing.audience).where(Mailing.event_id == event_id).order_by(Mailing.id.desc()).limit(MOST_MAILINGS)
    ).all()
    counts: dict[str, dict[str, int]] = {}
    by_state = select(OutboxLetter.campaign, OutboxLetter.state, func.count()).group_by(OutboxLetter.campaign, OutboxLetter.state)
    for campaign, state, count in session.execute(by_state.where(OutboxLetter.event_id == event_id, OutboxLetter.kind.in_(MAILING_KINDS))):
        counts.setdefault(campaign, {})[state] = count
    return tuple(MailingLine(*row, counts.get(campaign_of(row[0]), {})) for row in rows)


def mailing_at(session: Session, event_id: int, mailing_id: int, *, to_change: bool = False) -> Mailing | None:
    """`to_change` holds the row, so that of two who press a button one comes second."""
    found = select(Mailing).where(Mailing.event_id == event_id, Mailing.id == mailing_id)
    return session.scalars(found.with_for_update().execution_options(populate_existing=True) if to_change else found).one_or_none()


def versions_of(session: Session, mailing_id: int) -> tuple[Version, ...]:
    columns = (MailingWording.language, MailingWording.subject, MailingWording.body)
    return tuple(
        Version(*row)
        for row in session.execute(
            select(*columns).where(MailingWording.mailing_id == mailing_id).order_by(MailingWording.position, MailingWording.language)
        )
    )


def due_mailings(session: Session, *, now: datetime) -> tuple[tuple[int, int], ...]:
    """Event and number of letters whose scheduled moment has come, at events that are open to their attendees."""
    due = (Mailing.state == "scheduled", Mailing.goes_at <= now, Event.opened_at.is_not(None), Event.forgotten_at.is_(None))
    rows = session.execute(select(Mailing.event_id, Mailing.id).join(Event, Event.id == Mailing.event_id).where(*due).order_by(Mailing.id))
    return tuple((event_id, mailing_id) for event_id, mailing_id in rows)


def counts_of(session: Session, event_id: int, mailing_id: int) -> dict[str, int]:
    counts: Any = select(OutboxLetter.state, func.count()).where(*_its(event_id, mailing_id)).group_by(OutboxLetter.state)
    return dict(list(session.execute(counts)))


def letters_of_mailing(
    session: Session,
    event_id: int,
    mailing_id: int,
    *,
    states: Sequence[str] = (),
    attendee_ids: Sequence[int] | None = None,
    start: int,
    most: int,
) -> tuple[list[LetterLine], int]:
    """One page of its letters with their readers, those that need somebody first, and how many there are on all pages."""
    its_reader = and_(Attendee.event_id == OutboxLetter.event_id, Attendee.person_id == OutboxLetter.person_id)
    lines: Select[Any] = select(*LETTER_LINE, func.coalesce(Attendee.name, ""), Attendee.id).outerjoin(Attendee, its_reader)
    lines = lines.where(*_its(event_id, mailing_id))
    if states:
        lines = lines.where(OutboxLetter.state.in_(states))
    if attendee_ids is not None:
        lines = lines.where(Attendee.id.in_(attendee_ids))
    found = session.scalar(select(func.count()).select_from(lines.subquery())) or 0
    page = lines.order_by(ATTENTION, Attendee.name, OutboxLetter.id).offset(start).limit(most)
    return [LetterLine(*row) for row in session.execute(page)], found


def campaign_in_sql() -> ColumnElement[str]:
    """Inside a statement: what `campaign_of` says of a letter to many."""
    return literal("mailing-") + cast(Mailing.id, String)


_ITS_MAILING = and_(OutboxLetter.event_id == Mailing.event_id, OutboxLetter.campaign == campaign_in_sql())
_ITS_LETTER = OutboxLetter.id == bindparam("letter")
# Whoever finds it held keeps it from being let go until they have put their letter back: else that one would wait for ever.
_PAUSED: Select[Any] = (
    select(Mailing.id).join(OutboxLetter, _ITS_MAILING).where(_ITS_LETTER, Mailing.state == "paused").with_for_update(read=True, of=Mailing)
)
_DRAFTED: Select[Any] = (
    select(Event.id)
    .join(OutboxLetter, OutboxLetter.event_id == Event.id)
    .where(_ITS_LETTER, Event.opened_at.is_(None))
    .with_for_update(read=True, of=Event)
)


def opened_at(session: Session, event_id: int) -> datetime | None:
    return session.scalar(select(Event.opened_at).where(Event.id == event_id))


def is_held(session: Session, letter_id: int, kind: str) -> bool:
    """Whether a letter waits for its event, which is a draft, or for a letter to many that is paused."""
    reasons = (_DRAFTED, _PAUSED) if kind in MAILING_KINDS else (_DRAFTED,)
    return any(session.scalar(reason, {"letter": letter_id}) is not None for reason in reasons)


def reader_of_mailing(session: Session, event_id: int | None, person_id: int | None) -> MailingReader | None:
    """Somebody of an event as long as they attend, don't pause, and what people said there is not deleted."""
    attends = (Event.id == event_id, Event.forgotten_at.is_(None), Attendee.person_id == person_id, Attendee.status == "registered")
    found = session.execute(_readers().where(*attends, Attendee.paused_at.is_(None))).one_or_none()
    return MailingReader(*found) if found else None


def reader_to_show(session: Session, event_id: int, attendee_id: int | None) -> MailingReader | None:
    """For a preview: this attendee, or the first of the roster."""
    one = (Attendee.id == attendee_id,) if attendee_id is not None else ()
    wanted = _readers().where(Attendee.event_id == event_id, Attendee.status == "registered", *one).order_by(Attendee.id).limit(1)
    found = session.execute(wanted).one_or_none()
    return MailingReader(*found) if found else None


def organiser_as_reader(session: Session, event_id: int, person_id: int) -> MailingReader | None:
    """For a letter to oneself: somebody of the team, who need not attend."""
    me: tuple[Any, ...] = (literal(0), func.coalesce(func.nullif(Person.name, ""), Person.email), literal("personal"), false())
    columns = (*_EVENT, *me, *_PERSON)
    found = session.execute(
        select(*columns).select_from(Event).join(Person, Person.id == person_id).where(Event.id == event_id)
    ).one_or_none()
    return MailingReader(*found) if found else None


def person_named(session: Session, person_id: int | None, *, while_in_team_of: int | None = None) -> tuple[str, str]:
    """Name and address of somebody of the team; empty if they are gone, or no longer in the team of that event."""
    one = [Person.id == person_id, Person.erased_at.is_(None)]
    if while_in_team_of is not None:
        one.append(exists().where(EventRole.event_id == while_in_team_of, EventRole.person_id == Person.id))
    found = session.execute(select(Person.name, Person.email).where(*one)).one_or_none()
    return (found[0] or found[1].partition("@")[0], found[1]) if found else ("", "")


def first_owner(session: Session, event_id: int) -> tuple[str, str]:
    """Name and address of whoever has owned the event longest; empty if nobody does."""
    owners = select(EventRole.person_id).where(EventRole.event_id == event_id, EventRole.role == "owner")
    return person_named(session, session.scalar(owners.order_by(EventRole.created_at, EventRole.person_id).limit(1)))


def languages_read(session: Session, event_id: int) -> tuple[str, ...]:
    """The languages attendees chose for themselves."""
    chosen = select(Person.locale).join(Attendee, Attendee.person_id == Person.id).where(Attendee.event_id == event_id, Person.locale != "")
    return tuple(session.scalars(chosen.distinct().order_by(Person.locale)))


def _readers() -> Select[Any]:
    return (
        select(*_EVENT, *_READER)
        .select_from(Attendee)
        .join(Event, Event.id == Attendee.event_id)
        .join(Person, Person.id == Attendee.person_id)
    )


def _its(event_id: int, mailing_id: int) -> tuple[ColumnElement[bool], ...]:
    return (OutboxLetter.event_id == event_id, OutboxLetter.campaign == campaign_of(mailing_id), OutboxLetter.kind.in_(MAILING_KINDS))
