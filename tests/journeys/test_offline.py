"""A phone without a network: nothing it kept is lost, doubled, or sent for somebody else; its own pages still open."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import delete, func, select

from matchmaker.domain.signin.secrets import invitation_token
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.contacts import Contact, ContactSide, Scan
from matchmaker.store.models.events import Event, FormerSlug
from matchmaker.store.models.signin import SessionRow
from tests import databases
from tests.cast import make_attendee, make_event
from tests.chromium import PATIENCE
from tests.conftest import ENGINES, leave_out
from tests.journeys.portal import FAULTS, HEALTHY, Portal, open_portal
from tests.running import RunningService, running_service
from tests.scanning import Worn, sign_in_row, wear_badge

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KEEP_SCANS = """async (codes) => {
  const { keep } = await import('/static/js/outbox.js');
  const kept = [];
  for (const code of codes) kept.push((await keep({ kind: 'scan', code, way: 'printed' })).id);
  return kept;
}"""
WAITING = "async () => (await (await import('/static/js/outbox.js')).waiting()).length"
HOLDS = "async (words) => JSON.stringify(await (await import('/static/js/outbox.js')).waiting()).includes(words)"
# The browser's own waking of the service worker passes by what a test does to the page's network; phones of some makers have none.
NO_BACKGROUND_SYNC = "Object.defineProperty(ServiceWorkerRegistration.prototype, 'sync', { value: undefined })"
# What is sent by the clock could come before what a test does on a slow machine.
NO_CLOCK = "globalThis.setInterval = () => 0"
IS_KEPT = "async (path) => Boolean(await caches.match(path))"
# Which of the kept pages name somebody
KEPT_NAMING = """async (name) => {
  const found = [];
  for (const one of await caches.keys()) {
    if (!one.startsWith('pages-')) continue;
    const cache = await caches.open(one);
    for (const request of await cache.keys()) {
      if ((await (await cache.match(request)).text()).includes(name)) found.push(new URL(request.url).pathname);
    }
  }
  return found;
}"""
AGE = """async (days) => {
  const open = indexedDB.open('matchmaker-outbox');
  await new Promise((done) => { open.onsuccess = done; });
  const store = open.result.transaction('entries', 'readwrite').objectStore('entries');
  const all = store.getAll();
  await new Promise((done) => { all.onsuccess = done; });
  for (const one of all.result) store.put({ ...one, keptAt: one.keptAt - days * 864e5 });
  await new Promise((done) => { store.transaction.oncomplete = done; });
  for (const tell of matchmakerOutbox.listeners) tell();
}"""
OWN_PAGES = "async () => (await caches.keys()).filter((name) => name.startsWith('pages-'))"
FLUSH = "async () => (await import('/static/js/outbox.js')).flush()"


@pytest.fixture(scope="module", params=ENGINES)
def service(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    folder = tmp_path_factory.mktemp(f"offline-{request.param}")
    if request.param == "sqlite":
        with running_service(f"sqlite:///{folder / 'matchmaker.db'}", folder, worker=False) as service:
            yield service
        return
    if not databases.postgres_answers():
        leave_out(databases.HOW_TO_GET_IT)
    with (
        databases.postgres_database(f"matchmaker_offline_{os.getpid()}", tables=False) as url,
        running_service(url, folder, worker=False) as service,
    ):
        yield service


class Hall:
    """Guests of one demo event, made as they are needed."""

    def __init__(self, service: RunningService, slug: str) -> None:
        self.service = service
        self.slug = slug
        self._seen = 0
        with service.session() as session:
            self.event_id = make_event(session, slug, is_demo=True).id
            session.commit()

    def guests(self, count: int) -> list[tuple[Attendee, Worn]]:
        with self.service.session() as session:
            event = session.get_one(Event, self.event_id)
            found = []
            for _ in range(count):
                self._seen += 1
                name = f"{self.slug.title()}{self._seen} Guest"
                guest = make_attendee(session, event, name)
                found.append((guest, wear_badge(session, guest, self.service.settings.badge_key)))
            session.commit()
        return found

    def codes(self, count: int) -> list[str]:
        return [worn.code for _, worn in self.guests(count)]

    def scans_of(self, guest: Attendee) -> int:
        with self.service.session() as session:
            return session.scalar(select(func.count()).where(Scan.event_id == self.event_id, Scan.scanner_id == guest.id)) or 0


@pytest.fixture
def hall(service: RunningService) -> Hall:
    return Hall(service, f"hall-{uuid4().hex[:12]}")


@pytest.fixture
def portal(service: RunningService) -> Iterator[Portal]:
    with open_portal(service.url) as portal:
        yield portal


@pytest.fixture
def phone_of(service: RunningService, chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    windows: list[BrowserContext] = []

    def sign_in(guest: Attendee | None = None, url: str = service.url) -> BrowserContext:
        window = chromium.new_context(viewport={"width": 390, "height": 844}, locale="en-GB", accept_downloads=True)
        window.set_default_timeout(PATIENCE)
        windows.append(window)
        window.add_init_script(NO_BACKGROUND_SYNC)
        if guest is not None:
            give_cookie(service, window, guest, url)
        return window

    yield sign_in
    for window in windows:
        window.close()


def give_cookie(service: RunningService, window: BrowserContext, guest: Attendee, url: str) -> None:
    with service.session() as session:
        cookie = sign_in_row(session, guest.person_id)
        session.commit()
    window.add_cookies([{"name": service.settings.cookie_name, "value": cookie, "url": url}])


def opened(window: BrowserContext, url: str, hall: Hall, path: str = "contacts") -> Page:
    page = window.new_page()
    page.goto(f"{url}/e/{hall.slug}/{path}")
    return page


def until(page: Page, says_yes: str, argument: object = None, *, seconds: float = 120) -> None:
    """Ask the page again and again; Playwright's own wait takes a promise for a yes."""
    end = time.monotonic() + seconds
    while not page.evaluate(says_yes, argument):
        assert time.monotonic() < end, f"It never came: {says_yes} {argument}"
        page.wait_for_timeout(50)


def expect_scans(page: Page, hall: Hall, guest: Attendee, count: int, *, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while hall.scans_of(guest) != count and time.monotonic() < end:
        page.wait_for_timeout(50)
    assert hall.scans_of(guest) == count


def look_after_pages(page: Page) -> None:
    """Wait until the service worker looks after this page, and has my pages."""
    event = page.evaluate("document.body.dataset.event")
    for path in ("badge", "matches", "matches/sheet", "contacts", "scan", "waiting"):
        until(page, IS_KEPT, f"/e/{event}/{path}")


def until_sent(page: Page, *, left: int = 0) -> None:
    until(page, f"async () => (await ({WAITING})()) === {left}")


@pytest.mark.parametrize("count", [20, 50], ids=["20", "d19-50"])
def test_d19_scans_made_offline_survive_reload_and_close_and_come_in_once(
    count: int, hall: Hall, service, chromium: Browser, tmp_path: Path
) -> None:
    """A browser of its own, really closed and started again in between."""
    codes = hall.codes(count)
    ((me, _),) = hall.guests(1)
    screen = {"width": 390, "height": 844}
    start = lambda: chromium.browser_type.launch_persistent_context(  # noqa: E731  the same browser twice
        tmp_path / "phone", executable_path=browser_path(), args=["--no-sandbox"], viewport=screen, locale="en-GB"
    )
    with start() as window:
        window.add_init_script(NO_BACKGROUND_SYNC)
        give_cookie(service, window, me, service.url)
        page = opened(window, service.url, hall)
        look_after_pages(page)
        window.set_offline(True)

        page.evaluate(KEEP_SCANS, codes)
        expect(page.locator("[data-shell-strip]")).to_contain_text(f"{count} scans are safe on this phone.")
        page.reload()
        assert page.evaluate(WAITING) == count
        page.close()
        page = opened(window, service.url, hall, "waiting")
        expect(page.get_by_role("heading", name="Goes out when there is a network")).to_be_visible()
        assert page.locator("[data-entries=waiting] > li").count() == count
        cookies = window.cookies()
    with start() as window:
        window.add_init_script(NO_BACKGROUND_SYNC)
        window.set_offline(True)
        window.add_cookies(cookies)  # a session cookie ends with the browser, in this test as little as on a phone
        page = opened(window, service.url, hall)
        assert page.evaluate(WAITING) == count

        window.set_offline(False)
        until_sent(page)

    assert hall.scans_of(me) == count


def browser_path() -> str:
    from tests.chromium import find_chromium

    return find_chromium() or ""


@pytest.mark.parametrize("fault", FAULTS)
def test_d20_no_answer_of_a_bad_network_takes_anything_out_of_the_queue(fault: str, hall: Hall, portal: Portal, phone_of) -> None:
    codes = hall.codes(3)
    ((me, _),) = hall.guests(1)
    window = phone_of(me, portal.url)
    window.add_init_script(NO_CLOCK)
    page = opened(window, portal.url, hall)
    portal.mode = fault

    page.evaluate(KEEP_SCANS, codes)
    result = page.evaluate(FLUSH)
    expect(page.locator("[data-shell-strip]")).to_contain_text("3 scans are safe on this phone.")

    assert (page.evaluate(WAITING), result["sent"], result["left"], hall.scans_of(me)) == (3, 0, 3, 0)
    assert result["trouble"] in {"portal", "server", "busy"}
    assert portal.refused > 0
    portal.mode = HEALTHY
    page.wait_for_timeout(1100 if fault == "429" else 0)  # a server that is busy says for how long
    page.get_by_role("button", name="Try now").click()
    until_sent(page)
    assert hall.scans_of(me) == 3


def test_an_acknowledgement_on_the_way_that_is_lost_costs_nothing(hall: Hall, phone_of, service) -> None:
    """The server stored it, the answer never came: the same id comes again."""
    codes = hall.codes(1)
    ((me, _),) = hall.guests(1)
    page = opened(phone_of(me), service.url, hall)
    page.route(
        f"**/e/{hall.slug}/outbox", lambda route: (route.fetch(), route.abort()) if route.request.method == "POST" else route.continue_()
    )

    page.evaluate(KEEP_SCANS, codes)
    result = page.evaluate(FLUSH)
    assert (result["left"], hall.scans_of(me)) == (1, 1)
    page.unroute_all()
    page.evaluate(FLUSH)

    assert (page.evaluate(WAITING), hall.scans_of(me)) == (0, 1)


def test_two_tabs_send_each_scan_once(hall: Hall, phone_of, service) -> None:
    codes = hall.codes(12)
    ((me, _),) = hall.guests(1)
    window = phone_of(me)
    tabs = [opened(window, service.url, hall), opened(window, service.url, hall, "scan")]
    sent: list[int] = []
    window.on("request", lambda request: sent.append(len(request.post_data_json["items"])) if request.method == "POST" else None)
    window.set_offline(True)
    for tab, half in zip(tabs, (codes[:6], codes[6:]), strict=True):
        tab.evaluate(KEEP_SCANS, half)
    sent.clear()

    window.set_offline(False)
    for tab in tabs:
        until_sent(tab)

    assert hall.scans_of(me) == 12
    assert sum(sent) == 12


@pytest.mark.parametrize("missing", ["locks", "serviceWorker", "BroadcastChannel"])
def test_it_works_without_what_some_browsers_lack(missing: str, hall: Hall, phone_of, service) -> None:
    codes = hall.codes(3)
    ((me, _),) = hall.guests(1)
    window = phone_of(me)
    gone = (
        "delete globalThis.BroadcastChannel"
        if missing == "BroadcastChannel"
        else f"Object.defineProperty(navigator, '{missing}', {{ value: undefined }})"
    )
    window.add_init_script(gone)
    page = opened(window, service.url, hall)
    window.set_offline(True)
    page.evaluate(KEEP_SCANS, codes)
    window.set_offline(False)

    until_sent(page)

    assert hall.scans_of(me) == 3


def test_another_account_on_the_same_phone_sends_nothing_of_the_first(hall: Hall, phone_of, service) -> None:
    codes = hall.codes(2)
    (ada, _), (grace, _) = hall.guests(2)
    window = phone_of(ada)
    page = opened(window, service.url, hall)
    look_after_pages(page)
    window.set_offline(True)
    page.evaluate(KEEP_SCANS, codes)
    window.clear_cookies()
    give_cookie(service, window, grace, service.url)
    window.set_offline(False)

    page = opened(window, service.url, hall)
    page.evaluate(FLUSH)
    expect(page.locator("[data-shell-strip]")).to_contain_text("2 things wait here for somebody else who signed in on this phone.")
    assert (hall.scans_of(ada), hall.scans_of(grace)) == (0, 0)
    mine = page.evaluate("document.body.dataset.account")
    until(page, f"async (mine) => (await ({OWN_PAGES})()).every((name) => name === mine)", f"pages-{mine}")

    window.clear_cookies()
    give_cookie(service, window, ada, service.url)
    page = opened(window, service.url, hall)
    until_sent(page)
    assert (hall.scans_of(ada), hall.scans_of(grace)) == (2, 0)


def test_somebody_who_is_not_of_the_event_leaves_what_waits_for_its_owner(hall: Hall, phone_of, service) -> None:
    codes = hall.codes(2)
    ((ada, _),) = hall.guests(1)
    elsewhere = Hall(service, f"else-{uuid4().hex[:12]}")
    ((grace, _),) = elsewhere.guests(1)
    window = phone_of(ada)
    page = opened(window, service.url, hall)
    look_after_pages(page)
    window.set_offline(True)
    page.evaluate(KEEP_SCANS, codes)
    window.clear_cookies()
    give_cookie(service, window, grace, service.url)
    window.set_offline(False)

    page = opened(window, service.url, elsewhere)
    page.evaluate(FLUSH)
    entries = page.evaluate("async () => (await (await import('/static/js/outbox.js')).entries()).map((one) => one.state)")
    assert entries == ["waiting", "waiting"]

    window.clear_cookies()
    give_cookie(service, window, ada, service.url)
    page = opened(window, service.url, hall)
    until_sent(page)
    assert hall.scans_of(ada) == 2


def test_what_waits_goes_out_though_the_event_has_another_address_since(hall: Hall, phone_of, service) -> None:
    codes = hall.codes(2)
    ((me, _),) = hall.guests(1)
    window = phone_of(me)
    page = opened(window, service.url, hall)
    look_after_pages(page)
    window.set_offline(True)
    page.evaluate(KEEP_SCANS, codes)
    with service.session() as session:
        event = session.get_one(Event, hall.event_id)
        session.add(FormerSlug(slug=event.slug, event_id=event.id))
        event.slug = f"moved-{event.slug}"
        session.commit()
    window.set_offline(False)

    page.evaluate(FLUSH)
    until_sent(page)

    assert hall.scans_of(me) == 2


def test_who_signs_in_on_a_bad_line_sees_no_pages_of_whoever_was_there_before(hall: Hall, phone_of, service, portal: Portal) -> None:
    (ada, _), (grace, _) = hall.guests(2)
    with service.session() as session:
        guest = session.get_one(Attendee, grace.id)
        guest.first_signed_in_at, guest.invited_at = None, datetime.now(UTC)
        session.commit()
        token = invitation_token(service.settings.signin_key, event_id=hall.event_id, attendee_id=guest.id, person_id=guest.person_id)
    page = opened(phone_of(ada, portal.url), portal.url, hall)
    look_after_pages(page)
    until(page, IS_KEPT, f"/e/{hall.slug}/interests")
    adas = page.evaluate("document.body.dataset.account")
    let_through = portal.answer

    def break_once_in(hop) -> None:
        let_through(hop)
        if hop.command == "POST" and hop.path.endswith("/invitation"):
            portal.mode = "502"

    portal.answer = break_once_in  # type: ignore[method-assign]  # the network goes between two steps
    page.goto(f"{portal.url}/e/{hall.slug}/invitation#{token}")
    page.locator("[data-fragment-button]").click()
    page.wait_for_url("**/interests")

    assert portal.mode == "502"
    assert page.evaluate("document.body.dataset.account") != adas
    assert page.evaluate(OWN_PAGES) == []


def test_signing_out_warns_keeps_the_queue_and_takes_the_pages(hall: Hall, phone_of, service, portal: Portal) -> None:
    codes = hall.codes(2)
    ((me, _),) = hall.guests(1)
    window = phone_of(me, portal.url)
    page = opened(window, portal.url, hall, "waiting")
    look_after_pages(page)
    page.route("**/outbox", lambda route: route.abort())
    page.evaluate(KEEP_SCANS, codes)

    button = page.get_by_role("button", name="Sign out")
    expect(button).to_have_accessible_description("2 things wait on this phone. They stay here for you.")
    button.click()
    expect(page.get_by_text("Signed out.")).to_be_visible()

    assert page.evaluate(OWN_PAGES) == []
    assert page.evaluate("async () => { await import('/static/js/outbox.js'); return (await matchmakerOutbox.waiting()).length }") == 2
    window.set_offline(True)
    page.goto(f"{portal.url}/e/{hall.slug}/contacts")
    expect(page.get_by_role("heading", name="No network here")).to_be_visible()
    window.set_offline(False)
    page.unroute_all()
    give_cookie(service, window, me, portal.url)
    page = opened(window, portal.url, hall)
    until_sent(page)
    assert hall.scans_of(me) == 2


def test_a_session_that_ended_asks_to_sign_in_and_goes_on_after_it(hall: Hall, phone_of, service) -> None:
    codes = hall.codes(2)
    ((me, _),) = hall.guests(1)
    window = phone_of(me)
    page = opened(window, service.url, hall)
    with service.session() as session:
        session.execute(delete(SessionRow).where(SessionRow.person_id == me.person_id))
        session.commit()

    page.evaluate(KEEP_SCANS, codes)
    expect(page.locator("[data-shell-strip]")).to_contain_text("Please sign in again. 2 scans are safe on this phone.")
    expect(page.locator("[data-shell-strip]").get_by_role("link", name="Sign in")).to_be_visible()
    assert (page.evaluate(WAITING), hall.scans_of(me)) == (2, 0)

    window.clear_cookies()
    give_cookie(service, window, me, service.url)
    page.reload()
    until_sent(page)
    assert hall.scans_of(me) == 2


def test_what_is_refused_needs_a_look_and_can_be_taken_along_as_text(hall: Hall, phone_of, service) -> None:
    ((me, _),) = hall.guests(1)
    page = opened(phone_of(me), service.url, hall, "waiting")
    page.evaluate(
        """async () => (await import('/static/js/outbox.js')).keep({
          kind: 'note', scan_id: '6f1d0f7e-8a55-4a44-9b4f-9f7a3f0f5b11', note: 'Owes me a map.' })"""
    )

    section = page.get_by_role("region", name="Needs a look from you")
    expect(section).to_contain_text("The scan this note belongs to led to nobody")
    expect(page.locator("[data-shell-strip]")).to_contain_text("1 thing needs a look.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export as text").click()
    text = download.value.path().read_text()
    assert "A note" in text
    assert "Owes me a map." in text
    section.get_by_role("button", name="Let it go").click()
    expect(page.get_by_text("Nothing waits. All you did is with the service.")).to_be_visible()


def test_after_a_restore_the_last_day_is_sent_again(hall: Hall, phone_of, service) -> None:
    codes = hall.codes(3)
    ((me, _),) = hall.guests(1)
    window = phone_of(me)
    page = opened(window, service.url, hall)
    page.evaluate(KEEP_SCANS, codes)
    until_sent(page)
    with service.session() as session:
        session.execute(delete(Scan).where(Scan.scanner_id == me.id))
        session.execute(delete(Contact).where(Contact.asked_by == me.person_id))
        session.commit()
    assert hall.scans_of(me) == 0

    assert service.command("db", "restored").returncode == 0
    page.reload()
    until(page, "async () => (await (await import('/static/js/outbox.js')).entries()).every((one) => one.state === 'done')")

    # At once they are still done from before the restore: the page has not heard of it yet
    expect_scans(page, hall, me, 3)


def test_my_pages_open_without_a_network_and_say_of_when_they_are(hall: Hall, phone_of, service) -> None:
    (me, _), (other, worn) = hall.guests(2)
    window = phone_of(me)
    page = opened(window, service.url, hall)
    page.evaluate(KEEP_SCANS, [worn.code])
    until_sent(page)
    page.reload()
    link = page.get_by_role("link", name=other.name)
    path = link.get_attribute("href")
    look_after_pages(page)
    until(page, IS_KEPT, path)

    window.set_offline(True)
    page.close()
    seen = {}
    for where, text in {
        "badge": None,
        "matches": None,
        "matches/sheet": None,
        "scan": None,
        "contacts": other.name,
        path.split("/", 3)[3]: "example.org",
    }.items():
        page = opened(window, service.url, hall, where)
        expect(page.locator("[data-shell-strip]")).to_contain_text("This page is as of")
        seen[where] = text is None or text in page.content()
        page.close()
    page = window.new_page()
    page.goto(f"{service.url}/e/{hall.slug}/somewhere-else")

    assert set(seen.values()) == {True}
    expect(page.get_by_role("heading", name="No network here")).to_be_visible()
    expect(page.get_by_role("link", name="Contacts")).to_be_visible()


def test_words_changed_without_a_network_wait_and_go_out(hall: Hall, phone_of, service) -> None:
    guest, _badge = hall.guests(1)[0]
    window = phone_of(guest)
    page = opened(window, service.url, hall, "interests")
    window.set_offline(True)
    page.fill("#seek", "A boat shed by the water")
    page.press("#seek", "Enter")

    page.click("button[form=profile]")

    expect(page.locator("form[data-profile] .kept")).to_have_text("Safe on this phone. It goes out when there is a network.")
    window.set_offline(False)
    until_sent(page)
    with service.session() as session:
        said = session.scalars(select(AttendeeInterest.text).where(AttendeeInterest.attendee_id == guest.id)).all()
    assert "A boat shed by the water" in said


def test_words_changed_twice_without_a_network_go_out_together(hall: Hall, phone_of, service) -> None:
    guest, _badge = hall.guests(1)[0]
    window = phone_of(guest)
    page = opened(window, service.url, hall, "interests")
    until(page, IS_KEPT, f"/e/{hall.slug}/interests")
    window.set_offline(True)
    kept = page.locator("form[data-profile] .kept")
    for place, words in (("#seek", "A boat shed"), ("#offer", "Knots")):
        page.goto(f"{service.url}/e/{hall.slug}/interests")
        if place == "#offer":
            expect(kept).to_have_text("Safe on this phone. It goes out when there is a network.")
        page.fill(place, words)
        page.press(place, "Enter")
        page.click("button[form=profile]")
        expect(kept).to_have_text("Safe on this phone. It goes out when there is a network.")
        until(page, HOLDS, words)

    window.set_offline(False)
    until_sent(page)
    with service.session() as session:
        said = session.scalars(select(AttendeeInterest.text).where(AttendeeInterest.attendee_id == guest.id)).all()
    assert {"A boat shed", "Knots"} <= set(said)


PROFILE = "form[data-profile]"
KEPT = "Safe on this phone. It goes out when there is a network."


def said_elsewhere(service: RunningService, guest: Attendee, **fields: object) -> None:
    with service.session() as session:
        me = session.get_one(Attendee, guest.id)
        me.interests_saved_at = datetime.now(UTC)
        for name, value in fields.items():
            setattr(me, name, value)
        session.commit()


def test_what_was_saved_elsewhere_meanwhile_stands_beside_what_was_changed_without_a_network(hall: Hall, phone_of, service) -> None:
    guest, _badge = hall.guests(1)[0]
    said_elsewhere(service, guest, headline="Reads maps", bio="By the sea.")
    window = phone_of(guest)
    page = opened(window, service.url, hall, "interests")
    window.set_offline(True)
    page.fill("#headline", "Draws maps")
    page.fill("#seek", "A boat shed")
    page.press("#seek", "Enter")
    page.click("button[form=profile]")
    expect(page.locator(f"{PROFILE} .kept")).to_have_text(KEPT)
    page.fill("#bio", "By the river.")
    page.click("button[form=profile]")
    until(page, HOLDS, "By the river.")
    said_elsewhere(service, guest, headline="Sells maps", stage=3)

    window.set_offline(False)
    until_sent(page)

    with service.session() as session:
        me = session.get_one(Attendee, guest.id)
        assert (me.headline, me.bio, me.stage) == ("Sells maps", "By the river.", 3)
        assert session.scalars(select(AttendeeInterest.text).where(AttendeeInterest.attendee_id == guest.id)).all() == ["A boat shed"]
    page.goto(f"{service.url}/e/{hall.slug}/waiting")
    looks = page.get_by_role("region", name="Needs a look from you")
    expect(looks).to_contain_text("Headline: This was changed somewhere else too")
    expect(looks).to_contain_text("Draws maps")


def test_a_profile_page_that_stood_open_changes_only_what_was_changed_in_it(hall: Hall, phone_of, service) -> None:
    guest, _badge = hall.guests(1)[0]
    said_elsewhere(service, guest, headline="Reads maps", bio="By the sea.")
    page = opened(phone_of(guest), service.url, hall, "interests/about")
    said_elsewhere(service, guest, headline="Sells maps")

    page.fill("#bio", "By the river.")
    page.click("button[form=profile]")
    page.wait_for_url("**/interests/about?said=interests-saved")

    with service.session() as session:
        me = session.get_one(Attendee, guest.id)
        assert (me.headline, me.bio) == ("Sells maps", "By the river.")


def test_own_words_that_wait_stand_in_the_form_again_as_they_were_put(hall: Hall, phone_of, service) -> None:
    guest, _badge = hall.guests(1)[0]
    window = phone_of(guest)
    page = opened(window, service.url, hall, "interests")
    until(page, IS_KEPT, f"/e/{hall.slug}/interests")
    window.set_offline(True)
    page.fill("#seek", "A boat shed")
    page.press("#seek", "Enter")
    page.fill("#seek", "Knots")
    page.click("button[form=profile]")
    expect(page.locator(f"{PROFILE} .kept")).to_have_text(KEPT)

    page.goto(f"{service.url}/e/{hall.slug}/interests")

    expect(page.locator(f"{PROFILE} .kept")).to_have_text(KEPT)
    expect(page.locator("[data-ask=seek] .mine q")).to_have_text(["A boat shed"])
    expect(page.locator("#seek")).to_have_value("Knots")


def a_contact(page: Page, worn: Worn) -> str:
    """The address of the page of somebody who was just scanned."""
    page.evaluate(KEEP_SCANS, [worn.code])
    until_sent(page)
    page.reload()
    return str(page.locator("[data-people] a").first.get_attribute("href"))


def note_of(service: RunningService, guest: Attendee) -> str:
    with service.session() as session:
        return session.scalars(select(ContactSide.note).where(ContactSide.person_id == guest.person_id)).one()


@pytest.mark.parametrize("fault", ["portal page", "redirect", "502"])
def test_a_note_that_a_bad_network_swallows_waits_on_the_phone(fault: str, hall: Hall, portal: Portal, phone_of, service) -> None:
    (me, _), (_, worn) = hall.guests(2)
    page = opened(phone_of(me, portal.url), portal.url, hall)
    page.goto(portal.url + a_contact(page, worn))

    portal.mode = fault
    page.get_by_label("What did you talk about?").fill("Moths in the relay")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.locator("#talk .kept")).to_have_text("Safe on this phone. It goes out when there is a network.")
    portal.mode = HEALTHY
    page.evaluate(FLUSH)
    until_sent(page)

    assert note_of(service, me) == "Moths in the relay"


def test_a_note_written_on_without_a_network_goes_on_from_what_waits(hall: Hall, phone_of, service) -> None:
    (me, _), (_, worn) = hall.guests(2)
    window = phone_of(me)
    page = opened(window, service.url, hall)
    path = a_contact(page, worn)
    page.goto(service.url + path)
    until(page, IS_KEPT, path)
    window.set_offline(True)
    note = page.get_by_label("What did you talk about?")
    kept = page.locator("#talk .kept")

    page.goto(service.url + path)
    note.fill("Moths")
    page.get_by_label("Your tags").fill("relay")
    page.get_by_role("button", name="Keep the note").click()
    expect(kept).to_have_text("Safe on this phone. It goes out when there is a network.")
    page.goto(service.url + path)
    expect(note).to_have_value("Moths")
    note.fill("Moths and boats")
    page.get_by_role("button", name="Keep the note").click()
    until(page, HOLDS, "Moths and boats")

    window.set_offline(False)
    until_sent(page)
    assert note_of(service, me) == "Moths and boats"
    with service.session() as session:
        assert session.scalars(select(ContactSide.tags).where(ContactSide.person_id == me.person_id)).one() == ["relay"]


def test_a_page_that_is_not_there_any_more_is_not_kept_either(hall: Hall, phone_of, service) -> None:
    (me, _), (_, worn) = hall.guests(2)
    window = phone_of(me)
    page = opened(window, service.url, hall)
    path = a_contact(page, worn)
    page.goto(service.url + path)
    until(page, IS_KEPT, path)
    with service.session() as session:
        session.execute(delete(Contact).where(Contact.event_id == hall.event_id))
        session.commit()

    page.goto(service.url + path)
    expect(page.get_by_role("heading", name="There is nothing at this address")).to_be_visible()
    until(page, f"async (path) => !(await ({IS_KEPT})(path))", path)


def test_whoever_is_blocked_leaves_the_phone_at_once_and_the_others_come_back(hall: Hall, phone_of, service) -> None:
    (me, _), (pest, worn), (friend, other) = hall.guests(3)
    page = opened(phone_of(me), service.url, hall)
    page.evaluate(KEEP_SCANS, [other.code, worn.code])
    until_sent(page)
    page.reload()
    path = str(page.get_by_role("link", name=pest.name).get_attribute("href"))
    page.goto(service.url + path)
    look_after_pages(page)
    until(page, IS_KEPT, path)
    page.goto(f"{service.url}/e/{hall.slug}/contacts")
    for where in ("/contacts", f"/e/{hall.slug}/contacts"):
        until(page, f"async (path) => (await ({KEPT_NAMING})('{pest.name}')).includes(path)", where)

    page.goto(service.url + path)
    page.get_by_text("Not comfortable with").click()
    page.get_by_role("button", name="Block", exact=True).click()
    expect(page.get_by_role("heading", name="People I blocked")).to_be_visible()

    assert page.evaluate(KEPT_NAMING, pest.name) == []
    until(page, f"async (path) => (await ({KEPT_NAMING})('{friend.name}')).includes(path)", f"/e/{hall.slug}/contacts")
    assert page.evaluate(KEPT_NAMING, pest.name) == []


def test_what_needs_a_network_says_that_it_may_not_be_done_and_leads_back(hall: Hall, phone_of, service) -> None:
    (me, _), (_, worn) = hall.guests(2)
    window = phone_of(me)
    page = opened(window, service.url, hall)
    path = a_contact(page, worn)
    page.goto(service.url + path)
    until(page, IS_KEPT, path)
    window.set_offline(True)
    page.goto(service.url + path)

    page.get_by_text("Not comfortable with").click()
    page.get_by_role("button", name="Block", exact=True).click()
    expect(page.get_by_text("No answer came, so what you pressed may not be done.")).to_be_visible()
    expect(page.get_by_text("goes out by itself later")).to_be_hidden()
    page.get_by_role("button", name="Back").click()

    expect(page.get_by_label("What did you talk about?")).to_be_visible()
    assert page.evaluate(IS_KEPT, path)


def test_whoever_is_let_go_without_a_network_leaves_the_phone_at_once(hall: Hall, phone_of, service) -> None:
    (me, _), (gone, worn), (friend, other) = hall.guests(3)
    window = phone_of(me)
    page = opened(window, service.url, hall)
    page.evaluate(KEEP_SCANS, [other.code, worn.code])
    until_sent(page)
    page.reload()
    path = str(page.get_by_role("link", name=gone.name).get_attribute("href"))
    page.goto(service.url + path)
    look_after_pages(page)
    for where in ("/contacts", f"/e/{hall.slug}/contacts", path):
        until(page, f"async (path) => (await ({KEPT_NAMING})('{gone.name}')).includes(path)", where)
    window.set_offline(True)

    page.goto(service.url + path)
    page.get_by_text("Peace and quiet").click()
    page.get_by_role("button", name="Let go").click()
    expect(page.locator("form[action$='/let-go'] + .kept")).to_have_text(KEPT)

    assert page.evaluate(KEPT_NAMING, gone.name) == []
    page.goto(f"{service.url}/e/{hall.slug}/contacts")
    expect(page.locator("[data-people] > li")).to_have_count(1)
    expect(page.get_by_role("link", name=friend.name)).to_be_visible()
    window.set_offline(False)
    page.goto(f"{service.url}/e/{hall.slug}/contacts")  # fetched, it may be, before the letting go is sent
    until_sent(page)
    until(page, f"async (name) => !(await ({KEPT_NAMING})(name)).length", gone.name)
    with service.session() as session:
        assert session.scalars(select(ContactSide.let_go_at).where(ContactSide.person_id == me.person_id)).all().count(None) == 1


def test_what_is_deleted_while_it_is_sent_stays_deleted(hall: Hall, phone_of, service) -> None:
    codes = hall.codes(1)
    ((me, _),) = hall.guests(1)
    page = opened(phone_of(me), service.url, hall)
    account = page.evaluate("document.body.dataset.account")

    page.evaluate(
        """(account) => {
          const real = fetch;
          globalThis.fetch = async (address, options) => {
            const answer = await real(address, options);
            if (options?.method === "POST") await matchmakerOutbox.forget(account);
            return answer;
          };
        }""",
        account,
    )
    page.evaluate(KEEP_SCANS, codes)
    page.evaluate(FLUSH)

    assert hall.scans_of(me) == 1
    assert page.evaluate("async () => (await (await import('/static/js/outbox.js')).entries()).length") == 0


def test_old_things_warn(hall: Hall, phone_of, service) -> None:
    codes = hall.codes(1)
    ((me, _),) = hall.guests(1)
    window = phone_of(me)
    page = opened(window, service.url, hall)
    window.set_offline(True)
    page.evaluate(KEEP_SCANS, codes)
    page.evaluate(AGE, 4.5)

    expect(page.locator("[data-shell-strip]")).to_contain_text(
        "1 scan has waited on this phone for days. Find a network soon, or export it."
    )


def test_the_browser_sends_what_waits_after_the_last_page_is_closed(hall: Hall, phone_of, service, portal: Portal) -> None:
    """Background Sync, where a browser has it: asked for when something is kept, and answered by the service worker alone."""
    codes = hall.codes(2)
    ((me, _),) = hall.guests(1)
    window = phone_of(me, portal.url)
    page = opened(window, portal.url, hall)
    look_after_pages(page)
    worker = window.service_workers[0]
    portal.mode = "502"
    page.evaluate(KEEP_SCANS, codes)
    page.evaluate(FLUSH)
    page.close()
    assert hall.scans_of(me) == 0

    portal.mode = HEALTHY
    worker.evaluate("sendAll()")

    assert hall.scans_of(me) == 2
