"""A letter to many, or its words in one language, thrown away and brought back. What is gone is held by the page alone."""

from flask import redirect, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.mailings.thrown_away import read_thrown_away, told
from matchmaker.languages import known_languages
from matchmaker.services.mailing_undo import Dropped, bring_back, bring_version_back, drop_version, throw_away
from matchmaker.services.mailings import mailing_to_change
from matchmaker.web.access import Access, current_event, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.legible import row_number
from matchmaker.web.organiser.letters import letters_page
from matchmaker.web.organiser.mailing_form import form_of, seen_now, show_editor, version_to_edit, words_handed_back


@organiser.post("/events/<slug>/letters/mailings/<int:mailing_id>/delete")
@demands(Access.TEAM)
def delete_mailing(slug: str, mailing_id: int) -> ResponseReturnValue:
    gone = throw_away(db.session(), current_event().id, mailing_id)
    db.session.commit()
    return letters_page(gone=told(gone))


@organiser.post("/events/<slug>/letters/mailings/back")
@demands(Access.TEAM)
def bring_mailing_back(slug: str) -> ResponseReturnValue:
    gone = read_thrown_away(request.form.get("letter", ""), languages=known_languages(), now=utc_now())
    mailing_id = bring_back(db.session(), current_event().id, gone, by=current_person().id, now=utc_now())
    db.session.commit()
    return redirect(f"/organise/events/{slug}/letters/mailings/{mailing_id}?said=mailing-back", 303)


@organiser.post("/events/<slug>/letters/mailings/<int:mailing_id>/drop")
@demands(Access.TEAM)
def drop_mailing_version(slug: str, mailing_id: int) -> ResponseReturnValue:
    mailing = mailing_to_change(db.session(), current_event().id, mailing_id)
    gone = drop_version(db.session(), mailing, request.form.get("language", ""), by=current_person().id, now=utc_now())
    db.session.commit()
    version = version_to_edit(mailing, "")
    return show_editor(mailing, version, form_of(mailing, version), [], seen=seen_now(mailing, version), gone=gone)


@organiser.post("/events/<slug>/letters/mailings/<int:mailing_id>/versions/back")
@demands(Access.TEAM)
def bring_mailing_version_back(slug: str, mailing_id: int) -> ResponseReturnValue:
    mailing = mailing_to_change(db.session(), current_event().id, mailing_id)
    dropped = Dropped(words_handed_back(mailing), request.form.get("position", 0, type=row_number))
    bring_version_back(db.session(), mailing, dropped, by=current_person().id, now=utc_now())
    db.session.commit()
    query = f"said=version-back&language={dropped.version.language}"
    return redirect(f"/organise/events/{slug}/letters/mailings/{mailing_id}/edit?{query}", 303)
