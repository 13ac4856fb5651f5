"""What an attendee answers about themself, checked field by field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from matchmaker.domain.interests.tags import tag_key
from matchmaker.domain.roster.cells import read_languages, whole_text
from matchmaker.domain.signin.name import one_line
from matchmaker.errors import N_, BadInputError, Fault

KINDS = ("talk", "offer", "seek")
LONGEST_WORDS = 140
LONGEST_HEADLINE = 140
LONGEST_BIO = 2000
MOST_PER_KIND = 12
MOST_LANGUAGES = 20
STAGES = range(6)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing talked about, offered or sought: a tag of the event (with its id) or own words."""

    text: str
    interest_id: int | None = None


@dataclass(frozen=True, slots=True)
class InterestAnswers:
    """What the form held; `faults` is empty when it may be saved."""

    talk: tuple[Choice, ...] = ()
    offer: tuple[Choice, ...] = ()
    seek: tuple[Choice, ...] = ()
    headline: str = ""
    bio: str = ""
    stage: int | None = None
    languages: tuple[str, ...] = ()
    remote: bool = False
    faults: tuple[Fault, ...] = field(default=())

    def of(self, kind: str) -> tuple[Choice, ...]:
        return {"talk": self.talk, "offer": self.offer, "seek": self.seek}[kind]

    def raise_faults(self) -> None:
        """Raise `BadInputError` with every fault, if there is one."""
        if self.faults:
            raise BadInputError(*self.faults)


@dataclass(frozen=True, slots=True)
class RawAnswers:
    """The form as it came: per kind the chosen tag ids and the own words."""

    tags: Mapping[str, Sequence[str]]
    words: Mapping[str, Sequence[str]]
    headline: str = ""
    bio: str = ""
    stage: str = ""
    languages: str = ""
    remote: bool = False


def read_answers(raw: RawAnswers, labels: dict[int, str]) -> InterestAnswers:
    """Check every field; `labels` are the event's own tags by id."""
    faults: list[Fault] = []
    chosen = {kind: _choices(kind, raw.tags.get(kind, ()), raw.words.get(kind, ()), labels, faults) for kind in KINDS}
    headline = one_line(raw.headline)
    _at_most("headline", headline, LONGEST_HEADLINE, faults)
    bio = whole_text(raw.bio)
    _at_most("bio", bio, LONGEST_BIO, faults)
    languages, unknown = read_languages(raw.languages)
    if unknown:
        faults.append(
            Fault(
                "languages", N_("We don’t know “%(word)s” as a language. Write it in English, such as “Welsh”."), {"word": unknown[0][:40]}
            )
        )
    if len(languages) > MOST_LANGUAGES:
        sentence = N_("These are %(count)s; %(most)s is the most. Keep those you like to talk in.")
        faults.append(Fault("languages", sentence, {"count": len(languages), "most": MOST_LANGUAGES}))
    return InterestAnswers(
        **chosen, headline=headline, bio=bio, stage=_stage(raw.stage), languages=languages, remote=raw.remote, faults=tuple(faults)
    )


def _choices(kind: str, tags: Iterable[str], words: Iterable[str], labels: dict[int, str], faults: list[Fault]) -> tuple[Choice, ...]:
    by_key = {tag_key(label): interest_id for interest_id, label in labels.items()}
    choices: dict[str, Choice] = {}
    by_value = {str(interest_id): interest_id for interest_id in labels}
    for value in tags:
        interest_id = by_value.get(value)
        if interest_id is not None:  # a tag of another event, or none at all, is quietly not chosen
            choices.setdefault(tag_key(labels[interest_id]), Choice(labels[interest_id], interest_id))
    for line in words:
        text = one_line(line)
        if len(text) > LONGEST_WORDS:
            faults.append(
                Fault(kind, N_("“%(start)s…” is longer than %(most)s signs. Say it shorter."), {"start": text[:30], "most": LONGEST_WORDS})
            )
        elif text:
            known = by_key.get(tag_key(text))
            choices.setdefault(tag_key(text), Choice(text if known is None else labels[known], known))
    if len(choices) > MOST_PER_KIND:
        faults.append(
            Fault(
                kind,
                N_("These are %(count)s; %(most)s is the most. Keep what matters to you today."),
                {"count": len(choices), "most": MOST_PER_KIND},
            )
        )
    return tuple(choices.values())


def _at_most(name: str, text: str, most: int, faults: list[Fault]) -> None:
    if len(text) > most:
        faults.append(Fault(name, N_("This is %(count)s signs long; %(most)s is the most."), {"count": len(text), "most": most}))


def _stage(text: str) -> int | None:
    return int(text) if text in {str(stage) for stage in STAGES} else None
