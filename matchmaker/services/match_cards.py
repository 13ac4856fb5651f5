"""A place on a list as a card that is ready to be shown."""

import json
from dataclasses import dataclass
from typing import Any, Final

from matchmaker.domain.matching.openers import Opener, openers_for
from matchmaker.domain.privacy.cards import Sees, shown_person
from matchmaker.domain.privacy.fields import may_be_told
from matchmaker.errors import N_
from matchmaker.store.queries.places import MatchRow

Pieces = list[list[Any]]  # [text, whether it fired]


@dataclass(frozen=True, slots=True)
class ShownReason:
    """A reason as the join draws it."""

    kind: str
    mine_field: str
    theirs_field: str
    mine: Pieces
    theirs: Pieces


@dataclass(frozen=True, slots=True)
class Tie:
    """One way two people hang together: what is drawn beside it, and a sentence for the door to translate."""

    drawing: str
    sentence: str
    values: dict[str, object]


@dataclass(frozen=True, slots=True)
class MatchCard:
    """One person of the list. `more` tells in a line each what the first reason leaves out; `is_wild`: there is no reason at all.

    `turned` is near or far for somebody whom only the reader's own sorting brought up, and of whom no reason can be quoted.
    """

    other_id: int
    name: str
    short_name: str
    organisation: str
    headline: str
    ties: tuple[Tie, ...]
    reasons: tuple[ShownReason, ...]
    more: tuple[Tie, ...]
    openers: tuple[Opener, ...]
    is_wild: bool
    answer: str | None
    photo: str = ""
    is_new: bool = False
    turned: str = ""


def card_of(row: MatchRow, *, reader_id: int, sees: str) -> MatchCard:
    """A place as a card; it depends on nothing but what is handed in, so pages may keep what they drew from it."""
    seen: Sees = "first_names" if sees == "first_names" else "full_names"
    hidden = frozenset() if row.has_exchanged else frozenset(json.loads(row.hidden))
    shown = shown_person(
        row.name,
        organisation=row.organisation,
        headline=row.headline,
        sees=seen,
        exchanged=row.has_exchanged,
        hidden=hidden,
        photo=row.photo or "",
    )
    # A list may be older than the wish to keep a field for contacts; the wish counts at once.
    reasons = [reason for reason in json.loads(row.reasons) if may_be_told(reason["theirs_field"], hidden)]
    return MatchCard(
        row.other_id,
        shown.name,
        shown.short_name,
        shown.organisation,
        shown.headline,
        () if row.turned and not reasons else _ties([reason["kind"] for reason in reasons], shown.short_name),
        tuple(ShownReason(r["kind"], r["mine_field"], r["theirs_field"], r["mine"], r["theirs"]) for r in reasons),
        tuple(_told_in_a_line(r, shown.short_name) for r in reasons[1:3] if r["topic"]),
        openers_for([(r["kind"], r["topic"]) for r in reasons], reader_id=reader_id, other_id=row.other_id),
        not reasons and not row.turned,
        row.answer,
        shown.photo,
        row.is_new,
        "" if reasons else row.turned,
    )


_LINES: Final = {
    "get": ("offer", N_("%(name)s also offers “%(topic)s”, close to what you seek")),
    "give": ("seek", N_("%(name)s also seeks “%(topic)s”, close to what you offer")),
    "talk": ("talk", N_("%(name)s also talks about “%(topic)s”, as you do")),
    "alike": ("talk", N_("%(name)s also writes about “%(topic)s”, as you do")),
}


def _told_in_a_line(reason: dict[str, Any], name: str) -> Tie:
    drawing, sentence = _LINES["talk" if reason["theirs_field"] == "talk" else reason["kind"]]
    return Tie(drawing, sentence, {"name": name, "topic": reason["topic"]})


def _ties(kinds: list[str], name: str) -> tuple[Tie, ...]:
    found: list[Tie] = []
    if "get" in kinds and "give" in kinds:
        found.append(Tie("fit", N_("Fits both ways"), {}))
    elif "get" in kinds:
        found.append(Tie("fit", N_("%(name)s offers what you seek"), {"name": name}))
    elif "give" in kinds:
        found.append(Tie("fit", N_("%(name)s seeks what you offer"), {"name": name}))
    alike = kinds.count("alike")
    if alike == 1:
        found.append(Tie("alike", N_("Alike in one thing"), {}))
    elif alike:
        found.append(Tie("alike", N_("Alike in %(things)s things"), {"things": alike}))
    return tuple(found) or (Tie("wild", N_("A wild card"), {}),)
