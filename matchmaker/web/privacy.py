"""What is kept of oneself: to see, to take along, to set right, and the events to leave."""

import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from flask import Response, make_response, redirect, render_template, request, send_file
from flask.typing import ResponseReturnValue

from matchmaker.errors import BadInputError, Fault
from matchmaker.services.corrections import change_name
from matchmaker.services.leaving import come_back
from matchmaker.services.own_deeds import deeds_about, words_of
from matchmaker.services.takeout import Takeout, pack
from matchmaker.store.queries.takeout import places_of
from matchmaker.web.access import Access, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import site
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings
from matchmaker.web.lately import bear_event, event_query
from matchmaker.web.takeout_words import label
from matchmaker.web.wake import wake

MOST_DEEDS = 10  # on the page; all of them are in the file
ENDINGS = {b"\xff\xd8": "jpg", b"\x89P": "png", b"RI": "webp"}


@site.get("/me/data")
@demands(Access.SIGNED_IN)
def show_my_data() -> ResponseReturnValue:
    return _page(current_person().name)


@site.get("/me/data/my-data.zip")
@demands(Access.SIGNED_IN)
def download_my_data() -> ResponseReturnValue:
    file = _packed(pack(db.session(), current_person().id, now=utc_now()))
    return keep_secret(send_file(file, "application/zip", as_attachment=True, download_name="my-data.zip"))


@site.post("/me/data/name")
@demands(Access.SIGNED_IN)
def correct_my_name() -> ResponseReturnValue:
    typed = request.form.get("name", "")
    try:
        change_name(db.session(), current_person().id, typed, now=utc_now())
    except BadInputError as error:
        return _page(typed, error.faults, status=error.status)
    db.session.commit()
    wake("recommend")
    return redirect(f"/me/data?said=saved{event_query('&')}", 303)


@site.post("/me/data/come-back")
@demands(Access.SIGNED_IN)
def undo_leaving() -> ResponseReturnValue:
    token, settings = request.form.get("left", ""), house_settings()
    come_back(db.session(), current_person().id, token, key=settings.signin_key, now=utc_now())
    db.session.commit()
    wake("recommend")
    return redirect("/me/data?said=came-back", 303)


def _page(name: str, faults: tuple[Fault, ...] = (), *, status: int = 200) -> Response:
    bear_event()
    places, now = places_of(db.session(), current_person().id), utc_now()
    done = [(line, *words_of(line)) for line in reversed(deeds_about(db.session(), current_person().id)[-MOST_DEEDS:])]
    slots = {
        "done": done,
        "person": current_person(),
        "places": places,
        "now": now,
        "name": name,
        "faults": faults,
        "left": request.args.get("left", ""),
    }
    return keep_secret(make_response(render_template("me/privacy.html", **slots), status))


def _packed(mine: Takeout) -> BytesIO:
    """One file for programs, one to read, and the pictures."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        packed.writestr("my-data.json", json.dumps(mine.told, ensure_ascii=False, indent=1))
        packed.writestr("my-data.html", render_template("me/takeout.html", told=mine.told, label=label))
        for slug, picture in mine.photos.items():
            packed.writestr(f"photo-{slug}.{ENDINGS.get(picture[:2], 'bin')}", picture)
    file.seek(0)
    return file
