"""Imports every model, for those who need the whole schema: migrations and tests."""

from matchmaker.store.base import Base
from matchmaker.store.models import attendees, badges, contacts, events, mail, matches, people, roster, signin, work

MODULES = (attendees, badges, contacts, events, mail, matches, people, roster, signin, work)
METADATA = Base.metadata
