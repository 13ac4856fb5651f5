"""The profile in a minute: talk about, offer, seek."""

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.interests.answers import KINDS, InterestAnswers, RawAnswers, read_answers
from matchmaker.domain.interests.progress import progress_of
from matchmaker.errors import BadInputError, Fault
from matchmaker.services.interests import answers_of, save_interests
from matchmaker.store.queries.events import tags_of
from matchmaker.web.access import Access, current_attendee, current_event, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.headers import keep_secret
from matchmaker.web.languages import language_name
from matchmaker.web.wake import wake


@attendee.get("/interests")
@demands(Access.ATTENDEE)
def show_interests(slug: str) -> ResponseReturnValue:
    me = current_attendee()
    return _page(answers_of(db.session(), me.event_id, me.id))


@attendee.post("/interests")
@demands(Access.ATTENDEE)
def save_my_interests(slug: str) -> ResponseReturnValue:
    me = current_attendee()
    answers = read_answers(_raw(), tags_of(db.session(), me.event_id))
    if "add" in request.form or "remove" in request.form:
        return _page(answers)  # without script, plus and cross ask for the page anew; nothing is saved yet
    try:
        save_interests(db.session(), me.event_id, me.id, answers, now=utc_now())
    except BadInputError as error:
        return _page(answers, error.faults, status=error.status)
    db.session.commit()
    wake("recommend")
    return redirect(f"/e/{slug}/matches?said=interests-saved", 303)


def _raw() -> RawAnswers:
    form = request.form
    removed = form.get("remove", "")
    words = {kind: [text for text in form.getlist(f"{kind}_words") if f"{kind}:{text}" != removed] for kind in KINDS}
    return RawAnswers(
        tags={kind: form.getlist(kind) for kind in KINDS},
        words=words,
        headline=form.get("headline", ""),
        bio=form.get("bio", ""),
        stage=form.get("stage", ""),
        languages=form.get("languages", ""),
        remote=form.get("remote") == "1",
    )


def _page(answers: InterestAnswers, faults: tuple[Fault, ...] = (), *, status: int = 200) -> Response:
    tags = tags_of(db.session(), current_event().id)
    page = render_template(
        "attendee/interests.html",
        answers=answers,
        faults=faults,
        tags=tags,
        progress=progress_of(answers),
        languages=", ".join(language_name(code) for code in answers.languages),
        typed=request.form,
        is_first_time=current_attendee().interests_saved_at is None,
    )
    return keep_secret(make_response(page, status))
