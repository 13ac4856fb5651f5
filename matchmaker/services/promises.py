"""What somebody promised a person they met: given, kept, taken up again, deleted."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.domain.contacts.promise import read_promise
from matchmaker.errors import N_, BadInputError, Fault, NotFoundError
from matchmaker.services.contact_cards import contact_for
from matchmaker.services.reminders import KEPT, answer_reminders, take_answers_back
from matchmaker.services.warm_care import begin_hours
from matchmaker.store.models.contacts import Promise
from matchmaker.store.queries.contacts import contact_to_change
from matchmaker.store.queries.promises import PromiseRow, promise_to_change, promises_of

MOST_OPEN = 20


@dataclass(frozen=True, slots=True)
class Times:
    """When a promise was made and kept, as its giver's page remembers them."""

    made_at: datetime | None
    done_at: datetime | None


def promise(session: Session, contact_id: int, *, person_id: int, text: str, due_on: str, now: datetime) -> None:
    """Write a promise down.

    Raises
    ------
    BadInputError
        It says nothing, is too long, names no day that there is, or there are too many open ones.
    """
    contact_for(session, contact_id, event_id=None, person_id=person_id)
    words, day, faults = read_promise(text, due_on)
    still_open = [one for one in promises_of(session, person_id=person_id) if one.contact_id == contact_id and one.done_at is None]
    if len(still_open) >= MOST_OPEN:
        faults.append(Fault("promise", N_("There are %(most)s open promises here. Keep one first, or delete one."), {"most": MOST_OPEN}))
    if faults:
        raise BadInputError(*faults)
    session.add(Promise(contact_id=contact_id, person_id=person_id, text=words, due_on=day, created_at=now))
    session.flush()
    if day:
        begin_hours(session, person_id, now=now)


def keep_promise(session: Session, promise_id: int, *, person_id: int, now: datetime) -> int:
    """Mark it as done; returns the contact it was given to."""
    found = _mine(session, promise_id, person_id)
    found.done_at = found.done_at or now
    session.flush()
    answer_reminders(session, [found.contact_id], person_id=person_id, answer=KEPT, now=found.done_at)
    return found.contact_id


def reopen_promise(session: Session, promise_id: int, *, person_id: int) -> int:
    found = _mine(session, promise_id, person_id)
    if found.done_at:
        take_answers_back(session, [found.contact_id], person_id=person_id, answered_at=found.done_at)
    found.done_at = None
    session.flush()
    return found.contact_id


def delete_promise(session: Session, promise_id: int, *, person_id: int) -> PromiseRow:
    """Delete it; it is handed back once, so that its giver may undo this, and kept nowhere here."""
    found = _mine(session, promise_id, person_id)
    gone = PromiseRow(found.id, found.contact_id, found.text, found.due_on, found.done_at, found.created_at)
    session.delete(found)
    session.flush()
    return gone


def bring_promise_back(session: Session, contact_id: int, *, person_id: int, text: str, due_on: str, times: Times, now: datetime) -> None:
    """Keep one again that was deleted a moment ago, as it was; asked for twice, it is there once.

    Raises
    ------
    BadInputError
        It is none that was ever kept here.
    """
    contact_for(session, contact_id, event_id=None, person_id=person_id)
    contact_to_change(session, contact_id, event_id=None, person_id=person_id)  # of two presses, the second sees what the first did
    words, day, faults = read_promise(text, due_on)
    if faults:
        raise BadInputError(*faults)
    made_at = min(times.made_at or now, now)
    done_at = min(times.done_at, now) if times.done_at else None
    is_there = any(
        (one.contact_id, one.text, one.created_at) == (contact_id, words, made_at) for one in promises_of(session, person_id=person_id)
    )
    if not is_there:
        session.add(Promise(contact_id=contact_id, person_id=person_id, text=words, due_on=day, created_at=made_at, done_at=done_at))
        session.flush()


def _mine(session: Session, promise_id: int, person_id: int) -> Promise:
    found = promise_to_change(session, promise_id, person_id=person_id)
    if found is None:
        raise NotFoundError
    return found
