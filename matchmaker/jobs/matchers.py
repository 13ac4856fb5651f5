"""A matcher, its rules and its history as an event's organiser has set them."""

from itertools import product

from sqlalchemy.orm import Session

from matchmaker.domain.matching import Matcher  # a second of imports as the worker starts, not in front of the first who waits
from matchmaker.domain.matching.profile import Rules
from matchmaker.domain.matching.setup import MatchingSetup
from matchmaker.jobs.workshop import Workshop
from matchmaker.store.queries.history import History, history_profiles

Pairs = tuple[tuple[str, str], ...]
# Every rebuild reads their words anew, and people wait for it: the newest are enough to tell which words are rare.
MOST_TEACHERS = 2_000


def make_matcher(setup: MatchingSetup) -> Matcher:
    """What pages promise holds here too: nobody is ranked by how popular they are, so answers teach nothing about one person alone."""
    return Matcher(**setup.as_settings(Matcher().get_params()), learns_from=setup.learns_from, person_effects=0.0)


def setup_key(setup: MatchingSetup, length: int, groups_apart: Pairs) -> str:
    """What tells lists apart that were made for another setup, another length or other groups that may meet."""
    return f"{length} {setup}" + (f" {groups_apart}" if groups_apart else "")


def make_rules(setup: MatchingSetup, groups_apart: Pairs) -> Rules:
    """Of the groups that some rule names, whatever it does not keep apart may meet; people of other groups meet everybody."""
    if not groups_apart:
        return Rules(**setup.as_rules())
    named, apart = sorted({one for one, _ in groups_apart}), set(groups_apart)
    return Rules(**setup.as_rules(), may_meet=[pair for pair in product(named, named) if pair not in apart])


def read_history(session: Session, event_id: int, setup: MatchingSetup, workshop: Workshop) -> History:
    """The people of earlier events, or nobody if the organiser doesn't want them to teach."""
    if not setup.history:
        return History()
    days = workshop.settings.retention_days
    return history_profiles(session, event_id, now=workshop.now(), retention_days=days, most=MOST_TEACHERS)
