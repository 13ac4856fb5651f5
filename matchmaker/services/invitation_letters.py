"""Invitations: who gets one, and what stands in it."""

from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.domain.privacy.cards import first_name
from matchmaker.domain.signin.secrets import invitation_token
from matchmaker.errors import N_, ConflictError
from matchmaker.mail.letter import Letter, Slots, render_letter
from matchmaker.services.letter_languages import language_for
from matchmaker.services.mail import Recipient, queue_letters
from matchmaker.services.unsubscribe import unsubscribe_url
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from matchmaker.store.queries.roster import NOT_INVITED
from matchmaker.store.queries.visits import EventFacts
from matchmaker.times import span_text

KIND = "invitation"
IN_ONE_STATEMENT = 1000


def send_invitations(session: Session, event: EventFacts, *, now: datetime) -> int:
    """Invite everybody who is coming, was never invited and has never signed in; return how many letters that makes.

    Raises
    ------
    ConflictError
        The event is not open yet, over or closed.
    """
    if event.opened_at is None:
        raise ConflictError(N_("The event is still a draft, so an invitation would lead nowhere. Open it on its first page, then invite."))
    if event.closed_at is not None or event.ends_at <= now:
        raise ConflictError(N_("The event is over, so nobody is invited any more."))
    uninvited = select(Attendee.id, Person.email_key, Person.id).join(Person, Person.id == Attendee.person_id)
    rows = session.execute(uninvited.where(Attendee.event_id == event.id, NOT_INVITED).order_by(Attendee.id)).all()
    for start in range(0, len(rows), IN_ONE_STATEMENT):
        chunk = Attendee.id.in_([attendee_id for attendee_id, _, _ in rows[start : start + IN_ONE_STATEMENT]])
        session.execute(update(Attendee).where(Attendee.event_id == event.id, chunk).values(invited_at=now))
    recipients = [Recipient(address, person_id, {"attendee_id": attendee_id}) for attendee_id, address, person_id in rows]
    return queue_letters(session, kind=KIND, recipients=recipients, now=now, event_id=event.id, campaign=KIND)


def write_invitation(session: Session, row: OutboxLetter, *, settings: Settings, now: datetime) -> Letter | None:
    """One invitation; None if its reader has come in meanwhile, has cancelled, or the event is over."""
    found = session.execute(
        select(Attendee, Person, Event)
        .join(Person, Person.id == Attendee.person_id)
        .join(Event, Event.id == Attendee.event_id)
        .where(Attendee.event_id == row.event_id, Attendee.id == row.payload["attendee_id"], Attendee.person_id == row.person_id)
    ).one_or_none()
    if found is None:
        return None
    attendee, person, event = found
    days_left = _days_left(attendee, settings, now=now)
    is_over = event.closed_at is not None or event.ends_at <= now
    if attendee.status != "registered" or attendee.first_signed_in_at is not None or is_over or days_left < 1:
        return None
    token = invitation_token(settings.signin_key, event_id=event.id, attendee_id=attendee.id, person_id=person.id)
    language = language_for(person, event, settings=settings)
    slots: Slots = {
        "first_name": first_name(attendee.name),
        "event": event.name,
        "event_when": span_text(event.starts_at, event.ends_at, event.time_zone, language),
        "event_place": [{"event_where": event.place}] if event.place else [],
        "days": str(days_left),
        "link": f"{settings.base_url}/e/{event.slug}/invitation#{token}",
    }
    stop = unsubscribe_url(settings, person.id, KIND)
    return render_letter(KIND, slots, language=language, to_address=person.email, to_name=attendee.name, unsubscribe_url=stop)


def _days_left(attendee: Attendee, settings: Settings, *, now: datetime) -> int:
    """How long the button signs in; a day that has begun counts."""
    if attendee.invited_at is None:
        return 0
    return ceil((attendee.invited_at + timedelta(days=settings.invitation_days) - now) / timedelta(days=1))
