"""An event's own address: what it is, and the way in for those who come."""

from collections.abc import Mapping

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from matchmaker.errors import Fault
from matchmaker.services.arrivals import Entered, SignInDoor, join_as
from matchmaker.services.invitations import KnownAddress, enter_with_invitation
from matchmaker.services.signin import SignInForm
from matchmaker.store.queries.signin import people_at
from matchmaker.store.queries.visits import EventFacts
from matchmaker.web.access import Access, current_event, current_person, demands, visit
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.entrances import Entrance, come_in, show_entrance, show_link, take_address, take_code, take_link, way_on
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings
from matchmaker.web.origin import proves_itself
from matchmaker.web.times import day_text, time_text


@attendee.get("/")
@demands(Access.ANYONE)
def show_join(slug: str) -> ResponseReturnValue:
    me = visit().attendee
    if me is not None and "other" not in request.args:
        return redirect(f"/e/{slug}/{'matches' if me.interests_saved_at else 'interests'}", 303)
    return show_entrance(_entrance())


@attendee.post("/join")
@demands(Access.ANYONE)
def ask_to_join(slug: str) -> ResponseReturnValue:
    if "as_me" in request.form:
        return _join_as_me()
    return take_address(_entrance(), asks_name=_takes_everyone(current_event()))


@attendee.post("/code")
@demands(Access.ANYONE)
def enter_code(slug: str) -> ResponseReturnValue:
    return take_code(_entrance())


@attendee.get("/in")
@demands(Access.ANYONE)
def show_event_link(slug: str) -> ResponseReturnValue:
    return show_link(_entrance())


@attendee.post("/in")
@proves_itself
@demands(Access.ANYONE)
def enter_event_link(slug: str) -> ResponseReturnValue:
    return take_link(_entrance())


@attendee.get("/invitation")
@demands(Access.ANYONE)
def show_invitation(slug: str) -> ResponseReturnValue:
    return keep_secret(make_response(render_template("signin/invitation.html", **_event_slots())))


@attendee.post("/invitation")
@proves_itself
@demands(Access.ANYONE)
def enter_invitation(slug: str) -> ResponseReturnValue:
    token = request.form.get("token", "")
    result = enter_with_invitation(db.session(), token, current_event(), settings=house_settings(), now=utc_now())
    if isinstance(result, Entered):
        return come_in(result)
    if isinstance(result, KnownAddress):
        return show_entrance(_entrance(), form=SignInForm(result.email, result.name))
    return show_entrance(_entrance(), form=SignInForm("", ""), faults=(Fault("", result.sentence, result.values),), status=422)


def _join_as_me() -> ResponseReturnValue:
    result = join_as(db.session(), current_event(), current_person().id, name=current_person().name, now=utc_now())
    if not isinstance(result, Entered):
        return show_entrance(_entrance(), form=SignInForm("", ""), faults=(Fault("", result.sentence),), status=422)
    db.session.commit()
    return redirect(way_on(result), 303)


def _entrance() -> Entrance:
    slug = current_event().slug
    ask, code, link = (url_for(f"attendee.{view}", slug=slug) for view in ("ask_to_join", "enter_code", "enter_event_link"))
    start = url_for("attendee.show_join", slug=slug)
    return Entrance(SignInDoor("attendee", current_event()), "attendee/join.html", start, ask, code, link, _event_slots)


def _event_slots() -> Mapping[str, object]:
    event = current_event()
    people = people_at(db.session(), event.id)
    facts = [("meet", f"{day_text(event.starts_at, event.time_zone)}, {time_text(event.starts_at, event.time_zone)}")]
    facts += [("place", event.place)] if event.place else []
    facts += [("people", ngettext("%(num)s person", "%(num)s people", people))] if people else []
    return {"event": event, "facts": facts, "takes_everyone": _takes_everyone(event), "is_closed": event.closed_at is not None}


def _takes_everyone(event: EventFacts) -> bool:
    return event.join_policy == "open" and event.closed_at is None
