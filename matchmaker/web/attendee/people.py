"""Finding somebody by name. Searching is a form, so that it can be counted; its answer is an address, so that one can go back to it."""

from uuid import uuid4

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer

from matchmaker.errors import BadInputError, Fault
from matchmaker.services.contacts import ask_person
from matchmaker.services.people_search import MOST_FOUND, FoundPerson, person_to_ask, search_people, take_search_turn
from matchmaker.web.access import Access, current_attendee, current_event, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings
from matchmaker.web.languages import language_name

# How long an answer's address answers without a new turn.
TURN_SECONDS = 3600


@attendee.get("/people")
@demands(Access.ATTENDEE)
def show_people(slug: str) -> ResponseReturnValue:
    asked = request.args.get("q", "")
    if not _has_turn(asked, request.args.get("turn", "")):
        return _page(asked)
    return _page(asked, search_people(db.session(), current_event(), current_attendee(), asked))


@attendee.post("/people")
@demands(Access.ATTENDEE)
def search_by_name(slug: str) -> ResponseReturnValue:
    typed = request.form.get("q", "")
    try:
        asked = take_search_turn(db.session(), current_attendee(), typed, now=utc_now())
    except BadInputError as error:
        return _page(typed, faults=error.faults, status=error.status)
    db.session.commit()
    return redirect(url_for("attendee.show_people", slug=slug, q=asked, turn=_turns().dumps(_turn(asked))), 303)


@attendee.get("/people/<int:other_id>")
@demands(Access.ATTENDEE)
def show_person(slug: str, other_id: int) -> ResponseReturnValue:
    person = person_to_ask(db.session(), current_event(), current_attendee(), other_id)
    languages = [language_name(code) for code in person.languages]
    page = render_template("attendee/person.html", person=person, languages=languages, scan_id=str(uuid4()), event=current_event())
    return keep_secret(make_response(page))


@attendee.post("/people/<int:other_id>/ask")
@demands(Access.ATTENDEE)
def ask_to_exchange(slug: str, other_id: int) -> ResponseReturnValue:
    me, scan_id = current_attendee(), request.form.get("scan_id", "")
    mine = {"event_id": me.event_id, "person_id": me.person_id}
    done = ask_person(db.session(), other_id, **mine, scan_id=scan_id, settings=house_settings(), now=utc_now())
    db.session.commit()
    return redirect(f"/e/{slug}/contacts/{done.contact_id}" if done.contact_id else f"/e/{slug}/people", 303)


def _page(asked: str, found: tuple[FoundPerson, ...] | None = None, *, faults: tuple[Fault, ...] = (), status: int = 200) -> Response:
    shown = {"asked": asked, "found": found, "faults": faults, "most": MOST_FOUND, "event": current_event()}
    return keep_secret(make_response(render_template("attendee/people.html", **shown), status))


def _has_turn(asked: str, turn: str) -> bool:
    """Whether this visitor has asked just this within the hour; without, the page only holds the words ready."""
    try:
        return bool(turn) and _turns().loads(turn, max_age=TURN_SECONDS) == _turn(asked)
    except BadSignature:
        return False


def _turn(asked: str) -> list[object]:
    me = current_attendee()
    return [me.event_id, me.id, asked]


def _turns() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="search-turn")
