"""Interests are renamed, merged and retired after people chose them; what they chose survives, and every step is undone."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import BadInputError, ConflictError, NotFoundError
from matchmaker.services.interest_edits import forget_old_edits, merge_interest, rename_interest, retire_interest, undo_interest_edit
from matchmaker.services.interests import answers_of, read_interests, save_interests
from matchmaker.services.team import By
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.events import Event, Interest
from matchmaker.store.models.interest_edits import InterestEdit, InterestEditChoice
from matchmaker.store.models.people import Person
from matchmaker.store.queries.events import known_tags
from matchmaker.store.queries.interest_edits import edits_of, people_by_interest
from tests.cast import NOW, make_event, make_interest

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def by(event: Event, organiser: Person) -> By:
    return By(event.id, organiser.id)


@pytest.fixture
def tags(session: Session, event: Event) -> dict[str, Interest]:
    return {
        label: make_interest(session, event, label, words)
        for label, words in {"Rust": (), "Choirs": ("singing",), "Song": ("tunes",), "Maps": ()}.items()
    }


def choose(session: Session, attendee: Attendee, **by_kind: list[Interest | str]) -> None:
    for kind, chosen in by_kind.items():
        for position, one in enumerate(chosen):
            text, interest_id = (one, None) if isinstance(one, str) else (one.label, one.id)
            place = {"event_id": attendee.event_id, "attendee_id": attendee.id, "kind": kind, "position": position}
            session.add(AttendeeInterest(**place, text=text, interest_id=interest_id))
    session.flush()


def said(session: Session, *attendees: Attendee) -> dict[str, list[tuple[str, str, bool]]]:
    """By name: what each chose, and whether it is an interest of the list."""
    session.expire_all()
    rows = select(AttendeeInterest.kind, AttendeeInterest.text, AttendeeInterest.interest_id)
    rows = rows.order_by(AttendeeInterest.kind, AttendeeInterest.position, AttendeeInterest.id)
    return {
        one.name.split()[0]: [
            (k, text, i is not None) for k, text, i in session.execute(rows.where(AttendeeInterest.attendee_id == one.id))
        ]
        for one in attendees
    }


def words(session: Session, event: Event) -> dict[str, tuple[str, ...]]:
    session.expire_all()
    return {tag.label: tag.synonyms for tag in known_tags(session, event.id)}


def newest(session: Session, event: Event) -> int:
    return edits_of(session, event.id)[0].id


def test_a_renamed_interest_is_what_people_chose_and_the_old_word_still_leads_to_it(session, event, by, ada, grace, tags) -> None:
    choose(session, ada, talk=[tags["Choirs"]], seek=["Choirs of the north"])
    before, lists = said(session, ada, grace), event.lists_wanted
    rename_interest(session, by, tags["Choirs"].id, "Singing", seen="Choirs", now=LATER)
    after, after_words, wanted = said(session, ada), words(session, event), session.get_one(Event, event.id).lists_wanted
    undo_interest_edit(session, by, newest(session, event), now=LATER)

    assert after == {"Ada": [("seek", "Choirs of the north", False), ("talk", "Singing", True)]}
    assert after_words["Singing"] == ("Choirs",)
    assert (wanted, session.get_one(Attendee, ada.id).updated_at) == (lists + 1, LATER)
    assert (said(session, ada, grace), words(session, event)["Choirs"]) == (before, ("singing",))


def test_two_interests_become_one_and_whoever_had_both_has_one(session, event, by, ada, grace, linus, tags) -> None:
    choose(session, ada, talk=[tags["Choirs"], tags["Song"]], offer=[tags["Choirs"]])
    choose(session, grace, seek=[tags["Choirs"], tags["Rust"]])
    choose(session, linus, talk=[tags["Song"]])
    before, before_words = said(session, ada, grace, linus), words(session, event)
    merge_interest(session, by, tags["Choirs"].id, tags["Song"].id, seen="Choirs", now=NOW)
    after, after_words = said(session, ada, grace, linus), words(session, event)
    (line,) = edits_of(session, event.id)
    undo_interest_edit(session, by, line.id, now=NOW)

    assert after == {
        "Ada": [("offer", "Song", True), ("talk", "Song", True)],
        "Grace": [("seek", "Song", True), ("seek", "Rust", True)],
        "Linus": [("talk", "Song", True)],
    }
    assert after_words == {"Rust": (), "Song": ("Choirs", "singing", "tunes"), "Maps": ()}
    assert (line.verb, line.label, line.into_label, line.people) == ("merge", "Choirs", "Song", 2)
    assert (said(session, ada, grace, linus), words(session, event)) == (before, before_words)


@pytest.mark.parametrize(("replaced", "left"), [(True, ("talk", "Maps", True)), (False, ("talk", "Rust", False))])
def test_a_retired_interest_is_replaced_or_stays_as_own_words(session, event, by, ada, tags, replaced: bool, left) -> None:
    choose(session, ada, talk=[tags["Rust"]])
    before, before_words = said(session, ada), words(session, event)
    retire_interest(session, by, tags["Rust"].id, tags["Maps"].id if replaced else None, seen="Rust", now=NOW)
    after, after_words = said(session, ada), words(session, event)
    undo_interest_edit(session, by, newest(session, event), now=NOW)

    assert (after, "Rust" in after_words) == ({"Ada": [left]}, False)
    assert (said(session, ada), words(session, event)) == (before, before_words)


def test_what_somebody_chose_anew_since_then_stays_after_an_undo(session, event, by, ada, grace, tags) -> None:
    choose(session, ada, talk=[tags["Choirs"]])
    choose(session, grace, talk=[tags["Choirs"]])
    merge_interest(session, by, tags["Choirs"].id, tags["Song"].id, seen="Choirs", now=NOW)
    form = [("talk", str(tags["Maps"].id))]
    save_interests(session, event.id, ada.id, read_interests(session, event.id, ada.id, form), now=LATER)
    undo_interest_edit(session, by, newest(session, event), now=LATER)

    assert said(session, ada, grace) == {"Ada": [("talk", "Maps", True)], "Grace": [("talk", "Choirs", True)]}


def test_undo_goes_back_step_by_step(session, event, by, ada, tags) -> None:
    choose(session, ada, talk=[tags["Choirs"]])
    before = (said(session, ada), words(session, event))
    rename_interest(session, by, tags["Choirs"].id, "Singing", seen="Choirs", now=NOW)
    first = newest(session, event)
    merge_interest(session, by, tags["Choirs"].id, tags["Song"].id, seen="Singing", now=NOW)
    retire_interest(session, by, tags["Song"].id, None, seen="Song", now=NOW)
    with pytest.raises(ConflictError):
        undo_interest_edit(session, by, first, now=NOW)
    for _ in range(3):
        undo_interest_edit(session, by, newest(session, event), now=NOW)

    assert ((said(session, ada), words(session, event)), edits_of(session, event.id)) == (before, ())
    with pytest.raises(NotFoundError):
        undo_interest_edit(session, by, first, now=NOW)


@pytest.mark.parametrize(("label", "fault"), [("Song", "label"), ("tunes", "label"), (" ", "label"), ("x" * 81, "label")])
def test_a_name_that_is_taken_or_none_is_refused(session, event, by, tags, label: str, fault: str) -> None:
    with pytest.raises(BadInputError) as caught:
        rename_interest(session, by, tags["Choirs"].id, label, seen="Choirs", now=NOW)

    assert [one.field for one in caught.value.faults] == [fault]


def test_capitals_alone_and_an_own_other_word_are_fine(session, event, by, tags) -> None:
    rename_interest(session, by, tags["Choirs"].id, "choirs", seen="Choirs", now=NOW)
    rename_interest(session, by, tags["Choirs"].id, "Singing", seen="choirs", now=NOW)

    assert words(session, event)["Singing"] == ("choirs",)


def test_who_saw_an_older_word_changes_nothing(session, event, by, tags) -> None:
    rename_interest(session, by, tags["Choirs"].id, "Singing", seen="Choirs", now=NOW)

    for edit in (rename_interest, merge_interest, retire_interest):
        with pytest.raises(BadInputError):
            edit(session, by, tags["Choirs"].id, "Voices" if edit is rename_interest else tags["Song"].id, seen="Choirs", now=NOW)
    assert "Singing" in words(session, event)


def test_another_event_s_interest_is_not_there(session, event, by, tags) -> None:
    foreign = make_interest(session, make_event(session, "elsewhere"), "Boats")

    with pytest.raises(NotFoundError):
        retire_interest(session, by, foreign.id, None, seen="Boats", now=NOW)
    with pytest.raises(BadInputError):
        merge_interest(session, by, tags["Rust"].id, foreign.id, seen="Rust", now=NOW)


def test_an_undo_waits_for_a_word_that_is_taken_by_now(session, event, by, tags) -> None:
    retire_interest(session, by, tags["Rust"].id, None, seen="Rust", now=NOW)
    make_interest(session, event, "Rust")

    with pytest.raises(ConflictError):
        undo_interest_edit(session, by, newest(session, event), now=NOW)


def test_people_are_counted_once_each(session, event, ada, grace, tags) -> None:
    choose(session, ada, talk=[tags["Rust"]], seek=[tags["Rust"], "own words"])
    choose(session, grace, talk=[tags["Rust"], tags["Maps"]])

    assert people_by_interest(session, event.id) == {tags["Rust"].id: 2, tags["Maps"].id: 1}


def test_after_an_edit_the_form_still_reads_what_was_chosen(session, event, by, ada, tags) -> None:
    choose(session, ada, talk=[tags["Choirs"], tags["Rust"]])
    retire_interest(session, by, tags["Choirs"].id, None, seen="Choirs", now=NOW)

    answers = answers_of(session, event.id, ada.id)
    assert [(choice.text, choice.interest_id) for choice in answers.talk] == [("Choirs", None), ("Rust", tags["Rust"].id)]


def test_old_edits_are_forgotten_with_who_had_chosen(session, event, by, ada, tags) -> None:
    choose(session, ada, talk=[tags["Choirs"]])
    retire_interest(session, by, tags["Choirs"].id, None, seen="Choirs", now=NOW)
    forget_old_edits(session, now=NOW + timedelta(days=29))
    chosen = select(InterestEditChoice.kind)
    kept = session.scalars(chosen).all()
    forget_old_edits(session, now=NOW + timedelta(days=31))

    assert (kept, session.scalars(select(InterestEdit.id)).all(), session.scalars(select(InterestEditChoice.kind)).all()) == (
        ["talk"],
        [],
        [],
    )


def test_an_undo_works_when_a_newer_interest_took_the_number(session, event, by, ada, tags) -> None:
    """SQLite gives the number of the last interest to the next one."""
    choose(session, ada, talk=[tags["Maps"]])
    rename_interest(session, by, tags["Maps"].id, "Charts", seen="Maps", now=NOW)
    retire_interest(session, by, tags["Maps"].id, None, seen="Charts", now=NOW)
    make_interest(session, event, "Boats")
    for _ in range(2):
        undo_interest_edit(session, by, newest(session, event), now=NOW)

    assert said(session, ada) == {"Ada": [("talk", "Maps", True)]}
    assert {"Maps", "Boats"} <= set(words(session, event))
