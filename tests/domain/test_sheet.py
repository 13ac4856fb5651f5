"""The paper itself: rendered as a printer would, read by a real reader, its text read back."""

import re
import subprocess
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
import zxingcpp
from PIL import Image

from matchmaker.domain.badges.badge import BadgeFace
from matchmaker.domain.badges.formats import A4_EIGHT
from matchmaker.domain.badges.frame import front
from matchmaker.domain.badges.sheet import render_sheet
from matchmaker.domain.badges.token import badge_address, badge_code
from matchmaker.services.typefaces import badge_families

KEY = bytes(range(32))
NAMES = [
    "Amara Lindqvist",
    "Łucja Ćwikła",
    "Ольга Ковальчук",
    "Αλέξανδρος Ἀθηναῖος",
    "Nguyễn Thị Hoàng Yến",
    "Adébáyọ̀ Ọlátúnjí",
    "Maria-Magdalena Konstantinopoulou von Hohenstein",
    "王小明",
    "김민준",
]
DOTS_PER_MM = 150 / 25.4
QR = front(105.0, 74.25, has_code=True).code
assert QR


def face(number: int, *, host: str = "meet.example.org") -> BadgeFace:
    code = badge_code(KEY, event_id=1, attendee_id=number, generation=1)
    name = NAMES[number % len(NAMES)]
    return BadgeFace(name, badge_address(f"https://{host}", code), f"{number:04} M9VD", "Northlight Clinics", "Makes vans", ("choirs",))


def sheet(count: int, *, host: str = "meet.example.org") -> bytes:
    badges = [face(number, host=host) for number in range(count)]
    return render_sheet(badges, event_name="Northlight 26", day="5 November", families=badge_families())


def pages(pdf: bytes, folder: Path) -> list[Image.Image]:
    (folder / "badges.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "150", "-gray", "-png", "badges.pdf", "page"], cwd=folder, check=True)
    return [Image.open(path).convert("L") for path in sorted(folder.glob("page-*.png"))]


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return sheet(9)


def test_eight_badges_go_on_an_a4_page(pdf: bytes) -> None:
    read = pypdf.PdfReader(BytesIO(pdf))

    sizes = [(round(page.mediabox.width / 72 * 25.4), round(page.mediabox.height / 72 * 25.4)) for page in read.pages]
    assert sizes == [(210, 297), (210, 297)]


# A host of up to 24 letters makes a code of 29 modules, a longer one of 33.
@pytest.mark.parametrize("host", ["m.example", "meet.example.org", "networking.regional-tech-meetup.example.org"])
def test_every_code_of_every_page_reads_from_a_print_at_150_dpi(host: str, tmp_path: Path) -> None:
    printed = pages(sheet(9, host=host), tmp_path)

    read = [sorted(code.text for code in zxingcpp.read_barcodes(page)) for page in printed]
    expected = [face(number, host=host).address for number in range(9)]
    assert read == [sorted(expected[:8]), expected[8:]]


def test_each_code_stands_on_its_own_badge_25_millimetres_wide_and_level_m(pdf: bytes, tmp_path: Path) -> None:
    page = pages(pdf, tmp_path)[0]

    codes = {code.text: code for code in zxingcpp.read_barcodes(page)}
    for number, (x, y) in enumerate(A4_EIGHT.corners()):
        code = codes[face(number).address]
        corner = code.position.top_left
        assert code.ec_level == "M"
        assert corner.x / DOTS_PER_MM == pytest.approx(x + QR.x, abs=0.6)
        assert corner.y / DOTS_PER_MM == pytest.approx(y + QR.y, abs=0.6)
        assert (code.position.top_right.x - corner.x) / DOTS_PER_MM == pytest.approx(QR.width, abs=0.6)
        assert QR.width >= 25


def test_four_modules_of_white_stand_around_each_code(pdf: bytes, tmp_path: Path) -> None:
    page = pages(pdf, tmp_path)[0]
    module = QR.width / 29

    for x, y in A4_EIGHT.corners():
        left, top = (x + QR.x - 4 * module) * DOTS_PER_MM + 1, (y + QR.y - 4 * module) * DOTS_PER_MM + 1
        right, bottom = (x + QR.x + QR.width + 4 * module) * DOTS_PER_MM - 1, (y + QR.y + QR.height + 4 * module) * DOTS_PER_MM - 1
        inner = ((x + QR.x) * DOTS_PER_MM - 1, (y + QR.y) * DOTS_PER_MM - 1)
        for strip in ((left, top, right, inner[1]), (left, top, inner[0], bottom)):
            assert page.crop(tuple(round(edge) for edge in strip)).getextrema() == (255, 255)


def test_what_a_badge_says_can_be_read_back(pdf: bytes) -> None:
    text = pypdf.PdfReader(BytesIO(pdf)).pages[0].extract_text()

    said = re.sub(r"\s+", " ", text)
    for number in range(7):
        assert NAMES[number] in said
        assert face(number).short_code in said
    assert said.count("Northlight Clinics") == said.count("Makes vans") == said.count("Ask me about") == 8
    assert said.count("Northlight 26") == said.count("5 November") == 8


def test_letters_no_face_has_are_not_printed_as_boxes(pdf: bytes) -> None:
    read = pypdf.PdfReader(BytesIO(pdf))

    text = "".join(page.extract_text() for page in read.pages)
    assert not set("王小明김민준\ufffd\u25a1") & set(text)
    assert face(7).short_code in text


def test_every_font_is_embedded(pdf: bytes) -> None:
    fonts = {}
    for page in pypdf.PdfReader(BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            whole = font.get_object()
            described = whole["/DescendantFonts"][0].get_object() if "/DescendantFonts" in whole else whole
            fonts[whole["/BaseFont"]] = "/FontFile2" in described["/FontDescriptor"].get_object()

    assert {name.split("+")[1]: embedded for name, embedded in fonts.items()} == {
        "AtkinsonHyperlegibleNext-Regular": True,
        "AtkinsonHyperlegibleNext-Bold": True,
        "NotoSans-Bold": True,
        "noto-badge-bold": True,
    }


def test_the_same_badges_give_the_same_bytes(pdf: bytes) -> None:
    assert sheet(9) == pdf


def test_printers_are_asked_not_to_shrink_the_page(pdf: bytes) -> None:
    catalogue = pypdf.PdfReader(BytesIO(pdf)).trailer["/Root"]

    assert catalogue["/ViewerPreferences"]["/PrintScaling"] == "/None"


def test_the_cuts_are_marked(pdf: bytes, tmp_path: Path) -> None:
    page = pages(pdf, tmp_path)[0]

    column = page.crop((round(105 * DOTS_PER_MM) - 1, 0, round(105 * DOTS_PER_MM) + 2, page.height))
    row = page.crop((0, round(148.5 * DOTS_PER_MM) - 1, page.width, round(148.5 * DOTS_PER_MM) + 2))
    assert column.getextrema()[0] < 200
    assert row.getextrema()[0] < 200


def test_a_badge_costs_less_than_400_bytes_beyond_the_fonts() -> None:
    assert (len(sheet(160)) - len(sheet(80))) / 80 < 400
