"""Setting right what is kept of oneself: the name, and the address one signs in with."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.signin.name import read_name
from matchmaker.errors import N_, BadInputError, ConflictError, Fault
from matchmaker.services.recommend import want_lists
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter, Suppression
from matchmaker.store.models.people import Person
from matchmaker.store.models.signin import LoginLink
from matchmaker.store.queries.signin import person_with_address
from matchmaker.store.upsert import insert_into

TAKEN = N_("%(address)s has an account of its own here. Sign in with it to use it, or delete it there; two can’t be made one.")
SAME = N_("That is the address you sign in with already.")


def change_name(session: Session, person_id: int, typed: str, *, now: datetime) -> None:
    """One name everywhere but at events that are closed, whose letters and lists have gone out with the one before.

    Raises
    ------
    BadInputError
        It is no name.
    """
    name = read_name(typed)
    session.execute(update(Person).where(Person.id == person_id).values(name=name))
    open_events = select(Event.id).where(Event.closed_at.is_(None))
    mine = update(Attendee).where(Attendee.person_id == person_id, Attendee.event_id.in_(open_events), Attendee.name != name)
    changed = session.scalars(
        mine.values(name=name, updated_at=now).returning(Attendee.event_id).execution_options(synchronize_session=False)
    ).all()
    for event_id in changed:
        want_lists(session, event_id)


def check_new_address(email: str, new: str) -> None:
    """Raises
    ------
    BadInputError
        It is the one they have.
    """
    if email == new:
        raise BadInputError(Fault("email", SAME))


def change_address(session: Session, person_id: int, new: str, *, now: datetime) -> None:
    """Sign in and get letters at a proven address from now on; links on their way to the former one end.

    Raises
    ------
    ConflictError
        Somebody else has it; they would read the other's contacts.
    """
    holder = person_with_address(session, new)
    if holder is not None and holder.id != person_id:
        raise ConflictError(TAKEN, address=new)
    person = session.get_one(Person, person_id)
    former = person.email_key
    person.email = person.email_key = new
    person.confirmed_at = person.confirmed_at or now
    session.flush()
    session.execute(delete(LoginLink).where(LoginLink.email_key == former))
    waiting = (OutboxLetter.person_id == person_id, OutboxLetter.state == "queued")
    session.execute(update(OutboxLetter).where(*waiting).values(recipient=new, address=new).execution_options(synchronize_session=False))
    _carry_over(session, former, new, now=now)


def change_address_of(session: Session, former: str, new: str, *, now: datetime) -> bool:
    """The same on the word of whoever runs the service, for somebody who lost the former mailbox; False: nobody has that address."""
    person = person_with_address(session, former)
    if person is None:
        return False
    change_address(session, person.id, new, now=now)
    return True


def _carry_over(session: Session, former: str, new: str, *, now: datetime) -> None:
    """Whoever wanted no letters wants none at the new address either."""
    stopped = session.execute(select(Suppression.kind, Suppression.reason).where(Suppression.recipient == former)).all()
    rows = [{"recipient": new, "kind": kind, "reason": reason, "created_at": now} for kind, reason in stopped]
    if rows:
        session.execute(insert_into(session, Suppression).on_conflict_do_nothing(), rows)
        session.execute(delete(Suppression).where(Suppression.recipient == former))
