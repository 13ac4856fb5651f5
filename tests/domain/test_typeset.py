"""Names as large as they can be and never cut; other lines cut where a reader can bear it."""

import pytest

from matchmaker.domain.badges.frame import front
from matchmaker.domain.badges.layout import LEAST_NAME
from matchmaker.domain.badges.setting import setting
from matchmaker.domain.badges.typeface import graphemes
from matchmaker.domain.badges.typeset import MM_PER_POINT, FittedName, fit_name, wrap
from matchmaker.services.typefaces import badge_families

FRAME = front(105.0, 74.25, has_code=True)
NAME, LARGEST_NAME = FRAME.name, FRAME.largest_name
FACE = badge_families()[0].bold
EVERY_LETTER = badge_families()[1].bold


def fit(name: str) -> FittedName:
    found = setting(name, badge_families(), bold=True)
    assert found is not None
    return fit_name(found[1], found[0], width=NAME.width, height=NAME.height, largest=LARGEST_NAME, least=LEAST_NAME, leading=1.0)


def test_a_short_name_is_as_large_as_the_badge_likes_it() -> None:
    assert fit("Li Bo") == FittedName(44.0, ("Li Bo",))


def test_a_name_stays_on_one_line_while_that_is_large_enough() -> None:
    assert fit("Amara Lindqvist").lines == ("Amara Lindqvist",)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Nguyễn Thị Hoàng Yến", ("Nguyễn", "Thị Hoàng Yến")),
        ("Anne-Charlotte Featherstonehaugh", ("Anne-Charlotte", "Featherstonehaugh")),
        (
            "Maria-Magdalena Konstantinopoulou von Hohenstein",
            ("Maria-Magdalena", "Konstantinopoulou", "von Hohenstein"),
        ),
    ],
)
def test_a_longer_name_breaks_between_its_words_into_two_or_three_lines(name: str, lines: tuple[str, ...]) -> None:
    fitted = fit(name)

    assert fitted.lines == lines
    assert fitted.size >= LEAST_NAME


def test_a_double_name_may_break_behind_its_hyphen() -> None:
    assert fit("Mathilde-Wilhelmina-Elisabeth").lines == ("Mathilde-", "Wilhelmina-Elisabeth")


@pytest.mark.parametrize(
    "name",
    [
        "Wolfeschlegelsteinhausenbergerdorff" * 3,
        "Ọ̀ṣ" * 60,
        "A B C D E F G H I J K L M N O P Q R S T U V W X Y Z " * 3,
        "Pablo Diego José Francisco de Paula Juan Nepomuceno María de los Remedios Cipriano de la Santísima Trinidad Ruiz y Picasso",
        "W" * 200,
        "-" * 200,
    ],
)
def test_a_very_long_name_gets_smaller_but_keeps_every_sign(name: str) -> None:
    fitted = fit(name)

    assert "".join(fitted.lines).replace(" ", "") == name.replace(" ", "")
    assert len(fitted.lines) * fitted.size * MM_PER_POINT <= NAME.height + 1e-9
    assert max(EVERY_LETTER.width(line) for line in fitted.lines) * fitted.size * MM_PER_POINT <= NAME.width * 1.1


def test_a_broken_name_keeps_each_letter_with_its_marks() -> None:
    fitted = fit("Ọ̀ṣ" * 60)

    assert {sign for line in fitted.lines for sign in graphemes(line)} == {"Ọ̀", "ṣ"}


def test_what_needs_less_than_the_smallest_size_takes_the_paper_it_needs() -> None:
    fitted = fit_name("W" * 200, FACE, width=10, height=5, largest=(44, 32, 26), least=24, leading=1.0)

    assert (fitted.size, "".join(fitted.lines)) == (6.0, "W" * 200)


def test_a_text_that_fits_is_left_alone() -> None:
    assert wrap("Makes appointments humane", FACE, size=10, width=60, lines=2) == ("Makes appointments humane",)


def test_no_text_is_no_line() -> None:
    assert wrap("", FACE, size=10, width=60, lines=2) == ()


def test_a_long_text_is_wrapped_between_words() -> None:
    assert wrap("Gets hospitals to open their records", FACE, size=10, width=50, lines=3) == ("Gets hospitals to open their", "records")


def test_a_text_that_is_too_long_ends_in_an_ellipsis_within_its_width() -> None:
    lines = wrap("Gets hospitals to open their records and writes about it every week", FACE, size=10, width=50, lines=2)

    assert lines == ("Gets hospitals to open their", "records and writes about it…")
    assert FACE.width(lines[1]) * 10 * MM_PER_POINT <= 50


def test_an_ellipsis_never_parts_a_letter_from_its_marks() -> None:
    lines = wrap("ọ̀" * 60, EVERY_LETTER, size=10, width=50, lines=1)

    assert set(graphemes(lines[0])) == {"ọ̀", "…"}
