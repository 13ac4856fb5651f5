"""An invitation's button: it signs in once, and only somebody who was never here; afterwards it only fills in the address."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from matchmaker.domain.signin.secrets import invitation_token, invited_attendee_id, same_secret
from matchmaker.errors import N_
from matchmaker.services.arrivals import Entered, ProvenAddress, Refused, SignInDoor, let_in
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.queries.signin import InvitedFacts, invited_attendee
from matchmaker.store.queries.visits import EventFacts

NO_INVITATION = Refused(N_("This invitation is not whole, or it was taken back. Open it again from the letter, or type your address."))


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """The invitation has done its work; what is left of it saves some typing."""

    email: str
    name: str


def enter_with_invitation(
    session: Session, token: str, event: EventFacts, *, settings: Settings, now: datetime
) -> Entered | KnownAddress | Refused:
    invited = _invited(session, token, event, key=settings.signin_key)
    if invited is None:
        return NO_INVITATION
    if event.closed_at is not None or not _is_first_time(session, invited, event, days=settings.invitation_days, now=now):
        return KnownAddress(invited.email, invited.name)
    return let_in(session, ProvenAddress(invited.email, invited.name), SignInDoor("attendee", event), now=now)


def _invited(session: Session, token: str, event: EventFacts, *, key: bytes) -> InvitedFacts | None:
    attendee_id = invited_attendee_id(token)
    invited = invited_attendee(session, event.id, attendee_id) if attendee_id is not None else None
    if invited is None:
        return None
    expected = invitation_token(key, event_id=event.id, attendee_id=invited.attendee_id, person_id=invited.person_id)
    return invited if same_secret(token.strip(), expected) else None


def _is_first_time(session: Session, invited: InvitedFacts, event: EventFacts, *, days: int, now: datetime) -> bool:
    """One conditional update: of many presses in parallel, one comes in."""
    never_here = (
        Attendee.event_id == event.id,
        Attendee.id == invited.attendee_id,
        Attendee.first_signed_in_at.is_(None),
        Attendee.invited_at > now - timedelta(days=days),
    )
    return (
        session.execute(update(Attendee).where(*never_here).values(first_signed_in_at=now).returning(Attendee.id)).one_or_none() is not None
    )
