"""The letter of reminders, written when it leaves: whoever was written to, put off or let fade meanwhile is not in it any more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from matchmaker.domain.privacy.cards import first_name
from matchmaker.domain.warm.quiet import Hours, is_quiet, next_loud
from matchmaker.languages import Language, comma_of
from matchmaker.mail.letter import Letter, LetterWaits, Slots, render_letter
from matchmaker.services.contact_book import Known, contacts_of
from matchmaker.services.followup_letters import LARGEST_HTML, MOST_PEOPLE
from matchmaker.services.letter_languages import language_for
from matchmaker.services.unsubscribe import KEEP_WARM, unsubscribe_url
from matchmaker.services.warm import Owed, Warm, owed_by, warm_people
from matchmaker.services.warm_care import read_own_hours
from matchmaker.settings import Settings
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from matchmaker.store.queries.warm import paused_contacts, tag_rhythms, told_of
from matchmaker.times import date_text, day_text


@dataclass(frozen=True, slots=True)
class _Said:
    """How days and addresses are said to this reader."""

    language: Language
    hours: Hours
    base_url: str


def write_keep_warm(session: Session, row: OutboxLetter, *, settings: Settings, now: datetime) -> Letter | None:
    """What this person's letter of that day still has to say; None once that is nothing.

    Raises
    ------
    LetterWaits
        It is quiet where its reader lives.
    """
    person = session.get(Person, row.person_id)
    if person is None or person.erased_at:
        return None
    hours, day = read_own_hours(session, person.id), date.fromisoformat(str(row.payload["day"]))
    if is_quiet(hours, now):
        raise LetterWaits(next_loud(hours, now))
    owed, people = _still_due(session, person.id, hours, day)
    if not (owed or people):
        return None
    said = _Said(language_for(person, None, settings=settings), hours, settings.base_url)
    stop = unsubscribe_url(settings, person.id, KEEP_WARM)

    def written(most: int) -> Letter:
        slots = _slots(person, owed, people, most, day, said)
        return render_letter(KEEP_WARM, slots, language=said.language, to_address=row.address, to_name=person.name, unsubscribe_url=stop)

    return _whole(written, len(people))


def _whole(written: Callable[[int], Letter], people: int) -> Letter:
    """The letter with as many people as mail programs show whole."""
    most = min(MOST_PEOPLE, people)
    letter = written(most)
    while most > 1 and (size := len(letter.html.encode())) > LARGEST_HTML:
        most = max(1, min(most - 1, int(most * LARGEST_HTML / size)))
        letter = written(most)
    return letter


def _still_due(session: Session, person_id: int, hours: Hours, day: date) -> tuple[Sequence[Owed], Sequence[Warm]]:
    told, promised = (told_of(session, person_id, day, cause) for cause in ("rhythm", "promise"))
    paused = paused_contacts(session, person_id)
    met = contacts_of(session, event_id=None, person_id=person_id).met
    met = tuple(known for known in met if not all(meeting.id in paused for meeting in known.meetings))
    of_tags = tag_rhythms(session, [person_id]).get(person_id, {})
    people = [one for one in warm_people(met, of_tags, hours, day) if one.tie.due_on <= day and _is_of(one.known, told)]
    owed = [one for one in owed_by(met) if one.promise.contact_id in promised and one.promise.due_on and one.promise.due_on <= day]
    return owed, people


def _is_of(known: Known, contacts: frozenset[int]) -> bool:
    return any(meeting.id in contacts for meeting in known.meetings)


def _slots(person: Person, owed: Sequence[Owed], people: Sequence[Warm], most: int, day: date, said: _Said) -> Slots:
    left_out = len(people) - most
    promises = [_promise_slots(one, said) for one in owed]
    return {
        "first_name": first_name(person.name),
        "moment": date_text(day, said.language),
        "promised": [{"promises": promises}] if promises else [],
        "due": [{"people": [_person_slots(one, said) for one in people[:most]]}] if people else [],
        "more": [{"count": str(left_out)}] if left_out > 0 else [],
        "warm_link": f"{said.base_url}/contacts/warm",
    }


def _promise_slots(one: Owed, said: _Said) -> Slots:
    due_on = one.promise.due_on
    return {
        "promise": one.promise.text,
        "name": one.known.contact.card.name,
        "moment": date_text(due_on, said.language) if due_on else "",
        "contact_link": f"{said.base_url}/contacts/{one.promise.contact_id}",
    }


def _person_slots(one: Warm, said: _Said) -> Slots:
    known, card = one.known, one.known.contact.card
    about = comma_of(said.language.tag).join(words for words in (card.headline, card.organisation) if words)
    event = known.contact.event.slug
    return {
        "name": card.name,
        "headline": _if(about, {"headline": about}),
        "last_touch": day_text(known.last_touch, said.hours.zone, said.language),
        "note": _if(known.note, {"note": known.note}),
        "card_address": _if(card.email, {"address": card.email, "mail_link": f"mailto:{card.email}"}),
        "card_phone": _if(card.phone, {"phone": card.phone}),
        "card_link": _if(card.link, {"their_link": card.link}),
        "contact_link": f"{said.base_url}/contacts/{known.id}",
        "draft_page": [{"draft_link": f"{said.base_url}/e/{event}/followups/{known.id}?tone=again"}],
    }


def _if(condition: object, slots: Slots) -> list[Slots]:
    return [slots] if condition else []
