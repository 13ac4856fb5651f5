"""The script that keeps figures true on a page that is left alone."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.gallery import Gallery

pytestmark = pytest.mark.browser

SAID = '<p data-live-said data-zone="Europe/London" data-away="From {time}, no answer since." data-ended="From {time}, out." hidden></p>'
SHELL = """<!doctype html><html lang="en-GB"><title>t</title>
<main data-live="40">{said}{main}</main>
<script type="module" src="/static/js/live.js"></script></html>"""
TABLE = '<section id="{id}"><h2>{title}</h2><details><summary>As a table</summary><p>{words}</p></details></section>'
ROW = '<li data-row="{who}"><b>{who}</b> <button>Introduce {who}</button></li>'
SOON = 41_000


@pytest.fixture
def page(gallery: Gallery, chromium: Browser) -> Iterator[Page]:
    with gallery.window(chromium, "stranger", width=1280, height=800) as window:  # left open it would ask for ever
        page = window.new_page()
        page.clock.install(time="2026-10-10T19:14:00Z")
        yield page


@pytest.fixture
def show(gallery: Gallery, page: Page) -> Callable[..., list[dict[str, str]]]:
    """Answer with one body after the other, the last one for ever; a number is a status. Returns the headers that were asked with."""

    def show_these(*bodies: str | int, shell: str = SHELL) -> list[dict[str, str]]:
        asked: list[dict[str, str]] = []

        def answer(route: Route) -> None:
            body = bodies[min(len(asked), len(bodies) - 1)]
            asked.append(route.request.headers | {"address": route.request.url.removeprefix(gallery.base_url)})
            if isinstance(body, int):
                route.fulfill(status=body, body="<html><main>Another page</main></html>" if body != 304 else "", content_type="text/html")
            else:
                headers = {"ETag": f'"{len(asked)}"'}
                route.fulfill(body=shell.format(main=body, said=SAID), headers=headers, content_type="text/html")

        page.route("**/figures*", answer)
        page.goto(f"{gallery.base_url}/figures")
        return asked

    return show_these


def test_what_changed_is_changed_and_the_rest_is_left(page: Page, show: Callable[..., list[dict[str, str]]]) -> None:
    before = "<p id='n'>12</p>" + TABLE.format(id="talks", title="Talks", words="Seven")
    after = "<p class='note'>New above</p>" + before.replace("12", "19").replace("Seven", "Nine")
    show(before, after)
    page.get_by_text("As a table").click()
    page.evaluate("document.querySelector('details').wasHere = true")
    page.locator("summary").focus()

    page.clock.run_for(SOON)

    expect(page.locator("#n")).to_have_text("19")
    expect(page.get_by_text("New above")).to_be_visible()
    expect(page.get_by_text("Nine")).to_be_visible()
    expect(page.locator("summary")).to_be_focused()
    assert page.evaluate("document.querySelector('details').wasHere") is True


def test_a_row_with_focus_is_never_made_another_ones(page: Page, show: Callable[..., list[dict[str, str]]]) -> None:
    ada, grace, linus = (ROW.format(who=who) for who in ("Ada", "Grace", "Linus"))
    show(f"<ul>{ada}{grace}</ul>", f"<ul>{grace}{linus}</ul>")
    page.get_by_role("button", name="Introduce Grace").focus()

    page.clock.run_for(SOON)

    expect(page.locator("li")).to_have_text(["Grace Introduce Grace", "Linus Introduce Linus"])
    expect(page.get_by_role("button", name="Introduce Grace")).to_be_focused()


def test_what_has_focus_goes_only_once_it_has_none(page: Page, show: Callable[..., list[dict[str, str]]]) -> None:
    ada, grace = (ROW.format(who=who) for who in ("Ada", "Grace"))
    show(f"<ul>{ada}</ul>", f"<ul>{grace}</ul>")
    page.get_by_role("button", name="Introduce Ada").focus()

    page.clock.run_for(SOON)
    expect(page.locator("li")).to_have_text(["Ada Introduce Ada", "Grace Introduce Grace"])
    expect(page.get_by_role("button", name="Introduce Ada")).to_be_focused()
    page.get_by_role("button", name="Introduce Ada").blur()
    page.clock.run_for(SOON)

    expect(page.locator("li")).to_have_text(["Grace Introduce Grace"])


def test_a_press_that_comes_with_the_change_does_nothing(page: Page, show: Callable[..., list[dict[str, str]]]) -> None:
    ada, grace = (ROW.format(who=who) for who in ("Ada", "Grace"))
    show(f"<ul>{ada}{grace}</ul>", f"<ul>{grace}</ul>")
    page.evaluate("document.addEventListener('click', (event) => { (window.pressed ??= []).push(event.target.textContent); })")

    page.clock.run_for(SOON)
    expect(page.locator("li")).to_have_text(["Grace Introduce Grace"])
    page.get_by_role("button").click()
    page.clock.run_for(1000)
    page.get_by_role("button").click()

    assert page.evaluate("window.pressed") == ["Introduce Grace"]


@pytest.mark.parametrize(
    "busy",
    [
        "document.querySelector('input').focus()",
        "getSelection().selectAllChildren(document.querySelector('#n'))",
        "Object.defineProperty(document, 'hidden', { value: true, configurable: true })",
    ],
    ids=["a field is filled in", "words are marked", "nobody sees the page"],
)
def test_a_page_in_use_or_out_of_sight_asks_nothing(page: Page, show: Callable[..., list[dict[str, str]]], busy: str) -> None:
    asked = show("<p id='n'>12</p><input>", "<p id='n'>19</p><input>")
    page.evaluate(busy)

    page.clock.run_for(3 * SOON)

    expect(page.locator("#n")).to_have_text("12")
    assert len(asked) == 1


def test_a_page_that_is_seen_again_looks_soon(page: Page, show: Callable[..., list[dict[str, str]]]) -> None:
    show("<p id='n'>12</p>", "<p id='n'>19</p>")
    page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    page.clock.run_for(3 * SOON)
    page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")

    page.clock.run_for(2000)

    expect(page.locator("#n")).to_have_text("19")


def test_an_unchanged_page_is_asked_for_by_its_print(page: Page, show: Callable[..., list[dict[str, str]]]) -> None:
    asked = show("<p id='n'>12</p>", "<p id='n'>19</p>", 304)

    for _ in range(3):
        with page.expect_response("**/figures*"):
            page.clock.run_for(SOON)

    expect(page.locator("#n")).to_have_text("19")
    expect(page.locator("[data-live-said]")).to_be_hidden()
    assert [one.get("if-none-match") for one in asked] == [None, None, '"2"', '"2"']


def test_a_server_that_stumbles_is_told_of_and_asked_again_later(page: Page, show: Callable[..., list[dict[str, str]]]) -> None:
    asked = show("<p id='n'>12</p>", 502, "<p id='n'>19</p>")

    page.clock.run_for(SOON)
    expect(page.locator("[data-live-said]")).to_have_text("From 20:14, no answer since.")
    expect(page.locator("#n")).to_have_text("12")
    page.clock.run_for(SOON)
    assert len(asked) == 2
    page.clock.run_for(SOON)

    expect(page.locator("#n")).to_have_text("19")
    expect(page.locator("[data-live-said]")).to_be_hidden()


def test_an_ended_sign_in_is_told_and_nothing_is_asked_again(page: Page, show: Callable[..., list[dict[str, str]]]) -> None:
    asked = show("<p id='n'>12</p>", 401, "<p id='n'>19</p>")

    page.clock.run_for(SOON)
    expect(page.locator("[data-live-said]")).to_have_text("From 20:14, out.")
    page.clock.run_for(9 * SOON)

    expect(page.locator("#n")).to_have_text("12")
    assert len(asked) == 2


def test_a_page_that_is_not_there_any_more_says_so_itself(page: Page, show: Callable[..., list[dict[str, str]]]) -> None:
    show("<p id='n'>12</p>", 404)

    page.clock.run_for(SOON)

    expect(page.locator("main")).to_have_text("Another page")


def test_what_was_just_done_is_told_once(gallery: Gallery, page: Page, show: Callable[..., list[dict[str, str]]]) -> None:
    asked = show("<p id='n'>12</p>")
    page.goto(f"{gallery.base_url}/figures?page=2&said=introduction-made")

    with page.expect_response("**/figures*"):
        page.clock.run_for(SOON)

    assert [one["address"] for one in asked] == ["/figures", "/figures?page=2&said=introduction-made", "/figures?page=2"]


def test_a_page_that_needs_another_script_is_loaded_whole(page: Page, show: Callable[..., list[dict[str, str]]]) -> None:
    more = '<p>New</p><script type="module" src="/static/js/copy.js"></script>'
    asked = show("<p>Old</p>", more)

    page.clock.run_for(SOON)
    expect(page.locator("main")).to_contain_text("New")
    with page.expect_response("**/figures*"):
        page.clock.run_for(SOON)

    assert [one.get("accept") == "text/html" for one in asked] == [False, True, False, True]
