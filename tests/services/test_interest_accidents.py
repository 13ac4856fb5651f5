"""Interests that change in the moment somebody saves, and words that mean something else by the time of an undo: nothing is lost."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from matchmaker.services.events import add_synonyms, add_tags
from matchmaker.services.interest_edits import merge_interest, rename_interest, retire_interest, undo_interest_edit
from matchmaker.services.interests import read_interests, save_interests
from matchmaker.services.team import By
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.events import Event, Interest, InterestSynonym
from matchmaker.store.models.people import Person
from matchmaker.store.queries.interest_edits import newest_edit
from tests.cast import NOW, make_interest


@pytest.fixture
def by(session: Session, event: Event, organiser: Person) -> By:
    session.commit()
    return By(event.id, organiser.id)


@pytest.fixture
def undo(session: Session, by: By) -> Callable[[], None]:
    def run() -> None:
        edit = newest_edit(session, by.event_id)
        assert edit is not None
        undo_interest_edit(session, by, edit.id, now=NOW)
        session.commit()

    return run


def words(session: Session) -> dict[str, str]:
    """Other words, and the interest each leads to."""
    session.expire_all()
    rows = select(InterestSynonym.label, Interest.label).join(Interest, Interest.id == InterestSynonym.interest_id)
    return dict(session.execute(rows).tuples().all())


@pytest.mark.parametrize("verb", ["retire", "merge"])
def test_somebody_saves_an_interest_that_is_taken_off_the_list_in_that_moment(
    session: Session, event: Event, ada: Attendee, by: By, engine: Engine, verb: str
) -> None:
    tag, into = make_interest(session, event, "Rust"), make_interest(session, event, "Go")
    session.commit()
    with Session(engine) as other:
        answers = read_interests(other, event.id, ada.id, (("talk", str(tag.id)), ("headline", "Engines")))
        assert [choice.interest_id for choice in answers.talk] == [tag.id]
        other.rollback()
        if verb == "retire":
            retire_interest(session, by, tag.id, None, seen="Rust", now=NOW)
        else:
            merge_interest(session, by, tag.id, into.id, seen="Rust", now=NOW)
        session.commit()

        save_interests(other, event.id, ada.id, answers, now=NOW)
        other.commit()

    assert session.execute(select(AttendeeInterest.text, AttendeeInterest.interest_id)).all() == [("Rust", None)]


def test_undoing_a_new_name_keeps_the_words_that_were_added_since(session: Session, event: Event, by: By, undo: Callable[[], None]) -> None:
    tag = make_interest(session, event, "Rust", ("ferris",))
    rename_interest(session, by, tag.id, "Oxide", seen="Rust", now=NOW)
    add_synonyms(session, event.id, {"Oxide": ("corrosion",)})
    session.commit()

    undo()

    assert words(session) == {"ferris": "Rust", "corrosion": "Rust"}


def test_an_undo_takes_no_word_from_an_interest_that_has_it_by_now(
    session: Session, event: Event, by: By, undo: Callable[[], None]
) -> None:
    rust, go = make_interest(session, event, "Rust", ("crab",)), make_interest(session, event, "Go")
    make_interest(session, event, "Sea life")
    merge_interest(session, by, rust.id, go.id, seen="Rust", now=NOW)
    add_synonyms(session, event.id, {"Sea life": ("crab",)})
    session.commit()

    undo()

    assert words(session) == {"crab": "Sea life"}
    assert set(session.scalars(select(Interest.label))) == {"Rust", "Go", "Sea life"}


def test_an_interest_whose_name_is_another_word_already_is_renamed_and_merged(
    session: Session, event: Event, by: By, undo: Callable[[], None]
) -> None:
    rust = make_interest(session, event, "Rust", ("ferris", "crab"))
    add_tags(session, event.id, ("Ferris", "Crab"))
    ferris, crab = (session.scalars(select(Interest).where(Interest.label == label)).one() for label in ("Ferris", "Crab"))

    rename_interest(session, by, ferris.id, "Wheels", seen="Ferris", now=NOW)
    merge_interest(session, by, crab.id, rust.id, seen="Crab", now=NOW)
    session.commit()
    undo()
    undo()

    assert set(session.scalars(select(Interest.label))) == {"Rust", "Ferris", "Crab"}
