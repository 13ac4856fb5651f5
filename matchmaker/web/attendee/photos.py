"""My photo, and those of the people I may see."""

import base64

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.photos.redraw import LARGEST, MOST_BYTES
from matchmaker.errors import BadInputError, Fault
from matchmaker.services.photos import keep_photo, remove_photo, see_photo
from matchmaker.store.queries.photos import own_photo
from matchmaker.web.access import Access, current_attendee, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.headers import keep_secret
from matchmaker.web.pictures import sent_picture


@attendee.get("/interests/photo")
@demands(Access.ATTENDEE)
def show_my_photo(slug: str) -> ResponseReturnValue:
    return _page()


@attendee.post("/interests/photo")
@demands(Access.ATTENDEE)
def save_my_photo(slug: str) -> ResponseReturnValue:
    me = current_attendee()
    try:
        kept = keep_photo(db.session(), me.event_id, me.id, sent_picture("photo", most_bytes=MOST_BYTES, most_kept=LARGEST), now=utc_now())
    except BadInputError as error:
        return _page(error.faults, status=error.status)
    db.session.commit()
    if kept.before:
        return _page(gone=kept.before)
    return redirect(f"/e/{slug}/interests/photo?said=photo-kept", 303)


@attendee.post("/interests/photo/remove")
@demands(Access.ATTENDEE)
def remove_my_photo(slug: str) -> ResponseReturnValue:
    me = current_attendee()
    gone = remove_photo(db.session(), me.event_id, me.id, now=utc_now())
    db.session.commit()
    return _page(gone=gone)


@attendee.get("/photos/<int:attendee_id>/<fingerprint>")
@demands(Access.ATTENDEE)
def show_photo(slug: str, attendee_id: int, fingerprint: str) -> ResponseReturnValue:
    me = current_attendee()
    picture = see_photo(db.session(), event_id=me.event_id, attendee_id=attendee_id, fingerprint=fingerprint, person_id=me.person_id)
    response = make_response(picture)
    response.mimetype = "image/jpeg"
    response.set_etag(fingerprint)  # asked for anew each time: whoever may not see it any more gets nothing
    return response.make_conditional(request)


def _page(faults: tuple[Fault, ...] = (), *, gone: bytes | None = None, status: int = 200) -> Response:
    # Nothing is kept here of what is gone; the page itself holds the picture for the one who may take this back.
    held = base64.b64encode(gone).decode() if gone else ""
    me = current_attendee()
    photo = own_photo(db.session(), me.event_id, me.id)
    return keep_secret(make_response(render_template("attendee/photo.html", me=me, photo=photo, faults=faults, gone=held), status))
