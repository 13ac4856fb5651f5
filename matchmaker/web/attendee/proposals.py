"""Introductions: proposing one between two people I met, and answering whether I would like to be introduced."""

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.contacts.consent import INTRODUCTION, SENTENCES
from matchmaker.domain.proposals.anonymous import telling_words
from matchmaker.domain.proposals.draft import LONGEST_LINE, LONGEST_REASON, ProposalDraft
from matchmaker.errors import BadInputError, Fault
from matchmaker.services.proposal_answers import Reply, answer_introduction
from matchmaker.services.proposal_pages import introductions_of, question_for, sharing_of
from matchmaker.services.proposals import people_to_introduce, propose, propose_again, take_proposal_back
from matchmaker.web.access import Access, current_attendee, current_event, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings
from matchmaker.web.legible import row_number
from matchmaker.web.wake import wake


@attendee.get("/introductions")
@demands(Access.ATTENDEE)
def show_introductions(slug: str) -> ResponseReturnValue:
    mine = introductions_of(db.session(), **_me(), now=utc_now())
    return _page("attendee/proposals.html", mine=mine)


@attendee.get("/introductions/new")
@demands(Access.ATTENDEE)
def show_new_introduction(slug: str) -> ResponseReturnValue:
    one, other = (request.args.get(name, 0, type=row_number) for name in ("one", "other"))
    return _form(ProposalDraft(one, other))


@attendee.post("/introductions/new")
@demands(Access.ATTENDEE)
def propose_introduction(slug: str) -> ResponseReturnValue:
    typed = _typed()
    try:
        propose(db.session(), typed, **_me(), settings=house_settings(), now=utc_now())
    except BadInputError as error:
        db.session.rollback()
        return _form(typed, faults=error.faults)
    db.session.commit()
    wake("send_mail")
    return redirect(f"/e/{slug}/introductions?said=proposal-asked", 303)


@attendee.post("/introductions/proposed/<int:proposal_id>/take-back")
@demands(Access.ATTENDEE)
def take_introduction_back(slug: str, proposal_id: int) -> ResponseReturnValue:
    take_proposal_back(db.session(), proposal_id, **_me(), now=utc_now())
    db.session.commit()
    return redirect(f"/e/{slug}/introductions?said=proposal-taken-back", 303)


@attendee.post("/introductions/proposed/<int:proposal_id>/again")
@demands(Access.ATTENDEE)
def propose_introduction_again(slug: str, proposal_id: int) -> ResponseReturnValue:
    propose_again(db.session(), proposal_id, **_me(), now=utc_now())
    db.session.commit()
    return redirect(f"/e/{slug}/introductions?said=proposal-again", 303)


@attendee.get("/introductions/<int:question_id>")
@demands(Access.ATTENDEE)
def show_introduction(slug: str, question_id: int) -> ResponseReturnValue:
    question = question_for(db.session(), question_id, **_me(), now=utc_now())
    sharing = sharing_of(db.session(), question, **_me())
    return _page("attendee/proposal_question.html", question=question, sharing=sharing, consent=SENTENCES[INTRODUCTION])


@attendee.post("/introductions/<int:question_id>")
@demands(Access.ATTENDEE)
def answer_question(slug: str, question_id: int) -> ResponseReturnValue:
    form = request.form
    reply = Reply(form.get("answer", ""), tuple(form.getlist("shared")), may_tell="tell" in form)
    is_made = answer_introduction(db.session(), question_id, reply, **_me(), now=utc_now())
    db.session.commit()
    wake("send_mail")
    return redirect(f"/e/{slug}/introductions/{question_id}?said=introduced-{'made' if is_made else reply.answer}", 303)


def _me() -> dict[str, int]:
    me = current_attendee()
    return {"event_id": me.event_id, "person_id": me.person_id}


def _typed() -> ProposalDraft:
    form = request.form
    one, other = (form.get(name, 0, type=row_number) for name in ("one", "other"))
    return ProposalDraft(one, other, form.get("reason", ""), form.get("to_one", ""), form.get("to_other", ""))


def _form(typed: ProposalDraft, *, faults: tuple[Fault, ...] = ()) -> Response:
    people = sorted(people_to_introduce(db.session(), **_me()), key=lambda one: one.card.name.casefold())
    words = {one.id: " ".join(telling_words(one.card)) for one in people}
    longest = {"reason": LONGEST_REASON, "line": LONGEST_LINE}
    return _page(
        "attendee/proposal_new.html", 422 if faults else 200, people=people, words=words, typed=typed, faults=faults, longest=longest
    )


def _page(template: str, status: int = 200, **shown: object) -> Response:
    page = render_template(template, event=current_event(), **shown)
    return keep_secret(make_response(page, status))
