"""Deleting everything of one person, in one transaction; `domain/privacy/personal` says what becomes of what."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.events.deeds import Deed
from matchmaker.domain.privacy.personal import REPORT_DAYS
from matchmaker.errors import N_, ConflictError
from matchmaker.services.deeds import note_deed
from matchmaker.services.ledger import Ledger, note_forgotten
from matchmaker.services.recommend import want_lists
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.badges import BadgeSheet
from matchmaker.store.models.contacts import Contact, ContactSide, FollowUpAct, OwnWording, PersonalLetter, Promise
from matchmaker.store.models.events import EventRole
from matchmaker.store.models.exports import ExportFile
from matchmaker.store.models.mail import OutboxLetter, Suppression
from matchmaker.store.models.matches import RecommendationDraft
from matchmaker.store.models.people import Card, OrganiserAccount, Person
from matchmaker.store.models.proposals import Proposal
from matchmaker.store.models.roster import RosterUndo, RosterUpload, Seat
from matchmaker.store.models.safety import Block, Report
from matchmaker.store.models.signin import LoginLink, SessionRow
from matchmaker.store.models.team import FormerRole, TeamInvitation
from matchmaker.store.models.warm import Reminder, TagRhythm, WarmHours
from matchmaker.store.queries.erasure import (
    attended_by,
    events_owned_alone,
    lock_teams_of,
    pointless_contacts,
    rejected_naming,
    tickets_passed_on,
    told_of_former_holder,
    uploads_naming,
)
from matchmaker.store.queries.signin import person_with_address


@dataclass(frozen=True, slots=True)
class Erased:
    """Who is gone, and the events whose lists and files knew them."""

    email_key: str
    event_ids: tuple[int, ...]


def check_may_leave_for_good(session: Session, person_id: int) -> None:
    """Raises
    ------
    ConflictError
        An event would be left without anybody who may look after it.
    """
    alone = events_owned_alone(session, person_id)
    if alone:
        sentence = N_(
            "You are the only owner of %(event)s. Make somebody else an owner on its team page, and then everything of yours can go. "
            "Nothing was deleted."
        )
        raise ConflictError(sentence, event=alone[0])


def erase_person(session: Session, person_id: int, *, now: datetime, by: int | None = None, deed: Deed = Deed.PERSON_ERASED) -> Erased:
    """Delete everything of this person but an empty row, which keeps others' notes about a meeting where they are.

    `by` is whoever does it, if it is not the service itself.

    Raises
    ------
    ConflictError
        They are the only owner of an event.
    """
    lock_teams_of(session, person_id)  # of two owners who go in the same moment, the second is told
    check_may_leave_for_good(session, person_id)
    person = session.get_one(Person, person_id)
    erased = Erased(person.email_key, tuple(attended_by(session, person_id)))
    _leave_events(session, person_id)
    _empty_contacts(session, person_id, now=now)
    _let_go_of_the_rest(session, person)
    person.email, person.email_key = "", f"erased|{person_id}"
    person.name, person.locale, person.letter_language, person.confirmed_at, person.erased_at = "", "", "", None, now
    session.flush()
    _drop(session, Contact, Contact.id.in_(pointless_contacts(session, person_id)))
    blank_old_reports(session, now=now)
    note_deed(session, deed, event_id=None, actor_id=by, about=("person", person_id), now=now)
    return erased


def forget_person(session: Session, person_id: int, *, settings: Settings, now: datetime, by: int | None = None) -> Erased:
    """Erase somebody, and write down that they asked for it, so that no backup brings them back."""
    erased = erase_person(session, person_id, now=now, by=by)
    note_forgotten(settings, erased.email_key, now=now)
    return erased


def forget_address(session: Session, email_key: str, *, settings: Settings, now: datetime) -> Erased | None:
    """The same for whoever has this address; None: nobody has."""
    person = person_with_address(session, email_key)
    return forget_person(session, person.id, settings=settings, now=now) if person else None


def blank_old_reports(session: Session, *, now: datetime) -> None:
    """Reports by or about people who are gone lose their words once they are settled, or after ninety days at the latest."""
    gone = select(Person.id).where(Person.erased_at.is_not(None))
    concerned = or_(Report.reporter_id.in_(gone), Report.about_id.in_(gone))
    done = or_(Report.settled_at.is_not(None), Report.created_at < now - timedelta(days=REPORT_DAYS))
    session.execute(update(Report).where(concerned, done).values(words="", evidence={}).execution_options(synchronize_session=False))


def forget_again(session: Session, ledger: Ledger, *, now: datetime) -> int:
    """After a backup was put back: forget whoever asked for it since the backup was made. Who came anew later stays."""
    people = session.execute(select(Person.id, Person.email_key, Person.created_at).where(Person.erased_at.is_(None))).all()
    back = [person_id for person_id, email_key, since in people if (at := ledger.forgotten_at(email_key)) is not None and since <= at]
    for person_id in back:
        erase_person(session, person_id, now=now, deed=Deed.PERSON_ERASED_AGAIN)
    return len(back)


def _leave_events(session: Session, person_id: int) -> None:
    """The attendee takes along all that hangs on them; drafts know no foreign keys, and files that name people are made anew."""
    attended = attended_by(session, person_id)
    attendees = list(attended.values())
    drafts = or_(RecommendationDraft.reader_id.in_(attendees), RecommendationDraft.other_id.in_(attendees))
    _drop(session, RecommendationDraft, RecommendationDraft.event_id.in_(list(attended)), drafts)
    _drop(session, BadgeSheet, BadgeSheet.event_id.in_(list(attended)))
    _drop(session, ExportFile, ExportFile.event_id.in_(list(attended)))
    for event_id in attended:
        want_lists(session, event_id)
    # Further tickets that they bought wait under their name.
    names = select(Attendee.name).where(Attendee.person_id == person_id)
    waiting = update(Seat).where(Seat.event_id.in_(list(attended)), Seat.label.in_(names)).values(label="")
    session.execute(waiting.execution_options(synchronize_session=False))
    _drop(session, Attendee, Attendee.person_id == person_id)


def _empty_contacts(session: Session, person_id: int, *, now: datetime) -> None:
    """My side of each contact says nothing any more; the other side stays as its writer left it."""
    _drop(session, Promise, Promise.person_id == person_id)
    _drop(session, PersonalLetter, PersonalLetter.person_id == person_id)
    _drop(session, Reminder, Reminder.person_id == person_id)
    _drop(session, FollowUpAct, FollowUpAct.person_id == person_id)
    nothing: dict[str, Any] = {
        "shared_fields": [],
        "consent_version": "",
        "shared_at": None,
        "withdrawn_at": now,
        "note": "",
        "noted_at": None,
        "card_id": None,
        "tags": [],
        "may_follow_up": None,
        "asks_no_follow_up": False,
        "touched_at": None,
        "let_go_at": None,
        "rhythm": "",
        "rhythm_at": None,
        "snoozed_until": None,
        "faded_at": None,
    }
    session.execute(
        update(ContactSide).where(ContactSide.person_id == person_id).values(**nothing).execution_options(synchronize_session=False)
    )


def _let_go_of_the_rest(session: Session, person: Person) -> None:
    address = person.email_key
    _drop(session, SessionRow, SessionRow.person_id == person.id)
    _drop(session, LoginLink, LoginLink.email_key == address)
    _drop(session, OutboxLetter, or_(OutboxLetter.person_id == person.id, OutboxLetter.recipient == address))
    _drop(session, Suppression, Suppression.recipient == address)
    _drop(session, OwnWording, OwnWording.person_id == person.id)
    # An introduction is about all three: without one of them, nothing of it is left to the others.
    concerned = (Proposal.proposer_id == person.id, Proposal.low_person_id == person.id, Proposal.high_person_id == person.id)
    _drop(session, Proposal, or_(*concerned))
    _drop(session, WarmHours, WarmHours.person_id == person.id)
    _drop(session, TagRhythm, TagRhythm.person_id == person.id)
    _drop(session, Card, Card.person_id == person.id)
    _drop(session, Block, or_(Block.blocker_id == person.id, Block.blocked_id == person.id))
    _drop(session, EventRole, EventRole.person_id == person.id)
    _drop(session, FormerRole, FormerRole.person_id == person.id)
    _drop(session, TeamInvitation, TeamInvitation.email_key == address)
    _drop(session, OrganiserAccount, OrganiserAccount.person_id == person.id)
    named = uploads_naming(session, address)
    _drop(session, RosterUpload, RosterUpload.id.in_(named))
    passed_at = tickets_passed_on(person.id)
    for files in (BadgeSheet, ExportFile):  # of events where they are no attendee any more, and were a short while ago
        _drop(session, files, files.event_id.in_(passed_at))
    _drop(session, RosterUndo, told_of_former_holder(person.id))
    out = rejected_naming(session, address)
    blank = update(RosterUpload).where(RosterUpload.id.in_(out)).values(rejected=None)
    session.execute(blank.execution_options(synchronize_session=False))


def _drop(session: Session, model: Any, *conditions: Any) -> None:
    session.execute(delete(model).where(*conditions).execution_options(synchronize_session=False))
