"""Letters to many as drafts: opened from the library, written, said in further languages, copied."""

from flask import redirect, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.events.clash import settled
from matchmaker.errors import N_, BadRequestError
from matchmaker.languages import Language, first_known, known_languages
from matchmaker.services.mailings import (
    add_version,
    copy_mailing,
    mailing_to_change,
    open_ready,
    ready_called,
    save_mailing,
    the_mailing,
)
from matchmaker.store.models.mailings import Mailing
from matchmaker.web.access import Access, current_event, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.house import house_settings
from matchmaker.web.languages import spoken
from matchmaker.web.organiser.mailing_form import (
    clash_with,
    form_of,
    read_form,
    seen_before,
    seen_now,
    show_clash,
    show_editor,
    version_to_change,
    version_to_edit,
)

CLASH, FAULTY = 409, 422


@organiser.post("/events/<slug>/letters/mailings")
@demands(Access.TEAM)
def open_mailing(slug: str) -> ResponseReturnValue:
    event, ready = current_event(), ready_called(request.form.get("key", ""))
    language = first_known(event.language, house_settings().language)
    begun = {"name": spoken().say(ready.name), "version": ready.version(language.tag, language.say)}
    mailing = open_ready(db.session(), event.id, ready, **begun, by=current_person().id, now=utc_now())  # type: ignore[arg-type]  # a name and a version
    db.session.commit()
    return _edit(slug, mailing.id, language.tag)


@organiser.get("/events/<slug>/letters/mailings/<int:mailing_id>/edit")
@demands(Access.TEAM)
def edit_mailing(slug: str, mailing_id: int) -> ResponseReturnValue:
    mailing = the_mailing(db.session(), current_event().id, mailing_id)
    if mailing.state == "going":
        return redirect(f"/organise/events/{slug}/letters/mailings/{mailing_id}", 303)
    version = version_to_edit(mailing, request.args.get("language", ""))
    return show_editor(mailing, version, form_of(mailing, version), [], seen=seen_now(mailing, version))


@organiser.post("/events/<slug>/letters/mailings/<int:mailing_id>/edit")
@demands(Access.TEAM)
def change_mailing(slug: str, mailing_id: int) -> ResponseReturnValue:
    mailing = mailing_to_change(db.session(), current_event().id, mailing_id)
    version = version_to_change(mailing, request.form.get("words_in", ""))
    theirs = form_of(mailing, version)
    mine = settled(request.form, theirs)
    if clash := clash_with(mailing, mine, theirs):
        return show_clash(mailing, mine, clash), CLASH
    draft, faults = read_form(mailing, {**mine, "words_in": version.language})
    if faults:
        return show_editor(mailing, version, mine, faults, seen=seen_before()), FAULTY
    save_mailing(db.session(), mailing, draft, by=current_person().id, now=utc_now())
    next_page = _after(slug, mailing, version.language, mine.get("then", ""), mine.get("add", ""))
    db.session.commit()
    return next_page


@organiser.post("/events/<slug>/letters/mailings/<int:mailing_id>/copy")
@demands(Access.TEAM)
def copy_mailing_once(slug: str, mailing_id: int) -> ResponseReturnValue:
    copy = copy_mailing(db.session(), current_event().id, mailing_id, by=current_person().id, now=utc_now())
    db.session.commit()
    return _edit(slug, copy.id, "")


def _after(slug: str, mailing: Mailing, language: str, then: str, added: str) -> ResponseReturnValue:
    """Where a press on one of the form's buttons leads, once everything is saved."""
    if then == "look":
        return redirect(f"/organise/events/{slug}/letters/mailings/{mailing.id}?said=saved", 303)
    if then == "add":
        if added not in known_languages():
            raise BadRequestError(N_("Letters don’t speak that language yet."))
        words = ready_called(mailing.based_on).version(added, Language(added).say)
        add_version(db.session(), mailing, words, by=current_person().id, now=utc_now())
    return _edit(slug, mailing.id, added if then == "add" else then or language)


def _edit(slug: str, mailing_id: int, language: str) -> ResponseReturnValue:
    return redirect(f"/organise/events/{slug}/letters/mailings/{mailing_id}/edit?language={language}", 303)
