"""Invitations: who gets one, what stands in it, and when there is nothing left to say."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.domain.signin.secrets import invitation_token
from matchmaker.mail.letter import Letter
from matchmaker.services.invitation_letters import send_invitations, write_invitation
from matchmaker.services.unsubscribe import unsubscribe_url
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.queries.visits import EventFacts
from tests.cast import NOW, make_attendee, make_event, make_person


def facts_of(event: Event) -> EventFacts:
    return EventFacts(**{name: getattr(event, name) for name in EventFacts.__slots__})


@pytest.fixture
def guest(session: Session, event: Event) -> Attendee:
    return make_attendee(session, event, "Grace Brewster Hopper", make_person(session, "Grace"), first_signed_in_at=None)


def invited(session: Session, event: Event) -> OutboxLetter:
    send_invitations(session, facts_of(event), now=NOW)
    session.expire_all()
    return session.scalars(select(OutboxLetter)).one()


def written(session: Session, event: Event, settings: Settings, **later: int) -> Letter | None:
    return write_invitation(session, invited(session, event), settings=settings, now=NOW + timedelta(**later))


def test_only_those_who_come_and_were_never_asked_or_here_are_invited(
    session: Session, event: Event, guest: Attendee, ada: Attendee
) -> None:
    make_attendee(session, event, "Linus Torvalds", first_signed_in_at=None, status="cancelled")
    make_attendee(session, event, "Noor Haddad", first_signed_in_at=None, invited_at=NOW)
    make_attendee(session, make_event(session, "southlight"), "Otto Other", first_signed_in_at=None)

    count = send_invitations(session, facts_of(event), now=NOW)

    rows = session.execute(select(OutboxLetter.recipient, OutboxLetter.campaign, OutboxLetter.kind, OutboxLetter.payload)).all()
    assert count == 1
    assert rows == [("grace@example.org", "invitation", "invitation", {"attendee_id": guest.id})]


def test_nobody_is_invited_twice(session: Session, event: Event, guest: Attendee) -> None:
    assert [send_invitations(session, facts_of(event), now=NOW) for _ in range(2)] == [1, 0]


def test_the_letter_leads_to_the_readers_own_button(session: Session, event: Event, guest: Attendee, settings: Settings) -> None:
    letter = written(session, event, settings)

    token = invitation_token(settings.signin_key, event_id=event.id, attendee_id=guest.id, person_id=guest.person_id)
    link = f"http://localhost/e/northlight/invitation#{token}"
    assert letter is not None
    assert (letter.to_address, letter.to_name, letter.subject) == (
        "grace@example.org",
        "Grace Brewster Hopper",
        "Whom you could meet at Northlight 26",
    )
    assert letter.text.count(link) == 1
    assert f'href="{link}"' in letter.html
    assert letter.unsubscribe_url == unsubscribe_url(settings, guest.person_id, "invitation")


def test_the_letter_says_when_and_where_in_the_events_own_time(session: Session, event: Event, guest: Attendee, settings: Settings) -> None:
    event.time_zone = "America/New_York"

    letter = written(session, event, settings)

    assert letter is not None
    when = "Thu 5 Nov 2026, 03:30 – 12:30 Eastern Standard Time"
    assert f"Hello Grace,\n\nYou are on the list of Northlight 26.\n{when}\nSaltmarsh Hall\n\nSay" in letter.text
    assert "once, for 14 days; after" in letter.text


def test_an_event_without_a_place_leaves_no_gap(session: Session, event: Event, guest: Attendee, settings: Settings) -> None:
    event.place = ""

    letter = written(session, event, settings)

    assert letter is not None
    assert " GMT\n\nSay in a minute" in letter.text


def test_what_people_are_called_makes_no_link_and_no_markup(session: Session, event: Event, guest: Attendee, settings: Settings) -> None:
    guest.name, event.name = "<b>Grace</b>", 'North<a href="https://evil.example">light</a>'

    letter = written(session, event, settings)

    assert letter is not None
    assert '<a href="https://evil.example"' not in letter.html
    assert "<b>Grace" not in letter.html


@pytest.mark.parametrize("change", ["signed in", "cancelled", "closed", "never invited", "passed on"])
def test_an_invitation_that_has_lost_its_cause_is_not_sent(
    session: Session, event: Event, guest: Attendee, settings: Settings, change: str
) -> None:
    row = invited(session, event)
    if change == "signed in":
        guest.first_signed_in_at = NOW
    elif change == "cancelled":
        guest.status = "cancelled"
    elif change == "closed":
        event.closed_at = NOW
    elif change == "never invited":
        guest.invited_at = None
    else:
        guest.person_id = make_person(session, "Linus").id
    session.flush()

    assert write_invitation(session, row, settings=settings, now=NOW) is None


def test_an_invitation_is_not_sent_after_the_event_or_after_its_time(
    session: Session, event: Event, guest: Attendee, settings: Settings
) -> None:
    row = invited(session, event)

    assert write_invitation(session, row, settings=settings, now=event.ends_at) is None
    event.ends_at = NOW + timedelta(days=60)
    session.flush()
    assert write_invitation(session, row, settings=settings, now=NOW + timedelta(days=13)) is not None
    assert write_invitation(session, row, settings=settings, now=NOW + timedelta(days=14)) is None
