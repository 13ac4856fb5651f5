"""The guard at every door: lets in whoever meets what a route demands, and nobody else."""

from collections.abc import Callable
from ipaddress import ip_address

from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.errors import N_, NoDeskError, NotFoundError, NotOpenError
from matchmaker.services.desks import note_desk_seen
from matchmaker.services.devices import note_seen
from matchmaker.store.queries.contacts import has_met_at
from matchmaker.store.queries.visits import present_slug
from matchmaker.web.access import (
    DESK_ROLES,
    TEAM_ROLES,
    Access,
    current_attendee,
    current_event,
    current_person,
    declared_access,
    desk_device,
    visit,
)
from matchmaker.web.clock import utc_now
from matchmaker.web.database import SAFE_METHODS, db
from matchmaker.web.house import house_settings
from matchmaker.web.visits import hash_id, visitor


def guard_doors(app: Flask) -> None:
    app.before_request(_check_visitor)


def refuse_undeclared(app: Flask) -> None:
    """Stop the start when a route forgot to say who may use it."""
    undeclared = sorted(rule.rule for rule in app.url_map.iter_rules() if declared_access(app.view_functions[rule.endpoint]) is None)
    if undeclared:
        raise RuntimeError(f"These routes don't declare who may use them: {', '.join(undeclared)}")


def is_here(remote_address: str | None) -> bool:
    try:
        return ip_address(remote_address or "").is_loopback
    except ValueError:
        return False


def _check_visitor() -> ResponseReturnValue | None:
    if request.url_rule is None:
        return None  # nothing is there; the error page answers
    moved = _moved()
    if moved:
        return redirect(moved, 308)  # a form that was sent is sent again, with everything in it
    access = declared_access(current_app.view_functions[request.url_rule.endpoint])
    if request.blueprint == "attendee":
        _keep_drafts_shut()
    _CHECKS[access or Access.TEAM]()
    if request.method not in SAFE_METHODS and access is Access.DESK and (device := desk_device()):
        note_desk_seen(db.session(), device, now=utc_now())
    elif request.method not in SAFE_METHODS and access in _OF_SIGNED_IN:
        note_seen(db.session(), hash_id(visitor().known_id or ""), seen_at=current_person().seen_at, now=utc_now())
    return None


def _moved() -> str | None:
    """Where the page asked for is now, if its event has another short address by now."""
    slug = (request.view_args or {}).get("slug")
    if not slug or "\0" in slug or visit().event is not None:
        return None
    now = present_slug(db.session(), slug)
    if now is None:
        return None
    query = f"?{request.query_string.decode('ascii', 'ignore')}" if request.query_string else ""
    return url_for(request.endpoint or "", **{**(request.view_args or {}), "slug": now}) + query


def _keep_drafts_shut() -> None:
    """A draft is shown to its team alone; everybody else hears that it is not open yet."""
    event = visit().event
    if event is not None and event.opened_at is None and visit().role not in TEAM_ROLES:
        raise NotOpenError(N_("This event is not open yet. Its organiser is still preparing it; the address stays the same."))


_OF_SIGNED_IN = frozenset({Access.SIGNED_IN, Access.ATTENDEE, Access.ORGANISER, Access.ORGANISER_ACCOUNT, Access.TEAM, Access.DESK})


def _anyone() -> None:
    """No demand."""


def _signed_in() -> None:
    current_person()


def _attendee() -> None:
    current_event()
    current_person()
    current_attendee()


def _met() -> None:
    """What two people exchanged is theirs, so it stays open to whoever is no attendee any more."""
    event, person = current_event(), current_person()
    if visit().attendee is None and not has_met_at(db.session(), event_id=event.id, person_id=person.id):
        raise NotFoundError


def _organiser() -> None:
    if current_person().purpose != "organiser":
        raise NotFoundError


def _organiser_account() -> None:
    if not current_person().may_create_events:
        raise NotFoundError


def _desk() -> None:
    if desk_device() is not None:
        return
    if visit().person is None:  # a device that was shut out is asked to come in anew, and keeps what it holds until then
        raise NoDeskError(N_("It was closed, its time is over, or it never was one. A new code from the event’s page “Check-in” opens it."))
    current_event()
    if visit().role not in DESK_ROLES:
        raise NotFoundError


def _team() -> None:
    current_person()
    current_event()
    if visit().role not in TEAM_ROLES:
        raise NotFoundError


def _owner() -> None:
    _team()
    if visit().role != "owner":
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
    Access.MET: _met,
    Access.ORGANISER: _organiser,
    Access.ORGANISER_ACCOUNT: _organiser_account,
    Access.DESK: _desk,
    Access.TEAM: _team,
    Access.OWNER: _owner,
    Access.DEMO: _demo,
    Access.DEMO_HERE: _demo_here,
}
