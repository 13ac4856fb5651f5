"""Seats that wait for a name, with the links to hand out."""

from io import BytesIO

from flask import make_response, render_template, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.domain.events.deeds import Deed
from matchmaker.domain.exports.tables import csv_of
from matchmaker.services.deeds import note_deed
from matchmaker.services.seats import OpenSeat, open_seats
from matchmaker.web.access import Access, current_event, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings
from matchmaker.web.paging import page_of


@organiser.get("/events/<slug>/roster/seats")
@demands(Access.TEAM)
def show_seats(slug: str) -> ResponseReturnValue:
    page, origin = page_of(_seats()), house_settings().origin
    return keep_secret(make_response(render_template("organiser/seats.html", event=current_event(), page=page, origin=origin)))


@organiser.post("/events/<slug>/roster/seats.csv")
@demands(Access.TEAM)
def download_seats(slug: str) -> ResponseReturnValue:
    event, seats, origin = current_event(), _seats(), house_settings().origin
    rows = [(seat.ticket, seat.label, seat.group, origin + seat.path) for seat in seats]
    note_deed(db.session(), Deed.SEATS_DOWNLOADED, event_id=event.id, actor_id=current_person().id, now=utc_now(), count=len(rows))
    db.session.commit()
    table = csv_of((_("Ticket number"), _("On the ticket"), _("Group"), _("Link")), rows)
    return keep_secret(send_file(BytesIO(table), "text/csv", as_attachment=True, download_name=f"seats-{event.slug}.csv"))


def _seats() -> tuple[OpenSeat, ...]:
    event = current_event()
    return open_seats(db.session(), event.id, slug=event.slug, key=house_settings().badge_key)
