"""A change of who may meet whom reaches the lists of a running event through the worker; so does its way back."""

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matchmaker.jobs.loop import do
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.group_rules import keep_groups_apart, mark_of
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.queries.groups import groups_apart
from tests.cast import NOW, give_interests, make_attendee
from tests.jobs.test_live_lists import TAGS, lists_of, say


@pytest.fixture
def workshop(settings: Settings, engine: Engine) -> Workshop:
    return Workshop(settings, engine, now=lambda: NOW)


@pytest.fixture
def crowd(session: Session, event: Event) -> dict[int, str]:
    """Thirty people; their groups by id."""
    people: list[Attendee] = []
    for at in range(30):
        people.append(make_attendee(session, event, f"P{at} X", group_name=("mentors", "students", "")[at % 3]))
        give_interests(session, people[-1], talk=[TAGS[at % 8], TAGS[(at * 3) % 8]], offer=[TAGS[(at + 1) % 8]], seek=[TAGS[(at + 2) % 8]])
    say(session, event)
    return {one.id: one.group_name for one in people}


def pairs_of(session: Session, event: Event, groups: dict[int, str]) -> set[frozenset[str]]:
    return {frozenset((groups[reader], groups[other])) for reader, others in lists_of(session, event).items() for other in others}


def test_lists_keep_to_the_groups_before_and_after_a_change(
    session: Session, event: Event, crowd: dict[int, str], workshop: Workshop
) -> None:
    among_students, across = frozenset({"students"}), frozenset({"mentors", "students"})
    do(workshop, "recommend")
    before = pairs_of(session, event, crowd)
    keep_groups_apart(session, event.id, [("students", "students")], seen="")
    session.commit()
    do(workshop, "recommend")
    kept = pairs_of(session, event, crowd)
    keep_groups_apart(session, event.id, [], seen=mark_of(groups_apart(session, event.id)))
    session.commit()
    do(workshop, "recommend")

    assert (among_students in before, across in before) == (True, True)
    assert (among_students in kept, across in kept) == (False, True)
    assert pairs_of(session, event, crowd) == before


def test_a_newcomer_of_a_group_stands_on_no_forbidden_list(
    session: Session, event: Event, crowd: dict[int, str], workshop: Workshop
) -> None:
    keep_groups_apart(session, event.id, [("mentors", "students")], seen="")
    session.commit()
    do(workshop, "recommend")
    new = make_attendee(session, event, "Nia New", group_name="students")
    give_interests(session, new, talk=["Rivers", "Maps"], seek=["Choirs"])
    say(session, event, new)
    do(workshop, "recommend")

    groups = {**crowd, new.id: "students"}
    lists = lists_of(session, event)
    assert {groups[other] for other in lists[new.id]} == {"students", ""}
    assert {groups[reader] for reader, others in lists.items() if new.id in others} <= {"students", ""}
    assert any(new.id in others for others in lists.values())
