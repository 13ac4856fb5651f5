"""The letter that invites somebody to a team. It carries no secret: whoever it reaches proves their address at the organiser's door."""

from datetime import datetime, timedelta
from math import ceil

from sqlalchemy.orm import Session

from matchmaker.domain.events.team import MEANINGS, NAMES
from matchmaker.domain.privacy.cards import first_name
from matchmaker.errors import N_
from matchmaker.mail.letter import Letter, render_letter
from matchmaker.services.letter_languages import language_for
from matchmaker.services.sign_in_letters import NO_NAME
from matchmaker.services.team import KIND, invitation_of
from matchmaker.settings import Settings
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from matchmaker.store.queries.signin import person_with_address

SOMEBODY = N_("Somebody of the team")


def write_team_invitation(session: Session, row: OutboxLetter, *, settings: Settings, now: datetime) -> Letter | None:
    """None if the invitation was withdrawn, taken up or has run out."""
    invitation = invitation_of(session, row.event_id, row.payload["invitation"], now=now)
    if invitation is None:
        return None
    event = session.get_one(Event, invitation.event_id)
    person = person_with_address(session, invitation.email_key)
    host = session.get(Person, invitation.invited_by) if invitation.invited_by else None
    language = language_for(person, event, settings=settings)
    slots = {
        "first_name": first_name(person.name if person else "") or language.say(NO_NAME),
        "host_name": (host.name if host else "") or language.say(SOMEBODY),
        "event": event.name,
        "role": language.say(NAMES[invitation.role]),
        "role_meaning": language.say(MEANINGS[invitation.role]),
        "days": str(max(1, ceil((invitation.expires_at - now) / timedelta(days=1)))),
        "link": f"{settings.base_url}/organise/sign-in?next=/organise/",
    }
    return render_letter(KIND, slots, language=language, to_address=row.address, to_name=person.name if person else "")
