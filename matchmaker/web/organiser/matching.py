"""How an event's lists are made, what they amount to, and turning it with a look before it goes live."""

from collections.abc import Mapping

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.domain.events.deeds import Deed
from matchmaker.domain.matching.coverage import SMALLEST_GROUP, bars_of
from matchmaker.domain.matching.setup import IN_USE, as_form, checked
from matchmaker.errors import BadInputError, Fault
from matchmaker.services.matching import draft_matching, drop_draft, forget_learned, make_live, matching_page, undo_matching
from matchmaker.store.queries.beats import is_worker_silent
from matchmaker.store.queries.matching import setup_row
from matchmaker.web import matching_words as words
from matchmaker.web.access import Access, current_event, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.house import house_settings
from matchmaker.web.legible import row_number
from matchmaker.web.organiser.log_line import log
from matchmaker.web.wake import wake


@organiser.get("/events/<slug>/matching")
@demands(Access.TEAM)
def show_matching(slug: str) -> ResponseReturnValue:
    return _page()


@organiser.post("/events/<slug>/matching/preview")
@demands(Access.TEAM)
def preview_matching(slug: str) -> ResponseReturnValue:
    session, event = db.session(), current_event()
    try:
        draft_matching(session, event.id, checked(request.form, setup_row(session, event.id).live), now=utc_now())
    except BadInputError as error:
        return _page(request.form, error.faults), error.status
    db.session.commit()
    wake("matching_preview")
    return _back(slug)


@organiser.post("/events/<slug>/matching/live")
@demands(Access.TEAM)
def make_matching_live(slug: str) -> ResponseReturnValue:
    number = request.form.get("draft", -1, type=row_number)
    make_live(db.session(), current_event().id, number, now=utc_now())
    log(Deed.MATCHING_LIVE)
    db.session.commit()
    wake("recommend")
    return _back(slug, "matching-live")


@organiser.post("/events/<slug>/matching/leave")
@demands(Access.TEAM)
def leave_matching(slug: str) -> ResponseReturnValue:
    drop_draft(db.session(), current_event().id)
    db.session.commit()
    return _back(slug, "matching-left")


@organiser.post("/events/<slug>/matching/undo")
@demands(Access.TEAM)
def undo_last_change(slug: str) -> ResponseReturnValue:
    undo_matching(db.session(), current_event().id, now=utc_now())
    log(Deed.MATCHING_UNDONE)
    db.session.commit()
    wake("recommend")
    return _back(slug, "matching-undone")


@organiser.post("/events/<slug>/matching/forget")
@demands(Access.TEAM)
def forget_what_was_learned(slug: str) -> ResponseReturnValue:
    forget_learned(db.session(), current_event().id, now=utc_now())
    log(Deed.MATCHING_FORGOT)
    db.session.commit()
    wake("recommend")
    return _back(slug, "matching-forgot")


def _page(typed: Mapping[str, str] | None = None, faults: tuple[Fault, ...] = ()) -> str:
    session, settings, now = db.session(), house_settings(), utc_now()
    event, length = current_event(), settings.list_length
    shown = matching_page(session, event, length=length, now=now, retention_days=settings.retention_days)
    row = shown.row
    return render_template(
        "organiser/matching.html",
        event=event,
        row=row,
        shown=shown,
        figures=shown.figures,
        bars=bars_of(shown.figures.spread),
        form=typed if typed is not None else as_form(row.draft or row.live),
        live_form=as_form(row.live),
        faults=[_with_its_name(fault) for fault in faults],
        offered=IN_USE,
        shares=row.live.shares(),
        smallest=SMALLEST_GROUP,
        words=words,
        length=length,
        worker_is_silent=is_worker_silent(session, silence_seconds=settings.worker_silence_seconds, now=now),
    )


def _with_its_name(fault: Fault) -> Fault:
    """The field's name inside the sentence, in the page's language."""
    name = fault.values.get("name")
    return Fault(fault.field, fault.sentence, {**fault.values, "name": gettext(name)}) if isinstance(name, str) else fault


def _back(slug: str, word: str = "") -> ResponseReturnValue:
    return redirect(f"/organise/events/{slug}/matching" + (f"?said={word}" if word else ""), 303)
