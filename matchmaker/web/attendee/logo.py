"""The event's logo, on the pages of those who come."""

from flask import make_response
from flask.typing import ResponseReturnValue

from matchmaker.services.logos import see_logo
from matchmaker.web.access import Access, current_event, demands
from matchmaker.web.database import db
from matchmaker.web.doors import attendee


@attendee.get("/logo/<fingerprint>")
@demands(Access.ANYONE)
def show_logo(slug: str, fingerprint: str) -> ResponseReturnValue:
    response = make_response(see_logo(db.session(), current_event().id, fingerprint))
    response.mimetype = "image/png"
    response.headers["Cache-Control"] = "private, max-age=31536000, immutable"  # another picture has another address
    return response
