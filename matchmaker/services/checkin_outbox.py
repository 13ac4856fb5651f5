"""Takes in what a desk did: item by item behind a savepoint of its own, each acknowledged by its id."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.domain.checkin.items import DeskItem, EntryItem, UndoEntryItem
from matchmaker.domain.checkin.verdict import Verdict
from matchmaker.domain.outbox.batch import FaultyItem
from matchmaker.errors import N_, BadInputError, ConflictError, Fault, MatchmakerError
from matchmaker.services.checkin import DoorAnswer, Doorkeeper, Entry, check_in, undo_check_in
from matchmaker.settings import Settings
from matchmaker.store.models.events import Event

AT_ONCE = timedelta(seconds=10)  # what came in so soon was not kept for later: the server's own time is the truth

# A desk that hears these later than the person stood before it must look at them once more.
_NEEDS_A_LOOK = {
    Verdict.CANCELLED: N_("The ticket of %(name)s is cancelled, so they are not in. Only a host lets them in all the same."),
    Verdict.NOBODY: N_("A code that was read here is on no badge of this event, so nobody was let in by it."),
}


@dataclass(frozen=True, slots=True)
class DeskAck:
    """What became of one item: a verdict, or "refused" and "conflict" with sentences for the desk."""

    id: str
    state: str
    status: int = 200
    answer: DoorAnswer | None = None
    problems: tuple[Fault | MatchmakerError, ...] = ()


def take_in_desk(
    session: Session, keeper: Doorkeeper, items: Sequence[DeskItem | FaultyItem], *, settings: Settings, now: datetime
) -> tuple[DeskAck, ...]:
    """Carry out one batch in its order. The event's row is held meanwhile: two desks with the same people would wait for each other."""
    session.execute(select(Event.id).where(Event.id == keeper.event_id).with_for_update(key_share=True))
    return tuple(_take(session, keeper, item, settings=settings, now=now) for item in items)


def _take(session: Session, keeper: Doorkeeper, item: DeskItem | FaultyItem, *, settings: Settings, now: datetime) -> DeskAck:
    if isinstance(item, FaultyItem):
        return DeskAck(item.id, "refused", 400, problems=item.faults)
    try:
        with session.begin_nested():
            answer = _carry_out(session, keeper, item, settings=settings, now=now)
    except ConflictError as error:
        return DeskAck(item.id, "conflict", error.status, problems=(error,))
    except BadInputError as error:
        return DeskAck(item.id, "refused", error.status, problems=error.faults)
    except MatchmakerError as error:
        return DeskAck(item.id, "refused", error.status, problems=(error,))
    sentence = _NEEDS_A_LOOK.get(answer.verdict)
    problems = (Fault("", sentence, {"name": answer.name}),) if sentence else ()
    return DeskAck(item.id, answer.verdict.value, answer=answer, problems=problems)


def _carry_out(session: Session, keeper: Doorkeeper, item: EntryItem | UndoEntryItem, *, settings: Settings, now: datetime) -> DoorAnswer:
    if isinstance(item, UndoEntryItem):
        return undo_check_in(session, keeper, item.entry_id, now=now)
    entry = Entry(item.id, item.way, item.code, item.attendee_id, item.let_in, now - item.waited if item.waited > AT_ONCE else None)
    return check_in(session, keeper, entry, settings=settings, now=now)
