"""What an attendee says about themself."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from matchmaker.domain.interests.answers import KINDS, Choice, InterestAnswers, KnownWords, read_answers
from matchmaker.domain.interests.form import Pairs, read_form
from matchmaker.domain.interests.tags import KnownTag, tag_key
from matchmaker.services.recommend import want_lists
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.events import Event, Interest
from matchmaker.store.queries.events import known_tags

NO_NAMES: Mapping[str, str] = {}


def read_interests(
    session: Session, event_id: int, attendee_id: int, form: Pairs, *, languages: Mapping[str, str] = NO_NAMES
) -> InterestAnswers:
    """A form as pairs of name and value, read against what this attendee has said and what the event knows; nothing is saved.

    Parameters
    ----------
    languages : mapping of folded name to language tag
        What languages are called on the page that the form stands on.
    """
    known = words_known(known_tags(session, event_id), languages)
    return read_answers(read_form(form), known, answers_of(session, event_id, attendee_id))


def words_known(tags: Iterable[KnownTag], languages: Mapping[str, str] = NO_NAMES) -> KnownWords:
    every = tuple(tags)
    synonyms = {tag_key(word): tag.id for tag in every for word in tag.synonyms}
    return KnownWords({tag.id: tag.label for tag in every}, synonyms, languages)


def save_interests(session: Session, event_id: int, attendee_id: int, answers: InterestAnswers, *, now: datetime) -> None:
    """Replace what this attendee says, and ask for fresh lists.

    Raises
    ------
    BadInputError
        The answers have faults; nothing is saved.
    """
    answers.raise_faults()
    want_lists(session, event_id)  # holds the event's row: whoever retires an interest waits, or has done it before
    attendee = _attendee(session, event_id, attendee_id)
    attendee.headline = answers.headline
    attendee.bio = answers.bio
    attendee.stage = answers.stage
    attendee.languages = list(answers.languages)
    attendee.language_levels = dict(answers.levels)
    attendee.remote = answers.remote
    attendee.pronouns = answers.pronouns
    attendee.name_sounds = answers.name_sounds
    attendee.approach = answers.approach
    attendee.wants_few = answers.wants_few
    attendee.hidden_fields = list(answers.hidden)
    # An empty form is no answer: the list page still asks, and the organiser still counts who has said nothing.
    attendee.interests_saved_at = now if _says_something(answers) else None
    attendee.updated_at = now
    replace_choices(session, event_id, attendee_id, {kind: answers.of(kind) for kind in KINDS})
    # The list this attendee waits for is one built for this change or a later one.
    attendee.lists_wanted = session.execute(select(Event.lists_wanted).where(Event.id == event_id)).scalar_one()
    session.flush()


def _says_something(answers: InterestAnswers) -> bool:
    return any(answers.of(kind) for kind in KINDS) or bool(answers.headline or answers.bio)


def replace_choices(session: Session, event_id: int, attendee_id: int, choices: dict[str, Sequence[Choice]]) -> None:
    """What was an interest when the form was read and is none by now stays as their own words."""
    session.execute(delete(AttendeeInterest).where(AttendeeInterest.event_id == event_id, AttendeeInterest.attendee_id == attendee_id))
    asked = {choice.interest_id for chosen in choices.values() for choice in chosen}
    listed = set(session.scalars(select(Interest.id).where(Interest.event_id == event_id, Interest.id.in_(asked - {None}))))
    rows = [
        {
            "event_id": event_id,
            "attendee_id": attendee_id,
            "kind": kind,
            "position": position,
            "text": choice.text,
            "interest_id": choice.interest_id if choice.interest_id in listed else None,
        }
        for kind, chosen in choices.items()
        for position, choice in enumerate(chosen)
    ]
    if rows:
        session.execute(insert(AttendeeInterest), rows)


def answers_of(session: Session, event_id: int, attendee_id: int) -> InterestAnswers:
    """What this attendee has said so far."""
    attendee = _attendee(session, event_id, attendee_id)
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
        levels=dict(attendee.language_levels),
        remote=attendee.remote,
        pronouns=attendee.pronouns,
        name_sounds=attendee.name_sounds,
        approach=attendee.approach,
        wants_few=attendee.wants_few,
        hidden=tuple(attendee.hidden_fields),
    )


def _attendee(session: Session, event_id: int, attendee_id: int) -> Attendee:
    return session.execute(select(Attendee).where(Attendee.event_id == event_id, Attendee.id == attendee_id)).scalar_one()
