"""Give an interest back as it was before an edit, to whoever had chosen it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, insert, select, tuple_, update
from sqlalchemy.orm import Session

from matchmaker.errors import N_, ConflictError
from matchmaker.store.models.attendees import AttendeeInterest
from matchmaker.store.models.events import Interest, InterestSynonym
from matchmaker.store.models.interest_edits import InterestEdit, InterestEditChoice
from matchmaker.store.upsert import insert_into


def give_back(session: Session, edit: InterestEdit) -> None:
    """What people chose anew since then stays as they chose it.

    Raises
    ------
    ConflictError
        Its word is an interest of its own by now.
    """
    before = edit.before
    _require_free(session, edit)
    if edit.verb == "rename":
        _call_it_again(session, edit)
    else:
        before = _with_its_number(session, edit)
        names = ("id", "label", "key", "position")
        session.execute(insert(Interest).values(event_id=edit.event_id, **{name: before[name] for name in names}))
        _drop_words(session, edit)
        _give_choices_back(session, edit)
    add_words(session, edit.event_id, before["synonyms"], before["id"])
    session.flush()


def add_words(session: Session, event_id: int, words: Sequence[Sequence[str]], interest_id: int) -> None:
    """Let these words, each a key and a label, lead to an interest; one that leads to another already stays with that."""
    rows = [{"event_id": event_id, "key": key, "label": label, "interest_id": interest_id} for key, label in words]
    if rows:
        session.execute(insert_into(session, InterestSynonym).values(rows).on_conflict_do_nothing())


def _require_free(session: Session, edit: InterestEdit) -> None:
    keys = [edit.before["key"], *(key for key, _ in edit.before["synonyms"])]
    taken = select(Interest.label).where(Interest.event_id == edit.event_id, Interest.key.in_(keys), Interest.id != edit.before["id"])
    label = session.scalar(taken)
    if label is not None:
        raise ConflictError(
            N_("“%(label)s” is an interest of its own by now. Rename that one first; then this can be undone."), label=label
        )


def _with_its_number(session: Session, edit: InterestEdit) -> dict[str, Any]:
    """SQLite may have given the number to a newer interest; then this one gets another, and earlier edits are told."""
    old = edit.before["id"]
    if session.scalar(select(func.count()).select_from(Interest).where(Interest.id == old)):
        fresh = (session.scalar(select(func.max(Interest.id))) or 0) + 1
        for one in session.scalars(select(InterestEdit).where(InterestEdit.event_id == edit.event_id, InterestEdit.id <= edit.id)):
            one.before = {**one.before, "id": fresh} if one.before["id"] == old else one.before
            one.into_id = fresh if one.into_id == old else one.into_id
        session.flush()
    return edit.before


def _call_it_again(session: Session, edit: InterestEdit) -> None:
    before, quiet = edit.before, {"synchronize_session": False}
    _drop_words(session, edit)
    mine = (Interest.event_id == edit.event_id, Interest.id == before["id"])
    session.execute(update(Interest).where(*mine).values(label=before["label"], key=before["key"]).execution_options(**quiet))
    chosen = (AttendeeInterest.event_id == edit.event_id, AttendeeInterest.interest_id == before["id"])
    session.execute(update(AttendeeInterest).where(*chosen).values(text=before["label"]).execution_options(**quiet))


def _drop_words(session: Session, edit: InterestEdit) -> None:
    """What the edit made other words of; those that were added since stay, and so do those that lead elsewhere."""
    keys = [edit.before["key"], *(key for key, _ in edit.before["synonyms"])]
    here = InterestSynonym.interest_id.in_([edit.before["id"], edit.into_id])
    words = (InterestSynonym.event_id == edit.event_id, InterestSynonym.key.in_(keys), here)
    session.execute(delete(InterestSynonym).where(*words).execution_options(synchronize_session=False))


def _give_choices_back(session: Session, edit: InterestEdit) -> None:
    had = select(InterestEditChoice.attendee_id, InterestEditChoice.kind).where(InterestEditChoice.edit_id == edit.id)
    here = AttendeeInterest.event_id == edit.event_id
    now_has: Any = AttendeeInterest.interest_id == edit.into_id
    if edit.into_id is None:
        now_has = AttendeeInterest.interest_id.is_(None) & (AttendeeInterest.text == edit.label)
    theirs = tuple_(AttendeeInterest.attendee_id, AttendeeInterest.kind).in_(had.where(InterestEditChoice.had_both.is_(False)))
    back = {"interest_id": edit.before["id"], "text": edit.before["label"]}
    session.execute(update(AttendeeInterest).where(here, now_has, theirs).values(**back).execution_options(synchronize_session=False))
    _give_second_back(session, edit)


def _give_second_back(session: Session, edit: InterestEdit) -> None:
    """Who had both has both again, unless they have since let go of the one that stayed."""
    both = select(InterestEditChoice.event_id, InterestEditChoice.attendee_id, InterestEditChoice.kind, InterestEditChoice.position)
    keeps = select(AttendeeInterest.id).where(
        AttendeeInterest.event_id == InterestEditChoice.event_id,
        AttendeeInterest.attendee_id == InterestEditChoice.attendee_id,
        AttendeeInterest.kind == InterestEditChoice.kind,
        AttendeeInterest.interest_id == edit.into_id,
    )
    rows = session.execute(both.where(InterestEditChoice.edit_id == edit.id, InterestEditChoice.had_both, keeps.exists())).mappings().all()
    if rows:
        back = {"interest_id": edit.before["id"], "text": edit.before["label"]}
        session.execute(insert(AttendeeInterest), [{**row, **back} for row in rows])
