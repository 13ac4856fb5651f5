"""Long attendee files: read, brought in and taken back by the worker, portion by portion, whatever kills it on the way."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session, undefer

from matchmaker.jobs import workshop as workshops
from matchmaker.jobs.roster import bring_in_files
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.roster import PORTION, begin_import
from matchmaker.services.roster_undo import ask_undo
from matchmaker.services.upload_preview import read_findings
from matchmaker.services.uploads import stage_upload, take_file
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.badges import Badge
from matchmaker.store.models.contacts import Scan
from matchmaker.store.models.deeds import DeedRow
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from matchmaker.store.models.roster import RosterUndo, RosterUpload
from matchmaker.store.queries.uploads import staged_upload
from tests.cast import NOW, give_interests, make_attendee, make_organiser, make_person

ROWS = 1_700  # five portions


def people_file(count: int = ROWS, *, company: str = "Engines") -> bytes:
    rows = (f"t{n},Person {n},p{n}@example.org,{company},Rust; Go\n" for n in range(count))
    return ("id,name,email,company,interests\n" + "".join(rows)).encode()


@pytest.fixture
def workshop(engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.setattr(workshops, "GIVE_WAY_SECONDS", 0)
    return Workshop(settings, engine, lambda: NOW)


@pytest.fixture
def olga(session: Session, event: Event) -> Person:
    organiser = make_organiser(session, event)
    session.commit()
    return organiser


def staged(session: Session, event: Event, olga: Person, content: bytes) -> int:
    upload_id = stage_upload(session, event.id, take_file("guests.csv", content, megabytes=10), uploaded_by=olga.id, now=NOW)
    session.commit()
    return upload_id


def confirmed(workshop: Workshop, session: Session, event: Event, olga: Person, content: bytes) -> int:
    upload_id = staged(session, event, olga, content)
    bring_in_files(workshop)
    assert begin_import(session, event.id, upload_id, by=olga.id, now=NOW)
    session.commit()
    return upload_id


def brought_in(workshop: Workshop, session: Session, event: Event, olga: Person, content: bytes) -> int:
    upload_id = confirmed(workshop, session, event, olga, content)
    bring_in_files(workshop)
    return upload_id


def row_of(session: Session, upload_id: int) -> RosterUpload:
    session.rollback()
    session.expire_all()
    row = session.scalars(select(RosterUpload).where(RosterUpload.id == upload_id).options(undefer("*"))).one()
    session.expunge(row)
    session.rollback()  # SQLite has one writer, and it shall be the worker
    return row


def count(session: Session, model: Any) -> int:
    found = session.scalar(select(func.count()).select_from(model)) or 0
    session.rollback()
    return found


def test_a_long_file_is_looked_at_behind_the_page(workshop: Workshop, session: Session, event: Event, olga: Person) -> None:
    upload_id = staged(session, event, olga, people_file() + b"x,No Address,,,\n")
    assert row_of(session, upload_id).state == "reading"

    bring_in_files(workshop)

    upload = staged_upload(session, event.id, upload_id)
    session.rollback()
    assert upload is not None
    assert upload.findings is not None
    preview = read_findings(upload.findings)
    assert (upload.state, preview.new, preview.out, len(preview.additions)) == ("staged", ROWS, 1, 1_000)
    assert str(preview.problem_rows[0].problems[0]).startswith("No e-mail address.")
    assert count(session, Attendee) == 0


def test_a_long_file_comes_in_whole_with_badges_numbers_and_a_deed(
    workshop: Workshop, session: Session, event: Event, olga: Person
) -> None:
    upload_id = brought_in(workshop, session, event, olga, people_file())

    row = row_of(session, upload_id)
    assert (row.state, row.added, row.updated, row.skipped, row.rows, row.done_rows) == ("done", ROWS, 0, 0, ROWS, ROWS)
    assert (row.content, row.findings) == (b"", None)
    assert (count(session, Attendee), count(session, Badge), count(session, AttendeeInterest)) == (ROWS, ROWS, 2 * ROWS)
    deed = session.execute(select(DeedRow.deed, DeedRow.actor_id, DeedRow.object_id, DeedRow.count)).one()
    assert tuple(deed) == ("roster.imported", olga.id, upload_id, ROWS)


class Killed(BaseException):
    """What SIGKILL is to a transaction: it never commits."""


@pytest.fixture
def dies_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, int]]:
    """Counts commits and dies before the chosen one."""
    clock = {"left": 0}
    commit = Session.commit

    def counted(self: Session) -> None:
        clock["left"] -= 1
        if clock["left"] == 0:
            raise Killed
        commit(self)

    monkeypatch.setattr(Session, "commit", counted)
    yield clock
    clock["left"] = 0


@pytest.mark.parametrize("moment", [1, 2, 3, 5, 7, 8, 9])
def test_a_worker_that_dies_leaves_whole_portions_and_the_next_one_goes_on(
    workshop: Workshop, session: Session, event: Event, olga: Person, dies_at: dict[str, int], moment: int
) -> None:
    upload_id = confirmed(workshop, session, event, olga, people_file())
    dies_at["left"] = moment
    with pytest.raises(Killed):
        bring_in_files(workshop)
    here = count(session, Attendee)
    assert here % PORTION == 0 or here == ROWS

    later = Workshop(workshop.settings, workshop.engine, lambda: NOW + timedelta(minutes=1))
    bring_in_files(later)

    row = row_of(session, upload_id)
    assert (count(session, Attendee), count(session, AttendeeInterest), count(session, RosterUndo)) == (ROWS, 2 * ROWS, ROWS)
    assert (row.state, row.added, row.unchanged) == ("done", ROWS, 0)


def test_two_workers_on_one_file_do_not_double(workshop: Workshop, session: Session, event: Event, olga: Person) -> None:
    upload_id = confirmed(workshop, session, event, olga, people_file())
    bring_in_files(workshop)
    session.execute(update(RosterUpload).values(state="importing", content=people_file()))
    session.commit()

    bring_in_files(workshop)

    assert (count(session, Attendee), row_of(session, upload_id).added) == (ROWS, ROWS)


def undo(workshop: Workshop, session: Session, event: Event, olga: Person, upload_id: int) -> dict[str, int]:
    ask_undo(session, event.id, upload_id, by=olga.id, now=NOW)
    session.commit()
    bring_in_files(workshop)
    return {word: number for word, number in row_of(session, upload_id).undone.items() if number}


def test_an_undone_import_leaves_nothing_of_it(workshop: Workshop, session: Session, event: Event, olga: Person) -> None:
    people = count(session, Person)
    upload_id = brought_in(workshop, session, event, olga, people_file())

    did = undo(workshop, session, event, olga, upload_id)

    assert did == {"taken_out": ROWS}
    assert (count(session, Attendee), count(session, Person), count(session, RosterUndo)) == (0, people, 0)
    assert row_of(session, upload_id).state == "undone"
    deeds = session.execute(select(DeedRow.deed, DeedRow.count).order_by(DeedRow.id)).all()
    assert [tuple(deed) for deed in deeds] == [("roster.imported", ROWS), ("roster.undone", ROWS)]


def test_what_a_file_changed_goes_back_and_what_was_changed_since_stays(
    workshop: Workshop, session: Session, event: Event, olga: Person
) -> None:
    for name in ("Ada", "Grace"):
        person = make_person(session, name, f"p{0 if name == 'Ada' else 1}@example.org")
        attendee = make_attendee(session, event, f"{name} Old", person, organisation="Mills", first_signed_in_at=None, exchange_mode=None)
        give_interests(session, attendee, talk=["Looms"])
        attendee.interests_saved_at = None
    upload_id = brought_in(workshop, session, event, olga, people_file(600))
    session.execute(update(Attendee).where(Attendee.name == "Person 1").values(organisation="Her own word"))
    session.commit()

    did = undo(workshop, session, event, olga, upload_id)

    rows = session.execute(select(Attendee.name, Attendee.organisation, Attendee.external_id).order_by(Attendee.id)).all()
    assert [tuple(row) for row in rows] == [("Ada Old", "Mills", None), ("Grace Old", "Her own word", None)]
    assert list(session.scalars(select(AttendeeInterest.text))) == ["Looms", "Looms"]
    assert did == {"taken_out": 598, "put_back": 2, "stayed": 1}


def test_whoever_has_done_something_since_stays(workshop: Workshop, session: Session, event: Event, olga: Person) -> None:
    upload_id = brought_in(workshop, session, event, olga, people_file(600))
    ids = dict(session.execute(select(Attendee.name, Attendee.id)).all())
    session.execute(update(Attendee).where(Attendee.id == ids["Person 0"]).values(first_signed_in_at=NOW))
    session.execute(update(Attendee).where(Attendee.id == ids["Person 1"]).values(checked_in_at=NOW))
    session.add(
        Scan(event_id=event.id, scanner_id=ids["Person 2"], owner_id=ids["Person 3"], scan_id="s", state="exchanged", scanned_at=NOW)
    )
    session.commit()

    did = undo(workshop, session, event, olga, upload_id)

    assert did == {"taken_out": 596, "acted": 4}
    assert sorted(session.scalars(select(Attendee.name))) == ["Person 0", "Person 1", "Person 2", "Person 3"]


def test_a_later_file_s_word_counts(workshop: Workshop, session: Session, event: Event, olga: Person) -> None:
    first = brought_in(workshop, session, event, olga, people_file(600))
    brought_in(workshop, session, event, olga, people_file(550, company="Mills"))

    did = undo(workshop, session, event, olga, first)

    assert did == {"taken_out": 50, "later": 550}
    assert set(session.scalars(select(Attendee.organisation))) == {"Mills"}


def test_a_ticket_that_was_passed_on_goes_back_to_its_former_holder(
    workshop: Workshop, session: Session, event: Event, olga: Person
) -> None:
    ada = make_person(session, "Ada", "ada@example.org", confirmed=False)
    make_attendee(session, event, "Ada", ada, external_id="t0", first_signed_in_at=None, invited_at=NOW, exchange_mode=None)
    upload_id = brought_in(workshop, session, event, olga, people_file(600))
    assert session.scalar(select(Attendee.name).where(Attendee.external_id == "t0")) == "Person 0"
    session.rollback()

    undo(workshop, session, event, olga, upload_id)

    row = session.execute(select(Attendee.name, Attendee.person_id, Attendee.invited_at)).one()
    assert tuple(row) == ("Ada", ada.id, NOW)


def test_an_undo_that_dies_goes_on_where_it_was(
    workshop: Workshop, session: Session, event: Event, olga: Person, dies_at: dict[str, int]
) -> None:
    upload_id = brought_in(workshop, session, event, olga, people_file())
    ask_undo(session, event.id, upload_id, by=olga.id, now=NOW)
    session.commit()
    dies_at["left"] = 3
    with pytest.raises(Killed):
        bring_in_files(workshop)

    bring_in_files(Workshop(workshop.settings, workshop.engine, lambda: NOW + timedelta(minutes=1)))

    row = row_of(session, upload_id)
    assert (row.state, row.undone["taken_out"], count(session, Attendee)) == ("undone", ROWS, 0)
