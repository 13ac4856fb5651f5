"""Turning how lists are made: a draft first, then live, then back once."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matchmaker.domain.matching.coverage import ListChange, coverage_of, places_in
from matchmaker.domain.matching.setup import MatchingSetup
from matchmaker.errors import BadInputError, ConflictError
from matchmaker.services.matching import (
    Comparison,
    draft_matching,
    drop_draft,
    forget_learned,
    keep_comparison,
    make_live,
    matching_page,
    store_learned,
    undo_matching,
)
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.matches import Decision, Recommendation
from matchmaker.store.queries.matching import live_setup, places_of, setup_row, standings_of
from matchmaker.store.queries.visits import EventFacts
from tests.cast import NOW, give_interests, make_attendee, make_event

AT_FIRST, TURNED, OTHER = MatchingSetup(), MatchingSetup(talk_weight=0.9), MatchingSetup(talk_weight=0.1)
COMPARISON = Comparison(*[coverage_of([], places_in({}), AT_FIRST, length=8)] * 2, ListChange(3, 1, 2.0))
LATER = NOW + timedelta(hours=1)


def facts_of(event: Event) -> EventFacts:
    return EventFacts(**{name: getattr(event, name) for name in EventFacts.__slots__})


def put_live(session: Session, event: Event, setup: MatchingSetup) -> None:
    draft_matching(session, event.id, setup, now=NOW)
    number = setup_row(session, event.id).draft_number
    keep_comparison(session, event.id, number, COMPARISON)
    make_live(session, event.id, number, now=NOW)


def list_up(session: Session, reader: Attendee, *others: Attendee, reasons: tuple[dict[str, object], ...] = ({"kind": "alike"},)) -> None:
    session.add_all(
        Recommendation(
            event_id=reader.event_id,
            reader_id=reader.id,
            rank=rank,
            other_id=other.id,
            score=1,
            likeness=1,
            complement=0,
            reasons=[*reasons],
        )
        for rank, other in enumerate(others, 1)
    )
    session.flush()


def test_a_draft_changes_nothing_until_it_is_made_live(session: Session, event: Event) -> None:
    draft_matching(session, event.id, TURNED, now=NOW)
    row = setup_row(session, event.id)

    assert (row.live, row.draft, row.draft_state, row.draft_number) == (AT_FIRST, TURNED, "wanted", 1)
    assert live_setup(session, event.id) == AT_FIRST
    session.refresh(event)
    assert event.lists_wanted == 0


def test_made_live_it_is_the_setup_and_asks_for_fresh_lists(session: Session, event: Event) -> None:
    draft_matching(session, event.id, TURNED, now=NOW)
    keep_comparison(session, event.id, 1, COMPARISON)

    make_live(session, event.id, 1, now=LATER)

    row = setup_row(session, event.id)
    session.refresh(event)
    assert (row.live, row.draft, row.draft_state, row.may_undo, row.changed_at) == (TURNED, None, "none", True, LATER)
    assert event.lists_wanted == 1


def test_undo_goes_back_once(session: Session, event: Event) -> None:
    put_live(session, event, TURNED)
    put_live(session, event, OTHER)

    undo_matching(session, event.id, now=LATER)

    assert setup_row(session, event.id).live == TURNED
    session.refresh(event)
    assert event.lists_wanted == 3
    with pytest.raises(ConflictError, match="nothing to go back to"):
        undo_matching(session, event.id, now=LATER)


def test_an_event_that_was_never_turned_has_nothing_to_undo(session: Session, event: Event) -> None:
    with pytest.raises(ConflictError):
        undo_matching(session, event.id, now=NOW)


def test_a_dropped_draft_leaves_everything_as_it_is(session: Session, event: Event) -> None:
    draft_matching(session, event.id, TURNED, now=NOW)
    keep_comparison(session, event.id, 1, COMPARISON)

    drop_draft(session, event.id)

    row = setup_row(session, event.id)
    assert (row.live, row.draft, row.draft_state, row.draft_figures, row.live_figures) == (AT_FIRST, None, "none", None, None)
    with pytest.raises(ConflictError, match="not there any more"):
        make_live(session, event.id, 1, now=NOW)


@pytest.mark.parametrize("state", ["not compared yet", "another draft"])
def test_only_the_draft_whose_figures_were_seen_goes_live(session: Session, event: Event, state: str) -> None:
    draft_matching(session, event.id, TURNED, now=NOW)
    if state == "another draft":
        keep_comparison(session, event.id, 1, COMPARISON)
        draft_matching(session, event.id, OTHER, now=NOW)
        keep_comparison(session, event.id, 2, COMPARISON)

    with pytest.raises(ConflictError):
        make_live(session, event.id, 1, now=NOW)

    assert live_setup(session, event.id) == AT_FIRST


def test_figures_of_an_older_draft_are_not_kept(session: Session, event: Event) -> None:
    draft_matching(session, event.id, TURNED, now=NOW)
    draft_matching(session, event.id, OTHER, now=NOW)

    keep_comparison(session, event.id, 1, COMPARISON)

    assert setup_row(session, event.id).draft_state == "wanted"


def test_a_draft_of_what_is_live_already_is_refused(session: Session, event: Event) -> None:
    with pytest.raises(BadInputError) as refused:
        draft_matching(session, event.id, AT_FIRST, now=NOW)

    assert [str(fault) for fault in refused.value.faults] == ["Nothing here is turned yet, so nothing would change. Turn something first."]


def test_forgetting_keeps_the_moment_and_can_be_taken_back(session: Session, event: Event) -> None:
    store_learned(session, event.id, [{"name": "fit", "weight": 0.4, "answers": 31}], setup=AT_FIRST, now=NOW)
    before = setup_row(session, event.id)

    forget_learned(session, event.id, now=LATER)
    after = setup_row(session, event.id)
    undo_matching(session, event.id, now=LATER)

    assert before.learned == ({"name": "fit", "weight": 0.4, "answers": 31},)
    assert (after.learned, after.live.learns_from) == ((), LATER)
    assert live_setup(session, event.id).learns_from is None


def test_one_event_s_setup_is_not_another_s(session: Session, event: Event) -> None:
    elsewhere = make_event(session, "southlight")

    put_live(session, event, TURNED)

    assert live_setup(session, elsewhere.id) == AT_FIRST


def test_figures_count_lists_reasons_wild_cards_and_pairs(
    session: Session, event: Event, ada: Attendee, grace: Attendee, linus: Attendee
) -> None:
    for attendee in (ada, grace, linus):
        give_interests(session, attendee, talk=["Open records"])
    silent = make_attendee(session, event, "Silent Sam")
    hidden = make_attendee(session, event, "Hidden Hal", listed=False, headline="Hides")
    gone = make_attendee(session, event, "Gone Gil", status="cancelled", headline="Went")
    list_up(session, ada, grace, linus, hidden, gone)
    list_up(session, grace, ada, reasons=())
    list_up(session, gone, ada)
    session.add(Decision(event_id=event.id, reader_id=grace.id, other_id=linus.id, answer="not_for_me", decided_at=NOW))
    session.flush()

    figures = matching_page(session, facts_of(event), length=8, now=NOW, retention_days=90).figures

    told = {name: getattr(figures, name) for name in ("readers", "with_reason", "places", "wild", "mutual", "people", "silent", "nobodys")}
    assert told == {"readers": 2, "with_reason": 1, "places": 3, "wild": 1, "mutual": 2, "people": 3, "silent": 1, "nobodys": 0}
    assert (figures.fewest, figures.typical, figures.most) == (1, 1.0, 1)
    assert {one.id: one.turned_away for one in standings_of(session, event.id, length=8)} == {
        ada.id: 0,
        grace.id: 0,
        linus.id: 1,
        silent.id: 0,
    }


def test_only_the_places_that_a_page_shows_are_counted(
    session: Session, event: Event, ada: Attendee, grace: Attendee, linus: Attendee
) -> None:
    list_up(session, ada, grace, linus)

    assert places_of(session, event.id, length=1).places == 1
    assert {one.id: one.listed for one in standings_of(session, event.id, length=1)} == {ada.id: 0, grace.id: 1, linus.id: 0}


@pytest.fixture
def count_statements(engine: Engine) -> Iterator[Callable[[], int]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SET TRANSACTION")):
            seen.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    yield lambda: len(seen)
    sa.event.remove(engine, "before_cursor_execute", note)


def test_the_page_takes_four_statements_whatever_the_size(
    session: Session, event: Event, ada: Attendee, count_statements: Callable[[], int]
) -> None:
    facts, counts = facts_of(event), []
    for more in (1, 15):
        people = [make_attendee(session, event, f"P{more}x{at} Person", headline="Maps") for at in range(more)]
        list_up(session, people[0], *people[1:])
        session.flush()
        before = count_statements()
        matching_page(session, facts, length=8, now=NOW, retention_days=90)
        counts.append(count_statements() - before)

    assert counts == [4, 4]
