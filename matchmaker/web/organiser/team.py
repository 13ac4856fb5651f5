"""The team of an event: its members, invitations by mail, and what each role may do."""

from flask import make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.events.team import MEANINGS, NAMES
from matchmaker.errors import BadInputError, ConflictError, Fault, TooManyError
from matchmaker.services.team import By, accept_invitation, bring_back, change_role, invite, remove_member, withdraw_invitation
from matchmaker.store.queries.team import former_members, invitations_of, team_of
from matchmaker.web.access import Access, current_event, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.headers import keep_secret
from matchmaker.web.wake import wake


@organiser.get("/events/<slug>/team")
@demands(Access.TEAM)
def show_team(slug: str) -> ResponseReturnValue:
    return _page()


@organiser.post("/events/<slug>/team/invite")
@demands(Access.OWNER)
def invite_to_team(slug: str) -> ResponseReturnValue:
    try:
        invite(db.session(), _by(), request.form.get("email", ""), request.form.get("role", ""), now=utc_now())
    except BadInputError as error:
        return _page(error.faults, error.status)
    except TooManyError as much:
        return _page((Fault("", much.sentence, much.values),), much.status)
    db.session.commit()
    wake("send_mail")
    return _back("team-invited")


@organiser.post("/events/<slug>/team/invitations/<int:invitation_id>/withdraw")
@demands(Access.OWNER)
def withdraw_from_team(slug: str, invitation_id: int) -> ResponseReturnValue:
    withdraw_invitation(db.session(), _by(), invitation_id, now=utc_now())
    db.session.commit()
    return _back("team-withdrawn")


@organiser.post("/events/<slug>/team/<int:member_id>/role")
@demands(Access.OWNER)
def change_role_of_member(slug: str, member_id: int) -> ResponseReturnValue:
    try:
        change_role(db.session(), _by(), member_id, request.form.get("role", ""), now=utc_now())
    except ConflictError as error:
        return _page((Fault("", error.sentence, error.values),), error.status)
    db.session.commit()
    return _back("team-role")


@organiser.post("/events/<slug>/team/<int:member_id>/remove")
@demands(Access.OWNER)
def remove_from_team(slug: str, member_id: int) -> ResponseReturnValue:
    try:
        remove_member(db.session(), _by(), member_id, now=utc_now())
    except ConflictError as error:
        return _page((Fault("", error.sentence, error.values),), error.status)
    db.session.commit()
    return redirect("/organise/", 303) if member_id == current_person().id else _back("team-removed")


@organiser.post("/events/<slug>/team/<int:member_id>/back")
@demands(Access.OWNER)
def bring_member_back(slug: str, member_id: int) -> ResponseReturnValue:
    bring_back(db.session(), _by(), member_id, now=utc_now())
    db.session.commit()
    return _back("team-back")


@organiser.post("/invitations/<int:invitation_id>/accept")
@demands(Access.ORGANISER)
def join_team(invitation_id: int) -> ResponseReturnValue:
    accept_invitation(db.session(), current_person().id, invitation_id, now=utc_now())
    db.session.commit()
    return redirect("/organise/?said=team-joined", 303)


def _page(faults: tuple[Fault, ...] = (), status: int = 200) -> ResponseReturnValue:
    session, event, now = db.session(), current_event(), utc_now()
    lists = {
        "members": team_of(session, event.id),
        "invited": invitations_of(session, event.id, now=now),
        "former": former_members(session, event.id, now=now),
    }
    words = {"names": NAMES, "meanings": MEANINGS, "faults": faults, "form": request.form}
    return keep_secret(make_response(render_template("organiser/team.html", event=event, **lists, **words), status))


def _by() -> By:
    return By(current_event().id, current_person().id)


def _back(word: str) -> ResponseReturnValue:
    return redirect(f"/organise/events/{current_event().slug}/team?said={word}", 303)
