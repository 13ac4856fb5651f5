"""My own templates of follow-ups: one page to see, add, change and delete them."""

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.domain.followup.own_wording import LONGEST_NAME, LONGEST_TEXT, SLOTS, START, OwnWording
from matchmaker.errors import BadInputError, Fault
from matchmaker.services.own_wordings import delete_wording, keep_wording, wordings_of
from matchmaker.web.access import Access, current_event, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.headers import keep_secret
from matchmaker.web.legible import row_number


@attendee.get("/followups/templates")
@demands(Access.MET)
def show_my_wordings(slug: str) -> ResponseReturnValue:
    return _page()


@attendee.post("/followups/templates")
@demands(Access.MET)
def keep_my_wording(slug: str) -> ResponseReturnValue:
    form, person_id = request.form, current_person().id
    name, text, wording_id = form.get("name", ""), form.get("text", ""), form.get("wording", None, type=row_number)
    try:
        keep_wording(db.session(), person_id, name=name, text=text, asks="asks" in form, now=utc_now(), wording_id=wording_id)
    except BadInputError as error:
        db.session.rollback()
        return _page(faults=error.faults, status=error.status)
    db.session.commit()
    return redirect(f"/e/{slug}/followups/templates?said=saved", 303)


@attendee.post("/followups/templates/<int:wording_id>/delete")
@demands(Access.MET)
def delete_my_wording(slug: str, wording_id: int) -> ResponseReturnValue:
    gone = delete_wording(db.session(), current_person().id, wording_id)
    db.session.commit()
    # Nothing is kept here; the page itself holds the words for the one who may take this back.
    return _page(gone=gone)


def _page(*, faults: tuple[Fault, ...] = (), gone: OwnWording | None = None, status: int = 200) -> Response:
    own = wordings_of(db.session(), current_person().id)
    asked = request.values.get("wording", "")
    shown = {
        "own": own,
        "changed": next((one for one in own if str(one.id) == asked), None),
        "start": gettext(START),
        "places": {slot: f"{{{{{slot}}}}}" for slot in SLOTS},  # as people type them
        "longest_name": LONGEST_NAME,
        "longest_text": LONGEST_TEXT,
    }
    page = render_template(
        "attendee/wordings.html", event=current_event(), typed={} if gone else request.form, faults=faults, gone=gone, **shown
    )
    return keep_secret(make_response(page, status))
