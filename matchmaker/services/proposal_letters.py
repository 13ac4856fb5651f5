"""The letters about a proposed introduction, written when they leave, from what their reader may see on a page at that moment."""

from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.domain.contacts.standing import Standing
from matchmaker.domain.privacy.cards import first_name
from matchmaker.domain.proposals.course import Asked, Proposed
from matchmaker.errors import NotFoundError
from matchmaker.languages import comma_of
from matchmaker.mail.letter import Letter, Slots, render_letter
from matchmaker.services.contact_cards import ContactCard, contact_for
from matchmaker.services.letter_languages import language_of
from matchmaker.services.proposal_pages import introductions_of, question_for
from matchmaker.services.unsubscribe import unsubscribe_url
from matchmaker.settings import Settings
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.queries.followup import Reader, reader_of_letter


def write_introduction_asked(session: Session, row: OutboxLetter, *, settings: Settings, now: datetime) -> Letter | None:
    """None once the question is answered, over, taken back, or from somebody whose card the reader no longer holds."""
    reader = reader_of_letter(session, row)
    if reader is None:
        return None
    try:
        ids = {"event_id": reader.event_id, "person_id": reader.person_id}
        question = question_for(session, _number(row, "question_id"), **ids, now=now)
    except NotFoundError:
        return None
    if question.how is not Asked.OPEN:
        return None
    slots: Slots = {
        "name": question.by.card.name,
        "their_first_name": question.by.card.short_name,
        "reason": question.reason,
        "line": [{"line_about": question.line}] if question.line else [],
        "link": f"{settings.base_url}/e/{reader.slug}/introductions/{question.id}",
    }
    return _letter(row, slots, reader, settings)


def write_introduction_made(session: Session, row: OutboxLetter, *, settings: Settings, now: datetime) -> Letter | None:  # noqa: ARG001  one signature for all writers
    """None once one of the two has taken their card back, or blocked the other."""
    reader = reader_of_letter(session, row)
    contact = _contact(session, _number(row, "contact_id"), reader) if reader else None
    if reader is None or contact is None:
        return None
    card = contact.card
    comma = comma_of(language_of(settings, *reader.languages).tag)
    about = comma.join(words for words in (card.headline, card.organisation) if words)
    slots: Slots = {
        "name": card.name,
        "their_first_name": card.short_name,
        "headline": [{"headline": about}] if about else [],
        "card_address": [{"address": card.email, "mail_link": f"mailto:{card.email}"}] if card.email else [],
        "card_phone": [{"phone": card.phone}] if card.phone else [],
        "card_link": [{"their_link": card.link}] if card.link else [],
        "note": [{"note": contact.note}] if contact.note else [],
        "contact_link": f"{settings.base_url}/e/{reader.slug}/contacts/{contact.id}",
    }
    return _letter(row, slots, reader, settings)


def write_introduction_outcome(session: Session, row: OutboxLetter, *, settings: Settings, now: datetime) -> Letter | None:
    """None unless both of the two allow it at this moment, and the reader still holds both cards."""
    reader = reader_of_letter(session, row)
    if reader is None:
        return None
    mine = introductions_of(session, event_id=reader.event_id, person_id=reader.person_id, now=now).proposed
    found = next((one for one in mine if one.id == _number(row, "proposal_id") and one.how is Proposed.MADE), None)
    if found is None or found.one is None or found.other is None:
        return None
    slots: Slots = {
        "name": found.one.card.name,
        "other_name": found.other.card.name,
        "link": f"{settings.base_url}/e/{reader.slug}/introductions",
    }
    return _letter(row, slots, reader, settings)


def _contact(session: Session, contact_id: int, reader: Reader) -> ContactCard | None:
    try:
        contact = contact_for(session, contact_id, event_id=reader.event_id, person_id=reader.person_id)
    except NotFoundError:
        return None
    return contact if contact.standing is Standing.MET and contact.has_mine else None


def _letter(row: OutboxLetter, slots: Slots, reader: Reader, settings: Settings) -> Letter:
    stop = unsubscribe_url(settings, reader.person_id, row.kind)
    greeting = {"first_name": first_name(reader.name), "event": reader.event}
    return render_letter(
        row.kind,
        {**greeting, **slots},
        language=language_of(settings, *reader.languages),
        to_address=row.address,
        to_name=reader.name,
        unsubscribe_url=stop,
    )


def _number(row: OutboxLetter, name: str) -> int:
    value = row.payload.get(name)
    return value if isinstance(value, int) else 0
