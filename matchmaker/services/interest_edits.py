"""Rename, merge and retire an event's interests after people chose them. Nobody's choice is lost, and each step is undone by one press."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, literal, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.events.deeds import Deed
from matchmaker.domain.interests.tags import read_tags, tag_key
from matchmaker.errors import N_, BadInputError, ConflictError, Fault, NotFoundError
from matchmaker.services.deeds import note_deed
from matchmaker.services.interest_undo import add_words, give_back
from matchmaker.services.recommend import want_lists
from matchmaker.services.team import By
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.events import Interest, InterestSynonym
from matchmaker.store.models.interest_edits import InterestEdit, InterestEditChoice
from matchmaker.store.queries.event_changes import event_to_change
from matchmaker.store.queries.interest_edits import interest_to_edit, newest_edit

UNDO_FOR = timedelta(days=30)
STALE = N_("Somebody else has changed this interest meanwhile. Here it is as it stands now; nothing of yours was saved.")
LOGGED: Mapping[str, Deed] = {"rename": Deed.INTEREST_RENAMED, "merge": Deed.INTEREST_MERGED, "retire": Deed.INTEREST_RETIRED}


def rename_interest(session: Session, by: By, interest_id: int, label: str, *, seen: str, now: datetime) -> None:
    """Call an interest by another word; the old one stays as another word for it, so that whoever types it still finds it.

    Raises
    ------
    BadInputError
        No word, or one that is another interest here already.
    """
    interest = _seen(session, by, interest_id, seen)
    label = _read_label(label)
    _require_free(session, by.event_id, label, interest_id)
    edit = _begin(session, by, "rename", interest, into=(label, interest.id), now=now)
    old, key = interest.label, tag_key(label)
    _drop_synonym(session, by.event_id, key)
    if tag_key(old) != key:
        add_words(session, by.event_id, [(tag_key(old), old)], interest.id)
    interest.label, interest.key = label, key
    session.flush()
    chosen = _choices(by.event_id, interest_id)
    session.execute(update(AttendeeInterest).where(*chosen).values(text=label).execution_options(synchronize_session=False))
    _finish(session, by, edit, now=now)


def merge_interest(session: Session, by: By, interest_id: int, into_id: int, *, seen: str, now: datetime) -> None:
    """Let two interests be one: whoever chose the first has the second from now on, and its words lead there.

    Raises
    ------
    BadInputError
        There is no second one.
    """
    interest = _seen(session, by, interest_id, seen)
    into = _other(session, by, interest_id, into_id)
    edit = _begin(session, by, "merge", interest, into=(into.label, into.id), now=now)
    _remap(session, by, edit, interest_id, into)
    words = [(interest.key, interest.label), *((key, label) for key, label in edit.before["synonyms"])]
    _remove(session, interest)
    add_words(session, by.event_id, words, into.id)
    _finish(session, by, edit, now=now)


def retire_interest(session: Session, by: By, interest_id: int, into_id: int | None, *, seen: str, now: datetime) -> None:
    """Take an interest off the list; whoever chose it has another instead or, without one, keeps it as their own words.

    Raises
    ------
    BadInputError
        There is no other one of this number.
    """
    interest = _seen(session, by, interest_id, seen)
    into = _other(session, by, interest_id, into_id) if into_id is not None else None
    edit = _begin(session, by, "retire", interest, into=(into.label, into.id) if into else ("", None), now=now)
    if into is not None:
        _remap(session, by, edit, interest_id, into)
    else:
        chosen = _choices(by.event_id, interest_id)
        session.execute(update(AttendeeInterest).where(*chosen).values(interest_id=None).execution_options(synchronize_session=False))
    _remove(session, interest)
    _finish(session, by, edit, now=now)


def undo_interest_edit(session: Session, by: By, edit_id: int, *, now: datetime) -> None:
    """Take the newest edit back.

    Raises
    ------
    NotFoundError
        No such edit at this event.
    ConflictError
        Another one came after it, or its word is an interest again by now.
    """
    event_to_change(session, by.event_id)
    edit = newest_edit(session, by.event_id)
    if edit is None or edit_id > edit.id or not _is_here(session, by.event_id, edit_id):
        raise NotFoundError
    if edit.id != edit_id:
        raise ConflictError(N_("Another change came after this one. Undo goes back step by step, the newest first."))
    give_back(session, edit)
    _touch(session, edit, now=now)
    edit.undone_at = now
    _after(session, by, Deed.INTEREST_EDIT_UNDONE, edit, now=now)


def forget_old_edits(session: Session, *, now: datetime) -> None:
    session.execute(delete(InterestEdit).where(InterestEdit.done_at < now - UNDO_FOR))


def _seen(session: Session, by: By, interest_id: int, seen: str) -> Interest:
    """The interest as the page showed it; one edit at a time at one event."""
    event_to_change(session, by.event_id)
    interest = interest_to_edit(session, by.event_id, interest_id)
    if interest is None:
        raise NotFoundError
    if interest.label != seen:
        raise BadInputError(Fault("", STALE))
    return interest


def _other(session: Session, by: By, interest_id: int, into_id: int) -> Interest:
    into = interest_to_edit(session, by.event_id, into_id) if into_id != interest_id else None
    if into is None:
        raise BadInputError(Fault("into", N_("Choose another interest of the list.")))
    return into


def _read_label(text: str) -> str:
    tags = read_tags(text.replace(",", " ").replace(";", " "), field="label")
    if tags.faults:
        raise BadInputError(*tags.faults)
    if len(tags.labels) != 1:
        raise BadInputError(Fault("label", N_("Give the interest one name.")))
    return tags.labels[0]


def _require_free(session: Session, event_id: int, label: str, interest_id: int) -> None:
    key = tag_key(label)
    taken = select(Interest.label).where(Interest.event_id == event_id, Interest.key == key, Interest.id != interest_id)
    if session.scalar(taken) is not None:
        raise BadInputError(Fault("label", N_("“%(label)s” is an interest here already. Merge the two instead."), {"label": label}))
    stands = select(InterestSynonym.label).where(InterestSynonym.event_id == event_id, InterestSynonym.key == key)
    if session.scalar(stands.where(InterestSynonym.interest_id != interest_id)) is not None:
        raise BadInputError(Fault("label", N_("“%(label)s” is another word for a different interest here."), {"label": label}))


def _begin(session: Session, by: By, verb: str, interest: Interest, *, into: tuple[str, int | None], now: datetime) -> InterestEdit:
    """Write down how it was, before anything changes."""
    words = select(InterestSynonym.key, InterestSynonym.label).where(InterestSynonym.event_id == by.event_id)
    synonyms = [list(row) for row in session.execute(words.where(InterestSynonym.interest_id == interest.id).order_by(InterestSynonym.key))]
    before = {"id": interest.id, "label": interest.label, "key": interest.key, "position": interest.position, "synonyms": synonyms}
    people = set(session.scalars(select(AttendeeInterest.attendee_id).where(*_choices(by.event_id, interest.id))))
    said = {"verb": verb, "label": interest.label, "into_label": into[0], "into_id": into[1], "people": len(people)}
    edit = InterestEdit(event_id=by.event_id, **said, before=before, done_by=by.person_id, done_at=now)
    session.add(edit)
    session.flush()
    columns = ["edit_id", "event_id", "attendee_id", "kind", "position", "had_both"]
    theirs = (AttendeeInterest.event_id, AttendeeInterest.attendee_id, AttendeeInterest.kind, func.min(AttendeeInterest.position))
    rows = select(literal(edit.id), *theirs, literal(value=False)).where(*_choices(by.event_id, interest.id)).group_by(*theirs[:3])
    session.execute(insert(InterestEditChoice).from_select(columns, rows, include_defaults=False))
    return edit


def _remap(session: Session, by: By, edit: InterestEdit, interest_id: int, into: Interest) -> None:
    """Whoever chose both for the same purpose keeps one; who of them that was is kept for the undo."""
    have_into = select(AttendeeInterest.attendee_id, AttendeeInterest.kind).where(*_choices(by.event_id, into.id))
    both: Sequence[Any] = session.execute(
        select(AttendeeInterest.id, AttendeeInterest.attendee_id, AttendeeInterest.kind)
        .where(*_choices(by.event_id, interest_id))
        .join(have := have_into.subquery(), (have.c.attendee_id == AttendeeInterest.attendee_id) & (have.c.kind == AttendeeInterest.kind))
    ).all()
    quiet = {"synchronize_session": False}
    for kind in {row.kind for row in both}:
        ids = [row.attendee_id for row in both if row.kind == kind]
        theirs = (InterestEditChoice.edit_id == edit.id, InterestEditChoice.kind == kind, InterestEditChoice.attendee_id.in_(ids))
        session.execute(update(InterestEditChoice).where(*theirs).values(had_both=True).execution_options(**quiet))
    doubled = (AttendeeInterest.event_id == by.event_id, AttendeeInterest.id.in_([row.id for row in both]))
    session.execute(delete(AttendeeInterest).where(*doubled).execution_options(**quiet))
    moved = {"interest_id": into.id, "text": into.label}
    session.execute(update(AttendeeInterest).where(*_choices(by.event_id, interest_id)).values(**moved).execution_options(**quiet))


def _remove(session: Session, interest: Interest) -> None:
    """Nobody has it any more; its other words go with it."""
    session.execute(
        delete(InterestSynonym).where(InterestSynonym.event_id == interest.event_id, InterestSynonym.interest_id == interest.id)
    )
    session.delete(interest)
    session.flush()


def _drop_synonym(session: Session, event_id: int, key: str) -> None:
    session.execute(delete(InterestSynonym).where(InterestSynonym.event_id == event_id, InterestSynonym.key == key))


def _choices(event_id: int, interest_id: int) -> tuple[Any, ...]:
    return (AttendeeInterest.event_id == event_id, AttendeeInterest.interest_id == interest_id)


def _is_here(session: Session, event_id: int, edit_id: int) -> bool:
    stands = (InterestEdit.event_id == event_id, InterestEdit.id == edit_id, InterestEdit.undone_at.is_(None))
    return session.scalar(select(InterestEdit.id).where(*stands)) is not None


def _finish(session: Session, by: By, edit: InterestEdit, *, now: datetime) -> None:
    _touch(session, edit, now=now)
    _after(session, by, LOGGED[edit.verb], edit, now=now)


def _touch(session: Session, edit: InterestEdit, *, now: datetime) -> None:
    """Say of whoever had chosen it that something of theirs changed: the matcher reads those anew."""
    concerned = select(InterestEditChoice.attendee_id).where(InterestEditChoice.edit_id == edit.id)
    changed = update(Attendee).where(Attendee.event_id == edit.event_id, Attendee.id.in_(concerned))
    session.execute(changed.values(updated_at=now).execution_options(synchronize_session=False))


def _after(session: Session, by: By, deed: Deed, edit: InterestEdit, *, now: datetime) -> None:
    want_lists(session, by.event_id)
    note_deed(session, deed, event_id=by.event_id, actor_id=by.person_id, about=("interest_edit", edit.id), count=edit.people, now=now)
    session.flush()
