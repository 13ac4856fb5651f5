"""The demo's doors: come in as its organiser or as one of its attendees. They exist in demo mode only."""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from matchmaker.errors import NotFoundError
from matchmaker.services.demo import DemoGuest, demo_guest
from matchmaker.web.access import Access, demands
from matchmaker.web.database import db
from matchmaker.web.doors import site
from matchmaker.web.entrances import come_in
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings


@site.get("/demo/<who>/<token>")
@demands(Access.DEMO)
def show_demo_door(who: str, token: str) -> ResponseReturnValue:
    return keep_secret(make_response(render_template("demo/door.html", guest=_guest(who, token), who=who)))


@site.post("/demo/<who>/<token>")
@demands(Access.DEMO)
def enter_demo(who: str, token: str) -> ResponseReturnValue:
    return come_in(_guest(who, token).entered)


def _guest(who: str, token: str) -> DemoGuest:
    guest = demo_guest(db.session(), who, token, key=house_settings().signin_key)
    if guest is None:
        raise NotFoundError
    return guest
