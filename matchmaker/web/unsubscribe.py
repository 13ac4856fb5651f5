"""No more letters: GET shows a page, one POST stops them, from a mail program or from the page."""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.services.unsubscribe import allow_letters, has_stopped, reader_of, stop_letters
from matchmaker.web.access import Access, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import site
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings
from matchmaker.web.origin import csrf


@site.get("/u/<token>")
@demands(Access.ANYONE)
def show_unsubscribe(token: str) -> ResponseReturnValue:
    return _page(token)


@site.post("/u/<token>")
@demands(Access.ANYONE)
def unsubscribe(token: str) -> ResponseReturnValue:
    session = db.session()
    reader = reader_of(session, token, key=house_settings().mail_key)
    if "again" in request.form:
        allow_letters(session, reader)
    else:
        stop_letters(session, reader, now=utc_now())
    session.commit()
    return _page(token)


# Mail programs press this button themselves, without a cookie and from anywhere: the token in the address is the permission.
csrf.exempt(unsubscribe)


def _page(token: str) -> ResponseReturnValue:
    session = db.session()
    reader = reader_of(session, token, key=house_settings().mail_key)
    page = render_template("unsubscribe.html", token=token, address=_veiled(reader.email), stopped=has_stopped(session, reader))
    return keep_secret(make_response(page))


def _veiled(address: str) -> str:
    """Enough for its owner to know it; a forwarded letter gives nothing away."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain}"
