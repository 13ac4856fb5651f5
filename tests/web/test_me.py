"""My event: who I am here, my badge, my people in words, and the ways to what is mine."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact, ContactSide, Promise
from matchmaker.store.models.events import Event
from matchmaker.store.models.safety import Block
from tests.browsers import text_of
from tests.cast import NOW, give_interests, make_attendee, make_event, make_person

PAGE = "/e/northlight/me"


def meet(session, one: Attendee, other: Attendee, *, state: str = "exchanged", asked_by: Attendee | None = None) -> int:
    low, high = sorted((one.person_id, other.person_id))
    pair = {"event_id": one.event_id, "low_person_id": low, "high_person_id": high, "asked_by": (asked_by or one).person_id}
    contact = Contact(**pair, state=state, created_at=NOW, exchanged_at=NOW)
    session.add(contact)
    session.flush()
    session.add_all([ContactSide(contact_id=contact.id, person_id=person_id, shared_at=NOW) for person_id in (low, high)])
    session.flush()
    return contact.id


def promise(session, contact_id: int, who: Attendee, due: date | None, *, done: bool = False) -> None:
    session.add(
        Promise(contact_id=contact_id, person_id=who.person_id, text="A map", due_on=due, created_at=NOW, done_at=NOW if done else None)
    )
    session.flush()


def test_the_page_tells_who_i_am_and_leads_everywhere(ada, phone_of) -> None:
    page = phone_of(ada).get(PAGE)

    assert page.headers["Cache-Control"] == "no-store"
    assert "Ada Lovelace" in text_of(page)
    links = set(re.findall(r"<main.*</main>", page.text, re.S)[0].split('"'))
    ways = {"/e/northlight/badge", "/e/northlight/interests", "/me/data?at=northlight", "/me/devices?at=northlight", "/sign-out"}
    assert ways - links == set()
    assert 'href="/e/northlight/me" aria-current="page"' in page.text


def test_without_anybody_yet_nothing_is_counted(ada, phone_of) -> None:
    text = text_of(phone_of(ada).get(PAGE))

    assert "Nobody yet, and that is fine." in text
    assert "No meetings yet." in text
    assert re.search(r"\b0 (?:people|promises|meetings)", text) is None


def test_people_are_told_in_words(session, ada, grace, linus, event, phone_of) -> None:
    more = make_attendee(session, event, "Mary Shelley")
    meet(session, grace, ada, state="pending", asked_by=grace)
    meet(session, ada, more, state="pending", asked_by=ada)
    promise(session, meet(session, ada, linus), ada, NOW.date())

    text = text_of(phone_of(ada).get(PAGE))

    assert "One person asks you" in text
    assert "One person met" in text
    assert "One promise is due" in text
    assert "Linus" not in text


@pytest.mark.parametrize(("due", "done"), [(date(2026, 11, 6), False), (date(2026, 11, 1), True), (None, False)])
def test_a_promise_that_is_not_due_or_kept_asks_nothing(session, ada, linus, phone_of, due, done) -> None:
    promise(session, meet(session, ada, linus), ada, due, done=done)

    assert "due" not in text_of(phone_of(ada).get(PAGE))


def test_other_people_s_promises_and_other_events_are_not_mine(session, ada, linus, phone_of) -> None:
    contact = meet(session, ada, linus)
    promise(session, contact, linus, NOW.date())
    other = make_event(session, "southlight")
    there = [
        make_attendee(session, other, name, session.get_one(type(make_person(session, name + "x")), one.person_id))
        for name, one in (("Ada", ada), ("Linus", linus))
    ]
    promise(session, meet(session, *there), there[0], NOW.date())

    assert "due" not in text_of(phone_of(ada).get(PAGE))


def test_a_blocked_person_is_counted_nowhere(session, ada, grace, phone_of) -> None:
    meet(session, grace, ada, state="pending", asked_by=grace)
    session.add(Block(blocker_id=ada.person_id, blocked_id=grace.person_id, created_at=NOW))
    session.flush()

    assert "One person asks you" not in text_of(phone_of(ada).get(PAGE))


def test_the_profile_says_what_helps_most_next(session, ada, phone_of) -> None:
    give_interests(session, ada, talk=["Maps"], offer=["Tea"])

    assert "Say what you are looking for; it brings the best people." in text_of(phone_of(ada).get(PAGE))


def test_one_and_three_people_cost_the_same_number_of_questions(session, ada, grace, linus, event, phone_of, statements) -> None:
    meet(session, ada, grace)
    phone = phone_of(ada)
    statements.clear()
    phone.get(PAGE)
    before = len(statements)
    for other in (linus, make_attendee(session, event, "Mary Shelley")):
        promise(session, meet(session, ada, other), ada, NOW.date())
    session.commit()
    statements.clear()

    phone.get(PAGE)

    assert (len(statements), before) == (4, 4)


def test_leaving_is_felt_at_once_keeps_contacts_and_can_be_undone_for_a_day(session, ada, grace, phone_of, clock, bell) -> None:
    from matchmaker.store.models.matches import Recommendation

    place = {"event_id": ada.event_id, "rank": 1, "score": 1.0, "likeness": 1.0, "complement": 0.0, "reasons": []}
    session.add(Recommendation(**place, reader_id=grace.id, other_id=ada.id))
    contact_id = meet(session, ada, grace)
    grace.interests_saved_at = NOW
    session.execute(Event.__table__.update().values(lists_built_at=NOW))
    phone, other = phone_of(ada), phone_of(grace)
    assert other.get(f"/e/northlight/matches/{ada.id}").status_code == 200

    answer = phone.post(f"{PAGE}/leave")

    assert answer.status_code == 303
    assert "recommend" in bell.words
    assert phone.get(PAGE).status_code == 404
    assert other.get(f"/e/northlight/matches/{ada.id}").status_code == 404
    assert "Ada" not in text_of(other.get("/e/northlight/matches"))
    assert "Ada Lovelace" in text_of(other.get(f"/e/northlight/contacts/{contact_id}"))
    page = phone.get(answer.headers["Location"])
    assert "You have left." in text_of(page)
    (token,) = set(re.findall(r'name="left" value="([^"]+)"', page.text))
    assert other.post("/me/data/come-back", {"left": token}).status_code == 404
    assert phone.post("/me/data/come-back", {"left": token[:-1] + "x"}).status_code == 404
    clock.now = NOW + timedelta(hours=23)
    assert phone.post("/me/data/come-back", {"left": token}).status_code == 303
    assert phone.get(PAGE).status_code == 200
    phone.post(f"{PAGE}/leave")
    clock.now = NOW + timedelta(hours=24, minutes=1)
    session.rollback()
    assert phone.post("/me/data/come-back", {"left": token}).status_code in {401, 404}
    session.rollback()
    assert session.scalars(select(Attendee.status).where(Attendee.id == ada.id)).one() == "cancelled"
