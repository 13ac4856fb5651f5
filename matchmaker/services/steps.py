"""Opening an event, making it a draft again, and opening it anew after it was closed; closing is in `followup`."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from matchmaker.domain.events.steps import Check, Readiness, Step, before_opening, step_of
from matchmaker.errors import N_, ConflictError
from matchmaker.services.draft_holds import hold_letters, let_letters_go
from matchmaker.services.followup import CAMPAIGN
from matchmaker.services.mail_batches import take_out
from matchmaker.store.models.events import Event
from matchmaker.store.queries.events import EventFigures
from matchmaker.store.queries.visits import EventFacts


@dataclass(frozen=True, slots=True)
class Opening:
    """Where an event stands, and what is left before it opens."""

    step: Step
    checks: tuple[Check, ...]

    @property
    def left(self) -> int:
        return sum(not check.done for check in self.checks)


def opening_of(event: EventFacts, figures: EventFigures, *, worker_is_silent: bool, now: datetime) -> Opening:
    ready = Readiness(
        event.join_policy,
        figures.attendees,
        figures.interests,
        event.ends_at,
        event.safety_address,
        event.retention_days,
        worker_is_silent,
    )
    step = step_of(event)
    return Opening(step, before_opening(ready, now=now) if step is Step.DRAFT else ())


def open_event(session: Session, event: EventFacts, *, undo: timedelta = timedelta(0), now: datetime) -> bool:
    """From now on its address lets people in; False if it was open already.

    Letters that waited for it leave, after the time in which they can be taken back.

    Raises
    ------
    ConflictError
        It would be over before anybody came.
    """
    if event.ends_at <= now:
        raise ConflictError(N_("The event ends in the past, so nobody could come. Set its dates under Settings first."))
    if not _set(session, event.id, Event.opened_at.is_(None), opened_at=now):
        return False
    let_letters_go(session, event.id, wait=undo, now=now)
    return True


def make_draft(session: Session, event_id: int) -> bool:
    """Undo the opening: nothing is lost, its attendees hear that it is not open yet, and letters that have not left wait.

    Raises
    ------
    ConflictError
        It is closed; it is opened again first.
    """
    if not _set(session, event_id, Event.opened_at.is_not(None), Event.closed_at.is_(None), opened_at=None):
        raise ConflictError(N_("Only an open event becomes a draft again."))
    hold_letters(session, event_id)
    return True


def reopen_event(session: Session, event_id: int) -> int | None:
    """Undo the closing: letters that have not left are taken back, and closing it again writes them anew. None: it was not closed."""
    if not _set(session, event_id, Event.closed_at.is_not(None), closed_at=None):
        return None
    return take_out(session, event_id, CAMPAIGN)


def _set(session: Session, event_id: int, *where: object, **values: object) -> bool:
    changed = update(Event).where(Event.id == event_id, *where).values(**values).returning(Event.id)  # type: ignore[arg-type]  # conditions
    return session.execute(changed.execution_options(synchronize_session=False)).one_or_none() is not None
