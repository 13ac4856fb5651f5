"""What a person does with a contact once it is there: answer, note, change what is shared, take the card back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.domain.contacts import consent
from matchmaker.domain.contacts.card import valid_ticks
from matchmaker.domain.contacts.note import LONGEST_NOTE, clean_note
from matchmaker.domain.contacts.standing import Side, Standing, side_of, standing
from matchmaker.errors import N_, BadInputError, Fault, NotFoundError
from matchmaker.store.models.contacts import Contact, ContactSide
from matchmaker.store.queries.contacts import contact_to_change, sides_of


@dataclass(frozen=True, slots=True)
class Both:
    """A contact, locked until the commit, with its sides as they are now."""

    contact: Contact
    mine: ContactSide
    theirs: ContactSide

    @property
    def my_side(self) -> Side:
        return self._side(self.mine)

    @property
    def standing(self) -> Standing:
        return standing(self.my_side, self._side(self.theirs))

    def _side(self, side: ContactSide) -> Side:
        began = self.contact.asked_by == side.person_id
        return side_of(self.contact.state, began=began, withdrawn=side.withdrawn_at is not None)


def write_note(session: Session, contact_id: int, *, event_id: int, person_id: int, note: str, now: datetime) -> None:
    """Keep what the two talked about; only the writer reads it."""
    both = _both(session, contact_id, event_id, person_id)
    cleaned = clean_note(note)
    if len(cleaned) > LONGEST_NOTE:
        sentence = N_("The note has %(length)s characters; at most %(most)s fit. Nothing was saved yet: please shorten it.")
        raise BadInputError(Fault("note", sentence, {"length": len(cleaned), "most": LONGEST_NOTE}))
    both.mine.note, both.mine.noted_at = cleaned, now
    session.flush()


def share_card(session: Session, contact_id: int, *, event_id: int, person_id: int, ticked: Collection[str], now: datetime) -> None:
    """Say yes to somebody who asked, change what they have, or give a card again that was taken back."""
    both = _both(session, contact_id, event_id, person_id)
    contact, mine, theirs = both.contact, both.mine, both.theirs
    is_answer = both.standing in {Standing.ANSWER_DUE, Standing.KEPT_MINE}
    if not is_answer and contact.state != "exchanged":
        raise NotFoundError  # one's own question can't be answered by oneself
    mine.shared_fields = valid_ticks(ticked)
    mine.consent_version = consent.ANSWER if is_answer else consent.CHANGE
    mine.shared_at, mine.withdrawn_at = now, None
    if is_answer:
        contact.state, contact.exchanged_at = "exchanged", now
        theirs.shared_at = theirs.shared_at or now
    session.flush()


def decline(session: Session, contact_id: int, *, event_id: int, person_id: int) -> None:
    """Say no; to the one who asked it looks like no answer."""
    both = _both(session, contact_id, event_id, person_id)
    if both.standing not in {Standing.ANSWER_DUE, Standing.KEPT_MINE}:
        raise NotFoundError
    both.contact.state = "declined"
    session.flush()


def withdraw(session: Session, contact_id: int, *, event_id: int, person_id: int, now: datetime) -> None:
    """Take one's card back, or take back the question of a scan that was not answered."""
    both = _both(session, contact_id, event_id, person_id)
    if both.my_side not in {Side.GIVEN, Side.WITHDRAWN}:
        raise NotFoundError
    both.mine.withdrawn_at = both.mine.withdrawn_at or now
    session.flush()


def _both(session: Session, contact_id: int, event_id: int, person_id: int) -> Both:
    contact = contact_to_change(session, contact_id, event_id=event_id, person_id=person_id)
    if contact is None:
        raise NotFoundError
    sides = sides_of(session, contact.id)
    mine = sides.pop(person_id)
    both = Both(contact, mine, *sides.values())
    if both.standing is Standing.NOTHING:
        raise NotFoundError
    return both
