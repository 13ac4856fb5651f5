"""No more letters: GET shows a page, one POST stops them, from a mail program or from the page."""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.followup.topics import BULK
from matchmaker.services.unsubscribe import allow_letters, has_stopped, reader_of, stop_letters, topic_of
from matchmaker.web.access import Access, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import site
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings
from matchmaker.web.languages import speak_to
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
    topic = BULK if "all" in request.form else topic_of(token)
    if "again" in request.form:
        allow_letters(session, reader, topic, now=utc_now())
    else:
        stop_letters(session, reader, topic, now=utc_now())
    session.commit()
    return _page(token)


# Mail programs press this button themselves, without a cookie and from anywhere: the token in the address is the permission.
csrf.exempt(unsubscribe)


def _page(token: str) -> ResponseReturnValue:
    session = db.session()
    reader = reader_of(session, token, key=house_settings().mail_key)
    topic = topic_of(token)
    speak_to(reader.locale or reader.letter_language)
    stopped = {"stopped": has_stopped(session, reader, topic), "stopped_all": has_stopped(session, reader)}
    page = render_template("unsubscribe.html", token=token, address=_veiled(reader.email), topic=topic, **stopped)
    return keep_secret(make_response(page))


def _veiled(address: str) -> str:
    """Enough for its owner to know it; a forwarded letter gives nothing away."""
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain}"
