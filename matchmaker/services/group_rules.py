"""Which groups of an event do not meet."""

from collections.abc import Iterable

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from matchmaker.errors import N_, BadInputError, Fault
from matchmaker.services.recommend import want_lists
from matchmaker.store.models.groups import GroupApart
from matchmaker.store.queries.event_changes import event_to_change
from matchmaker.store.queries.groups import groups_apart, groups_of

MOST_GROUPS = 12  # as many as a table of pairs shows
STALE = N_("Somebody else has changed who may meet whom meanwhile. Here it is as it stands now; nothing of yours was saved.")


def keep_groups_apart(session: Session, event_id: int, pairs: Iterable[tuple[str, str]], *, seen: str) -> bool:
    """Let exactly these pairs of groups not meet, in whichever order they are named; False if that changes nothing.

    Raises
    ------
    BadInputError
        Somebody else changed it since `seen` was shown.
    """
    event_to_change(session, event_id)
    before = groups_apart(session, event_id)
    if seen != mark_of(before):
        raise BadInputError(Fault("", STALE))
    here = {name for name, _ in groups_of(session, event_id)}
    # Rules of groups that nobody is in any more stay: they count again once somebody is.
    asleep = {pair for pair in before if not set(pair) <= here}
    after = asleep | {pair for one, other in pairs if {one, other} <= here for pair in ((one, other), (other, one))}
    if after == set(before):
        return False
    session.execute(delete(GroupApart).where(GroupApart.event_id == event_id))
    if after:
        session.execute(insert(GroupApart), [{"event_id": event_id, "one": one, "other": other} for one, other in sorted(after)])
    want_lists(session, event_id)
    return True


def mark_of(pairs: Iterable[tuple[str, str]]) -> str:
    """What a form carries to tell whether the pairs are still those it was filled with."""
    return "|".join(sorted(f"{one}~{other}" for one, other in pairs if one <= other))
