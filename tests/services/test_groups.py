"""Groups that the organiser keeps apart stand on nobody's list of the other, however it is made, and are not found by name."""

import pytest
from sqlalchemy.orm import Session

from matchmaker.domain.matching.setup import MatchingSetup
from matchmaker.errors import BadInputError
from matchmaker.jobs.matchers import make_matcher, make_rules
from matchmaker.services.group_rules import keep_groups_apart, mark_of
from matchmaker.services.live_lists import build_lists
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.matches import Recommendation
from matchmaker.store.queries.groups import groups_apart, groups_of
from matchmaker.store.queries.matches import open_places
from matchmaker.store.queries.people import person_here, searchable_names
from matchmaker.store.queries.plain_list import plain_place
from matchmaker.store.queries.recommend import people_of
from tests.cast import NOW, give_interests, make_attendee

GROUPS = {"Ada Lovelace": "mentors", "Grace Hopper": "mentors", "Linus Torvalds": "students", "Margaret Hamilton": ""}


@pytest.fixture
def people(session: Session, event: Event) -> dict[str, Attendee]:
    made = {}
    for name, group in GROUPS.items():
        made[name.split()[0]] = attendee = make_attendee(session, event, name, group_name=group, searchable=True, organisation=name)
        give_interests(session, attendee, talk=["Tide tables", "Open maps"], seek=["Tide tables"], offer=["Open maps"])
    session.flush()
    return made


def met_in_lists(session: Session, event: Event) -> dict[str, set[str]]:
    known = people_of(session, event.id)
    setup = MatchingSetup()
    lists = build_lists(known, make_matcher(setup), version=1, rules=make_rules(setup, known.groups_apart))
    names = {attendee.id: GROUP_FIRST[attendee.id] for attendee in known.attendees}
    return {names[reader]: {names[int(str(row["other_id"]))] for row in rows} for reader, rows in lists.rows.items()}


GROUP_FIRST: dict[int, str] = {}


@pytest.fixture(autouse=True)
def _names(people: dict[str, Attendee]) -> None:
    GROUP_FIRST.clear()
    GROUP_FIRST.update({attendee.id: name for name, attendee in people.items()})


def seen_by(session: Session, event: Event, people: dict[str, Attendee], reader: str) -> dict[str, set[str]]:
    """By the way they are looked for: whom this reader sees."""
    me = people[reader]
    asked = {"event_id": event.id, "reader_id": me.id, "person_id": me.person_id, "now": NOW}
    others = {name: one for name, one in people.items() if name != reader}
    return {
        "list": {GROUP_FIRST[row.other_id] for row in open_places(session, limit=9, **asked).places},
        "plain": {name for name, one in others.items() if plain_place(session, other_id=one.id, **asked)},
        "search": {GROUP_FIRST[one] for one, _ in searchable_names(session, event_id=event.id, person_id=me.person_id)},
        "page": {name for name, one in others.items() if person_here(session, one.id, event_id=event.id, person_id=me.person_id)},
    }


def store_all(session: Session, event: Event, people: dict[str, Attendee]) -> None:
    """Lists as they were before the rule."""
    for reader in people.values():
        others = [one for one in people.values() if one is not reader]
        for rank, other in enumerate(others, 1):
            place = {"rank": rank, "score": 1.0, "likeness": 1.0, "complement": 0.0, "reasons": []}
            session.add(Recommendation(event_id=event.id, reader_id=reader.id, other_id=other.id, **place))
    session.flush()


def test_two_groups_kept_apart_see_each_other_nowhere(session: Session, event: Event, people: dict[str, Attendee]) -> None:
    store_all(session, event, people)
    before = seen_by(session, event, people, "Ada")
    keep_groups_apart(session, event.id, [("students", "mentors")], seen="")

    assert set(map(frozenset, before.values())) == {frozenset({"Grace", "Linus", "Margaret"})}
    assert set(map(frozenset, seen_by(session, event, people, "Ada").values())) == {frozenset({"Grace", "Margaret"})}
    assert set(map(frozenset, seen_by(session, event, people, "Linus").values())) == {frozenset({"Margaret"})}
    assert set(map(frozenset, seen_by(session, event, people, "Margaret").values())) == {frozenset({"Ada", "Grace", "Linus"})}


def test_lists_are_made_by_the_same_rule(session: Session, event: Event, people: dict[str, Attendee]) -> None:
    before = met_in_lists(session, event)
    keep_groups_apart(session, event.id, [("mentors", "mentors")], seen="")
    among_mentors = met_in_lists(session, event)
    keep_groups_apart(session, event.id, [("mentors", "students")], seen=mark_of(groups_apart(session, event.id)))
    across = met_in_lists(session, event)

    assert (before["Ada"], before["Linus"]) == ({"Grace", "Linus", "Margaret"}, {"Ada", "Grace", "Margaret"})
    assert (among_mentors["Ada"], among_mentors["Linus"]) == ({"Linus", "Margaret"}, {"Ada", "Grace", "Margaret"})
    assert (across["Ada"], across["Linus"], across["Margaret"]) == ({"Grace", "Margaret"}, {"Margaret"}, {"Ada", "Grace", "Linus"})


def test_a_rule_is_taken_back_and_makes_lists_stale_each_time(session: Session, event: Event, people: dict[str, Attendee]) -> None:
    wanted = event.lists_wanted
    done = [
        keep_groups_apart(session, event.id, [("mentors", "students")], seen=""),
        keep_groups_apart(session, event.id, [("mentors", "students")], seen="mentors~students"),
        keep_groups_apart(session, event.id, [], seen="mentors~students"),
    ]
    session.expire_all()

    assert (done, groups_apart(session, event.id), session.get_one(Event, event.id).lists_wanted - wanted) == ([True, False, True], (), 2)


def test_who_saw_other_pairs_changes_nothing(session: Session, event: Event, people: dict[str, Attendee]) -> None:
    keep_groups_apart(session, event.id, [("mentors", "students")], seen="")

    with pytest.raises(BadInputError):
        keep_groups_apart(session, event.id, [], seen="")
    assert groups_apart(session, event.id) == (("mentors", "students"), ("students", "mentors"))


def test_a_rule_of_a_group_that_is_empty_sleeps_and_is_not_lost(session: Session, event: Event, people: dict[str, Attendee]) -> None:
    keep_groups_apart(session, event.id, [("mentors", "students")], seen="")
    people["Linus"].group_name = ""
    session.flush()
    keep_groups_apart(session, event.id, [("mentors", "mentors")], seen="mentors~students")

    assert groups_of(session, event.id) == (("mentors", 2),)
    assert set(groups_apart(session, event.id)) == {("mentors", "mentors"), ("mentors", "students"), ("students", "mentors")}
