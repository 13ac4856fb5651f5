"""Who stands at the door, and what each route demands: declared, never implied."""

from collections.abc import Callable
from enum import Enum
from ipaddress import ip_address
from typing import TypeVar

from flask import Flask, current_app, g, request
from flask.typing import ResponseReturnValue

from matchmaker.errors import N_, NotFoundError, SignInNeededError
from matchmaker.store.queries.visits import AttendeeFacts, EventFacts, PersonFacts, Visit, visit_of
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.house import house_settings
from matchmaker.web.visits import hash_id, visitor

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
TEAM_ROLES = frozenset({"owner", "host"})


class Access(Enum):
    """What a route demands of its visitor."""

    ANYONE = "anyone"
    SIGNED_IN = "signed in"
    ATTENDEE = "attendee of this event"
    ORGANISER = "signed in as organiser"
    ORGANISER_ACCOUNT = "organiser account"
    TEAM = "team of this event"
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


def guard_doors(app: Flask) -> None:
    app.before_request(_check_visitor)


def refuse_undeclared(app: Flask) -> None:
    """Stop the start when a route forgot to say who may use it."""
    undeclared = sorted(rule.rule for rule in app.url_map.iter_rules() if declared_access(app.view_functions[rule.endpoint]) is None)
    if undeclared:
        raise RuntimeError(f"These routes don't declare who may use them: {', '.join(undeclared)}")


def visit() -> Visit:
    """The visitor of this request; asked once, and only by those who need it."""
    if "visit" not in g:
        g.visit = _visit_to((request.view_args or {}).get("slug"))
    found: Visit = g.visit
    return found


def enter_event(slug: str | None) -> None:
    """For an address that names no event, such as a badge's: from here on this is a visit to its event, if there is one."""
    if slug:
        g.visit = _visit_to(slug)


def _visit_to(slug: str | None) -> Visit:
    known = visitor().known_id
    return visit_of(db.session(), hash_id(known) if known else "", slug=slug, now=utc_now()) if known or slug else Visit()


def current_person() -> PersonFacts:
    person = visit().person
    if person is None:
        raise SignInNeededError(N_("Please sign in first."))
    return person


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


def is_here(remote_address: str | None) -> bool:
    try:
        return ip_address(remote_address or "").is_loopback
    except ValueError:
        return False


def _check_visitor() -> None:
    if request.url_rule is None:
        return  # nothing is there; the error page answers
    access = declared_access(current_app.view_functions[request.url_rule.endpoint])
    _CHECKS[access or Access.TEAM]()


def _anyone() -> None:
    """No demand."""


def _signed_in() -> None:
    current_person()


def _attendee() -> None:
    current_event()
    current_person()
    current_attendee()


def _organiser() -> None:
    if current_person().purpose != "organiser":
        raise NotFoundError


def _organiser_account() -> None:
    if not current_person().may_create_events:
        raise NotFoundError


def _team() -> None:
    current_person()
    current_event()
    if visit().role not in TEAM_ROLES:
        raise NotFoundError


def _demo() -> None:
    if not house_settings().demo:
        raise NotFoundError


def _demo_here() -> None:
    _demo()
    if not is_here(request.remote_addr):
        raise NotFoundError


_CHECKS: dict[Access, Callable[[], None]] = {
    Access.ANYONE: _anyone,
    Access.SIGNED_IN: _signed_in,
    Access.ATTENDEE: _attendee,
    Access.ORGANISER: _organiser,
    Access.ORGANISER_ACCOUNT: _organiser_account,
    Access.TEAM: _team,
    Access.DEMO: _demo,
    Access.DEMO_HERE: _demo_here,
}
