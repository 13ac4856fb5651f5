"""The attendees: who is there, a file on its way in, invitations."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.errors import BadInputError, Fault
from matchmaker.services.invitation_letters import send_invitations
from matchmaker.services.roster import import_roster
from matchmaker.services.roster_page import roster_page
from matchmaker.services.uploads import change_mapping, find_upload, preview_upload, read_upload, stage_upload, take_file
from matchmaker.store.queries.beats import is_worker_silent
from matchmaker.web.access import Access, current_event, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.house import house_settings
from matchmaker.web.organiser.roster_names import DELIMITERS, LAYOUTS, TARGET_NAMES
from matchmaker.web.paging import page_number, page_of
from matchmaker.web.wake import wake


@organiser.get("/events/<slug>/roster")
@demands(Access.TEAM)
def show_roster(slug: str) -> ResponseReturnValue:
    return _show_list()


@organiser.post("/events/<slug>/roster/upload")
@demands(Access.TEAM)
def upload_roster(slug: str) -> ResponseReturnValue:
    event, person, file = current_event(), current_person(), request.files.get("file")
    db.session.rollback()  # the file is read while no transaction is open
    try:
        brought = take_file((file and file.filename) or "", file.read() if file else b"", megabytes=house_settings().upload_megabytes)
    except BadInputError as error:
        return _show_list(error.faults), error.status
    upload_id = stage_upload(db.session(), event.id, brought, uploaded_by=person.id, now=utc_now())
    db.session.commit()
    return redirect(_upload_path(upload_id), 303)


@organiser.get("/events/<slug>/roster/uploads/<int:upload_id>")
@demands(Access.TEAM)
def show_upload(slug: str, upload_id: int) -> ResponseReturnValue:
    event, upload = current_event(), find_upload(db.session(), current_event().id, upload_id)
    if upload.confirmed_at is not None:
        return render_template("organiser/roster_done.html", event=event, upload=upload)
    preview = preview_upload(db.session(), read_upload(upload))
    lists = {"look": preview.problem_rows, "new": preview.additions, "changed": preview.changes}
    show = request.args.get("show", "look") if request.args.get("show") in lists else "look"
    names = {"target_names": TARGET_NAMES, "delimiters": DELIMITERS, "layouts": LAYOUTS}
    page = {"preview": preview, "show": show, "rows": page_of(lists[show])}
    return render_template("organiser/roster_upload.html", event=event, upload=upload, **page, **names)


@organiser.post("/events/<slug>/roster/uploads/<int:upload_id>/mapping")
@demands(Access.TEAM)
def map_upload(slug: str, upload_id: int) -> ResponseReturnValue:
    change_mapping(db.session(), current_event().id, upload_id, request.form.getlist("target"))
    db.session.commit()
    return redirect(_upload_path(upload_id), 303)


@organiser.post("/events/<slug>/roster/uploads/<int:upload_id>/confirm")
@demands(Access.TEAM)
def confirm_upload(slug: str, upload_id: int) -> ResponseReturnValue:
    upload = find_upload(db.session(), current_event().id, upload_id)
    db.session.rollback()  # the file is read while no transaction is open
    reading = read_upload(upload)
    import_roster(db.session(), reading, badge_key=house_settings().badge_key, now=utc_now())
    db.session.commit()
    wake("recommend")
    return redirect(_upload_path(upload_id), 303)


@organiser.post("/events/<slug>/roster/invite")
@demands(Access.TEAM)
def invite_attendees(slug: str) -> ResponseReturnValue:
    count = send_invitations(db.session(), current_event(), now=utc_now())
    db.session.commit()
    wake("send_mail")
    return redirect(f"{_roster_path()}?said={'invitations-queued' if count else 'nobody-to-invite'}", 303)


def _show_list(faults: tuple[Fault, ...] = ()) -> str:
    session, event = db.session(), current_event()
    roster = roster_page(session, event.id, search=request.args.get("search", "")[:200], page=page_number())
    now = utc_now()
    silent = is_worker_silent(session, silence_seconds=house_settings().worker_silence_seconds, now=now)
    return render_template("organiser/roster.html", event=event, roster=roster, worker_is_silent=silent, faults=faults, now=now)


def _roster_path() -> str:
    return f"/organise/events/{current_event().slug}/roster"


def _upload_path(upload_id: int) -> str:
    return f"{_roster_path()}/uploads/{upload_id}"
