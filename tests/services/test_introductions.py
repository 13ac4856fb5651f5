"""Nobody alone: who is on the host's list, whom they could be introduced to, and that no two hosts do the same."""

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.errors import ConflictError, NotFoundError
from matchmaker.services.introductions import AlonePage, alone_people_page, decide_introduction, longest_alone, take_introduction_back
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.deeds import DeedRow
from matchmaker.store.models.events import Event
from matchmaker.store.models.insights import Introduction
from matchmaker.store.models.matches import Decision, Recommendation
from matchmaker.store.models.people import Person
from matchmaker.store.models.safety import Block
from tests.cast import NOW, make_attendee, make_event
from tests.mailings import facts_of
from tests.meetings import meet

TIDES = {"kind": "alike", "mine_field": "talk", "theirs_field": "talk", "mine": [["Tides", True]], "theirs": [["Tides", True]]}


@pytest.fixture
def hall(session: Session, event: Event, ada: Attendee, grace: Attendee, linus: Attendee) -> dict[str, Attendee]:
    """All three are in; Ada agreed to be introduced and has Grace before Linus on her list."""
    for one in (ada, grace, linus):
        one.checked_in_at = NOW - timedelta(minutes=20)
    ada.may_be_introduced = True
    for rank, other in enumerate((grace, linus), 1):
        place = {"event_id": event.id, "reader_id": ada.id, "rank": rank, "other_id": other.id, "reasons": [TIDES]}
        session.add(Recommendation(**place, score=1.0, likeness=1.0, complement=0.0))
    session.flush()
    return {"ada": ada, "grace": grace, "linus": linus}


def page(session: Session, event: Event, *, now: datetime = NOW) -> AlonePage:
    session.flush()
    return alone_people_page(session, event.id, page=1, now=now)


def suggested(session: Session, event: Event, *, now: datetime = NOW) -> dict[str, str | None]:
    return {one.person.name: one.other.name if one.other else None for one in page(session, event, now=now).suggestions}


def test_two_names_and_one_reason(session: Session, event: Event, hall: dict[str, Attendee]) -> None:
    [one] = page(session, event).suggestions

    assert one.other is not None
    assert one.why is not None
    assert (one.person.name, one.other.name, one.why.sentence % one.why.values) == (
        "Ada Lovelace",
        "Grace Hopper",
        "Both bring up “Tides”.",
    )


def test_only_who_agreed_and_is_in_and_has_talked_with_nobody_stands_there(
    session: Session, event: Event, hall: dict[str, Attendee]
) -> None:
    for name, changes in (
        ("Quiet One", {"checked_in_at": NOW}),
        ("Absent One", {"may_be_introduced": True}),
        ("Paused One", {"may_be_introduced": True, "checked_in_at": NOW, "paused_at": NOW}),
        ("Hidden One", {"may_be_introduced": True, "checked_in_at": NOW, "listed": False}),
        ("Gone One", {"may_be_introduced": True, "checked_in_at": NOW, "status": "cancelled"}),
    ):
        make_attendee(session, event, name, **changes)
    talked = make_attendee(session, event, "Talked One", may_be_introduced=True, checked_in_at=NOW)
    meet(session, talked, hall["linus"])

    assert suggested(session, event).keys() == {"Ada Lovelace"}


def test_before_anybody_is_in_who_has_signed_in_counts(session: Session, event: Event, hall: dict[str, Attendee]) -> None:
    for one in hall.values():
        one.checked_in_at = None
    hall["grace"].first_signed_in_at = None

    shown = page(session, event)

    assert (shown.hall, suggested(session, event)) == (False, {"Ada Lovelace": "Linus Torvalds"})


def test_who_is_willing_too_is_preferred(session: Session, event: Event, hall: dict[str, Attendee]) -> None:
    hall["linus"].may_be_introduced = True
    meet(session, hall["linus"], make_attendee(session, event, "Somebody Else"))

    assert suggested(session, event)["Ada Lovelace"] == "Linus Torvalds"


@pytest.mark.parametrize("blocker", ["ada", "grace"])
def test_two_of_whom_one_has_blocked_the_other_are_never_suggested(
    session: Session, event: Event, hall: dict[str, Attendee], blocker: str
) -> None:
    other = "grace" if blocker == "ada" else "ada"
    session.add(Block(blocker_id=hall[blocker].person_id, blocked_id=hall[other].person_id, created_at=NOW))

    assert suggested(session, event) == {"Ada Lovelace": "Linus Torvalds"}


@pytest.mark.parametrize(("reader", "other"), [("ada", "grace"), ("grace", "ada")])
def test_who_was_turned_away_by_either_is_not_suggested(
    session: Session, event: Event, hall: dict[str, Attendee], reader: str, other: str
) -> None:
    answer = {"reader_id": hall[reader].id, "other_id": hall[other].id, "answer": "not_for_me"}
    session.add(Decision(event_id=event.id, **answer, decided_at=NOW))

    assert suggested(session, event) == {"Ada Lovelace": "Linus Torvalds"}


@pytest.mark.parametrize("state", ["made", "not_now"])
def test_what_a_host_did_leaves_them_in_peace_for_half_an_hour_and_is_never_proposed_again(
    session: Session, event: Event, organiser: Person, hall: dict[str, Attendee], state: str
) -> None:
    pair = (hall["ada"].id, hall["grace"].id)
    decide_introduction(session, event.id, pair, state, by=organiser.id, now=NOW)

    assert suggested(session, event) == {}
    assert suggested(session, event, now=NOW + timedelta(minutes=31)) == {"Ada Lovelace": "Linus Torvalds"}
    assert [(one.name, one.other, one.by) for one in page(session, event).lately] == [("Ada Lovelace", "Grace Hopper", "Olga Organiser")]


def test_the_second_host_is_told_that_somebody_was_faster(
    session: Session, event: Event, organiser: Person, hall: dict[str, Attendee]
) -> None:
    pair = (hall["ada"].id, hall["grace"].id)
    decide_introduction(session, event.id, pair, "not_now", by=organiser.id, now=NOW)

    with pytest.raises(ConflictError, match="faster"):
        decide_introduction(session, event.id, pair, "made", by=organiser.id, now=NOW)

    assert session.scalars(sa.select(Introduction.state)).all() == ["not_now"]


def test_somebody_of_another_event_is_not_there(session: Session, event: Event, organiser: Person, hall: dict[str, Attendee]) -> None:
    stranger = make_attendee(session, make_event(session, "elsewhere"), "Strange One")

    with pytest.raises(NotFoundError):
        decide_introduction(session, event.id, (hall["ada"].id, stranger.id), "made", by=organiser.id, now=NOW)


def test_taking_it_back_brings_them_back_and_the_log_keeps_both(
    session: Session, event: Event, organiser: Person, hall: dict[str, Attendee]
) -> None:
    pair = (hall["ada"].id, hall["grace"].id)
    decide_introduction(session, event.id, pair, "made", by=organiser.id, now=NOW)
    take_introduction_back(session, event.id, pair, by=organiser.id, now=NOW)

    assert suggested(session, event) == {"Ada Lovelace": "Grace Hopper"}
    assert session.scalars(sa.select(DeedRow.deed).order_by(DeedRow.id)).all() == ["introduction.made", "introduction.undone"]


@pytest.mark.parametrize("people", [1, 25])
def test_the_page_asks_the_same_however_many_wait(session: Session, event: Event, hall: dict[str, Attendee], people: int) -> None:
    for number in range(people):
        make_attendee(session, event, f"Waits{number} Alone", may_be_introduced=True, checked_in_at=NOW)
    session.flush()
    seen: list[str] = []
    sa.event.listen(session.get_bind(), "before_cursor_execute", lambda _c, _k, statement, *_rest: seen.append(statement))

    page(session, event)

    assert len([statement for statement in seen if statement.lstrip().startswith(("SELECT", "WITH"))]) == 5


def test_the_first_three_who_wait_stand_on_the_first_page_while_the_event_runs(
    session: Session, event: Event, hall: dict[str, Attendee]
) -> None:
    for number in range(4):
        make_attendee(session, event, f"Later{number} One", may_be_introduced=True, checked_in_at=NOW - timedelta(minutes=10 - number))

    def names(*, now: datetime = NOW) -> list[str]:
        return [one.person.name for one in longest_alone(session, facts_of(event), now=now)]

    assert names() == ["Ada Lovelace", "Later0 One", "Later1 One"]
    assert names(now=event.ends_at) == []
    event.closed_at = NOW
    assert names() == []


def test_before_the_event_nobody_stands_on_the_first_page_until_somebody_is_in(
    session: Session, event: Event, hall: dict[str, Attendee]
) -> None:
    event.starts_at = NOW + timedelta(hours=1)
    early = [one.person.name for one in longest_alone(session, facts_of(event), now=NOW)]
    session.execute(sa.update(Attendee).values(checked_in_at=None))
    session.expire_all()

    assert early == ["Ada Lovelace"]
    assert longest_alone(session, facts_of(event), now=NOW) == ()
