"""The door for what a phone kept without a network: one batch in, one acknowledgement for each item out; and its page."""

from typing import Any

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.domain.outbox.batch import LARGEST_BATCH
from matchmaker.domain.outbox.items import AnswerItem, InterestsItem, read_batch
from matchmaker.errors import N_, Fault, MatchmakerError
from matchmaker.services.outbox import Ack, take_in
from matchmaker.store.queries.outbox import epoch_of
from matchmaker.web.access import Access, account_of, current_attendee, current_event, current_person, demands
from matchmaker.web.attendee.interests import read_my_form
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.errors import translated
from matchmaker.web.furniture import csrf_token
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings
from matchmaker.web.origin import takes_json
from matchmaker.web.wake import wake

# As the profile's pages call them
PROFILE_FIELDS = {
    "talk": N_("I like to talk about"),
    "offer": N_("I can offer"),
    "seek": N_("I am looking for"),
    "headline": N_("Headline"),
    "bio": N_("A sentence or two"),
    "stage": N_("Where you are in your working life"),
    "languages": N_("Languages you like to talk in"),
    "remote": N_("I take part from afar, not in the hall"),
    "pronouns": N_("Pronouns"),
    "name_sounds": N_("How it is said"),
    "approach": N_("How people may come up to you"),
    "wants_few": N_("Three people only: show me the three who fit best, not a whole list"),
}


@attendee.get("/outbox")
@demands(Access.ATTENDEE)
def show_outbox_state(slug: str) -> ResponseReturnValue:
    """Who is signed in, and a fresh form token: a page from the phone's own store has an old one."""
    return _json({**_here(), "csrf": csrf_token(), "undo_seconds": house_settings().undo_seconds})


@attendee.post("/outbox")
@takes_json(most=LARGEST_BATCH)
@demands(Access.ATTENDEE)
def take_outbox(slug: str) -> ResponseReturnValue:
    now = utc_now()
    items = read_batch(request.get_json(), now=now)
    me = (current_event(), current_attendee())
    acks = take_in(db.session(), *me, items, read_form=read_my_form, settings=house_settings(), now=now)
    answer = {**_here(), "items": [_shown(ack) for ack in acks]}
    db.session.commit()
    if any(isinstance(item, AnswerItem | InterestsItem) for item in items):
        wake("recommend")
    return _json(answer)


@attendee.get("/waiting")
@demands(Access.ATTENDEE)
def show_waiting(slug: str) -> ResponseReturnValue:
    return keep_secret(make_response(render_template("attendee/waiting.html")))


def _here() -> dict[str, str]:
    return {"epoch": epoch_of(db.session()), "account": account_of(current_person().id)}


def _sentence(problem: Fault | MatchmakerError) -> str:
    """What two places changed in a profile is told by the field's name: the form is not there to point at it."""
    field = PROFILE_FIELDS.get(problem.field) if isinstance(problem, Fault) else None
    return f"{gettext(field)}: {translated(problem)}" if field else translated(problem)


def _shown(ack: Ack) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": ack.id, "state": ack.state, "status": ack.status}
    if ack.problems:
        shown["sentence"] = " ".join(_sentence(problem) for problem in ack.problems)
    if ack.contact_id is not None:
        shown["contact_id"] = ack.contact_id
    if ack.card is not None:
        card = ack.card
        shown |= {"name": card.name, "headline": card.headline, "organisation": card.organisation, "fields": ack.fields, "seed": ack.seed}
    return shown


def _json(answer: dict[str, Any]) -> Response:
    return keep_secret(make_response(answer))
