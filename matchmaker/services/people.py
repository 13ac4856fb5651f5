"""A person is one address: whoever first needs it adds it."""

from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.store.models.people import OrganiserAccount, Person
from matchmaker.store.queries.signin import person_with_address
from matchmaker.store.upsert import insert_into


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


def add_organiser(session: Session, email_key: str, *, name: str, now: datetime) -> bool:
    """Give this address an account that may create events; False if it has one."""
    person = find_or_add_person(session, email_key, name=name, now=now)
    if session.get(OrganiserAccount, person.id) is not None:
        return False
    session.add(OrganiserAccount(person_id=person.id, created_at=now))
    session.flush()
    return True
