"""The rest of a profile: about me, who sees what of it, and how others see it."""

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.interests.answers import InterestAnswers
from matchmaker.errors import BadInputError, Fault
from matchmaker.services.interests import answers_of
from matchmaker.services.profiles import preview_of
from matchmaker.store.queries.photos import own_photo
from matchmaker.web.access import Access, current_attendee, current_event, demands
from matchmaker.web.attendee.interests import keep_my_answers, read_my_form
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.headers import keep_secret
from matchmaker.web.language_names import language_names
from matchmaker.web.languages import language_name

# As many empty lines for languages as a form without script brings along.
BLANK_LINES = 2


@attendee.get("/interests/about")
@demands(Access.ATTENDEE)
def show_about_me(slug: str) -> ResponseReturnValue:
    answers = _my_answers()
    return _about(answers, _lines_of(answers))


@attendee.post("/interests/about")
@demands(Access.ATTENDEE)
def save_about_me(slug: str) -> ResponseReturnValue:
    answers = read_my_form()
    try:
        keep_my_answers(answers)
    except BadInputError as error:
        typed = zip(request.form.getlist("language"), request.form.getlist("language_level"), strict=False)
        return _about(answers, list(typed), error.faults, status=error.status)
    return redirect(f"/e/{slug}/interests/about?said=interests-saved", 303)


@attendee.get("/interests/visibility")
@demands(Access.ATTENDEE)
def show_who_sees_what(slug: str) -> ResponseReturnValue:
    me, answers = current_attendee(), _my_answers()
    shown = {"me": me, "answers": answers, "photo": own_photo(db.session(), me.event_id, me.id)}
    languages = [language_name(code) for code in answers.languages]
    return keep_secret(make_response(render_template("attendee/visibility.html", languages=languages, **shown)))


@attendee.post("/interests/visibility")
@demands(Access.ATTENDEE)
def choose_who_sees_what(slug: str) -> ResponseReturnValue:
    keep_my_answers(read_my_form())
    return redirect(f"/e/{slug}/interests/visibility?said=interests-saved", 303)


@attendee.get("/interests/preview")
@demands(Access.ATTENDEE)
def preview_my_profile(slug: str) -> ResponseReturnValue:
    me, event = current_attendee(), current_event()
    is_met = request.args.get("as") == "met"
    profile = preview_of(db.session(), event, me, exchanged=is_met)
    spoken = [(language_name(code), profile.levels.get(code, "")) for code in profile.languages]
    shown = {"me": me, "profile": profile, "spoken": spoken, "answers": _my_answers(), "is_met": is_met}
    return keep_secret(make_response(render_template("attendee/preview.html", **shown)))


def _my_answers() -> InterestAnswers:
    me = current_attendee()
    return answers_of(db.session(), me.event_id, me.id)


def _lines_of(answers: InterestAnswers) -> list[tuple[str, str]]:
    return [(language_name(code), answers.levels.get(code, "")) for code in answers.languages]


def _about(answers: InterestAnswers, lines: list[tuple[str, str]], faults: tuple[Fault, ...] = (), *, status: int = 200) -> Response:
    written = [line for line in lines if line[0].strip()]
    shown = {"lines": [*written, *[("", "")] * BLANK_LINES], "names": language_names(), "me": current_attendee()}
    shown["is_as_saved"] = request.method == "GET"
    return keep_secret(make_response(render_template("attendee/about.html", answers=answers, faults=faults, **shown), status))
