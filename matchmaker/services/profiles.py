"""A profile as somebody else sees it."""

from typing import cast

from sqlalchemy.orm import Session

from matchmaker.domain.interests.progress import Question, next_question
from matchmaker.domain.privacy.cards import Sees
from matchmaker.domain.privacy.profiles import WholeProfile, shown_profile
from matchmaker.errors import NotFoundError
from matchmaker.store.queries.profiles import profile_of_attendee, said_fields
from matchmaker.store.queries.visits import AttendeeFacts, EventFacts


def profile_for(session: Session, event: EventFacts, reader: AttendeeFacts, attendee_id: int) -> WholeProfile:
    """Somebody's profile as far as this reader may see it; that they may see the person at all is checked before."""
    found = profile_of_attendee(session, event.id, attendee_id, person_id=reader.person_id)
    if found is None:
        raise NotFoundError
    profile, has_exchanged = found
    return shown_profile(profile, sees=cast(Sees, event.sees), exchanged=has_exchanged)


def preview_of(session: Session, event: EventFacts, attendee: AttendeeFacts, *, exchanged: bool) -> WholeProfile:
    """One's own profile, as somebody one fits with sees it, or somebody one exchanged cards with."""
    found = profile_of_attendee(session, event.id, attendee.id, person_id=0)
    assert found is not None, "the visitor is an attendee"
    return shown_profile(found[0], sees=cast(Sees, event.sees), exchanged=exchanged)


def question_for(
    session: Session, event: EventFacts, attendee: AttendeeFacts, *, later: str = "", said: frozenset[str] | None = None
) -> Question | None:
    """The next most useful question to somebody who has begun to answer; None once all is said, or put off.

    `said` is what they have answered, if somebody knows already.
    """
    if attendee.interests_saved_at is None or event.closed_at is not None or later == "all":
        return None
    known = said_fields(session, event.id, attendee.id) if said is None else said
    return next_question(known, {later})
