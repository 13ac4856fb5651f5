"""Lists built from what the store knows, and stored whole."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine, select
from sqlalchemy import event as listening
from sqlalchemy.orm import Session

from matchmaker.domain.matching import Matcher
from matchmaker.services.live_lists import build_lists
from matchmaker.services.recommend import (
    EventLists,
    changed_lists,
    claim_lists,
    draft_lists,
    in_portions,
    mark_built,
    stale_events,
    store_lists,
    swap_in_drafts,
    want_lists,
)
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact
from matchmaker.store.models.events import Event
from matchmaker.store.models.matches import Decision, Recommendation, RecommendationDraft
from matchmaker.store.queries.recommend import people_of, stored_lists
from tests.cast import NOW, give_interests, make_attendee, make_event


def work_out(session: Session, event: Event) -> EventLists:
    want_lists(session, event.id)
    version = claim_lists(session, event.id)
    assert version is not None
    return build_lists(people_of(session, event.id), Matcher(), version=version)


def store(session: Session, lists: EventLists) -> bool:
    changed = replace(lists, rows=changed_lists(lists, stored_lists(session, lists.event_id)))
    stored = store_lists(session, changed)
    mark_built(session, lists, now=NOW)
    return stored


def rebuild(session: Session, event: Event) -> None:
    store(session, work_out(session, event))


def list_of(session: Session, reader: Attendee) -> list[int]:
    rows = select(Recommendation.other_id).where(Recommendation.reader_id == reader.id).order_by(Recommendation.rank)
    return list(session.scalars(rows))


@pytest.fixture
def count_statements(engine: Engine) -> Iterator[Callable[[], int]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SET TRANSACTION")):
            seen.append(statement)

    listening.listen(engine, "before_cursor_execute", note)
    yield lambda: len(seen)
    listening.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def talking(session: Session, ada: Attendee, grace: Attendee, linus: Attendee) -> None:
    give_interests(session, ada, talk=["Open records"], offer=["Interviews, done properly"], seek=["A lawyer who reads contracts"])
    give_interests(session, grace, talk=["Compilers"], offer=["Contracts read by a lawyer"], seek=["Interviews with patients"])
    give_interests(session, linus, talk=["Kernels"])


def test_a_list_names_people_best_first_with_the_words_of_both(
    session: Session, event: Event, ada: Attendee, grace: Attendee, linus: Attendee, talking: None
) -> None:
    rebuild(session, event)

    assert list_of(session, ada) == [grace.id, linus.id]
    first = session.get_one(Recommendation, (event.id, ada.id, 1))
    assert {(reason["kind"], reason["mine_field"], reason["theirs_field"], reason["topic"]) for reason in first.reasons} == {
        ("get", "seek", "offer", "Contracts read by a lawyer"),
        ("give", "offer", "seek", "Interviews with patients"),
    }
    by_kind = {reason["kind"]: reason for reason in first.reasons}
    assert by_kind["give"]["mine"] == [["Interviews", True], [", done properly", False]]
    assert by_kind["give"]["theirs"] == [["Interviews", True], [" with patients", False]]


def test_headline_and_bio_fire_as_being_alike_and_long_ones_are_cut(session: Session, event: Event, ada: Attendee, grace: Attendee) -> None:
    ada.bio = "I came here by train. " * 10 + "My days go into beekeeping on roofs. " + "There is more to say. " * 10
    grace.headline = "Beekeeping in towns"
    session.flush()

    rebuild(session, event)

    (reason,) = session.get_one(Recommendation, (event.id, ada.id, 1)).reasons
    mine = "".join(text for text, _ in reason["mine"])
    assert (reason["kind"], reason["mine_field"], reason["theirs_field"], reason["topic"]) == (
        "alike",
        "bio",
        "headline",
        "Beekeeping",
    )
    assert mine.startswith("…")
    assert mine.endswith("…")
    assert ["beekeeping", True] in reason["mine"]
    assert len(mine) <= 122


def test_only_what_both_said_is_told_as_shared(session: Session, event: Event, ada: Attendee, grace: Attendee, linus: Attendee) -> None:
    give_interests(session, ada, talk=["Electronics", "Maps & geodata"])
    give_interests(session, grace, talk=["salt-proof electronics"])
    give_interests(session, linus, talk=["maps & Geodata"])

    rebuild(session, event)

    rows = session.scalars(select(Recommendation).where(Recommendation.reader_id == ada.id))
    assert {row.other_id: [reason["topic"] for reason in row.reasons] for row in rows} == {
        grace.id: ["electronics"],
        linus.id: ["maps & Geodata"],
    }


def test_nobody_hidden_or_silent_or_cancelled_stands_in_a_list(
    session: Session, event: Event, ada: Attendee, grace: Attendee, linus: Attendee, talking: None
) -> None:
    silent = make_attendee(session, event, "Silent Sam")
    gone = make_attendee(session, event, "Gone Gil", status="cancelled", headline="Contracts and interviews")
    unlisted = make_attendee(session, event, "Unlisted Una", listed=False, headline="Contracts and interviews")
    colleague = make_attendee(session, event, "Colleague Cyd", organisation="Trust", headline="Contracts")
    ada.organisation = "trust"
    session.flush()

    rebuild(session, event)

    assert set(list_of(session, ada)) == {grace.id, linus.id}
    assert list_of(session, silent) == list_of(session, gone) == []
    assert ada.id in list_of(session, unlisted)
    assert ada.id not in list_of(session, colleague)


@pytest.mark.parametrize(("answer", "back"), [("not_for_me", True), ("know_already", False), ("met", False)])
def test_what_a_reader_answered_flows_into_the_next_list(
    session: Session, event: Event, ada: Attendee, grace: Attendee, linus: Attendee, talking: None, answer: str, back: bool
) -> None:
    rebuild(session, event)
    assert grace.id in list_of(session, ada)
    session.add(Decision(event_id=event.id, reader_id=ada.id, other_id=grace.id, answer=answer, decided_at=NOW))
    session.flush()

    rebuild(session, event)

    assert list_of(session, ada) == [linus.id]
    assert (ada.id in list_of(session, grace)) is back


def test_two_who_exchanged_cards_have_met_and_a_pending_request_says_nothing(
    session: Session, event: Event, ada: Attendee, grace: Attendee, linus: Attendee, talking: None
) -> None:
    for other, state in ((grace, "exchanged"), (linus, "pending")):
        low, high = sorted((ada.person_id, other.person_id))
        session.add(Contact(event_id=event.id, low_person_id=low, high_person_id=high, state=state, asked_by=ada.person_id, created_at=NOW))
    session.flush()

    rebuild(session, event)

    assert list_of(session, ada) == [linus.id]


def test_people_of_another_event_are_never_suggested(session: Session, event: Event, ada: Attendee, grace: Attendee, talking: None) -> None:
    other_event = make_event(session, "southlight")
    stranger = make_attendee(session, other_event, "Stranger Stu", headline="Contracts and interviews")
    give_interests(session, stranger, offer=["A lawyer who reads contracts"], seek=["Interviews, done properly"])

    rebuild(session, event)
    rebuild(session, other_event)

    assert stranger.id not in list_of(session, ada)
    assert list_of(session, stranger) == []


def test_wild_cards_fill_a_list_up_to_five(session: Session, event: Event, ada: Attendee) -> None:
    give_interests(session, ada, talk=["Open records"])
    for at in range(8):
        give_interests(session, make_attendee(session, event, f"Wild{at} Card"), talk=[f"Thing{at}"])

    rebuild(session, event)

    assert len(list_of(session, ada)) == 5
    assert {len(row.reasons) for row in session.scalars(select(Recommendation).where(Recommendation.reader_id == ada.id))} == {0}


def test_somebody_with_nothing_in_common_still_stands_in_some_lists(session: Session, event: Event) -> None:
    # Twenty who have each other's words, so that no list is short without the one who has none of theirs.
    for at in range(20):
        give_interests(session, make_attendee(session, event, f"Rower{at} X"), talk=["Rowing"])
    alone = make_attendee(session, event, "Alone Al")
    give_interests(session, alone, talk=["Kites"])

    rebuild(session, event)

    readers = select(Recommendation.rank).where(Recommendation.event_id == event.id, Recommendation.other_id == alone.id)
    ranks = list(session.scalars(readers))
    assert len(ranks) >= 2
    assert max(ranks) <= 8


def test_the_part_of_a_list_that_a_page_shows_is_fair_at_its_length(session: Session, event: Event) -> None:
    for at in range(40):
        give_interests(session, make_attendee(session, event, f"Rower{at} X"), talk=["Rowing", f"River {at // 6}"])
    hub = make_attendee(session, event, "Hub Hal")
    give_interests(session, hub, talk=["Rowing"])

    rebuild(session, event)

    shown = select(Recommendation.reader_id).where(Recommendation.other_id == hub.id, Recommendation.rank <= 8)
    assert 2 <= len(list(session.scalars(shown))) <= 12


def test_fresh_lists_are_not_built_again(session: Session, event: Event, talking: None) -> None:
    want_lists(session, event.id)
    assert stale_events(session) == [event.id]

    rebuild(session, event)

    assert stale_events(session) == []
    assert claim_lists(session, event.id) is None
    assert claim_lists(session, event.id + 99) is None
    session.refresh(event)
    assert event.lists_built_at == NOW


def test_what_is_said_while_lists_are_built_makes_them_stale_again(session: Session, event: Event, talking: None) -> None:
    lists = work_out(session, event)
    want_lists(session, event.id)

    store(session, lists)

    assert stale_events(session) == [event.id]


def test_an_older_build_never_writes_over_a_newer_one(
    session: Session, event: Event, ada: Attendee, grace: Attendee, linus: Attendee, talking: None
) -> None:
    older = work_out(session, event)
    session.add(Decision(event_id=event.id, reader_id=ada.id, other_id=grace.id, answer="met", decided_at=NOW))
    session.flush()
    newer = work_out(session, event)

    assert not store(session, older)
    assert list_of(session, ada) == []
    assert stale_events(session) == [event.id]
    assert store(session, newer)
    assert list_of(session, ada) == [linus.id]
    assert not store(session, older)
    assert list_of(session, ada) == [linus.id]
    assert stale_events(session) == []


def test_lists_that_read_the_same_are_not_written_again(
    session: Session, event: Event, ada: Attendee, grace: Attendee, linus: Attendee, talking: None
) -> None:
    rebuild(session, event)
    session.add(Decision(event_id=event.id, reader_id=ada.id, other_id=grace.id, answer="not_for_me", decided_at=NOW))
    session.flush()
    lists = work_out(session, event)

    assert list(changed_lists(lists, stored_lists(session, event.id))) == [ada.id]


def test_a_list_goes_when_its_reader_has_left(session: Session, event: Event, ada: Attendee, linus: Attendee, talking: None) -> None:
    rebuild(session, event)
    assert list_of(session, linus) != []
    linus.status = "cancelled"
    session.flush()

    rebuild(session, event)

    assert list_of(session, linus) == []


def test_many_lists_are_put_by_in_portions_and_swapped_in_at_once(
    session: Session, event: Event, ada: Attendee, grace: Attendee, talking: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("matchmaker.services.recommend.READERS_AT_ONCE", 2)
    lists = work_out(session, event)

    portions = list(in_portions(lists.rows))
    for portion in portions:
        draft_lists(session, portion)

    assert [len(portion) for portion in portions] == [2, 1]
    assert list_of(session, ada) == []
    swap_in_drafts(session, event.id, list(lists.rows))
    assert grace.id in list_of(session, ada)
    assert session.scalars(select(RecommendationDraft)).all() == []


def test_who_left_while_lists_were_put_by_stands_on_none(
    session: Session, event: Event, ada: Attendee, grace: Attendee, linus: Attendee, talking: None
) -> None:
    lists = work_out(session, event)
    draft_lists(session, lists.rows)
    session.delete(grace)
    session.flush()

    swap_in_drafts(session, event.id, list(lists.rows))

    assert list_of(session, ada) == [linus.id]


def test_somebody_who_left_while_lists_were_built_is_left_out(
    session: Session, event: Event, ada: Attendee, grace: Attendee, linus: Attendee, talking: None
) -> None:
    lists = work_out(session, event)
    session.delete(grace)
    session.flush()

    store(session, lists)

    assert list_of(session, ada) == [linus.id]


def test_the_number_of_statements_does_not_grow_with_the_event(session: Session, event: Event, count_statements: Callable[[], int]) -> None:
    counts = []
    event_id = event.id
    for _ in range(2):
        for at in range(3):
            give_interests(session, make_attendee(session, event, f"P{len(counts)}{at} X", headline="Maps"), talk=["Rivers"])
        want_lists(session, event_id)
        session.expunge_all()
        before = count_statements()
        people = people_of(session, event_id)
        stored_lists(session, event_id)
        build_lists(people, Matcher(), version=1)
        counts.append(count_statements() - before)

    assert counts == [7, 7]  # which groups keep apart is one of them
