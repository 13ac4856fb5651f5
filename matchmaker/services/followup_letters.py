"""The two letters after an event, written when they leave: what was taken back meanwhile is gone from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.domain.calendar.vcard import Card, vcard
from matchmaker.domain.contacts.card import SharedCard
from matchmaker.domain.followup.draft import Meeting, Offer, draft_followup, mailto
from matchmaker.domain.followup.gifts import suggest_gifts
from matchmaker.domain.followup.ties import Interests, Join, joins_between, offer_in, shared_words
from matchmaker.domain.privacy.cards import first_name
from matchmaker.languages import Language, comma_of
from matchmaker.mail.letter import Attachment, Letter, Slots, render_letter
from matchmaker.services.contact_cards import ContactCard, met_people
from matchmaker.services.letter_languages import language_of
from matchmaker.services.unsubscribe import unsubscribe_url
from matchmaker.settings import Settings
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.queries.followup import Reader, has_a_card, interests_of, reader_of_letter, reasons_told

# Mail programs cut long letters off, the strictest at 102 kB of HTML; the page of contacts holds everybody.
MOST_PEOPLE = 30
LARGEST_HTML = 100_000


@dataclass(frozen=True, slots=True)
class MetPerson:
    """Somebody the reader met, with all that the letter may say of them."""

    contact_id: int
    card: SharedCard
    note: str = ""
    shared: tuple[str, ...] = ()
    joins: tuple[Join, ...] = ()
    they_seek: str = ""
    wants_no_follow_up: bool = False
    i_seek: str = ""
    gifts: tuple[Offer, ...] = ()


def met_somebody(session: Session, row: OutboxLetter) -> bool:
    """Whether there is anybody for the letter to speak of, or at least was before its reader let them go."""
    reader = reader_of_letter(session, row)
    return reader is not None and has_a_card(session, event_id=reader.event_id, person_id=reader.person_id)


def write_met(session: Session, row: OutboxLetter, *, settings: Settings, now: datetime) -> Letter | None:  # noqa: ARG001  one signature for all writers
    """Whom this attendee met; None if they are no attendee any more, or everybody took their card back."""
    reader = reader_of_letter(session, row)
    people = people_met_by(session, reader) if reader else ()
    return met_letter(reader, people, settings=settings) if reader and people else None


def write_met_nobody(session: Session, row: OutboxLetter, *, settings: Settings, now: datetime) -> Letter | None:  # noqa: ARG001  as above
    """A way to swap cards after all; None if the reader is no attendee any more, or has met somebody since."""
    reader = reader_of_letter(session, row)
    # Whom the reader let go was met all the same.
    if reader is None or has_a_card(session, event_id=reader.event_id, person_id=reader.person_id):
        return None
    return met_nobody_letter(reader, settings=settings)


def people_met_by(session: Session, reader: Reader) -> tuple[MetPerson, ...]:
    return facts_between(session, reader, met_people(session, event_id=reader.event_id, person_id=reader.person_id))


def facts_between(session: Session, reader: Reader, met: Sequence[ContactCard]) -> tuple[MetPerson, ...]:
    """What the reader may be told, or quote, of each of these people, whose card they hold; in the same order."""
    # Whoever left the event keeps cards and notes; what others say of themselves there is no longer theirs to see.
    others = [contact.seed for contact in met if contact.seed is not None and reader.attendee_id]
    interests = interests_of(session, reader.event_id, reader.attendee_id, others)
    told = reasons_told(session, reader.event_id, reader.attendee_id, others)
    mine = interests.get(reader.attendee_id, Interests())
    nothing = Interests()
    return tuple(_met_person(one, mine, interests.get(one.seed or 0, nothing), told.get(one.seed or 0, ())) for one in met)


def met_letter(reader: Reader, people: Sequence[MetPerson], *, settings: Settings) -> Letter:
    """The letter to somebody who met these people: as many of them as mail programs show whole."""
    most = MOST_PEOPLE
    letter = _met_letter(reader, people, most, settings=settings)
    while most > 1 and (size := len(letter.html.encode())) > LARGEST_HTML:
        most = max(1, min(most - 1, int(min(most, len(people)) * LARGEST_HTML / size)))
        letter = _met_letter(reader, people, most, settings=settings)
    return letter


def _met_letter(reader: Reader, people: Sequence[MetPerson], most: int, *, settings: Settings) -> Letter:
    language = language_of(settings, *reader.languages)
    contacts = f"{settings.base_url}/e/{reader.slug}/contacts"
    left_out = len(people) - most
    slots: Slots = {
        **_greeting(reader),
        "people": [_person_slots(reader, person, language, link=f"{contacts}/{person.contact_id}") for person in people[:most]],
        "more": [{"count": str(left_out)}] if left_out > 0 else [],
        "contacts_link": contacts,
        "followups_link": f"{settings.base_url}/e/{reader.slug}/followups",
    }
    cards = b"".join(vcard(_address_book_card(person)) for person in people)
    return _letter("met", slots, reader, settings, Attachment("people-you-met.vcf", "text/vcard", cards))


def met_nobody_letter(reader: Reader, *, settings: Settings) -> Letter:
    home = f"{settings.base_url}/e/{reader.slug}"
    return _letter("met_nobody", {**_greeting(reader), "scan_link": f"{home}/scan", "list_link": f"{home}/matches"}, reader, settings)


def _letter(kind: str, slots: Slots, reader: Reader, settings: Settings, *attachments: Attachment) -> Letter:
    return render_letter(
        kind,
        slots,
        language=language_of(settings, *reader.languages),
        to_address=reader.email,
        to_name=reader.name,
        unsubscribe_url=unsubscribe_url(settings, reader.person_id, kind),
        attachments=attachments,
    )


def _greeting(reader: Reader) -> dict[str, str]:
    return {"first_name": first_name(reader.name), "event": reader.event}


def _met_person(contact: ContactCard, mine: Interests, theirs: Interests, told: Sequence[dict[str, object]]) -> MetPerson:
    joins = joins_between(mine, theirs, told=told)
    they_seek = theirs.seek[0] if theirs.seek else ""
    common = shared_words(mine, theirs)
    i_seek = mine.seek[0] if mine.seek else ""
    gifts = suggest_gifts(mine, theirs, joins)
    return MetPerson(contact.id, contact.card, contact.note, common, joins, they_seek, contact.wants_no_follow_up, i_seek, gifts)


def _person_slots(reader: Reader, person: MetPerson, language: Language, *, link: str) -> Slots:
    card = person.card
    shown = {"name": card.name, "contact_link": link}
    about = comma_of(language.tag).join(words for words in (card.headline, card.organisation) if words)
    return {
        **shown,
        "headline": _if(about, {"headline": about}),
        "card_address": _if(card.email, {"address": card.email, "mail_link": f"mailto:{card.email}"}),
        "card_phone": _if(card.phone, {"phone": card.phone}),
        "card_link": _if(card.link, {"their_link": card.link}),
        "note": _if(person.note, {"note": person.note}),
        "shared": _if(person.shared, {"shared": language.listed(person.shared)}),
        "joins": [_join_slots(join, card.short_name, language) for join in person.joins],
        "draft": [] if person.wants_no_follow_up else [_draft_slots(reader, person, language, link=link)],
        "peace": _if(person.wants_no_follow_up, {"their_first_name": card.short_name}),
    }


def _join_slots(join: Join, name: str, language: Language) -> Slots:
    mine_how, theirs_how = join.mine_how(say=language.say), join.theirs_how(language.fenced(name), say=language.say)
    return {"mine_how": mine_how, "mine": join.mine, "theirs_how": theirs_how, "theirs": join.theirs}


def _draft_slots(reader: Reader, person: MetPerson, language: Language, *, link: str) -> Slots:
    draft = draft_followup(meeting_of(reader, person), say=language.say)
    return {
        "their_first_name": person.card.short_name,
        "draft_subject": draft.subject,
        "draft_body": draft.body,
        "hint": [{"question": language.say(draft.question), "contact_link": link}] if draft.question else [],
        "word_for_word": _if(person.note, {}),
        "mail_button": _if(person.card.email, {"mail_link": mailto(person.card.email, draft)}),
    }


def meeting_of(reader: Reader, person: MetPerson) -> Meeting:
    """What a draft to this person may speak of."""
    return Meeting(
        event=reader.event,
        my_name=first_name(reader.name),
        their_name=person.card.short_name,
        note=person.note,
        shared=person.shared,
        offer=offer_in(person.joins),
        they_seek=person.they_seek,
        i_seek=person.i_seek,
    )


def _address_book_card(person: MetPerson) -> Card:
    card = person.card
    return Card(card.name, card.organisation, card.headline, card.email, card.phone, card.link, person.note)


def _if(condition: object, slots: Slots) -> list[Slots]:
    return [slots] if condition else []
