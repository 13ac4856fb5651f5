"""Asking for a code, and coming in with it or with the link beside it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.domain.signin.secrets import link_token, sign_in_code
from matchmaker.errors import BadInputError, TooManyError
from matchmaker.services.arrivals import NOT_EXPECTED, Entered, Refused, SignInDoor
from matchmaker.services.signin import (
    NOT_SIX_DIGITS,
    TOO_LATE,
    TRIED_OUT,
    TYPE_THE_CODE,
    USED,
    SignInForm,
    admit_network,
    ask_for_code,
    enter_with_code,
    enter_with_link,
)
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from matchmaker.store.models.signin import LoginLink
from matchmaker.store.queries.visits import visit_of
from tests.cast import NOW, make_attendee, make_event, make_organiser, make_person

PHONE, LAPTOP = "p" * 64, "l" * 64


def door_of(session: Session, event: Event) -> SignInDoor:
    return SignInDoor("attendee", visit_of(session, "", slug=event.slug, now=NOW).event)


@dataclass
class Desk:
    """Asks and comes in, and reads what the worker would mail."""

    session: Session
    settings: Settings
    door: SignInDoor
    asked: int = 0

    def ask(
        self, email: str = "ada@tidepool.example", *, browser: str = PHONE, now: datetime = NOW, name: str | None = "Ada Lovelace"
    ) -> None:
        self.asked += 1
        form = SignInForm(email, name, "/e/northlight/badge")
        ask_for_code(self.session, form, self.door, nonce_hash=browser, salt=f"{self.asked:032}", settings=self.settings, now=now)

    def code(self, number: int | None = None) -> str:
        return sign_in_code(self.settings.signin_key, f"{number or self.asked:032}")

    def token(self, number: int | None = None) -> str:
        return link_token(self.settings.signin_key, f"{number or self.asked:032}")

    def type_code(self, code: str, *, browser: str = PHONE, now: datetime = NOW) -> Entered | Refused:
        return enter_with_code(self.session, code, self.door, nonce_hash=browser, settings=self.settings, now=now)

    def open_link(self, token: str, *, browser: str = PHONE, typed: str | None = None, now: datetime = NOW) -> Entered | Refused:
        return enter_with_link(self.session, token, self.door, nonce_hash=browser, settings=self.settings, now=now, typed=typed)

    def letters(self) -> int:
        return self.session.scalar(select(func.count()).select_from(OutboxLetter)) or 0


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


@pytest.fixture
def desk(session: Session, settings: Settings, event: Event) -> Desk:
    return Desk(session, settings, door_of(session, event))


@pytest.fixture
def house_desk(session: Session, settings: Settings) -> Desk:
    return Desk(session, settings, SignInDoor("organiser"))


def test_an_unknown_address_becomes_an_attendee_only_with_the_right_code(session: Session, desk: Desk, event: Event) -> None:
    desk.ask()
    before = session.scalar(select(func.count()).select_from(Person))

    entered = desk.type_code(desk.code())

    assert before == 0
    person = session.scalars(select(Person)).one()
    attendee = session.scalars(select(Attendee)).one()
    assert entered == Entered(person.id, "attendee", "/e/northlight/badge", "northlight", has_interests=False)
    assert (person.email, person.name, person.confirmed_at) == ("ada@tidepool.example", "Ada Lovelace", NOW)
    assert (attendee.event_id, attendee.name, attendee.first_signed_in_at) == (event.id, "Ada Lovelace", NOW)


def test_the_roster_s_name_stays(session: Session, desk: Desk, event: Event) -> None:
    make_attendee(session, event, "Ada King", make_person(session, "Ada King", "ada@tidepool.example"), first_signed_in_at=None)
    desk.ask()

    desk.type_code(desk.code())

    assert session.scalars(select(Attendee.name)).all() == ["Ada King"]


def test_the_database_holds_neither_link_nor_code(session: Session, desk: Desk) -> None:
    desk.ask()

    link = session.scalars(select(LoginLink)).one()
    letter = session.scalars(select(OutboxLetter)).one()
    stored = " ".join(str(value) for row in (link, letter) for value in vars(row).values())
    assert link.salt in stored
    assert desk.token() not in stored
    assert desk.code() not in stored


def test_a_code_works_once(desk: Desk) -> None:
    desk.ask()

    results = [desk.type_code(desk.code()) for _ in range(2)]

    assert (type(results[0]), results[1]) == (Entered, TOO_LATE)


def test_a_code_is_worth_nothing_in_another_browser(desk: Desk) -> None:
    desk.ask()

    assert desk.type_code(desk.code(), browser=LAPTOP) == TOO_LATE


def test_the_sixth_try_is_refused_even_if_it_is_right(desk: Desk) -> None:
    desk.ask()
    tries = [desk.type_code(wrong(desk.code())) for _ in range(5)]

    assert [(result.may_try_again, result.values) for result in tries if isinstance(result, Refused)] == [
        (True, {"left": 4}),
        (True, {"left": 3}),
        (True, {"left": 2}),
        (True, {"left": 1}),
        (False, {}),
    ]
    assert desk.type_code(desk.code()) == TRIED_OUT


def test_half_a_code_is_no_try(session: Session, desk: Desk) -> None:
    desk.ask()

    assert [desk.type_code(text) for text in ("", "40712", "abcdef")] == [NOT_SIX_DIGITS] * 3
    assert session.scalars(select(LoginLink.tries)).all() == [0]


def test_nobody_comes_in_who_did_not_ask(desk: Desk) -> None:
    assert desk.type_code("407123") == TOO_LATE


@pytest.mark.parametrize(("seconds", "comes_in"), [(599, True), (600, False)])
def test_code_and_link_are_good_for_ten_minutes(desk: Desk, seconds: int, comes_in: bool) -> None:
    later = NOW + timedelta(seconds=seconds)
    desk.ask()
    by_code = desk.type_code(desk.code(), now=later)
    desk.ask()
    by_link = desk.open_link(desk.token(), now=later)

    assert [isinstance(result, Entered) for result in (by_code, by_link)] == [comes_in, comes_in]


def test_a_newer_letter_ends_the_older_one(desk: Desk) -> None:
    desk.ask(browser=LAPTOP)
    desk.ask()

    assert desk.open_link(desk.token(1), browser=LAPTOP) == USED
    assert desk.type_code(desk.code(1), browser=LAPTOP) == TOO_LATE
    assert isinstance(desk.type_code(desk.code(2)), Entered)


def test_somebody_else_s_letter_stays_alive(desk: Desk) -> None:
    desk.ask()
    desk.ask("grace@tidepool.example", browser=LAPTOP)

    assert isinstance(desk.type_code(desk.code(1)), Entered)


def test_the_link_alone_opens_only_in_the_browser_that_asked(desk: Desk) -> None:
    desk.ask()

    assert desk.open_link(desk.token(), browser=LAPTOP) == TYPE_THE_CODE
    assert desk.open_link(desk.token(), browser="") == TYPE_THE_CODE
    assert isinstance(desk.open_link(desk.token()), Entered)
    assert desk.open_link(desk.token()) == USED


def test_in_another_browser_a_human_types_the_digits(desk: Desk) -> None:
    desk.ask()
    refused = desk.open_link(desk.token(), browser="", typed=wrong(desk.code()))
    entered = desk.open_link(desk.token(), browser="", typed=desk.code())

    assert refused == Refused("These are not the digits of your newest letter. Tries left: %(left)s.", {"left": 4}, may_try_again=True)
    assert isinstance(entered, Entered)


@pytest.mark.parametrize("token", ["", "a" * 43, "a" * 42, "<script>", "ü" * 43])
def test_what_is_no_link_is_a_used_link(desk: Desk, token: str) -> None:
    desk.ask()

    assert desk.open_link(token) == USED


def test_a_link_opens_no_other_door(session: Session, desk: Desk, settings: Settings) -> None:
    other = Desk(session, settings, door_of(session, make_event(session, "southlight")))
    house = Desk(session, settings, SignInDoor("organiser"))
    anywhere = Desk(session, settings, SignInDoor("attendee"))
    desk.ask()

    assert [wrong_desk.open_link(desk.token()) for wrong_desk in (other, house, anywhere)] == [USED] * 3
    assert [wrong_desk.type_code(desk.code()) for wrong_desk in (other, house, anywhere)] == [TOO_LATE] * 3
    assert isinstance(desk.open_link(desk.token()), Entered)


def test_all_faults_of_the_form_are_named(desk: Desk) -> None:
    with pytest.raises(BadInputError) as caught:
        desk.ask("ada", name=" ")

    assert [fault.field for fault in caught.value.faults] == ["name", "email"]
    assert desk.letters() == 0


def test_the_eleventh_letter_in_an_hour_stays_at_home(desk: Desk) -> None:
    for address in ["ada@tidepool.example", "ADA@tidepool.example", "ada+x@tidepool.example", " Ada+Y@Tidepool.Example "] * 3:
        desk.ask(address)

    assert desk.letters() == 10


def test_the_tenth_letter_s_code_is_still_good_after_the_eleventh_was_asked_for(desk: Desk) -> None:
    for _ in range(11):
        desk.ask()

    assert isinstance(desk.type_code(desk.code(10)), Entered)


def test_what_was_never_mailed_lets_nobody_in(desk: Desk) -> None:
    for _ in range(10):
        desk.ask()
    desk.ask(browser=LAPTOP)

    assert isinstance(desk.type_code(desk.code(11), browser=LAPTOP), Refused)


def test_after_an_hour_letters_go_out_again(desk: Desk) -> None:
    for _ in range(11):
        desk.ask()

    desk.ask(now=NOW + timedelta(hours=1))

    assert desk.letters() == 11


def test_an_organiser_comes_in(session: Session, house_desk: Desk) -> None:
    olga = make_organiser(session)
    house_desk.ask(olga.email, name=None)

    assert house_desk.type_code(house_desk.code()) == Entered(olga.id, "organiser", "/e/northlight/badge")


def test_an_attendee_is_no_organiser(session: Session, house_desk: Desk) -> None:
    make_person(session, "Ada", "ada@tidepool.example")
    house_desk.ask(name=None)

    assert house_desk.type_code(house_desk.code()) == NOT_EXPECTED


def test_at_an_invited_event_nobody_comes_in_who_is_not_on_the_list(session: Session, settings: Settings) -> None:
    event = make_event(session, join_policy="invited")
    make_attendee(session, event, "Grace Hopper")
    desk = Desk(session, settings, door_of(session, event))
    desk.ask()
    unknown = desk.type_code(desk.code())
    desk.ask("grace@example.org")
    known = desk.type_code(desk.code())

    assert (unknown, type(known)) == (NOT_EXPECTED, Entered)
    assert session.scalar(select(func.count()).select_from(Attendee)) == 1


@pytest.mark.parametrize(("policy", "comes_in"), [("open", True), ("invited", False)])
def test_a_cancelled_ticket_comes_back_only_where_everybody_may_come(
    session: Session, settings: Settings, policy: str, comes_in: bool
) -> None:
    event = make_event(session, join_policy=policy)
    ada = make_attendee(session, event, "Ada", status="cancelled")
    desk = Desk(session, settings, door_of(session, event))
    desk.ask("ada@example.org")

    result = desk.type_code(desk.code())

    assert (isinstance(result, Entered), ada.status) == (comes_in, "registered" if comes_in else "cancelled")


def test_a_closed_event_takes_its_own_people_only(session: Session, settings: Settings) -> None:
    event = make_event(session, closed_at=NOW)
    make_attendee(session, event, "Grace Hopper", interests_saved_at=NOW)
    desk = Desk(session, settings, door_of(session, event))
    desk.ask()
    new = desk.type_code(desk.code())
    desk.ask("grace@example.org")
    grace = desk.type_code(desk.code())

    assert new == NOT_EXPECTED
    assert isinstance(grace, Entered)
    assert grace.has_interests


def test_without_an_event_somebody_comes_back_to_the_latest_one(session: Session, settings: Settings) -> None:
    ada = make_person(session, "Ada", "ada@tidepool.example")
    make_attendee(session, make_event(session, "old", starts_at=NOW - timedelta(days=90)), "Ada", ada)
    make_attendee(session, make_event(session, "new"), "Ada", ada)
    desk = Desk(session, settings, SignInDoor("attendee"))
    desk.ask(name=None)

    entered = desk.type_code(desk.code())

    assert (type(entered), getattr(entered, "event_slug", "")) == (Entered, "new")


def test_without_an_event_a_stranger_stays_outside(session: Session, settings: Settings) -> None:
    desk = Desk(session, settings, SignInDoor("attendee"))
    desk.ask(name=None)

    assert desk.type_code(desk.code()) == NOT_EXPECTED


def test_a_network_past_its_ceiling_is_slowed_down_and_not_locked_out(session: Session, settings: Settings) -> None:
    few = settings.model_copy(update={"signin_requests_per_hour": 3, "signin_slow_seconds": 2})

    def admitted(seconds: float, network: str = "192.0.2.7") -> bool:
        try:
            admit_network(session, network, settings=few, now=NOW + timedelta(seconds=seconds))
        except TooManyError as much:
            return much.retry_after != 2
        return True

    assert [admitted(0) for _ in range(5)] == [True, True, True, True, False]
    assert [admitted(seconds) for seconds in (1, 2, 3, 4)] == [False, True, False, True]
    assert admitted(0, "192.0.2.8")
