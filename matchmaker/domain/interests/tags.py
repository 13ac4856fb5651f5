"""The event's own list of interests, as an organiser pastes it."""

import re
import unicodedata
from dataclasses import dataclass

from matchmaker.domain.signin.name import one_line
from matchmaker.errors import N_, Fault

LONGEST_TAG = 80
MOST_TAGS = 300

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
class TagList:
    """The tags in the order typed, each once, and what was wrong with the others."""

    labels: tuple[str, ...]
    faults: tuple[Fault, ...]


def tag_key(label: str) -> str:
    """The form in which two spellings of one tag are the same."""
    return " ".join(unicodedata.normalize("NFKC", label).casefold().split())


def read_tags(text: str, *, field: str = "tags") -> TagList:
    """Read a pasted list, parted by lines, commas or semicolons."""
    labels: dict[str, str] = {}
    faults: list[Fault] = []
    for piece in re.split(r"[\n,;]", text):
        label = one_line(piece).strip(" •·-–*#")
        if len(label) > LONGEST_TAG:
            faults.append(
                Fault(field, N_("“%(tag)s…” is longer than %(most)s signs. Shorten it."), {"tag": label[:30], "most": LONGEST_TAG})
            )
        elif label:
            labels.setdefault(tag_key(label), label)
    if len(labels) > MOST_TAGS:
        faults.append(
            Fault(
                field,
                N_("These are %(count)s interests; %(most)s is the most people can choose from."),
                {"count": len(labels), "most": MOST_TAGS},
            )
        )
    return TagList(tuple(labels.values()), tuple(faults))
