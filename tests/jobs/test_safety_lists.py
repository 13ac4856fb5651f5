"""Blocks, hiding and pausing reach the worker's lists, most of them without a full pass."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from matchmaker.jobs.loop import do
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.safety import block_person, turn_own, unblock_person
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from tests.cast import NOW
from tests.jobs.test_live_lists import crowd, lists_of, passes, say, workshop  # noqa: F401  fixtures of the same crowd

Lists = dict[int, list[int]]


@pytest.fixture
def pair(session: Session, event: Event, crowd: list[Attendee], workshop: Workshop) -> tuple[Attendee, Attendee]:  # noqa: F811  the fixture
    """Two who stand on each other's list."""
    do(workshop, "recommend")
    lists = lists_of(session, event)
    by_id = {one.id: one for one in crowd}
    one, other = next((one, other) for one, people in lists.items() for other in people if one in lists[other])
    return by_id[one], by_id[other]


@pytest.fixture
def seen(session: Session, event: Event, workshop: Workshop) -> Callable[[], Lists]:  # noqa: F811  the fixture
    """The lists once the worker has followed what was just said."""

    def follow() -> Lists:
        session.commit()
        do(workshop, "recommend")
        return lists_of(session, event)

    return follow


def together(lists: Lists, pair: tuple[Attendee, Attendee]) -> tuple[bool, bool]:
    one, other = pair
    return other.id in lists[one.id], one.id in lists[other.id]


def test_a_block_and_its_lifting_are_told_to_the_kept_matcher(session, pair, seen, passes) -> None:  # noqa: F811  the fixture
    one, other = pair
    done = len(passes)

    block_person(session, one.person_id, other.person_id, now=NOW)
    blocked = seen()
    unblock_person(session, one.person_id, other.person_id, now=NOW)
    lifted = seen()

    assert (together(blocked, pair), together(lifted, pair)) == ((False, False), (True, True))
    assert len(passes) == done


def test_a_full_pass_keeps_blocked_people_apart_and_lifting_takes_another_one(
    session: Session,
    event: Event,
    pair: tuple[Attendee, Attendee],
    seen: Callable[[], Lists],
    workshop: Workshop,  # noqa: F811  the fixture
    passes: list[int],  # noqa: F811  the fixture
) -> None:
    one, other = pair
    block_person(session, other.person_id, one.person_id, now=NOW)
    workshop.live.clear()
    (workshop.settings.data_dir / "matchers" / f"{event.id}.pickle").unlink(missing_ok=True)
    done = len(passes)
    blocked = seen()
    unblock_person(session, other.person_id, one.person_id, now=NOW)
    lifted = seen()

    assert (together(blocked, pair), together(lifted, pair)) == ((False, False), (True, True))
    assert len(passes) == done + 2


@pytest.mark.parametrize(("there", "back"), [("hide", "show"), ("pause", "back")])
def test_who_hides_or_pauses_is_in_nobodys_list_until_they_come_back(session, event, pair, seen, there: str, back: str) -> None:
    one, _ = pair

    turn_own(session, event.id, one.id, there, now=NOW)
    away = seen()
    turn_own(session, event.id, one.id, back, now=NOW)
    here = seen()

    assert any(one.id in people for people in away.values()) is False
    assert any(one.id in people for people in here.values()) is True


def test_the_list_of_whoever_pauses_stands_still(session, event, pair, seen) -> None:
    one, other = pair
    before = lists_of(session, event)[one.id]
    turn_own(session, event.id, one.id, "pause", now=NOW)
    seen()
    other.status = "cancelled"
    say(session, event, other)

    paused = seen()
    turn_own(session, event.id, one.id, "back", now=NOW)
    back = seen()

    assert paused[one.id] == before
    assert other.id not in back[one.id]
