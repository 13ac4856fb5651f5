"""A phone becomes a desk by typing a code that an organiser's screen shows."""

import secrets

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.signin.device import device_of
from matchmaker.errors import BadInputError, Fault, TooManyError
from matchmaker.services.desks import pair_desk
from matchmaker.web.access import Access, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import desk
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings
from matchmaker.web.visits import ID_BYTES, hash_id


@desk.get("")
@demands(Access.ANYONE)
def show_pairing() -> ResponseReturnValue:
    return _page()


@desk.post("")
@demands(Access.ANYONE)
def pair_this_device() -> ResponseReturnValue:
    secret, settings, now = secrets.token_urlsafe(ID_BYTES), house_settings(), utc_now()
    told = {"network": request.remote_addr or "", "secret_hash": hash_id(secret), "device": device_of(request.user_agent.string)}
    try:
        paired = pair_desk(db.session(), request.form.get("code", ""), **told, settings=settings, now=now)
    except BadInputError as error:
        db.session.commit()  # a try counts, whatever it was
        return _page(error.faults, error.status)
    except TooManyError as error:
        return _page((Fault("code", error.sentence, error.values),), error.status)
    db.session.commit()
    answer = redirect(f"/desk/{paired.slug}", 303)
    lasts = int((paired.until - now).total_seconds())
    options = {"path": "/", "secure": settings.is_https, "httponly": True, "samesite": "Lax"}
    answer.set_cookie(settings.desk_cookie_name, secret, max_age=lasts, **options)  # type: ignore[arg-type]  # the very options it takes
    return keep_secret(make_response(answer))


def _page(faults: tuple[Fault, ...] = (), status: int = 200) -> Response:
    page = render_template("desk/pairing.html", faults=faults, typed=request.form.get("code", ""))
    return keep_secret(make_response(page, status))
