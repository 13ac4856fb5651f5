"""What stands on an attendee's card, as one part of a larger question."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, case, func

from matchmaker.store.queries.photos import photo_of


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
    hidden_fields: tuple[str, ...] = ()
    photo: str = ""  # the fingerprint of their picture; empty without one
    card_id: int | None = None  # which of the person's own cards this is; None: what the profile says


CARD_WIDTH = 15


def card_columns(attendee: FromClause, person: FromClause, card: FromClause) -> tuple[ColumnElement[Any], ...]:
    """`card` is joined from outside: a row of it takes the place of what the profile at the event says."""

    def written(name: str, profile: ColumnElement[Any]) -> ColumnElement[Any]:
        return case((card.c.id.is_not(None), card.c[name]), else_=profile)

    return (
        attendee.c.id,
        person.c.id,
        func.coalesce(attendee.c.name, person.c.name),
        written("organisation", attendee.c.organisation),
        written("headline", attendee.c.headline),
        written("email", person.c.email),
        written("phone", attendee.c.phone),
        written("link", attendee.c.link),
        attendee.c.exchange_mode,
        written("shared_fields", attendee.c.shared_fields),
        attendee.c.consent_version,
        person.c.confirmed_at,
        attendee.c.hidden_fields,
        photo_of(attendee),
        card.c.id,
    )


def read_card(values: list[Any]) -> CardRow:
    attendee_id, person_id, name, organisation, headline, email, phone, link, mode, fields, version, confirmed_at, *more = values
    hidden, photo, card_id = more
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
        hidden_fields=tuple(hidden or ()),
        photo=photo or "",
        card_id=card_id,
    )
