"""A form about oneself as pairs of name and value, as a browser sends it at once and a phone keeps it for later."""

import json
from collections.abc import Iterable
from typing import Final

from matchmaker.domain.interests.answers import FIELDS, FIRST_FIELDS, KINDS, RawAnswers

Pairs = Iterable[tuple[str, str]]
MOST_PAIRS: Final = 400
LONGEST_VALUE: Final = 4000


def read_pairs(raw: object) -> tuple[tuple[str, str], ...] | None:
    """A form as a phone keeps it; None: this is none."""
    if not isinstance(raw, list) or len(raw) > MOST_PAIRS or not all(_is_pair(pair) for pair in raw):
        return None
    return tuple((name, value) for name, value in raw)


def pairs_in(text: str) -> tuple[tuple[str, str], ...] | None:
    """A form that came as one field of another, such as what that one held before."""
    try:
        return read_pairs(json.loads(text))
    except (ValueError, RecursionError):
        return None


def _is_pair(pair: object) -> bool:
    return (
        isinstance(pair, list)
        and len(pair) == 2
        and all(isinstance(text, str) and len(text) <= LONGEST_VALUE and "\x00" not in text for text in pair)
    )


def read_form(pairs: Pairs) -> RawAnswers:
    """The fields by their names; `remove` names own words that a cross took away, as "talk:Old maps"."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    removed = values.get("remove", [""])[0]
    levels = [*values.get("language_level", []), *[""] * len(values.get("language", []))]
    asked = frozenset(" ".join(values.get("fields", [])).split()) & FIELDS

    def first(name: str) -> str:
        return values.get(name, [""])[0]

    return RawAnswers(
        tags={kind: values.get(kind, []) for kind in KINDS},
        words={kind: [text for text in values.get(f"{kind}_words", []) if f"{kind}:{text}" != removed] for kind in KINDS},
        order={kind: values.get(f"{kind}_order", []) for kind in KINDS},
        headline=first("headline"),
        bio=first("bio"),
        stage=first("stage"),
        languages=first("languages"),
        spoken=[(words, level) for words, level in zip(values.get("language", []), levels, strict=False) if words.strip()],
        remote=first("remote") == "1",
        pronouns=first("pronouns"),
        name_sounds=first("name_sounds"),
        approach=first("approach"),
        wants_few=first("wants_few") == "1",
        hidden=values.get("hidden", []),
        fields=asked if "fields" in values else FIRST_FIELDS,
    )
