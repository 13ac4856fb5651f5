"""The morning after: everybody somebody met at an event, with a draft to each that says what only these two know."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from matchmaker.domain.contacts.promise import due_first
from matchmaker.domain.contacts.standing import Standing
from matchmaker.domain.followup.acts import WRITTEN, Act, OwnRate, own_rate
from matchmaker.domain.followup.draft import Draft, Offer, Say, draft_followup
from matchmaker.domain.followup.own_wording import OwnWording, draft_in
from matchmaker.domain.followup.tones import Tone
from matchmaker.errors import NotFoundError
from matchmaker.services.contact_cards import ContactCard, contact_for, met_people
from matchmaker.services.contact_care import note_touch
from matchmaker.services.followup_acts import note_acts
from matchmaker.services.followup_letters import MetPerson, facts_between, meeting_of
from matchmaker.services.personal_letters import may_be_sent
from matchmaker.store.queries.followup import Reader
from matchmaker.store.queries.followup_acts import acts_at
from matchmaker.store.queries.promises import PromiseRow, promises_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader wants of the drafts.

    Attributes
    ----------
    wording
        The reader's own template, which then stands instead of the tone.
    is_opened
        The reader has seen what they could give, and chose from it or skipped it; nothing of that is kept anywhere.
    given
        Which of the suggestions they chose, by their place.
    """

    tone: Tone = Tone.THANKS
    wording: OwnWording | None = None
    is_opened: bool = False
    given: Collection[int] = ()

    @property
    def asks_first(self) -> bool:
        """Whether an ask still waits for what is given before it."""
        asks = self.wording.asks if self.wording else self.tone is Tone.ASK
        return asks and not self.is_opened

    @property
    def code(self) -> str:
        """How an address names what is chosen."""
        return f"own-{self.wording.id}" if self.wording else str(self.tone)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One person met; `draft` is None where they ask for no letters, and where an ask is not opened yet."""

    contact: ContactCard
    gifts: tuple[Offer, ...]
    promises: tuple[PromiseRow, ...]
    draft: Draft | None

    @property
    def is_written(self) -> bool:
        """Whether the reader was in touch with them since they met."""
        touched = self.contact.kept.touched_at
        return touched is not None and touched >= self.contact.at

    @property
    def may_be_sent(self) -> bool:
        """Whether the service would carry it to them."""
        return may_be_sent(self.contact)

    def owes(self, today: date) -> bool:
        return any(promise.due_on is not None and promise.due_on <= today for promise in self.promises)


def followups_of(session: Session, reader: Reader, *, wanted: Wanted, today: date, say: Say = str) -> tuple[FollowUp, ...]:
    """Everybody this reader met there and has not let go: promises that are due first, whom they wrote to last."""
    found = _followups(session, reader, met_people(session, event_id=reader.event_id, person_id=reader.person_id), wanted, say)
    return tuple(sorted(found, key=lambda one: (not one.owes(today), one.is_written)))


def followup_with(session: Session, reader: Reader, contact_id: int, *, wanted: Wanted, say: Say = str) -> FollowUp:
    """One of them.

    Raises
    ------
    NotFoundError
        Not there, not the reader's, or its card is not held any more: all the same.
    """
    return _followups(session, reader, [_held(session, reader, contact_id)], wanted, say)[0]


def mark_written(session: Session, reader: Reader, contact_id: int, *, now: datetime) -> datetime | None:
    """Write down that the reader wrote to them; returns what stood there before, so that it can be put back."""
    _held(session, reader, contact_id)
    return note_touch(session, contact_id, person_id=reader.person_id, now=now)


def note_act(session: Session, reader: Reader, contact_id: int, act: Act, *, now: datetime) -> None:
    """Note what a page tells that the reader did with a draft.

    Raises
    ------
    NotFoundError
        As above.
    """
    _held(session, reader, contact_id)
    note_acts(session, reader.person_id, [contact_id], act, now)


def rate_of(session: Session, reader: Reader, people: Sequence[FollowUp]) -> OwnRate:
    """What the reader did about the people they met, in figures for them alone."""
    done = acts_at(session, reader.event_id, person_id=reader.person_id)
    return own_rate([done.get(one.contact.id, frozenset()) | (WRITTEN if one.is_written else frozenset()) for one in people])


def _held(session: Session, reader: Reader, contact_id: int) -> ContactCard:
    contact = contact_for(session, contact_id, event_id=reader.event_id, person_id=reader.person_id)
    if contact.standing is not Standing.MET:
        raise NotFoundError
    return contact


def _followups(session: Session, reader: Reader, met: Sequence[ContactCard], wanted: Wanted, say: Say) -> list[FollowUp]:
    people = facts_between(session, reader, met)
    promised: dict[int, list[PromiseRow]] = {}
    for promise in promises_of(session, person_id=reader.person_id):
        if promise.done_at is None:
            promised.setdefault(promise.contact_id, []).append(promise)
    return [
        _followup(reader, contact, person, promised.get(contact.id, ()), wanted, say) for contact, person in zip(met, people, strict=True)
    ]


def _followup(
    reader: Reader, contact: ContactCard, person: MetPerson, promised: Sequence[PromiseRow], wanted: Wanted, say: Say
) -> FollowUp:
    promises = tuple(sorted(promised, key=lambda one: due_first(one.due_on, one.id)))
    draft = None
    if not (contact.wants_no_follow_up or wanted.asks_first):
        gifts = tuple(gift for place, gift in enumerate(person.gifts) if place in wanted.given)
        meeting = replace(meeting_of(reader, person), promise=promises[0].text if promises else "", gifts=gifts)
        draft = draft_in(wanted.wording, meeting, say=say) if wanted.wording else draft_followup(meeting, wanted.tone, say=say)
    return FollowUp(contact, person.gifts, promises, draft)
