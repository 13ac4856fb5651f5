"""Ready beginnings for a new event: what the form is filled with, to be changed like anything typed by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from matchmaker.domain.events.templates import community, research, startups, tech
from matchmaker.errors import N_


@dataclass(frozen=True, slots=True)
class EventTemplate:
    """`interests` are lines as the form reads them; `hours` is how long it lasts from `begins` on, by the clock of the place."""

    name: str
    line: str
    interests: str
    begins: str
    hours: int
    join_policy: str
    sees: str
    exchange_rule: str


TEMPLATES: Final[Mapping[str, EventTemplate]] = {
    "tech": EventTemplate(
        N_("Tech meetup"),
        N_("An evening with the address for everybody."),
        tech.INTERESTS,
        "18:30",
        4,
        "open",
        "full_names",
        "owner_chooses",
    ),
    "research": EventTemplate(
        N_("Research meeting"),
        N_("Two days, people from your list only."),
        research.INTERESTS,
        "09:00",
        33,
        "invited",
        "full_names",
        "owner_chooses",
    ),
    "startups": EventTemplate(
        N_("Start-up night"),
        N_("Founders, investors, first customers; a badge always asks first."),
        startups.INTERESTS,
        "17:00",
        5,
        "invited",
        "full_names",
        "ask_first",
    ),
    "community": EventTemplate(
        N_("Community day"),
        N_("Neighbours and groups; first names until cards are exchanged."),
        community.INTERESTS,
        "10:00",
        7,
        "open",
        "first_names",
        "ask_first",
    ),
}
