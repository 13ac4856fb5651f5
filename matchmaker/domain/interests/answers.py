"""What an attendee answers about themself, checked field by field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from matchmaker.domain.interests.order import in_order
from matchmaker.domain.interests.spoken import read_spoken
from matchmaker.domain.interests.tags import tag_key
from matchmaker.domain.privacy.fields import HIDEABLE
from matchmaker.domain.roster.cells import whole_text
from matchmaker.domain.signin.name import one_line
from matchmaker.errors import N_, BadInputError, Fault

KINDS: Final = ("talk", "offer", "seek")
# What the page of the three questions asks; a form with other fields names them in its field "fields".
FIRST_FIELDS: Final = frozenset({*KINDS, "headline", "bio", "stage", "languages", "remote"})
FIELDS: Final = FIRST_FIELDS | {"pronouns", "name_sounds", "approach", "wants_few", "hidden"}
LONGEST_WORDS: Final = 140
LONGEST_HEADLINE: Final = 140
LONGEST_BIO: Final = 2000
LONGEST_PRONOUNS: Final = 40
LONGEST_SOUND: Final = 120
MOST_PER_KIND: Final = 12
STAGES: Final = range(6)
APPROACHES: Final = ("", "hello", "ask", "rest")


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing talked about, offered or sought: a tag of the event (with its id) or own words."""

    text: str
    interest_id: int | None = None


@dataclass(frozen=True, slots=True)
class InterestAnswers:
    """What somebody says of themselves; `faults` is empty when it may be saved. `hidden`: fields for contacts only."""

    talk: tuple[Choice, ...] = ()
    offer: tuple[Choice, ...] = ()
    seek: tuple[Choice, ...] = ()
    headline: str = ""
    bio: str = ""
    stage: int | None = None
    languages: tuple[str, ...] = ()
    remote: bool = False
    faults: tuple[Fault, ...] = field(default=())
    levels: Mapping[str, str] = field(default_factory=dict)
    pronouns: str = ""
    name_sounds: str = ""
    approach: str = ""
    wants_few: bool = False
    hidden: tuple[str, ...] = ()

    def of(self, kind: str) -> tuple[Choice, ...]:
        return {"talk": self.talk, "offer": self.offer, "seek": self.seek}[kind]

    def raise_faults(self) -> None:
        """Raise `BadInputError` with every fault, if there is one."""
        if self.faults:
            raise BadInputError(*self.faults)


@dataclass(frozen=True, slots=True)
class RawAnswers:
    """The form as it came: per kind the chosen tag ids, the own words and the order of both; `fields`: what the form asked for."""

    tags: Mapping[str, Sequence[str]]
    words: Mapping[str, Sequence[str]]
    headline: str = ""
    bio: str = ""
    stage: str = ""
    languages: str = ""
    remote: bool = False
    order: Mapping[str, Sequence[str]] = field(default_factory=dict)
    spoken: Sequence[tuple[str, str]] = ()
    pronouns: str = ""
    name_sounds: str = ""
    approach: str = ""
    wants_few: bool = False
    hidden: Sequence[str] = ()
    fields: frozenset[str] = FIRST_FIELDS


@dataclass(frozen=True, slots=True)
class KnownWords:
    """What the words of a form may stand for: the event's tags by id, other words for them, languages by their names on the page."""

    labels: Mapping[int, str] = field(default_factory=dict)
    synonyms: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)


def read_answers(raw: RawAnswers, known: KnownWords, so_far: InterestAnswers | None = None) -> InterestAnswers:
    """Check every field that the form asked for; the others stay as they are."""
    faults: list[Fault] = []
    read: dict[str, Any] = {kind: _choices(kind, raw, known, faults) for kind in KINDS if kind in raw.fields}
    for name, text, most in (
        ("headline", one_line(raw.headline), LONGEST_HEADLINE),
        ("bio", whole_text(raw.bio), LONGEST_BIO),
        ("pronouns", one_line(raw.pronouns), LONGEST_PRONOUNS),
        ("name_sounds", one_line(raw.name_sounds), LONGEST_SOUND),
    ):
        if name in raw.fields:
            _at_most(name, text, most, faults)
            read[name] = text
    if "languages" in raw.fields:
        read["languages"], read["levels"] = read_spoken(raw.spoken or [(raw.languages, "")], known.languages, faults)
    closed = {
        "stage": int(raw.stage) if raw.stage in {str(stage) for stage in STAGES} else None,
        "approach": raw.approach if raw.approach in APPROACHES else "",
        "remote": raw.remote,
        "wants_few": raw.wants_few,
        "hidden": tuple(name for name in HIDEABLE if name in raw.hidden),
    }
    read |= {name: value for name, value in closed.items() if name in raw.fields}
    return replace(so_far or InterestAnswers(), **read, faults=tuple(faults))


def _choices(kind: str, raw: RawAnswers, known: KnownWords, faults: list[Fault]) -> tuple[Choice, ...]:
    by_key = {**known.synonyms, **{tag_key(label): interest_id for interest_id, label in known.labels.items()}}
    choices: dict[str, Choice] = {}
    by_value = {str(interest_id): interest_id for interest_id in known.labels}
    for value in raw.tags.get(kind, ()):
        interest_id = by_value.get(value)
        if interest_id is not None:  # a tag of another event, or none at all, is quietly not chosen
            choices.setdefault(tag_key(known.labels[interest_id]), Choice(known.labels[interest_id], interest_id))
    for line in raw.words.get(kind, ()):
        text = one_line(line)
        if len(text) > LONGEST_WORDS:
            faults.append(
                Fault(
                    kind,
                    N_("“%(start)s…” is longer than %(most)s characters. Say it shorter."),
                    {"start": text[:30], "most": LONGEST_WORDS},
                )
            )
        elif text:
            meant = by_key.get(tag_key(text))
            choice = Choice(text) if meant is None else Choice(known.labels[meant], meant)
            choices.setdefault(tag_key(choice.text), choice)
    if len(choices) > MOST_PER_KIND:
        faults.append(
            Fault(
                kind,
                N_("These are %(count)s; %(most)s is the most. Keep what matters to you today."),
                {"count": len(choices), "most": MOST_PER_KIND},
            )
        )
    return in_order(tuple(choices.values()), raw.order.get(kind, ()))


def _at_most(name: str, text: str, most: int, faults: list[Fault]) -> None:
    if len(text) > most:
        faults.append(Fault(name, N_("This is %(count)s characters long; %(most)s is the most."), {"count": len(text), "most": most}))
