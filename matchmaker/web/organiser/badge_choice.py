"""The choice of paper and words for an event's badges. Whoever saves one that somebody else has overtaken is shown theirs first."""

from collections.abc import Mapping

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.domain.badges.formats import NAMES, OWN
from matchmaker.domain.badges.print_form import MEASURES, as_form, parts_of, settled_choice
from matchmaker.domain.badges.printing import FIELDS, SORTS, read_print_choice
from matchmaker.domain.events.clash import Change, ClashField, clashing_fields
from matchmaker.domain.events.deeds import FIELD_NAMES, Deed
from matchmaker.errors import N_, BadInputError
from matchmaker.services.badge_printing import choose_printing
from matchmaker.store.queries.badge_sheets import print_choice
from matchmaker.store.queries.event_changes import event_to_change, last_changes
from matchmaker.web.access import Access, current_event, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.organiser.badges import badges_page
from matchmaker.web.organiser.log_line import log

CLASH = 409
_SAID = {
    "side": {"front": N_("On the front, beside the name"), "back": N_("On the back")},
    "whom": {"all": N_("Everybody’s"), "new": N_("Only new or changed since the last print")},
    "sort": SORTS,
}


@organiser.post("/events/<slug>/badges/choice")
@demands(Access.TEAM)
def choose_badges(slug: str) -> ResponseReturnValue:
    session, event_id = db.session(), current_event().id
    event_to_change(session, event_id)
    theirs = as_form(print_choice(session, event_id))
    typed = settled_choice({**request.form, "fields": " ".join(request.form.getlist("fields"))}, theirs)
    try:
        choice = read_print_choice(typed, typed["fields"].split())
    except BadInputError as error:
        return badges_page(error.faults, typed=typed, was=_was()), error.status
    mine = as_form(choice)
    if clash := _clash(mine, theirs):
        return _show_clash(mine, theirs, clash), CLASH
    changed = [name for name, value in parts_of(mine).items() if value != parts_of(theirs)[name]]
    if changed:
        choose_printing(session, event_id, choice)
        log(Deed.BADGES_CHOSEN, fields=changed)
    db.session.commit()
    return redirect(f"/organise/events/{slug}/badges?said=badges-chosen", 303)


def _was() -> dict[str, str]:
    """What the form was filled with when it was opened."""
    return {name.removeprefix("was_"): value for name, value in request.form.items() if name.startswith("was_")}


def _clash(mine: Mapping[str, str], theirs: Mapping[str, str]) -> tuple[ClashField, ...]:
    """The parts somebody else has chosen otherwise since this form was opened."""
    was, now = parts_of(_was()), parts_of(theirs)
    others = [name for name in now if was[name] != now[name]]
    if not others:
        return ()
    changes = last_changes(db.session(), current_event().id, Deed.BADGES_CHOSEN)
    return clashing_fields(parts_of(mine), was, now, {name: changes.get(name, Change("", utc_now())) for name in others})


def _show_clash(mine: Mapping[str, str], theirs: Mapping[str, str], clash: tuple[ClashField, ...]) -> str:
    """Everything typed rides along, so that one press saves it in the way that was chosen."""
    event = current_event()
    words = {(field.name, one): _words(field.name, one) for field in clash for one in (field.mine, field.theirs)}
    page = {"section": "badges", "back": f"/organise/events/{event.slug}/badges", "names": FIELD_NAMES, "words": words}
    kept = {**mine, **{f"was_{name}": value for name, value in theirs.items()}}
    return render_template("organiser/clash.html", event=event, clash=clash, kept=kept, version="", **page)


def _words(name: str, value: str) -> str:
    """A part as the form says it."""
    if name == "paper" and value.startswith(f"{OWN} "):
        said = dict(zip(MEASURES, value.split()[1:], strict=True))
        return f"{gettext(NAMES[OWN])}: {said['width']} × {said['height']} mm"
    if name == "paper":
        return str(gettext(NAMES[value])) if value in NAMES else value
    if name == "fields":
        return ", ".join(gettext(FIELDS[one]) for one in value.split() if one in FIELDS)
    return str(gettext(_SAID[name][value])) if value in _SAID.get(name, {}) else value
