"""The morning after: one page with a draft to everybody one met at the event, and a page for each of them."""

import re
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from flask import Response, g, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.domain.followup.acts import read_act
from matchmaker.domain.followup.draft import mailto
from matchmaker.domain.followup.own_wording import OwnWording
from matchmaker.domain.followup.personal import LONGEST_BODY
from matchmaker.domain.followup.tones import LABELS, Tone, read_tone
from matchmaker.errors import BadInputError, Fault, NotFoundError
from matchmaker.mail.draft_file import Person, draft_bytes
from matchmaker.services.contact_answers import write_note
from matchmaker.services.followups import FollowUp, Wanted, followup_with, followups_of, mark_written, note_act, rate_of
from matchmaker.services.own_wordings import wordings_of
from matchmaker.services.personal_letters import send_personal
from matchmaker.services.warm_care import offer_for, start_for, stop_for
from matchmaker.store.queries.followup import Reader
from matchmaker.web.access import Access, current_event, current_person, demands, visit
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.headers import keep_secret
from matchmaker.web.paging import page_of
from matchmaker.web.wake import wake

PEOPLE_SHOWN = 50
_OWN = re.compile(r"own-[0-9]{1,12}")


@attendee.get("/followups")
@demands(Access.MET)
def show_followups(slug: str) -> ResponseReturnValue:
    wanted, today = replace(_wanted(), is_opened=False, given=()), _today()
    people = followups_of(db.session(), _reader(), wanted=wanted, today=today, say=gettext)
    rate, shown = rate_of(db.session(), _reader(), people), page_of(people, length=PEOPLE_SHOWN)
    offer = offer_for(db.session(), [one.contact for one in people], current_person().id)
    return _page("attendee/followups.html", shown=shown, wanted=wanted, today=today, rate=rate, offer=offer)


@attendee.get("/followups/<int:contact_id>")
@demands(Access.MET)
def show_followup(slug: str, contact_id: int) -> ResponseReturnValue:
    return _one_page(contact_id)


@attendee.get("/followups/<int:contact_id>.eml")
@demands(Access.MET)
def download_followup(slug: str, contact_id: int) -> ResponseReturnValue:
    found = _one(contact_id)
    if found.draft is None:
        raise NotFoundError
    me, card = current_person(), found.contact.card
    writer, to = Person(_reader().name, me.email), Person(card.name, card.email)
    answer = make_response(draft_bytes(found.draft.subject, found.draft.body, writer=writer, to=to, now=utc_now()))
    answer.headers["Content-Type"] = "message/rfc822"
    answer.headers["Content-Disposition"] = f'attachment; filename="follow-up-{contact_id}.eml"'
    return keep_secret(answer)


@attendee.post("/followups/<int:contact_id>/note")
@demands(Access.MET)
def answer_the_question(slug: str, contact_id: int) -> ResponseReturnValue:
    mine = {"event_id": current_event().id, "person_id": current_person().id}
    try:
        write_note(db.session(), contact_id, **mine, note=request.form.get("note", ""), now=utc_now())
    except BadInputError as error:
        db.session.rollback()
        return _one_page(contact_id, faults=error.faults, status=error.status)
    db.session.commit()
    stays = f"?tone={_code()}&said=note-kept&at={contact_id}#to-{contact_id}"
    return redirect(f"/e/{slug}/followups" + (stays if "in_list" in request.form else f"/{contact_id}?tone={_code()}&said=note-kept"), 303)


@attendee.post("/followups/<int:contact_id>/written")
@demands(Access.MET)
def mark_as_written(slug: str, contact_id: int) -> ResponseReturnValue:
    before = mark_written(db.session(), _reader(), contact_id, now=utc_now())
    db.session.commit()
    stood = f"{before:%Y-%m-%dT%H:%M:%SZ}" if before else "never"
    return redirect(f"/e/{slug}/followups?tone={_code()}&said=touched&undo={contact_id}&before={stood}", 303)


@attendee.post("/followups/remind")
@demands(Access.MET)
def remind_me_of_them(slug: str) -> ResponseReturnValue:
    event_id, person_id, is_on = current_event().id, current_person().id, "off" not in request.form
    if is_on:
        start_for(db.session(), person_id, event_id=event_id, zone=request.form.get("zone", ""), now=utc_now())
    else:
        stop_for(db.session(), person_id, event_id=event_id)
    db.session.commit()
    return redirect(f"/e/{slug}/followups?said=reminders-{'on' if is_on else 'off'}", 303)


@attendee.post("/followups/<int:contact_id>/acts")
@demands(Access.MET)
def note_what_was_done(slug: str, contact_id: int) -> ResponseReturnValue:
    act = read_act(request.form.get("act", ""))
    if act is None:
        raise NotFoundError
    note_act(db.session(), _reader(), contact_id, act, now=utc_now())
    db.session.commit()
    return "", 204


@attendee.post("/followups/<int:contact_id>/send")
@demands(Access.ATTENDEE)
def send_followup(slug: str, contact_id: int) -> ResponseReturnValue:
    subject, body = request.form.get("subject", ""), request.form.get("body", "")
    try:
        send_personal(db.session(), _reader(), contact_id, subject=subject, body=body, now=utc_now())
    except BadInputError as error:
        db.session.rollback()
        return _one_page(contact_id, faults=error.faults, status=error.status)
    db.session.commit()
    wake("send_mail")
    return redirect(f"/e/{slug}/followups?tone={_code()}&said=followup-sent", 303)


def _one_page(contact_id: int, *, faults: tuple[Fault, ...] = (), status: int = 200) -> Response:
    one = _one(contact_id)
    more = {"wanted": _wanted(), "today": _today(), "typed": request.form if faults else {}, "faults": faults}
    sends = visit().attendee is not None and one.may_be_sent
    return _page("attendee/followup.html", status, one=one, sends=sends, longest=LONGEST_BODY, address=current_person().email, **more)


def _page(template: str, status: int = 200, **shown: object) -> Response:
    page = render_template(template, event=current_event(), tones=LABELS, own=_own(), mailto=mailto, **shown)
    return keep_secret(make_response(page, status))


def _one(contact_id: int) -> FollowUp:
    return followup_with(db.session(), _reader(), contact_id, wanted=_wanted(), say=gettext)


def _today() -> date:
    """A promise is due on a day of the place."""
    return utc_now().astimezone(ZoneInfo(current_event().time_zone)).date()


def _code() -> str:
    return request.values.get("tone", "") if _OWN.fullmatch(request.values.get("tone", "")) else str(_tone())


def _tone() -> Tone:
    return read_tone(request.values.get("tone", ""))


def _own() -> tuple[OwnWording, ...]:
    if "own_wordings" not in g:
        g.own_wordings = wordings_of(db.session(), current_person().id)
    own: tuple[OwnWording, ...] = g.own_wordings
    return own


def _wanted() -> Wanted:
    chosen = frozenset(int(place) for place in request.args.getlist("give") if place.isascii() and place.isdigit() and len(place) < 3)
    wording = next((one for one in _own() if f"own-{one.id}" == request.values.get("tone")), None)
    return Wanted(_tone(), wording, is_opened="opened" in request.args, given=chosen)


def _reader() -> Reader:
    """Whoever left the event still has whom they met, and says nothing of themself there any more."""
    event, person, me = current_event(), current_person(), visit().attendee
    return Reader(event.id, event.slug, event.name, me.id if me else 0, person.id, me.name if me else person.name, person.email)
