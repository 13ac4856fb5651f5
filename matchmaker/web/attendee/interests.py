"""The profile in a minute: talk about, offer, seek; and one more question at a time."""

from dataclasses import replace
from typing import Any

from flask import Response, jsonify, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.interests.answers import KINDS, InterestAnswers
from matchmaker.domain.interests.form import Pairs, pairs_in
from matchmaker.domain.interests.merge import merge
from matchmaker.domain.interests.order import moved
from matchmaker.domain.interests.progress import QUESTIONS, progress_of
from matchmaker.domain.interests.tags import KnownTag
from matchmaker.errors import BadInputError, Fault
from matchmaker.services.interests import answers_of, read_interests, save_interests
from matchmaker.store.queries.events import known_tags
from matchmaker.store.queries.photos import own_photo
from matchmaker.store.queries.profiles import people_with_same_words
from matchmaker.web.access import Access, current_attendee, current_event, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.headers import keep_secret
from matchmaker.web.language_names import languages_by_name
from matchmaker.web.wake import wake

# More than these are asked for when somebody begins to type, instead of coming along with the page.
TAGS_WITH_THE_PAGE = 60
STEPS = {"up": -1, "down": 1}


@attendee.get("/interests")
@demands(Access.ATTENDEE)
def show_interests(slug: str) -> ResponseReturnValue:
    me = current_attendee()
    return _page(answers_of(db.session(), me.event_id, me.id))


@attendee.post("/interests")
@demands(Access.ATTENDEE)
def save_my_interests(slug: str) -> ResponseReturnValue:
    answers = read_my_form()
    if {"add", "remove", "move"} & set(request.form):
        return _page(_in_new_order(answers))  # without script, plus, cross and arrows ask for the page anew; nothing is saved yet
    try:
        keep_my_answers(answers)
    except BadInputError as error:
        return _page(answers, error.faults, status=error.status)
    return redirect(f"/e/{slug}/matches?said=interests-saved", 303)


@attendee.get("/interests/tags")
@demands(Access.ATTENDEE)
def list_tags(slug: str) -> ResponseReturnValue:
    """Every tag with its other words, for the field that is typed into."""
    response = jsonify(tags_for_typing(known_tags(db.session(), current_event().id)))
    response.add_etag()
    return response.make_conditional(request)


@attendee.post("/interests/question")
@demands(Access.ATTENDEE)
def answer_one_question(slug: str) -> ResponseReturnValue:
    answers = read_my_form()
    try:
        keep_my_answers(answers)
    except BadInputError as error:
        asked = next((one for one in QUESTIONS if one.field in {fault.field for fault in error.faults}), QUESTIONS[0])
        page = render_template("attendee/question.html", question=asked, event=current_event(), faults=error.faults, typed=request.form)
        return keep_secret(make_response(page, error.status))
    return redirect(f"/e/{slug}/matches?said=interests-saved", 303)


def read_my_form(form: Pairs | None = None) -> InterestAnswers:
    """One form of the profile, laid over what the attendee has said so far: that of this request, or one that a phone kept for later.

    A page with a script says what its form held before, as it may have stood open, or on the phone, for days: then it changes only
    what it changed.
    """
    if form is None:
        answers, base = read_my_form(tuple(request.form.items(multi=True))), pairs_in(request.form.get("base", ""))
        me = current_attendee()
        return merge(read_my_form(base), answers, answers_of(db.session(), me.event_id, me.id), is_newest=True).answers if base else answers
    me, pairs = current_attendee(), tuple(form)
    names_languages = any(name == "language" for name, _ in pairs)
    spoken = answers_of(db.session(), me.event_id, me.id).languages if names_languages else ()
    return read_interests(db.session(), me.event_id, me.id, pairs, languages=languages_by_name(spoken))


def keep_my_answers(answers: InterestAnswers) -> None:
    me = current_attendee()
    save_interests(db.session(), me.event_id, me.id, answers, now=utc_now())
    db.session.commit()
    wake("recommend")


def tags_for_typing(tags: tuple[KnownTag, ...]) -> list[tuple[int, str, tuple[str, ...]]]:
    return [(tag.id, tag.label, tag.synonyms) for tag in tags]


def _in_new_order(answers: InterestAnswers) -> InterestAnswers:
    """With one thing moved up or down, as "talk:up:Old maps" says."""
    kind, _, rest = request.form.get("move", "").partition(":")
    way, _, text = rest.partition(":")
    if kind not in KINDS or way not in STEPS:
        return answers
    change: dict[str, Any] = {kind: moved(answers.of(kind), text, by=STEPS[way])}
    return replace(answers, **change)


def _page(answers: InterestAnswers, faults: tuple[Fault, ...] = (), *, status: int = 200) -> Response:
    me, is_first_time = current_attendee(), current_attendee().interests_saved_at is None
    tags = known_tags(db.session(), me.event_id)
    photo = own_photo(db.session(), me.event_id, me.id)
    page = render_template(
        "attendee/interests.html",
        me=me,
        answers=answers,
        faults=faults,
        tags=tags,
        typing=tags_for_typing(tags) if len(tags) <= TAGS_WITH_THE_PAGE else None,
        progress=progress_of(answers, has_photo=bool(photo)),
        meets=0 if is_first_time else people_with_same_words(db.session(), me.event_id, me.id),
        photo=photo,
        ordering=request.form.get("move", "").partition(":")[0],
        is_first_time=is_first_time,
        is_as_saved=request.method == "GET",
    )
    return keep_secret(make_response(page, status))
