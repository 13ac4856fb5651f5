"""What goes into the matching and what comes out of it; plain values, checked as they are made."""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from numbers import Integral
from typing import Final

from matchmaker.domain.matching.fields import MayMeet, check_id, each_once, groups_in, pairs_in, stage_in, text_in, texts_in, yes_or_no

Span = tuple[int, int]
Apart = Iterable[tuple[Hashable, Hashable]]

ANSWERS: Final = ("accepted", "declined", "not_for_me", "know_already", "met")
_TAG_LISTS: Final = ("talk_about", "offers", "seeks", "shared")
_TEXT_LISTS: Final = (*_TAG_LISTS, "texts", "languages", "groups")


def id_order(identity: object) -> tuple[int, int, str, str]:
    """Sort key of an id: whole numbers by size and before words, so that mixed ids have one order."""
    if isinstance(identity, Integral):
        return 0, int(identity), "", ""
    return 1, 0, str(identity), type(identity).__name__


@dataclass(frozen=True, slots=True)
class Profile:
    """One person, with only those fields that the person opened for matching.

    Parameters
    ----------
    id : hashable
        Unique within one list of profiles; whole numbers or texts sort as one expects when scores are equal.
    talk_about, offers, seeks : sequence of str
        Tags or words of one's own, one entry each; named twice, whatever the case and the blanks, it counts once.
    texts : sequence of str
        Longer texts, such as a bio or an abstract. The first 20,000 characters of each are read.
    headline : str
        One line about oneself.
    stage : int or None
        0 student, 1 early, 2 mid, 3 senior, 4 lead, 5 giving back, None unknown.
    languages : sequence of str
        BCP 47 tags.
    groups : sequence of str
        What `Rules.may_meet` speaks of.
    shared : sequence of str
        School, city, community.
    organisation : str
        People of one organisation are not shown to each other unless the rules say so.
    remote : bool
        Takes part from afar.
    listed : bool
        False: stands in nobody's list, but has one.

    Raises
    ------
    TypeError
        A field that is not text or a list of texts or, for `remote` and `listed`, not True or False; an id without a hash.
        None and not-a-number count as empty.
    ValueError
        A missing id, or a stage outside 0 to 5.
    """

    id: Hashable
    talk_about: Collection[str] = ()
    offers: Collection[str] = ()
    seeks: Collection[str] = ()
    texts: Collection[str] = ()
    headline: str = ""
    stage: int | None = None
    languages: Collection[str] = ()
    groups: Collection[str] = ()
    shared: Collection[str] = ()
    organisation: str = ""
    remote: bool = False
    listed: bool = True

    def __post_init__(self) -> None:
        check_id(self.id, "the id of a profile")
        for name in _TEXT_LISTS:
            object.__setattr__(self, name, texts_in(getattr(self, name), name))
        for name in _TAG_LISTS:
            object.__setattr__(self, name, each_once(getattr(self, name)))
        for name in ("headline", "organisation"):
            object.__setattr__(self, name, text_in(getattr(self, name), name))
        object.__setattr__(self, "stage", stage_in(self.stage))
        object.__setattr__(self, "remote", yes_or_no(self.remote, "remote", unless_told=False))
        object.__setattr__(self, "listed", yes_or_no(self.listed, "listed", unless_told=True))


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reader said about a person on the list.

    `know_already` and `met` part the pair for good; `not_for_me` and `declined` take the other off this reader's list.

    Raises
    ------
    TypeError, ValueError
        An id that is missing or has no hash, or an answer that is none of these.
    """

    reader_id: Hashable
    other_id: Hashable
    answer: str
    at: datetime | None = None

    def __post_init__(self) -> None:
        check_id(self.reader_id, "reader_id")
        check_id(self.other_id, "other_id")
        if not (self.at is None or isinstance(self.at, datetime)):
            raise TypeError(f"at must be a datetime or None, not {self.at!r}")
        if self.answer not in ANSWERS:
            raise ValueError(f"answer must be one of {', '.join(ANSWERS)}, not {self.answer!r}")


@dataclass(frozen=True, slots=True)
class Rules:
    """Who is never shown to whom, whatever the score.

    Parameters
    ----------
    apart : iterable of (id, id)
        Pairs without order that are never shown to each other.
    may_meet : mapping of group to groups, iterable of (group, group), or None
        Which groups may meet, read both ways; None: all. It binds two people who both have groups.
    same_organisation : bool
        True: colleagues are shown to each other.
    common_language : bool
        True: two people who both name languages need one in common (``en-GB`` and ``en`` are one).

    Raises
    ------
    TypeError, ValueError
        What is no pair, an id that is missing or has no hash, or a group that is no text. Nobody who should be hidden
        is shown because a rule was not understood.
    """

    apart: Apart = ()
    may_meet: MayMeet | None = None
    same_organisation: bool = False
    common_language: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "apart", pairs_in(self.apart, "apart"))
        for identity in (identity for pair in self.apart for identity in pair):
            check_id(identity, "an id in apart")
        if self.may_meet is not None:
            object.__setattr__(self, "may_meet", tuple(groups_in(self.may_meet)))


@dataclass(frozen=True, slots=True)
class Match:
    """A suggested person: the pair's score, how alike the two are and how well offers meet what is sought, each in [0, 1]."""

    id: Hashable
    score: float
    likeness: float
    complement: float


@dataclass(frozen=True, slots=True)
class Seldom:
    """Somebody whom fewer lists show than everybody is meant to be shown in.

    `listed` lists do, `floor` is what the rules left possible, and `rule` names the one that hides the person from most
    readers: ``organisation``, ``groups``, ``languages``, ``decisions`` (pairs kept apart too), or empty at a small event.
    """

    id: Hashable
    listed: int
    floor: int
    rule: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One field of each that fired together.

    `kind` is ``alike`` (both talk about it), ``words`` (headline or texts), ``get`` (I seek, they offer) or ``give``
    (I offer, they seek). `weight` is the exact share of the pair's score that these two fields bring. The spans say
    which characters of `mine` and `theirs` fired, so that a page can underline them.
    """

    kind: str
    mine: str
    theirs: str
    weight: float
    mine_field: str = field(default="", compare=False)
    theirs_field: str = field(default="", compare=False)
    mine_spans: tuple[Span, ...] = field(default=(), compare=False)
    theirs_spans: tuple[Span, ...] = field(default=(), compare=False)
