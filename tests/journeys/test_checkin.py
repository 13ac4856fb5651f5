"""At the door: camera, scanner, code and name; several desks at once; a walk-in in half a minute; all of it without a network."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import delete

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event, FormerSlug
from tests import databases
from tests.camera import chromium_with_camera, film, nothing, seen
from tests.chromium import find_chromium
from tests.conftest import ENGINES, leave_out
from tests.journeys.doors import Door, Guest
from tests.running import RunningService, running_service

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAMES = [
    "Zoë Ångström",
    "Nia Achieng-Østergård",
    "Dafydd Penhallow",
    "Hye-jin Baek",
    "Oonagh Brandt",
    "Kwabena Osei-Thorne",
    "Łukasz Żak",
    "Mairead Quill",
    "Tomás Ibáñez",
    "Émile Renard",
]
SCANNER = """text => {
  const type = (key) => {
    const field = document.activeElement;
    const isTaken = !field.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    if (!isTaken && key.length === 1 && "value" in field) field.value += key;
  };
  for (const sign of text) type(sign);
  type("Enter");
}"""
WAITING = "async () => (await (await import('/static/js/outbox.js')).waiting()).length"
IS_KEPT = "async (path) => Boolean(await caches.match(path)) && Boolean(await caches.match(`${path}/people`))"
HAS_SHELL = "async () => { const cache = await caches.keys(); const all = []; for (const name of cache) all.push(...(await (await caches.open(name)).keys()).map((one) => one.url)); return ['checkin.js', 'checkin_door.js', 'checkin_list.js', 'checkin_says.js', 'checkin.css'].every((file) => all.some((url) => url.includes('/' + file))); }"  # noqa: E501  one line of script


@pytest.fixture(scope="module", params=ENGINES)
def service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    folder = tmp_path_factory.mktemp(f"door-{request.param}")
    if request.param == "sqlite":
        with running_service(f"sqlite:///{folder / 'matchmaker.db'}", folder, worker=False) as service:
            yield service
        return
    if not databases.postgres_answers():
        leave_out(databases.HOW_TO_GET_IT)
    with (
        databases.postgres_database(f"matchmaker_door_{os.getpid()}", tables=False) as url,
        running_service(url, folder, worker=False) as service,
    ):
        yield service


@pytest.fixture(scope="module")
def path_of_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("camera") / "camera.mjpeg", [nothing()])


@pytest.fixture(scope="module")
def camera(chromium: Browser, path_of_film: Path) -> Iterator[Browser]:
    with chromium_with_camera(chromium.browser_type, str(find_chromium()), path_of_film) as browser:
        yield browser


@pytest.fixture
def door(service: RunningService) -> Door:
    return Door(service)


@pytest.fixture
def desk(door: Door, chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """`desk("North")`: a phone paired as this desk; `desk(owner=True)`: the owner's laptop."""
    windows: list[BrowserContext] = []

    def open_desk(name: str = "", *, owner: bool = False, browser: Browser = chromium) -> BrowserContext:
        secret, session = door.pair(name) if name else "", door.sign_in_owner() if owner else ""
        windows.append(door.window(browser, secret, owner=session, size=(1280, 800) if owner else (390, 844)))
        return windows[-1]

    yield open_desk
    for window in windows:
        window.close()


def find(page: Page, words: str) -> None:
    page.fill("#q", words)


def let_in(page: Page, guest: Guest, words: str = "") -> None:
    find(page, words or guest.name)
    page.locator("[data-found] button", has_text=guest.name).click()


def expect_verdict(page: Page, verdict: str, word: str, name: str = "") -> None:
    expect(page.locator(f'[data-answer][data-verdict="{verdict}"]')).to_be_visible()
    expect(page.locator("#verdict")).to_have_text(word)
    expect(page.locator("[data-answer] [data-name]")).to_have_text(name)


def until(page: Page, says_yes: str, argument: object = None, *, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not page.evaluate(says_yes, argument):
        assert time.monotonic() < end, f"It never came: {says_yes} {argument}"
        page.wait_for_timeout(50)


def look_after(page: Page, door: Door) -> None:
    """Wait until the phone has the page, its names and its scripts."""
    until(page, IS_KEPT, f"/desk/{door.slug}")
    until(page, HAS_SHELL)


def test_a_badge_before_the_camera_lets_its_owner_in_and_a_second_desk_hears_where(door, desk, camera, path_of_film) -> None:
    guest = door.guest("Ada Lovelace")
    film(path_of_film, [seen(guest.address)] * 3)
    north = door.open(desk("North", browser=camera))
    north.click("[data-open]")
    expect_verdict(north, "in", "In", "Ada Lovelace")
    expect(north.locator("[data-count]")).to_contain_text("1 in, of 1")

    south = door.open(desk("South", browser=camera))
    south.click("[data-open]")

    expect_verdict(south, "already", "Already in", "Ada Lovelace")
    expect(south.locator("[data-answer] [data-line]")).to_contain_text("at desk North")
    assert (door.inside(), door.entries()) == (["Ada Lovelace"], 2)


def test_a_square_that_is_no_badge_here_lets_nobody_in(door, desk, camera, path_of_film) -> None:
    door.guest("Ada Lovelace")
    film(path_of_film, [seen("https://example.org/tickets/1")] * 3)
    page = door.open(desk("North", browser=camera))

    page.click("[data-open]")

    expect_verdict(page, "nobody", "No badge of this event")
    assert door.entries() == 0


def test_a_scanner_that_types_and_a_short_code_let_in_and_an_unknown_one_is_loud(door, desk) -> None:
    one, two = door.guests(["Grace Hopper", "Linus Torvalds"])
    page = door.open(desk("North"))

    page.evaluate(SCANNER, one.address)
    expect_verdict(page, "in", "In", one.name)
    page.fill("#q", two.short.lower())
    page.press("#q", "Enter")
    expect_verdict(page, "in", "In", two.name)
    page.evaluate(SCANNER, one.address[:-4] + "ZZZZ")
    expect_verdict(page, "nobody", "No badge of this event")

    assert door.inside() == [one.name, two.name]
    expect(page.locator("[data-attention]")).to_be_hidden()


@pytest.mark.parametrize(("words", "name"), [("angst", NAMES[0]), ("ostergard", NAMES[1]), ("zak luk", NAMES[6]), ("IBAN", NAMES[8])])
def test_any_part_of_a_name_finds_it_whatever_its_accents(door, desk, words, name) -> None:
    door.guests(NAMES)
    page = door.open(desk("North"))

    find(page, words)

    expect(page.locator("[data-found] button")).to_have_text([name])


def test_undo_takes_back_at_once_and_the_list_does_later(door, desk) -> None:
    one, two = door.guests(["Grace Hopper", "Linus Torvalds"])
    page = door.open(desk("North"))
    let_in(page, one)
    expect_verdict(page, "in", "In", one.name)

    page.locator("[data-undo-form] button").click()
    expect_verdict(page, "undone", "Taken back", one.name)
    assert door.inside() == []
    let_in(page, two)
    expect_verdict(page, "in", "In", two.name)
    page.get_by_role("button", name=f"Undo: {two.name}").click()

    expect_verdict(page, "undone", "Taken back", two.name)
    expect(page.locator("[data-count]")).to_contain_text("0 in, of 2")
    assert door.inside() == []


def test_who_was_just_let_in_stands_among_the_last_ten_without_waiting_for_the_clock(door, desk) -> None:
    guest = door.guest("Ottilie Vane")
    window = desk("North")
    window.add_init_script("globalThis.setInterval = () => 0")
    page = door.open(window)

    let_in(page, guest)
    expect_verdict(page, "in", "In", guest.name)

    expect(page.locator("[data-last] li")).to_have_count(1)
    expect(page.locator("[data-nobody-yet]")).to_be_hidden()


def test_a_cancelled_ticket_is_loud_and_a_host_lets_it_in(door, desk) -> None:
    guest = door.guest("Jonas Wetterlund", status="cancelled")
    phone, laptop = door.open(desk("North")), door.open(desk(owner=True))

    let_in(phone, guest)
    expect_verdict(phone, "cancelled", "Ticket cancelled", guest.name)
    expect(phone.locator("[data-answer]")).to_contain_text("Only a host or owner lets them in")
    let_in(laptop, guest)
    expect_verdict(laptop, "cancelled", "Ticket cancelled", guest.name)
    laptop.get_by_role("button", name="Let them in all the same").click()

    expect_verdict(laptop, "in", "In", guest.name)
    assert door.inside() == [guest.name]


def test_a_walk_in_has_a_badge_to_print_after_one_form(door, desk) -> None:
    page = door.open(desk("North"))
    opened: list[str] = []
    page.on("framenavigated", lambda frame: opened.append(frame.url))

    page.get_by_role("link", name="Somebody without a ticket").click()
    page.fill("#name", "Wanda Walks-In")
    page.fill("#email", "wanda@walk.example")
    page.get_by_role("button", name="Let them in, show the badge").click()
    expect(page.get_by_role("button", name="Print it")).to_be_focused()

    expect(page.locator("svg.paper")).to_contain_text("Wanda")
    pdf = page.pdf(prefer_css_page_size=False, width="105mm", height="74.25mm")
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") == 1
    assert len(opened) == 2  # one form, one badge: what takes half a minute is the typing, whatever else the machine does
    assert (door.inside(), door.address_of("Wanda Walks-In")) == (["Wanda Walks-In"], "wanda@walk.example")


def test_ten_people_come_without_a_network_and_exactly_ten_are_in(door, desk) -> None:
    guests = door.guests(NAMES)
    window = desk("North")
    page = door.open(window)
    look_after(page, door)
    window.set_offline(True)
    for guest in guests[:6]:
        let_in(page, guest)
        expect_verdict(page, "in", "In", guest.name)
    page.reload()
    page.locator("main[data-ready]").wait_for()
    expect(page.locator("[data-door-strip]")).to_contain_text("6 check-ins wait on this phone.")
    expect(page.locator("[data-count]")).to_contain_text("6 in, of 10")
    page.evaluate(SCANNER, guests[6].address)  # a code is known without a network too
    expect_verdict(page, "in", "In", guests[6].name)
    for guest in guests[7:]:
        let_in(page, guest)
        expect_verdict(page, "in", "In", guest.name)
    let_in(page, guests[0])
    expect_verdict(page, "already", "Already in", guests[0].name)
    assert (page.evaluate(WAITING), door.entries()) == (10, 0)
    page.get_by_role("link", name="Somebody without a ticket").click()
    expect_verdict(page, "refused", "Not taken")

    window.set_offline(False)
    until(page, f"async () => (await ({WAITING})()) === 0")

    assert (door.entries(), door.inside()) == (10, NAMES)
    expect(page.locator("[data-door-strip]")).to_be_hidden()


def test_who_was_let_in_just_before_the_network_went_is_in_after_a_reload(door, desk) -> None:
    one, _ = door.guests(["Grace Hopper", "Linus Torvalds"])
    window = desk("North")
    page = door.open(window)
    look_after(page, door)
    let_in(page, one)
    expect_verdict(page, "in", "In", one.name)
    until(page, "async (path) => (await (await caches.match(path)).json()).people.some((line) => line[3])", f"/desk/{door.slug}/people")
    window.set_offline(True)
    page.reload()
    page.locator("main[data-ready]").wait_for()

    expect(page.locator("[data-count]")).to_contain_text("1 in, of 2")
    let_in(page, one)
    expect_verdict(page, "already", "Already in", one.name)


def test_the_name_of_somebody_who_is_on_the_list_no_more_leaves_the_desks_phone(door, desk, service) -> None:
    gone, _ = door.guests(["Grace Hopper", "Linus Torvalds"])
    page = door.open(desk("North"))
    look_after(page, door)
    with service.session() as session:
        session.execute(delete(Attendee).where(Attendee.id == gone.id))
        session.commit()

    expect(page.locator("[data-count]")).to_contain_text("0 in, of 1")
    until(page, "async (path) => (await (await caches.match(path)).json()).people.length === 1", f"/desk/{door.slug}/people")
    find(page, gone.name)
    expect(page.locator("[data-found] button")).to_have_count(0)


def test_a_desk_goes_on_though_the_event_has_another_address_since(door, desk, service) -> None:
    one, _ = door.guests(["Grace Hopper", "Linus Torvalds"])
    window = desk("North")
    page = door.open(window)
    look_after(page, door)
    with service.session() as session:
        event = session.get_one(Event, door.event_id)
        session.add(FormerSlug(slug=event.slug, event_id=event.id))
        event.slug = f"moved-{event.slug}"
        session.commit()

    late = door.guest("Mairead Quill")
    expect(page.locator("[data-count]")).to_contain_text("0 in, of 3", timeout=40_000)
    expect(page.locator("[data-door-strip]")).to_be_hidden()
    let_in(page, one)
    expect_verdict(page, "in", "In", one.name)
    until(page, "async (path) => (await (await caches.match(path)).json()).people.length === 3", f"/desk/{door.slug}/people")
    window.set_offline(True)
    page.reload()
    page.locator("main[data-ready]").wait_for()
    let_in(page, late)
    expect_verdict(page, "in", "In", late.name)
    window.set_offline(False)
    until(page, f"async () => (await ({WAITING})()) === 0")

    assert (door.entries(), door.inside()) == (2, [one.name, late.name])


def test_two_desks_without_a_network_let_in_the_same_person_and_the_earlier_time_counts(door, desk) -> None:
    guest = door.guest("Grace Hopper")
    windows = [desk("North"), desk("South")]
    pages = [door.open(window) for window in windows]
    for page, window in zip(pages, windows, strict=True):
        look_after(page, door)
        window.set_offline(True)
    let_in(pages[0], guest)
    expect_verdict(pages[0], "in", "In", guest.name)
    # The first desk was an hour before the second, by its own clock; it finds the network last.
    pages[0].evaluate(EARLIER, 3600)
    let_in(pages[1], guest)
    expect_verdict(pages[1], "in", "In", guest.name)

    for page, window in ((pages[1], windows[1]), (pages[0], windows[0])):
        window.set_offline(False)
        until(page, f"async () => (await ({WAITING})()) === 0")

    expect(pages[1].locator("[data-last] li")).to_have_count(2)
    came = door.came_at(guest)
    assert (door.entries(), door.inside()) == (2, [guest.name])
    assert 3500 < time.time() - came.timestamp() < 4000


EARLIER = """async (seconds) => {
  const open = indexedDB.open('matchmaker-outbox');
  await new Promise((done) => { open.onsuccess = done; });
  const store = open.result.transaction('entries', 'readwrite').objectStore('entries');
  const all = store.getAll();
  await new Promise((done) => { all.onsuccess = done; });
  for (const one of all.result) store.put({ ...one, keptAt: one.keptAt - seconds * 1000 });
  await new Promise((done) => { store.transaction.oncomplete = done; });
}"""


def test_a_desk_that_was_closed_says_so_forgets_the_names_and_sends_what_it_held_once_paired_anew(door, desk, service) -> None:
    guest = door.guest("Grace Hopper")
    window = desk("North")
    page = door.open(window)
    look_after(page, door)
    window.set_offline(True)
    let_in(page, guest)
    expect_verdict(page, "in", "In", guest.name)
    door.close_desks()
    window.set_offline(False)

    expect(page.locator("[data-door-strip]")).to_contain_text("This desk is closed")
    assert (page.evaluate(WAITING), door.entries()) == (1, 0)
    until(page, "async () => !(await caches.keys()).some((name) => name.startsWith('desk-'))")  # what waits is told of before the list
    door.give(window, service.settings.desk_cookie_name, door.pair("North again"))
    page.reload()
    until(page, f"async () => (await ({WAITING})()) === 0")

    assert (door.entries(), door.inside()) == (1, [guest.name])


def test_an_owner_makes_a_code_and_a_phone_becomes_the_desk(door, desk, service) -> None:
    laptop, phone = desk(owner=True).new_page(), desk().new_page()
    laptop.goto(f"{service.url}/organise/events/{door.slug}/checkin")
    laptop.get_by_label("A new desk").fill("North door")
    laptop.get_by_role("button", name="Make a pairing code").click()
    code = laptop.locator(".pairing__code").inner_text()

    phone.goto(f"{service.url}/desk")
    phone.get_by_label("Pairing code").fill(code)
    phone.get_by_role("button", name="Open the desk").click()
    expect(phone.locator(".where")).to_have_text("Desk North door")
    laptop.goto(f"{service.url}/organise/events/{door.slug}/checkin")
    expect(laptop.get_by_role("row", name="North door")).to_contain_text("Open")
    laptop.get_by_role("button", name="Close desk North door").click()

    # From a slow service the phone's own page comes first, and says so itself.
    closed = phone.get_by_role("link", name="Type the desk’s code")
    for _ in range(10):
        phone.reload()
        if closed.count():
            break
    expect(closed).to_be_visible()
