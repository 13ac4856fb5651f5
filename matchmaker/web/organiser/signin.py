"""The organiser's way in."""

from flask import url_for
from flask.typing import ResponseReturnValue

from matchmaker.services.arrivals import SignInDoor
from matchmaker.web.access import Access, demands
from matchmaker.web.doors import organiser
from matchmaker.web.entrances import Entrance, show_entrance, show_link, take_address, take_code, take_link
from matchmaker.web.origin import proves_itself


def _entrance() -> Entrance:
    start = url_for("organiser.show_sign_in")
    code, link = url_for("organiser.enter_code"), url_for("organiser.enter_link")
    return Entrance(SignInDoor("organiser"), "organiser/signin.html", start, start, code, link)


@organiser.get("/sign-in")
@demands(Access.ANYONE)
def show_sign_in() -> ResponseReturnValue:
    return show_entrance(_entrance())


@organiser.post("/sign-in")
@demands(Access.ANYONE)
def ask_to_sign_in() -> ResponseReturnValue:
    return take_address(_entrance(), asks_name=False)


@organiser.post("/sign-in/code")
@demands(Access.ANYONE)
def enter_code() -> ResponseReturnValue:
    return take_code(_entrance())


@organiser.get("/sign-in/link")
@demands(Access.ANYONE)
def show_sign_in_link() -> ResponseReturnValue:
    return show_link(_entrance())


@organiser.post("/sign-in/link")
@proves_itself
@demands(Access.ANYONE)
def enter_link() -> ResponseReturnValue:
    return take_link(_entrance())
