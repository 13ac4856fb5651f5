"""The attendees: who is there, what was brought in, invitations."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.events.deeds import Deed
from matchmaker.errors import BadInputError, Fault
from matchmaker.services.invitation_letters import send_invitations
from matchmaker.services.roster_page import roster_page
from matchmaker.services.seats import count_open_seats
from matchmaker.services.uploads import BroughtFile, is_long, stage_upload, take_file, take_paste
from matchmaker.store.queries.beats import is_worker_silent
from matchmaker.store.queries.uploads import upload_lines
from matchmaker.web.access import Access, current_event, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.house import house_settings
from matchmaker.web.organiser.log_line import log
from matchmaker.web.paging import page_number
from matchmaker.web.wake import wake


@organiser.get("/events/<slug>/roster")
@demands(Access.TEAM)
def show_roster(slug: str) -> ResponseReturnValue:
    return show_list()


@organiser.post("/events/<slug>/roster/upload")
@demands(Access.TEAM)
def upload_roster(slug: str) -> ResponseReturnValue:
    event, person = current_event(), current_person()
    try:
        brought = _brought()
    except BadInputError as error:
        return show_list(error.faults), error.status
    upload_id = stage_upload(db.session(), event.id, brought, uploaded_by=person.id, now=utc_now())
    db.session.commit()
    if is_long(brought.content):
        wake("roster")
    return redirect(f"{_roster_path()}/uploads/{upload_id}", 303)


@organiser.post("/events/<slug>/roster/invite")
@demands(Access.TEAM)
def invite_attendees(slug: str) -> ResponseReturnValue:
    count = send_invitations(db.session(), current_event(), now=utc_now())
    log(Deed.INVITATIONS_SENT, count=count)
    db.session.commit()
    wake("send_mail")
    return redirect(f"{_roster_path()}?said={'invitations-queued' if count else 'nobody-to-invite'}", 303)


def _brought() -> BroughtFile:
    """What the form holds: pasted rows, or a file."""
    most = house_settings().upload_megabytes
    pasted, file = request.form.get("pasted", ""), request.files.get("file")
    name, content = (file and file.filename) or "", file.read() if file else b""
    db.session.rollback()  # it is read while no transaction is open
    if "pasted" in request.form and not (name or content):
        return take_paste(pasted, megabytes=most)
    return take_file(name, content, megabytes=most)


def show_list(faults: tuple[Fault, ...] = ()) -> str:
    session, event, now = db.session(), current_event(), utc_now()
    search, only_in = request.args.get("search", "")[:200], request.args.get("show") == "in"
    roster = roster_page(session, event.id, search=search, page=page_number(), only_in=only_in)
    silent = is_worker_silent(session, silence_seconds=house_settings().worker_silence_seconds, now=now)
    files = {"uploads": upload_lines(session, event.id), "open_seats": count_open_seats(session, event.id)}
    return render_template("organiser/roster.html", event=event, roster=roster, worker_is_silent=silent, faults=faults, now=now, **files)


def _roster_path() -> str:
    return f"/organise/events/{current_event().slug}/roster"
