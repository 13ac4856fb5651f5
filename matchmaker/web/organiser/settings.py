"""An event's settings. Whoever saves a form that somebody else has overtaken is shown what they changed first."""

from collections.abc import Mapping

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.domain.events.clash import ClashField, clashing_fields, settled
from matchmaker.domain.events.deeds import FIELD_NAMES, Deed
from matchmaker.domain.events.draft import read_draft
from matchmaker.domain.events.retention import deleted_on
from matchmaker.domain.interests.tags import tag_line
from matchmaker.errors import BadInputError
from matchmaker.languages import known_languages
from matchmaker.services.events import change_event
from matchmaker.store.models.events import Event
from matchmaker.store.queries.event_changes import changes_since, event_to_change
from matchmaker.store.queries.events import known_tags
from matchmaker.store.queries.visits import EventFacts
from matchmaker.web.access import Access, current_event, demands
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.legible import row_number
from matchmaker.web.organiser.event_form import form_of, show_form
from matchmaker.web.organiser.log_line import log
from matchmaker.web.times import day_text

PAGE = "organiser/settings.html"
CLASH = 409


@organiser.get("/events/<slug>/settings")
@demands(Access.TEAM)
def show_settings(slug: str) -> ResponseReturnValue:
    form = form_of(current_event())
    return show_form(PAGE, form, tags=_tags(), seen=_seen(form, current_event().version), kept_until=_kept_until(current_event()))


@organiser.post("/events/<slug>/settings")
@demands(Access.TEAM)
def change_settings(slug: str) -> ResponseReturnValue:
    event = event_to_change(db.session(), current_event().id)
    mine, theirs = settled(request.form, form_of(event)), form_of(event)
    clash = _clash(event, mine, theirs)
    if clash:
        return _show_clash(event, mine, clash), CLASH
    try:
        draft = read_draft(mine, known_languages())
        changed = change_event(db.session(), event.id, draft)
    except BadInputError as error:
        return show_form(PAGE, mine, faults=error.faults, tags=_tags(), seen=_seen_before()), error.status
    if changed:
        log(Deed.SETTINGS_CHANGED, about=("version", event.version), fields=changed)
    db.session.commit()
    return redirect(f"/organise/events/{draft.slug}/settings?said=saved", 303)


def _clash(event: Event, mine: Mapping[str, str], theirs: Mapping[str, str]) -> tuple[ClashField, ...]:
    seen = request.form.get("version", 0, type=row_number)
    if seen == event.version:
        return ()
    was = {name: request.form.get(f"was_{name}", "") for name in theirs}
    return clashing_fields(mine, was, theirs, changes_since(db.session(), event.id, seen))


def _show_clash(event: Event, mine: Mapping[str, str], clash: tuple[ClashField, ...]) -> str:
    """Everything typed rides along, so that one press saves it in the way that was chosen."""
    kept = {name: value for name, value in mine.items() if name not in {"csrf_token", "version"} and not name.startswith("take_")}
    return render_template("organiser/clash.html", event=event, clash=clash, kept=kept, names=FIELD_NAMES, version=event.version)


def _kept_until(event: EventFacts) -> str:
    """When what people said is deleted, or that it was."""
    if event.forgotten_at is not None:
        day = day_text(event.forgotten_at, event.time_zone)
        return str(gettext("What people said here was deleted on %(day)s. Contacts stay with them.", day=day))
    due = deleted_on(event.ends_at, event.retention_days)
    if due is None:
        return ""
    day = day_text(due, event.time_zone)
    sentence = gettext("What people said here is deleted on %(day)s; contacts stay with them. “How long it is kept” puts it off.", day=day)
    return str(sentence)


def _seen(form: Mapping[str, str], version: int) -> dict[str, object]:
    return {"version": version, **form}


def _seen_before() -> dict[str, object]:
    """What the faulty form was filled with when it was opened."""
    was = {name.removeprefix("was_"): value for name, value in request.form.items() if name.startswith("was_")}
    return _seen(was, request.form.get("version", 0, type=row_number))


def _tags() -> tuple[str, ...]:
    return tuple(tag_line(tag) for tag in known_tags(db.session(), current_event().id))
