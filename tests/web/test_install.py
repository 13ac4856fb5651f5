"""The home screen: a manifest for each event, icons that are what the script draws, an offer after something of worth."""

import importlib.machinery
import importlib.util
import re
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from matchmaker.paths import STATIC
from matchmaker.web.install import PAPER
from tests.cast import make_event
from tests.web.test_me import meet

ROOT = Path(__file__).resolve().parents[2]
ICONS = ("icon-192", "icon-512", "maskable-192", "maskable-512", "apple-touch-icon")


def make_icons():
    loader = importlib.machinery.SourceFileLoader("make_icons", str(ROOT / "scripts" / "make_icons"))
    spec = importlib.util.spec_from_loader("make_icons", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def test_an_event_is_an_app_of_its_own_that_opens_where_it_belongs(session, event, stranger) -> None:
    session.commit()

    answer = stranger.get("/e/northlight/manifest.webmanifest")

    assert (answer.status_code, answer.mimetype) == (200, "application/manifest+json")
    told = answer.get_json(force=True)
    assert (told["id"], told["start_url"], told["scope"], told["display"]) == ("/e/northlight/", "/e/northlight/", "/", "standalone")
    assert (told["name"], told["short_name"]) == ("Northlight 26", "Northlight 26")
    assert [(one["name"], one["url"]) for one in told["shortcuts"]] == [
        ("Scan a badge", "/e/northlight/scan"),
        ("My badge", "/e/northlight/badge"),
    ]
    assert {(icon["sizes"], icon["purpose"]) for icon in told["icons"]} == {
        (size, purpose) for size in ("192x192", "512x512") for purpose in ("any", "maskable")
    }
    assert "Set-Cookie" not in answer.headers
    for icon in told["icons"]:
        assert (STATIC / icon["src"].removeprefix("/static/").split("?")[0]).is_file()


def test_the_service_without_an_event_is_an_app_too(stranger) -> None:
    told = stranger.get("/manifest.webmanifest").get_json(force=True)

    assert (told["id"], told["start_url"], told["name"], told["shortcuts"]) == ("/", "/", "matchmaker", [])


def test_an_event_that_never_was_has_no_app(stranger) -> None:
    assert stranger.get("/e/nowhere/manifest.webmanifest").status_code == 404


@pytest.mark.parametrize(
    ("name", "short"),
    [("Marram Coast Tech Night", "Marram Coast"), ("Donaudampfschifffahrt", "Donaudampfschi"), ("لقاء الساحل", "لقاء الساحل")],
)
def test_a_long_name_is_cut_between_words(session, stranger, name, short) -> None:
    make_event(session, "named", name=name)
    session.commit()

    assert stranger.get("/e/named/manifest.webmanifest").get_json(force=True)["short_name"] == short


@pytest.mark.parametrize("name", ICONS)
def test_the_icons_are_what_the_mark_says_today(name: str) -> None:
    script = make_icons()
    drawn, kept = script.drawn(*script.ICONS[name]), Image.open(script.FOLDER / f"{name}.png")

    difference = ImageChops.difference(drawn.convert("RGBA"), kept.convert("RGBA"))

    assert kept.size == drawn.size
    assert max(high for _, high in difference.getextrema()) <= 2


def test_every_mask_leaves_the_whole_mark() -> None:
    """A maskable icon keeps what matters within a circle of four fifths of its width."""
    picture = Image.open(STATIC / "img" / "app" / "maskable-512.png").convert("RGB")
    ground, middle = picture.getpixel((0, 0)), 255.5

    outside = [
        (x, y)
        for x in range(0, 512, 3)
        for y in range(0, 512, 3)
        if picture.getpixel((x, y)) != ground and ((x - middle) ** 2 + (y - middle) ** 2) ** 0.5 > 0.4 * 512
    ]

    assert outside == []


def test_pages_name_their_event_s_manifest_and_both_grounds(session, ada, phone_of, stranger) -> None:
    page, home = phone_of(ada).get("/e/northlight/me").text, stranger.get("/").text

    assert 'rel="manifest" href="/e/northlight/manifest.webmanifest"' in page
    assert 'rel="manifest" href="/manifest.webmanifest"' in home
    assert dict(re.findall(r'name="theme-color" media="\(prefers-color-scheme: (\w+)\)" content="(#\w+)"', page)) == PAPER
    assert "viewport-fit=cover" in page


def test_nothing_is_offered_on_arrival_and_something_after_the_first_card(session, ada, grace, phone_of) -> None:
    phone = phone_of(ada)
    arrival = [phone.get(f"/e/northlight/{page}").text for page in ("matches", "interests", "contacts", "me", "scan")]
    contact_id = meet(session, ada, grace)
    session.commit()

    after = [phone.get(f"/e/northlight/contacts{page}").text for page in ("", f"/{contact_id}")]

    assert [page.count("data-install hidden") for page in arrival] == [0] * 5
    assert [page.count("data-install hidden") for page in after] == [1, 1]


def test_a_question_that_waits_is_nothing_of_worth_yet(session, ada, grace, phone_of) -> None:
    contact_id = meet(session, ada, grace, state="pending", asked_by=ada)

    assert "data-install" not in phone_of(ada).get(f"/e/northlight/contacts/{contact_id}").text


def test_the_code_s_page_says_on_a_home_screen_why_the_link_would_not_do(session, event, stranger) -> None:
    session.commit()
    stranger.post("/e/northlight/join", {"name": "Nia", "email": "nia@example.org"})

    page = stranger.get("/e/northlight/").text

    assert re.search(r'<p class="small muted installed-only">[^<]*The six digits work here\.</p>', page)
