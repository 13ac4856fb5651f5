"""Ada introduces Grace and Linus: three phones, letters over SMTP, two yes, and a card in each hand; nothing before."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from matchmaker.jobs.workshop import Workshop
from matchmaker.mail.postbox import newest_letters
from tests.cast import give_interests
from tests.journeys.conftest import PHONE
from tests.journeys.furnishing import sign_in
from tests.journeys.gallery import open_doors
from tests.proposals import knows_both

pytestmark = pytest.mark.browser

WHY = "You both know what a compiler dreams of."


@dataclass
class Three:
    workshop: Workshop
    pages: dict[str, Page]

    def open(self, who: str, path: str) -> Page:
        self.pages[who].goto(f"{self.workshop.settings.base_url}{path}")
        return self.pages[who]

    def letters_to(self, address: str) -> list[tuple[str, str]]:
        """Subject and text of what the mail server got, the newest first."""
        assert self.workshop.settings.post_dir is not None
        return [(one.subject, one.text) for one in newest_letters(self.workshop.settings.post_dir) if one.recipient == address]

    def posted_to(self, address: str) -> str:
        """Every word of every letter to this address, headers and names of parts included, as it came over the wire."""
        assert self.workshop.settings.post_dir is not None
        came = [message_from_bytes(file.read_bytes(), policy=default) for file in self.workshop.settings.post_dir.rglob("*.eml")]
        mine = [letter for letter in came if address in str(letter["To"])]
        assert mine
        parts = [part for letter in mine for part in letter.walk()]
        return "\n".join(f"{part.items()}{'' if part.is_multipart() else part.get_content()}" for part in parts)


@pytest.fixture
def three(database_url: str, session: Session, tmp_path: Path, ada, grace, linus, open_window: Callable[..., Page]) -> Iterator[Three]:
    grace.organisation, linus.organisation = "Navy", "Kernel House"
    give_interests(session, grace, offer=["Compilers"])
    give_interests(session, linus, seek=["Compilers"])
    knows_both(session, ada, grace, linus)
    cookies = {who.name.split()[0]: sign_in(session, who.person_id, "attendee") for who in (ada, grace, linus)}
    session.commit()
    with open_doors(database_url, tmp_path) as workshop:
        pages = {}
        for who, value in cookies.items():
            pages[who] = open_window(PHONE)
            settings = workshop.settings
            pages[who].context.add_cookies([{"name": settings.cookie_name, "value": value, "url": settings.base_url}])
        yield Three(workshop, pages)


def propose(three: Three) -> None:
    """From the pair that is offered to two questions; what would give somebody away is said while it is typed."""
    phone = three.open("Ada", "/e/northlight/introductions")
    expect(phone.get_by_text("Grace offers “Compilers”, and Linus seeks it.")).to_be_visible()
    phone.get_by_role("link", name="Introduce them").click()
    phone.wait_for_url("**/introductions/new*")
    reason = phone.get_by_label("Why should they meet?")
    reason.fill("Linus builds kernels")
    expect(phone.get_by_text("“linus” says who one of the two is.").first).to_be_visible()
    reason.fill("See https://x.example")
    expect(phone.get_by_text("Leave out addresses, links and numbers").first).to_be_visible()
    reason.fill(WHY)
    expect(phone.get_by_text("Leave out addresses, links and numbers").first).to_be_hidden()
    expect(phone.locator("#other option", has_text="Grace")).to_be_disabled()
    phone.get_by_role("button", name="Ask both").click()
    expect(phone.get_by_text("Each of them decides alone")).to_be_visible()
    expect(phone.get_by_text("Asked", exact=True)).to_be_visible()


def open_question(three: Three, who: str, address: str) -> Page:
    """By the link of the letter."""
    subject, text = three.letters_to(address)[0]
    assert subject == "Ada Lovelace would like to introduce you to somebody"
    phone = three.pages[who]
    phone.goto(next(word for word in text.split() if "/introductions/" in word))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Ada would like to introduce you to somebody")
    return phone


def test_two_people_are_introduced_and_nothing_moves_before_both_say_yes(three: Three) -> None:
    propose(three)
    grace = open_question(three, "Grace", "grace@example.org")
    assert "Linus" not in grace.content() + str(three.letters_to("grace@example.org"))
    grace.get_by_label("Ada may learn that it came about").check()
    grace.get_by_role("button", name="Yes, introduce us").click()
    expect(grace.get_by_text("You said yes", exact=True)).to_be_visible()
    assert "Linus" not in grace.content()
    for address, words in (
        ("grace@example.org", ("Linus", "Torvalds", "Kernel House")),
        ("linus@example.org", ("Grace", "Hopper", "Navy")),
    ):
        assert [word for word in words if word in three.posted_to(address)] == []
    expect(three.open("Ada", "/e/northlight/introductions").get_by_text("Asked", exact=True)).to_be_visible()

    linus = open_question(three, "Linus", "linus@example.org")
    assert "Grace" not in linus.content()
    linus.get_by_role("button", name="No, thank you").click()
    expect(linus.get_by_text("You said no", exact=True)).to_be_visible()
    grace.reload()
    expect(grace.get_by_text("You said yes", exact=True)).to_be_visible()
    linus.get_by_role("button", name="Yes after all").click()

    expect(linus.get_by_text("You two are introduced.")).to_be_visible()
    linus.get_by_role("link", name="See their card").click()
    expect(linus.get_by_role("heading", level=1)).to_have_text("Grace Hopper")
    expect(linus.get_by_label("What did you talk about?")).to_have_value(WHY)
    assert [subject for subject, _text in three.letters_to("grace@example.org")] == [
        "You two are introduced: Linus Torvalds",
        "Ada Lovelace would like to introduce you to somebody",
    ]
    assert three.letters_to("linus@example.org")[0][0] == "You two are introduced: Grace Hopper"
    # Linus did not tick it, so Ada reads what she would read after a no, and gets no letter.
    expect(three.open("Ada", "/e/northlight/introductions").get_by_text("Asked", exact=True)).to_be_visible()
    assert three.letters_to("ada@example.org") == []
