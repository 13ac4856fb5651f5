"""Accidents of the organiser's desk: an undo that meets a world that went on, tickets of people who are erased, events forgotten twice."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.event import listen
from sqlalchemy.orm import Session

from matchmaker.errors import ConflictError
from matchmaker.services.checkin import Doorkeeper
from matchmaker.services.erasure import erase_person
from matchmaker.services.retention import events_due, forget_event
from matchmaker.services.roster import begin_import, import_roster
from matchmaker.services.roster_undo import ask_undo, undo_at_once
from matchmaker.services.uploads import change_mapping, find_upload, read_upload, stage_upload, take_file
from matchmaker.services.walk_ins import WalkIn, add_walk_in
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.badges import Badge, BadgePrint
from matchmaker.store.models.checkin import CheckIn
from matchmaker.store.models.everything import METADATA
from matchmaker.store.models.exports import ExportFile
from matchmaker.store.models.insights import Introduction
from matchmaker.store.models.people import Person
from matchmaker.store.models.roster import RosterUpload, Seat
from tests.cast import NOW, make_attendee, make_event, make_person
from tests.letters import exchange

ENTRY = "8d8f7f0e-3c3c-4c3f-9d57-0a4f0f3e2a11"
HEADS = "id,name,email,company,interests\n"
SECOND, THIRD, LAST = (NOW + timedelta(minutes=minutes) for minutes in (1, 2, 3))


@pytest.fixture
def bring(session, event, organiser, settings):
    """Brings one row in; returns the file's number."""

    def run(row: str, *, now=NOW) -> int:
        content = take_file("guests.csv", (HEADS + row + "\n").encode(), megabytes=1)
        upload_id = stage_upload(session, event.id, content, uploaded_by=organiser.id, now=now)
        import_roster(session, read_upload(find_upload(session, event.id, upload_id)), badge_key=settings.badge_key, now=now)
        session.commit()
        return upload_id

    return run


@pytest.fixture
def undo(session, event, organiser):
    def run(upload_id: int) -> dict[str, int]:
        ask_undo(session, event.id, upload_id, by=organiser.id, now=LAST)
        undo_at_once(session, event.id, upload_id, now=LAST)
        session.commit()
        session.expire_all()
        return {word: count for word, count in find_upload(session, event.id, upload_id).undone.items() if count}

    return run


@pytest.fixture
def walk_in(session, organiser, settings):
    def run(event_id: int, name: str, address: str) -> None:
        keeper = Doorkeeper(event_id, organiser.id, is_host=True)
        add_walk_in(session, keeper, WalkIn(name, address), entry_id=ENTRY, settings=settings, now=THIRD)
        session.commit()

    return run


def everything_in(session) -> str:
    session.rollback()
    return repr({table.name: [tuple(row) for row in session.execute(select(table))] for table in METADATA.sorted_tables})


def test_an_undo_leaves_a_ticket_whose_former_holder_has_another_place_by_now(session, event, bring, undo, walk_in) -> None:
    bring("t1,Xeno,x@example.org,Mills,Rust")
    second = bring("t1,Yuri,y@example.org,Looms,Go", now=SECOND)
    walk_in(event.id, "Xeno", "x@example.org")

    did = undo(second)

    assert did == {"stayed": 1}
    tickets = select(Person.email, Attendee.external_id).join(Person, Person.id == Attendee.person_id).order_by(Person.email)
    assert [tuple(row) for row in session.execute(tickets)] == [("x@example.org", None), ("y@example.org", "t1")]


def test_an_undo_leaves_a_ticket_number_that_is_somebody_else_s_by_now(session, bring, undo) -> None:
    bring("t1,Xeno,x@example.org,Mills,Rust")
    second = bring("t2,Xeno,x@example.org,Looms,Rust", now=SECOND)
    bring("t1,Yuri,y@example.org,Looms,Go", now=THIRD)

    did = undo(second)

    assert did == {"put_back": 1, "stayed": 1}
    rows = session.execute(select(Attendee.external_id, Attendee.organisation).order_by(Attendee.id))
    assert [tuple(row) for row in rows] == [("t2", "Mills"), ("t1", "Looms")]


def test_an_undo_waits_for_whoever_comes_in_at_that_moment_and_leaves_them(session, event, engine, bring, undo) -> None:
    upload_id = bring("t1,Xeno,x@example.org,Mills,Rust")

    with ThreadPoolExecutor(1) as pool:
        with Session(engine) as door:
            door.execute(update(Attendee).where(Attendee.event_id == event.id).values(first_signed_in_at=SECOND))
            undoing = pool.submit(undo, upload_id)
            time.sleep(0.5)
            door.commit()
        did = undoing.result(timeout=20)

    assert did == {"acted": 1}
    assert session.scalars(select(Attendee.external_id)).all() == ["t1"]


def test_an_undo_that_gives_a_ticket_back_keeps_no_address_of_whoever_had_it_for_a_while(session, bring, undo) -> None:
    bring("t1,Xeno,x@example.org,Mills,Rust")

    did = undo(bring("t1,Yuri,y@example.org,Looms,Go", now=SECOND))

    assert did == {"put_back": 1}
    assert set(session.scalars(select(Person.email))) >= {"x@example.org"}
    assert "y@example.org" not in everything_in(session)


def test_a_ticket_does_not_go_back_to_somebody_who_has_deleted_everything(session, bring, undo) -> None:
    bring("t1,Xeno Kanarie,x@example.org,Kanarie Mills,Rust")
    bring("t1,Xeno Kanarie,x@example.org,Kanarie Looms,Rust")
    bring("t1,Yuri,y@example.org,Looms,Go", now=SECOND)
    xeno = session.scalars(select(Person.id).where(Person.email_key == "x@example.org")).one()

    erase_person(session, xeno, now=THIRD)
    session.commit()

    assert "Kanarie" not in everything_in(session)
    assert session.scalar(select(Attendee.name)) == "Yuri"


def test_whoever_had_a_ticket_for_a_while_leaves_nothing_in_what_an_undo_keeps(session, bring) -> None:
    """Three holders: the second is named by the file that gave them the ticket, and by the one that took it away."""
    bring("t1,Xeno,x@example.org,Mills,Rust")
    bring("t1,Yuri Kanarie,y@example.org,Kanarie Looms,Kanarie knots", now=SECOND)
    bring("t1,Zed,z@example.org,Maps,Go", now=THIRD)
    assert "Kanarie Looms" in everything_in(session)

    erase_person(session, session.scalars(select(Person.id).where(Person.email_key == "y@example.org")).one(), now=LAST)
    session.commit()

    assert "Kanarie" not in everything_in(session)


def test_the_paper_of_a_former_holder_opens_nothing_of_the_new_one(session, bring) -> None:
    bring("t1,Xeno,x@example.org,Mills,Rust")
    paper = session.scalars(select(Badge.token_hash)).one()

    bring("t1,Yuri,y@example.org,Looms,Go", now=SECOND)

    (in_force,) = session.scalars(select(Badge.token_hash).where(Badge.revoked_at.is_(None)))
    assert in_force != paper


def test_further_tickets_of_somebody_who_deletes_everything_name_nobody(session, event, organiser, settings) -> None:
    content = b"name,email,quantity\nBea Kanarie,kanarie@example.org,3\n"
    upload_id = stage_upload(session, event.id, take_file("a.csv", content, megabytes=1), uploaded_by=organiser.id, now=NOW)
    change_mapping(session, event.id, upload_id, ["name", "email", "quantity"], seats=True)
    import_roster(session, read_upload(find_upload(session, event.id, upload_id)), badge_key=settings.badge_key, now=NOW)
    assert set(session.scalars(select(Seat.label))) == {"Bea Kanarie"}

    erase_person(session, session.scalars(select(Person.id).where(Person.email_key == "kanarie@example.org")).one(), now=SECOND)
    session.commit()

    assert session.scalars(select(Seat.status)).all() == ["open", "open"]
    assert "kanarie" not in everything_in(session).lower()


def test_files_that_name_somebody_whose_ticket_passed_on_go_with_them(session, event, organiser, bring) -> None:
    bring("t1,Xeno,x@example.org,Mills,Rust")
    times = {"asked_at": NOW, "made_at": NOW, "expires_at": NOW + timedelta(days=1)}
    session.add(ExportFile(event_id=event.id, kind="attendees", format="csv", asked_by=organiser.id, **times, content=b"sealed"))
    bring("t1,Yuri,y@example.org,Looms,Go", now=SECOND)

    erase_person(session, session.scalars(select(Person.id).where(Person.email_key == "x@example.org")).one(), now=LAST)

    assert session.scalars(select(ExportFile.id)).all() == []


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("address", ["zoe@bücher.example", "ZOE@BÜCHER.Example", "zoe@xn--bcher-kva.example"])
def test_a_file_that_waits_is_found_by_any_spelling_of_an_address(session, event, organiser, address, encoding) -> None:
    zoe = make_person(session, "Zoe", "zoe@xn--bcher-kva.example")
    file = take_file("a.csv", f"name,email\nZ,{address}\n".encode(encoding), megabytes=1)
    upload_id = stage_upload(session, event.id, file, uploaded_by=organiser.id, now=NOW)
    assert [row.email for row in read_upload(find_upload(session, event.id, upload_id)).roster.rows] == [zoe.email_key]

    erase_person(session, zoe.id, now=NOW)

    assert session.scalars(select(RosterUpload.id)).all() == []


def test_rejected_rows_are_found_by_any_spelling_too(session, event, organiser) -> None:
    zoe = make_person(session, "Zoe", "zoe@xn--bcher-kva.example")
    row = {"event_id": event.id, "uploaded_by": organiser.id, "file_name": "a.csv", "content": b"", "uploaded_at": NOW, "state": "done"}
    session.add(RosterUpload(**row, confirmed_at=NOW, rejected='["name", "email"]\n[2, ["Z", "ｚoe@BÜCHER.example"], []]\n'.encode()))
    session.flush()

    erase_person(session, zoe.id, now=NOW)

    assert session.scalars(select(RosterUpload.rejected)).all() == [None]


def test_a_forgotten_event_keeps_nothing_of_its_door_its_files_and_its_seats(session, event, organiser) -> None:
    ada, grace = make_attendee(session, event, "Ada Lovelace"), make_attendee(session, event, "Grace Hopper")
    exchange(session, ada, grace)
    make_attendee(session, event, "Nobody Here", make_person(session, "Nobody Here", "nobody@example.org", confirmed=False))
    times = {"asked_at": NOW, "expires_at": NOW + timedelta(days=1)}
    session.add_all(
        [
            CheckIn(event_id=event.id, attendee_id=ada.id, entry_id=ENTRY, done_at=NOW, way="camera"),
            Introduction(event_id=event.id, attendee_id=ada.id, other_id=grace.id, state="made", decided_at=NOW, by_id=organiser.id),
            ExportFile(event_id=event.id, kind="attendees", format="csv", asked_by=organiser.id, **times, content=b"sealed"),
            BadgePrint(event_id=event.id, attendee_id=ada.id, fingerprint="f", printed_at=NOW),
            Seat(event_id=event.id, external_id="s1", label="Ada’s guest", token_hash="t", created_at=NOW),
        ]
    )
    session.flush()

    forget_event(session, event.id, now=NOW)
    session.commit()

    counts = {model.__tablename__: session.scalar(select(func.count()).select_from(model)) for model in (CheckIn, Introduction, ExportFile)}
    counts |= {model.__tablename__: session.scalar(select(func.count()).select_from(model)) for model in (BadgePrint, Seat)}
    assert counts == dict.fromkeys(counts, 0)
    assert set(session.scalars(select(Attendee.name))) == {"Ada Lovelace", "Grace Hopper"}
    assert "nobody@example.org" not in everything_in(session)


def test_whoever_is_let_in_after_an_event_was_forgotten_is_forgotten_as_well(session, walk_in) -> None:
    ended = NOW - timedelta(days=40)
    past = make_event(session, "past", starts_at=ended - timedelta(hours=3), ends_at=ended, retention_days=30, check_in_on=True)
    forget_event(session, past.id, now=NOW)
    assert events_due(session, now=LAST) == []

    walk_in(past.id, "Late Lou", "lou@example.org")

    assert events_due(session, now=LAST) == [past.id]
    forget_event(session, past.id, now=LAST)
    session.commit()
    assert events_due(session, now=LAST) == []
    assert "lou@example.org" not in everything_in(session)


def test_columns_that_are_put_right_while_somebody_confirms_do_not_stop_the_import(session, event, organiser, engine) -> None:
    """The page read the file before the other organiser's confirmation and writes after it."""
    file = take_file("a.csv", (HEADS + "t1,Xeno,x@example.org,Mills,Rust\n").encode(), megabytes=1)
    upload_id = stage_upload(session, event.id, file, uploaded_by=organiser.id, now=NOW)
    session.commit()
    confirmed: list[bool] = []

    def confirm(_connection, _cursor, statement, *_rest) -> None:
        if statement.startswith("SELECT roster_upload.") and not confirmed:
            confirmed.append(True)
            assert begin_import(session, event.id, upload_id, by=organiser.id, now=NOW)

    listen(engine, "after_cursor_execute", confirm)

    with pytest.raises(ConflictError):
        change_mapping(session, event.id, upload_id, ["ignore"])

    assert confirmed
    assert session.scalar(select(RosterUpload.state)) == "importing"
