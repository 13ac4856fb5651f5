"""The first walk through the whole product, as three people: Olga organises, Ada is invited, Grace finds the address.

Everything is real: gunicorn, the worker, the database, SMTP, a browser each, and the badge read off the printed page.
"""

import re
import subprocess
import time
from collections.abc import Callable, Collection
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from matchmaker.mail.postbox import PostedLetter, newest_letters
from tests.journeys.conftest import LAPTOP, PHONE
from tests.running import RunningService

OpenWindow = Callable[[tuple[int, int]], Page]

GUESTS = """\
guest_id,name,email,company,What do you offer?,What are you looking for?
g-1,Ada Lovelace,ada@example.org,Analytical Engines,Old maps of the coast,Somebody who has moved to Postgres
g-2,Linus Torvalds,linus@example.org,Kernel House,Code review,Tea
g-3,Margaret Hamilton,margaret@example.org,Apollo,Testing with patience,A choir nearby
g-4,Broken Address,broken@nowhere,Nowhere,,
"""


def letter_to(service: RunningService, address: str, subject: str, *, seconds: float = 120, besides: Collection[str] = ()) -> PostedLetter:
    """The newest letter to this address whose subject holds these words, as the SMTP server got it; `besides` were opened before."""
    post = service.settings.post_dir
    assert post is not None
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for letter in newest_letters(post):
            if letter.recipient == address and subject in letter.subject and letter.id not in besides:
                return letter
        time.sleep(0.1)
    raise AssertionError(
        f"No letter about “{subject}” came to {address}; there are {[(one.recipient, one.subject) for one in newest_letters(post)]}"
    )


def reload_until(page: Page, row: Locator, words: str, *, seconds: float = 60) -> None:
    """The mail server has a letter a moment before the worker writes down that it left."""
    until = time.monotonic() + seconds
    while not row.filter(has_text=words).count() and time.monotonic() < until:
        page.wait_for_timeout(500)
        page.reload()
    expect(row).to_contain_text(words)


def code_in(letter: PostedLetter) -> str:
    found = re.search(r"\b(\d{6})\b", letter.text)
    assert found, letter.text
    return found[1]


def sign_in_with_code(page: Page, service: RunningService, address: str) -> None:
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("Six digits").fill(code_in(letter_to(service, address, "code")))
    page.get_by_role("button", name="Come in").click()


def decoded(picture: Image.Image) -> set[str]:
    return {code.text for code in zxingcpp.read_barcodes(picture)}


def codes_on_paper(pdf: Path) -> set[str]:
    subprocess.run(["pdftoppm", "-r", "150", "-png", str(pdf), str(pdf.with_suffix(""))], check=True)
    return set().union(*(decoded(Image.open(page)) for page in pdf.parent.glob(f"{pdf.stem}-*.png")))


def create_event(olga: Page, service: RunningService) -> None:
    olga.goto(f"{service.url}/organise/sign-in")
    olga.get_by_label("Your e-mail address").fill("olga@example.org")
    sign_in_with_code(olga, service, "olga@example.org")
    olga.get_by_role("link", name="Create the first event").click()
    olga.get_by_role("link", name="Empty").click()
    olga.get_by_label("Name", exact=True).fill("Northlight 26")
    expect(olga.get_by_label("Short address")).to_have_value("northlight-26")
    olga.get_by_label("Short address").fill("northlight")
    olga.get_by_label("Starts").fill(time.strftime("%Y-%m-%dT00:00", time.gmtime()))
    olga.get_by_label("Ends").fill(time.strftime("%Y-%m-%dT23:59", time.gmtime(time.time() + 86400)))
    olga.get_by_label("Time zone of the place").fill("UTC")
    olga.get_by_text("A ready list for tech meetups").click()
    olga.get_by_role("button", name="Put it into the field").click()
    olga.get_by_role("button", name="Create the event").click()
    expect(olga.get_by_role("heading", level=1)).to_have_text("Northlight 26")
    olga.get_by_role("button", name="Open the event").click()
    expect(olga.get_by_text("The event is open.")).to_be_visible()


def bring_guests_in(olga: Page, tmp_path: Path) -> None:
    file = tmp_path / "guests.csv"
    file.write_text(GUESTS)
    olga.get_by_role("link", name="Bring attendees in").first.click()
    olga.get_by_label("The attendee file").set_input_files(file)
    olga.get_by_role("button", name="Look at the file").click()
    expect(olga.get_by_role("heading", level=1)).to_have_text("Nothing is saved yet")
    expect(olga.get_by_role("row").filter(has_text="Broken Address")).to_contain_text("Stays out")
    olga.get_by_text("Columns", exact=True).last.click()
    olga.get_by_label("What do you offer?").select_option(label="Offers")
    olga.get_by_label("What are you looking for?").select_option(label="Looks for")
    olga.get_by_role("button", name="Read it this way").click()
    olga.get_by_role("button", name="Bring in 3 people").click()
    olga.goto(re.sub(r"/roster.*", "/roster", olga.url))
    expect(olga.get_by_text("3 people are coming.")).to_be_visible()


def print_badges(olga: Page, service: RunningService, tmp_path: Path) -> set[str]:
    olga.goto(f"{service.url}/organise/events/northlight/badges")
    olga.get_by_role("button", name="Make the sheet for").click()
    with olga.expect_download() as download:
        olga.get_by_role("link", name="Download badges-northlight.pdf").click()
    download.value.save_as(tmp_path / "badges.pdf")
    return codes_on_paper(tmp_path / "badges.pdf")


def come_in_by_invitation(ada: Page, service: RunningService) -> None:
    link = re.search(r"http://\S+/invitation#\S+", letter_to(service, "ada@example.org", "Northlight 26").text)
    assert link
    ada.goto(link[0])
    ada.get_by_role("button", name="Come in").click()
    expect(ada.get_by_role("heading", name="I like to talk about")).to_be_visible()


def say(page: Page, kind: str, words: str) -> None:
    group = page.get_by_role("group", name=kind)
    group.get_by_label("In your own words").fill(words)
    group.get_by_role("button", name="Add").click()


def choose_what_a_scan_does(page: Page, service: RunningService) -> str:
    """Share at once, with the address; returns what the code on the phone's screen says."""
    page.goto(f"{service.url}/e/northlight/badge")
    page.get_by_label("Share my card at once").check()
    page.get_by_label("My e-mail address").check()
    page.get_by_role("button", name="Show my badge").click()
    expect(page.get_by_role("img", name="The QR code of your badge")).to_be_visible()
    found = decoded(Image.open(BytesIO(page.screenshot())))
    assert len(found) == 1
    return found.pop()


@pytest.mark.slow
def test_from_an_attendee_file_to_a_delivered_letter(service: RunningService, open_window: OpenWindow, tmp_path: Path) -> None:
    assert service.command("organiser", "add", "olga@example.org").returncode == 0
    olga, ada, grace = open_window(LAPTOP), open_window(PHONE), open_window(PHONE)

    create_event(olga, service)
    bring_guests_in(olga, tmp_path)
    olga.get_by_role("button", name="Send 3 invitations").click()

    come_in_by_invitation(ada, service)
    say(ada, "I like to talk about", "Old maps of the coast")
    say(ada, "I am looking for", "Somebody who has moved to Postgres")
    ada.get_by_role("button", name="Show me my people").click()
    ada.wait_for_url("**/matches*")

    grace.goto(f"{service.url}/e/northlight/")
    grace.get_by_label("Your name").fill("Grace Hopper")
    grace.get_by_label("Your e-mail address").fill("grace@example.org")
    sign_in_with_code(grace, service, "grace@example.org")
    say(grace, "I can offer", "I moved three houses to Postgres")
    grace.get_by_text("A minute more").click()
    grace.get_by_label("Headline").fill("Finds bugs, keeps moths")
    grace.get_by_role("button", name="Show me my people").click()
    card = grace.get_by_role("listitem").filter(has_text="Ada Lovelace")
    expect(card).to_contain_text("I moved three houses to Postgres")
    expect(card).to_contain_text("Somebody who has moved to Postgres")

    on_grace_screen = choose_what_a_scan_does(grace, service)
    on_paper = print_badges(olga, service, tmp_path)
    assert len(on_paper) == 4
    assert on_grace_screen in on_paper

    ada.goto(on_grace_screen)
    ada.get_by_role("button", name="Exchange cards").click()
    expect(ada.get_by_role("link", name="grace@example.org")).to_be_visible()
    with ada.expect_download() as card_file:
        ada.get_by_role("link", name="Save to phone").click()
    assert "EMAIL;TYPE=INTERNET:grace@example.org" in card_file.value.path().read_text()
    ada.get_by_label("What did you talk about?").fill("Moths in the relay")
    ada.get_by_role("button", name="Keep the note").click()
    expect(ada.get_by_role("listitem").filter(has_text="Grace Hopper")).to_contain_text("Moths in the relay")
    grace.goto(f"{service.url}/e/northlight/contacts")
    expect(grace.get_by_role("listitem").filter(has_text="Ada Lovelace")).to_be_visible()

    olga.goto(f"{service.url}/organise/events/northlight/letters")
    olga.get_by_role("button", name="Close the event and send 2 letters").click()
    to_ada = letter_to(service, "ada@example.org", "met")
    assert "Grace Hopper" in to_ada.text
    assert "Moths in the relay" in to_ada.text
    assert "grace@example.org" in to_ada.text
    assert ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click") in to_ada.headers
    assert "Ada Lovelace" in letter_to(service, "grace@example.org", "met").text
    olga.goto(f"{service.url}/organise/events/northlight/letters")
    reload_until(olga, olga.get_by_role("row").filter(has_text="Ada Lovelace").filter(has_text="After the event"), "Sent")
