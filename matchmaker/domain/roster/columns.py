"""Which column of an attendee file says what: guessed from the headers, put right by the organiser."""

import re

from matchmaker.domain.roster.cells import plain_key
from matchmaker.domain.roster.words import HEADERS

IGNORED = ""
# Several columns may go into one of these; for every other target the first column with a value counts.
GATHERING = ("talk", "offer", "seek", "bio", "languages")

# Words inside a question that was put to the guests; a form's question is never the header alone.
QUESTIONS: tuple[tuple[str, str], ...] = (
    (r"linkedin|\bwebsite\b", "link"),
    (r"looking for|want to meet|hope to (meet|find|gain|learn)|do you (seek|need)|help (do|would) you|suchst du|recherchez", "seek"),
    (r"(can|could) you (offer|help|share|teach|bring)|you offer|help others|bietest du", "offer"),
    (r"interested in|interests?\b|\btopics?\b|talk about|working on|themen", "talk"),
    (r"about yourself|about you\b|introduce yourself|\bbio\b", "bio"),
    (r"(company|organi[sz]ation|employer|university)\b|where do you work", "organisation"),
    (r"job title|what do you do|your (role|position)\b", "headline"),
    (r"career stage|seniority", "stage"),
    (r"languages", "languages"),
)
TARGETS = ("external_id", "name", *(target for target in HEADERS if target not in {"external_id", "name"}))
_SURENESS = {spelling: (target, rank) for target, spellings in HEADERS.items() for rank, spelling in enumerate(spellings)}
# "Nom" beside "Prénom" and "Name" beside "Vorname" are family names; "Nombre" beside "Apellidos" is a given one.
_WHOLE_OR_FAMILY = {"name", "nom", "naam"}
_WHOLE_OR_GIVEN = {"nombre", "nome"}


def guess_targets(headers: tuple[str, ...]) -> tuple[str, ...]:
    """One target for each column, in the columns' order; `IGNORED` where nothing is known."""
    keys = [re.sub(r"(?<=.) \d+$", "", plain_key(header)) for header in headers]
    found = [_SURENESS.get(key, (IGNORED, 0)) for key in keys]
    found = [
        _by_question(key) if not target and len(key.split()) >= 3 else (target, rank)
        for key, (target, rank) in zip(keys, found, strict=True)
    ]
    targets = [target for target, _ in found]
    _part_names(keys, targets)
    for target in set(targets) - {IGNORED, *GATHERING}:
        places = [place for place, mine in enumerate(targets) if mine == target]
        surest = min(places, key=lambda place: found[place][1])
        for place in places:
            targets[place] = target if place == surest else IGNORED
    return tuple(targets)


def guess_of(headers: tuple[str, ...]) -> tuple[str, ...]:
    """The guess, with what is known of the shop that wrote the file."""
    targets = list(guess_targets(headers))
    keys = [plain_key(header) for header in headers]
    if layout_of(headers) == "pretix" and "attendee email" in keys:
        # The order's own address is the buyer's, and the buyer is one of several people at most.
        targets = [IGNORED if target == "email" else target for target in targets]
        targets[keys.index("attendee email")] = "email"
    return tuple(targets)


def _by_question(key: str) -> tuple[str, int]:
    for pattern, target in QUESTIONS:
        if re.search(pattern, key):
            return target, 1000
    return IGNORED, 0


def _part_names(keys: list[str], targets: list[str]) -> None:
    """Tell a whole name from a family or a given one by the column that stands beside it."""
    has_first, has_last = "first_name" in targets, "last_name" in targets
    for place, key in enumerate(keys):
        if has_first and not has_last and key in _WHOLE_OR_FAMILY:
            targets[place] = "last_name"
        if has_last and not has_first and key in _WHOLE_OR_GIVEN:
            targets[place] = "first_name"


def layout_of(headers: tuple[str, ...]) -> str:
    """The ticket shop that wrote the file: `luma`, `eventbrite`, `pretix`, or nothing if it is not known."""
    keys = {plain_key(header) for header in headers}
    if "approval status" in keys and keys & {"api id", "guest id"}:
        return "luma"
    if {"order no", "attendee no", "attendee status"} <= keys:
        return "eventbrite"
    return "pretix" if {"order code", "position id"} <= keys else ""
