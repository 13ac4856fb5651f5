"""What somebody did about the people they met; asked by and for that person alone."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matchmaker.domain.followup.acts import Act
from matchmaker.store.models.contacts import Contact, ContactSide, FollowUpAct
from matchmaker.store.models.events import Event


def own_sides(session: Session, contact_ids: Collection[int], *, person_id: int) -> tuple[int, ...]:
    """Those of these contacts that are this person's, and whose event still has its data."""
    mine = (ContactSide.person_id == person_id, ContactSide.contact_id.in_(contact_ids), Event.forgotten_at.is_(None))
    counted = select(ContactSide.contact_id).join(Contact, Contact.id == ContactSide.contact_id).join(Event, Event.id == Contact.event_id)
    return tuple(session.scalars(counted.where(*mine).order_by(ContactSide.contact_id)))


def acts_at(session: Session, event_id: int, *, person_id: int) -> Mapping[int, frozenset[Act]]:
    """By contact, what this person did about whom they met at the event."""
    here = select(FollowUpAct.contact_id, FollowUpAct.act).join(Contact, Contact.id == FollowUpAct.contact_id)
    done: dict[int, set[Act]] = {}
    for contact_id, act in session.execute(here.where(Contact.event_id == event_id, FollowUpAct.person_id == person_id)):
        done.setdefault(contact_id, set()).add(Act(act))
    return {contact_id: frozenset(acts) for contact_id, acts in done.items()}


def forget_mark(session: Session, contact_id: int, *, person_id: int, after: date | None) -> None:
    """Drop this person's word that they wrote, if it was said after that day (None: whenever it was said)."""
    mine = [FollowUpAct.contact_id == contact_id, FollowUpAct.person_id == person_id, FollowUpAct.act == Act.MARKED]
    if after is not None:
        mine.append(FollowUpAct.day > after)
    session.execute(delete(FollowUpAct).where(*mine).execution_options(synchronize_session=False))
