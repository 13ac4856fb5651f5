"""What an organiser may turn about the ranking of an event; the one place that knows what it is at first."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Final

from matchmaker.errors import N_, BadInputError, Fault

# The channels in the order in which pages name them.
CHANNELS: Final = ("talk_weight", "words_weight", "topics_weight", "fit_weight", "stage_weight", "shared_weight", "languages_weight")
MATCHER_SETTINGS: Final = (*CHANNELS, "reciprocity", "diversity", "learning")
# What the matcher knows today: pages offer nothing that changes nothing. A test compares it with the matcher itself.
# Nobody is asked yet what they share, so its weight is not offered.
IN_USE: Final = frozenset(MATCHER_SETTINGS) - {"shared_weight"}
# The highest whole number a form takes; stored and handed on as hundredths.
HIGHEST: Final = {**dict.fromkeys(CHANNELS, 100), "reciprocity": 100, "diversity": 50}
NAMES: Final = {
    "talk_weight": N_("Likes to talk about"),
    "words_weight": N_("Words they write"),
    "topics_weight": N_("Topics"),
    "fit_weight": N_("Offers and seeks"),
    "stage_weight": N_("Mentoring"),
    "shared_weight": N_("Something shared"),
    "languages_weight": N_("A language in common"),
    "reciprocity": N_("Both sides gain"),
    "diversity": N_("Variety"),
}
SWITCHES: Final = ("learning", "same_organisation", "common_language", "history")


@dataclass(frozen=True, slots=True)
class MatchingSetup:
    """How the lists of one event are made.

    Parameters
    ----------
    talk_weight, words_weight, topics_weight, fit_weight, stage_weight, shared_weight, languages_weight : float
        Shares of the channels, in proportion to their sum: what both talk about, words of headlines and texts, topics,
        offers and seeks, the push for mentors, a shared school, city or community, and a language in common.
    reciprocity : float
        From 0 (what the reader gains decides) to 1 (what the weaker side gains decides).
    diversity : float
        From 0 (simply the best) to 0.5 (a list of many kinds of people).
    learning : bool
        Whether answers train the ranking.
    learns_from : datetime or None
        Answers before this moment teach nothing any more; None: all teach.
    same_organisation : bool
        Whether colleagues are shown to each other.
    common_language : bool
        Whether two people who both name languages need one in common.
    history : bool
        Whether people of earlier events teach which words are rare, and what goes together.
    """

    talk_weight: float = 0.3
    words_weight: float = 0.22
    topics_weight: float = 0.05
    fit_weight: float = 0.36
    stage_weight: float = 0.02
    shared_weight: float = 0.04
    languages_weight: float = 0.01
    reciprocity: float = 0.3
    diversity: float = 0.05
    learning: bool = True
    learns_from: datetime | None = None
    same_organisation: bool = False
    common_language: bool = False
    history: bool = True

    def as_settings(self, known: Collection[str] = MATCHER_SETTINGS) -> dict[str, Any]:
        """The keyword arguments of a `Matcher`, as far as it knows them."""
        return {name: getattr(self, name) for name in MATCHER_SETTINGS if name in known}

    def as_rules(self) -> dict[str, Any]:
        """The keyword arguments of `Rules` that the organiser decides."""
        return {"same_organisation": self.same_organisation, "common_language": self.common_language}

    def shares(self, channels: Collection[str] = IN_USE) -> dict[str, float]:
        """What part of a score each of these channels may bring, the largest first; they add up to one."""
        weights = {name: float(getattr(self, name)) for name in CHANNELS if name in channels}
        total = sum(weights.values()) or 1.0
        return {name: weight / total for name, weight in sorted(weights.items(), key=lambda one: -one[1])}


def as_stored(setup: MatchingSetup) -> dict[str, Any]:
    """A setup as plain JSON."""
    values = asdict(setup)
    return {**values, "learns_from": setup.learns_from.isoformat() if setup.learns_from else None}


def setup_in(stored: Mapping[str, Any] | None) -> MatchingSetup:
    """The setup of a stored row: what the row lacks is as at first, and what nobody knows any more is passed over."""
    values = {field.name: stored[field.name] for field in fields(MatchingSetup) if stored and field.name in stored}
    if values.get("learns_from"):
        values["learns_from"] = datetime.fromisoformat(values["learns_from"])
    return MatchingSetup(**values)


def as_form(setup: MatchingSetup) -> dict[str, str]:
    """What the fields of the form hold: whole numbers, and "1" for a switch that is on."""
    numbers = {name: str(round(getattr(setup, name) * 100)) for name in HIGHEST}
    return {**numbers, **{name: "1" for name in SWITCHES if getattr(setup, name)}}


def checked(form: Mapping[str, str], former: MatchingSetup, offered: Collection[str] = IN_USE) -> MatchingSetup:
    """The setup a form asks for; what the page doesn't offer stays as it was.

    Raises
    ------
    BadInputError
        With every fault, in the order of the form.
    """
    faults: list[Fault] = []
    values = asdict(former)
    for name in HIGHEST:
        if name in offered:
            values[name] = _hundredths(name, form.get(name, ""), faults)
    for name in SWITCHES:
        if name in offered or name not in MATCHER_SETTINGS:
            values[name] = form.get(name) == "1"
    if not faults and not any(values[name] for name in CHANNELS if name in offered):
        faults.append(Fault("talk_weight", N_("With every weight at 0 nothing would order the lists. Give at least one more.")))
    if faults:
        raise BadInputError(*faults)
    return MatchingSetup(**values)


def _hundredths(name: str, text: str, faults: list[Fault]) -> float:
    number = text.strip().removesuffix("%").strip()
    if number.isascii() and number.isdigit() and len(number) < 10 and int(number) <= HIGHEST[name]:
        return int(number) / 100
    faults.append(Fault(name, N_("“%(name)s” takes a whole number from 0 to %(most)s."), {"name": NAMES[name], "most": HIGHEST[name]}))
    return 0.0
