"""Letters and widths of the shipped typefaces, held against an independent reader of such files."""

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from matchmaker.domain.badges.setting import setting
from matchmaker.domain.badges.shaping import MixedFace
from matchmaker.domain.badges.typeface import Family, Typeface, graphemes, read_typeface
from matchmaker.paths import STATIC
from matchmaker.services.typefaces import badge_families

FONTS = sorted((STATIC / "fonts").glob("*-badge-*.ttf"))


def face(key: str, letters: str) -> Typeface:
    return Typeface(key, b"", dict.fromkeys(letters, 0.5))


LATIN = Family(face("latin", "Ada é'"), face("latin bold", "Ada é'"))
GREEK = Family(face("greek", "Αδα Ada"), face("greek bold", "Αδα Ada"))


def test_six_typefaces_are_shipped_in_two_weights() -> None:
    faces = ("arabic", "atkinson", "devanagari", "hebrew", "noto", "thai")

    assert [path.stem for path in FONTS] == [f"{face}-badge-{weight}" for face in faces for weight in ("bold", "regular")]


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_letters_and_widths_are_read_as_another_reader_reads_them(path: Path) -> None:
    font = TTFont(path)
    expected = {chr(code): font["hmtx"][glyph][0] / font["head"].unitsPerEm for code, glyph in font.getBestCmap().items()}

    assert read_typeface(path.stem, path.read_bytes()).widths == expected


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_every_typeface_is_free_to_ship(path: Path) -> None:
    names = " ".join(str(name) for name in TTFont(path)["name"].names).casefold()

    assert "openfontlicense.org" in names or "sil open font license" in names


def test_what_is_no_typeface_is_refused() -> None:
    with pytest.raises(ValueError, match="not a TrueType file"):
        read_typeface("x", b"OTTO" + bytes(100))


def test_a_typeface_without_unicode_letters_is_refused() -> None:
    font = TTFont(FONTS[0])
    font["cmap"].tables = []
    font.save(file := BytesIO())

    with pytest.raises(ValueError, match="no Unicode letters"):
        read_typeface("x", file.getvalue())


def test_a_text_is_set_in_the_first_face_that_has_all_its_letters() -> None:
    found = [setting(text, (LATIN, GREEK)) for text in ("Ada", "Αδα", "Ada Αδα")]

    assert [(face.key, text) for face, text in filter(None, found)] == [("latin", "Ada"), ("greek", "Αδα"), ("greek", "Ada Αδα")]


def test_bold_comes_from_the_bold_face() -> None:
    found = setting("Ada", (LATIN, GREEK), bold=True)

    assert found is not None
    assert found[0].key == "latin bold"


def test_a_letter_that_no_face_has_is_never_left_out_quietly() -> None:
    assert [setting(text, (LATIN, GREEK)) for text in ("Ada 王", "Ada\u0331", "Ada 4")] == [None, None, None]


def test_emoji_and_dingbats_are_left_out() -> None:
    found = setting("🚀 Ada ♥♥  a\u200d", (LATIN, GREEK))

    assert found is not None
    assert found[1] == "Ada a"


def test_accents_typed_apart_are_joined_to_their_letter() -> None:
    found = setting("e\u0301", (LATIN,))

    assert found is not None
    assert found[1] == "é"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Amara Lindqvist", "atkinson"),
        ("Łucja Świętosława Ćwikła", "atkinson"),
        ("Ștefan Țîrlea", "atkinson"),
        ("Nguyễn Thị Hoàng Yến", "noto"),
        ("Ольга Ковальчук", "noto"),
        ("Αλέξανδρος Ἀθηναῖος", "noto"),
    ],
)
def test_names_of_europe_vietnam_and_nigeria_have_a_face(name: str, key: str) -> None:
    found = setting(name, badge_families(), bold=True)

    assert found is not None
    assert found[0].key == f"{key}-badge-bold"


def test_a_mark_without_a_sign_of_its_own_is_put_above_its_letter() -> None:
    found = setting("Ọ̀ṣọ́nà", badge_families(), bold=True)

    assert found is not None
    face = found[0]
    assert isinstance(face, MixedFace)
    (run,) = face.shape(found[1]).runs
    grave = run.glyphs[1]
    assert run.face.key == "noto-badge-bold"
    assert (0 < grave.x < 0.9, grave.y > 0.05) == (True, True)  # above the capital, not in it


@pytest.mark.parametrize("name", ["王小明", "김민준", "Միրա", "தமிழ்"])
def test_names_in_scripts_without_a_face_are_told_apart(name: str) -> None:
    assert setting(name, badge_families(), bold=True) is None


def test_a_grapheme_keeps_its_marks() -> None:
    assert graphemes("ọ̀áx\u200dy") == ["ọ̀", "á", "x\u200dy"]
