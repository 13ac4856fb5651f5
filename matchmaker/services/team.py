"""The team of an event: invite by mail, join, change roles, remove and bring back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.events.deeds import MADE, Deed
from matchmaker.domain.events.team import WAITS, leaves_no_owner, read_role, runs_out
from matchmaker.domain.signin.address import address_key
from matchmaker.errors import N_, BadInputError, ConflictError, Fault, NotFoundError, TooManyError
from matchmaker.services.deeds import note_deed
from matchmaker.services.limits import HOUR, take_turn
from matchmaker.services.mail import queue_letter
from matchmaker.store.models.events import EventRole
from matchmaker.store.models.people import Person
from matchmaker.store.models.team import FormerRole, TeamInvitation
from matchmaker.store.queries.signin import person_with_address
from matchmaker.store.queries.team import is_member, roles_to_change, waits
from matchmaker.store.upsert import insert_into

KIND = "team_invitation"
INVITATIONS_AN_HOUR = 20
LAST_OWNER = N_("This is the only owner. Make somebody else an owner first; then this works.")


@dataclass(frozen=True, slots=True)
class By:
    """Who of the team does it, and at which event."""

    event_id: int
    person_id: int


def invite(session: Session, by: By, email: str, role: str, *, now: datetime) -> None:
    """Invite this address; an invitation that waits already is followed by this one.

    Raises
    ------
    BadInputError
        No address, no role, or somebody who is on the team.
    TooManyError
        So many within the hour that it can't be a team.
    """
    email_key, role = _read(email, role)
    person = person_with_address(session, email_key)
    if person is not None and is_member(session, by.event_id, person.id):
        raise BadInputError(Fault("email", N_("This person is on the team already. Their role can be changed in the list.")))
    if not take_turn(session, f"team|{by.person_id}", most=INVITATIONS_AN_HOUR, now=now):
        sentence = N_("You have invited many people within the hour. Go on in an hour.")
        raise TooManyError(sentence, retry_after=int(HOUR.total_seconds()))
    older = update(TeamInvitation).where(TeamInvitation.event_id == by.event_id, TeamInvitation.email_key == email_key)
    session.execute(older.where(TeamInvitation.ended_at.is_(None)).values(ended_at=now))
    times = {"invited_at": now, "expires_at": runs_out(now)}
    invitation = TeamInvitation(event_id=by.event_id, email_key=email_key, role=role, invited_by=by.person_id, **times)
    session.add(invitation)
    session.flush()
    campaign, payload = f"team-{invitation.id}", {"invitation": invitation.id}
    queue_letter(session, kind=KIND, address=email_key, event_id=by.event_id, campaign=campaign, payload=dict(payload), now=now)
    _note(session, by, Deed.TEAM_INVITED, ("invitation", invitation.id), now=now)


def withdraw_invitation(session: Session, by: By, invitation_id: int, *, now: datetime) -> None:
    """Raises
    ------
    NotFoundError
        None that waits has this number here.
    """
    waiting = (TeamInvitation.event_id == by.event_id, TeamInvitation.id == invitation_id, waits(now))
    ended = update(TeamInvitation).where(*waiting).values(ended_at=now).returning(TeamInvitation.id)
    if session.execute(ended.execution_options(synchronize_session=False)).one_or_none() is None:
        raise NotFoundError
    _note(session, by, Deed.TEAM_INVITATION_WITHDRAWN, ("invitation", invitation_id), now=now)


def take_up_invitations(session: Session, person: Person, *, now: datetime, only: int | None = None) -> int:
    """Whoever has proven their address joins the teams that wait for it; return how many."""
    mine = update(TeamInvitation).where(TeamInvitation.email_key == person.email_key, waits(now)).values(ended_at=now)
    if only is not None:
        mine = mine.where(TeamInvitation.id == only)
    taken = mine.returning(TeamInvitation.event_id, TeamInvitation.role).execution_options(synchronize_session=False)
    rows = session.execute(taken).all()
    for event_id, role in rows:  # one person's own few invitations
        new = {"event_id": event_id, "person_id": person.id, "role": role, "created_at": now}
        on_team = [EventRole.event_id, EventRole.person_id]
        session.execute(insert_into(session, EventRole).values(**new).on_conflict_do_nothing(index_elements=on_team))
        session.execute(delete(FormerRole).where(FormerRole.event_id == event_id, FormerRole.person_id == person.id))
        note_deed(session, Deed.TEAM_JOINED, event_id=event_id, actor_id=person.id, now=now)
    return len(rows)


def accept_invitation(session: Session, person_id: int, invitation_id: int, *, now: datetime) -> None:
    """Somebody who is signed in already takes up one invitation.

    Raises
    ------
    NotFoundError
        None that waits for them has this number.
    """
    if take_up_invitations(session, session.get_one(Person, person_id), now=now, only=invitation_id) == 0:
        raise NotFoundError


def change_role(session: Session, by: By, person_id: int, role: str, *, now: datetime) -> None:
    """Raises
    ------
    NotFoundError
        Nobody of this number is on the team.
    ConflictError
        The event would have no owner.
    """
    role, member = read_role(role), _member(session, by.event_id, person_id)
    if member[person_id].role == role:
        return
    _keep_an_owner(member, person_id, becomes=role)
    member[person_id].role = role
    session.flush()
    _note(session, by, MADE[role], ("person", person_id), now=now)


def remove_member(session: Session, by: By, person_id: int, *, now: datetime) -> None:
    """The same exceptions; for two weeks `bring_back` undoes it."""
    member = _member(session, by.event_id, person_id)
    _keep_an_owner(member, person_id, becomes=None)
    session.execute(delete(FormerRole).where(FormerRole.event_id == by.event_id, FormerRole.person_id == person_id))
    session.add(FormerRole(event_id=by.event_id, person_id=person_id, role=member[person_id].role, removed_at=now))
    session.delete(member[person_id])
    session.flush()
    _note(session, by, Deed.TEAM_REMOVED, ("person", person_id), now=now)


def bring_back(session: Session, by: By, person_id: int, *, now: datetime) -> None:
    """Raises
    ------
    NotFoundError
        Nobody of this number was removed here lately.
    """
    gone = delete(FormerRole).where(FormerRole.event_id == by.event_id, FormerRole.person_id == person_id).returning(FormerRole.role)
    role = session.execute(gone).scalar_one_or_none()
    if role is None:
        raise NotFoundError
    new = {"event_id": by.event_id, "person_id": person_id, "role": role, "created_at": now}
    on_team = [EventRole.event_id, EventRole.person_id]
    session.execute(insert_into(session, EventRole).values(**new).on_conflict_do_nothing(index_elements=on_team))
    _note(session, by, Deed.TEAM_BROUGHT_BACK, ("person", person_id), now=now)


def forget_old_invitations(session: Session, *, now: datetime) -> None:
    """Invitations that ended or ran out, and the way back of those who were removed long ago."""
    over = now - WAITS
    session.execute(delete(TeamInvitation).where((TeamInvitation.ended_at < over) | (TeamInvitation.expires_at < over)))
    session.execute(delete(FormerRole).where(FormerRole.removed_at < over))


def invitation_of(session: Session, event_id: int | None, invitation_id: object, *, now: datetime) -> TeamInvitation | None:
    """The invitation a letter speaks of, if it still waits."""
    mine = select(TeamInvitation).where(TeamInvitation.event_id == event_id, TeamInvitation.id == invitation_id, waits(now))
    return session.scalars(mine).one_or_none()


def _read(email: str, role: str) -> tuple[str, str]:
    faults: list[Fault] = []
    email_key = ""
    try:
        email_key = address_key(email)
    except BadInputError as wrong:
        faults += wrong.faults
    try:
        role = read_role(role)
    except BadInputError as wrong:
        faults += wrong.faults
    if faults:
        raise BadInputError(*faults)
    return email_key, role


def _member(session: Session, event_id: int, person_id: int) -> dict[int, EventRole]:
    roles = roles_to_change(session, event_id)
    if person_id not in roles:
        raise NotFoundError
    return roles


def _keep_an_owner(roles: dict[int, EventRole], person_id: int, *, becomes: str | None) -> None:
    if leaves_no_owner({each: role.role for each, role in roles.items()}, person_id, becomes=becomes):
        raise ConflictError(LAST_OWNER)


def _note(session: Session, by: By, deed: Deed, about: tuple[str, int], *, now: datetime) -> None:
    note_deed(session, deed, event_id=by.event_id, actor_id=by.person_id, about=about, now=now)
