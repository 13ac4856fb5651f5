"""Four desks in the same moment, on both engines: nobody is in twice, nothing waits for ever, every entry is kept."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from matchmaker.domain.checkin.items import EntryItem, UndoEntryItem
from matchmaker.errors import BadInputError
from matchmaker.services.checkin import Doorkeeper
from matchmaker.services.checkin_outbox import take_in_desk
from matchmaker.services.desks import open_desk, pair_desk
from matchmaker.store.models.checkin import CheckIn
from matchmaker.store.queries.checkin import door_counts
from tests.cast import NOW, make_attendee

DESKS, PEOPLE = 4, 12


@pytest.fixture
def all_at_once(engine):
    """Runs each work in a thread and a session of its own, all from the same moment on."""

    def run(*works) -> list[object]:
        start, answers = threading.Barrier(len(works)), [None] * len(works)

        def one(place: int) -> None:
            with Session(engine) as session:
                start.wait()
                try:
                    answers[place] = works[place](session)
                    session.commit()
                except (BadInputError, SQLAlchemyError) as error:
                    answers[place] = error

        threads = [threading.Thread(target=one, args=(place,)) for place in range(len(works))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return answers

    return run


def entries_for(attendee_ids: list[int]) -> list[EntryItem]:
    return [EntryItem(str(uuid4()), "", one, "search", let_in=False, waited=timedelta(0)) for one in attendee_ids]


def test_four_desks_with_the_same_people_in_other_orders_let_each_in_once(session, event, organiser, all_at_once, settings) -> None:
    people = [make_attendee(session, event, f"Guest{number} Race").id for number in range(PEOPLE)]
    session.commit()
    keeper = Doorkeeper(event.id, person_id=organiser.id, is_host=True)
    orders = [people, people[::-1], people[6:] + people[:6], people[::2] + people[1::2]]

    def work(order: list[int]):
        return lambda desk: [ack.state for ack in take_in_desk(desk, keeper, entries_for(order), settings=settings, now=NOW)]

    answers = all_at_once(*map(work, orders))

    session.rollback()
    states = [state for answer in answers for state in answer]
    kept = session.scalar(select(func.count()).select_from(CheckIn))
    assert (states.count("in"), states.count("already"), kept) == (PEOPLE, PEOPLE * (DESKS - 1), PEOPLE * DESKS)
    assert door_counts(session, event.id).inside == PEOPLE


def test_the_same_entry_from_four_tabs_is_one(session, event, ada, organiser, all_at_once, settings) -> None:
    session.commit()
    keeper, items = Doorkeeper(event.id, person_id=organiser.id), entries_for([ada.id])

    answers = all_at_once(*[lambda desk: take_in_desk(desk, keeper, items, settings=settings, now=NOW)[0].state] * DESKS)

    session.rollback()
    assert (answers, session.scalar(select(func.count()).select_from(CheckIn))) == (["in"] * DESKS, 1)


def test_an_entry_and_its_undo_in_the_same_moment_end_out_or_in_but_never_between(
    session, event, ada, organiser, all_at_once, settings
) -> None:
    keeper, (entry,) = Doorkeeper(event.id, person_id=organiser.id), entries_for([ada.id])
    take_in_desk(session, keeper, [entry], settings=settings, now=NOW)
    session.commit()
    again, undo = entries_for([ada.id]), [UndoEntryItem(str(uuid4()), entry.id)]

    all_at_once(*[lambda desk, items=items: take_in_desk(desk, keeper, items, settings=settings, now=NOW) for items in (again, undo)])

    session.rollback()
    standing = session.scalar(select(func.count()).select_from(CheckIn).where(CheckIn.undone_at.is_(None)))
    assert (door_counts(session, event.id).inside == 1) == (standing > 0)


def test_of_two_phones_that_type_one_code_one_becomes_the_desk(session, event, organiser, all_at_once, settings) -> None:
    open_desk(session, event.id, name="North", code="7KQ2M9VD", by=organiser.id, key=settings.signin_key, now=NOW)
    session.commit()

    def work(secret: str):
        told = {"network": secret, "secret_hash": secret * 64, "device": ""}
        return lambda phone: pair_desk(phone, "7KQ2M9VD", **told, settings=settings, now=NOW).name

    answers = all_at_once(work("a"), work("b"))

    assert sorted(str(answer) for answer in answers) == ["North", "Some fields need another look."]
