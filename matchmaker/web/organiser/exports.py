"""Files to take along: attendees, contacts in sums, and figures; each with a link of its own that runs out."""

import secrets

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.domain.badges.seal import NONCE_BYTES
from matchmaker.domain.exports.link import export_token
from matchmaker.domain.exports.tables import KINDS
from matchmaker.domain.insights.figures import FAMILIES, ORDER
from matchmaker.errors import N_, BadRequestError
from matchmaker.services.exports import keep_figures, open_export, want_attendees
from matchmaker.services.insights import insights_page
from matchmaker.store.queries.beats import is_worker_silent
from matchmaker.store.queries.exports import export_rows
from matchmaker.web import insight_words as words
from matchmaker.web.access import Access, current_event, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings
from matchmaker.web.organiser.insights import figure_rows
from matchmaker.web.wake import wake


@organiser.get("/events/<slug>/exports")
@demands(Access.TEAM)
def show_exports(slug: str) -> ResponseReturnValue:
    session, event, settings = db.session(), current_event(), house_settings()
    files = [
        (row, export_token(settings.badge_key, event_id=event.id, export_id=row.id))
        for row in export_rows(session, event.id, now=utc_now())
    ]
    silent = is_worker_silent(session, silence_seconds=settings.worker_silence_seconds, now=utc_now())
    return keep_secret(make_response(render_template("organiser/exports.html", event=event, files=files, worker_is_silent=silent)))


@organiser.post("/events/<slug>/exports")
@demands(Access.TEAM)
def ask_for_export(slug: str) -> ResponseReturnValue:
    session, event, by = db.session(), current_event(), current_person().id
    kind, form = request.form.get("kind", ""), request.form.get("format", "")
    if kind == "attendees":
        want_attendees(session, event.id, form, by=by, now=utc_now())
    else:
        nonce = secrets.token_bytes(NONCE_BYTES)
        keep_figures(session, event.id, (kind, form), _figures(kind), by=by, key=house_settings().badge_key, nonce=nonce, now=utc_now())
    session.commit()
    wake("exports")
    return redirect(f"/organise/events/{slug}/exports?said=export-asked", 303)


@organiser.get("/events/<slug>/exports/<int:export_id>/<link>")
@demands(Access.TEAM)
def download_export(slug: str, export_id: int, link: str) -> ResponseReturnValue:
    found = open_export(db.session(), current_event().id, export_id, link, key=house_settings().badge_key, now=utc_now())
    answer = Response(found.content, mimetype=KINDS[found.format])
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-{found.kind}.{found.format}"'
    return keep_secret(answer)


def _figures(kind: str) -> list[tuple[str, ...]]:
    """The released figures as a table, heads first: those about contacts, or all of them."""
    wanted = {"contacts": FAMILIES["talks"], "insights": ORDER}.get(kind)
    if wanted is None:
        raise BadRequestError(N_("That was none of the buttons of this page, so nothing was made."))
    event = current_event()
    released = insights_page(db.session(), event.id).released
    rows: list[tuple[str, ...]] = [(gettext("Figure"), gettext("What"), gettext("People"))]
    for name in wanted:
        figure = released.figures.get(name)
        if figure is not None:
            rows += [(gettext(words.FIGURES[name][0]), *row) for row in figure_rows(figure, event.time_zone)]
    if released.pairs is not None:
        rows.append((gettext(words.FIGURES["talks"][0]), gettext("pairs who talked"), str(released.pairs)))
    return rows
