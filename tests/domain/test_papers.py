"""Every paper with the nastiest names, printed: sizes of the pages, every code read from 150 dpi; pictures for the eye in test-output."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
import zxingcpp
from PIL import Image

from matchmaker.domain.badges.badge import GROUP_COLOURS, BadgeFace
from matchmaker.domain.badges.formats import PAPERS, OwnSize, own_paper
from matchmaker.domain.badges.layout import frame_of, name_size
from matchmaker.domain.badges.ruler import lay_out_test
from matchmaker.domain.badges.sheet import render_sheet, render_test_page
from matchmaker.domain.badges.token import badge_address, badge_code
from matchmaker.services.typefaces import badge_families
from tests.nasty_names import NASTY_NAMES

OUTPUT = Path(__file__).resolve().parents[2] / "test-output" / "badges"
CJK = Path("/usr/share/fonts/opentype/noto")
HOST = "networking.regional-tech-meetup.example.org"  # a long one: 33 modules
OWN = {"own-54x90": own_paper(OwnSize(54, 90, "a4", 3, 3)), "own-38x80": own_paper(OwnSize(38, 80))}
ALL = PAPERS | OWN


def face(number: int) -> BadgeFace:
    code = badge_code(bytes(32), event_id=1, attendee_id=number, generation=1)
    return BadgeFace(
        NASTY_NAMES[number],
        badge_address(f"https://{HOST}", code),
        f"{number:04} M9VD",
        organisation=("Northlight Clinics", "جامعة القاهرة", "Open Records Cooperative of the Northern Hospitals, Section for Data")[
            number % 3
        ],
        headline="Makes appointments humane" * (number % 4),
        topics=("choirs", "tides"),
        pronouns="she/her",
        languages=("English", "العربية"),
        approach=("hello", "ask", "rest", "")[number % 4],
        group="Research",
        group_colour=GROUP_COLOURS[number % len(GROUP_COLOURS)],
    )


FACES = [face(number) for number in range(len(NASTY_NAMES))]


def printed(key: str, side: str) -> bytes:
    return render_sheet(
        FACES, event_name="Northlight 26", day="5 November", families=badge_families(), paper=ALL[key], code_in_front=side == "front"
    )


def pictures(pdf: bytes, name: str) -> Iterator[Image.Image]:
    OUTPUT.mkdir(parents=True, exist_ok=True)
    for old in OUTPUT.glob(f"{name}-page-*.png"):
        old.unlink()
    (OUTPUT / f"{name}.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "150", "-png", f"{name}.pdf", f"{name}-page"], cwd=OUTPUT, check=True)
    for path in sorted(OUTPUT.glob(f"{name}-page-*.png")):
        yield Image.open(path)


def millimetres(pdf: bytes) -> list[tuple[float, float]]:
    return [
        (float(page.mediabox.width) / 72 * 25.4, float(page.mediabox.height) / 72 * 25.4) for page in pypdf.PdfReader(BytesIO(pdf)).pages
    ]


@pytest.mark.parametrize("side", ["front", "back"])
@pytest.mark.parametrize("key", ALL)
def test_every_code_on_every_paper_reads_from_150_dpi(key: str, side: str) -> None:
    pdf = printed(key, side)

    codes = [code for page in pictures(pdf, f"{key}-{side}") for code in zxingcpp.read_barcodes(page.convert("L"))]
    assert sorted(code.text for code in codes) == sorted(face.address for face in FACES)
    assert {code.ec_level for code in codes} == {"M"}


@pytest.mark.parametrize("side", ["front", "back"])
@pytest.mark.parametrize("key", ALL)
def test_pages_have_the_size_of_the_paper_and_backs_follow_fronts(key: str, side: str) -> None:
    paper = ALL[key]
    fronts = -(-len(FACES) // paper.per_sheet)
    sides = 1 if frame_of(paper, code_in_front=side == "front").code else 2

    sizes = millimetres(printed(key, side))
    assert len(sizes) == fronts * sides
    for width, height in sizes:
        assert (width, height) == pytest.approx((paper.width, paper.height), abs=0.01)


@pytest.mark.parametrize("key", ["a7", "90x54"])
def test_a_back_lies_exactly_behind_its_front(key: str) -> None:
    paper = ALL[key]
    _, back = list(pictures(printed(key, "back"), f"{key}-back"))[:2]

    corners = dict(zip((face.address for face in FACES), paper.back_corners(), strict=False))
    for code in zxingcpp.read_barcodes(back.convert("L")):
        x, y = corners[code.text]
        assert x < code.position.top_left.x / 150 * 25.4 < x + paper.badge_width
        assert y < code.position.top_left.y / 150 * 25.4 < y + paper.badge_height


@pytest.mark.parametrize("key", ALL)
def test_the_test_print_has_a_line_as_long_as_it_says(key: str) -> None:
    paper = ALL[key]
    pdf = render_test_page(FACES[0].address, families=badge_families(), paper=paper)

    page = next(pictures(pdf, f"{key}-test"))
    assert millimetres(pdf) == [pytest.approx((paper.width, paper.height), abs=0.01)]
    said = pypdf.PdfReader(BytesIO(pdf)).pages[0].extract_text()
    length = int(said.split("This line is ")[1].split()[0])
    laid = lay_out_test(paper, badge_families())
    assert longest_line(page, laid.ruler.y) == pytest.approx(length, abs=0.4)
    assert [code.text for code in zxingcpp.read_barcodes(page.convert("L"))] == ([FACES[0].address] if laid.code else [])
    assert length == 100 or paper.width < 112


@pytest.mark.parametrize("key", ["90x60", "75x40"])
def test_a_page_of_labels_that_was_begun_is_used_up(key: str) -> None:
    paper = PAPERS[key]
    pdf = render_sheet(FACES[:9], event_name="N", day="5 November", families=badge_families(), paper=paper, place=5)
    side = 1 if frame_of(paper, code_in_front=True).code else 2
    corners = list(paper.corners() if side == 1 else paper.back_corners())[4:]

    pages = list(pictures(pdf, f"{key}-begun"))[side - 1 :: side]
    codes = {code.text: code.position.top_left for page in pages[:1] for code in zxingcpp.read_barcodes(page.convert("L"))}
    assert [face.address for face in FACES[: len(corners)]] == sorted(codes, key=[face.address for face in FACES].index)
    for face, (x, y) in zip(FACES, corners, strict=False):
        at = codes[face.address]
        assert x < at.x / 150 * 25.4 < x + paper.badge_width
        assert y < at.y / 150 * 25.4 < y + paper.badge_height
    assert len(pages) == paper.pages_for(9, place=5)


def longest_line(page: Image.Image, y_mm: float) -> float:
    """The longest stretch of black so far down on the page, in millimetres."""
    grey = page.convert("L")
    best = 0
    middle = round(y_mm / 25.4 * 150)
    for y in range(middle - 2, middle + 3):
        dark = "".join("x" if value < 140 else " " for value in grey.crop((0, y, grey.width, y + 1)).tobytes())
        best = max(best, *(len(run) for run in dark.split()), 0) if dark.strip() else best
    return best / 150 * 25.4


def test_every_name_with_a_face_can_be_read_back(tmp_path: Path) -> None:
    (tmp_path / "sheet.pdf").write_bytes(printed("one-a6", "front"))

    text = subprocess.run(["pdftotext", "-raw", "sheet.pdf", "-"], cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    said = set("".join(text.split()))
    for name in ("Amara Lindqvist", "محمد", "דוד", "अमित क्षत्रिय", "ธนา"):
        assert set("".join(name.split())) <= said


def test_fonts_of_joined_letters_are_embedded_with_the_used_glyphs_alone() -> None:
    fonts = {}
    for page in pypdf.PdfReader(BytesIO(printed("one-a6", "front"))).pages:
        for font in page["/Resources"]["/Font"].values():
            whole = font.get_object()
            if whole["/Subtype"] == "/Type0":
                descriptor = whole["/DescendantFonts"][0].get_object()["/FontDescriptor"]
                fonts[whole["/BaseFont"].split("+")[1]] = len(descriptor["/FontFile2"].get_object().get_data())

    assert {"arabic-badge-bold", "hebrew-badge-bold", "devanagari-badge-bold", "thai-badge-bold"} <= fonts.keys()
    assert all(0 < size < 60_000 for size in fonts.values())


@pytest.mark.skipif(not list(CJK.glob("NotoSansCJK-*.ttc")), reason="Noto Sans CJK is not on this machine")
def test_names_of_east_asia_are_printed_from_the_folder_of_the_operator(tmp_path: Path) -> None:
    families = badge_families(CJK)
    names = ("王小明", "山田 太郎", "김민준", "Ada 王")
    badges = [replace(face(0), name=name, organisation="清华大学") for name in names]

    pdf = render_sheet(badges, event_name="北光 26", day="5 November", families=families)
    (tmp_path / "sheet.pdf").write_bytes(pdf)
    text = subprocess.run(["pdftotext", "-raw", "sheet.pdf", "-"], cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert [name in text for name in (*names, "清华大学", "北光 26")] == [True] * 6
    assert len(pdf) < 400_000
    assert [name_size(name, families, frame_of(PAPERS["a7"], code_in_front=True)) for name in names] == pytest.approx(
        [44, 44, 44, 44], abs=12
    )
