"""What an attendee says about themself."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from matchmaker.domain.interests.answers import KINDS, Choice, InterestAnswers
from matchmaker.services.recommend import want_lists
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.events import Event


def save_interests(session: Session, event_id: int, attendee_id: int, answers: InterestAnswers, *, now: datetime) -> None:
    """Replace what this attendee says, and ask for fresh lists.

    Raises
    ------
    BadInputError
        The answers have faults; nothing is saved.
    """
    answers.raise_faults()
    attendee = session.execute(select(Attendee).where(Attendee.event_id == event_id, Attendee.id == attendee_id)).scalar_one()
    attendee.headline = answers.headline
    attendee.bio = answers.bio
    attendee.stage = answers.stage
    attendee.languages = list(answers.languages)
    attendee.remote = answers.remote
    # An empty form is no answer: the list page still asks, and the organiser still counts who has said nothing.
    attendee.interests_saved_at = now if _says_something(answers) else None
    attendee.updated_at = now
    replace_choices(session, event_id, attendee_id, {kind: answers.of(kind) for kind in KINDS})
    want_lists(session, event_id)
    # The list this attendee waits for is one built for this change or a later one.
    attendee.lists_wanted = session.execute(select(Event.lists_wanted).where(Event.id == event_id)).scalar_one()
    session.flush()


def _says_something(answers: InterestAnswers) -> bool:
    return any(answers.of(kind) for kind in KINDS) or bool(answers.headline or answers.bio)


def replace_choices(session: Session, event_id: int, attendee_id: int, choices: dict[str, Iterable[Choice]]) -> None:
    session.execute(delete(AttendeeInterest).where(AttendeeInterest.event_id == event_id, AttendeeInterest.attendee_id == attendee_id))
    rows = [
        {
            "event_id": event_id,
            "attendee_id": attendee_id,
            "kind": kind,
            "position": position,
            "text": choice.text,
            "interest_id": choice.interest_id,
        }
        for kind, chosen in choices.items()
        for position, choice in enumerate(chosen)
    ]
    if rows:
        session.execute(insert(AttendeeInterest), rows)


def answers_of(session: Session, event_id: int, attendee_id: int) -> InterestAnswers:
    """What this attendee has said so far."""
    attendee = session.execute(select(Attendee).where(Attendee.event_id == event_id, Attendee.id == attendee_id)).scalar_one()
    rows = session.execute(
        select(AttendeeInterest.kind, AttendeeInterest.text, AttendeeInterest.interest_id)
        .where(AttendeeInterest.event_id == event_id, AttendeeInterest.attendee_id == attendee_id)
        .order_by(AttendeeInterest.position, AttendeeInterest.id)
    ).all()
    chosen = {kind: tuple(Choice(text, interest_id) for row_kind, text, interest_id in rows if row_kind == kind) for kind in KINDS}
    return InterestAnswers(
        talk=chosen["talk"],
        offer=chosen["offer"],
        seek=chosen["seek"],
        headline=attendee.headline,
        bio=attendee.bio,
        stage=attendee.stage,
        languages=tuple(attendee.languages),
        remote=attendee.remote,
    )
