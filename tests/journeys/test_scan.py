"""Scanning in the page, with a camera whose pictures are made here: what is read, what is not, and the ways without a camera."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.domain.badges.token import badge_address, badge_code, short_code
from matchmaker.store.engine import make_engine
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact, ContactSide, Promise, Scan
from tests import databases
from tests.camera import WANTED, chromium_with_camera, film, nothing, seen
from tests.chromium import PATIENCE, find_chromium
from tests.journeys.conftest import PHONE
from tests.journeys.gallery import Gallery, open_gallery

SCAN = "/e/{slug}/scan"
Badge = dict[str, str]


@pytest.fixture(scope="module")
def hall(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    """An event of its own: these tests meet people."""
    folder = tmp_path_factory.mktemp("hall")
    with open_gallery(databases.fresh_sqlite(_sqlite_template, folder), folder) as gallery:
        yield gallery


@pytest.fixture(scope="module")
def path_of_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("camera") / "camera.mjpeg", [nothing()])


@pytest.fixture(scope="module")
def camera(chromium: Browser, path_of_film: Path) -> Iterator[Browser]:
    with chromium_with_camera(chromium.browser_type, str(find_chromium()), path_of_film) as browser:
        yield browser


@pytest.fixture
def asked_for() -> list[str]:
    """The addresses that the scan page has asked for."""
    return []


@pytest.fixture
def open_scan(camera: Browser, hall: Gallery, path_of_film: Path, asked_for: list[str]) -> Iterator[Callable[..., Page]]:
    """`open_scan([frame, …])`: the scan page on a phone whose camera sees these pictures; opened by the tap unless told."""
    windows = []
    asked_for.clear()

    def open_scan(frames=(), *, tap: bool = True, script: str = "") -> Page:
        film(path_of_film, frames or [nothing()])
        window = hall.window(camera, "attendee", width=PHONE[0], height=PHONE[1])
        window.set_default_timeout(PATIENCE)
        windows.append(window)
        if script:
            window.add_init_script(script)
        page = window.new_page()
        page.on("request", lambda request: asked_for.append(request.url))
        page.goto(hall.address(SCAN))
        if tap:
            page.click("[data-open]")
            page.locator('main[data-mode="looking"], main[data-mode="met"]').wait_for()
        return page

    yield open_scan
    for window in windows:
        window.close()


@pytest.fixture(scope="module")
def people(hall: Gallery) -> dict[str, Badge]:
    """Two who share at once, one who is asked first, and the scanner."""
    engine = make_engine(hall.settings.database_url)
    with Session(engine) as session:
        me = session.scalars(select(Attendee).where(Attendee.id == int(hall.things["attendee"]))).one()
        others = select(Attendee).where(Attendee.event_id == me.event_id, Attendee.id != me.id, Attendee.listed).order_by(Attendee.id)
        share = session.scalars(others.where(Attendee.exchange_mode == "share")).all()
        ask = session.scalars(others.where(Attendee.exchange_mode == "ask")).all()
        chosen = {"me": me, "one": share[3], "two": share[4], "three": share[5], "typed": ask[-1], "asked": ask[-2], "undone": ask[-3]}
        badges = {word: badge_of(attendee, hall) for word, attendee in chosen.items()}
    engine.dispose()
    return badges


def badge_of(attendee: Attendee, hall: Gallery) -> Badge:
    names = {"event_id": attendee.event_id, "attendee_id": attendee.id, "generation": 1}
    code = badge_code(hall.settings.badge_key, **names)
    short = short_code(hall.settings.badge_key, **names)
    return {"name": attendee.name, "address": badge_address(hall.settings.base_url, code), "short": short, "id": str(attendee.id)}


def asked_of(hall: Gallery, question):
    engine = make_engine(hall.settings.database_url)
    with Session(engine) as session:
        answer = session.execute(question).all()
    engine.dispose()
    return answer


def scans_of(hall: Gallery, badge: Badge) -> int:
    mine = Scan.owner_id == int(badge["id"]), Scan.scanner_id == int(hall.things["attendee"])
    return asked_of(hall, select(func.count()).where(*mine))[0][0]


def contacts_with(hall: Gallery, badge: Badge) -> list[str]:
    """How the scanner stands with this person: nothing, or one word; scans stay as rows even when they are taken back."""
    me, them = (
        select(Attendee.person_id).where(Attendee.id == int(one)).scalar_subquery() for one in (hall.things["attendee"], badge["id"])
    )
    pair = Contact.low_person_id.in_([me, them]), Contact.high_person_id.in_([me, them])
    return [state for (state,) in asked_of(hall, select(Contact.state).where(*pair))]


def wait_until(page: Page, holds: Callable[[], bool]) -> None:
    for _ in range(900):
        if holds():
            return
        page.wait_for_timeout(100)
    assert holds()


def type_code(page: Page, badge: Badge) -> None:
    page.fill("#code", badge["short"])
    page.click("[data-typed] button")
    expect(page.locator("[data-undo]")).to_be_visible()


SCANNER = """text => {
  const type = (key) => {
    const field = document.activeElement;
    const isTaken = !field.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    if (!isTaken && key.length === 1 && "value" in field) field.value += key;
  };
  for (const sign of text) type(sign);
  type("Enter");
}"""


def scanner_types(page: Page, text: str) -> None:
    """Keys in one breath, as a hand-held scanner sends them; a browser driven from outside is too slow for that on a busy machine."""
    page.evaluate(SCANNER, text)


def expect_met(page: Page, badge: Badge, word: str = "Exchanged") -> None:
    expect(page.locator("#met")).to_have_text(badge["name"])
    expect(page.locator("[data-state]")).to_have_text(word)


SCENES = {
    "clean": {},
    "tilted": {"tilted": True},
    "low light and noise": {"dark": True},
    "tiny": {"side": 62},
    "inverted": {"inverted": True},
}


# What the page asks for. The whole picture is read smaller than it is, and in turn with it the middle as it is.
SCENES_OF_720_LINES = {
    "clean": {},
    "low light and noise": {"dark": True},
    "tiny: only the middle as it is shows it": {"side": 62},
    "in a corner: only the whole shows it": {"side": 150, "at_the_edge": True},
}


@pytest.mark.parametrize("scene", SCENES_OF_720_LINES)
def test_a_badge_before_a_camera_of_720_lines_becomes_a_card(open_scan, people, scene) -> None:
    page = open_scan([seen(people["two"]["address"], size=WANTED, **SCENES_OF_720_LINES[scene])] * 3)

    expect_met(page, people["two"])
    assert page.evaluate("(({ videoWidth, videoHeight }) => [videoWidth, videoHeight])(document.querySelector('video'))") == list(WANTED)


@pytest.mark.parametrize("scene", SCENES)
def test_a_badge_before_the_camera_becomes_a_card(open_scan, people, scene) -> None:
    page = open_scan([seen(people["one"]["address"], **SCENES[scene])] * 3)

    expect_met(page, people["one"])
    expect(page.locator("#met")).to_be_focused()
    expect(page.locator("[data-told]")).to_contain_text(f"{people['one']['name']}. Exchanged")


def test_one_badge_held_still_is_one_scan(open_scan, hall, people) -> None:
    page = open_scan([seen(people["three"]["address"])] * 3)
    expect_met(page, people["three"])

    page.click("[data-next]")
    page.wait_for_timeout(2500)

    expect(page.locator("main")).to_have_attribute("data-mode", "looking")
    assert scans_of(hall, people["three"]) == 1


def test_two_badges_one_after_the_other_without_leaving_the_page(open_scan, people) -> None:
    """The film shows one, then nobody, then the other, as fast as Chromium plays it, over and over."""
    one, two = people["one"], people["two"]
    page = open_scan([*[seen(one["address"])] * 90, *[nothing()] * 30, *[seen(two["address"])] * 90])
    visited: list[str] = []
    page.on("framenavigated", lambda frame: visited.append(frame.url))

    names = [one["name"], two["name"]]
    expect(page.locator("#met")).to_have_text(re.compile("|".join(re.escape(name) for name in names)))
    names.remove(page.locator("#met").inner_text())
    expect(page.locator("[data-state]")).to_have_text("Exchanged")
    page.click("[data-next]")

    expect(page.locator("#met")).to_have_text(names[0])
    expect(page.locator("[data-state]")).to_have_text("Exchanged")
    assert visited == []


def test_a_hall_without_a_badge_does_not_fire(open_scan) -> None:
    page = open_scan([nothing()] * 3)

    page.wait_for_timeout(2500)

    expect(page.locator("main")).to_have_attribute("data-mode", "looking")
    expect(page.locator("[data-odd]")).to_be_hidden()


@pytest.mark.parametrize("text", ["https://evil.example/b/7KQ2M9VD7KQ2M9VD7KQ2M9VD7K", "javascript:alert(1)", "BEGIN:VCARD"])
def test_what_is_none_of_ours_is_shown_and_never_opened(open_scan, text) -> None:
    page = open_scan([seen(text)] * 3)

    expect(page.locator("[data-odd]")).to_be_visible()
    expect(page.locator("[data-odd-text]")).to_have_text(text)
    assert page.locator("[data-odd] a").count() == 0
    assert page.url.endswith("/scan")


def test_ones_own_badge_says_so_and_offers_the_next(open_scan, people) -> None:
    page = open_scan([seen(people["me"]["address"])] * 3)

    expect(page.locator("#met")).to_have_text("This is your own badge")
    expect(page.locator("[data-next]")).to_have_text("Scan the next")
    expect(page.locator("#note")).to_be_hidden()


def test_one_who_is_asked_first_stays_nameless(open_scan, people) -> None:
    page = open_scan([seen(people["asked"]["address"])] * 3)

    expect(page.locator("#met")).to_have_text("They are asked")
    expect(page.locator("[data-headline]")).to_have_text("You see their card once they say yes.")
    assert people["asked"]["name"] not in page.content()


# --- the browser's own reader -------------------------------------------------------------------------------------------------

OWN_READER = """(() => {
  const text = (value) => [{ rawValue: value }];
  const isTest = (source) => source instanceof ImageBitmap; // frames and photos come as a canvas
  globalThis.BarcodeDetector = class {
    static getSupportedFormats() { %s }
    constructor() { %s }
    async detect(source) { %s }
  };
})()"""
SAYS_IT_READS = "return Promise.resolve(['qr_code']);"
BROKEN_READERS = {
    "finds nothing": (SAYS_IT_READS, "", "return [];"),
    "reads something else": (SAYS_IT_READS, "", "return text('MATCHMAKEE');"),
    "throws when it reads": (SAYS_IT_READS, "", "throw new DOMException('', 'NotSupportedError');"),
    "throws when it is made": (SAYS_IT_READS, "throw new TypeError('');", ""),
    "throws when it is asked": ("throw new TypeError('');", "", ""),
    "reads other squares only": ("return Promise.resolve(['ean_13']);", "", "return text('MATCHMAKER');"),
    "never answers": (SAYS_IT_READS, "", "return new Promise(() => {});"),
    "never says what it reads": ("return new Promise(() => {});", "", ""),
}


def vendored(asked_for: list[str]) -> list[str]:
    return [name for name in ("barcode-detector.js", "zxing_reader.wasm") if any(name in url for url in asked_for)]


def test_the_browsers_own_reader_is_used_where_it_reads(open_scan, people, asked_for) -> None:
    """The camera sees nobody: what is read can only come from the browser's own reader."""
    reads = f"return text(isTest(source) ? 'MATCHMAKER' : '{people['one']['address']}');"
    page = open_scan([nothing()] * 3, script=OWN_READER % (SAYS_IT_READS, "", reads))

    expect_met(page, people["one"])
    assert vendored(asked_for) == []


@pytest.mark.parametrize("how", BROKEN_READERS)
def test_a_reader_of_the_browsers_own_that_does_not_work_is_not_trusted(open_scan, people, asked_for, how) -> None:
    page = open_scan([seen(people["one"]["address"])] * 3, script=OWN_READER % BROKEN_READERS[how])

    expect_met(page, people["one"])
    assert vendored(asked_for) == ["barcode-detector.js", "zxing_reader.wasm"]


def test_a_photo_is_read_too_where_the_browsers_own_reader_does_not_work(open_scan, people, tmp_path) -> None:
    page = open_scan(tap=False, script=OWN_READER % BROKEN_READERS["finds nothing"])
    seen(people["two"]["address"]).save(tmp_path / "badge.png")

    page.set_input_files("[data-photo-file]", tmp_path / "badge.png")

    expect_met(page, people["two"])


# --- the sheet ----------------------------------------------------------------------------------------------------------------


def test_what_is_written_on_the_sheet_is_kept_with_the_contact(open_scan, hall, people) -> None:
    page = open_scan([seen(people["two"]["address"])] * 3)
    expect_met(page, people["two"])

    page.fill("#note", "A chair at the next interview.")
    page.get_by_label("Introduce to somebody").check()
    page.fill("#newtag", "Fife")
    page.keyboard.press("Enter")
    page.get_by_text("They said a follow-up is welcome").click()
    page.get_by_text("I promised something").click()
    page.fill("#promise", "The grant text")
    page.fill("#due", "2026-11-12")
    page.click("[data-next]")

    expect(page.locator("[data-told]")).to_have_text("Kept. Scan the next one.")
    expect(page.locator("#scan")).to_be_focused()
    written = select(ContactSide.note, ContactSide.tags, ContactSide.may_follow_up).where(ContactSide.note.like("A chair at%"))
    wait_until(page, lambda: bool(asked_of(hall, written)))
    assert asked_of(hall, written) == [("A chair at the next interview.", ["Introduce to somebody", "Fife"], True)]
    assert [
        (text, str(day)) for text, day in asked_of(hall, select(Promise.text, Promise.due_on).where(Promise.text == "The grant text"))
    ] == [("The grant text", "2026-11-12")]


def test_a_scan_is_taken_back_within_ten_seconds_and_not_after(open_scan, hall, people) -> None:
    page = open_scan(tap=False)
    page.clock.install()
    assert contacts_with(hall, people["undone"]) == []
    type_code(page, people["undone"])
    wait_until(page, lambda: contacts_with(hall, people["undone"]) == ["pending"])

    page.click("[data-undo]")

    expect(page.locator("[data-told]")).to_have_text("Taken back. Nothing was kept of this scan.")
    wait_until(page, lambda: contacts_with(hall, people["undone"]) == [])
    type_code(page, people["undone"])
    wait_until(page, lambda: contacts_with(hall, people["undone"]) == ["pending"])
    page.clock.fast_forward(10_500)
    expect(page.locator("[data-undo]")).to_be_hidden()
    assert contacts_with(hall, people["undone"]) == ["pending"]


def test_what_goes_along_is_changed_on_the_sheet(open_scan, hall, people) -> None:
    page = open_scan([seen(people["one"]["address"])] * 3)
    expect_met(page, people["one"])

    page.get_by_text("Change", exact=True).click()
    for box in page.locator("[name=shared]").all():
        box.uncheck()
    page.click("[data-share]")

    expect(page.locator("[data-goes-line]")).to_have_text("Saved. They have what you ticked.")


def test_a_sign_in_page_of_the_wifi_is_no_yes_to_what_goes_along(open_scan, people) -> None:
    page = open_scan([seen(people["two"]["address"])] * 3)
    expect_met(page, people["two"])
    page.route("**/accept", lambda route: route.fulfill(status=200, content_type="text/html", body="<p>Please accept the terms.</p>"))

    page.get_by_text("Change", exact=True).click()
    page.click("[data-share]")

    expect(page.locator("[data-goes-line]")).to_have_text(page.locator('[data-word="shared-not"]').text_content() or "")


def test_escape_keeps_and_goes_back_to_the_camera(open_scan, people) -> None:
    page = open_scan([seen(people["one"]["address"])] * 3)
    expect_met(page, people["one"])

    page.keyboard.press("Escape")

    expect(page.locator("main")).to_have_attribute("data-mode", "looking")


# --- without a camera -----------------------------------------------------------------------------------------------------------


def test_the_camera_is_asked_for_by_the_tap_and_not_before(open_scan, asked_for) -> None:
    page = open_scan(tap=False)

    assert page.evaluate("document.querySelector('video').srcObject") is None
    assert vendored(asked_for) == []
    page.click("[data-open]")
    page.locator('main[data-mode="looking"]').wait_for()

    assert vendored(asked_for) == ["barcode-detector.js", "zxing_reader.wasm"]


def test_a_short_code_is_typed_and_asks_first(open_scan, people) -> None:
    page = open_scan(tap=False)

    page.fill("#code", f"{people['typed']['short'][:4]} {people['typed']['short'][4:]}".lower())
    page.keyboard.press("Enter")

    expect(page.locator("#met")).to_have_text("They are asked")


def test_a_phone_that_can_keep_nothing_says_so_and_goes_on(open_scan, people) -> None:
    page = open_scan(tap=False)
    page.evaluate("() => { IDBDatabase.prototype.transaction = () => { throw new Error('The disk is full.'); }; }")

    page.fill("#code", people["typed"]["short"])
    page.keyboard.press("Enter")

    expect(page.locator('[data-trouble="lost"]')).to_be_visible()
    expect(page.locator("[data-sheet]")).to_be_hidden()
    expect(page.locator("[data-act]")).to_be_hidden()


def test_a_slip_of_the_finger_is_told_before_anything_is_sent(open_scan) -> None:
    page = open_scan(tap=False)

    page.fill("#code", "7KQ2")
    page.keyboard.press("Enter")

    expect(page.locator("[data-typed-fault]")).to_be_visible()
    expect(page.locator("#code")).to_be_focused()


def test_a_wrong_code_says_that_nobody_has_it(open_scan) -> None:
    page = open_scan(tap=False)

    page.fill("#code", "00000000")
    page.keyboard.press("Enter")

    expect(page.locator("#met")).to_have_text("We do not know this badge")


def test_a_scanner_that_types_is_heard_anywhere_even_in_the_middle_of_a_note(open_scan, people) -> None:
    page = open_scan(tap=False)
    page.locator("h1").focus()

    scanner_types(page, people["one"]["address"])
    expect_met(page, people["one"])
    page.fill("#note", "Half a word")
    scanner_types(page, people["two"]["address"])

    expect_met(page, people["two"])
    assert re.search(r"/b/|HTTP", page.locator("#note").input_value()) is None


def test_slow_fingers_are_no_scanner(open_scan, people) -> None:
    page = open_scan(tap=False)
    page.locator("h1").focus()

    page.keyboard.type(people["one"]["short"], delay=160)
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_have_attribute("data-mode", "idle")


def test_a_photo_of_a_badge_is_read(open_scan, people, tmp_path) -> None:
    page = open_scan(tap=False)
    # With `capture`, phones open the camera, and a picture taken before can't be chosen.
    assert page.locator("[data-photo-file]").get_attribute("capture") is None
    seen(people["one"]["address"], tilted=True).convert("RGB").resize((1600, 1200)).save(tmp_path / "badge.jpg")
    nothing().save(tmp_path / "hall.png")

    page.set_input_files("[data-photo-file]", tmp_path / "hall.png")
    expect(page.locator("[data-photo-fault]")).to_be_visible()
    page.set_input_files("[data-photo-file]", tmp_path / "badge.jpg")

    expect_met(page, people["one"])


@pytest.mark.parametrize(
    ("how", "heading"),
    [({"asks": True}, "The camera is closed to this page"), ({"absent": True}, "There is no camera here")],
    ids=["refused", "absent"],
)
def test_without_a_camera_the_page_says_what_to_do(chromium, hall, people, path_of_film, how, heading) -> None:
    with chromium_with_camera(chromium.browser_type, str(find_chromium()), path_of_film, **how) as browser:
        page = hall.window(browser, "attendee", width=PHONE[0], height=PHONE[1]).new_page()
        page.goto(hall.address(SCAN))
        page.click("[data-open]")

        expect(page.get_by_role("heading", name=heading)).to_be_focused()
        page.fill("#code", people["typed"]["short"])
        page.keyboard.press("Enter")
        expect(page.locator("#met")).to_have_text("They are asked")


@pytest.mark.parametrize(
    ("script", "word"),
    [
        ("navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotReadableError'))", "busy"),
        ("Object.defineProperty(globalThis, 'isSecureContext', { value: false })", "insecure"),
        ("Object.defineProperty(navigator, 'mediaDevices', { value: undefined })", "unable"),
    ],
    ids=["busy", "insecure", "unable"],
)
def test_whatever_is_wrong_with_the_camera_has_its_own_words(camera, hall, script, word) -> None:
    window = hall.window(camera, "attendee", width=PHONE[0], height=PHONE[1])
    window.add_init_script(script)
    page = window.new_page()
    page.goto(hall.address(SCAN))
    if word == "busy":
        page.click("[data-open]")

    expect(page.locator(f'[data-trouble="{word}"]')).to_be_visible()
    expect(page.locator("#code")).to_be_visible()
    window.close()


def test_without_script_the_page_is_a_form_and_three_steps(camera, hall, people) -> None:
    window = camera.new_context(java_script_enabled=False)
    window.add_cookies([{"name": hall.settings.cookie_name, "value": hall.cookies["attendee"], "url": hall.base_url}])
    page = window.new_page()
    page.goto(hall.address(SCAN))

    expect(page.get_by_text("Open your phone’s own camera")).to_be_visible()
    expect(page.get_by_role("button", name="Open the camera")).to_be_hidden()
    page.fill("#code", people["typed"]["short"])
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="They are asked first")).to_be_visible()
    window.close()
