"""What nobody needs any more is deleted, and nothing else."""

from datetime import timedelta

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from matchmaker.jobs.loop import HOURLY_JOBS, do
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.uploads import UNCONFIRMED_DAYS, stage_upload, take_file
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import AttendeeInterest
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from matchmaker.store.models.roster import RosterUpload
from matchmaker.store.models.signin import SessionRow
from tests.cast import NOW, give_interests, make_attendee


def add_session(session: Session, person: Person, name: str, *, days: int) -> None:
    session.add(
        SessionRow(
            id_hash=name, person_id=person.id, purpose="organiser", created_at=NOW, seen_at=NOW, expires_at=NOW + timedelta(days=days)
        )
    )


def test_old_sign_ins_and_left_files_go_and_the_others_stay(
    session: Session, engine: Engine, settings: Settings, event: Event, organiser: Person
) -> None:
    add_session(session, organiser, "run out", days=-1)
    add_session(session, organiser, "good", days=1)
    file = take_file("guests.csv", b"name,email\nAda,ada@example.org\n", megabytes=1)
    old = NOW - timedelta(days=UNCONFIRMED_DAYS, seconds=1)
    left = stage_upload(session, event.id, file, uploaded_by=organiser.id, now=old)
    fresh = stage_upload(session, event.id, file, uploaded_by=organiser.id, now=NOW)
    session.commit()

    do(Workshop(settings, engine, now=lambda: NOW), "purge")

    session.expire_all()
    assert list(session.scalars(select(SessionRow.id_hash))) == ["good"]
    assert list(session.scalars(select(RosterUpload.id))) == [fresh] != [left]
    assert "purge" in HOURLY_JOBS


def test_what_people_said_goes_when_an_event_s_time_is_over(session: Session, engine: Engine, settings: Settings, event: Event) -> None:
    event.retention_days = 30
    give_interests(session, make_attendee(session, event, "Ada Lovelace"), talk=["Engines"])
    ends_at = event.ends_at
    session.commit()
    left = []
    for after in (timedelta(days=29, hours=23), timedelta(days=30)):
        do(Workshop(settings, engine, now=lambda after=after: ends_at + after), "purge")  # type: ignore[misc]  # a clock of its own
        left.append(session.scalars(select(AttendeeInterest.text)).all())
        session.rollback()  # SQLite has one writer at a time

    assert left == [["Engines"], []]
