"""The page behind a badge's QR code. Looking at it changes nothing; "Exchange cards" does."""

from uuid import uuid4

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.domain.contacts.consent import EXCHANGE, SENTENCES
from matchmaker.domain.contacts.outcome import Outcome
from matchmaker.services.contacts import exchange_contacts, offer_of_badge
from matchmaker.services.safety import block_badge_owner
from matchmaker.web.access import Access, current_person, demands, enter_event, visit
from matchmaker.web.attendee.contacts import contact_page, seen_contact
from matchmaker.web.clock import utc_now
from matchmaker.web.database import commit_and_read, db
from matchmaker.web.doors import exchange
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings
from matchmaker.web.wake import wake


@exchange.get("/b/<code>")
@exchange.get("/B/<code>")
@demands(Access.ANYONE)
def show_badge(code: str) -> ResponseReturnValue:
    if visit().person is None:
        return _strangers_page()
    offer = offer_of_badge(db.session(), current_person().id, code, key=house_settings().badge_key, now=utc_now())
    enter_event(offer.slug or None)
    if offer.outcome is not None:
        return _no_contact(offer.outcome)
    page = render_template("exchange/badge.html", offer=offer, scan_id=str(uuid4()), consent=SENTENCES[EXCHANGE])
    return keep_secret(make_response(page))


@exchange.post("/b/<code>")
@exchange.post("/B/<code>")
@demands(Access.SIGNED_IN)
def exchange_with_owner(code: str) -> ResponseReturnValue:
    scan_id, now = request.form.get("scan_id", ""), utc_now()
    # Without the mark that ticks were on the page, no ticks means what the scanner chose for everybody.
    ticked = request.form.getlist("shared") if "choosing" in request.form else None
    done = exchange_contacts(db.session(), current_person().id, code, scan_id=scan_id, ticked=ticked, settings=house_settings(), now=now)
    enter_event(done.slug or None)
    contact = seen_contact(done.contact_id) if done.contact_id else None
    commit_and_read()
    return contact_page(contact) if contact else _no_contact(done.outcome)


@exchange.post("/b/<code>/block")
@demands(Access.SIGNED_IN)
def block_owner(code: str) -> ResponseReturnValue:
    slug = block_badge_owner(db.session(), current_person().id, code, key=house_settings().badge_key, now=utc_now())
    db.session.commit()
    wake("recommend")
    return redirect(f"/e/{slug}/me/safety?said=blocked", 303)


def _no_contact(outcome: Outcome) -> Response:
    """One page for every code that leads to nobody: unknown, withdrawn and another event's can't be told apart.

    A live code that has run out says so: only somebody of its event who saw it on its owner's screen can have it.
    """
    if outcome is Outcome.OWN:
        return keep_secret(make_response(render_template("exchange/own.html")))
    if outcome is Outcome.RUN_OUT:
        return keep_secret(make_response(render_template("exchange/run_out.html"), 410))
    return keep_secret(make_response(render_template("exchange/unknown.html"), 404))


def _strangers_page() -> Response:
    """The same bytes for every code, without a cookie: nobody finds out by asking which codes are real."""
    if "sign-in" in request.args:
        return keep_secret(make_response(redirect(url_for("site.show_sign_in", next=request.path), 303)))
    return keep_secret(make_response(render_template("exchange/stranger.html")))
