"""Months later, without waiting for them: a rhythm chosen, the letter it brings, a touch that resets it, and a calendar to keep."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import vobject
from playwright.sync_api import Page, expect
from sqlalchemy import select

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from tests.cast import make_attendee, make_event
from tests.journeys.conftest import PHONE, on_sqlite
from tests.journeys.test_first_walk import letter_to
from tests.journeys.test_own_data import ADDRESS, come_in
from tests.letters import exchange
from tests.running import RunningService

pytestmark = pytest.mark.browser
OpenWindow = Callable[[tuple[int, int]], Page]
MET_DAYS_AGO = 25


def meet_somebody(service: RunningService) -> int:
    """Nia and Grace met 25 days ago; Nia wrote something down."""
    with service.session() as session:
        nia = session.scalars(select(Attendee).join(Person, Person.id == Attendee.person_id).where(Person.email_key == ADDRESS)).one()
        grace = make_attendee(session, session.get_one(Event, nia.event_id), "Grace Hopper")
        contact = exchange(session, nia, grace, note="Wants the interview guide")
        contact.exchanged_at = contact.created_at = datetime.now(UTC) - timedelta(days=MET_DAYS_AGO)
        session.commit()
        return contact.id


def remind(service: RunningService, days: int, *more: str) -> str:
    """What the command says of noon, so many days from now."""
    moment = (datetime.now(UTC) + timedelta(days=days)).replace(hour=12, minute=0)
    done = service.command("remind", "--as-of", f"{moment:%Y-%m-%dT%H:%M}", *more)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


@pytest.mark.slow
@on_sqlite
def test_a_rhythm_brings_a_letter_and_a_touch_resets_it(service: RunningService, open_window: OpenWindow, tmp_path: Path) -> None:
    with service.session() as session:
        make_event(session, "northlight")
        session.commit()
    phone = open_window(PHONE)
    come_in(phone, service, set())
    contact_id = meet_somebody(service)

    phone.goto(f"{service.url}/e/northlight/followups")
    phone.get_by_role("button", name="Remind me at 1, 3 and 6 months").click()
    expect(phone.get_by_text("You are reminded of one person at 1, 3 and 6 months.")).to_be_visible()
    phone.goto(f"{service.url}/contacts/{contact_id}")
    phone.get_by_text("Reminders: at 1, 3 and 6 months").click()
    phone.get_by_label("Remind me").select_option("own")
    phone.get_by_label("How many").fill("3")
    phone.get_by_label("Weeks or months").select_option("w")
    phone.get_by_role("button", name="Keep this rhythm").click()
    expect(phone.get_by_text("Reminders: every 3 weeks")).to_be_visible()
    phone.goto(f"{service.url}/contacts/warm/letter")
    phone.get_by_label("From").select_option("0")
    phone.get_by_label("Until").select_option("0")
    phone.get_by_label("Quiet on Saturdays and Sundays").uncheck()
    phone.get_by_label("Your time zone").fill("UTC")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("heading", name="Due now")).to_be_visible()

    dry = remind(service, 8, "--dry-run")
    queued, again = remind(service, 8), remind(service, 8)
    letter = letter_to(service, ADDRESS, "Your reminders for", seconds=120)

    assert (dry, queued, again) == ("1 letter would be queued.", "1 letter queued.", "0 letters queued.")
    assert "Grace Hopper" in letter.text
    assert "Your note: Wants the interview guide" in letter.text

    phone.goto(f"{service.url}/contacts/warm")
    phone.get_by_role("button", name="I was in touch").click()
    expect(phone.get_by_text("Kept: you were in touch today.")).to_be_visible()
    expect(phone.get_by_role("heading", name="Soon")).to_be_visible()
    # Six weeks after they met, a letter would have come; three weeks after the touch, it does.
    assert (remind(service, 18), remind(service, 29)) == ("0 letters queued.", "1 letter queued.")

    with phone.expect_download() as download:
        phone.get_by_role("link", name="All reminders as a calendar file").click()
    file = tmp_path / "keep-warm.ics"
    download.value.save_as(file)
    entries = vobject.readOne(file.read_text("utf-8")).vevent_list
    assert [(entry.summary.value, entry.rrule.value) for entry in entries] == [("Be in touch with Grace Hopper", "FREQ=WEEKLY;INTERVAL=3")]
    assert entries[0].dtstart.value == (datetime.now(UTC) + timedelta(days=21)).date()
    assert "Wants the interview guide" in entries[0].description.value
