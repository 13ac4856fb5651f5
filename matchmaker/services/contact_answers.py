"""What a person does with a contact once it is there: answer, note, change what is shared, take the card back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.domain.contacts import consent
from matchmaker.domain.contacts.card import valid_ticks
from matchmaker.domain.contacts.note import clean_note, note_faults
from matchmaker.domain.contacts.standing import Side, Standing, side_of, standing
from matchmaker.errors import BadInputError, NotFoundError
from matchmaker.services.own_deeds import note_consent, note_consent_ended
from matchmaker.services.scans import forget_void_scans
from matchmaker.store.models.contacts import Contact, ContactSide
from matchmaker.store.queries.contacts import contact_row, contact_to_change, sides_of
from matchmaker.store.queries.own_cards import chosen_card_id


@dataclass(frozen=True, slots=True)
class Both:
    """A contact, locked until the commit, with its sides as they are now."""

    contact: Contact
    mine: ContactSide
    theirs: ContactSide
    is_void: bool = False  # the two may not meet; what is left looks like a question that waits

    @property
    def my_side(self) -> Side:
        return Side.GIVEN if self.is_void else self._side(self.mine)

    @property
    def standing(self) -> Standing:
        if self.is_void:
            return Standing.WAITING
        return standing(self.my_side, self._side(self.theirs))

    def _side(self, side: ContactSide) -> Side:
        began = self.contact.asked_by == side.person_id
        return side_of(self.contact.state, began=began, withdrawn=side.withdrawn_at is not None)


def write_note(session: Session, contact_id: int, *, event_id: int | None, person_id: int, note: str, now: datetime) -> None:
    """Keep what the two talked about; only the writer reads it."""
    both = _both(session, contact_id, event_id, person_id)
    cleaned = clean_note(note)
    if faults := note_faults(cleaned):
        raise BadInputError(*faults)
    both.mine.note, both.mine.noted_at = cleaned, now
    session.flush()


def share_card(session: Session, contact_id: int, *, event_id: int | None, person_id: int, ticked: Collection[str], now: datetime) -> None:
    """Say yes to somebody who asked, change what they have, or give a card again that was taken back."""
    both = _both(session, contact_id, event_id, person_id)
    contact, mine, theirs = both.contact, both.mine, both.theirs
    is_answer = both.standing in {Standing.ANSWER_DUE, Standing.KEPT_MINE}
    if both.is_void or (not is_answer and contact.state != "exchanged"):
        raise NotFoundError  # one's own question can't be answered by oneself
    if mine.shared_at is None:
        mine.card_id = chosen_card_id(session, event_id=contact.event_id, person_id=person_id)
    mine.shared_fields = valid_ticks(ticked)
    mine.consent_version = consent.ANSWER if is_answer else consent.CHANGE
    mine.shared_at, mine.withdrawn_at = now, None
    if is_answer:
        contact.state, contact.exchanged_at = "exchanged", now
        theirs.shared_at = theirs.shared_at or now
    session.flush()
    note_consent(session, person_id, event_id=contact.event_id, fields=mine.shared_fields, now=now)


def decline(session: Session, contact_id: int, *, event_id: int | None, person_id: int) -> None:
    """Say no; to the one who asked it looks like no answer."""
    both = _both(session, contact_id, event_id, person_id)
    if both.standing not in {Standing.ANSWER_DUE, Standing.KEPT_MINE}:
        raise NotFoundError
    both.contact.state = "declined"
    session.flush()


def withdraw(session: Session, contact_id: int, *, event_id: int | None, person_id: int, now: datetime) -> None:
    """Take one's card back, or take back the question of a scan that was not answered."""
    both = _both(session, contact_id, event_id, person_id)
    if both.my_side not in {Side.GIVEN, Side.WITHDRAWN}:
        raise NotFoundError
    if both.is_void:
        forget_void_scans(session, both.contact.event_id, both.mine.person_id, both.theirs.person_id)
    if not (both.is_void and both.contact.state == "exchanged"):
        both.mine.withdrawn_at = both.mine.withdrawn_at or now
    session.flush()
    note_consent_ended(session, person_id, event_id=both.contact.event_id, now=now)


def give_again(session: Session, contact_id: int, *, event_id: int | None, person_id: int, now: datetime) -> None:
    """Undo `withdraw`: the other has the very card again that was taken back, under the wording agreed to then."""
    both = _both(session, contact_id, event_id, person_id)
    if both.my_side is not Side.WITHDRAWN:
        raise NotFoundError
    both.mine.withdrawn_at = None
    session.flush()
    note_consent(session, person_id, event_id=both.contact.event_id, fields=both.mine.shared_fields, now=now)


def my_side_of(session: Session, contact_id: int, *, event_id: int, person_id: int) -> ContactSide:
    """The reader's own side of a contact, locked until the commit."""
    return _both(session, contact_id, event_id, person_id).mine


def _both(session: Session, contact_id: int, event_id: int | None, person_id: int) -> Both:
    contact = contact_to_change(session, contact_id, event_id=event_id, person_id=person_id)
    seen = contact_row(session, contact_id, event_id=event_id, person_id=person_id)
    if contact is None or seen is None:
        raise NotFoundError
    sides = sides_of(session, contact.id)
    mine = sides.pop(person_id)
    (theirs,) = sides.values()
    both = Both(contact, mine, theirs, is_void=seen.void_since is not None)
    if both.standing is Standing.NOTHING:
        raise NotFoundError
    return both
