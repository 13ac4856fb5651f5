"""Take back what one attendee file did, portion by portion: whom it added goes, what it changed is as before.

Whoever has done something since stays, and so does a value somebody has changed since; the page says how many and why.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.events.deeds import Deed
from matchmaker.domain.interests.answers import KINDS
from matchmaker.domain.roster.undoing import ACTED, LATER, PUT_BACK, STAYED, TAKEN_OUT, what_to_put_back
from matchmaker.errors import N_, ConflictError
from matchmaker.services.deeds import note_deed
from matchmaker.services.people import forget_unneeded_people
from matchmaker.services.recommend import want_lists
from matchmaker.services.roster_write import forget_interests, in_kinds, write_interests
from matchmaker.services.uploads import UNDO_DAYS, find_upload
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.contacts import Scan
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from matchmaker.store.models.roster import RosterUndo, RosterUpload, Seat
from matchmaker.store.queries.uploads import StagedUpload

PORTION = 400


def may_undo(upload: StagedUpload, *, now: datetime) -> bool:
    """For two weeks, as long as what was there before is kept."""
    is_fresh = upload.confirmed_at is not None and upload.confirmed_at > now - timedelta(days=UNDO_DAYS)
    return upload.state == "done" and is_fresh and bool(upload.undo_rows or upload.seat_count)


def ask_undo(session: Session, event_id: int, upload_id: int, *, by: int, now: datetime) -> None:
    """Raises
    ------
    ConflictError
        There is nothing to undo, or it is too late for it.
    """
    if not may_undo(find_upload(session, event_id, upload_id), now=now):
        raise ConflictError(N_("This import can’t be undone any more. Nothing was changed."))
    mine = (RosterUpload.event_id == event_id) & (RosterUpload.id == upload_id) & (RosterUpload.state == "done")
    session.execute(update(RosterUpload).where(mine).values(state="undoing", undo_by=by, undone={}, rejected=None, taken_at=None))


def undo_portion(session: Session, event_id: int, upload_id: int, *, most: int, now: datetime) -> int:
    """Deal with some of those the file touched; how many, and 0 once nobody is left.

    Each row of the undo goes with its attendee in one transaction, so an undo that dies goes on where it was.
    """
    mine = (RosterUpload.event_id == event_id) & (RosterUpload.id == upload_id) & (RosterUpload.state == "undoing")
    taken = update(RosterUpload).where(mine).values(taken_at=now).returning(RosterUpload.undone)
    # One at a time with imports at this event: what an import is just writing would be taken for the value before it.
    session.execute(select(Event.id).where(Event.id == event_id).with_for_update())
    counts = session.execute(taken).scalar_one_or_none()
    if counts is None:
        return 0
    of_file = RosterUndo.event_id == event_id, RosterUndo.upload_id == upload_id
    rows = session.scalars(select(RosterUndo).where(*of_file).order_by(RosterUndo.attendee_id).limit(most).with_for_update()).all()
    if not rows:
        return 0
    ids = [row.attendee_id for row in rows]
    later = _touched_later(session, event_id, upload_id, ids)
    did = dict.fromkeys((TAKEN_OUT, PUT_BACK, ACTED, LATER, STAYED), 0)
    _take_out(session, event_id, [row for row in rows if row.before is None], later, did)
    _put_back(session, event_id, [row for row in rows if row.before is not None and row.attendee_id not in later], did, now=now)
    did[LATER] += sum(row.before is not None and row.attendee_id in later for row in rows)
    session.execute(delete(RosterUndo).where(*of_file, RosterUndo.attendee_id.in_(ids)).execution_options(synchronize_session=False))
    total = {word: counts.get(word, 0) + count for word, count in did.items()}
    session.execute(update(RosterUpload).where(mine).values(undone=total))
    return len(rows)


def finish_undo(session: Session, event_id: int, upload_id: int, *, now: datetime) -> None:
    """Seats nobody has claimed go too; lists are made anew without those who are gone."""
    mine = (RosterUpload.event_id == event_id) & (RosterUpload.id == upload_id) & (RosterUpload.state == "undoing")
    done = update(RosterUpload).where(mine).values(state="undone", finished_at=now, taken_at=None)
    row = session.execute(done.returning(RosterUpload.undo_by, RosterUpload.undone)).one_or_none()
    if row is None:
        return
    waiting = (Seat.event_id == event_id) & (Seat.upload_id == upload_id) & (Seat.status != "claimed")
    session.execute(delete(Seat).where(waiting))
    count = row.undone.get(TAKEN_OUT, 0) + row.undone.get(PUT_BACK, 0)
    note_deed(session, Deed.ROSTER_UNDONE, event_id=event_id, actor_id=row.undo_by, now=now, about=("upload", upload_id), count=count)
    want_lists(session, event_id)


def undo_at_once(session: Session, event_id: int, upload_id: int, *, now: datetime) -> None:
    """For a short file: no page need wait."""
    while undo_portion(session, event_id, upload_id, most=PORTION, now=now):
        pass
    finish_undo(session, event_id, upload_id, now=now)


def _touched_later(session: Session, event_id: int, upload_id: int, ids: Sequence[int]) -> set[int]:
    """Those whom a later file changed: what that one says counts."""
    newer = select(RosterUndo.attendee_id).where(RosterUndo.event_id == event_id, RosterUndo.upload_id > upload_id)
    return set(session.scalars(newer.where(RosterUndo.attendee_id.in_(ids))))


def _take_out(session: Session, event_id: int, rows: Sequence[RosterUndo], later: set[int], did: dict[str, int]) -> None:
    if not rows:
        return
    written = {row.attendee_id: row.written_at for row in rows}
    has_scans = exists().where(Scan.event_id == Attendee.event_id, or_(Scan.owner_id == Attendee.id, Scan.scanner_id == Attendee.id))
    acted = or_(
        Attendee.first_signed_in_at.is_not(None),
        Attendee.checked_in_at.is_not(None),
        Attendee.interests_saved_at.is_not(None),
        Attendee.exchange_mode.is_not(None),
        has_scans,
    )
    those = (Attendee.event_id == event_id, Attendee.id.in_(list(written)))
    # Whoever comes in or is scanned at this very moment is waited for, and then has done something
    session.execute(select(Attendee.id).where(*those).with_for_update()).all()
    found = session.execute(select(Attendee.id, Attendee.person_id, Attendee.updated_at, acted).where(*those)).all()
    gone = {}
    for attendee_id, person_id, updated_at, has_acted in found:
        if attendee_id in later:
            did[LATER] += 1
        elif has_acted or updated_at != written[attendee_id]:
            did[ACTED] += 1
        else:
            gone[attendee_id] = person_id
    session.execute(
        delete(Attendee).where(Attendee.event_id == event_id, Attendee.id.in_(list(gone))).execution_options(synchronize_session=False)
    )
    forget_unneeded_people(session, list(gone.values()))
    did[TAKEN_OUT] += len(gone)


def _put_back(session: Session, event_id: int, rows: Sequence[RosterUndo], did: dict[str, int], *, now: datetime) -> None:
    now_there, taken = _present(session, event_id, rows), _taken_since(session, event_id, rows)
    signed_in = {attendee_id for attendee_id, values in now_there.items() if values["first_signed_in_at"] is not None}
    columns: list[dict[str, Any]] = []
    lists: dict[int, dict[str, Sequence[str]]] = {}
    replaced: list[int] = []
    for row in rows:
        present = now_there.get(row.attendee_id)
        if present is None or row.before is None:
            continue
        back, is_whole = what_to_put_back(
            row.before, row.after, present, has_signed_in=row.attendee_id in signed_in, taken=taken[row.attendee_id]
        )
        did[STAYED] += not is_whole
        did[PUT_BACK] += bool(back)
        lists |= {row.attendee_id: {kind: back.get(kind, present[kind]) for kind in KINDS}} if {*KINDS} & {*back} else {}
        replaced += [present["person_id"]] if "person_id" in back else []
        if back:
            columns.append({**_as_columns(back), "id": row.attendee_id, "updated_at": now})
    for alike in in_kinds(columns):
        session.execute(update(Attendee), alike)
    forget_interests(session, event_id, list(lists))
    write_interests(session, event_id, lists)
    forget_unneeded_people(session, replaced)


def _taken_since(session: Session, event_id: int, rows: Sequence[RosterUndo]) -> dict[int, frozenset[str]]:
    """By attendee: what of their former ticket can't be theirs again, because somebody else has it, or its holder is gone."""
    people = {row.attendee_id: row.former_person_id for row in rows if row.former_person_id is not None}
    numbers = {row.attendee_id: row.before["external_id"] for row in rows if row.before and row.before.get("external_id")}
    here = select(Attendee.person_id, Attendee.external_id, Attendee.id).where(Attendee.event_id == event_id)
    held = session.execute(here.where(or_(Attendee.person_id.in_(people.values()), Attendee.external_id.in_(numbers.values())))).all()
    with_place, with_number = {row.person_id: row.id for row in held}, {row.external_id: row.id for row in held}
    known = set(session.scalars(select(Person.id).where(Person.id.in_(people.values()), Person.erased_at.is_(None))))
    taken: dict[int, set[str]] = {row.attendee_id: set() for row in rows}
    for attendee_id, person_id in people.items():
        if person_id not in known or with_place.get(person_id, attendee_id) != attendee_id:
            taken[attendee_id].add("person_id")
    for attendee_id, number in numbers.items():
        if with_number.get(number, attendee_id) != attendee_id:
            taken[attendee_id].add("external_id")
    return {attendee_id: frozenset(names) for attendee_id, names in taken.items()}


def _as_columns(back: dict[str, Any]) -> dict[str, Any]:
    columns = {name: value for name, value in back.items() if name not in KINDS}
    if columns.get("invited_at"):
        columns["invited_at"] = datetime.fromisoformat(columns["invited_at"])
    return columns


def _present(session: Session, event_id: int, rows: Sequence[RosterUndo]) -> dict[int, dict[str, Any]]:
    """What holds now of those whom the file changed, in the words of the undo."""
    ids = [row.attendee_id for row in rows]
    names = {name for row in rows for name in row.after if name not in KINDS} | {"id", "first_signed_in_at"}
    asked = select(*(getattr(Attendee, name) for name in sorted(names))).where(Attendee.event_id == event_id, Attendee.id.in_(ids))
    present: dict[int, dict[str, Any]] = {
        row["id"]: {
            **{name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()},
            **{kind: [] for kind in KINDS},
        }
        for row in session.execute(asked).mappings()
    }
    words = select(AttendeeInterest.attendee_id, AttendeeInterest.kind, AttendeeInterest.text).where(AttendeeInterest.event_id == event_id)
    for attendee_id, kind, text in session.execute(
        words.where(AttendeeInterest.attendee_id.in_(ids)).order_by(AttendeeInterest.position, AttendeeInterest.id)
    ):
        present[attendee_id][kind].append(text)
    return present
