"""The worker makes the sheets that were asked for, and a badge for everybody who came in since."""

from datetime import timedelta
from io import BytesIO

import pypdf
import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matchmaker.jobs.badges import make_badges
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.badge_sheets import MAKING_TAKES_AT_MOST, open_sheet, sheet_state, want_sheet
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.badges import Badge
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from matchmaker.store.queries.badge_sheets import newest_sheet
from tests.cast import NOW, make_attendee, make_event
from tests.conftest import Clock


@pytest.fixture
def workshop(settings: Settings, engine: Engine, clock: Clock) -> Workshop:
    return Workshop(settings, engine, clock)


def wish(session: Session, event: Event, organiser: Person, settings: Settings) -> int:
    sheet_id = want_sheet(session, event.id, asked_by=organiser.id, key=settings.badge_key, now=NOW)
    session.commit()
    return sheet_id


def state(session: Session, event: Event) -> str:
    session.rollback()  # look at what others have committed since
    return sheet_state(newest_sheet(session, event.id))


def test_a_wished_sheet_is_made(
    workshop: Workshop, session: Session, event: Event, organiser: Person, ada: Attendee, grace: Attendee, settings: Settings
) -> None:
    sheet_id = wish(session, event, organiser, settings)

    make_badges(workshop)

    assert state(session, event) == "ready"
    pdf = pypdf.PdfReader(BytesIO(open_sheet(session, event.id, sheet_id, key=settings.badge_key)))
    said = pdf.pages[0].extract_text()
    assert [name in said for name in ("Ada Lovelace", "Grace Hopper", "Northlight 26")] == [True] * 3


def test_every_event_gets_its_own_sheet(
    workshop: Workshop, session: Session, event: Event, organiser: Person, ada: Attendee, settings: Settings
) -> None:
    elsewhere = make_event(session, "elsewhere", name="Elsewhere 26")
    make_attendee(session, elsewhere, "Linus Torvalds")
    mine, theirs = wish(session, event, organiser, settings), wish(session, elsewhere, organiser, settings)

    make_badges(workshop)

    session.rollback()
    said = [
        pypdf.PdfReader(BytesIO(open_sheet(session, at.id, sheet_id, key=settings.badge_key))).pages[0].extract_text()
        for at, sheet_id in ((event, mine), (elsewhere, theirs))
    ]
    assert [("Ada" in text, "Linus" in text) for text in said] == [(True, False), (False, True)]


def test_a_made_sheet_is_not_made_again(
    workshop: Workshop, session: Session, event: Event, organiser: Person, ada: Attendee, settings: Settings, clock: Clock
) -> None:
    wish(session, event, organiser, settings)
    make_badges(workshop)

    clock.now = NOW + timedelta(hours=1)
    make_badges(workshop)

    session.rollback()
    sheet = newest_sheet(session, event.id)
    assert sheet is not None
    assert sheet.made_at == NOW


def test_a_sheet_that_another_worker_has_is_left_to_it(
    workshop: Workshop, session: Session, event: Event, organiser: Person, ada: Attendee, settings: Settings, clock: Clock
) -> None:
    sheet_id = wish(session, event, organiser, settings)
    session.execute(sa.text("UPDATE badge_sheet SET begun_at = asked_at WHERE id = :id"), {"id": sheet_id})
    session.commit()

    make_badges(workshop)
    held = state(session, event)
    session.rollback()
    clock.now = NOW + MAKING_TAKES_AT_MOST + timedelta(seconds=1)
    make_badges(workshop)

    assert (held, state(session, event)) == ("waiting", "ready")


def test_when_everybody_has_left_meanwhile_the_sheet_says_so(
    workshop: Workshop, session: Session, event: Event, organiser: Person, ada: Attendee, settings: Settings
) -> None:
    wish(session, event, organiser, settings)
    ada.status = "cancelled"
    session.commit()

    make_badges(workshop)

    assert state(session, event) == "problem"


def test_everybody_who_came_in_since_gets_a_badge(workshop: Workshop, session: Session, event: Event, ada: Attendee) -> None:
    over = make_event(session, "over", closed_at=NOW)
    linus = make_attendee(session, over, "Linus Torvalds")
    session.commit()

    make_badges(workshop)

    session.rollback()
    owners = list(session.scalars(sa.select(Badge.attendee_id)))
    assert owners == [ada.id]
    assert linus.id not in owners


def test_sheets_older_than_a_day_are_thrown_away(
    workshop: Workshop, session: Session, event: Event, organiser: Person, ada: Attendee, settings: Settings, clock: Clock
) -> None:
    wish(session, event, organiser, settings)
    make_badges(workshop)

    clock.now = NOW + timedelta(hours=25)
    make_badges(workshop)

    assert state(session, event) == "gone"
