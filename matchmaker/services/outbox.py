"""Takes in what a phone kept while it had no network: item by item, each acknowledged by its own id."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from matchmaker.domain.contacts.card import SharedCard, fields_on
from matchmaker.domain.contacts.standing import Standing
from matchmaker.domain.outbox.batch import FaultyItem
from matchmaker.domain.outbox.items import AnswerItem, CareItem, InterestsItem, Item, NoteItem, ScanItem, UndoItem
from matchmaker.errors import BadInputError, ConflictError, Fault, MatchmakerError, TooManyError
from matchmaker.services.contact_cards import ContactCard, contacts_with_ids
from matchmaker.services.outbox_desk import Desk, ReadForm, Taken, open_desk
from matchmaker.services.outbox_says import take_answer, take_care, take_interests, take_note
from matchmaker.services.outbox_scans import take_scan, take_undo
from matchmaker.settings import Settings
from matchmaker.store.queries.visits import AttendeeFacts, EventFacts

_TAKERS: Final[dict[type, Callable[[Desk, Any], Taken]]] = {
    ScanItem: take_scan,
    NoteItem: take_note,
    UndoItem: take_undo,
    AnswerItem: take_answer,
    InterestsItem: take_interests,
    CareItem: take_care,
}


@dataclass(frozen=True, slots=True)
class Ack:
    """What became of one item.

    `state` is final, except "later" (the hour's limit is used up: send it again). `problems` are sentences for the person, of
    "refused", "conflict" and "later"; `card` is what the reader's page of this contact shows.
    """

    id: str
    state: str
    status: int = 200
    problems: tuple[Fault | MatchmakerError, ...] = ()
    contact_id: int | None = None
    card: SharedCard | None = None
    seed: int | None = None

    @property
    def fields(self) -> dict[str, str]:
        return {name: getattr(self.card, name) for name in fields_on(self.card or SharedCard()) if name in {"email", "phone", "link"}}


def take_in(
    session: Session,
    event: EventFacts,
    reader: AttendeeFacts,
    items: Sequence[Item | FaultyItem],
    *,
    read_form: ReadForm,
    settings: Settings,
    now: datetime,
) -> tuple[Ack, ...]:
    """Carry out one batch, each item behind a savepoint of its own.

    Parameters
    ----------
    read_form
        Reads a form of the profile as its page does; only the page's door can.
    """
    desk = open_desk(session, event, reader, items, read_form=read_form, settings=settings, now=now)
    acks = [_take(desk, item) for item in items]
    # What a later item of the same batch took back is told as such from the first answer on, so that a repeat says the same.
    acks = [replace(ack, state="undone", contact_id=None) if desk.is_undone(item) else ack for ack, item in zip(acks, items, strict=True)]
    return _with_cards(desk, acks)


def _take(desk: Desk, item: Item | FaultyItem) -> Ack:
    if isinstance(item, FaultyItem):
        return Ack(item.id, "refused", 400, item.faults)
    try:
        with desk.session.begin_nested():
            taken = _TAKERS[type(item)](desk, item)
    except TooManyError as error:
        return Ack(item.id, "later", error.status, (error,))
    except ConflictError as error:
        return Ack(item.id, "conflict", error.status, (error,))
    except BadInputError as error:
        return Ack(item.id, "refused", error.status, error.faults)
    except MatchmakerError as error:
        return Ack(item.id, "refused", error.status, (error,))
    status = ConflictError.status if taken.problems else 200
    return Ack(item.id, taken.state, status, taken.problems, contact_id=taken.contact_id)


def _with_cards(desk: Desk, acks: list[Ack]) -> tuple[Ack, ...]:
    """One question for all contacts: what the reader's own pages show of them now, and no more."""
    ids = {ack.contact_id for ack in acks if ack.contact_id is not None}
    cards = contacts_with_ids(desk.session, ids, event_id=desk.event.id, person_id=desk.reader.person_id, sees=desk.event.sees)
    return tuple(_with_card(ack, cards.get(ack.contact_id or 0)) for ack in acks)


def _with_card(ack: Ack, contact: ContactCard | None) -> Ack:
    if contact is None or contact.standing is not Standing.MET:
        return replace(ack, contact_id=contact.id if contact else None)
    return replace(ack, card=contact.card, seed=contact.seed)
