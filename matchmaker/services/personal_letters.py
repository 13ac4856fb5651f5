"""A follow-up that the service carries: to somebody who said it is welcome, with the writer's address to answer to."""

from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.domain.contacts.standing import Standing
from matchmaker.domain.followup.acts import Act
from matchmaker.domain.followup.personal import Written, read_written
from matchmaker.domain.privacy.cards import first_name
from matchmaker.errors import N_, BadInputError, ConflictError, NotFoundError, TooManyError
from matchmaker.mail.letter import Letter, render_letter
from matchmaker.services.contact_cards import ContactCard, contact_for
from matchmaker.services.contact_care import set_touch
from matchmaker.services.followup_acts import note_acts
from matchmaker.services.letter_languages import language_of
from matchmaker.services.limits import HOUR, take_turn
from matchmaker.services.mail import queue_letter
from matchmaker.services.unsubscribe import PERSONAL, unsubscribe_url
from matchmaker.settings import Settings
from matchmaker.store.models.contacts import PersonalLetter
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from matchmaker.store.queries.followup import Reader, letter_to_carry, reader_at, reader_of_letter

LETTERS_AN_HOUR = 20


def may_be_sent(contact: ContactCard) -> bool:
    """Whether the service carries a letter to them: they gave their address, said it is welcome, and have not asked for peace.

    The service opens no way to anybody whom the writer could not write to anyway.
    """
    is_welcome = contact.kept.may_follow_up is True and not contact.wants_no_follow_up
    return contact.standing is Standing.MET and is_welcome and bool(contact.card.email)


def send_personal(session: Session, writer: Reader, contact_id: int, *, subject: str, body: str, now: datetime) -> None:
    """Put a letter into the outbox, and count it as a touch.

    Raises
    ------
    BadInputError
        Subject or letter say nothing, or are too long.
    ConflictError
        They did not say that a follow-up is welcome, or got one from this writer today.
    NotFoundError
        Not there, or not the writer's.
    TooManyError
        So many within the hour that they can hardly be personal.
    """
    contact = contact_for(session, contact_id, event_id=writer.event_id, person_id=writer.person_id)
    if contact.standing is not Standing.MET:
        raise NotFoundError
    if not may_be_sent(contact):
        raise ConflictError(N_("From here, letters go only to those who gave their address and said that a follow-up is welcome."))
    written, faults = read_written(subject, body)
    if faults:
        raise BadInputError(*faults)
    if not take_turn(session, f"personal|{writer.person_id}", most=LETTERS_AN_HOUR, now=now):
        sentence = N_("You have sent many letters this hour. Wait an hour, or send the next one from your own mail.")
        raise TooManyError(sentence, retry_after=int(HOUR.total_seconds()))
    if not _queue(session, writer, contact, written, now):
        raise ConflictError(N_("They got a letter from you today. The next one can leave tomorrow, or from your own mail."))
    set_touch(session, contact_id, person_id=writer.person_id, touched_at=now)
    note_acts(session, writer.person_id, [contact_id], Act.SENT, now)


def _queue(session: Session, writer: Reader, contact: ContactCard, written: Written, now: datetime) -> bool:
    other = session.get_one(Person, contact.other_id)
    letter = PersonalLetter(contact_id=contact.id, person_id=writer.person_id, subject=written.subject, body=written.body, created_at=now)
    session.add(letter)
    session.flush()
    return queue_letter(
        session,
        kind=PERSONAL,
        # Where they sign in, which they have proved; a card may name an address that belongs to somebody else
        address=other.email,
        event_id=writer.event_id,
        campaign=f"contact-{contact.id}-{writer.person_id}-{now:%Y-%m-%d}",
        person_id=other.id,
        payload={"letter_id": letter.id},
        now=now,
    )


def write_personal(session: Session, row: OutboxLetter, *, settings: Settings, now: datetime) -> Letter | None:  # noqa: ARG001  one signature for all writers
    """The letter as it leaves; None once either has left, paused, blocked or asked for peace, or the card was taken back."""
    letter = letter_to_carry(session, row)
    writer = reader_at(session, row.event_id, letter.person_id) if letter else None
    reader = reader_of_letter(session, row)
    if letter is None or writer is None or reader is None or not _is_still_welcome(session, letter, writer):
        return None
    slots = {
        "name": writer.name,
        "first_name": first_name(writer.name),
        "event": writer.event,
        "draft_subject": letter.subject,
        "draft_body": letter.body,
        "address": writer.email,
        "contact_link": f"{settings.base_url}/e/{writer.slug}/contacts/{letter.contact_id}",
    }
    return render_letter(
        PERSONAL,
        slots,
        language=language_of(settings, *reader.languages),
        to_address=row.address,
        to_name=reader.name,
        unsubscribe_url=unsubscribe_url(settings, reader.person_id, PERSONAL),
        reply_to=(writer.name, writer.email),
    )


def _is_still_welcome(session: Session, letter: PersonalLetter, writer: Reader) -> bool:
    try:
        contact = contact_for(session, letter.contact_id, event_id=writer.event_id, person_id=writer.person_id)
    except NotFoundError:
        return False
    return may_be_sent(contact)
