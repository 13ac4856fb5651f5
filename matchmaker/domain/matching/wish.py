"""What a reader wants to see just now: where the sliders stand, and whom the list leaves out; read from an address.

`static/js/wish.js` does the same in the browser, and `tests/domain/wish_table.json` holds both to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from matchmaker.domain.matching.tuning import Sliders, TunedPerson, tuned_order

SLIDERS: Final = ("difference", "mentor", "giving")
HERE: Final = "here"
AFAR: Final = "afar"
PLACES: Final = (HERE, AFAR)
# A slider has four stops to each side: quarters are the same number in Python and in a browser.
STOP: Final = 0.25
_MOST_CHOSEN: Final = 20
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Traits:
    """What filters ask about a person."""

    languages: tuple[str, ...] = ()
    group: str = ""
    remote: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """Sliders and filters; of each filter one chosen value is enough, and nothing chosen lets everybody in."""

    sliders: Sliders = field(default_factory=Sliders)
    languages: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    @property
    def is_turned(self) -> bool:
        return self.sliders != Sliders()

    @property
    def leaves_out(self) -> bool:
        return bool(self.languages or self.groups or self.places)

    def lets_in(self, traits: Traits) -> bool:
        return (
            (not self.languages or bool(set(self.languages) & set(traits.languages)))
            and (not self.groups or traits.group in self.groups)
            and (not self.places or (AFAR if traits.remote else HERE) in self.places)
        )


@dataclass(frozen=True, slots=True)
class Turned:
    """Whom a turned list shows, first one first, and how many more of the reader's people it could show."""

    ids: tuple[int, ...]
    fitting: int


def read_wish(asked: Mapping[str, Sequence[str]]) -> Wish:
    """The wish of an address; what makes no sense counts as not said, for a link is no form to put right."""
    sliders = Sliders(**{name: _stop(asked.get(name, ())) for name in SLIDERS})
    places = tuple(place for place in PLACES if place in asked.get("place", ()))
    return Wish(sliders, _chosen(asked.get("language", ())), _chosen(asked.get("group", ())), places)


def asked_of(wish: Wish) -> list[tuple[str, str]]:
    """The same wish as the parts of an address, which `read_wish` reads back; what is at rest is not said."""
    stops = [(name, getattr(wish.sliders, name)) for name in SLIDERS]
    chosen = (("language", wish.languages), ("group", wish.groups), ("place", wish.places))
    return [(name, f"{stop:g}") for name, stop in stops if stop] + [(name, value) for name, values in chosen for value in values]


def turned_list(listed: Sequence[int], rows: Sequence[TunedPerson], traits: Mapping[int, Traits], wish: Wish, most: int) -> Turned:
    """The people of a turned list.

    With the sliders at rest the list as it was made comes first, then the others by their score; turned, everybody is
    sorted anew. Without any wish it is the list itself.

    Parameters
    ----------
    listed : sequence of int
        The list as it was made, best first.
    rows : sequence of TunedPerson
        What the sliders sort.
    traits : mapping of int to Traits
        Of everybody who may be shown; whoever is missing is left out.
    wish : Wish
    most : int
        How many are shown.
    """
    here = [person for person in rows if isinstance(person.id, int) and person.id in traits and wish.lets_in(traits[person.id])]
    mine = [other for other in listed if other in traits and wish.lets_in(traits[other])]
    fitting = len({*mine, *(person.id for person in here)})
    if wish.is_turned:
        ordered = [person.id for person in tuned_order(here, wish.sliders, most)]
    else:
        rest = [person for person in here if person.id not in set(mine)] if wish.leaves_out else []
        ordered = [*mine, *(person.id for person in tuned_order(rest, wish.sliders, most))]
    return Turned(tuple(other for other in ordered if isinstance(other, int))[:most], fitting)


def _stop(said: Sequence[str]) -> float:
    try:
        value = float(said[0]) if said else 0.0
    except ValueError:
        return 0.0
    # Not a number compares with nothing.
    return round(value / STOP) * STOP if -1 <= value <= 1 else 0.0


def _chosen(said: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in said if 0 < len(value) <= _LONGEST))[:_MOST_CHOSEN]
