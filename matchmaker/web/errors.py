"""Our errors become pages, in the voice of the house."""

from dataclasses import dataclass

from flask import Flask, Response, make_response, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from matchmaker.errors import N_, Fault, MatchmakerError, NoDeskError, NotOpenError, TooManyError, filled
from matchmaker.web.access import known_account
from matchmaker.web.came_from import came_from
from matchmaker.web.languages import ask_nobody, isolated

HEADINGS = {
    400: N_("That did not make sense to us"),
    401: N_("Please sign in first"),
    403: N_("That is not possible from here"),
    404: N_("There is nothing at this address"),
    405: N_("That is not possible from here"),
    413: N_("That is too large"),
    415: N_("This address takes forms only"),
    422: N_("That can’t be done"),
    429: N_("A little slower, please"),
    500: N_("Something broke on our side"),
}
OWN_HEADINGS: dict[type[MatchmakerError], str] = {NotOpenError: N_("Not open yet"), NoDeskError: N_("This is no open desk")}
ADVICE = {
    401: N_("Your address is enough: a letter with a code comes at once."),
    403: N_("Open the page anew and try again."),
    404: N_("The address may be old or mistyped, or the page is not yours to see."),
    405: N_("Go back and use the buttons of the page."),
    413: N_("Split it into smaller files, or leave out columns that nobody needs here."),
    415: N_("Go back and use the buttons of the page."),
    500: N_("What you saved before is safe. Try again in a minute; if it stays, tell the organiser when it happened."),
}


@dataclass(frozen=True)
class ErrorPage:
    status: int
    heading: str
    sentence: str


def answer_errors(app: Flask) -> None:
    app.register_error_handler(MatchmakerError, _answer_ours)
    app.register_error_handler(CSRFError, _answer_stale_form)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(500, _answer_broken)


def translated(error: MatchmakerError | Fault) -> str:
    return filled(gettext(error.sentence), isolated(error.values))


def _answer_ours(error: MatchmakerError) -> Response:
    ask_nobody()
    own = OWN_HEADINGS.get(type(error))
    response = _page(error.status, translated(error), gettext(own) if own else "")
    if isinstance(error, TooManyError):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _answer_stale_form(_error: CSRFError) -> Response:
    ask_nobody()
    return _page(403, gettext("This page was open for too long, or another site sent the form. Nothing was done."))


def _answer_http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return make_response(error.get_response())
    ask_nobody()
    return _page(status, gettext("There is nothing at this address.") if status == 404 else "")


def _answer_broken(_error: Exception) -> Response:
    return _page(500, "")


def _page(status: int, sentence: str, heading: str = "") -> Response:
    ask_nobody()
    advice = gettext(ADVICE[status]) if status in ADVICE and not heading else ""
    heading = heading or gettext(HEADINGS.get(status, HEADINGS[400]))
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        # A phone keeps things for several people: this says whose they are not to be taken, and of others says nothing.
        response = make_response({"error": sentence or heading, "account": known_account()}, status)
    else:
        page = ErrorPage(status, heading, sentence)
        response = make_response(render_template("error.html", page=page, advice=advice, back=came_from()), status)
    response.headers["Cache-Control"] = "no-store"
    return response
