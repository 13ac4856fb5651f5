"""Setting right what is kept of oneself: the name, and the address one signs in with."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, aliased

from matchmaker.domain.events.deeds import Deed
from matchmaker.domain.signin.name import read_name
from matchmaker.errors import N_, BadInputError, ConflictError, Fault
from matchmaker.services.bounces import BOUNCED
from matchmaker.services.deeds import note_deed
from matchmaker.services.recommend import want_lists
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter, Suppression
from matchmaker.store.models.people import Person
from matchmaker.store.models.signin import LoginLink
from matchmaker.store.queries.signin import person_with_address
from matchmaker.store.upsert import insert_into

TAKEN = N_("%(address)s has an account of its own here. Sign in with it to use it, or delete it there; two can’t be made one.")
# What has not left, and what failed or may have arrived, which somebody may send again.
MAY_LEAVE = ("queued", "claimed", "failed", "uncertain")
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
    _redirect_letters(session, person_id, new)
    _carry_over(session, former, new, now=now)


def change_address_of(session: Session, former: str, new: str, *, now: datetime) -> bool:
    """The same on the word of whoever runs the service, for somebody who lost the former mailbox; False: nobody has that address."""
    person = person_with_address(session, former)
    if person is None:
        return False
    change_address(session, person.id, new, now=now)
    note_deed(session, Deed.PERSON_MOVED, event_id=None, actor_id=None, about=("person", person.id), now=now)
    return True


def _redirect_letters(session: Session, person_id: int, new: str) -> None:
    """Whatever may still leave goes to the new address, also what a worker holds by now, and what somebody may send again."""
    quiet = {"synchronize_session": False}
    mine = update(OutboxLetter).where(OutboxLetter.person_id == person_id)
    back = {"state": "queued", "lease": "", "leased_until": None}
    session.execute(mine.where(OutboxLetter.state == "claimed").values(back).execution_options(**quiet))
    open_ones = mine.where(OutboxLetter.state.in_(MAY_LEAVE))
    session.execute(open_ones.values(address=new).execution_options(**quiet))
    # The mailbox may have got the same letter before, as somebody else's or under a former name
    other = aliased(OutboxLetter)
    same = (other.event_id == OutboxLetter.event_id, other.campaign == OutboxLetter.campaign, other.kind == OutboxLetter.kind)
    has_one = select(other.id).where(*same, other.recipient == new).exists()
    session.execute(open_ones.where(~has_one).values(recipient=new).execution_options(**quiet))


def _carry_over(session: Session, former: str, new: str, *, now: datetime) -> None:
    """Whoever wanted no letters wants none at the new address either; that nobody was at the former one says nothing of it."""
    said = (Suppression.recipient == former, Suppression.reason != BOUNCED)
    stopped = session.execute(select(Suppression.kind, Suppression.reason).where(*said)).all()
    rows = [{"recipient": new, "kind": kind, "reason": reason, "created_at": now} for kind, reason in stopped]
    if rows:
        session.execute(insert_into(session, Suppression).on_conflict_do_nothing(), rows)
        session.execute(delete(Suppression).where(*said))
