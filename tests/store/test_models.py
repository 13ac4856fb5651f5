"""What the database itself refuses."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.contacts import Contact
from matchmaker.store.models.events import Event
from matchmaker.store.models.matches import Decision, Recommendation
from tests.cast import NOW, make_attendee, make_event, make_interest, make_person


def refused(session: Session, row: object) -> bool:
    session.add(row)
    try:
        session.flush()
    except sa.exc.IntegrityError:
        session.rollback()
        return True
    return False


def test_a_reference_into_another_event_cannot_be_stored(session: Session) -> None:
    event, other = make_event(session), make_event(session, "elsewhere")
    ada, edsger = make_attendee(session, event, "Ada Lovelace"), make_attendee(session, other, "Edsger Dijkstra")
    foreign_tag = make_interest(session, other, "Semaphores")
    ids = {"event_id": event.id, "ada": ada.id, "edsger": edsger.id, "tag": foreign_tag.id}
    session.commit()
    rows = [
        AttendeeInterest(event_id=ids["event_id"], attendee_id=ids["edsger"], kind="talk", position=0, text="x"),
        AttendeeInterest(event_id=ids["event_id"], attendee_id=ids["ada"], kind="talk", position=0, text="x", interest_id=ids["tag"]),
        Decision(event_id=ids["event_id"], reader_id=ids["ada"], other_id=ids["edsger"], answer="met", decided_at=NOW),
        Recommendation(
            event_id=ids["event_id"], reader_id=ids["ada"], rank=1, other_id=ids["edsger"], score=1, likeness=1, complement=0, reasons=[]
        ),
    ]

    assert [refused(session, row) for row in rows] == [True] * 4


def test_a_person_is_at_an_event_once(session: Session) -> None:
    event = make_event(session)
    ada = make_attendee(session, event, "Ada Lovelace")
    session.commit()

    assert refused(session, Attendee(event_id=event.id, person_id=ada.person_id, name="Ada again", created_at=NOW, updated_at=NOW))


def test_a_pair_has_one_contact_whoever_asked(session: Session) -> None:
    event = make_event(session)
    low, high = sorted((make_person(session, "Ada Lovelace").id, make_person(session, "Grace Hopper").id))
    pair = {"event_id": event.id, "state": "pending", "created_at": NOW}
    session.add(Contact(low_person_id=low, high_person_id=high, asked_by=low, **pair))
    session.commit()

    assert refused(session, Contact(low_person_id=low, high_person_id=high, asked_by=high, **pair))
    assert refused(session, Contact(low_person_id=high, high_person_id=low, asked_by=high, **pair))


def test_times_come_back_aware_and_in_utc(session: Session) -> None:
    moment = datetime(2026, 7, 5, 19, 30, tzinfo=timezone(timedelta(hours=2)))
    make_event(session, starts_at=moment, ends_at=moment + timedelta(hours=2))
    session.commit()
    session.expire_all()

    stored = session.scalars(sa.select(Event.starts_at)).one()

    assert (stored, stored.tzinfo) == (moment, UTC)


def test_a_time_without_a_zone_is_refused(session: Session) -> None:
    with pytest.raises(sa.exc.StatementError):
        make_event(session, starts_at=datetime(2026, 7, 5, 19, 30))  # noqa: DTZ001  the point of the test
