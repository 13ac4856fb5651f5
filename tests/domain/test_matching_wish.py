"""What a reader wants to see just now: read from any address, the same in Python and in the browser."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.domain.matching.tuning import Sliders, person_in
from matchmaker.domain.matching.wish import Traits, Wish, asked_of, read_wish, turned_list

TABLE: list[dict[str, Any]] = json.loads((Path(__file__).parent / "wish_table.json").read_text(encoding="utf-8"))
STOPS = st.integers(-4, 4).map(lambda stop: stop / 4)
WORDS = st.lists(st.text("abcdeß –&=+", min_size=1, max_size=9), unique=True, max_size=3).map(tuple)
WISHES = st.builds(
    Wish,
    st.builds(Sliders, difference=STOPS, mentor=STOPS, giving=STOPS),
    languages=WORDS,
    groups=WORDS,
    places=st.sampled_from([(), ("here",), ("afar",), ("here", "afar")]),
)


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case["name"])
def test_the_table_holds(case: dict[str, Any]) -> None:
    turning, wish = case["turning"], case["wish"]
    traits = {int(other): Traits(tuple(languages), group, remote) for other, (languages, group, remote) in turning["traits"].items()}
    chosen = Wish(Sliders(**wish["sliders"]), tuple(wish["languages"]), tuple(wish["groups"]), tuple(wish["places"]))

    found = turned_list(turning["listed"], [person_in(row) for row in turning["rows"]], traits, chosen, turning["most"])

    assert (list(found.ids), found.fitting) == (case["ids"], case["fitting"])


@given(WISHES)
def test_a_wish_comes_back_from_its_address(wish: Wish) -> None:
    assert read_wish(parse_qs(urlencode(asked_of(wish)), keep_blank_values=True)) == wish


@pytest.mark.parametrize("said", ["nan", "inf", "-1.1", "2", "much", "", "1e400", "0x1"])
def test_a_slider_that_says_nonsense_is_at_rest(said: str) -> None:
    assert read_wish({"difference": [said], "place": ["moon"], "language": ["x" * 81, ""]}) == Wish()


def test_a_slider_between_two_stops_takes_the_nearer_one() -> None:
    assert read_wish({"mentor": ["0.3"], "giving": ["-0.99"]}).sliders == Sliders(mentor=0.25, giving=-1.0)
