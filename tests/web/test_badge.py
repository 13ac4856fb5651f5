"""One's own badge: asked once what a scan may do, then shown large; a lost code is replaced."""

import re
from collections.abc import Callable

import pytest
import zxingcpp
from PIL import Image
from sqlalchemy.orm import Session

from matchmaker.domain.badges.token import badge_address, badge_code, short_code, shown_short_code
from matchmaker.services.badges import ensure_badges
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.badges import Badge
from matchmaker.store.models.events import Event
from tests.browsers import Phone, text_of
from tests.cast import NOW, make_attendee, make_event

PAGE = "/e/northlight/badge"
PhoneOf = Callable[[Attendee], Phone]


@pytest.fixture
def newcomer(session: Session, event: Event) -> Attendee:
    return make_attendee(session, event, "Nora Newcomer", exchange_mode=None, shared_fields=[])


@pytest.fixture
def with_badge(session: Session, ada: Attendee, settings: Settings) -> Attendee:
    ensure_badges(session, ada.event_id, key=settings.badge_key, now=NOW)
    session.commit()
    return ada


def codes_of(attendee: Attendee, settings: Settings, *, generation: int = 1) -> tuple[str, str]:
    subject = {"event_id": attendee.event_id, "attendee_id": attendee.id, "generation": generation}
    address = badge_address(settings.base_url, badge_code(settings.badge_key, **subject))
    return address, shown_short_code(short_code(settings.badge_key, **subject))


def read_square(html: str) -> str:
    """What a camera reads from the page's own drawing."""
    size = int(re.search(r'class="plate__qr" viewBox="0 0 (\d+)', html)[1])
    image = Image.new("L", (size, size), 255)
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", html):
        for step in range(int(length)):
            image.putpixel((int(x) + step, int(y)), 0)
    return zxingcpp.read_barcodes(image.resize((size * 4, size * 4), Image.Resampling.NEAREST))[0].text


def test_a_newcomer_is_asked_what_a_scan_may_do(phone_of: PhoneOf, newcomer: Attendee) -> None:
    page = phone_of(newcomer).get(PAGE)

    assert "What may a scan of your printed badge do?" in text_of(page)
    assert re.findall(r'name="mode" value="(\w+)"( checked)?', page.text) == [("share", " checked"), ("ask", "")]
    assert "plate__qr" not in page.text


def test_nothing_personal_is_ticked_beforehand(phone_of: PhoneOf, newcomer: Attendee) -> None:
    page = phone_of(newcomer).get(PAGE)

    assert re.findall(r'name="ticked" value="(\w+)"( checked)?', page.text) == [("email", ""), ("phone", ""), ("link", "")]


def test_the_answer_is_kept_and_the_badge_shown(phone_of: PhoneOf, session: Session, newcomer: Attendee, settings: Settings) -> None:
    phone = phone_of(newcomer)

    answer = phone.post(f"{PAGE}/choice", {"mode": "share", "ticked": ["email", "link"], "link": "example.org/nora", "phone": ""})

    assert (answer.status_code, answer.location) == (303, PAGE)
    session.refresh(newcomer)
    assert (newcomer.exchange_mode, newcomer.shared_fields, newcomer.link) == ("share", ["email", "link"], "https://example.org/nora")
    assert (newcomer.consent_version, newcomer.consent_at) == ("badge-share-1", NOW)
    page = phone.get(PAGE)
    assert read_square(page.text) == codes_of(newcomer, settings)[0]
    assert "They get your name, headline and organisation, and you get theirs. This goes along: e-mail address, web page." in text_of(page)


def test_the_badge_shows_name_square_and_short_code(phone_of: PhoneOf, with_badge: Attendee, settings: Settings) -> None:
    page = phone_of(with_badge).get(PAGE)

    address, short = codes_of(with_badge, settings)
    assert "Ada Lovelace" in text_of(page)
    assert f"Short code: {short}" in text_of(page)
    assert read_square(page.text) == address


def test_the_badge_is_kept_by_no_cache(phone_of: PhoneOf, with_badge: Attendee, newcomer: Attendee) -> None:
    kept = [phone_of(owner).get(PAGE).headers["Cache-Control"] for owner in (with_badge, newcomer)]

    assert kept == ["no-store", "no-store"]


def test_looking_at_the_badge_makes_none(phone_of: PhoneOf, session: Session, ada: Attendee) -> None:
    page = phone_of(ada).get(PAGE)

    assert "What may a scan of your printed badge do?" in text_of(page)
    assert session.query(Badge).count() == 0


def test_who_asks_first_is_told_so(phone_of: PhoneOf, session: Session, with_badge: Attendee) -> None:
    with_badge.exchange_mode = "ask"

    said = text_of(phone_of(with_badge).get(PAGE))

    assert "You are asked before anything of yours is shared." in said
    assert "They get" not in said


def test_the_answer_can_be_changed(phone_of: PhoneOf, session: Session, with_badge: Attendee) -> None:
    phone = phone_of(with_badge)
    page = phone.get(f"{PAGE}?change")
    phone.post(f"{PAGE}/choice", {"mode": "ask", "phone": "", "link": ""})

    session.refresh(with_badge)
    assert "Keep this and show my badge" in text_of(page)
    assert re.findall(r'name="ticked" value="(\w+)" checked', page.text) == ["email"]
    assert (with_badge.exchange_mode, with_badge.shared_fields, with_badge.consent_version) == ("ask", [], "badge-ask-1")


def test_all_faults_are_shown_and_nothing_is_kept(phone_of: PhoneOf, session: Session, newcomer: Attendee) -> None:
    typed = {"mode": "everything", "ticked": ["phone"], "phone": "", "link": "javascript:alert(1)"}

    answer = phone_of(newcomer).post(f"{PAGE}/choice", typed)

    assert answer.status_code == 422
    assert re.findall(r'<a href="#(\w+)">', answer.text) == ["mode", "phone", "link"]
    assert 'value="javascript:alert(1)"' in answer.text
    session.refresh(newcomer)
    assert (newcomer.exchange_mode, newcomer.link, session.query(Badge).count()) == (None, "", 0)


def test_where_the_organiser_asks_first_there_is_no_other_answer(
    phone_of: PhoneOf, session: Session, event: Event, newcomer: Attendee
) -> None:
    event.exchange_rule = "ask_first"
    phone = phone_of(newcomer)

    page = phone.get(PAGE)
    refused = phone.post(f"{PAGE}/choice", {"mode": "share", "phone": "", "link": ""})
    taken = phone.post(f"{PAGE}/choice", {"mode": "ask", "phone": "", "link": ""})

    assert "At this event every scan asks first. Nobody gets anything of mine before I say yes." in text_of(page)
    assert "Share my card at once" not in text_of(page)
    assert (refused.status_code, taken.status_code) == (422, 303)


def test_a_rule_made_later_also_changes_what_the_badge_says(
    phone_of: PhoneOf, session: Session, event: Event, with_badge: Attendee
) -> None:
    event.exchange_rule = "ask_first"

    assert "You are asked before anything of yours is shared." in text_of(phone_of(with_badge).get(PAGE))


def test_a_lost_code_is_replaced_in_one_step(phone_of: PhoneOf, session: Session, with_badge: Attendee, settings: Settings) -> None:
    phone = phone_of(with_badge)
    before = read_square(phone.get(PAGE).text)

    answer = phone.post(f"{PAGE}/renew")

    page = phone.get(answer.location)
    assert "This is your new code. The one before opens nothing any more." in text_of(page)
    assert read_square(page.text) == codes_of(with_badge, settings, generation=2)[0] != before


def test_tries_of_the_old_code_are_told_to_the_owner(phone_of: PhoneOf, session: Session, with_badge: Attendee) -> None:
    phone = phone_of(with_badge)
    phone.post(f"{PAGE}/renew")
    session.query(Badge).filter_by(generation=1).update({"tries_after": 2})
    session.commit()

    assert "Your old code was tried 2 times since you replaced it." in text_of(phone.get(PAGE))


def test_one_cannot_see_or_change_a_badge_at_an_event_one_does_not_attend(
    phone_of: PhoneOf, session: Session, with_badge: Attendee, stranger: Phone
) -> None:
    make_event(session, "elsewhere")
    phone = phone_of(with_badge)

    answers = [phone.get("/e/elsewhere/badge"), phone.post("/e/elsewhere/badge/choice"), phone.post("/e/elsewhere/badge/renew")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert stranger.get(PAGE).status_code == 401


def test_the_page_takes_two_statements(phone_of: PhoneOf, with_badge: Attendee, statements: list[str]) -> None:
    phone = phone_of(with_badge)
    statements.clear()

    phone.get(PAGE)

    assert len(statements) == 2
