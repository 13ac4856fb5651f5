"""The visible steps of an event: open it, make it a draft again, open it anew after it was closed."""

from datetime import timedelta

from flask import redirect
from flask.typing import ResponseReturnValue

from matchmaker.domain.events.deeds import Deed
from matchmaker.services.steps import make_draft, open_event, reopen_event
from matchmaker.web.access import Access, current_event, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.house import house_settings
from matchmaker.web.organiser.log_line import log
from matchmaker.web.wake import wake


@organiser.post("/events/<slug>/steps/open")
@demands(Access.TEAM)
def open_doors(slug: str) -> ResponseReturnValue:
    undo = timedelta(seconds=house_settings().mail_undo_seconds)
    if open_event(db.session(), current_event(), undo=undo, now=utc_now()):
        log(Deed.EVENT_OPENED)
    db.session.commit()
    wake("send_mail")
    return _back(slug, "event-opened")


@organiser.post("/events/<slug>/steps/draft")
@demands(Access.TEAM)
def back_to_draft(slug: str) -> ResponseReturnValue:
    if make_draft(db.session(), current_event().id):
        log(Deed.EVENT_DRAFTED)
    db.session.commit()
    return _back(slug, "event-drafted")


@organiser.post("/events/<slug>/steps/reopen")
@demands(Access.TEAM)
def open_again(slug: str) -> ResponseReturnValue:
    taken_back = reopen_event(db.session(), current_event().id)
    if taken_back is not None:
        log(Deed.EVENT_REOPENED, count=taken_back)
    db.session.commit()
    return _back(slug, "event-reopened")


def _back(slug: str, word: str) -> ResponseReturnValue:
    return redirect(f"/organise/events/{slug}/?said={word}", 303)
