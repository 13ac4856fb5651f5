"""What each route demands of its visitor, declared and never implied; and who the visitor is."""

import hashlib
import hmac
from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from flask import g, request
from flask.typing import ResponseReturnValue

from matchmaker.errors import N_, NotFoundError, SignInNeededError
from matchmaker.services.checkin import Doorkeeper
from matchmaker.store.queries.desks import DeskFacts, desk_with_secret
from matchmaker.store.queries.visits import AttendeeFacts, EventFacts, PersonFacts, Visit, visit_of
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.house import house_settings
from matchmaker.web.visits import hash_id, visitor

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
TEAM_ROLES = frozenset({"owner", "host"})
DESK_ROLES = TEAM_ROLES | {"desk"}


class Access(Enum):
    """What a route demands of its visitor."""

    ANYONE = "anyone"
    SIGNED_IN = "signed in"
    ATTENDEE = "attendee of this event"
    MET = "attendee of this event, or met somebody there"
    ORGANISER = "signed in as organiser"
    ORGANISER_ACCOUNT = "organiser account"
    DESK = "a desk of this event: a paired device, or somebody of its team"
    TEAM = "team of this event"
    OWNER = "owner of this event"
    DEMO = "demo mode"
    DEMO_HERE = "demo mode, from this machine"


def demands(access: Access) -> Callable[[View], View]:
    """Declare what a route demands; goes directly above the view."""

    def declare(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]  # a mark for the door, read in `declared_access`
        return view

    return declare


def declared_access(view: object) -> Access | None:
    access = getattr(view, "access", None)
    return access if isinstance(access, Access) else None


def visit() -> Visit:
    """The visitor of this request; asked once, and only by those who need it."""
    found: Visit | None = g.get("visit")
    if found is None:
        found = g.visit = _visit_to((request.view_args or {}).get("slug"))
    return found


def enter_event(slug: str | None) -> None:
    """For an address that names no event, such as a badge's: from here on this is a visit to its event, if there is one."""
    if slug:
        g.visit = _visit_to(slug)


def _visit_to(slug: str | None) -> Visit:
    known = visitor().known_id
    slug = None if slug and "\0" in slug else slug  # no event is called so, and PostgreSQL won't even look
    return visit_of(db.session(), hash_id(known) if known else "", slug=slug, now=utc_now()) if known or slug else Visit()


def current_person() -> PersonFacts:
    person = visit().person
    if person is None:
        raise SignInNeededError(N_("Please sign in first."))
    return person


def account_of(person_id: int) -> str:
    """What a phone calls its owner by: it tells accounts apart and says nothing of them."""
    return hmac.new(house_settings().session_key, f"account|{person_id}".encode(), hashlib.sha256).hexdigest()[:24]


def known_account() -> str:
    """Of whoever this visit has turned out to be already; the database is asked nothing more."""
    found: Visit | None = g.get("visit")
    return account_of(found.person.id) if found and found.person else ""


def current_event() -> EventFacts:
    event = visit().event
    if event is None:
        raise NotFoundError
    return event


def current_attendee() -> AttendeeFacts:
    attendee = visit().attendee
    if attendee is None:
        raise NotFoundError
    return attendee


def desk_device() -> DeskFacts | None:
    """The paired device this request comes from, if it is a desk of the event the address names."""
    if "desk" not in g:
        secret, slug = request.cookies.get(house_settings().desk_cookie_name), (request.view_args or {}).get("slug", "")
        may_be = secret and slug and "\0" not in slug
        g.desk = desk_with_secret(db.session(), hash_id(secret), slug=slug, now=utc_now()) if may_be and secret else None
    found: DeskFacts | None = g.desk
    return found


def doorkeeper() -> Doorkeeper:
    """Who stands at this desk. A host on a paired phone is both: the desk is named, and the host's word counts."""
    device, here = desk_device(), visit()
    is_team = here.role in DESK_ROLES
    return Doorkeeper(
        current_event().id,
        person_id=here.person.id if here.person and is_team else None,
        desk_id=device.id if device else None,
        is_host=here.role in TEAM_ROLES,
    )
