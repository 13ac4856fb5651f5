"""Signing in at no event in particular, and signing out."""

from flask import make_response, redirect, url_for
from flask.typing import ResponseReturnValue

from matchmaker.services.arrivals import SignInDoor
from matchmaker.services.sessions import end_session
from matchmaker.web.access import Access, demands
from matchmaker.web.database import db
from matchmaker.web.doors import site
from matchmaker.web.entrances import Entrance, show_entrance, show_link, take_address, take_code, take_link
from matchmaker.web.headers import keep_secret
from matchmaker.web.origin import proves_itself
from matchmaker.web.visits import hash_id, visitor


def _entrance() -> Entrance:
    start = url_for("site.show_sign_in")
    return Entrance(SignInDoor("attendee"), "signin/sign_in.html", start, start, url_for("site.enter_code"), url_for("site.enter_link"))


@site.get("/sign-in")
@demands(Access.ANYONE)
def show_sign_in() -> ResponseReturnValue:
    return show_entrance(_entrance())


@site.post("/sign-in")
@demands(Access.ANYONE)
def ask_to_sign_in() -> ResponseReturnValue:
    return take_address(_entrance(), asks_name=False)


@site.post("/sign-in/code")
@demands(Access.ANYONE)
def enter_code() -> ResponseReturnValue:
    return take_code(_entrance())


@site.get("/sign-in/link")
@demands(Access.ANYONE)
def show_sign_in_link() -> ResponseReturnValue:
    return show_link(_entrance())


@site.post("/sign-in/link")
@proves_itself
@demands(Access.ANYONE)
def enter_link() -> ResponseReturnValue:
    return take_link(_entrance())


@site.post("/sign-out")
@demands(Access.ANYONE)
def sign_out() -> ResponseReturnValue:
    known = visitor().known_id
    end_session(db.session(), hash_id(known) if known else "")
    db.session.commit()
    visitor().drop()
    response = keep_secret(make_response(redirect(url_for("site.show_home", said="signed-out"), 303)))
    # Not "storage": what a phone could not send yet lies there, for its owner. Kept pages go by the service worker.
    response.headers["Clear-Site-Data"] = '"cache", "cookies"'
    return response
