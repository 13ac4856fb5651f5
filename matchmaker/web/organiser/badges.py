"""Badges on paper: the first page as it will be, what is on it, the sheet to download or to print from here."""

from collections.abc import Mapping, Sequence

from flask import Response, make_response, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.domain.badges.formats import NAMES, OWN
from matchmaker.domain.badges.preview import preview_page
from matchmaker.domain.badges.print_form import as_form
from matchmaker.domain.badges.printing import FIELDS, SORTS
from matchmaker.errors import Fault
from matchmaker.services.badge_printing import print_run
from matchmaker.services.badge_sheets import open_sheet, sheet_state, want_sheet, want_test_print
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
    return badges_page()


@organiser.post("/events/<slug>/badges/sheet")
@demands(Access.TEAM)
def ask_for_sheet(slug: str) -> ResponseReturnValue:
    key = house_settings().badge_key
    want_sheet(db.session(), current_event().id, asked_by=current_person().id, key=key, now=utc_now())
    db.session.commit()
    wake("badges")
    return redirect(f"/organise/events/{slug}/badges", 303)


@organiser.post("/events/<slug>/badges/test")
@demands(Access.TEAM)
def ask_for_test_print(slug: str) -> ResponseReturnValue:
    want_test_print(db.session(), current_event().id, asked_by=current_person().id, now=utc_now())
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


def badges_page(faults: Sequence[Fault] = (), *, typed: Mapping[str, str] | None = None, was: Mapping[str, str] | None = None) -> Response:
    """`typed`: a form with faults; `was`: what that form was filled with when it was opened."""
    session, settings = db.session(), house_settings()
    run = print_run(session, current_event().id, settings=settings)
    silent = is_worker_silent(session, silence_seconds=settings.worker_silence_seconds, now=utc_now())
    papers, sorts = ([(key, gettext(name)) for key, name in named.items()] for named in (NAMES, SORTS))
    choices = {"papers": papers, "sorts": sorts, "fields": FIELDS, "own": OWN, "typed": typed}
    choices["was"] = as_form(run.choice) if was is None else was
    shown = {"page": preview_page(run.badges, run.paper), "state": sheet_state(run.sheet), "worker_is_silent": silent, "faults": faults}
    return keep_secret(make_response(render_template("organiser/badges.html", run=run, **choices, **shown)))
