"""Badges at the desk: one printed alone, a lost one replaced, a sheet printed straight from the browser."""

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.badges.formats import Paper
from matchmaker.domain.badges.preview import preview_pages
from matchmaker.errors import N_, BadRequestError
from matchmaker.services.badge_printing import find_badges, printed_sheet, sheet_paper
from matchmaker.services.badge_sheets import replace_lost_badge, sheet_state, want_one_badge
from matchmaker.store.queries.badge_sheets import print_choice
from matchmaker.web.access import Access, current_event, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings
from matchmaker.web.wake import wake

MOST_SHEETS = 25  # on one page of a browser; a PDF has no such limit


@organiser.get("/events/<slug>/badges/one")
@demands(Access.TEAM)
def find_badge(slug: str) -> ResponseReturnValue:
    words = request.args.get("search", "")[:100]
    session, event_id = db.session(), current_event().id
    found, paper = find_badges(session, event_id, words), print_choice(session, event_id).sheet
    shown = {"words": words, "found": found, "paper": paper, "place": _place(request.args.get("place", ""))}
    return keep_secret(make_response(render_template("organiser/badge_one.html", **shown)))


@organiser.post("/events/<slug>/badges/one")
@demands(Access.TEAM)
def print_badge(slug: str) -> ResponseReturnValue:
    me, key, place = current_person().id, house_settings().badge_key, _place(request.form.get("place", ""))
    sheet_id = want_one_badge(db.session(), current_event().id, _attendee(), asked_by=me, key=key, now=utc_now(), place=place)
    db.session.commit()
    wake("badges")
    return redirect(f"/organise/events/{slug}/badges/sheets/{sheet_id}", 303)


@organiser.post("/events/<slug>/badges/lost")
@demands(Access.TEAM)
def replace_badge(slug: str) -> ResponseReturnValue:
    me, key, place = current_person().id, house_settings().badge_key, _place(request.form.get("place", ""))
    sheet_id = replace_lost_badge(db.session(), current_event().id, _attendee(), asked_by=me, key=key, now=utc_now(), place=place)
    db.session.commit()
    wake("badges")
    return redirect(f"/organise/events/{slug}/badges/sheets/{sheet_id}?said=badge-replaced", 303)


@organiser.get("/events/<slug>/badges/sheets/<int:sheet_id>")
@demands(Access.TEAM)
def show_sheet(slug: str, sheet_id: int) -> ResponseReturnValue:
    start = min(max(request.args.get("from", 1, int), 1), 1_000_000)
    session, settings = db.session(), house_settings()
    printed = printed_sheet(session, current_event().id, sheet_id, settings=settings, first_page=start, most_pages=MOST_SHEETS)
    shown = {"pages": list(preview_pages(printed.badges, printed.paper, place=printed.place)), "most": MOST_SHEETS}
    state = sheet_state(printed.sheet)
    return keep_secret(make_response(render_template("organiser/badge_sheet.html", printed=printed, state=state, **shown)))


@organiser.get("/events/<slug>/badges/sheets/<int:sheet_id>.css")
@demands(Access.TEAM)
def style_sheet(slug: str, sheet_id: int) -> ResponseReturnValue:
    """The size of this sheet's paper: a rule for pages can't stand in the page itself, as no style does."""
    return page_rules(sheet_paper(db.session(), current_event().id, sheet_id))


@organiser.get("/events/<slug>/badges/paper.css")
@demands(Access.TEAM)
def style_preview(slug: str) -> ResponseReturnValue:
    return page_rules(print_choice(db.session(), current_event().id).sheet)


def page_rules(paper: Paper) -> Response:
    rules = (
        f"@page {{ size: {paper.width:g}mm {paper.height:g}mm; margin: 0; }}\n"
        f"@media print {{ .paper {{ inline-size: {paper.width:g}mm; block-size: {paper.height:g}mm; }} }}\n"
    )
    return keep_secret(Response(rules, mimetype="text/css"))


def _attendee() -> int:
    attendee = request.form.get("attendee", "")
    if not (attendee.isascii() and attendee.isdigit() and len(attendee) < 10):
        raise BadRequestError(N_("Choose whose badge it is."))
    return int(attendee)


def _place(text: str) -> int:
    """Where on the page a badge goes; whatever is no place is the first."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 1
