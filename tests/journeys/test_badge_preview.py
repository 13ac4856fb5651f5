"""The organiser's preview in a real browser, laid over the printed page: they are one picture."""

import re
import subprocess
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from PIL import Image, ImageChops, ImageFilter, ImageStat
from playwright.sync_api import Browser

from matchmaker.app import create_app
from matchmaker.domain.badges.layout import A4_EIGHT, BAND, MARK, BadgeFace, lay_out
from matchmaker.domain.badges.preview import preview_page
from matchmaker.domain.badges.sheet import render_sheet
from matchmaker.paths import STATIC
from matchmaker.services.typefaces import badge_families
from matchmaker.settings import Settings, load_settings, write_missing_keys

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
]
WORDS = {"event_name": "Northlight 26", "day": "5 November"}


@pytest.fixture
def any_app(tmp_path: Path, _sqlite_template: Path) -> Flask:
    write_missing_keys(tmp_path)
    settings: Settings = load_settings(data_dir=tmp_path, database_url=f"sqlite:///{_sqlite_template}", demo=True)
    return create_app(settings, wake=lambda _word: None)


def previewed(app: Flask, browser: Browser, folder: Path) -> Image.Image:
    page = preview_page(lay_out(badge, families=badge_families(), **WORDS) for badge in BADGES)
    macro = '{% from "organiser/_paper.html" import paper_page %}{{ paper_page(page, paper, band, mark_box) }}'
    with app.test_request_context("/"):
        svg = render_template_string(macro, page=page, paper=A4_EIGHT, band=BAND, mark_box=MARK)
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
    lines = [line for badge in BADGES for line in lay_out(badge, families=badge_families(), **WORDS).lines]

    tab = chromium.new_page()
    tab.goto((tmp_path / "preview.html").as_uri())
    shown = tab.evaluate(
        "document.fonts.ready.then(() => [...document.querySelectorAll('.paper text')].map(text => text.getComputedTextLength()))"
    )
    tab.close()

    assert shown == pytest.approx([faces[line.face].width(line.text) * line.size_mm for line in lines], rel=0.01, abs=0.1)


def test_the_preview_has_every_line_of_the_print(any_app: Flask) -> None:
    page = preview_page(lay_out(badge, families=badge_families(), **WORDS) for badge in BADGES)
    macro = '{% from "organiser/_paper.html" import paper_page %}{{ paper_page(page, paper, band, mark_box) }}'

    with any_app.test_request_context("/"):
        svg = render_template_string(macro, page=page, paper=A4_EIGHT, band=BAND, mark_box=MARK)

    assert re.findall(r">([^<]+)</text>", svg) == [line.text for badge in page for line in badge.lines]
