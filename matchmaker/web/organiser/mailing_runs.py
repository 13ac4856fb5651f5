"""One letter to many: seen as a real attendee gets it, sent to oneself, sent, scheduled, paused, taken back, and how it fares."""

from datetime import timedelta

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.mailings.count import Count
from matchmaker.errors import BadInputError, ConflictError, Fault, NotFoundError
from matchmaker.services.mailing_halts import pause, resume, send_failed_again, take_back
from matchmaker.services.mailing_page import Asked, mailing_page
from matchmaker.services.mailing_preview import MailingPreview, preview_mailing, send_test
from matchmaker.services.mailing_runs import Confirmation, UnconfirmedError, schedule, send_now, unschedule
from matchmaker.services.mailings import the_mailing
from matchmaker.store.queries.beats import is_worker_silent
from matchmaker.web.access import Access, current_event, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.house import house_settings
from matchmaker.web.legible import row_number
from matchmaker.web.letter_frame import letter_document, page_with_letter
from matchmaker.web.wake import wake

ASK_AGAIN, FAULTY = 409, 422
LETTER = "/events/<slug>/letters/mailings/<int:mailing_id>"


@organiser.get(LETTER)
@demands(Access.TEAM)
def show_mailing(slug: str, mailing_id: int) -> ResponseReturnValue:
    return _page(mailing_id)


@organiser.get(f"{LETTER}/preview")
@demands(Access.TEAM)
def show_mailing_preview(slug: str, mailing_id: int) -> ResponseReturnValue:
    preview = _preview(mailing_id)
    if preview is None:
        raise NotFoundError
    return letter_document(preview.letter.html)


@organiser.post(f"{LETTER}/test")
@demands(Access.TEAM)
def send_mailing_test(slug: str, mailing_id: int) -> ResponseReturnValue:
    language = request.form.get("language", "")
    send_test(db.session(), current_event().id, mailing_id, language=language, by=current_person().id, now=utc_now())
    db.session.commit()
    wake("send_mail")
    return _back(slug, mailing_id, "mailing-tested")


@organiser.post(f"{LETTER}/send")
@demands(Access.TEAM)
def send_mailing_now(slug: str, mailing_id: int) -> ResponseReturnValue:
    undo, house = timedelta(seconds=house_settings().mail_undo_seconds), house_settings().language
    who = {"by": current_person().id, "confirmed": _confirmation(), "now": utc_now(), "house": house}
    try:
        send_now(db.session(), current_event(), mailing_id, undo=undo, **who)  # type: ignore[arg-type]  # four of its words
    except UnconfirmedError as asked:
        db.session.rollback()
        return _page(mailing_id, ask=asked.count), ASK_AGAIN
    except ConflictError as error:
        return _refused(mailing_id, error)
    db.session.commit()
    wake("send_mail")
    return _back(slug, mailing_id, "mailing-sent")


@organiser.post(f"{LETTER}/schedule")
@demands(Access.TEAM)
def schedule_mailing(slug: str, mailing_id: int) -> ResponseReturnValue:
    at, house = request.form.get("goes_at", ""), house_settings().language
    who = {"by": current_person().id, "confirmed": _confirmation(), "now": utc_now(), "house": house}
    try:
        schedule(db.session(), current_event(), mailing_id, at=at, **who)  # type: ignore[arg-type]  # four of its words
    except UnconfirmedError as asked:
        db.session.rollback()
        return _page(mailing_id, ask=asked.count), ASK_AGAIN
    except BadInputError as error:
        return _page(mailing_id, faults=error.faults), FAULTY
    except ConflictError as error:
        return _refused(mailing_id, error)
    db.session.commit()
    return _back(slug, mailing_id, "mailing-scheduled")


@organiser.post(f"{LETTER}/unschedule")
@demands(Access.TEAM)
def unschedule_mailing(slug: str, mailing_id: int) -> ResponseReturnValue:
    unschedule(db.session(), current_event().id, mailing_id, by=current_person().id, now=utc_now())
    db.session.commit()
    return _back(slug, mailing_id, "mailing-unscheduled")


@organiser.post(f"{LETTER}/pause")
@demands(Access.TEAM)
def pause_mailing(slug: str, mailing_id: int) -> ResponseReturnValue:
    pause(db.session(), current_event().id, mailing_id, by=current_person().id, now=utc_now())
    db.session.commit()
    return _back(slug, mailing_id, "mailing-paused")


@organiser.post(f"{LETTER}/resume")
@demands(Access.TEAM)
def resume_mailing(slug: str, mailing_id: int) -> ResponseReturnValue:
    resume(db.session(), current_event().id, mailing_id, by=current_person().id, now=utc_now())
    db.session.commit()
    wake("send_mail")
    return _back(slug, mailing_id, "mailing-resumed")


@organiser.post(f"{LETTER}/take-back")
@demands(Access.TEAM)
def take_mailing_back(slug: str, mailing_id: int) -> ResponseReturnValue:
    take_back(db.session(), current_event().id, mailing_id, by=current_person().id, now=utc_now())
    db.session.commit()
    return _back(slug, mailing_id, "mailing-taken-back")


@organiser.post(f"{LETTER}/again")
@demands(Access.TEAM)
def send_failed_of_mailing(slug: str, mailing_id: int) -> ResponseReturnValue:
    send_failed_again(db.session(), current_event().id, mailing_id, by=current_person().id, now=utc_now())
    db.session.commit()
    wake("send_mail")
    return _back(slug, mailing_id, "mailing-again")


def _confirmation() -> Confirmation:
    return Confirmation(request.form.get("seen", -1, type=row_number), request.form.get("typed", ""))


def _preview(mailing_id: int) -> MailingPreview | None:
    mailing = the_mailing(db.session(), current_event().id, mailing_id)
    attendee_id, language = request.args.get("as", type=row_number), request.args.get("language", "")
    who = {"attendee_id": attendee_id, "language": language, "by": current_person().id}
    return preview_mailing(db.session(), mailing, **who, settings=house_settings(), now=utc_now())  # type: ignore[arg-type]  # three of its words


def _page(mailing_id: int, *, ask: Count | None = None, faults: tuple[Fault, ...] = ()) -> Response:
    """`ask`: what must be confirmed once more before anything is sent."""
    session, settings, args = db.session(), house_settings(), request.args
    asked = Asked(args.get("page", 1, type=row_number), args.get("show", ""), args.get("search", ""), args.get("reader", ""))
    by, house = current_person().id, settings.language
    shown = mailing_page(session, current_event(), mailing_id, asked=asked, by=by, now=utc_now(), house=house)
    silent = is_worker_silent(session, silence_seconds=settings.worker_silence_seconds, now=utc_now())
    page = {"event": current_event(), "shown": shown, "preview": _preview(mailing_id), "now": utc_now(), "worker_is_silent": silent}
    goes_at = request.form.get("goes_at", "")
    return page_with_letter(render_template("organiser/mailing.html", **page, ask=ask, faults=faults, goes_at=goes_at))


def _refused(mailing_id: int, error: ConflictError) -> ResponseReturnValue:
    """The letter stays in sight beside the reason: both can be changed from there."""
    db.session.rollback()
    return _page(mailing_id, faults=(Fault("", error.sentence, error.values),)), error.status


def _back(slug: str, mailing_id: int, word: str) -> ResponseReturnValue:
    return redirect(f"/organise/events/{slug}/letters/mailings/{mailing_id}?said={word}", 303)
