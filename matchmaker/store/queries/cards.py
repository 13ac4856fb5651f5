"""What stands on an attendee's card, as one part of a larger question."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, func


@dataclass(frozen=True, slots=True)
class CardRow:
    """What stands on one attendee's whole card, and what they ticked."""

    attendee_id: int
    person_id: int
    name: str
    organisation: str
    headline: str
    email: str
    phone: str
    link: str
    exchange_mode: str | None
    shared_fields: tuple[str, ...]
    consent_version: str
    is_confirmed: bool


CARD_WIDTH = 12


def card_columns(attendee: FromClause, person: FromClause) -> tuple[ColumnElement[Any], ...]:
    return (
        attendee.c.id,
        person.c.id,
        func.coalesce(attendee.c.name, person.c.name),
        attendee.c.organisation,
        attendee.c.headline,
        person.c.email,
        attendee.c.phone,
        attendee.c.link,
        attendee.c.exchange_mode,
        attendee.c.shared_fields,
        attendee.c.consent_version,
        person.c.confirmed_at,
    )


def read_card(values: list[Any]) -> CardRow:
    attendee_id, person_id, name, organisation, headline, email, phone, link, mode, fields, version, confirmed_at = values
    return CardRow(
        attendee_id=attendee_id or -person_id,  # never the number of another attendee
        person_id=person_id,
        name=name,
        organisation=organisation or "",
        headline=headline or "",
        email=email,
        phone=phone or "",
        link=link or "",
        exchange_mode=mode,
        shared_fields=tuple(fields or ()),
        consent_version=version or "",
        is_confirmed=confirmed_at is not None,
    )
