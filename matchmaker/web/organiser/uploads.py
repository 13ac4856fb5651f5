"""One attendee file: looked at, read in another way, brought in, taken back, and its rows that stayed out."""

from io import BytesIO

from flask import redirect, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.domain.events.deeds import Deed
from matchmaker.domain.exports.tables import csv_of
from matchmaker.errors import Fault, NotFoundError
from matchmaker.services.deeds import note_deed
from matchmaker.services.ledger import read_ledger
from matchmaker.services.rejected_rows import RejectedRows, read_rejected
from matchmaker.services.roster import begin_import, import_roster
from matchmaker.services.roster_undo import ask_undo, may_undo, undo_at_once
from matchmaker.services.upload_preview import preview_upload, read_findings
from matchmaker.services.uploads import AT_ONCE, change_mapping, find_upload, is_long, read_upload
from matchmaker.store.queries.beats import is_worker_silent
from matchmaker.store.queries.uploads import StagedUpload
from matchmaker.web.access import Access, current_event, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.errors import translated
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings
from matchmaker.web.organiser.roster_names import DELIMITERS, LAYOUTS, TARGET_NAMES
from matchmaker.web.paging import page_of
from matchmaker.web.wake import wake

WAITING = frozenset({"reading", "importing", "undoing"})


@organiser.get("/events/<slug>/roster/uploads/<int:upload_id>")
@demands(Access.TEAM)
def show_upload(slug: str, upload_id: int) -> ResponseReturnValue:
    upload = find_upload(db.session(), current_event().id, upload_id)
    if upload.state in WAITING:
        return _show_waiting(upload)
    return _show_done(upload) if upload.confirmed_at is not None else _show_preview(upload)


@organiser.post("/events/<slug>/roster/uploads/<int:upload_id>/mapping")
@demands(Access.TEAM)
def map_upload(slug: str, upload_id: int) -> ResponseReturnValue:
    seats = request.form.get("seats") == "1"
    change_mapping(db.session(), current_event().id, upload_id, request.form.getlist("target"), seats=seats)
    db.session.commit()
    wake("roster")  # a long file is read anew
    return redirect(_upload_path(upload_id), 303)


@organiser.post("/events/<slug>/roster/uploads/<int:upload_id>/confirm")
@demands(Access.TEAM)
def confirm_upload(slug: str, upload_id: int) -> ResponseReturnValue:
    event_id, person_id, settings = current_event().id, current_person().id, house_settings()
    upload = find_upload(db.session(), event_id, upload_id)
    if is_long(upload.content):
        begin_import(db.session(), event_id, upload_id, by=person_id, now=utc_now())
        db.session.commit()
        wake("roster")
        return redirect(_upload_path(upload_id), 303)
    db.session.rollback()  # the file is read while no transaction is open
    reading = read_upload(upload)
    import_roster(db.session(), reading, badge_key=settings.badge_key, now=utc_now(), ledger=read_ledger(settings), by=person_id)
    db.session.commit()
    wake("recommend")
    return redirect(_upload_path(upload_id), 303)


@organiser.post("/events/<slug>/roster/uploads/<int:upload_id>/undo")
@demands(Access.TEAM)
def undo_upload(slug: str, upload_id: int) -> ResponseReturnValue:
    event_id = current_event().id
    is_short = find_upload(db.session(), event_id, upload_id).undo_rows <= AT_ONCE
    ask_undo(db.session(), event_id, upload_id, by=current_person().id, now=utc_now())
    if is_short:
        undo_at_once(db.session(), event_id, upload_id, now=utc_now())
    db.session.commit()
    wake("recommend" if is_short else "roster")
    return redirect(_upload_path(upload_id), 303)


@organiser.post("/events/<slug>/roster/uploads/<int:upload_id>/rejected.csv")
@demands(Access.TEAM)
def download_rejected(slug: str, upload_id: int) -> ResponseReturnValue:
    """A form and no link: what leaves the house is written down."""
    event, upload = current_event(), find_upload(db.session(), current_event().id, upload_id)
    if not upload.rejected:
        raise NotFoundError
    kept = read_rejected(upload.rejected)
    person, about = current_person(), ("upload", upload_id)
    note_deed(
        db.session(), Deed.REJECTED_DOWNLOADED, event_id=event.id, actor_id=person.id, now=utc_now(), about=about, count=len(kept.rows)
    )
    db.session.commit()
    name = f"rejected-{event.slug}-{upload_id}.csv"
    return keep_secret(send_file(BytesIO(_rejected_table(kept)), "text/csv", as_attachment=True, download_name=name))


def _rejected_table(kept: RejectedRows) -> bytes:
    """The columns as the file had them, so that it can be brought in again once it is put right."""
    reasons = [" ".join(translated(Fault(why.field, why.sentence, dict(why.values))) for why in row.reasons) for row in kept.rows]
    nothing = ("",) * len(kept.headers)
    rows = [(str(row.line), *(row.cells or nothing), reason) for row, reason in zip(kept.rows, reasons, strict=True)]
    return csv_of((_("Line"), *kept.headers, _("Why it stayed out")), rows)


def _show_waiting(upload: StagedUpload) -> str:
    silent = is_worker_silent(db.session(), silence_seconds=house_settings().worker_silence_seconds, now=utc_now())
    return render_template("organiser/roster_waiting.html", event=current_event(), upload=upload, worker_is_silent=silent)


def _show_done(upload: StagedUpload) -> str:
    can_undo = may_undo(upload, now=utc_now())
    return render_template("organiser/roster_done.html", event=current_event(), upload=upload, may_undo=can_undo)


def _show_preview(upload: StagedUpload) -> str:
    if upload.findings is not None:
        preview = read_findings(upload.findings)
    else:
        preview = preview_upload(db.session(), read_upload(upload), ledger=read_ledger(house_settings()))
    lists = {"look": preview.problem_rows, "new": preview.additions, "changed": preview.changes, "cancelled": preview.cancellations}
    show = request.args.get("show", "look") if request.args.get("show") in lists else "look"
    names = {"target_names": TARGET_NAMES, "delimiters": DELIMITERS, "layouts": LAYOUTS}
    page = {"preview": preview, "show": show, "rows": page_of(lists[show])}
    return render_template("organiser/roster_upload.html", event=current_event(), upload=upload, **page, **names)


def _upload_path(upload_id: int) -> str:
    return f"/organise/events/{current_event().slug}/roster/uploads/{upload_id}"
