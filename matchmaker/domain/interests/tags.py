"""The event's own list of interests, as an organiser pastes it."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from matchmaker.domain.signin.name import one_line
from matchmaker.errors import N_, Fault

LONGEST_TAG = 80
MOST_TAGS = 300
MOST_SYNONYMS = 12  # of one tag

# One ready list; the page offers it as a button, and the organiser edits it like one typed by hand.
TECH = (
    "Accessibility",
    "API design",
    "Backend",
    "Career changes",
    "Cloud costs",
    "Code review",
    "Community building",
    "Data engineering",
    "Databases",
    "Design systems",
    "Developer tools",
    "DevOps",
    "Documentation",
    "Embedded systems",
    "Founding a company",
    "Frontend",
    "Fundraising",
    "Games",
    "Hardware",
    "Hiring",
    "Machine learning",
    "Mentoring",
    "Mobile apps",
    "Observability",
    "Open source",
    "Performance",
    "Privacy",
    "Product management",
    "Public sector",
    "Python",
    "Remote work",
    "Robotics",
    "Rust",
    "Security",
    "Sustainability",
    "Teaching",
    "Testing",
    "TypeScript",
    "User research",
    "Web standards",
)


@dataclass(frozen=True, slots=True)
class KnownTag:
    """A tag of the event with the other words that stand for it."""

    id: int
    label: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TagList:
    """The tags in the order typed, each once, what was wrong with the others, and by tag the other words that stand for it."""

    labels: tuple[str, ...]
    faults: tuple[Fault, ...]
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def tag_key(label: str) -> str:
    """The form in which two spellings of one tag are the same."""
    return " ".join(unicodedata.normalize("NFKC", label).casefold().split())


def tag_line(tag: KnownTag) -> str:
    """A tag as `read_tags` reads it."""
    return f"{tag.label} = {', '.join(tag.synonyms)}" if tag.synonyms else tag.label


def read_tags(text: str, *, field: str = "tags") -> TagList:
    """Read a pasted list, parted by lines, commas or semicolons; a line "PostgreSQL = Postgres, psql" names other words for one tag."""
    labels: dict[str, str] = {}
    others: dict[str, dict[str, str]] = {}
    faults: list[Fault] = []
    for line in text.splitlines():
        tag, is_told, words = line.partition("=")
        for label in _labels(tag if is_told else line, field, faults, whole=bool(is_told)):
            key = tag_key(label)
            labels.setdefault(key, label)
            for word in _labels(words, field, faults):
                others.setdefault(key, {}).setdefault(tag_key(word), word)
    synonyms = _sure_synonyms(labels, others, field, faults)
    if len(labels) > MOST_TAGS:
        faults.append(
            Fault(
                field,
                N_("These are %(count)s interests; %(most)s is the most people can choose from."),
                {"count": len(labels), "most": MOST_TAGS},
            )
        )
    return TagList(tuple(labels.values()), tuple(faults), synonyms)


def _labels(text: str, field: str, faults: list[Fault], *, whole: bool = False) -> list[str]:
    found = []
    for piece in (text,) if whole else re.split(r"[,;]", text):
        label = one_line(piece).strip(" •·-–*#=")
        if len(label) > LONGEST_TAG:
            faults.append(
                Fault(field, N_("“%(tag)s…” is longer than %(most)s characters. Shorten it."), {"tag": label[:30], "most": LONGEST_TAG})
            )
        elif label:
            found.append(label)
    return found


def _sure_synonyms(
    labels: dict[str, str], others: dict[str, dict[str, str]], field: str, faults: list[Fault]
) -> dict[str, tuple[str, ...]]:
    """Each other word with the one tag it stands for; a word that would stand for two is a fault, the tag's own name is nothing new."""
    owner: dict[str, str] = {}
    sure: dict[str, tuple[str, ...]] = {}
    for key, words in others.items():
        for word_key, word in words.items():
            if word_key != key and (word_key in labels or owner.get(word_key, key) != key):
                faults.append(Fault(field, N_("“%(word)s” would stand for two interests. Leave it with one of them."), {"word": word}))
            owner.setdefault(word_key, key)
        if len(words) > MOST_SYNONYMS:
            sentence = N_("“%(tag)s” has %(count)s other words; %(most)s is the most.")
            faults.append(Fault(field, sentence, {"tag": labels[key], "count": len(words), "most": MOST_SYNONYMS}))
        kept = tuple(word for word_key, word in words.items() if word_key != key)
        if kept:
            sure[labels[key]] = kept
    return sure
