"""The 120 people: a seed draws a name for each role, everything else was written by hand."""

import random
from dataclasses import dataclass
from itertools import chain

from matchmaker.domain.demo.event import TAGS
from matchmaker.domain.demo.names import NAMES, Name
from matchmaker.domain.demo.role import Role
from matchmaker.domain.demo.trades import (
    analysts,
    backend,
    connectors,
    design,
    founders,
    frontend,
    hardware,
    hiring,
    opensource,
    operations,
    public,
    security,
    students,
    teachers,
)

TRADES = (
    backend,
    analysts,
    design,
    founders,
    students,
    hiring,
    opensource,
    operations,
    teachers,
    public,
    hardware,
    security,
    frontend,
    connectors,
)
SEED = 1866
SHARES_AT_ONCE = 0.7
# Whose phone the demo shows, and whose badge it hands out to be scanned: these two fit in both directions.
ATTENDEE = "Builds synthesisers in a former net loft"
BADGE_OWNER = "Embedded lead looking for firmware people"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody talks about, offers or seeks: tags of the event, and words of their own."""

    tags: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One invented attendee, whole enough to be matched, met and written to."""

    name: str
    email: str
    organisation: str
    headline: str
    bio: str
    stage: int
    languages: tuple[str, ...]
    talk: Wishes
    offer: Wishes
    seek: Wishes
    shares_at_once: bool


def invent_people(seed: int = SEED) -> tuple[DemoPerson, ...]:
    """Draw the same 120 people for the same seed, in no order that tells their trade."""
    dice = random.Random(seed)  # noqa: S311  a play, not a secret
    roles = list(chain.from_iterable(trade.ROLES for trade in TRADES))
    names = list(NAMES)
    dice.shuffle(roles)
    dice.shuffle(names)
    return tuple(_person(name, role, shares_at_once=dice.random() < SHARES_AT_ONCE) for name, role in zip(names, roles, strict=True))


def person_called(people: tuple[DemoPerson, ...], headline: str) -> int:
    """The place of the person with this headline."""
    return next(place for place, person in enumerate(people) if person.headline == headline)


def _person(name: Name, role: Role, *, shares_at_once: bool) -> DemoPerson:
    return DemoPerson(
        name=name.written,
        email=f"{name.address}@example.org",
        organisation=role.organisation,
        headline=role.headline,
        bio=role.bio,
        stage=role.stage,
        languages=name.languages,
        talk=_wishes(role.talk),
        offer=_wishes(role.offers),
        seek=_wishes(role.seeks),
        shares_at_once=shares_at_once,
    )


def _wishes(line: str) -> Wishes:
    wishes = tuple(line.split("; "))
    return Wishes(
        tags=tuple(wish for wish in wishes if wish in TAGS),
        words=tuple(wish for wish in wishes if wish not in TAGS),
    )
