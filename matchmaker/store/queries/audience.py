"""Who is in a letter's audience: one statement, the same for counting, naming and putting the letters into the outbox."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, func, literal, select, true
from sqlalchemy.orm import Session

from matchmaker.domain.mailings.audience import Audience
from matchmaker.domain.mailings.count import Count
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from matchmaker.store.queries.followup import holds_a_card, was_there_alone
from matchmaker.store.queries.mail import wants_none
from matchmaker.store.queries.roster import HAS_INTERESTS

SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Addressed:
    """What one sending is about; whoever has a row of this campaign already is left out.

    `event_language`, `house_language`: in which people read letters who chose none, as `services/letter_languages` has it.
    """

    event_id: int
    audience: Audience
    kind: str
    campaign: str
    event_language: str
    house_language: str


def readers_of(sent: Addressed) -> Select[Any]:
    """A statement that answers who is addressed: attendee, person, address key, name, and `is_meant`.

    Not meant are those whom only the condition on whom they met leaves out; a private count stands on them too.
    """
    columns: tuple[Any, ...] = (Attendee.id.label("attendee_id"), Person.id.label("person_id"), Person.email_key, Attendee.name)
    present = (Attendee.event_id == sent.event_id, Attendee.status == "registered", Attendee.paused_at.is_(None))
    reachable = (Person.erased_at.is_(None), ~wants_none(Person.email_key, sent.kind), _has_none_yet(sent))
    return (
        select(*columns, _is_meant(sent).label("is_meant"))
        .join(Person, Person.id == Attendee.person_id)
        .where(*present, *reachable, *_conditions(sent))
    )


def count_readers(session: Session, sent: Addressed) -> Count:
    found = readers_of(sent).subquery()
    meant = func.coalesce(func.sum(case((found.c.is_meant, 1), else_=0)), 0)
    people, everybody = session.execute(select(meant, func.count()).select_from(found)).one()
    return Count(people, everybody - people, is_private=sent.audience.is_private)


def sample_names(session: Session, sent: Addressed) -> tuple[str, ...]:
    """The first of them, by name; none where being among them is private."""
    if sent.audience.is_private:
        return ()
    found = readers_of(sent).order_by(func.lower(Attendee.name), Attendee.id).limit(SAMPLES).subquery()
    return tuple(session.scalars(select(found.c.name)))


def _conditions(sent: Addressed) -> list[ColumnElement[bool]]:
    asked = sent.audience
    wanted = [
        _yes_no(asked.checked_in, Attendee.checked_in_at.is_not(None)),
        _yes_no(asked.signed_in, Attendee.first_signed_in_at.is_not(None)),
        _yes_no(asked.interests, HAS_INTERESTS),
        Attendee.group_name == asked.group if asked.group else None,
        _reads_letters_in(sent) == asked.language if asked.language else None,
    ]
    return [condition for condition in wanted if condition is not None]


def _reads_letters_in(sent: Addressed) -> ColumnElement[str]:
    event = literal(sent.event_language or None, String)
    return func.coalesce(func.nullif(Person.locale, ""), event, func.nullif(Person.letter_language, ""), sent.house_language)


def _yes_no(word: str, condition: ColumnElement[bool]) -> ColumnElement[bool] | None:
    return {"yes": condition, "no": ~condition}.get(word)


def _is_meant(sent: Addressed) -> ColumnElement[bool]:
    ways = {"somebody": holds_a_card, "nobody": was_there_alone}
    way = ways.get(sent.audience.met)
    return case((way(sent.event_id), True), else_=False) if way else true()


def _has_none_yet(sent: Addressed) -> ColumnElement[bool]:
    """By person too: whoever changed their address meanwhile is still the same reader."""
    letter = (OutboxLetter.event_id == sent.event_id, OutboxLetter.campaign == sent.campaign)
    people = select(OutboxLetter.person_id).where(*letter, OutboxLetter.person_id.is_not(None))
    return and_(Person.email_key.not_in(select(OutboxLetter.recipient).where(*letter)), Person.id.not_in(people))
