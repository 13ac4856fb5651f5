"""The picture without names: no dot can be known for a person, and one web gives one picture."""

import json
import random
from collections import Counter

import pytest

from matchmaker.domain.insights.layout import SIZE, drawing_of, place_dots
from matchmaker.domain.insights.network import (
    MOST_DOTS,
    MOST_LINES_OF_ONE,
    Web,
    anonymous_web,
    degrees_of,
    dots_path,
    groups_of,
    lines_path,
)

KEY = b"a key of the service"


def pairs_of(people: int, lines: int, seed: int = 1) -> list[tuple[int, int]]:
    """A ring, so that everybody has talked, and some more."""
    dice = random.Random(seed)
    found = {(one, (one + 1) % people) for one in range(people)}
    found |= {tuple(dice.sample(range(people), 2)) for _ in range(lines)}  # type: ignore[misc]
    return sorted({(min(one, other) + 1000, max(one, other) + 1000) for one, other in found})


def web_of(pairs: list[tuple[int, int]], everybody: int, salt: str = "s") -> Web:
    web = anonymous_web(pairs, everybody, key=KEY, salt=salt)
    assert web is not None
    return web


@pytest.mark.parametrize("talked", range(46, 51))
def test_counting_dots_does_not_tell_four_who_are_alone_from_none(talked: int) -> None:
    assert web_of(pairs_of(talked, 30), 50).dots == 45


def test_nothing_is_drawn_of_few() -> None:
    assert anonymous_web(pairs_of(19, 10), 100, key=KEY, salt="s") is None
    assert anonymous_web(pairs_of(23, 10), 23, key=KEY, salt="s") is None
    assert anonymous_web([], 100, key=KEY, salt="s") is None


@pytest.mark.parametrize("seed", range(20))
def test_whoever_talked_with_everybody_looks_like_four_others(seed: int) -> None:
    hub = [(1000, 1000 + other) for other in range(1, 60)]
    web = web_of(sorted({*pairs_of(60, 5 * seed, seed), *hub}), 100)

    degrees = degrees_of(web.lines, web.dots)

    assert max(degrees) <= MOST_LINES_OF_ONE
    assert Counter(degrees)[max(degrees)] >= 5


def test_dots_bear_no_ids_and_another_release_has_another_order() -> None:
    pairs = pairs_of(100, 80)

    one, again, other = web_of(pairs, 200), web_of(pairs, 200), web_of(pairs, 200, salt="another")

    assert {dot for line in one.lines for dot in line} <= set(range(one.dots))
    assert one == again
    assert one.lines != other.lines


def test_one_web_gives_one_picture_inside_its_frame() -> None:
    web = web_of([*pairs_of(60, 40), (2000, 2001), (2002, 2003), (2004, 2005), (2006, 2007), (2008, 2009)], 200)

    first, second = place_dots(web), place_dots(web)

    assert first == second
    assert len(first) == web.dots
    assert all(0 <= x <= SIZE and 0 <= y <= SIZE for x, y in first)


def test_two_thousand_people_fit_into_a_small_picture() -> None:
    web = web_of(pairs_of(2600, 4000), 3000)
    drawing = drawing_of(web)

    assert len(drawing["dots"]) == MOST_DOTS
    assert len(json.dumps(drawing)) < 200_000
    assert len(dots_path(drawing["dots"]) + lines_path(drawing["dots"], drawing["lines"])) < 200_000


def test_groups_are_found_the_largest_first() -> None:
    assert groups_of([(0, 1), (1, 2), (3, 4)], 6) == [[0, 1, 2], [3, 4], [5]]


def test_paths_are_points_and_strokes() -> None:
    assert dots_path([(1, 2), (3, 4)]) == "M1 2h0M3 4h0"
    assert lines_path([(1, 2), (3, 4)], [(0, 1)]) == "M1 2L3 4"
