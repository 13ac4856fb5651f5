"""Which numbers a setting takes, and the sentence for those that it does not take."""

from numbers import Integral, Real
from typing import Any, Final

# More than any setting can mean, and little enough that sums and products of settings stay finite.
MOST: Final = 1e9
HIGHEST_SEED: Final = 2**32 - 1


def check_number(name: str, value: Any, *, least: float = 0.0, most: float = MOST) -> None:
    """Refuse what is no number in a range.

    Raises
    ------
    ValueError
        Names the setting, the range and what was given.
    """
    is_number = isinstance(value, Real)
    if not is_number or not least <= value <= most:
        raise ValueError(f"{name} must be a number between {least:g} and {most:g}, not {value!r}")


def check_whole(name: str, value: Any, *, least: int = 1, most: int = int(MOST)) -> None:
    """Refuse what is no whole number in a range.

    Raises
    ------
    ValueError
        Names the setting, the range and what was given.
    """
    is_whole = isinstance(value, Integral)
    if not is_whole or not least <= value <= most:
        raise ValueError(f"{name} must be a whole number between {least} and {most}, not {value!r}")


def check_sizes(name: str, values: Any) -> None:
    """Refuse what is no list of whole numbers from one up.

    Raises
    ------
    ValueError
        Names the setting and what was given.
    """
    if not isinstance(values, (tuple, list)) or not values:
        raise ValueError(f"{name} must be a list of whole numbers, each at least 1, not {values!r}")
    for value in values:
        check_whole(f"each of {name}", value)
