"""The choice of a language, by anybody, on any page."""

from flask import redirect, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.signin.next_path import next_path
from matchmaker.errors import N_, BadRequestError
from matchmaker.languages import known_languages
from matchmaker.services.people import keep_language
from matchmaker.web.access import Access, demands, visit
from matchmaker.web.database import db
from matchmaker.web.doors import site
from matchmaker.web.house import house_settings
from matchmaker.web.languages import COOKIE
from matchmaker.web.origin import proves_itself

COOKIE_SECONDS = 365 * 86400


@site.post("/language")
@demands(Access.ANYONE)
@proves_itself  # no form token: pages that leave no cookie offer the choice too, and other sites stay refused
def choose_language() -> ResponseReturnValue:
    """Kept with the person, and in this browser for pages that don't ask who is here; "" takes the choice back."""
    tag = request.form.get("language", "")
    if tag and tag not in known_languages():
        raise BadRequestError(N_("These pages don’t speak that language yet."))
    person = visit().person
    if person:
        keep_language(db.session(), person.id, tag)
        db.session.commit()
    answer = redirect(next_path(request.form.get("back")) or "/", 303)
    lasts = COOKIE_SECONDS if tag else 0
    answer.set_cookie(COOKIE, tag, max_age=lasts, secure=house_settings().is_https, httponly=True, samesite="Lax")
    return answer
