"""A new event from a past one: what is said about it, its interests, logo and groups, how lists are made, the team. Never its attendees."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, literal, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.interests.tags import tag_line
from matchmaker.errors import NotFoundError
from matchmaker.store.base import UtcTime
from matchmaker.store.models.events import Event, EventLogo, EventRole
from matchmaker.store.models.groups import GroupApart
from matchmaker.store.models.matching import StoredSetup
from matchmaker.store.queries.events import known_tags

COPIED_BY = ("owner", "host")


@dataclass(frozen=True, slots=True)
class Model:
    """The event that is copied, with its interests as lines of the form."""

    event: Event
    interests: str


def event_to_copy(session: Session, slug: str, person_id: int) -> Model:
    """Raises
    ------
    NotFoundError
        No such event, or one of another team.
    """
    mine = EventRole.role.in_(COPIED_BY) & (EventRole.person_id == person_id)
    found = select(Event).join(EventRole, EventRole.event_id == Event.id).where(Event.slug == slug, mine)
    event = session.scalars(found).one_or_none()
    if event is None:
        raise NotFoundError
    return Model(event, "\n".join(tag_line(tag) for tag in known_tags(session, event.id)))


def copy_the_rest(session: Session, model: Model, event_id: int, *, team: bool, now: datetime) -> None:
    """What no form shows: how lists are made, which groups stay apart, the logo and, if wanted, everybody of the team in their role."""
    _copy_groups_and_logo(session, model.event, event_id, now=now)
    setup = select(literal(event_id), StoredSetup.settings, literal("none"), literal(0), literal(now, UtcTime))
    columns = ["event_id", "settings", "draft_state", "draft_number", "changed_at"]
    session.execute(insert(StoredSetup).from_select(columns, setup.where(StoredSetup.event_id == model.event.id), include_defaults=False))
    if not team:
        return
    already = select(EventRole.person_id).where(EventRole.event_id == event_id)
    others = select(literal(event_id), EventRole.person_id, EventRole.role, literal(now, UtcTime))
    others = others.where(EventRole.event_id == model.event.id, EventRole.person_id.not_in(already))
    columns = ["event_id", "person_id", "role", "created_at"]
    session.execute(insert(EventRole).from_select(columns, others, include_defaults=False))


def _copy_groups_and_logo(session: Session, event: Event, event_id: int, *, now: datetime) -> None:
    apart = select(literal(event_id), GroupApart.one, GroupApart.other).where(GroupApart.event_id == event.id)
    session.execute(insert(GroupApart).from_select(["event_id", "one", "other"], apart, include_defaults=False))
    logo = select(literal(event_id), EventLogo.picture, EventLogo.fingerprint, literal(now, UtcTime)).where(EventLogo.event_id == event.id)
    columns = ["event_id", "picture", "fingerprint", "made_at"]
    session.execute(insert(EventLogo).from_select(columns, logo, include_defaults=False))
    session.execute(update(Event).where(Event.id == event_id).values(logo=event.logo))
