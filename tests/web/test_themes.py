"""Every colour an event may choose carries its words and edges, by day and by night."""

import re

import pytest

from matchmaker.domain.events.draft import HUES
from matchmaker.paths import STATIC
from tests.web.test_contrast import EDGE, EDGE_PAIRS, TEXT, TEXT_PAIRS, contrast, linear_rgb, token_colour

SHEET = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")


def colour(name: str, theme: str, hue: str) -> tuple[float, float, float]:
    block = re.search(rf":root\.hue-{hue} {{(.*?)}}", SHEET, re.S)
    assert block, f"no colours for {hue}"
    told = re.search(rf"--{name}:\s*([^;]+);", block[1])
    if not told:
        return token_colour(name, theme)
    values = re.findall(r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)", told[1])
    return linear_rgb(*(float(value) for value in values[-1 if theme == "dark" else 0]))


@pytest.mark.parametrize("hue", [hue for hue in HUES if hue])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_pair_is_readable(hue: str, theme: str) -> None:
    pairs = [(*pair, TEXT) for pair in TEXT_PAIRS] + [(*pair, EDGE) for pair in EDGE_PAIRS]

    weak = [(one, other) for one, other, least in pairs if contrast(colour(one, theme, hue), colour(other, theme, hue)) < least]

    assert weak == []


def test_the_sheet_knows_the_colours_of_the_form_and_no_other() -> None:
    assert sorted(re.findall(r":root\.hue-(\w+)", SHEET)) == sorted(hue for hue in HUES if hue)
