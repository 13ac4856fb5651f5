"""The editor of a letter to many: what its form holds, and what is shown when somebody else has saved meanwhile."""

from collections.abc import Mapping

from flask import render_template, request

from matchmaker.domain.events.clash import Change, ClashField, clashing_fields
from matchmaker.domain.mailings.audience import Audience, read_audience
from matchmaker.domain.mailings.library import BY_KEY
from matchmaker.domain.mailings.schedule import lateness
from matchmaker.domain.mailings.slots import SLOTS
from matchmaker.domain.mailings.thrown_away import are_words
from matchmaker.domain.mailings.wording import Version, read_version
from matchmaker.errors import N_, BadRequestError, Fault
from matchmaker.languages import known_languages
from matchmaker.services.mailing_preview import version_in
from matchmaker.services.mailing_undo import Dropped
from matchmaker.services.mailings import Draft, audience_faults, audience_kept, read_mailing
from matchmaker.store.models.mailings import Mailing
from matchmaker.store.queries.groups import groups_of
from matchmaker.store.queries.mailings import person_named, versions_of
from matchmaker.web.access import current_event
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.legible import row_number

CONDITIONS = Audience.__slots__
FIELD_NAMES = {
    "name": N_("Name of this letter"),
    "checked_in": N_("Checked in"),
    "interests": N_("Interests"),
    "signed_in": N_("Signed in"),
    "met": N_("Met"),
    "group": N_("Group"),
    "language": N_("Language of their letters"),
    "subject": N_("Subject"),
    "body": N_("Letter"),
}


def form_of(mailing: Mailing, version: Version) -> dict[str, str]:
    audience = audience_kept(mailing)
    return {
        "name": mailing.name,
        **{name: getattr(audience, name) for name in CONDITIONS},
        "subject": version.subject,
        "body": version.body,
    }


def version_to_edit(mailing: Mailing, wanted: str) -> Version:
    """In the language asked for, else the first."""
    versions = versions_of(db.session(), mailing.id)
    return version_in(versions, wanted) or versions[0]


def version_to_change(mailing: Mailing, language: str) -> Version:
    """The version a form is about; empty if somebody else has dropped it meanwhile, so that nothing typed is saved as another one.

    Raises
    ------
    BadRequestError
        No letter can be in that language.
    """
    if language not in known_languages():
        raise BadRequestError(N_("Letters don’t speak that language yet."))
    return version_in(versions_of(db.session(), mailing.id), language) or Version(language, "", "")


def read_form(mailing: Mailing, form: Mapping[str, str]) -> tuple[Draft, list[Fault]]:
    groups = [name for name, _ in groups_of(db.session(), current_event().id)]
    audience, faults = read_audience(form, groups=groups, languages=known_languages())
    faults += audience_faults(db.session(), mailing, audience)
    words = {"language": form.get("words_in", ""), "subject": form.get("subject", ""), "body": form.get("body", "")}
    return read_mailing(form.get("name", ""), (audience, faults), based_on=mailing.based_on, **words)


def words_handed_back(mailing: Mailing) -> Version:
    """The words in one language that a form brings back; what can't be filled in was no fault while they stood there.

    Raises
    ------
    BadRequestError
        No letter can be in that language, or has so many words.
    """
    form, allowed = request.form, BY_KEY[mailing.based_on].slots
    version, _ = read_version(form.get("language", ""), form.get("subject", ""), form.get("body", ""), allowed=allowed)
    if not are_words([version], known_languages()):
        raise BadRequestError(N_("These are no words that were dropped here, so nothing was brought back."))
    return version


def show_editor(
    mailing: Mailing,
    version: Version,
    form: Mapping[str, str],
    faults: list[Fault],
    *,
    seen: Mapping[str, object],
    gone: Dropped | None = None,
) -> str:
    """`seen`: what the form was filled with when it was opened, and the letter's version then; `gone`: words dropped just now."""
    versions = versions_of(db.session(), mailing.id)
    ready = BY_KEY[mailing.based_on]
    return render_template(
        "organiser/mailing_edit.html",
        event=current_event(),
        mailing=mailing,
        ready=ready,
        late=lateness(ready, current_event(), at=utc_now()),
        slots=[(name, SLOTS[name]) for name in ready.slots],
        versions=[one.language for one in versions],
        version=version.language,
        groups=[(name, name) for name, _ in groups_of(db.session(), current_event().id)],
        form=form,
        faults=tuple(faults),
        seen=seen,
        gone=gone,
    )


def seen_now(mailing: Mailing, version: Version) -> dict[str, object]:
    return {"version": mailing.version, **form_of(mailing, version)}


def seen_before() -> dict[str, object]:
    was = {name.removeprefix("was_"): value for name, value in request.form.items() if name.startswith("was_")}
    return {"version": request.form.get("version", 0, type=row_number), **was}


def clash_with(mailing: Mailing, mine: Mapping[str, str], theirs: Mapping[str, str]) -> tuple[ClashField, ...]:
    """The fields somebody else has changed since this form was opened."""
    if request.form.get("version", 0, type=row_number) == mailing.version:
        return ()
    was = {name: request.form.get(f"was_{name}", "") for name in theirs}
    who, _ = person_named(db.session(), mailing.changed_by)
    changed = {name: Change(who, mailing.changed_at) for name, value in theirs.items() if _plain(was[name]) != _plain(value)}
    return clashing_fields(mine, was, theirs, changed)


def show_clash(mailing: Mailing, mine: Mapping[str, str], clash: tuple[ClashField, ...]) -> str:
    """Everything typed rides along, so that one press saves it in the way that was chosen."""
    kept = {name: value for name, value in mine.items() if name not in {"csrf_token", "version"} and not name.startswith("take_")}
    event = current_event()
    back = f"/organise/events/{event.slug}/letters/mailings/{mailing.id}/edit?language={mine.get('words_in', '')}"
    page = {"section": "letters", "back": back, "names": FIELD_NAMES}
    return render_template("organiser/clash.html", event=event, clash=clash, kept=kept, version=mailing.version, **page)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
