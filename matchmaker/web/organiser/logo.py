"""The event's logo, as its organiser changes it."""

import base64

from flask import Response, make_response, redirect, render_template
from flask.typing import ResponseReturnValue

from matchmaker.domain.events.deeds import Deed
from matchmaker.domain.photos.logo import LARGEST
from matchmaker.domain.photos.redraw import MOST_BYTES
from matchmaker.errors import BadInputError, Fault
from matchmaker.services.logos import keep_logo, remove_logo
from matchmaker.web.access import Access, current_event, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.headers import keep_secret
from matchmaker.web.organiser.log_line import log
from matchmaker.web.pictures import sent_picture


@organiser.get("/events/<slug>/logo")
@demands(Access.TEAM)
def show_logo_page(slug: str) -> ResponseReturnValue:
    return _page(current_event().logo)


@organiser.post("/events/<slug>/logo")
@demands(Access.TEAM)
def change_logo(slug: str) -> ResponseReturnValue:
    try:
        kept = keep_logo(db.session(), current_event().id, sent_picture("logo", most_bytes=MOST_BYTES, most_kept=LARGEST), now=utc_now())
    except BadInputError as error:
        return _page(current_event().logo, error.faults, status=error.status)
    log(Deed.SETTINGS_CHANGED, fields=("logo",))
    db.session.commit()
    if kept.before:
        return _page(kept.fingerprint, gone=kept.before)
    return redirect(f"/organise/events/{slug}/logo?said=logo-kept", 303)


@organiser.post("/events/<slug>/logo/remove")
@demands(Access.TEAM)
def take_logo_away(slug: str) -> ResponseReturnValue:
    gone = remove_logo(db.session(), current_event().id)
    log(Deed.SETTINGS_CHANGED, fields=("logo",))
    db.session.commit()
    return _page("", gone=gone)


def _page(logo: str, faults: tuple[Fault, ...] = (), *, gone: bytes | None = None, status: int = 200) -> Response:
    # Nothing is kept here of what is gone; the page itself holds the picture for the one who may take this back.
    held = base64.b64encode(gone).decode() if gone else ""
    page = render_template("organiser/logo.html", event=current_event(), logo=logo, faults=faults, gone=held)
    return keep_secret(make_response(page, status))
