"""What attendees report about others; for the owners alone."""

from flask import make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.events.deeds import Deed
from matchmaker.domain.safety.report import REASONS
from matchmaker.services.deeds import note_deed
from matchmaker.services.reports import decide_report
from matchmaker.store.queries.reports import reports_of, safety_addresses
from matchmaker.web.access import Access, current_event, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db, writing
from matchmaker.web.doors import organiser
from matchmaker.web.headers import keep_secret
from matchmaker.web.wake import wake


@organiser.get("/events/<slug>/reports")
@demands(Access.OWNER)
def show_reports(slug: str) -> ResponseReturnValue:
    event = current_event()
    with writing() as log:  # a GET lends a session that can't write, and this look must be known of
        note_deed(log, Deed.REPORTS_VIEWED, event_id=event.id, actor_id=current_person().id, now=utc_now())
    session = db.session()
    shown = {"reports": reports_of(session, event.id), "told": safety_addresses(session, event.id), "reasons": REASONS}
    return keep_secret(make_response(render_template("organiser/reports.html", event=event, **shown)))


@organiser.post("/events/<slug>/reports/<int:report_id>")
@demands(Access.OWNER)
def decide_on_report(slug: str, report_id: int) -> ResponseReturnValue:
    deed = request.form.get("deed", "")
    decide_report(db.session(), current_event().id, report_id, deed, by=current_person().id, now=utc_now())
    db.session.commit()
    wake("recommend")
    return redirect(f"/organise/events/{slug}/reports?said=report-{deed}", 303)
