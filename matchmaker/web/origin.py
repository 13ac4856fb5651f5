"""Refuses what another site makes a browser send: foreign origins, forms without their token, bodies of an odd kind."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect

from matchmaker.errors import N_, NotAllowedError, TooLargeError, WrongKindError
from matchmaker.web.database import SAFE_METHODS
from matchmaker.web.house import house_settings

BODY_KINDS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data", ""})
JSON_KINDS = frozenset({"application/json"})

csrf = CSRFProtect()
View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def takes_no_token(view: View) -> View:
    """Exempt a route from the form token and the origin check; what proves the sender instead is the view's own business."""
    csrf.exempt(view)
    return view


def proves_itself(view: View) -> View:
    """Exempt a route from the form token only: its page leaves no cookie, a mailed secret is the proof. Foreign origins stay refused."""
    csrf.exempt(view)
    view.refuses_foreign_forms = True  # type: ignore[attr-defined]  # a mark, read in `_is_exempt`
    return view


def takes_json(*, most: int) -> Callable[[View], View]:
    """The route takes JSON of so many bytes and nothing else; its form token comes in the header X-CSRFToken, which no form can send."""

    def declare(view: View) -> View:
        view.most_json = most  # type: ignore[attr-defined]  # a mark, read in `_check_body`
        return view

    return declare


def guard_origin(app: Flask) -> None:
    """Runs before the token check, so that a foreign origin is told apart from a stale page."""
    app.before_request(_check_origin)
    csrf.init_app(app)


def _check_origin() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    proves = getattr(view, "refuses_foreign_forms", False)
    if request.method in SAFE_METHODS or (_takes_no_token(view) and not proves):
        return
    if not _is_ours(request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin"), has_token=not proves):
        raise NotAllowedError(N_("This form came from another site, so nothing was done."))
    _check_body(getattr(view, "most_json", None))


def _check_body(most_json: int | None) -> None:
    if request.mimetype not in (BODY_KINDS if most_json is None else JSON_KINDS):
        raise WrongKindError(N_("This address takes forms only.") if most_json is None else N_("This address takes a phone’s outbox only."))
    if most_json is not None and (request.content_length or 0) > most_json:
        raise TooLargeError(N_("That is more than comes in at once, so nothing was done."))


def _takes_no_token(view: object) -> bool:
    name = f"{getattr(view, '__module__', '')}.{getattr(view, '__name__', '')}"
    return name in csrf._exempt_views  # Flask-WTF keeps no other record


def _is_ours(site: str | None, origin: str | None, *, has_token: bool) -> bool:
    if site is not None:
        return site in {"same-origin", "none"}
    settings = house_settings()
    # From pages with no-referrer, browsers say "null". Older phones say nothing more, nor does any browser over plain http:
    # there the form token, which is checked next, tells our pages from others.
    return origin is None or origin == settings.origin or (origin == "null" and (has_token or settings.lan))
