"""Joined, stacked and right-to-left letters: the right glyphs in the right order, of the right face."""

import pytest

from matchmaker.domain.badges import shaping
from matchmaker.domain.badges.setting import setting
from matchmaker.domain.badges.shaping import MixedFace, outline
from matchmaker.domain.badges.typeface import graphemes
from matchmaker.services.typefaces import badge_families


def mixed(text: str) -> tuple[MixedFace, str]:
    found = setting(text, badge_families(), bold=True)
    assert found is not None
    assert isinstance(found[0], MixedFace)
    return found[0], found[1]


def told(text: str) -> list[str]:
    """What stands on the line from left to right, glyph by glyph."""
    face, printed = mixed(text)
    return [glyph.text for run in face.shape(printed).runs for glyph in run.glyphs if glyph.text]


@pytest.mark.parametrize(
    ("text", "script"), [("محمد", "arabic"), ("דוד", "hebrew"), ("अमित", "devanagari"), ("ธนา", "thai"), ("مُحَمَّد", "arabic")]
)
def test_each_script_has_its_face(text: str, script: str) -> None:
    face, printed = mixed(text)

    assert printed == text
    assert {run.face.key for run in face.shape(printed).runs} == {f"{script}-badge-bold"}


def test_arabic_runs_from_the_right_and_its_letters_join() -> None:
    face, printed = mixed("محمد")
    glyphs = [glyph.number for run in face.shape(printed).runs for glyph in run.glyphs]

    assert told("محمد") == ["د", "م", "ح", "م"]
    assert glyphs[1] != glyphs[3]  # the same letter in the middle and at the beginning


def test_lam_and_alef_grow_together() -> None:
    assert told("الأمين") == ["ن", "ي", "م", "لأ", "ا"]


def test_devanagari_vowels_stand_before_the_letter_they_follow_in_writing() -> None:
    assert told("कि") == ["कि"]
    assert told("क्षत्रिय") == ["क्ष", "त्रि", "य"]


def test_a_mixed_name_keeps_each_script_in_its_own_direction() -> None:
    assert told("דוד Cohen-לוי") == [*"יול", "-", *"Cohen", " ", *"דוד"]
    assert told("Ada محمد") == [*"Ada", " ", *"دمحم"]


@pytest.mark.parametrize("text", ["محمد، الأمين.", "(דוד)", "ธนา (12) กำ", "अमित 3", "מ.ש. כ-ה"])
def test_what_runs_one_way_needs_no_algorithm_and_gets_the_same_levels(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    is_right_to_left = mixed(text)[0].is_right_to_left
    short = shaping._levels(text, is_right_to_left=is_right_to_left)
    everything = frozenset({"L", "R", "AL", "EN"})
    for name in ("_FROM_LEFT", "_FROM_RIGHT"):
        monkeypatch.setattr(shaping, name, everything)

    assert shaping._levels(text, is_right_to_left=is_right_to_left) == short == [int(is_right_to_left)] * len(text)


def test_brackets_turn_round_and_figures_do_not() -> None:
    assert "".join(told("محمد (12)")) == ")12( دمحم"


@pytest.mark.parametrize("text", ["محمد الأمين", "אבי Cohen-לוי", "श्रीमती प्रज्ञा", "ธนา กำแพง", "مُحَمَّدٌ ١٢٣"])
def test_a_line_is_as_wide_as_its_last_glyph_reaches(text: str) -> None:
    face, printed = mixed(text)
    shaped = face.shape(printed)

    assert face.width(printed) == shaped.width > 1
    assert all(-0.5 < glyph.x < shaped.width + 0.5 for run in shaped.runs for glyph in run.glyphs)


def test_the_outline_is_a_path_of_the_wanted_size() -> None:
    face, printed = mixed("דוד")

    path = outline(face.shape(printed).runs, size=10.0)
    assert path.startswith("M")
    assert set(path) <= set("MLQCZ0123456789.- ")


def test_steering_signs_are_left_out() -> None:
    assert mixed("\u202eمحمد\u202c\u200f")[1] == "محمد"


def test_who_begins_from_the_right_is_set_from_the_right() -> None:
    assert [mixed(text)[0].is_right_to_left for text in ("محمد Ada", "12 محمد", "Ada محمد", "ธนา")] == [True, True, False, False]


@pytest.mark.parametrize("text", ["محمد 王", "דוד 한"])
def test_a_letter_nobody_has_is_never_left_out_quietly(text: str) -> None:
    assert setting(text, badge_families()) is None


def test_graphemes_of_joined_scripts_stay_whole() -> None:
    assert graphemes("क्षत्रिय") == ["क्ष", "त्रि", "य"]
    assert graphemes("กำแพง") == ["กำ", "แ", "พ", "ง"]
    assert graphemes("مُحَمَّد") == ["مُ", "حَ", "مَّ", "د"]
