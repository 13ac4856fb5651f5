"""A person is one address: whoever first needs it adds it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, or_
from sqlalchemy.orm import Session

from matchmaker.domain.events.deeds import Deed
from matchmaker.services.deeds import note_deed
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import ContactSide
from matchmaker.store.models.events import EventRole
from matchmaker.store.models.people import OrganiserAccount, Person
from matchmaker.store.models.roster import RosterUpload
from matchmaker.store.models.safety import Block, Report
from matchmaker.store.queries.signin import person_with_address
from matchmaker.store.upsert import insert_into

IN_ONE_STATEMENT = 1000


def find_or_add_person(session: Session, email_key: str, *, name: str, now: datetime) -> Person:
    """The person with this address; a name that is already there stays."""
    new = {"email": email_key, "email_key": email_key, "name": name, "locale": "", "created_at": now}
    session.execute(insert_into(session, Person).values(**new).on_conflict_do_nothing(index_elements=[Person.email_key]))
    person = person_with_address(session, email_key)
    if person is None:
        raise LookupError("A person that was just added is not there.")
    if not person.name:
        person.name = name
    return person


def forget_unneeded_people(session: Session, person_ids: Sequence[int]) -> None:
    """An address that was here for one event alone, and that nobody ever proved, has no reason to stay once its place is gone."""
    is_needed = or_(
        Person.confirmed_at.is_not(None),
        Person.erased_at.is_not(None),
        exists().where(Attendee.person_id == Person.id),
        exists().where(EventRole.person_id == Person.id),
        exists().where(OrganiserAccount.person_id == Person.id),
        exists().where(ContactSide.person_id == Person.id),
        exists().where(RosterUpload.uploaded_by == Person.id),
        exists().where(or_(Report.about_id == Person.id, Report.reporter_id == Person.id)),
        exists().where(or_(Block.blocked_id == Person.id, Block.blocker_id == Person.id)),
    )
    for start in range(0, len(person_ids), IN_ONE_STATEMENT):
        some = Person.id.in_(person_ids[start : start + IN_ONE_STATEMENT])
        session.execute(delete(Person).where(some, ~is_needed).execution_options(synchronize_session=False))


def keep_language(session: Session, person_id: int, tag: str, *, only_first: bool = False) -> None:
    """The language this person reads; "": as the event or the browser says. `only_first`: an earlier choice stays."""
    person = session.get(Person, person_id)
    if person is not None and not (only_first and person.locale):
        person.locale = tag
        session.flush()


def note_language_read(session: Session, person_id: int, tag: str) -> None:
    """The language of the page somebody signed in on: no choice of theirs, so it counts for letters alone, and last."""
    person = session.get(Person, person_id)
    if person is not None:
        person.letter_language = tag
        session.flush()


def add_organiser(session: Session, email_key: str, *, name: str, now: datetime) -> bool:
    """Give this address an account that may create events; False if it has one."""
    person = find_or_add_person(session, email_key, name=name, now=now)
    if session.get(OrganiserAccount, person.id) is not None:
        return False
    session.add(OrganiserAccount(person_id=person.id, created_at=now))
    session.flush()
    note_deed(session, Deed.ORGANISER_ADDED, event_id=None, actor_id=None, about=("person", person.id), now=now)
    return True
