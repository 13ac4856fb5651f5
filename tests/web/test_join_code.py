"""An event with a code: whoever types it comes in, in any case and spacing; guessing gets nowhere; the list needs none."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.services.join_codes import WRONG_TRIES
from matchmaker.services.letters import write_letter
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from tests.browsers import Phone, text_of
from tests.cast import NOW, make_event, make_organiser, make_person
from tests.domain.test_event_draft import GOOD

JOIN = "/e/northlight/join"
NIA = {"email": "nia@example.org", "name": "Nia"}


@pytest.fixture
def coded(session: Session) -> Event:
    event = make_event(session, join_code="Harbour lights 7")
    session.commit()
    return event


def letter(session: Session, settings: Settings):
    row_id = session.scalars(select(OutboxLetter.id).order_by(OutboxLetter.id.desc())).first()
    found = write_letter(session, row_id, settings=settings, now=NOW) if row_id else None
    session.rollback()
    return found


@pytest.mark.parametrize("typed", ["Harbour lights 7", "HARBOURLIGHTS7", " harbour-lights  7 ", "Ｈarbour lights 7"])
def test_whoever_types_the_code_gets_a_letter_and_comes_in(
    session: Session, coded: Event, stranger: Phone, settings: Settings, typed: str
) -> None:
    asked = stranger.post(JOIN, {**NIA, "join_code": typed})
    written = letter(session, settings)
    assert written is not None
    code = next(word for word in written.text.split() if word.isdigit() and len(word) == 6)
    entered = stranger.post("/e/northlight/code", {"code": code})

    assert (asked.status_code, entered.status_code, entered.location) == (303, 303, "/e/northlight/interests")
    assert session.scalars(select(Attendee.name)).all() == ["Nia"]


def test_a_wrong_code_is_told_and_no_code_leads_to_a_letter_for_the_list_alone(
    session: Session, coded: Event, stranger: Phone, settings: Settings
) -> None:
    wrong = stranger.post(JOIN, {**NIA, "join_code": "harbour light"})
    none = stranger.post(JOIN, NIA)

    assert (wrong.status_code, none.status_code) == (422, 303)
    assert "That is not the code of this event." in text_of(wrong)
    assert 'value="nia@example.org"' in wrong.text
    assert letter(session, settings) is None


def test_guessing_stops_for_a_while(session: Session, coded: Event, stranger: Phone) -> None:
    answers = [stranger.post(JOIN, {**NIA, "join_code": f"guess {n}"}).status_code for n in range(WRONG_TRIES + 1)]
    right = stranger.post(JOIN, {**NIA, "join_code": "harbour lights 7"})

    assert answers == [422] * WRONG_TRIES + [429]
    assert right.status_code == 303


def test_somebody_signed_in_needs_the_code_too(session: Session, coded: Event, app, settings: Settings) -> None:
    nia = make_person(session, "Nia Person")
    phone = Phone(app, settings).sign_in(session, nia.id, purpose="attendee", now=NOW)

    without, right = phone.post(JOIN, {"as_me": "1"}), phone.post(JOIN, {"as_me": "1", "join_code": "harbourlights7"})

    assert (without.status_code, right.status_code) == (422, 303)
    assert session.scalars(select(Attendee.person_id)).all() == [nia.id]


def test_the_organiser_sets_the_code_and_an_empty_one_is_a_fault(session: Session, event: Event, organiser: Person, laptop_of) -> None:
    laptop = laptop_of(organiser)
    form = {**GOOD, "join_policy": "code", "retention_days": "30", "hue": "plum"}
    faulty = laptop.post("/organise/events/northlight/settings", {**form, "join_code": "abc"})
    saved = laptop.post("/organise/events/northlight/settings", {**form, "join_code": "Tide"})

    assert (faulty.status_code, saved.status_code) == (422, 303)
    assert "Give the code 4 to 40 letters or figures" in text_of(faulty)
    row = session.execute(select(Event.join_policy, Event.join_code, Event.retention_days, Event.hue)).one()
    assert tuple(row) == ("open", "Tide", 30, "plum")
    session.rollback()
    page = laptop.get("/organise/events/northlight/settings").text
    assert 'name="join_policy" value="code" checked' in page
    assert 'name="hue" value="plum" checked' in page


def test_the_attendees_pages_wear_the_event_s_colour_and_the_desk_does_not(session: Session, stranger: Phone, laptop_of) -> None:
    event = make_event(session, hue="plum")
    laptop = laptop_of(make_organiser(session, event))

    assert 'class="hue-plum"' in stranger.get("/e/northlight/").text
    assert "hue-plum" not in laptop.get("/organise/events/northlight/").text


def test_changing_the_code_ends_no_place(session: Session, event: Event, ada, phone_of) -> None:
    phone = phone_of(ada)
    session.execute(update(Event).values(join_code="other words"))
    session.commit()

    assert phone.get("/e/northlight/interests").status_code == 200


def test_a_letter_asked_for_again_comes_without_the_code_typed_twice(
    session: Session, coded: Event, stranger: Phone, settings: Settings
) -> None:
    stranger.post(JOIN, {**NIA, "join_code": "harbourlights7"})
    stranger.post(JOIN, {**NIA, "again": "1"})
    written = letter(session, settings)
    assert written is not None
    code = next(word for word in written.text.split() if word.isdigit() and len(word) == 6)
    entered = stranger.post("/e/northlight/code", {"code": code})

    assert (entered.status_code, entered.location) == (303, "/e/northlight/interests")
    assert session.scalars(select(Attendee.name)).all() == ["Nia"]


def test_whoever_left_the_code_out_is_promised_no_letter_and_can_still_type_it(
    session: Session, coded: Event, stranger: Phone, settings: Settings
) -> None:
    stranger.post(JOIN, NIA)
    waiting = stranger.get("/e/northlight/")
    again = {"email": NIA["email"], "name": "Nia", "again": "1", "join_code": "harbourlights7"}
    stranger.post(JOIN, again)

    assert "Sent to" not in text_of(waiting)
    assert "if we know this address, a letter with a code is on its way" in text_of(waiting)
    assert 'name="join_code"' in waiting.text
    assert 'name="name" value="Nia"' in waiting.text
    assert letter(session, settings) is not None
    assert "Sent to nia@example.org" in text_of(stranger.get("/e/northlight/"))


def test_the_code_of_one_address_brings_no_letter_to_another(session: Session, coded: Event, stranger: Phone, settings: Settings) -> None:
    stranger.post(JOIN, {**NIA, "join_code": "harbourlights7"})
    stranger.post(JOIN, {"email": "olu@example.org", "name": "Olu", "again": "1"})

    assert letter(session, settings) is None
