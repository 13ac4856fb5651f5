"""The worker keeps an event's matcher: a change touches few lists, a full pass swaps all of them, a restart goes on where it was."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from matchmaker.jobs import background, full_pass, kept_matchers, recommend
from matchmaker.jobs.loop import do
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.live_lists import follow
from matchmaker.services.matching import forget_learned
from matchmaker.services.recommend import draft_lists, stale_events, want_lists
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.contacts import Contact
from matchmaker.store.models.events import Event
from matchmaker.store.models.matches import Decision, Recommendation, RecommendationDraft
from matchmaker.store.queries.matching import setup_row
from matchmaker.store.queries.tuning import tuning_rows_of
from tests.cast import NOW, give_interests, make_attendee

TAGS = ["Rivers", "Maps", "Choirs", "Bread", "Kilns", "Bees", "Rust", "Law"]
Change = Callable[[], None]


@pytest.fixture
def workshop(settings: Settings, engine: Engine) -> Workshop:
    return Workshop(settings, engine, now=lambda: NOW)


@pytest.fixture
def crowd(session: Session, event: Event) -> list[Attendee]:
    people = []
    for at in range(30):
        people.append(make_attendee(session, event, f"P{at} X"))
        give_interests(session, people[-1], talk=[TAGS[at % 8], TAGS[(at * 3) % 8]], offer=[TAGS[(at + 1) % 8]], seek=[TAGS[(at + 2) % 8]])
    say(session, event)
    return people


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The events over which full passes went."""
    seen: list[int] = []

    def watched(workshop: Workshop, event_id: int) -> object:
        seen.append(event_id)
        return full_pass.full_pass(workshop, event_id)

    monkeypatch.setattr(recommend, "full_pass", watched)
    return seen


def say(session: Session, event: Event, *attendees: Attendee) -> None:
    """What a form does after it has written: the event is stale, and these people have news."""
    want_lists(session, event.id)
    session.flush()
    session.refresh(event)
    for attendee in attendees:
        attendee.lists_wanted = event.lists_wanted
    session.commit()


def lists_of(session: Session, event: Event) -> dict[int, list[int]]:
    session.rollback()
    session.expire_all()
    rows = session.execute(
        select(Recommendation.reader_id, Recommendation.other_id)
        .where(Recommendation.event_id == event.id, Recommendation.rank <= 8)
        .order_by(Recommendation.reader_id, Recommendation.rank)
    )
    lists: dict[int, list[int]] = {}
    for reader, other in rows:
        lists.setdefault(reader, []).append(other)
    session.rollback()
    return lists


def test_a_newcomer_is_told_to_the_kept_matcher_and_stands_in_lists_at_once(
    session: Session, event: Event, crowd: list[Attendee], workshop: Workshop, passes: list[int]
) -> None:
    do(workshop, "recommend")
    late = make_attendee(session, event, "Late Comer")
    give_interests(session, late, talk=["Rivers", "Maps"])
    say(session, event, late)

    do(workshop, "recommend")
    lists = lists_of(session, event)

    assert passes == [event.id]
    assert len(lists[late.id]) == 8
    assert 2 <= sum(late.id in people for people in lists.values()) <= 12
    assert stale_events(session) == []


def test_who_leaves_or_says_nothing_any_more_is_on_no_list(
    session: Session, event: Event, crowd: list[Attendee], workshop: Workshop, passes: list[int]
) -> None:
    do(workshop, "recommend")
    crowd[3].status = "cancelled"
    session.execute(delete(AttendeeInterest).where(AttendeeInterest.attendee_id == crowd[4].id))
    say(session, event, crowd[3], crowd[4])

    do(workshop, "recommend")
    lists = lists_of(session, event)

    assert passes == [event.id]
    assert {crowd[3].id, crowd[4].id} & {other for people in lists.values() for other in people} == set()
    assert {crowd[3].id, crowd[4].id} & set(lists) == set()


def test_an_answer_and_its_undo_change_lists_without_a_full_pass(
    session: Session, event: Event, crowd: list[Attendee], workshop: Workshop, passes: list[int]
) -> None:
    do(workshop, "recommend")
    first = lists_of(session, event)[crowd[0].id][0]
    answer = Decision(event_id=event.id, reader_id=crowd[0].id, other_id=first, answer="declined", decided_at=NOW)
    session.add(answer)
    say(session, event)

    do(workshop, "recommend")
    without = lists_of(session, event)[crowd[0].id]
    session.delete(answer)
    say(session, event)
    do(workshop, "recommend")

    assert first not in without
    assert len(without) == 8
    assert first in lists_of(session, event)[crowd[0].id]
    assert passes == [event.id]


def test_only_the_lists_a_change_touches_are_written(
    session: Session, event: Event, crowd: list[Attendee], workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    do(workshop, "recommend")
    before = lists_of(session, event)
    written: list[int] = []

    def watched(*args: object, **more: object) -> object:
        lists = follow(*args, **more)
        written.extend(lists.rows)
        return lists

    monkeypatch.setattr(recommend, "follow", watched)
    late = make_attendee(session, event, "Late Comer")
    give_interests(session, late, talk=["Rivers"])
    say(session, event, late)

    do(workshop, "recommend")
    after = lists_of(session, event)

    assert {reader for reader in after if after[reader] != before.get(reader)} <= set(written)
    assert len(written) < 20


def test_very_many_changes_at_once_are_worked_out_anew(
    session: Session, event: Event, crowd: list[Attendee], workshop: Workshop, passes: list[int]
) -> None:
    do(workshop, "recommend")
    for attendee in crowd[:25]:
        give_interests(session, attendee, talk=["Law"])
    say(session, event, *crowd[:25])

    do(workshop, "recommend")

    assert passes == [event.id, event.id]
    assert stale_events(session) == []


def test_a_worker_that_begins_goes_on_with_the_matcher_of_the_one_before_it(
    session: Session, event: Event, crowd: list[Attendee], workshop: Workshop, passes: list[int], settings: Settings, engine: Engine
) -> None:
    do(workshop, "recommend")
    give_interests(session, crowd[5], talk=["Bees", "Kilns"])
    say(session, event, crowd[5])

    do(Workshop(settings, engine, now=lambda: NOW), "recommend")

    assert passes == [event.id]
    assert stale_events(session) == []


@pytest.mark.parametrize("spoiled", ["half a file", "another version", "no pickle"])
def test_a_kept_matcher_that_is_no_good_is_worked_out_anew(
    session: Session, event: Event, crowd: list[Attendee], workshop: Workshop, passes: list[int], settings: Settings, engine: Engine,
    spoiled: str, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    do(workshop, "recommend")
    file = Path(settings.data_dir) / "matchers" / f"{event.id}.pickle"
    if spoiled == "half a file":
        file.write_bytes(file.read_bytes()[:2000])
    elif spoiled == "no pickle":
        file.write_bytes(b"matchmaker")
    else:
        monkeypatch.setattr(kept_matchers, "__version__", "0.0.0")
    say(session, event, crowd[0])

    do(Workshop(settings, engine, now=lambda: NOW), "recommend")

    assert passes == [event.id, event.id]
    assert stale_events(session) == []


def test_the_kept_file_is_for_its_owner_alone(event: Event, crowd: list[Attendee], workshop: Workshop, settings: Settings) -> None:
    do(workshop, "recommend")

    file = Path(settings.data_dir) / "matchers" / f"{event.id}.pickle"

    assert file.stat().st_mode & 0o077 == 0


def test_a_matcher_that_did_not_make_the_stored_lists_is_not_used(
    session: Session, event: Event, crowd: list[Attendee], workshop: Workshop, passes: list[int], settings: Settings, engine: Engine
) -> None:
    do(workshop, "recommend")
    other = Workshop(settings, engine, now=lambda: NOW)
    say(session, event, crowd[0])
    do(other, "recommend")
    say(session, event, crowd[1])

    do(workshop, "recommend")

    assert passes == [event.id, event.id]


def test_a_worker_that_breaks_while_it_follows_forgets_its_matcher(
    session: Session, event: Event, crowd: list[Attendee], workshop: Workshop, passes: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    do(workshop, "recommend")

    def die(*_args: object, **_more: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(recommend, "store_lists", die)
        say(session, event, crowd[0])
        do(workshop, "recommend")
    assert workshop.live == {}

    do(workshop, "recommend")

    assert stale_events(session) == []


def test_once_enough_has_changed_a_full_pass_in_another_process_swaps_all_lists_in(
    session: Session, event: Event, crowd: list[Attendee], workshop: Workshop, settings: Settings, engine: Engine
) -> None:
    do(workshop, "recommend")
    for turn in range(21):
        give_interests(session, crowd[turn], talk=[TAGS[turn % 8], "Bees"])
        say(session, event, crowd[turn])
        do(workshop, "recommend")
    later = Workshop(settings, engine, now=lambda: NOW + timedelta(minutes=6), live=workshop.live)
    before = workshop.live[event.id]

    do(workshop, "full_passes")
    assert workshop.live[event.id] is before
    do(later, "full_passes")

    assert later.live[event.id] is not before
    assert later.live[event.id].changes == 0
    assert stale_events(session) == []
    assert len(lists_of(session, event)) == 30
    assert session.scalars(select(RecommendationDraft)).all() == []


def test_what_is_said_during_a_full_pass_is_in_the_lists_that_are_swapped_in(
    session: Session, event: Event, crowd: list[Attendee], workshop: Workshop
) -> None:
    do(workshop, "recommend")
    live = full_pass.full_pass(workshop, event.id)
    late = make_attendee(session, event, "Late Comer")
    give_interests(session, late, talk=["Rivers", "Maps"])
    say(session, event, late)
    do(workshop, "recommend")

    full_pass.publish(workshop, live)
    lists = lists_of(session, event)

    assert len(lists[late.id]) == 8
    assert any(late.id in people for people in lists.values())
    assert stale_events(session) == []


def test_pages_see_nothing_of_a_full_pass_that_dies(
    session: Session, event: Event, crowd: list[Attendee], workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    do(workshop, "recommend")
    before = lists_of(session, event)
    for attendee in crowd:
        give_interests(session, attendee, talk=["Law", "Bees"])
    say(session, event, *crowd)

    def die(session: Session, rows: object) -> None:
        draft_lists(session, rows)
        session.commit()
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(full_pass, "draft_lists", die)
        with pytest.raises(KeyboardInterrupt):
            do(workshop, "recommend")

    assert lists_of(session, event) == before
    do(workshop, "recommend")
    assert lists_of(session, event) != before


def test_a_pass_in_the_background_that_comes_to_no_end_changes_nothing(
    session: Session, event: Event, crowd: list[Attendee], workshop: Workshop
) -> None:
    do(workshop, "recommend")
    before = lists_of(session, event)

    background.pass_in_background(workshop, 4711)

    assert lists_of(session, event) == before
    assert set(workshop.live) == {event.id}


def test_what_the_sliders_sort_is_kept_for_everybody_and_follows_every_change(
    session: Session, event: Event, crowd: list[Attendee], workshop: Workshop
) -> None:
    do(workshop, "recommend")
    at_first = {attendee.id: tuning_rows_of(session, event.id, attendee.id) for attendee in crowd}
    late = make_attendee(session, event, "Late Comer", stage=3)
    give_interests(session, late, talk=["Rivers", "Maps"])
    say(session, event, late)

    do(workshop, "recommend")
    session.rollback()

    assert all(len(people) == 29 for people in at_first.values())
    assert len(tuning_rows_of(session, event.id, late.id)) == 30
    assert any(late.id in {person.id for person in tuning_rows_of(session, event.id, attendee.id)} for attendee in crowd)


def test_what_people_answered_is_kept_for_the_organiser_and_what_their_badges_did_teaches_nothing(
    session: Session, event: Event, crowd: list[Attendee], workshop: Workshop
) -> None:
    for reader in crowd[:20]:
        for other in crowd[20:]:
            answer = "accepted" if other.id % 2 else "not_for_me"
            session.add(Decision(event_id=event.id, reader_id=reader.id, other_id=other.id, answer=answer, decided_at=NOW))
    one, two = sorted((crowd[0].person_id, crowd[1].person_id))
    session.add(
        Contact(event_id=event.id, low_person_id=one, high_person_id=two, state="exchanged", asked_by=one, created_at=NOW, exchanged_at=NOW)
    )
    say(session, event)

    do(workshop, "recommend")
    learned = setup_row(session, event.id).learned
    matcher = workshop.live[event.id].matcher

    assert learned
    assert all(line["answers"] >= 1 and abs(line["weight"]) >= 0.02 for line in learned)
    assert matcher.ranker_.n_answers_ == 200
    assert crowd[1].id not in lists_of(session, event)[crowd[0].id]


def test_answers_before_they_were_forgotten_teach_nothing(
    session: Session, event: Event, crowd: list[Attendee], workshop: Workshop
) -> None:
    session.add(Decision(event_id=event.id, reader_id=crowd[0].id, other_id=crowd[1].id, answer="declined", decided_at=NOW))
    say(session, event)
    forget_learned(session, event.id, now=NOW + timedelta(hours=1))
    session.commit()

    do(workshop, "recommend")

    assert workshop.live[event.id].matcher.ranker_ is None
    assert crowd[1].id not in lists_of(session, event)[crowd[0].id]


@pytest.mark.parametrize("end", ["closed", "deleted"])
def test_the_matcher_of_an_event_that_is_over_or_gone_is_let_go(
    session: Session, event: Event, crowd: list[Attendee], workshop: Workshop, settings: Settings, end: str
) -> None:
    do(workshop, "recommend")
    do(workshop, "purge")
    file = Path(settings.data_dir) / "matchers" / f"{event.id}.pickle"
    assert file.exists()
    if end == "closed":
        event.closed_at = NOW
    else:
        session.delete(event)
    session.commit()

    do(workshop, "purge")

    assert not file.exists()
    assert workshop.live == {}
