"""What a field of a profile, a decision or a rule takes: empty cells of tables as nothing, what makes no sense not at all."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Set
from numbers import Integral, Real
from typing import Any, Final, TypeVar

from matchmaker.domain.matching.stopwords import own_word

MayMeet = Mapping[str, Collection[str]] | Iterable[tuple[str, str]]

Kind = TypeVar("Kind")

STAGES: Final = range(6)


def is_missing(value: object) -> bool:
    """None, and the not-a-number that tables put into empty cells."""
    return value is None or (isinstance(value, Real) and value != value)


def check_id(value: object, name: str) -> None:
    if is_missing(value):
        raise ValueError(f"{name} is missing")
    try:
        hash(value)
    except TypeError:
        raise TypeError(f"{name} must be hashable, such as a number or a text, not {value!r}") from None


def text_in(value: object, name: str) -> str:
    if is_missing(value):
        return ""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be text, not {type(value).__name__}")
    return value


def texts_in(values: Any, name: str) -> tuple[str, ...]:
    if is_missing(values):
        return ()
    if isinstance(values, str):
        raise TypeError(f"{name} must be a list of texts, not one text")
    if not isinstance(values, Iterable):
        raise TypeError(f"{name} must be a list of texts, not {type(values).__name__}")
    if isinstance(values, Set):
        values = sorted(values, key=str)  # a set has no order of its own, and one input has one answer
    return tuple(text for value in values if (text := text_in(value, name)).strip())


def each_once(texts: Iterable[str]) -> tuple[str, ...]:
    """A tag named twice counts once, however it is written: of "Oslo" and " oslo" the first is kept."""
    found: dict[str, str] = {}
    for text in texts:
        found.setdefault(own_word(text) or text, text)
    return tuple(found.values())


def yes_or_no(value: Any, name: str, *, unless_told: bool) -> bool:
    if is_missing(value):
        return unless_told
    if isinstance(value, Hashable) and value in {True, False}:
        return bool(value)
    raise TypeError(f"{name} must be True or False, not {value!r}")


def stage_in(value: Any) -> int | None:
    if is_missing(value):
        return None
    if isinstance(value, (int, float, Integral)) and value in STAGES:
        return int(value)
    raise ValueError(f"stage must be a whole number from 0 to 5, or None when unknown, not {value!r}")


def pairs_in(values: Any, name: str) -> tuple[tuple[Any, Any], ...]:
    """Pairs as they were given, read once: an iterator that is used up would part nobody at the next fit."""
    if is_missing(values):
        return ()
    if not isinstance(values, Iterable):
        raise TypeError(f"{name} must be a list of pairs, not {type(values).__name__}")
    return tuple(_pair_in(value, name) for value in values)


def _pair_in(value: Any, name: str) -> tuple[Any, Any]:
    if isinstance(value, str) or not isinstance(value, Collection) or len(value) != 2:
        raise TypeError(f"{name} must be a list of pairs, and {value!r} is none")
    one, two = value
    return one, two


def all_of(kind: type[Kind], values: Any, name: str) -> list[Kind]:
    """A list of one kind of value, read once."""
    if not isinstance(values, Iterable):
        raise TypeError(f"{name} must be a list of {kind.__name__}, not {type(values).__name__}")
    return [one_of(kind, value, f"each of {name}") for value in values]


def one_of(kind: type[Kind], value: Any, name: str) -> Kind:
    if not isinstance(value, kind):
        raise TypeError(f"{name} must be a {kind.__name__}, not {type(value).__name__}")
    return value


def groups_in(may_meet: MayMeet) -> Iterator[tuple[str, str]]:
    if isinstance(may_meet, Mapping):
        pairs = tuple((one, two) for one, many in may_meet.items() for two in texts_in(many, f"may_meet of {one!r}"))
    else:
        pairs = pairs_in(may_meet, "may_meet")
    for one, two in pairs:
        for group in (one, two):
            if not isinstance(group, str):
                raise TypeError(f"may_meet must name groups by text, not {group!r}")
        yield one, two
