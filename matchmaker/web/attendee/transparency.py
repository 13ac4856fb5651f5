"""How my list is made, and a list that is made for nobody instead."""

from flask import make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.matching.setup import IN_USE
from matchmaker.services.plain_list import choose_list
from matchmaker.services.transparency import own_matching
from matchmaker.web import matching_words as words
from matchmaker.web.access import Access, current_attendee, current_event, demands
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.headers import keep_secret
from matchmaker.web.languages import language_name


@attendee.get("/matches/how")
@demands(Access.ATTENDEE)
def show_how(slug: str) -> ResponseReturnValue:
    me, event = current_attendee(), current_event()
    own = own_matching(db.session(), event, me)
    languages = [language_name(code) for code in own.said.languages]
    shown = {"own": own, "shares": own.setup.shares(), "languages": languages, "words": words, "in_use": IN_USE}
    return keep_secret(make_response(render_template("attendee/transparency.html", me=me, event=event, **shown)))


@attendee.post("/matches/kind")
@demands(Access.ATTENDEE)
def choose_kind_of_list(slug: str) -> ResponseReturnValue:
    kind = request.form.get("list_kind", "")
    choose_list(db.session(), current_event().id, current_attendee().id, kind)
    db.session.commit()
    return redirect(f"/e/{slug}/matches?said=list-{kind}", 303)
