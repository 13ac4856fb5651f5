"""Who gets a letter with link and code."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.domain.signin.secrets import link_token, sign_in_code
from matchmaker.mail.letter import Letter
from matchmaker.services.arrivals import SignInDoor
from matchmaker.services.sign_in_letters import write_sign_in
from matchmaker.services.signin import SignInForm, ask_for_code
from matchmaker.settings import Settings
from matchmaker.store.models.events import Event, EventRole
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.signin import LoginLink
from matchmaker.store.queries.visits import visit_of
from tests.cast import NOW, make_attendee, make_event, make_organiser, make_person

SALT = "7" * 32


def letter_for(
    session: Session,
    settings: Settings,
    email: str,
    *,
    event: Event | None = None,
    organiser: bool = False,
    name: str = "",
    seconds: int = 0,
    salt: str = SALT,
) -> Letter | None:
    facts = visit_of(session, "", slug=event.slug, now=NOW).event if event else None
    door = SignInDoor("organiser" if organiser else "attendee", facts)
    ask_for_code(session, SignInForm(email, name or None), door, nonce_hash="n" * 64, salt=salt, settings=settings, now=NOW)
    row = session.scalars(select(OutboxLetter).order_by(OutboxLetter.id.desc())).first()
    assert row is not None
    return write_sign_in(session, row, settings=settings, now=NOW + timedelta(seconds=seconds))


def test_a_stranger_at_an_open_event_gets_link_and_code(session: Session, settings: Settings, event: Event) -> None:
    letter = letter_for(session, settings, "New@Tidepool.example", event=event, name="Nia Okoye")

    assert letter is not None
    assert (letter.to_address, letter.to_name, letter.unsubscribe_url) == ("new@tidepool.example", "Nia Okoye", None)
    assert letter.subject == f"{sign_in_code(settings.signin_key, SALT)} is your code for Northlight 26"
    assert f"http://localhost/e/northlight/in#{link_token(settings.signin_key, SALT)}" in letter.text.split()
    assert "Hello Nia, " in letter.text
    assert "for 10 minutes" in letter.text


def test_an_organiser_is_led_to_the_organiser_s_door(session: Session, settings: Settings) -> None:
    olga = make_organiser(session)

    letter = letter_for(session, settings, olga.email, organiser=True)

    assert letter is not None
    assert f"http://localhost/organise/sign-in/link#{link_token(settings.signin_key, SALT)}" in letter.text.split()
    assert "Hello Olga, " in letter.text


def test_a_host_without_an_account_is_one_of_the_team(session: Session, settings: Settings, event: Event) -> None:
    hugo = make_person(session, "Hugo")
    session.add(EventRole(event_id=event.id, person_id=hugo.id, role="host", created_at=NOW))

    assert letter_for(session, settings, hugo.email, organiser=True) is not None


def test_without_an_event_the_link_leads_to_the_general_door(session: Session, settings: Settings) -> None:
    make_person(session, "", "ada@example.org")

    letter = letter_for(session, settings, "ada@example.org")

    assert letter is not None
    assert f"http://localhost/sign-in/link#{link_token(settings.signin_key, SALT)}" in letter.text.split()
    assert "Hello there, " in letter.text


@pytest.mark.parametrize("organiser", [True, False])
def test_outside_an_open_event_an_unknown_address_gets_nothing(session: Session, settings: Settings, organiser: bool) -> None:
    assert letter_for(session, settings, "new@tidepool.example", organiser=organiser) is None


def test_an_attendee_gets_no_organiser_s_letter(session: Session, settings: Settings, event: Event) -> None:
    make_attendee(session, event, "Ada Lovelace")

    assert letter_for(session, settings, "ada@example.org", organiser=True) is None


def test_by_invitation_only_those_on_the_list_get_a_letter(session: Session, settings: Settings) -> None:
    event = make_event(session, join_policy="invited")
    make_attendee(session, event, "Ada Lovelace")
    make_attendee(session, event, "Linus Torvalds", status="cancelled")
    make_person(session, "Grace Hopper")

    letters = [letter_for(session, settings, f"{name}@example.org", event=event, salt=name) for name in ("ada", "linus", "grace", "nobody")]

    assert [letter is not None for letter in letters] == [True, False, False, False]


def test_once_an_event_is_closed_only_its_people_get_a_letter(session: Session, settings: Settings) -> None:
    event = make_event(session, closed_at=NOW)
    make_attendee(session, event, "Ada Lovelace")

    letters = [letter_for(session, settings, f"{name}@example.org", event=event, salt=name) for name in ("ada", "nobody")]

    assert [letter is not None for letter in letters] == [True, False]


def test_a_letter_that_comes_too_late_stays_at_home(session: Session, settings: Settings, event: Event) -> None:
    assert letter_for(session, settings, "new@tidepool.example", event=event, name="Nia", seconds=600) is None


def test_a_letter_whose_link_was_ended_stays_at_home(session: Session, settings: Settings, event: Event) -> None:
    letter_for(session, settings, "new@tidepool.example", event=event, name="Nia")
    row = session.scalars(select(OutboxLetter)).one()
    session.scalars(select(LoginLink)).one().used_at = NOW

    assert write_sign_in(session, row, settings=settings, now=NOW) is None


def test_a_name_writes_no_letter_of_its_own(session: Session, settings: Settings, event: Event) -> None:
    letter = letter_for(session, settings, "new@tidepool.example", event=event, name="https://evil.example/win Big <b>prize</b>")

    assert letter is not None
    assert "<b>" not in letter.html
    assert 'href="https://evil' not in letter.html
