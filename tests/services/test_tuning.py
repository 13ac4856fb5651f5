"""What a reader's sliders sort: stored whole, and read only as far as the reader may see it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.domain.matching.tuning import TunedPerson
from matchmaker.services.tuning import store_tuning_rows
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact
from matchmaker.store.models.events import Event
from matchmaker.store.models.matches import Decision
from matchmaker.store.models.matching import TuningRow
from matchmaker.store.models.safety import Block
from matchmaker.store.queries.tuning import pool_of, tuning_rows_of
from tests.cast import NOW, make_attendee, make_event


def tuned(*others: Attendee) -> list[TunedPerson]:
    return [TunedPerson(other.id, 0.5, 0.2, 0.1, 0.3, gap, wild=gap is None) for other, gap in zip(others, (2, None, -1, 0), strict=False)]


def seen_by(session: Session, reader: Attendee, *, now: datetime = NOW) -> list[int]:
    """Whom of the stored rows a reader may turn their list to now."""
    ids = [int(person.id) for person in tuning_rows_of(session, reader.event_id, reader.id)]
    me = {"event_id": reader.event_id, "reader_id": reader.id, "person_id": reader.person_id}
    return [row.place.other_id for row in pool_of(session, **me, ids=ids, now=now)]


def test_people_come_back_as_they_were_stored(session: Session, event: Event, ada: Attendee, grace: Attendee, linus: Attendee) -> None:
    people = tuned(linus, grace)

    store_tuning_rows(session, event.id, {ada.id: people}, version=3)

    assert tuning_rows_of(session, event.id, ada.id) == tuple(people)
    assert tuning_rows_of(session, event.id, grace.id) == ()


def test_a_later_build_replaces_the_rows_of_its_readers_alone(
    session: Session, event: Event, ada: Attendee, grace: Attendee, linus: Attendee
) -> None:
    store_tuning_rows(session, event.id, {ada.id: tuned(grace), linus.id: tuned(grace), grace.id: tuned(ada)}, version=1)

    store_tuning_rows(session, event.id, {ada.id: tuned(linus), grace.id: []}, version=2)

    rows = session.execute(select(TuningRow.reader_id, TuningRow.version).order_by(TuningRow.reader_id)).all()
    assert [tuple(row) for row in rows] == [(ada.id, 2), (linus.id, 1)]
    assert tuning_rows_of(session, event.id, ada.id) == tuple(tuned(linus))


@pytest.mark.parametrize(
    "change", ["leaves", "hides", "pauses", "is turned away", "is put off", "is met", "blocks", "is blocked", "is oneself"]
)
def test_whoever_the_reader_may_not_see_any_more_is_left_out(
    session: Session, event: Event, ada: Attendee, grace: Attendee, linus: Attendee, change: str
) -> None:
    store_tuning_rows(session, event.id, {ada.id: tuned(ada if change == "is oneself" else linus, grace)}, version=1)
    answer = {"event_id": event.id, "reader_id": ada.id, "other_id": linus.id, "decided_at": NOW}
    low, high = sorted((ada.person_id, linus.person_id))
    pair = {"event_id": event.id, "low_person_id": low, "high_person_id": high}
    if change == "leaves":
        linus.status = "cancelled"
    elif change == "hides":
        linus.listed = False
    elif change == "pauses":
        linus.paused_at = NOW
    elif change == "is turned away":
        session.add(Decision(**answer, answer="not_for_me"))
    elif change == "is put off":
        session.add(Decision(**answer, answer="later", until=NOW + timedelta(hours=1)))
    elif change == "is met":
        session.add(Contact(**pair, state="exchanged", asked_by=low, created_at=NOW))
    elif change == "blocks":
        session.add(Block(blocker_id=linus.person_id, blocked_id=ada.person_id, created_at=NOW))
    elif change == "is blocked":
        session.add(Block(blocker_id=ada.person_id, blocked_id=linus.person_id, created_at=NOW))
    session.flush()

    assert seen_by(session, ada) == [grace.id]


def test_an_answer_of_the_others_and_one_s_own_yes_hide_nobody(session: Session, event: Event, ada: Attendee, grace: Attendee) -> None:
    store_tuning_rows(session, event.id, {ada.id: tuned(grace)}, version=1)
    for reader, other, answer in ((ada, grace, "accepted"), (grace, ada, "not_for_me")):
        session.add(Decision(event_id=event.id, reader_id=reader.id, other_id=other.id, answer=answer, decided_at=NOW))
    session.flush()

    assert seen_by(session, ada) == [grace.id]


def test_whoever_was_put_off_is_back_once_the_time_has_come(session: Session, event: Event, ada: Attendee, grace: Attendee) -> None:
    store_tuning_rows(session, event.id, {ada.id: tuned(grace)}, version=1)
    hour = timedelta(hours=1)
    session.add(Decision(event_id=event.id, reader_id=ada.id, other_id=grace.id, answer="later", decided_at=NOW, until=NOW + hour))
    session.flush()

    assert [seen_by(session, ada, now=NOW + wait) for wait in (timedelta(), hour - timedelta(seconds=1), hour)] == [[], [], [grace.id]]


def test_a_reader_who_left_meanwhile_and_one_of_another_event_get_no_row(session: Session, event: Event, ada: Attendee) -> None:
    elsewhere = make_event(session, "southlight")
    stranger = make_attendee(session, elsewhere, "Stranger Stu")

    store_tuning_rows(session, event.id, {stranger.id: tuned(ada), 987_654: tuned(ada)}, version=1)

    assert session.scalars(select(TuningRow.reader_id)).all() == []


def test_more_people_than_a_row_holds_are_our_own_mistake(session: Session, event: Event, ada: Attendee, grace: Attendee) -> None:
    with pytest.raises(ValueError, match="at most 60"):
        store_tuning_rows(session, event.id, {ada.id: tuned(grace) * 61}, version=1)


def test_a_row_goes_with_its_reader(session: Session, event: Event, ada: Attendee, grace: Attendee) -> None:
    store_tuning_rows(session, event.id, {ada.id: tuned(grace)}, version=1)

    session.delete(ada)
    session.flush()

    assert session.scalars(select(TuningRow.reader_id)).all() == []
