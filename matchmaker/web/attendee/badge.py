"""One's own badge on the phone's screen, and the question asked once: what may a scan of it do?"""

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.badges.choice import ASK, SENTENCES, SHARE, VERSIONS, read_choice
from matchmaker.domain.badges.live import seconds_left
from matchmaker.domain.badges.qr import qr_svg_path
from matchmaker.domain.contacts.consent import LIVE
from matchmaker.domain.contacts.consent import SENTENCES as CONSENT
from matchmaker.errors import BadInputError, Fault
from matchmaker.services.badges import OwnAnswers, OwnBadge, choose_exchange_mode, live_address, own_answers, own_badge, rotate_badge
from matchmaker.web.access import Access, current_attendee, current_event, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings

_SENTENCES = {mode: SENTENCES[version] for mode, version in VERSIONS.items()}


@attendee.get("/badge")
@demands(Access.ATTENDEE)
def show_my_badge(slug: str) -> ResponseReturnValue:
    me = current_attendee()
    badge = own_badge(db.session(), me.event_id, me.id, settings=house_settings())
    if badge is None or me.exchange_mode is None or "change" in request.args:
        return _choice_page(own_answers(db.session(), me.event_id, me.id, email=current_person().email))
    return _badge_page(badge)


@attendee.get("/badge/live")
@demands(Access.ATTENDEE)
def show_live_code(slug: str) -> ResponseReturnValue:
    me, settings, now = current_attendee(), house_settings(), utc_now()
    badge = own_badge(db.session(), me.event_id, me.id, settings=settings)
    address = live_address(db.session(), me.event_id, me.id, settings=settings, now=now)
    if badge is None or address is None or me.exchange_mode is None:
        return redirect(f"/e/{slug}/badge", 303)
    words = {"badge": badge, "code": qr_svg_path(address), "left": seconds_left(now), "consent": CONSENT[LIVE]}
    return keep_secret(make_response(render_template("attendee/badge_live.html", me=me, **words)))


@attendee.post("/badge/choice")
@demands(Access.ATTENDEE)
def choose_what_a_scan_does(slug: str) -> ResponseReturnValue:
    me, typed = current_attendee(), _typed()
    try:
        choice = read_choice(typed.mode or "", typed.ticked, phone=typed.phone, link=typed.link, asks_first=_asks_first())
    except BadInputError as error:
        return _choice_page(typed, error.faults, status=error.status)
    choose_exchange_mode(db.session(), me.event_id, me.id, choice, key=house_settings().badge_key, now=utc_now())
    db.session.commit()
    return redirect(f"/e/{slug}/badge", 303)


@attendee.post("/badge/renew")
@demands(Access.ATTENDEE)
def renew_my_code(slug: str) -> ResponseReturnValue:
    me = current_attendee()
    rotate_badge(db.session(), me.event_id, me.id, key=house_settings().badge_key, now=utc_now())
    db.session.commit()
    return redirect(f"/e/{slug}/badge?said=badge-renewed", 303)


def _asks_first() -> bool:
    return current_event().exchange_rule == "ask_first"


def _typed() -> OwnAnswers:
    form = request.form
    return OwnAnswers(form.get("mode"), tuple(form.getlist("ticked")), current_person().email, form.get("phone", ""), form.get("link", ""))


def _badge_page(badge: OwnBadge) -> Response:
    me = current_attendee()
    shares = me.exchange_mode == SHARE and not _asks_first()
    page = render_template("attendee/badge.html", badge=badge, code=qr_svg_path(badge.address), me=me, shares=shares)
    return keep_secret(make_response(page))


def _choice_page(answers: OwnAnswers, faults: tuple[Fault, ...] = (), *, status: int = 200) -> Response:
    # "Share at once" stands ready as the first answer, but no address and no number is ever ticked beforehand.
    mode = ASK if _asks_first() else answers.mode or SHARE
    chosen = current_attendee().exchange_mode is not None
    words = {"answers": answers, "mode": mode, "has_chosen": chosen, "asks_first": _asks_first(), "sentences": _SENTENCES}
    return keep_secret(make_response(render_template("attendee/badge_choice.html", faults=faults, **words), status))
