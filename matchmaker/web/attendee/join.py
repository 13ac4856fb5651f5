"""An event's own address: what it is, and the way in for those who come."""

from collections.abc import Mapping

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from matchmaker.domain.events.steps import takes_newcomers
from matchmaker.errors import BadInputError, Fault
from matchmaker.services.arrivals import Entered, SignInDoor, join_as
from matchmaker.services.invitations import KnownAddress, enter_with_invitation
from matchmaker.services.join_codes import knows_join_code
from matchmaker.services.signin import SignInForm
from matchmaker.store.queries.signin import people_at
from matchmaker.web.access import Access, current_event, current_person, demands, visit
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.entrances import Entrance, come_in, show_entrance, show_link, take_address, take_code, take_link, way_on
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings
from matchmaker.web.languages import comma
from matchmaker.web.origin import proves_itself
from matchmaker.web.times import day_text, time_text


@attendee.get("/")
@demands(Access.ANYONE)
def show_join(slug: str) -> ResponseReturnValue:
    me = visit().attendee
    if me is not None and "other" not in request.args:
        return redirect(f"/e/{slug}/{'matches' if me.interests_saved_at else 'interests'}", 303)
    return show_entrance(event_entrance())


@attendee.post("/join")
@demands(Access.ANYONE)
def ask_to_join(slug: str) -> ResponseReturnValue:
    try:
        knows_code = _knows_code()
    except BadInputError as wrong:
        db.session.commit()  # the try counts
        return show_entrance(event_entrance(), form=_typed(), faults=wrong.faults, status=wrong.status)
    if "as_me" in request.form:
        return _join_as_me(knows_code=knows_code)
    return take_address(event_entrance(knows_code=knows_code), asks_name=_asks_name(knows_code=knows_code))


@attendee.post("/code")
@demands(Access.ANYONE)
def enter_code(slug: str) -> ResponseReturnValue:
    return take_code(event_entrance())


@attendee.get("/in")
@demands(Access.ANYONE)
def show_event_link(slug: str) -> ResponseReturnValue:
    return show_link(event_entrance())


@attendee.post("/in")
@proves_itself
@demands(Access.ANYONE)
def enter_event_link(slug: str) -> ResponseReturnValue:
    return take_link(event_entrance())


@attendee.get("/invitation")
@demands(Access.ANYONE)
def show_invitation(slug: str) -> ResponseReturnValue:
    return keep_secret(make_response(render_template("signin/invitation.html", **event_slots())))


@attendee.post("/invitation")
@proves_itself
@demands(Access.ANYONE)
def enter_invitation(slug: str) -> ResponseReturnValue:
    token = request.form.get("token", "")
    result = enter_with_invitation(db.session(), token, current_event(), settings=house_settings(), now=utc_now())
    if isinstance(result, Entered):
        return come_in(result)
    if isinstance(result, KnownAddress):
        return show_entrance(event_entrance(), form=SignInForm(result.email, result.name))
    return show_entrance(event_entrance(), form=SignInForm("", ""), faults=(Fault("", result.sentence, result.values),), status=422)


def _knows_code() -> bool:
    typed, network = request.form.get("join_code", ""), request.remote_addr or ""
    return knows_join_code(db.session(), current_event(), typed, network=network, settings=house_settings(), now=utc_now())


def _asks_name(*, knows_code: bool) -> bool:
    """Whoever left the event's code out may be on the list and need no name; one that was typed is kept for when the code follows."""
    event, is_typed = current_event(), bool(request.form.get("name", "").strip())
    return takes_newcomers(event, knows_code=knows_code) or (is_typed and takes_newcomers(event, knows_code=True))


def _typed() -> SignInForm:
    return SignInForm(request.form.get("email", ""), request.form.get("name", ""), request.form.get("next", ""))


def _join_as_me(*, knows_code: bool) -> ResponseReturnValue:
    me = current_person()
    result = join_as(db.session(), current_event(), me.id, name=me.name, now=utc_now(), knows_code=knows_code)
    if not isinstance(result, Entered):
        return show_entrance(event_entrance(), form=SignInForm("", ""), faults=(Fault("", result.sentence),), status=422)
    db.session.commit()
    return redirect(way_on(result), 303)


def event_entrance(*, knows_code: bool = False) -> Entrance:
    """The way in at this event, for every page of it that asks for an address."""
    slug = current_event().slug
    ask, code, link = (url_for(f"attendee.{view}", slug=slug) for view in ("ask_to_join", "enter_code", "enter_event_link"))
    start = url_for("attendee.show_join", slug=slug)
    return Entrance(SignInDoor("attendee", current_event(), knows_code), "attendee/join.html", start, ask, code, link, event_slots)


def event_slots() -> Mapping[str, object]:
    """What every page before the door says of the event."""
    event = current_event()
    people = people_at(db.session(), event.id)
    facts = [("meet", f"{day_text(event.starts_at, event.time_zone)}{comma()}{time_text(event.starts_at, event.time_zone)}")]
    facts += [("place", event.place)] if event.place else []
    facts += [("people", ngettext("%(num)s person", "%(num)s people", people))] if people else []
    return {
        "event": event,
        "facts": facts,
        "takes_everyone": takes_newcomers(event, knows_code=True),
        "is_closed": event.closed_at is not None,
    }
