"""The organiser's preview in a real browser, laid over the printed page: they are one picture."""

import re
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from PIL import Image, ImageChops, ImageFilter, ImageStat
from playwright.sync_api import Browser
from pypdf import PdfReader
from zxingcpp import read_barcodes

from matchmaker.app import create_app
from matchmaker.domain.badges.badge import BadgeFace
from matchmaker.domain.badges.formats import A4_EIGHT, PAPERS
from matchmaker.domain.badges.frame import front
from matchmaker.domain.badges.layout import frame_of, lay_out
from matchmaker.domain.badges.preview import preview_page
from matchmaker.domain.badges.sheet import render_sheet
from matchmaker.paths import STATIC
from matchmaker.services.typefaces import badge_families
from matchmaker.settings import Settings, load_settings, write_missing_keys
from tests.journeys.gallery import Gallery

OUTPUT = Path(__file__).resolve().parents[2] / "test-output" / "badges"
WIDTH, HEIGHT = 840, 1188  # four dots a millimetre
ADDRESS = "HTTPS://MEET.EXAMPLE.ORG/B/9AQ4H0SKN140X89TCWDXW2YF6"
BADGES = [
    BadgeFace("Amara Lindqvist", ADDRESS + "0", "7KQ2 M9VD", "Northlight Clinics", "Makes appointments humane", ("choirs",)),
    BadgeFace("Tobias Okafor-Lind", ADDRESS + "1", "7KQ2 M9VE", "Open Records Cooperative of the Northern Hospitals", "Writes " * 20),
    BadgeFace("Ольга Ковальчук", ADDRESS + "2", "7KQ2 M9VF", "Київський університет", "Перекладає науку", ("мова",)),
    BadgeFace("王小明", ADDRESS + "3", "7KQ2 M9VG", "清华大学", "Builds vans"),
    BadgeFace("Maria-Magdalena Konstantinopoulou von Hohenstein", ADDRESS + "4", "7KQ2 M9VH"),
    BadgeFace("Nguyễn Thị Hoàng Yến", ADDRESS + "5", "7KQ2 M9VJ", "", "Tide tables", ("tides", "plain maps")),
    BadgeFace("AVA Tövik-Wójcik", ADDRESS + "6", "7KQ2 M9VK", "To AV Ty.", "kerning would show here: AV To Ty"),
    BadgeFace(
        "عبد الرحمن Al-Rashid", ADDRESS + "7", "7KQ2 M9VM", "अमित क्षत्रिय", "ธนา กำแพง", approach="ask", group="דוד", group_colour="d1495b"
    ),
]
FRAME = front(105.0, 74.25, has_code=True)
WORDS = {"event_name": "Northlight 26", "day": "5 November"}


@pytest.fixture
def any_app(tmp_path: Path, _sqlite_template: Path) -> Flask:
    write_missing_keys(tmp_path)
    settings: Settings = load_settings(data_dir=tmp_path, database_url=f"sqlite:///{_sqlite_template}", demo=True)
    return create_app(settings, wake=lambda _word: None)


def previewed(app: Flask, browser: Browser, folder: Path) -> Image.Image:
    page = preview_page((lay_out(badge, families=badge_families(), frame=FRAME, **WORDS) for badge in BADGES), A4_EIGHT)
    macro = '{% from "organiser/_paper.html" import paper_page %}{{ paper_page(page) }}'
    with app.test_request_context("/"):
        svg = render_template_string(macro, page=page)
    sheets = "".join(f'<link rel="stylesheet" href="{(STATIC / "css" / name).as_uri()}">' for name in ("tokens.css", "badges.css"))
    size = (
        f"<style>body {{ margin: 0 }} .paper {{ display: block; inline-size: {WIDTH}px; max-inline-size: none; box-shadow: none }}</style>"
    )
    (folder / "preview.html").write_text(f'<!doctype html><meta charset="utf-8">{sheets}{size}{svg}', encoding="utf-8")
    tab = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    tab.goto((folder / "preview.html").as_uri())
    tab.evaluate("document.fonts.ready")
    tab.screenshot(path=folder / "preview.png")
    tab.close()
    return soft(Image.open(folder / "preview.png"))


def printed(folder: Path) -> Image.Image:
    (folder / "sheet.pdf").write_bytes(render_sheet(BADGES, families=badge_families(), **WORDS))
    command = ["pdftoppm", "-png", "-singlefile", "-scale-to-x", str(WIDTH), "-scale-to-y", str(HEIGHT), "sheet.pdf", "sheet"]
    subprocess.run(command, cwd=folder, check=True)
    return soft(Image.open(folder / "sheet.png"))


def soft(image: Image.Image) -> Image.Image:
    """Two programs smooth edges differently; what remains after a small blur is really elsewhere."""
    return image.convert("L").filter(ImageFilter.GaussianBlur(1.5))


def unlikeness(one: Image.Image, other: Image.Image) -> float:
    """Mean difference in steps of 255, where either has ink."""
    ink = ImageChops.darker(one, other).point(lambda grey: 255 if grey < 250 else 0)
    return ImageStat.Stat(ImageChops.difference(one, other), ink).mean[0]


@pytest.mark.browser
def test_the_preview_and_the_print_are_one_picture(any_app: Flask, chromium: Browser, tmp_path: Path) -> None:
    preview, paper = previewed(any_app, chromium, tmp_path), printed(tmp_path)

    # Measured: 13 where they agree (edges smoothed differently), 23 and 28 half a millimetre off
    assert unlikeness(preview, paper) < 16
    assert unlikeness(preview, ImageChops.offset(paper, 2, 0)) > 20
    assert unlikeness(preview, ImageChops.offset(paper, 0, 2)) > 20


@pytest.mark.browser
def test_lines_are_as_wide_in_the_browser_as_on_paper(any_app: Flask, chromium: Browser, tmp_path: Path) -> None:
    previewed(any_app, chromium, tmp_path)
    faces = {face.key: face for family in badge_families() for face in (family.regular, family.bold)}
    laid = [lay_out(badge, families=badge_families(), frame=FRAME, **WORDS) for badge in BADGES]
    lines = [line for badge in laid for line in badge.lines if not line.runs]

    tab = chromium.new_page()
    tab.goto((tmp_path / "preview.html").as_uri())
    shown = tab.evaluate(
        "document.fonts.ready.then(() => [...document.querySelectorAll('.paper text')].map(text => text.getComputedTextLength()))"
    )
    tab.close()

    assert shown == pytest.approx([faces[line.face].width(line.text) * line.size_mm for line in lines], rel=0.01, abs=0.1)


def test_the_preview_has_every_line_of_the_print(any_app: Flask) -> None:
    page = preview_page((lay_out(badge, families=badge_families(), frame=FRAME, **WORDS) for badge in BADGES), A4_EIGHT)
    macro = '{% from "organiser/_paper.html" import paper_page %}{{ paper_page(page) }}'

    with any_app.test_request_context("/"):
        svg = render_template_string(macro, page=page)

    lines = [line for badge in page.badges for line in badge.lines]
    assert re.findall(r">([^<]+)</text>", svg) == [line.text for line in lines if not line.runs]
    assert re.findall(r"<title>([^<]+)</title>", svg) == [line.text for line in lines if line.runs]


@pytest.mark.browser
@pytest.mark.parametrize("script", ["محمد الأمين", "אבי Cohen-לוי", "श्रीमती प्रज्ञा", "ธนา กำแพง", "Ọ̀ṣọ́nà Adébáyọ̀"])
def test_joined_letters_are_drawn_where_they_are_printed(chromium: Browser, tmp_path: Path, any_app: Flask, script: str) -> None:
    """One badge a page, so that the name fills the picture."""
    paper, badge = PAPERS["one-86x54"], BadgeFace(script, ADDRESS + "8", "7KQ2 M9VN", script)
    frame = frame_of(paper, code_in_front=True)
    page = preview_page([lay_out(badge, families=badge_families(), frame=frame, **WORDS)], paper)
    macro = '{% from "organiser/_paper.html" import paper_page %}{{ paper_page(page) }}'
    with any_app.test_request_context("/"):
        svg = render_template_string(macro, page=page)
    sheets = "".join(f'<link rel="stylesheet" href="{(STATIC / "css" / name).as_uri()}">' for name in ("tokens.css", "badges.css"))
    style = "<style>body { margin: 0 } .paper { display: block; inline-size: 860px; max-inline-size: none; box-shadow: none }</style>"
    (tmp_path / "one.html").write_text(f'<!doctype html><meta charset="utf-8">{sheets}{style}{svg}', encoding="utf-8")
    tab = chromium.new_page(viewport={"width": 860, "height": 540})
    tab.goto((tmp_path / "one.html").as_uri())
    tab.evaluate("document.fonts.ready")
    tab.screenshot(path=tmp_path / "one.png")
    tab.close()
    (tmp_path / "one.pdf").write_bytes(render_sheet([badge], families=badge_families(), paper=paper, **WORDS))
    command = ["pdftoppm", "-png", "-singlefile", "-scale-to-x", "860", "-scale-to-y", "540", "one.pdf", "paper"]
    subprocess.run(command, cwd=tmp_path, check=True)

    name = (0, 80, 560, 420)
    preview, print_out = (soft(Image.open(tmp_path / file).convert("RGB").crop(name)) for file in ("one.png", "paper.png"))
    assert unlikeness(preview, print_out) < 14
    assert unlikeness(preview, ImageChops.offset(print_out, 4, 0)) > 30


@pytest.mark.browser
@pytest.mark.parametrize("key", PAPERS)
def test_a_browser_prints_a_sheet_on_the_paper_it_is_for(key: str, gallery: Gallery, chromium: Browser) -> None:
    paper = PAPERS[key]
    with gallery.window(chromium, "organiser", width=1280, height=800) as window:
        tab = window.new_page()
        tab.goto(gallery.address("/organise/events/{slug}/badges"))
        tab.select_option("#paper", key)
        tab.fill("#last", str(paper.per_sheet + 1))
        tab.click("form[action$=choice] button")
        tab.click("text=Make the sheet for")
        number = tab.locator("a[href*='/badges/sheets/']").first.get_attribute("href") or ""
        tab.goto(gallery.address(number.removesuffix(".pdf")))
        printed = tab.pdf(prefer_css_page_size=True, print_background=True)
        addresses = tab.locator(".paper__code").count()

    OUTPUT.mkdir(parents=True, exist_ok=True)
    (OUTPUT / f"{key}-browser.pdf").write_bytes(printed)
    sizes = [
        (float(page.mediabox.width) / 72 * 25.4, float(page.mediabox.height) / 72 * 25.4) for page in PdfReader(BytesIO(printed)).pages
    ]
    sides = 1 if frame_of(paper, code_in_front=True).code else 2
    assert sizes == [pytest.approx((paper.width, paper.height), abs=0.6)] * 2 * sides
    command = ["pdftoppm", "-r", "150", "-gray", "-png", f"{key}-browser.pdf", f"{key}-browser"]
    subprocess.run(command, cwd=OUTPUT, check=True)
    read = {code.text for picture in OUTPUT.glob(f"{key}-browser-*.png") for code in read_barcodes(Image.open(picture).convert("L"))}
    assert len(read) == addresses == paper.per_sheet + 1
