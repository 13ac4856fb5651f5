"""The table of groups that may meet."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.store.models.deeds import DeedRow
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from matchmaker.store.queries.groups import groups_apart
from tests.browsers import Phone, text_of
from tests.cast import make_attendee

LaptopOf = Callable[[Person], Phone]
PAGE = "/organise/events/northlight/groups"
SHOWN = ["Mentors", "Students"]


@pytest.fixture
def grouped(session: Session, event: Event) -> Event:
    for name, group in (("Ada Lovelace", "Mentors"), ("Linus Torvalds", "Students"), ("Grace Hopper", "Students")):
        make_attendee(session, event, name, group_name=group)
    return event


def test_unticked_pairs_do_not_meet_and_ticking_again_undoes_it(
    session: Session, grouped: Event, organiser: Person, laptop_of: LaptopOf, bell
) -> None:
    event_id = grouped.id
    laptop = laptop_of(organiser)
    first = laptop.get(PAGE)
    apart = laptop.post(PAGE, {"shown": SHOWN, "seen": "", "meet": ["0-0", "1-1"]})
    pairs = groups_apart(session, event_id)
    session.rollback()
    stale = laptop.post(PAGE, {"shown": SHOWN, "seen": "", "meet": ["0-0"]})
    back = laptop.post(PAGE, {"shown": SHOWN, "seen": "Mentors~Students", "meet": ["0-0", "0-1", "1-1"]})

    assert first.text.count('name="meet"') == first.text.count("checked") == 3
    assert [answer.status_code for answer in (apart, stale, back)] == [303, 422, 303]
    assert pairs == (("Mentors", "Students"), ("Students", "Mentors"))
    assert "Somebody else has changed who may meet whom meanwhile." in text_of(stale)
    assert groups_apart(session, event_id) == ()
    assert bell.words == ["recommend"] * 2
    assert session.scalars(select(DeedRow.deed)).all() == ["groups.changed"] * 2


def test_a_page_that_shows_other_groups_saves_nothing(session: Session, grouped: Event, organiser: Person, laptop_of: LaptopOf) -> None:
    event_id = grouped.id
    answer = laptop_of(organiser).post(PAGE, {"shown": ["Mentors"], "seen": "", "meet": []})

    assert (answer.status_code, groups_apart(session, event_id)) == (422, ())


def test_without_groups_the_page_says_where_they_come_from(event: Event, organiser: Person, laptop_of: LaptopOf) -> None:
    assert "Groups come with the attendee file" in text_of(laptop_of(organiser).get(PAGE))
