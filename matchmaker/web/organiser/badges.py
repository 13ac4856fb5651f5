"""Badges on paper: the first page as it will be, and the sheet to download."""

from flask import Response, make_response, redirect, render_template
from flask.typing import ResponseReturnValue

from matchmaker.domain.badges.layout import A4_EIGHT, BAND, MARK
from matchmaker.domain.badges.preview import preview_page
from matchmaker.services.badge_sheets import open_sheet, print_run, sheet_state, want_sheet
from matchmaker.store.queries.beats import is_worker_silent
from matchmaker.web.access import Access, current_event, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings
from matchmaker.web.wake import wake


@organiser.get("/events/<slug>/badges")
@demands(Access.TEAM)
def show_badges(slug: str) -> ResponseReturnValue:
    session, settings = db.session(), house_settings()
    run = print_run(session, current_event().id, settings=settings)
    silent = is_worker_silent(session, silence_seconds=settings.worker_silence_seconds, now=utc_now())
    drawing = {"page": preview_page(run.badges), "paper": A4_EIGHT, "band": BAND, "mark_box": MARK}
    page = render_template("organiser/badges.html", run=run, state=sheet_state(run.sheet), worker_is_silent=silent, **drawing)
    return keep_secret(make_response(page))


@organiser.post("/events/<slug>/badges/sheet")
@demands(Access.TEAM)
def ask_for_sheet(slug: str) -> ResponseReturnValue:
    key = house_settings().badge_key
    want_sheet(db.session(), current_event().id, asked_by=current_person().id, key=key, now=utc_now())
    db.session.commit()
    wake("badges")
    return redirect(f"/organise/events/{slug}/badges", 303)


@organiser.get("/events/<slug>/badges/sheets/<int:sheet_id>.pdf")
@demands(Access.TEAM)
def download_sheet(slug: str, sheet_id: int) -> ResponseReturnValue:
    pdf = open_sheet(db.session(), current_event().id, sheet_id, key=house_settings().badge_key)
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="badges-{slug}.pdf"'
    return keep_secret(answer)
