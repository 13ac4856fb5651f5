"""The worker compares a draft of the matching with what is live, and touches no list."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from matchmaker.domain.matching.setup import MatchingSetup
from matchmaker.jobs import full_pass, preview_matching
from matchmaker.jobs.loop import do
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.live_lists import build_lists
from matchmaker.services.matching import draft_matching, drop_draft, make_live
from matchmaker.services.recommend import EventLists, want_lists
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event, EventRole
from matchmaker.store.models.matches import Recommendation
from matchmaker.store.queries.matching import SetupRow, setup_row, wanted_drafts
from tests.cast import NOW, give_interests, make_attendee, make_event, make_organiser

COLLEAGUES_TOO = MatchingSetup(same_organisation=True)


@pytest.fixture
def workshop(settings: Settings, engine: Engine) -> Workshop:
    return Workshop(settings, engine, now=lambda: NOW)


@pytest.fixture
def listed(session: Session, event: Event, ada: Attendee, grace: Attendee, linus: Attendee, workshop: Workshop) -> None:
    """Three who talk about one thing; two of them are colleagues."""
    for attendee in (ada, grace, linus):
        give_interests(session, attendee, talk=["Open records"])
    ada.organisation = grace.organisation = "Mossbank"
    want_lists(session, event.id)
    session.commit()
    do(workshop, "recommend")


def draft(session: Session, event: Event, setup: MatchingSetup) -> None:
    draft_matching(session, event.id, setup, now=NOW)
    session.commit()


def row_of(session: Session, event: Event) -> SetupRow:
    session.expire_all()
    row = setup_row(session, event.id)
    session.rollback()
    return row


def pairs(session: Session) -> set[tuple[int, int]]:
    session.expire_all()
    rows = session.execute(select(Recommendation.reader_id, Recommendation.other_id)).all()
    session.rollback()
    return {(reader, other) for reader, other in rows}


def test_a_draft_is_compared_and_no_list_is_touched(session: Session, event: Event, listed: None, workshop: Workshop) -> None:
    before = pairs(session)
    draft(session, event, COLLEAGUES_TOO)

    do(workshop, "matching_preview")

    row = row_of(session, event)
    assert (row.draft_state, row.draft, row.live) == ("ready", COLLEAGUES_TOO, MatchingSetup())
    assert row.draft_figures["change"] == {"lists": 3, "changed": 2, "people": 1.0}
    assert (row.live_figures["places"], row.draft_figures["coverage"]["places"]) == (4, 6)
    assert (row.live_figures["mutual"], row.draft_figures["coverage"]["mutual"]) == (4, 6)
    assert pairs(session) == before


def test_the_figures_of_the_stored_lists_and_of_the_same_lists_in_memory_agree(
    session: Session, event: Event, listed: None, workshop: Workshop
) -> None:
    draft(session, event, MatchingSetup(learning=False))

    do(workshop, "matching_preview")

    row = row_of(session, event)
    assert row.draft_figures["coverage"] == row.live_figures
    assert row.draft_figures["change"] == {"lists": 3, "changed": 0, "people": 0.0}


def test_whoever_took_a_plain_list_counts_on_neither_side(
    session: Session, event: Event, linus: Attendee, listed: None, workshop: Workshop
) -> None:
    linus.list_kind = "plain"
    session.commit()
    draft(session, event, COLLEAGUES_TOO)

    do(workshop, "matching_preview")

    row = row_of(session, event)
    assert (row.live_figures["readers"], row.live_figures["places"]) == (2, 2)
    assert (row.draft_figures["coverage"]["readers"], row.draft_figures["coverage"]["places"]) == (2, 4)
    assert row.draft_figures["change"] == {"lists": 2, "changed": 2, "people": 1.0}


def test_what_is_made_live_comes_out_as_it_was_shown(
    session: Session, event: Event, ada: Attendee, grace: Attendee, listed: None, workshop: Workshop
) -> None:
    draft(session, event, COLLEAGUES_TOO)
    do(workshop, "matching_preview")

    make_live(session, event.id, 1, now=NOW)
    session.commit()
    do(workshop, "recommend")

    assert {(ada.id, grace.id), (grace.id, ada.id)} <= pairs(session)
    assert len(pairs(session)) == 6


def test_a_common_language_is_a_rule_too(
    session: Session, event: Event, ada: Attendee, linus: Attendee, listed: None, workshop: Workshop
) -> None:
    linus.languages = ["cy"]
    session.commit()
    draft(session, event, MatchingSetup(common_language=True))

    do(workshop, "matching_preview")

    assert row_of(session, event).draft_figures["coverage"]["places"] == 0


@pytest.mark.parametrize("meanwhile", ["dropped", "replaced"])
def test_a_draft_that_is_dropped_or_replaced_meanwhile_is_not_answered(
    session: Session, event: Event, listed: None, workshop: Workshop, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    draft(session, event, COLLEAGUES_TOO)

    def build(*args: object, **settings: object) -> EventLists:
        with workshop.session() as other:
            if meanwhile == "dropped":
                drop_draft(other, event.id)
            else:
                draft_matching(other, event.id, MatchingSetup(talk_weight=0.1), now=NOW)
            other.commit()
        return build_lists(*args, **settings)

    with monkeypatch.context() as changing:
        changing.setattr(preview_matching, "build_lists", build)
        do(workshop, "matching_preview")

    row = row_of(session, event)
    assert (row.draft_state, row.draft_figures) == ("none" if meanwhile == "dropped" else "wanted", None)


def test_a_worker_that_dies_leaves_the_draft_waiting(
    session: Session, event: Event, listed: None, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft(session, event, COLLEAGUES_TOO)

    def die(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(preview_matching, "keep_comparison", die)
        with pytest.raises(KeyboardInterrupt):
            do(workshop, "matching_preview")
    assert wanted_drafts(session) == [event.id]
    session.rollback()

    do(workshop, "matching_preview")

    assert row_of(session, event).draft_state == "ready"


def test_no_transaction_is_open_while_the_draft_is_worked_out(
    session: Session, event: Event, listed: None, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft(session, event, COLLEAGUES_TOO)
    session.close()
    open_connections = []

    def build(*args: object, **settings: object) -> EventLists:
        open_connections.append(workshop.engine.pool.checkedout())
        return build_lists(*args, **settings)

    monkeypatch.setattr(preview_matching, "build_lists", build)

    do(workshop, "matching_preview")

    assert open_connections == [0]


def test_an_event_without_a_draft_is_passed_over(session: Session, event: Event, workshop: Workshop) -> None:
    session.commit()

    preview_matching.preview_event(workshop, event.id)
    preview_matching.preview_event(workshop, 4711)

    assert row_of(session, event) == SetupRow(MatchingSetup())


def test_people_of_earlier_events_teach_unless_the_organiser_says_no(
    session: Session, event: Event, ada: Attendee, grace: Attendee, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = make_organiser(session, event)
    past = make_event(session, "spring", starts_at=NOW - timedelta(days=30), ends_at=NOW - timedelta(days=29))
    session.add(EventRole(event_id=past.id, person_id=owner.id, role="owner", created_at=NOW))
    then = make_attendee(session, past, "Otto Then")
    seen = []

    def build(*args: object, **settings: object) -> EventLists:
        seen.append([profile.id for profile in settings["history"].profiles])
        return build_lists(*args, **settings)

    monkeypatch.setattr(full_pass, "build_lists", build)
    for setup in (None, MatchingSetup(history=False)):
        if setup:
            draft_matching(session, event.id, setup, now=NOW)
            session.commit()
            do(workshop, "matching_preview")
            make_live(session, event.id, 1, now=NOW)
        want_lists(session, event.id)
        session.commit()
        do(workshop, "recommend")

    assert seen == [[then.id], []]
