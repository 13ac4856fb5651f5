"""Which tags somebody may mean while they type: the same order here and in static/js/interests.js."""

from collections.abc import Sequence
from dataclasses import dataclass

from matchmaker.domain.interests.tags import KnownTag, tag_key

MOST = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A tag, and the other word for it that was typed; empty if it was its own name."""

    id: int
    label: str
    synonym: str = ""


def suggest_tags(typed: str, tags: Sequence[KnownTag], *, most: int = MOST) -> tuple[Suggestion, ...]:
    """Tags whose name or other word begins so, then those with a word that begins so, then those that hold it anywhere."""
    key = tag_key(typed)
    if not key:
        return ()
    found = []
    for place, tag in enumerate(tags):
        best = min(
            ((_rank(key, tag_key(word)), number, word) for number, word in enumerate((tag.label, *tag.synonyms))),
            key=lambda one: one[:2],
        )
        if best[0] < NOWHERE:
            found.append((best[0], place, Suggestion(tag.id, tag.label, best[2] if best[1] else "")))
    return tuple(suggestion for *_, suggestion in sorted(found, key=lambda one: one[:2])[:most])


NOWHERE = 3


def _rank(key: str, word: str) -> int:
    if word.startswith(key):
        return 0
    if any(part.startswith(key) for part in word.replace("-", " ").replace("/", " ").split()):
        return 1
    return 2 if key in word else NOWHERE
