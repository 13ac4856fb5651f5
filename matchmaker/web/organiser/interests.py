"""The interests of an event after launch: how many chose each, rename, merge, retire, and undo."""

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.events.deeds import Deed
from matchmaker.domain.interests.tags import read_tags
from matchmaker.errors import BadInputError, ConflictError, Fault, NotFoundError
from matchmaker.services.events import add_synonyms, add_tags
from matchmaker.services.interest_edits import merge_interest, rename_interest, retire_interest, undo_interest_edit
from matchmaker.services.team import By
from matchmaker.store.queries.events import known_tags
from matchmaker.store.queries.interest_edits import edits_of, people_by_interest
from matchmaker.web.access import Access, current_event, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.legible import row_number
from matchmaker.web.organiser.log_line import log
from matchmaker.web.wake import wake

VERBS = ("rename", "merge", "retire")


@organiser.get("/events/<slug>/interests")
@demands(Access.TEAM)
def show_interest_list(slug: str) -> ResponseReturnValue:
    return _list()


@organiser.post("/events/<slug>/interests")
@demands(Access.TEAM)
def add_to_interest_list(slug: str) -> ResponseReturnValue:
    session, event, tags = db.session(), current_event(), read_tags(request.form.get("tags", ""))
    try:
        if tags.faults:
            raise BadInputError(*tags.faults)
        add_tags(session, event.id, tags.labels)
        add_synonyms(session, event.id, tags.synonyms)
    except BadInputError as error:
        session.rollback()
        return _list(error.faults), error.status
    log(Deed.SETTINGS_CHANGED, fields=("tags",), count=len(tags.labels))
    db.session.commit()
    return _back("saved")


@organiser.get("/events/<slug>/interests/<int:interest_id>")
@demands(Access.TEAM)
def show_interest(slug: str, interest_id: int) -> ResponseReturnValue:
    return _one(interest_id)


@organiser.post("/events/<slug>/interests/<int:interest_id>/<verb>")
@demands(Access.TEAM)
def edit_interest(slug: str, interest_id: int, verb: str) -> ResponseReturnValue:
    if verb not in VERBS:
        raise NotFoundError
    session, form, by, seen = db.session(), request.form, _by(), request.form.get("seen", "")
    into = form.get("into", 0, type=row_number)
    try:
        if verb == "rename":
            rename_interest(session, by, interest_id, form.get("label", ""), seen=seen, now=utc_now())
        elif verb == "merge":
            merge_interest(session, by, interest_id, into, seen=seen, now=utc_now())
        else:
            retire_interest(session, by, interest_id, into or None, seen=seen, now=utc_now())
    except BadInputError as error:
        session.rollback()
        return _one(interest_id, error.faults), error.status
    db.session.commit()
    wake("recommend")
    return _back(f"interest-{verb}")


@organiser.post("/events/<slug>/interests/edits/<int:edit_id>/undo")
@demands(Access.TEAM)
def undo_edit(slug: str, edit_id: int) -> ResponseReturnValue:
    try:
        undo_interest_edit(db.session(), _by(), edit_id, now=utc_now())
    except ConflictError as error:
        db.session.rollback()
        return _list((Fault("", error.sentence, error.values),)), error.status
    db.session.commit()
    wake("recommend")
    return _back("interest-undone")


def _list(faults: tuple[Fault, ...] = ()) -> str:
    session, event = db.session(), current_event()
    shown = {"tags": known_tags(session, event.id), "people": people_by_interest(session, event.id), "edits": edits_of(session, event.id)}
    return render_template("organiser/interests.html", event=event, faults=faults, form=request.form, **shown)


def _one(interest_id: int, faults: tuple[Fault, ...] = ()) -> str:
    session, event = db.session(), current_event()
    tags = {tag.id: tag for tag in known_tags(session, event.id)}
    if interest_id not in tags:
        raise NotFoundError
    shown = {"tag": tags.pop(interest_id), "others": tuple(tags.values()), "people": people_by_interest(session, event.id)}
    return render_template("organiser/interest.html", event=event, faults=faults, form=request.form, **shown)


def _by() -> By:
    return By(current_event().id, current_person().id)


def _back(word: str) -> ResponseReturnValue:
    return redirect(f"/organise/events/{current_event().slug}/interests?said={word}", 303)
