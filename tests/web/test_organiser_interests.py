"""The organiser's page of interests."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.deeds import DeedRow
from matchmaker.store.models.events import Event, Interest
from matchmaker.store.models.people import Person
from tests.browsers import Phone, text_of
from tests.cast import make_attendee, make_interest

LaptopOf = Callable[[Person], Phone]
PAGE = "/organise/events/northlight/interests"


@pytest.fixture
def choirs(session: Session, event: Event, ada: Attendee, grace: Attendee) -> Interest:
    tag = make_interest(session, event, "Choirs", ("singing",))
    make_interest(session, event, "Songs")
    for attendee in (ada, grace):
        place = {"event_id": event.id, "attendee_id": attendee.id, "kind": "talk", "position": 0}
        session.add(AttendeeInterest(**place, text="Choirs", interest_id=tag.id))
    session.flush()
    return tag


def texts(session: Session) -> list[str]:
    session.rollback()
    found = list(session.scalars(select(AttendeeInterest.text).order_by(AttendeeInterest.id)))
    session.rollback()
    return found


def test_the_page_says_how_many_chose_it_before_anything_happens(choirs: Interest, organiser: Person, laptop_of: LaptopOf) -> None:
    laptop = laptop_of(organiser)

    assert "Choirs singing 2" in text_of(laptop.get(PAGE))
    assert "2 people chose it." in text_of(laptop.get(f"{PAGE}/{choirs.id}"))
    assert "2 people move along" in text_of(laptop.get(f"{PAGE}/{choirs.id}"))


@pytest.mark.parametrize(
    ("verb", "form", "after"),
    [
        ("rename", {"label": "Voices"}, "Voices"),
        ("merge", {}, "Songs"),
        ("retire", {}, "Songs"),
        ("retire", {"into": ""}, "Choirs"),
    ],
)
def test_each_change_is_made_told_to_the_worker_and_undone(
    session: Session, choirs: Interest, organiser: Person, laptop_of: LaptopOf, bell, verb: str, form: dict[str, str], after: str
) -> None:
    songs, tag_id = session.scalars(select(Interest.id).where(Interest.label == "Songs")).one(), choirs.id
    laptop = laptop_of(organiser)

    answer = laptop.post(f"{PAGE}/{tag_id}/{verb}", {"seen": "Choirs", "into": songs, **form})
    changed, page = texts(session), laptop.get(answer.location)
    edit = page.text.partition("/edits/")[2].partition("/undo")[0]
    undone = laptop.post(f"{PAGE}/edits/{edit}/undo")

    assert (answer.status_code, changed, undone.status_code, texts(session)) == (303, [after] * 2, 303, ["Choirs"] * 2)
    assert "2 people had chosen it" in text_of(page)
    assert bell.words == ["recommend"] * 2
    assert session.scalars(select(DeedRow.deed).order_by(DeedRow.id)).all()[-1] == "interest.undone"


def test_a_stale_or_faulty_change_says_so_and_keeps_everything(
    session: Session, choirs: Interest, organiser: Person, laptop_of: LaptopOf
) -> None:
    laptop = laptop_of(organiser)

    answers = [
        laptop.post(f"{PAGE}/{choirs.id}/rename", {"seen": "Chorus", "label": "Voices"}),
        laptop.post(f"{PAGE}/{choirs.id}/rename", {"seen": "Choirs", "label": "Songs"}),
        laptop.post(f"{PAGE}/{choirs.id}/merge", {"seen": "Choirs", "into": ""}),
    ]

    assert [answer.status_code for answer in answers] == [422] * 3
    assert "Somebody else has changed this interest meanwhile." in text_of(answers[0])
    assert "Merge the two instead." in text_of(answers[1])
    assert texts(session) == ["Choirs"] * 2


def test_interests_are_added_and_faults_are_told(session: Session, choirs: Interest, organiser: Person, laptop_of: LaptopOf) -> None:
    laptop = laptop_of(organiser)

    added = laptop.post(PAGE, {"tags": "Boats = ships\nMaps"})
    faulty = laptop.post(PAGE, {"tags": "Sea = Choirs"})

    assert (added.status_code, faulty.status_code) == (303, 422)
    assert "Boats ships 0 Maps 0" in text_of(laptop.get(PAGE))


def test_the_page_asks_the_same_for_few_and_for_many(
    session: Session, event: Event, choirs: Interest, organiser: Person, laptop_of: LaptopOf, statements: list[str]
) -> None:
    laptop = laptop_of(organiser)
    statements.clear()
    laptop.get(PAGE)
    for_few = len(statements)
    for number in range(20):
        tag = make_interest(session, event, f"Topic {number}", (f"word {number}",))
        attendee = make_attendee(session, event, f"Person{number} Somebody")
        place = {"event_id": event.id, "attendee_id": attendee.id, "kind": "seek", "position": 0}
        session.add(AttendeeInterest(**place, text=tag.label, interest_id=tag.id))
    session.commit()
    statements.clear()
    laptop.get(PAGE)

    assert len(statements) == for_few
