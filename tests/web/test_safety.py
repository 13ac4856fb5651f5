"""My safety on the phone: hide, pause, be found, block and lift it, each in one or two taps."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact, ContactSide
from matchmaker.store.models.events import Event
from matchmaker.store.models.matches import Recommendation
from matchmaker.store.models.people import Person
from matchmaker.store.models.safety import Block
from tests.browsers import Phone, text_of
from tests.cast import NOW, make_attendee, make_event
from tests.scanning import contact_states, new_scan_id, scan_states, wear_badge

PhoneOf = Callable[[Attendee], Phone]
SAFETY = "/e/northlight/me/safety"


def place(session: Session, reader: Attendee, *others: Attendee) -> None:
    for rank, other in enumerate(others, 1):
        row = {"score": 1.0, "likeness": 1.0, "complement": 0.0, "reasons": []}
        session.add(Recommendation(event_id=reader.event_id, reader_id=reader.id, rank=rank, other_id=other.id, **row))
    session.get_one(Event, reader.event_id).lists_built_at = NOW
    session.flush()


def blocks(session: Session) -> list[tuple[int, int]]:
    return [(block.blocker_id, block.blocked_id) for block in session.scalars(select(Block))]


def scan(phone: Phone, path: str) -> str:
    """The page after a scan, without what differs from one page to the next: its numbers and its token."""
    page = phone.post(path, {"scan_id": new_scan_id()})
    return re.sub(r"/contacts/\d+|value=\"[^\"]*\"", "", page.text)


@pytest.mark.parametrize("way", ["matches", "people"])
def test_two_taps_block_somebody_on_my_list_and_one_more_takes_it_back(
    session: Session, event: Event, ada: Attendee, grace: Attendee, phone_of: PhoneOf, bell, way: str
) -> None:
    place(session, ada, grace)
    phone = phone_of(ada)

    answer = phone.post(f"/e/northlight/{way}/{grace.id}/block")
    listed = text_of(phone.get(SAFETY))
    phone.post(f"{SAFETY}/unblock", {"person": str(grace.person_id)})

    assert (answer.status_code, answer.location) == (303, f"{SAFETY}?said=blocked")
    assert "People I blocked GH Grace Hopper Unblock" in listed
    assert blocks(session) == []
    assert bell.words == ["recommend", "recommend"]


def test_blocking_twice_is_one_block_and_asks_nothing(session, event, ada, grace, phone_of: PhoneOf) -> None:
    phone = phone_of(ada)

    answers = [phone.post(f"/e/northlight/people/{grace.id}/block").status_code for _ in range(2)]

    assert (answers, blocks(session)) == ([303, 303], [(ada.person_id, grace.person_id)])


def test_whoever_was_blocked_finds_the_other_as_little_as_somebody_who_never_was(session, event, ada, grace, phone_of: PhoneOf) -> None:
    place(session, grace, ada)
    session.add(Block(blocker_id=ada.person_id, blocked_id=grace.person_id, created_at=NOW))
    phone = phone_of(grace)

    for path in ("/e/northlight/matches/{}", "/e/northlight/people/{}", "/e/northlight/people/{}/report"):
        there, nowhere = phone.get(path.format(ada.id)), phone.get(path.format(10**6))
        assert (there.status_code, there.data, list(there.headers)) == (404, nowhere.data, list(nowhere.headers))
    assert phone.post(f"/e/northlight/people/{ada.id}/block").data == phone.post("/e/northlight/people/1000000/block").data


@pytest.mark.parametrize("blocker", ["scanner", "owner"])
def test_a_scan_between_two_of_whom_one_has_blocked_the_other_looks_like_one_that_waits(
    session: Session, event: Event, ada: Attendee, grace: Attendee, linus: Attendee, phone_of: PhoneOf, settings: Settings, blocker: str
) -> None:
    linus.exchange_mode = "ask"
    blocked, waiting = (wear_badge(session, one, settings.badge_key) for one in (grace, linus))
    pair = (ada, grace) if blocker == "scanner" else (grace, ada)
    session.add(Block(blocker_id=pair[0].person_id, blocked_id=pair[1].person_id, created_at=NOW))
    phone = phone_of(ada)

    pages = [scan(phone, worn.path) for worn in (waiting, blocked)]
    listed = text_of(phone.get("/e/northlight/contacts"))

    # Each contact has a number of its own in the page; nothing else may tell them apart.
    assert re.sub(r'data-contact="\d+"', "", pages[0]) == re.sub(r'data-contact="\d+"', "", pages[1])
    assert scan_states(session) == ["pending", "void"]
    assert listed.count("The name comes with their yes.") == 2
    assert "Ada" not in text_of(phone_of(grace).get("/e/northlight/contacts"))


def test_a_void_question_can_be_noted_and_taken_back_like_any_other(session, event, ada, grace, phone_of: PhoneOf, settings) -> None:
    worn = wear_badge(session, grace, settings.badge_key)
    session.add(Block(blocker_id=grace.person_id, blocked_id=ada.person_id, created_at=NOW))
    phone = phone_of(ada)
    phone.post(worn.path, {"scan_id": new_scan_id()})
    contact = session.scalars(select(Contact.id)).one()
    session.commit()

    noted = phone.post(f"/e/northlight/contacts/{contact}", {"note": "By the stairs"})
    shared = phone.post(f"/e/northlight/contacts/{contact}/accept", {"shared": "email"})
    back = phone.post(f"/e/northlight/contacts/{contact}/withdraw")

    assert (noted.status_code, shared.status_code, back.status_code) == (303, 404, 303)
    assert phone.get(f"/e/northlight/contacts/{contact}").status_code == 404


def test_a_block_hides_the_old_contact_from_both_and_lifting_it_brings_it_back_with_its_note(
    session: Session, event: Event, ada: Attendee, grace: Attendee, phone_of: PhoneOf, settings: Settings
) -> None:
    own, worn = (wear_badge(session, one, settings.badge_key) for one in (ada, grace))
    adas, graces = phone_of(ada), phone_of(grace)
    adas.post(worn.path, {"scan_id": new_scan_id()})
    contact = session.scalars(select(Contact.id)).one()
    session.commit()
    adas.post(f"/e/northlight/contacts/{contact}", {"note": "A map of tides"})
    before = adas.get(f"/e/northlight/contacts/{contact}").data

    blocked = adas.post(f"/e/northlight/contacts/{contact}/block")
    hidden = [phone.get(f"/e/northlight/contacts/{contact}{file}") for phone in (adas, graces) for file in ("", ".vcf")]
    graces.post(own.path, {"scan_id": new_scan_id()})
    adas.post(f"{SAFETY}/unblock", {"person": str(grace.person_id)})

    assert blocked.status_code == 303
    assert [answer.status_code for answer in hidden] == [404] * 4
    assert adas.get(f"/e/northlight/contacts/{contact}").data == before
    assert contact_states(session) == ["exchanged"]


def test_a_block_answers_open_questions_with_silence_and_lifting_it_asks_none(
    session: Session, event: Event, ada: Attendee, grace: Attendee, phone_of: PhoneOf, settings: Settings
) -> None:
    ada.exchange_mode = "ask"
    worn = wear_badge(session, ada, settings.badge_key)
    adas, graces = phone_of(ada), phone_of(grace)
    graces.post(worn.path, {"scan_id": new_scan_id()})
    contact = session.scalars(select(Contact.id)).one()
    session.commit()
    waits = graces.get(f"/e/northlight/contacts/{contact}").data

    adas.post(f"/e/northlight/contacts/{contact}/block")
    dot = "Somebody asks you" in adas.get("/e/northlight/matches").text
    still_waits = graces.get(f"/e/northlight/contacts/{contact}").data
    graces.post(worn.path, {"scan_id": new_scan_id()})
    adas.post(f"{SAFETY}/unblock", {"person": str(grace.person_id)})

    assert (dot, still_waits) == (False, waits)
    assert "Asks you" not in adas.get("/e/northlight/contacts").text
    assert "Grace" not in adas.get("/e/northlight/contacts").text


def test_a_badge_is_blocked_without_learning_whose_it_is(session, event, ada, grace, phone_of: PhoneOf, settings) -> None:
    grace.listed = False
    worn = wear_badge(session, grace, settings.badge_key)
    phone = phone_of(ada)

    answer = phone.post(f"{worn.path}/block")
    page = text_of(phone.get(SAFETY))

    assert (answer.status_code, blocks(session)) == (303, [(ada.person_id, grace.person_id)])
    assert "Somebody whose name you have not seen" in page
    assert "Grace" not in page


def test_a_block_holds_at_every_event_of_both(session, event, ada, grace, phone_of: PhoneOf) -> None:
    other = make_event(session, "southlight")
    ada_there, grace_there = (make_attendee(session, other, one.name, session.get_one(Person, one.person_id)) for one in (ada, grace))
    place(session, ada_there, grace_there)
    phone = phone_of(ada)

    phone.post(f"/e/northlight/people/{grace.id}/block")

    assert phone.get(f"/e/southlight/matches/{grace_there.id}").status_code == 404
    session.expire_all()
    assert [one.lists_wanted for one in session.scalars(select(Event).order_by(Event.id))] == [1, 1]


@pytest.mark.parametrize(("there", "back"), [("hide", "show"), ("pause", "back")])
def test_who_hides_or_pauses_is_in_nobodys_list_and_comes_back_with_one_tap(
    session: Session, event: Event, ada: Attendee, grace: Attendee, phone_of: PhoneOf, there: str, back: str
) -> None:
    place(session, ada, grace)
    reader, mine = phone_of(ada), phone_of(grace)
    seen = []

    for turn in (there, back):
        answer = mine.post(SAFETY, {"turn": turn})
        seen.append((answer.location, "Grace" in reader.get("/e/northlight/matches").text))
        seen.append("strip--away" in mine.get("/e/northlight/contacts").text)

    assert seen == [(f"{SAFETY}?said=safety-{there}", False), True, (f"{SAFETY}?said=safety-{back}", True), False]


def test_a_turn_that_the_page_does_not_offer_changes_nothing(session, event, ada, phone_of: PhoneOf) -> None:
    assert phone_of(ada).post(SAFETY, {"turn": "vanish"}).status_code == 400


def test_questions_that_come_while_i_pause_wait_until_i_come_back(
    session: Session, event: Event, ada: Attendee, grace: Attendee, phone_of: PhoneOf, settings: Settings, clock
) -> None:
    ada.exchange_mode = "ask"
    worn = wear_badge(session, ada, settings.badge_key)
    mine, theirs = phone_of(ada), phone_of(grace)
    mine.post(SAFETY, {"turn": "pause"})

    theirs.post(worn.path, {"scan_id": new_scan_id()})
    paused = mine.get("/e/northlight/contacts").text
    mine.post(SAFETY, {"turn": "back"})
    back = mine.get("/e/northlight/contacts").text

    assert ("Grace" in paused, "Somebody asks you" in paused) == (False, False)
    assert ("Grace" in back, "Somebody asks you" in back) == (True, True)


def test_the_page_costs_the_same_for_one_and_for_three_people_blocked(session, event, ada, phone_of: PhoneOf, statements) -> None:
    others = [make_attendee(session, event, f"Person{number} Somebody") for number in range(3)]
    phone, counts = phone_of(ada), []

    for many in (others[:1], others[1:]):
        for other in many:
            phone.post(f"/e/northlight/people/{other.id}/block")
        statements.clear()
        phone.get(SAFETY)
        counts.append(len(statements))

    assert counts[0] == counts[1]
    assert len(list(session.scalars(select(ContactSide)))) == 0
