"""A seat's link: whoever holds it says who they are, proves their address, and the seat is theirs."""

from dataclasses import replace

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.errors import N_, Fault
from matchmaker.services.seats import seat_behind
from matchmaker.services.signin import SignInForm
from matchmaker.web.access import Access, current_event, demands
from matchmaker.web.attendee.join import event_entrance, event_slots
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.entrances import Entrance, EntrancePage, take_address
from matchmaker.web.headers import keep_secret

NO_SEAT = N_("This seat is taken, or its link is not whole. Ask whoever gave you the link, or come in with your own address.")


@attendee.get("/seat")
@demands(Access.ANYONE)
def show_seat(slug: str) -> ResponseReturnValue:
    return _page()


@attendee.post("/seat")
@demands(Access.ANYONE)
def claim_my_seat(slug: str) -> ResponseReturnValue:
    event = current_event()
    seat_id = seat_behind(db.session(), event.id, request.form.get("token", "")) if event.closed_at is None else None
    if seat_id is None:
        return _page((Fault("", NO_SEAT),), status=422)
    return take_address(_entrance(), asks_name=True, seat_id=seat_id)


def _entrance() -> Entrance:
    """The event's own, but for its page: a fault in the form must not lose the link."""
    ask = url_for("attendee.claim_my_seat", slug=current_event().slug)
    return replace(
        event_entrance(), template="signin/seat.html", ask=ask, slots=lambda: {**event_slots(), "token": request.form.get("token", "")}
    )


def _page(faults: tuple[Fault, ...] = (), status: int = 200) -> ResponseReturnValue:
    form = SignInForm(request.form.get("email", ""), request.form.get("name", ""))
    page = EntrancePage(_entrance(), None, form, faults)
    return keep_secret(make_response(render_template("signin/seat.html", page=page, token="", **event_slots()), status))
