"""Who may meet whom: a table of the event's groups."""

from itertools import combinations_with_replacement

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.events.deeds import Deed
from matchmaker.errors import N_, BadInputError, Fault
from matchmaker.services.group_rules import MOST_GROUPS, keep_groups_apart, mark_of
from matchmaker.store.queries.groups import groups_apart, groups_of
from matchmaker.web.access import Access, current_event, demands
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.organiser.log_line import log
from matchmaker.web.wake import wake

NEW_GROUPS = N_("The groups are others than when this page was opened. Here they are as they stand now; nothing of yours was saved.")


@organiser.get("/events/<slug>/groups")
@demands(Access.TEAM)
def show_groups(slug: str) -> ResponseReturnValue:
    return _page()


@organiser.post("/events/<slug>/groups")
@demands(Access.TEAM)
def change_groups(slug: str) -> ResponseReturnValue:
    """A ticked box lets two groups meet; the boxes are numbered as the page showed the groups, by name."""
    session, event = db.session(), current_event()
    names = [name for name, _ in groups_of(session, event.id)][:MOST_GROUPS]
    ticked = set(request.form.getlist("meet"))
    pairs = combinations_with_replacement(enumerate(names), 2)
    shown = request.form.getlist("shown")
    apart = [(one, other) for (i, one), (j, other) in pairs if f"{i}-{j}" not in ticked]
    try:
        if shown != names:
            raise BadInputError(Fault("", NEW_GROUPS))
        changed = keep_groups_apart(session, event.id, apart, seen=request.form.get("seen", ""))
    except BadInputError as error:
        session.rollback()
        return _page(error.faults), error.status
    if changed:
        log(Deed.GROUPS_CHANGED, count=len(apart))
    db.session.commit()
    wake("recommend")
    return redirect(f"/organise/events/{slug}/groups?said=groups-saved", 303)


def _page(faults: tuple[Fault, ...] = ()) -> str:
    session, event = db.session(), current_event()
    groups, apart = groups_of(session, event.id), groups_apart(session, event.id)
    shown = {"groups": groups[:MOST_GROUPS], "left_out": len(groups[MOST_GROUPS:]), "apart": set(apart), "seen": mark_of(apart)}
    return render_template("organiser/groups.html", event=event, faults=faults, **shown)
