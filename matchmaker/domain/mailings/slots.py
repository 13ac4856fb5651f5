"""The closed list of slots of a letter to many, and what each becomes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from matchmaker.errors import N_


class Sort(StrEnum):
    """How a slot is filled."""

    WORDS = "words"  # inside a sentence, escaped
    LINK = "link"  # inside a sentence the address itself; on a line of its own a button
    BLOCK = "block"  # on a line of its own, a part with a shape of its own


@dataclass(frozen=True, slots=True)
class Slot:
    """`label` stands on the button of a link."""

    sort: Sort
    becomes: str
    label: str = ""


SLOTS: Final[Mapping[str, Slot]] = {
    "first_name": Slot(Sort.WORDS, N_("the reader’s first name")),
    "event": Slot(Sort.WORDS, N_("the event’s name")),
    "event_day": Slot(Sort.WORDS, N_("the day it begins, such as “Thu 5 Nov 2026”")),
    "event_place": Slot(Sort.WORDS, N_("its place; nothing if none is set")),
    "host_name": Slot(Sort.WORDS, N_("the name of whoever of the team sends the letter; answers go to them")),
    "days_left": Slot(Sort.WORDS, N_("how many days are left until it begins")),
    "event_link": Slot(Sort.LINK, N_("leads to the event’s page"), N_("Open the event’s page")),
    "interests_link": Slot(Sort.LINK, N_("leads to one’s own interests"), N_("Say what you seek and offer")),
    "list_link": Slot(Sort.LINK, N_("leads to one’s own list"), N_("Read your list")),
    "scan_link": Slot(Sort.LINK, N_("leads to where a badge’s code is typed"), N_("Type a badge’s code")),
    "contacts_link": Slot(Sort.LINK, N_("leads to the people one met"), N_("See whom you met")),
    "event_facts": Slot(Sort.BLOCK, N_("a box with name, time and place of the event")),
    "five_people": Slot(
        Sort.BLOCK, N_("up to five people of the reader’s own list, each with the reason; as they stand when the letter leaves")
    ),
    "people_met": Slot(Sort.BLOCK, N_("the people the reader holds cards of; as they stand when the letter leaves")),
}

ALWAYS: Final = ("first_name", "event", "event_day", "event_place", "host_name", "event_link", "event_facts")
BEFORE: Final = ("days_left", "interests_link", "list_link", "five_people")
AFTER: Final = ("list_link", "scan_link", "contacts_link", "people_met")


def slots_of(names: tuple[str, ...], sort: Sort) -> frozenset[str]:
    return frozenset(name for name in names if SLOTS[name].sort is sort)
