"""The first page of an event names whom to walk over to, and says how much of the work is done."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.insights import Introduction
from matchmaker.store.models.matches import Recommendation
from matchmaker.store.models.people import Person
from tests.browsers import Phone, text_of
from tests.cast import NOW, make_attendee

LaptopOf = Callable[[Person], Phone]
TODAY = "/organise/events/northlight/"
TIDES = {"kind": "alike", "mine_field": "talk", "theirs_field": "talk", "mine": [["Tides", True]], "theirs": [["Tides", True]]}


def wait_in_the_hall(session: Session, event: Event, ada: Attendee, grace: Attendee) -> None:
    """Ada and four others wait to be introduced, Grace does not; she is whom Ada's list begins with."""
    for one in (ada, grace):
        one.checked_in_at = NOW - timedelta(minutes=20)
    ada.may_be_introduced = True
    place = {"event_id": event.id, "reader_id": ada.id, "rank": 1, "other_id": grace.id, "reasons": [TIDES]}
    session.add(Recommendation(**place, score=1.0, likeness=1.0, complement=0.0))
    for number in range(4):
        make_attendee(session, event, f"Later{number} One", may_be_introduced=True, checked_in_at=NOW)
    session.commit()


def test_three_who_are_alone_are_named_with_whom_to_introduce_them_to(
    session: Session, event: Event, organiser: Person, ada: Attendee, grace: Attendee, laptop_of: LaptopOf
) -> None:
    wait_in_the_hall(session, event, ada, grace)
    laptop = laptop_of(organiser)

    page = laptop.get(TODAY)
    answer = laptop.post(f"{TODAY}alone", {"attendee": ada.id, "other": grace.id, "state": "made"})

    assert "Walk over to them Ada Lovelace Here since 09:10" in text_of(page).replace("AL ", "")
    assert "Introduce them to Grace Hopper Both bring up “Tides”. I introduced them Not now" in text_of(page)
    assert [name in page.text for name in ("Later1 One", "Later2 One")] == [True, False]
    assert answer.location == f"{TODAY}alone?said=introduction-made"
    assert session.query(Introduction.other_id).all() == [(grace.id,)]
    assert "Ada Lovelace" not in laptop.get(TODAY).text


def test_nobody_is_named_who_did_not_agree(
    session: Session, event: Event, organiser: Person, ada: Attendee, grace: Attendee, laptop_of: LaptopOf
) -> None:
    for one in (ada, grace):
        one.checked_in_at = NOW
    session.commit()

    page = laptop_of(organiser).get(TODAY)

    assert ("Walk over to them" in page.text, "Ada" in page.text) == (False, False)


def test_the_work_list_says_how_much_of_it_is_done(
    session: Session, event: Event, organiser: Person, ada: Attendee, laptop_of: LaptopOf
) -> None:
    open_one = text_of(laptop_of(organiser).get(TODAY))
    event.opened_at = None
    session.commit()
    draft = text_of(laptop_of(organiser).get(TODAY))

    assert "What is left 1 of 4 done" in open_one
    assert draft.split("What is left before opening ")[1][:11] == "3 of 7 done"
