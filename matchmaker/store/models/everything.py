"""Imports every model, for those who need the whole schema."""

from sqlalchemy.orm import configure_mappers

from matchmaker.store.base import Base
from matchmaker.store.models import (
    attendees,
    badges,
    checkin,
    contacts,
    deeds,
    events,
    exports,
    groups,
    insights,
    interest_edits,
    mail,
    mailings,
    matches,
    matching,
    people,
    proposals,
    roster,
    safety,
    signin,
    team,
    warm,
    work,
)

MODULES = (
    *(attendees, badges, checkin, contacts, deeds, events, exports, groups, insights, interest_edits, mail, mailings),
    *(matches, matching, people, proposals, roster, safety, signin, team, warm, work),
)
METADATA = Base.metadata


def know_every_model() -> None:
    """Configure the mappers now rather than in the first request, where threads would wait for each other."""
    configure_mappers()
