"""The letter with the link and the six digits: here it is decided who gets one."""

from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.domain.events.steps import takes_newcomers
from matchmaker.domain.privacy.cards import first_name
from matchmaker.domain.signin.secrets import link_token, sign_in_code
from matchmaker.errors import N_
from matchmaker.languages import Language
from matchmaker.mail.letter import Letter, render_letter
from matchmaker.services.letter_languages import language_of
from matchmaker.settings import Settings
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from matchmaker.store.models.signin import LoginLink
from matchmaker.store.queries.signin import attendee_of_person, is_organiser, person_with_address
from matchmaker.store.queries.team import is_invited

NO_NAME = N_("there")  # "Hello there"
HOUSE = "matchmaker"


def write_sign_in(session: Session, row: OutboxLetter, *, settings: Settings, now: datetime) -> Letter | None:
    """The letter of one asked-for sign-in; None if it is out of date, or if nobody of that address may come in.

    It speaks the language of the page that asked for it.
    Link and code are made here from the salt and the key, so neither ever stood in the database.
    """
    link = session.get(LoginLink, row.payload["login_link"])
    if link is None or link.used_at is not None or link.expires_at <= now:
        return None
    person = person_with_address(session, link.email_key)
    page = str(row.payload.get("language", ""))
    errand = str(row.payload.get("errand", ""))
    if errand:
        return _proof(link, errand, person, language_of(settings, page), settings=settings)
    event = session.get(Event, link.event_id) if link.event_id is not None else None
    if not _is_welcome(session, link, event, person, now=now):
        return None
    language = language_of(settings, page)
    name = (person.name if person else "") or link.name
    slots = {
        "event": event.name if event else HOUSE,
        "code": sign_in_code(settings.signin_key, link.salt),
        "first_name": first_name(name) or language.say(NO_NAME),
        "link": settings.base_url + _landing(link, event) + "#" + link_token(settings.signin_key, link.salt),
        "minutes": _minutes(link),
    }
    return render_letter("sign_in", slots, language=language, to_address=link.email_key, to_name=name)


def _proof(link: LoginLink, errand: str, person: Person | None, language: Language, *, settings: Settings) -> Letter | None:
    """Digits alone, and what they are for; those for deleting go to a person's own address only."""
    if errand in {"delete", "own_address"} and person is None:
        return None
    slots = {
        "code": sign_in_code(settings.signin_key, link.salt),
        "minutes": _minutes(link),
        "first_name": first_name(person.name if person else "") or language.say(NO_NAME),
    }
    name = person.name if person else ""
    return render_letter(f"code_to_{errand}", slots, language=language, to_address=link.email_key, to_name=name)


def _minutes(link: LoginLink) -> str:
    return str(max(1, round((link.expires_at - link.created_at).total_seconds() / 60)))


def _is_welcome(session: Session, link: LoginLink, event: Event | None, person: Person | None, *, now: datetime) -> bool:
    if link.purpose == "organiser":
        return (person is not None and is_organiser(session, person.id)) or is_invited(session, link.email_key, now=now)
    if event is None:
        return person is not None
    if takes_newcomers(event, knows_code=link.knows_code) or (event.closed_at is None and link.seat_id is not None):
        return True
    attendee = attendee_of_person(session, event.id, person.id) if person else None
    return attendee is not None and attendee.status == "registered"


def _landing(link: LoginLink, event: Event | None) -> str:
    if link.purpose == "organiser":
        return "/organise/sign-in/link"
    return f"/e/{event.slug}/in" if event else "/sign-in/link"
