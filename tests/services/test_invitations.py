"""An invitation's button."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matchmaker.domain.signin.secrets import invitation_token
from matchmaker.services.arrivals import NOT_EXPECTED, Entered, Refused, join_as
from matchmaker.services.invitations import NO_INVITATION, KnownAddress, enter_with_invitation
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.queries.visits import EventFacts, visit_of
from tests.cast import NOW, make_attendee, make_event, make_person

TOMORROW = NOW + timedelta(days=1)


def facts(session: Session, event: Event) -> EventFacts:
    found = visit_of(session, "", slug=event.slug, now=NOW).event
    assert found is not None
    return found


def token_of(settings: Settings, attendee: Attendee) -> str:
    ids = {"event_id": attendee.event_id, "attendee_id": attendee.id, "person_id": attendee.person_id}
    return invitation_token(settings.signin_key, **ids)


def press(session: Session, settings: Settings, event: Event, token: str, *, now: datetime = TOMORROW) -> Entered | KnownAddress | Refused:
    return enter_with_invitation(session, token, facts(session, event), settings=settings, now=now)


@pytest.fixture
def invited(session: Session) -> Event:
    return make_event(session, "invited", join_policy="invited")


@pytest.fixture
def ada(session: Session, invited: Event) -> Attendee:
    person = make_person(session, "Ada Lovelace", confirmed=False)
    return make_attendee(session, invited, "Ada Lovelace", person, invited_at=NOW, first_signed_in_at=None)


def test_the_button_lets_its_attendee_in_and_confirms_the_address(
    session: Session, settings: Settings, invited: Event, ada: Attendee
) -> None:
    entered = press(session, settings, invited, token_of(settings, ada))

    assert entered == Entered(ada.person_id, "attendee", "", "invited", has_interests=False)
    assert ada.first_signed_in_at == TOMORROW


def test_pressed_again_it_only_fills_in_the_address(session: Session, settings: Settings, invited: Event, ada: Attendee) -> None:
    press(session, settings, invited, token_of(settings, ada))

    assert press(session, settings, invited, token_of(settings, ada)) == KnownAddress("ada@example.org", "Ada Lovelace")


def test_somebody_who_was_here_before_is_not_let_in_by_the_button(
    session: Session, settings: Settings, invited: Event, ada: Attendee
) -> None:
    ada.first_signed_in_at = NOW
    session.flush()

    assert press(session, settings, invited, token_of(settings, ada)) == KnownAddress("ada@example.org", "Ada Lovelace")


@pytest.mark.parametrize(("days", "comes_in"), [(13.9, True), (14, False)])
def test_the_button_is_good_for_fourteen_days(
    session: Session, settings: Settings, invited: Event, ada: Attendee, days: float, comes_in: bool
) -> None:
    result = press(session, settings, invited, token_of(settings, ada), now=NOW + timedelta(days=days))

    assert isinstance(result, Entered) == comes_in


def test_a_closed_event_lets_nobody_new_in(session: Session, settings: Settings, invited: Event, ada: Attendee) -> None:
    invited.closed_at = NOW
    session.flush()

    assert press(session, settings, invited, token_of(settings, ada)) == KnownAddress("ada@example.org", "Ada Lovelace")


def test_a_cancelled_or_passed_on_seat_knows_the_invitation_no_more(
    session: Session, settings: Settings, invited: Event, ada: Attendee
) -> None:
    token = token_of(settings, ada)
    ada.person_id = make_person(session, "Grace Hopper").id
    session.flush()
    passed_on = press(session, settings, invited, token)
    ada.status = "cancelled"
    session.flush()
    cancelled = press(session, settings, invited, token_of(settings, ada))

    assert (passed_on, cancelled) == (NO_INVITATION, NO_INVITATION)


def test_an_invitation_opens_no_other_event(session: Session, settings: Settings, ada: Attendee) -> None:
    other = make_event(session, "southlight")

    assert press(session, settings, other, token_of(settings, ada)) == NO_INVITATION


@pytest.mark.parametrize("token", ["", "1", "1-" + "a" * 43, "999999-" + "a" * 43, "x" * 5000])
def test_what_is_no_invitation_says_so(session: Session, settings: Settings, invited: Event, ada: Attendee, token: str) -> None:
    assert press(session, settings, invited, token) == NO_INVITATION


def test_of_twenty_presses_at_once_one_comes_in(
    engine: Engine, session: Session, settings: Settings, invited: Event, ada: Attendee
) -> None:
    token = token_of(settings, ada)
    session.commit()

    def press_at_once(_number: int) -> bool:
        with Session(engine) as own:
            result = press(own, settings, invited, token)
            own.commit()
            return isinstance(result, Entered)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(press_at_once, range(20))).count(True) == 1


def test_somebody_signed_in_joins_an_open_event_without_a_letter(session: Session, event: Event) -> None:
    grace = make_person(session, "Grace Hopper")

    entered = join_as(session, facts(session, event), grace.id, name="Grace Hopper", now=NOW)

    assert entered == Entered(grace.id, "attendee", "", "northlight", has_interests=False)


def test_being_signed_in_opens_no_event_by_invitation(session: Session, invited: Event) -> None:
    grace = make_person(session, "Grace Hopper")

    assert join_as(session, facts(session, invited), grace.id, name="Grace Hopper", now=NOW) == NOT_EXPECTED
