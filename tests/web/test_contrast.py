"""Every pair of colours that carries words or a control's edge, computed in both themes from the tokens themselves."""

import math
import re

import pytest

from matchmaker.paths import STATIC

Rgb = tuple[float, float, float]

TEXT = 4.5
EDGE = 3.0
GROUNDS = ("paper", "card", "sunk", "raised")
TINTS = ("accent-tint", "you-tint", "they-tint", "good-tint", "bad-tint", "warn-tint")
TEXT_PAIRS = (
    *(("ink", ground) for ground in GROUNDS + TINTS),
    *(("ink-2", ground) for ground in GROUNDS),
    *(("accent", ground) for ground in (*GROUNDS, "accent-tint", "you-tint")),
    *(("bad", ground) for ground in ("paper", "card", "bad-tint")),
    *(("good", ground) for ground in ("paper", "card", "good-tint")),
    *(("warn", ground) for ground in ("paper", "card", "warn-tint")),
    *(("warm-ink", ground) for ground in ("paper", "card", "they-tint")),
    ("you", "you-tint"),
    ("on-accent", "accent"),
    ("on-accent", "accent-press"),
    ("on-warm", "warm"),
    ("on-warm", "warm-on-deep"),
    ("on-deep", "deep"),
    ("on-deep", "deep-2"),
    ("on-deep-2", "deep"),
    ("warm-on-deep", "deep"),
    ("plate-ink", "plate"),
    ("plate-ink-2", "plate"),
    ("paper", "ink"),
    *((f"av-ink-{number}", f"av-{number}") for number in range(1, 9)),
)
EDGE_PAIRS = (
    *(("edge", ground) for ground in ("paper", "card", "sunk")),
    *(("focus", ground) for ground in GROUNDS),
    *(("accent", ground) for ground in GROUNDS),
    *(("you", ground) for ground in ("paper", "card")),
    ("bad", "card"),
    ("you-on-deep", "deep"),
    ("warm-on-deep", "deep"),
    ("on-deep-2", "deep"),
)


def token_text(name: str) -> str:
    sheet = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    found = re.search(rf"--{name}:\s*([^;]+);", sheet)
    assert found, f"--{name} is not in tokens.css"
    return found.group(1)


def token_colour(name: str, theme: str) -> Rgb:
    values = re.findall(r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)", token_text(name))
    lightness, chroma, hue = (float(value) for value in values[-1 if theme == "dark" else 0])
    return linear_rgb(lightness, chroma, hue)


def linear_rgb(lightness: float, chroma: float, hue: float) -> Rgb:
    """OKLCH to linear sRGB (Ottosson 2020), cut to what a screen can show."""
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    return min(max(red, 0.0), 1.0), min(max(green, 0.0), 1.0), min(max(blue, 0.0), 1.0)


def contrast(one: Rgb, other: Rgb) -> float:
    """The ratio of WCAG 2."""
    light, dark = sorted((0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def faint_pairs(pairs: tuple[tuple[str, str], ...], least: float, theme: str) -> dict[tuple[str, str], float]:
    ratios = {pair: contrast(token_colour(pair[0], theme), token_colour(pair[1], theme)) for pair in pairs}
    return {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < least}


def test_black_on_white_is_21_to_1() -> None:
    assert contrast(linear_rgb(0, 0, 0), linear_rgb(1, 0, 0)) == pytest.approx(21, abs=0.01)


def test_a_faint_pair_is_found() -> None:
    assert list(faint_pairs((("line", "card"),), EDGE, "light")) == [("line", "card")]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_word_stands_out_from_its_ground(theme: str) -> None:
    assert faint_pairs(TEXT_PAIRS, TEXT, theme) == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_running_text_stands_out_seven_to_one(theme: str) -> None:
    assert faint_pairs(tuple(("ink", ground) for ground in GROUNDS), 7.0, theme) == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_control_has_a_visible_edge(theme: str) -> None:
    assert faint_pairs(EDGE_PAIRS, EDGE, theme) == {}


def test_a_phone_without_light_dark_gets_every_colour() -> None:
    sheet = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    plain = sheet[sheet.index("@supports not") :]

    colours = set(re.findall(r"--([\w-]+):\s*(?:light-dark|oklch)", sheet))

    assert {name for name in colours if f"--{name}:" not in plain} == set()
