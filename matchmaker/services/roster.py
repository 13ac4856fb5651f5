"""Bring attendees in: add and update them in a handful of statements, however many they are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.interests.answers import KINDS
from matchmaker.domain.interests.tags import tag_key
from matchmaker.domain.roster.plan import Facts, ImportPlan
from matchmaker.errors import N_, ConflictError
from matchmaker.services.badges import ensure_badges
from matchmaker.services.recommend import want_lists
from matchmaker.services.uploads import UploadReading, find_upload, plan_for
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from matchmaker.store.models.roster import RosterUpload
from matchmaker.store.queries.roster import people_with_addresses, tags_by_key
from matchmaker.store.upsert import insert_into

IN_ONE_STATEMENT = 1000


@dataclass(frozen=True, slots=True)
class RosterImport:
    """What a confirmed file did."""

    added: int
    updated: int
    unchanged: int
    skipped: int


def import_roster(session: Session, reading: UploadReading, *, badge_key: bytes, now: datetime) -> RosterImport:
    """Bring in everybody of a file that can come in: by ticket number, then by address.

    The file was read before the transaction; what it would do is worked out inside it. A file counts once: confirmed
    a second time, it answers with what it did the first time.

    Raises
    ------
    ConflictError
        Nobody in it can come in, or it changes nothing.
    """
    upload = reading.upload
    if not _claim(session, upload.event_id, upload.id, now=now):
        before = find_upload(session, upload.event_id, upload.id)
        return RosterImport(before.added, before.updated, before.unchanged, before.skipped)
    plan = plan_for(session, reading)
    if not (plan.additions or plan.changes):
        raise ConflictError(N_("This file brings nobody in and changes nobody. Nothing was saved."))
    _write(session, upload.event_id, plan, now=now)
    done = RosterImport(len(plan.additions), len(plan.changes), plan.unchanged, _skipped(reading, plan))
    _note(session, upload.id, done)
    want_lists(session, upload.event_id)
    ensure_badges(session, upload.event_id, key=badge_key, now=now)
    return done


def _claim(session: Session, event_id: int, upload_id: int, *, now: datetime) -> bool:
    """Whoever sets the time brings the file in; its content has then done its work and goes."""
    # One import at a time at one event, or two would add the same person. SQLite has one writer anyway.
    session.execute(select(Event.id).where(Event.id == event_id).with_for_update())
    mine = (RosterUpload.event_id == event_id) & (RosterUpload.id == upload_id) & RosterUpload.confirmed_at.is_(None)
    claimed = session.execute(update(RosterUpload).where(mine).values(confirmed_at=now, content=b"").returning(RosterUpload.id))
    return claimed.one_or_none() is not None


def _note(session: Session, upload_id: int, done: RosterImport) -> None:
    counts = {"added": done.added, "updated": done.updated, "unchanged": done.unchanged, "skipped": done.skipped}
    session.execute(update(RosterUpload).where(RosterUpload.id == upload_id).values(**counts))


def _skipped(reading: UploadReading, plan: ImportPlan) -> int:
    problems = [*reading.roster.problems, *plan.problems]
    return len({problem.line for problem in problems if problem.stays_out and not problem.about_file})


def _write(session: Session, event_id: int, plan: ImportPlan, *, now: datetime) -> None:
    added = {addition.facts.email: addition.facts for addition in plan.additions}
    moved = [change.facts for change in plan.changes if "email" in change.fields]
    person_ids = _people(session, [*added.values(), *moved], now=now)
    changed = {}
    for change in plan.changes:
        changed[change.attendee_id] = _columns(change.facts) | {"id": change.attendee_id, "updated_at": now}
        if "email" in change.fields:  # an invitation to the former holder is none for the new one
            changed[change.attendee_id] |= {"person_id": person_ids[change.facts.email], "invited_at": None}
    # The changes go first: a ticket that passes on frees the place of its former holder.
    for rows in _alike(changed.values()):
        session.execute(update(Attendee), rows)
    if added:
        new = {"event_id": event_id, "shared_fields": [], "created_at": now, "updated_at": now}
        rows = [{**new, **_columns(facts), "person_id": person_ids[email]} for email, facts in added.items()]
        # Somebody may just be joining by themself; then they are there, and that is all that is wanted.
        session.execute(insert_into(session, Attendee).on_conflict_do_nothing(), rows)
    said = {change.attendee_id: change.facts for change in plan.changes if {*KINDS} & {*change.fields}}
    _forget_interests(session, event_id, list(said))
    said |= _by_attendee(session, event_id, {person_ids[email]: facts for email, facts in added.items()})
    _write_interests(session, event_id, said)


def _alike(rows: Iterable[dict[str, object]]) -> list[list[dict[str, object]]]:
    """Rows with the same columns together, so that each kind is one statement."""
    kinds: dict[tuple[str, ...], list[dict[str, object]]] = {}
    for row in rows:
        kinds.setdefault(tuple(row), []).append(row)
    return list(kinds.values())


def _columns(facts: Facts) -> dict[str, object]:
    return {
        "name": facts.name,
        "external_id": facts.external_id or None,
        "organisation": facts.organisation,
        "headline": facts.headline,
        "bio": facts.bio,
        "stage": facts.stage,
        "languages": list(facts.languages),
        "phone": facts.phone,
        "link": facts.link,
        "status": facts.status,
    }


def _people(session: Session, facts: Sequence[Facts], *, now: datetime) -> dict[str, int]:
    """The person of every address; those nobody knew yet are added. Others, of other events, stay as they are."""
    if not facts:
        return {}
    new = [{"email": one.email, "email_key": one.email, "name": one.name, "locale": "", "created_at": now} for one in facts]
    session.execute(insert_into(session, Person).on_conflict_do_nothing(index_elements=[Person.email_key]), new)
    return people_with_addresses(session, [one.email for one in facts])


def _by_attendee(session: Session, event_id: int, by_person: Mapping[int, Facts]) -> dict[int, Facts]:
    if not by_person:
        return {}
    rows = session.execute(select(Attendee.id, Attendee.person_id).where(Attendee.event_id == event_id))
    return {attendee_id: by_person[person_id] for attendee_id, person_id in rows if person_id in by_person}


def _forget_interests(session: Session, event_id: int, attendee_ids: Sequence[int]) -> None:
    for start in range(0, len(attendee_ids), IN_ONE_STATEMENT):
        mine = AttendeeInterest.attendee_id.in_(attendee_ids[start : start + IN_ONE_STATEMENT])
        session.execute(delete(AttendeeInterest).where(AttendeeInterest.event_id == event_id, mine))


def _write_interests(session: Session, event_id: int, said: Mapping[int, Facts]) -> None:
    tags = tags_by_key(session, event_id)
    rows = [
        {
            "event_id": event_id,
            "attendee_id": attendee_id,
            "kind": kind,
            "position": position,
            "text": text,
            "interest_id": tags.get(tag_key(text), (None, ""))[0],
        }
        for attendee_id, facts in said.items()
        for kind in KINDS
        for position, text in enumerate(getattr(facts, kind))
    ]
    if rows:
        session.execute(insert(AttendeeInterest), rows)
