"""Your five people, to print or to keep for the day."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.services.match_sheet import sheet_for
from matchmaker.web.access import Access, current_attendee, current_event, demands
from matchmaker.web.attendee.matches import ids_in
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.fresh import answer_if_changed, print_of
from matchmaker.web.house import house_settings


@attendee.get("/matches/sheet")
@demands(Access.ATTENDEE)
def show_match_sheet(slug: str) -> ResponseReturnValue:
    event, me = current_event(), current_attendee()
    asked = ids_in(",".join(request.args.getlist("who")))
    sheet = sheet_for(db.session(), event, me, asked, limit=house_settings().list_length, now=utc_now())
    page = render_template("attendee/match_sheet.html", sheet=sheet, event=event, me=me)
    return answer_if_changed(page, print_of(page))
