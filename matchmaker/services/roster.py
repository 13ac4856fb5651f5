"""Bring attendees in: at once for a short file, portion by portion for a long one, so that others write in between.

A portion is one transaction: its people, what an undo needs, and how far the file is. A worker that dies leaves whole portions, and
the next one goes on behind the last of them; two workers on one file can't both write the same portion.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.domain.events.deeds import Deed
from matchmaker.domain.roster.people import SeatRow
from matchmaker.domain.roster.person import RosterRow
from matchmaker.domain.roster.plan import ImportPlan, plan_import
from matchmaker.errors import N_, ConflictError
from matchmaker.services.badges import ensure_badges
from matchmaker.services.deeds import note_deed
from matchmaker.services.forgotten import send_no_letters
from matchmaker.services.ledger import NOBODY, Ledger
from matchmaker.services.recommend import want_lists
from matchmaker.services.rejected_rows import add_rejected, first_rejected, lines_out
from matchmaker.services.roster_write import write_plan
from matchmaker.services.seats import bring_in_seats, held_rows
from matchmaker.services.uploads import UploadReading, find_upload
from matchmaker.store.models.events import Event
from matchmaker.store.models.roster import RosterUpload
from matchmaker.store.queries.roster import known_attendees, tags_by_key

PORTION = 400


@dataclass(frozen=True, slots=True)
class RosterImport:
    """What a confirmed file did."""

    added: int
    updated: int
    unchanged: int
    skipped: int


def import_roster(
    session: Session, reading: UploadReading, *, badge_key: bytes, now: datetime, ledger: Ledger = NOBODY, by: int | None = None
) -> RosterImport:
    """Bring in everybody of a file that can come in: by ticket number, then by address. All of it, or nothing.

    The file was read before the transaction; what it would do is worked out inside it. A file counts once: confirmed
    a second time, it answers with what it did the first time.

    Raises
    ------
    ConflictError
        Nobody in it can come in, or it changes nothing.
    """
    upload = reading.upload
    if begin_import(session, upload.event_id, upload.id, by=by, now=now):
        open_import(session, reading)
        done = write_portion(session, reading, start=0, most=len(_steps(reading)), badge_key=badge_key, ledger=ledger, now=now)
        if not done:
            raise ConflictError(N_("This file brings nobody in and changes nobody. Nothing was saved."))
        finish_import(session, reading, now=now)
        ensure_badges(session, upload.event_id, key=badge_key, now=now)
    after = find_upload(session, upload.event_id, upload.id)
    return RosterImport(after.added, after.updated, after.unchanged, after.skipped)


def begin_import(session: Session, event_id: int, upload_id: int, *, by: int | None, now: datetime) -> bool:
    """Whoever sets the time brings the file in; False if somebody has."""
    mine = (RosterUpload.event_id == event_id) & (RosterUpload.id == upload_id)
    free = RosterUpload.confirmed_at.is_(None) & (RosterUpload.state == "staged")
    values = {"confirmed_at": now, "confirmed_by": by, "state": "importing", "taken_at": None, "findings": None}
    claimed = session.execute(update(RosterUpload).where(mine, free).values(**values).returning(RosterUpload.id))
    return claimed.one_or_none() is not None


def open_import(session: Session, reading: UploadReading) -> None:
    """Say how much there is to do, and put by what stays out already; done again by a worker that takes over, it changes nothing."""
    upload = reading.upload
    mine = (RosterUpload.event_id == upload.event_id) & (RosterUpload.id == upload.id) & (RosterUpload.rejected.is_(None))
    out = {"rejected": first_rejected(reading), "skipped": len(lines_out(reading.roster.problems)), "rows": len(_steps(reading))}
    session.execute(update(RosterUpload).where(mine).values(**out))


def write_portion(
    session: Session, reading: UploadReading, *, start: int, most: int, badge_key: bytes, ledger: Ledger, now: datetime
) -> int | None:
    """Bring in the rows behind `start`; how many people and seats it brought or changed. None: the file is somebody else's, or gone."""
    upload, steps = reading.upload, _steps(reading)[start : start + most]
    if not _is_next(session, upload.event_id, upload.id, start=start):
        return None
    rows = [step for step in steps if isinstance(step, RosterRow)]
    seats = [step for step in steps if isinstance(step, SeatRow)]
    rows += held_rows(session, upload.event_id, seats)
    plan = _plan(session, upload.event_id, rows, tickets=frozenset(row.external_id for row in reading.roster.rows))
    send_no_letters(session, plan, ledger, now=now)
    write_plan(session, upload.event_id, upload.id, plan, now=now)
    new_seats = bring_in_seats(session, upload.event_id, upload.id, seats, key=badge_key, now=now)
    _count(session, reading, plan, seats=new_seats, done_rows=start + len(steps), now=now)
    return len(plan.additions) + len(plan.changes) + new_seats


def finish_import(session: Session, reading: UploadReading, *, now: datetime) -> None:
    """All rows are in: the file has done its work and goes; lists are to be made anew."""
    upload = reading.upload
    mine = (RosterUpload.event_id == upload.event_id) & (RosterUpload.id == upload.id) & (RosterUpload.state == "importing")
    values = {"state": "done", "content": b"", "finished_at": now, "taken_at": None}
    row = session.execute(update(RosterUpload).where(mine).values(**values).returning(RosterUpload.confirmed_by, RosterUpload.rows)).first()
    if row is None:
        return
    note_deed(session, Deed.ROSTER_IMPORTED, event_id=upload.event_id, actor_id=row[0], now=now, about=("upload", upload.id), count=row[1])
    want_lists(session, upload.event_id)


def _steps(reading: UploadReading) -> tuple[RosterRow | SeatRow, ...]:
    """People first, then seats, in an order that is the same each time the file is read."""
    return (*reading.roster.rows, *reading.roster.seats)


def _is_next(session: Session, event_id: int, upload_id: int, *, start: int) -> bool:
    # One import at a time at one event, or two would add the same person. SQLite has one writer anyway.
    session.execute(select(Event.id).where(Event.id == event_id).with_for_update())
    mine = RosterUpload.event_id == event_id, RosterUpload.id == upload_id
    return session.execute(select(RosterUpload.state, RosterUpload.done_rows).where(*mine)).one_or_none() == ("importing", start)


def _plan(session: Session, event_id: int, rows: Sequence[RosterRow], *, tickets: frozenset[str]) -> ImportPlan:
    labels = {key: label for key, (_, label) in tags_by_key(session, event_id).items()}
    numbers = [row.external_id for row in rows if row.external_id]
    known = known_attendees(session, event_id, email_keys=[row.email for row in rows], tickets=numbers)
    return plan_import(rows, known, labels, tickets=tickets)


def _count(session: Session, reading: UploadReading, plan: ImportPlan, *, seats: int, done_rows: int, now: datetime) -> None:
    """One statement: the row holds the file, and each touch of it costs."""
    upload = reading.upload
    refused = lines_out(plan.problems)
    values = {
        "done_rows": done_rows,
        "taken_at": now,
        "added": RosterUpload.added + len(plan.newcomers),
        "updated": RosterUpload.updated + len(plan.corrections),
        "unchanged": RosterUpload.unchanged + plan.unchanged,
        "cancelled": RosterUpload.cancelled + len(plan.cancellations),
        "seats": RosterUpload.seats + seats,
        "skipped": RosterUpload.skipped + len(refused),
    }
    mine = (RosterUpload.event_id == upload.event_id) & (RosterUpload.id == upload.id)
    session.execute(update(RosterUpload).where(mine).values(**values))
    if refused:
        add_rejected(session, reading, plan.problems)
