"""Write what an attendee file says of people, in a handful of statements however many they are, and put by what an undo needs."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.interests.answers import KINDS
from matchmaker.domain.interests.tags import tag_key
from matchmaker.domain.roster.plan import Change, Facts, ImportPlan
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.badges import Badge
from matchmaker.store.models.people import Person
from matchmaker.store.models.roster import RosterUndo
from matchmaker.store.queries.roster import people_with_addresses, tags_by_key
from matchmaker.store.upsert import insert_into

IN_ONE_STATEMENT = 1000


def write_plan(session: Session, event_id: int, upload_id: int, plan: ImportPlan, *, now: datetime) -> None:
    """Everybody new and everything changed. What was there before is put by in the same transaction."""
    added = {addition.facts.email: addition.facts for addition in plan.additions}
    moved = [change.facts for change in plan.changes if "email" in change.fields]
    person_ids = _people(session, [*added.values(), *moved], now=now)
    note = {"event_id": event_id, "upload_id": upload_id, "written_at": now}
    _change(session, event_id, plan.changes, person_ids, note)
    new_ids = _add(session, event_id, added, person_ids, now=now)
    if new_ids:
        # Somebody may just be joining by themself; then they are there, and are no addition of this file's.
        nothing: dict[str, object] = {"former_person_id": None, "before": None, "after": {}}
        session.execute(insert(RosterUndo), [{**note, **nothing, "attendee_id": attendee_id} for attendee_id in new_ids])
    said = {change.attendee_id: change.facts for change in plan.changes if {*KINDS} & {*change.fields}}
    forget_interests(session, event_id, list(said))
    said |= new_ids
    write_interests(session, event_id, {who: {kind: getattr(facts, kind) for kind in KINDS} for who, facts in said.items()})


def _change(session: Session, event_id: int, changes: Sequence[Change], person_ids: Mapping[str, int], note: Mapping[str, object]) -> None:
    if not changes:
        return
    before = _before(session, event_id, [change.attendee_id for change in changes])
    rows, undo = [], []
    for change in changes:
        held, told = before[change.attendee_id], _told(change, person_ids)
        rows.append(
            {**{name: told[name] for name in told if name not in KINDS}, "id": change.attendee_id, "updated_at": note["written_at"]}
        )
        undo.append(
            {
                **note,
                "attendee_id": change.attendee_id,
                "former_person_id": held["person_id"] if "person_id" in told else None,
                "before": {name: _as_json(held[name]) for name in told},
                "after": {name: _as_json(value) for name, value in told.items()},
            }
        )
    # The changes go first: a ticket that passes on frees the place of its former holder.
    for alike in in_kinds(rows):
        session.execute(update(Attendee), alike)
    session.execute(insert(RosterUndo), undo)
    _withdraw_badges(session, event_id, [row["id"] for row in rows if "person_id" in row], now=note["written_at"])


def _withdraw_badges(session: Session, event_id: int, attendee_ids: Sequence[int], *, now: object) -> None:
    """The paper that the former holder of a ticket has must not give the new holder's card; they get a badge of their own."""
    old = update(Badge).where(Badge.event_id == event_id, Badge.attendee_id.in_(attendee_ids), Badge.revoked_at.is_(None))
    if attendee_ids:
        session.execute(old.values(revoked_at=now).execution_options(synchronize_session=False))


def _told(change: Change, person_ids: Mapping[str, int]) -> dict[str, Any]:
    """What the file makes of this attendee: the columns that change, and the lists of interests."""
    columns = columns_of(change.facts)
    told: dict[str, Any] = {}
    for name in change.fields:
        if name == "email":  # an invitation to the former holder is none for the new one
            told |= {"person_id": person_ids[change.facts.email], "invited_at": None}
        elif name in KINDS:
            told[name] = list(getattr(change.facts, name))
        else:
            column = "group_name" if name == "group" else name
            told[column] = columns[column]
    return told


def _before(session: Session, event_id: int, attendee_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    names = ("id", "person_id", "invited_at", *columns_of(Facts("", "")))
    found: dict[int, dict[str, Any]] = {}
    for start in range(0, len(attendee_ids), IN_ONE_STATEMENT):
        some = attendee_ids[start : start + IN_ONE_STATEMENT]
        rows = session.execute(
            select(*(getattr(Attendee, name) for name in names)).where(Attendee.event_id == event_id, Attendee.id.in_(some))
        )
        found |= {row["id"]: {**row, **{kind: [] for kind in KINDS}} for row in rows.mappings()}
        words = select(AttendeeInterest.attendee_id, AttendeeInterest.kind, AttendeeInterest.text)
        mine = words.where(AttendeeInterest.event_id == event_id, AttendeeInterest.attendee_id.in_(some))
        for attendee_id, kind, text in session.execute(mine.order_by(AttendeeInterest.position, AttendeeInterest.id)):
            found[attendee_id][kind].append(text)
    return found


def _as_json(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _add(session: Session, event_id: int, added: Mapping[str, Facts], person_ids: Mapping[str, int], *, now: datetime) -> dict[int, Facts]:
    """The attendees that were added, by id."""
    if not added:
        return {}
    new = {"event_id": event_id, "shared_fields": [], "created_at": now, "updated_at": now}
    rows = [{**new, **columns_of(facts), "person_id": person_ids[email]} for email, facts in added.items()]
    adding = insert_into(session, Attendee).on_conflict_do_nothing().returning(Attendee.id, Attendee.person_id)
    by_person = {person_ids[email]: facts for email, facts in added.items()}
    return {attendee_id: by_person[person_id] for attendee_id, person_id in session.execute(adding, rows)}


def in_kinds(rows: Iterable[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Rows with the same columns together, so that each kind is one statement."""
    kinds: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        kinds.setdefault(tuple(sorted(row)), []).append(row)
    return list(kinds.values())


def columns_of(facts: Facts) -> dict[str, Any]:
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
        "group_name": facts.group,
        "status": facts.status,
    }


def _people(session: Session, facts: Sequence[Facts], *, now: datetime) -> dict[str, int]:
    """The person of every address; those nobody knew yet are added. Others, of other events, stay as they are."""
    if not facts:
        return {}
    new = [{"email": one.email, "email_key": one.email, "name": one.name, "locale": "", "created_at": now} for one in facts]
    session.execute(insert_into(session, Person).on_conflict_do_nothing(index_elements=[Person.email_key]), new)
    return people_with_addresses(session, [one.email for one in facts])


def forget_interests(session: Session, event_id: int, attendee_ids: Sequence[int]) -> None:
    for start in range(0, len(attendee_ids), IN_ONE_STATEMENT):
        mine = AttendeeInterest.attendee_id.in_(attendee_ids[start : start + IN_ONE_STATEMENT])
        session.execute(delete(AttendeeInterest).where(AttendeeInterest.event_id == event_id, mine))


def write_interests(session: Session, event_id: int, said: Mapping[int, Mapping[str, Sequence[str]]]) -> None:
    if not said:
        return
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
        for attendee_id, lists in said.items()
        for kind, texts in lists.items()
        for position, text in enumerate(texts)
    ]
    if rows:
        session.execute(insert(AttendeeInterest), rows)
