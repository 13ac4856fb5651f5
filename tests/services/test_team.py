"""The team: whom a letter brings in, and that an event always has an owner."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.domain.events.deeds import Deed
from matchmaker.errors import BadInputError, ConflictError, NotFoundError, TooManyError
from matchmaker.services.arrivals import Entered, ProvenAddress, Refused, SignInDoor, let_in
from matchmaker.services.letters import write_letter
from matchmaker.services.team import (
    INVITATIONS_AN_HOUR,
    By,
    bring_back,
    change_role,
    forget_old_invitations,
    invite,
    remove_member,
    withdraw_invitation,
)
from matchmaker.settings import Settings
from matchmaker.store.models.deeds import DeedRow
from matchmaker.store.models.events import Event, EventRole
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from matchmaker.store.models.team import FormerRole, TeamInvitation
from matchmaker.store.queries.team import invitations_of, team_of
from tests.cast import NOW, make_event, make_organiser, make_person

DOOR = SignInDoor("organiser")
HUGO = "hugo@example.org"


@pytest.fixture
def by(event: Event, organiser: Person) -> By:
    return By(event.id, organiser.id)


def roles(session: Session, event: Event) -> dict[str, str]:
    session.expire_all()
    return {member.email: member.role for member in team_of(session, event.id)}


def deeds(session: Session) -> list[str]:
    return list(session.scalars(select(DeedRow.deed).order_by(DeedRow.id)))


def letter_of(session: Session, settings: Settings, *, days: int = 0):
    row_id = session.scalars(select(OutboxLetter.id).order_by(OutboxLetter.id.desc())).first()
    assert row_id is not None
    return write_letter(session, row_id, settings=settings, now=NOW + timedelta(days=days))


def test_somebody_without_an_account_is_invited_and_comes_onto_the_team_by_proving_the_address(
    session: Session, event: Event, by: By, settings: Settings
) -> None:
    invite(session, by, " Hugo@Example.org ", "host", now=NOW)
    letter = letter_of(session, settings)
    entered = let_in(session, ProvenAddress(HUGO, ""), DOOR, now=NOW)

    assert letter is not None
    assert (letter.to_address, letter.subject) == (HUGO, "You are invited to the team of Northlight 26")
    assert "Olga Organiser invites you to the team of Northlight 26. Your role would be: Host." in letter.text
    assert f"{settings.base_url}/organise/sign-in?next=/organise/" in letter.text
    assert isinstance(entered, Entered)
    assert roles(session, event) == {"olga@example.org": "owner", HUGO: "host"}
    assert deeds(session) == [Deed.TEAM_INVITED, Deed.TEAM_JOINED, Deed.SIGNED_IN]


@pytest.mark.parametrize("role", ["owner", "host", "desk"])
def test_each_role_arrives_as_it_was_given(session: Session, event: Event, by: By, role: str) -> None:
    invite(session, by, HUGO, role, now=NOW)
    let_in(session, ProvenAddress(HUGO, ""), DOOR, now=NOW)

    assert roles(session, event)[HUGO] == role


def test_a_withdrawn_or_run_out_invitation_brings_nobody_in_and_its_letter_never_leaves(
    session: Session, event: Event, by: By, settings: Settings
) -> None:
    invite(session, by, HUGO, "host", now=NOW)
    late = let_in(session, ProvenAddress(HUGO, ""), DOOR, now=NOW + timedelta(days=14))
    late_letter = letter_of(session, settings, days=14)
    (waiting,) = invitations_of(session, event.id, now=NOW)
    withdraw_invitation(session, by, waiting.id, now=NOW)

    assert isinstance(late, Refused)
    assert isinstance(let_in(session, ProvenAddress(HUGO, ""), DOOR, now=NOW), Refused)
    assert (late_letter, letter_of(session, settings)) == (None, None)
    assert roles(session, event) == {"olga@example.org": "owner"}
    with pytest.raises(NotFoundError):
        withdraw_invitation(session, by, waiting.id, now=NOW)


def test_inviting_again_leaves_one_invitation_with_the_newer_role(session: Session, event: Event, by: By) -> None:
    invite(session, by, HUGO, "desk", now=NOW)
    invite(session, by, HUGO, "owner", now=NOW + timedelta(minutes=1))

    assert [(one.email, one.role) for one in invitations_of(session, event.id, now=NOW + timedelta(minutes=2))] == [(HUGO, "owner")]
    assert session.scalars(select(OutboxLetter.state)).all() == ["queued", "queued"]


@pytest.mark.parametrize(
    ("email", "role", "fields"), [("hugo@", "host", ["email"]), ("olga@example.org", "host", ["email"]), (HUGO, "king", ["role"])]
)
def test_no_address_no_role_and_a_member_are_refused(session: Session, by: By, email: str, role: str, fields: list[str]) -> None:
    with pytest.raises(BadInputError) as caught:
        invite(session, by, email, role, now=NOW)

    assert [fault.field for fault in caught.value.faults] == fields


def test_somebody_invites_twenty_people_an_hour(session: Session, by: By) -> None:
    for number in range(INVITATIONS_AN_HOUR):
        invite(session, by, f"host-{number}@example.org", "host", now=NOW)

    with pytest.raises(TooManyError):
        invite(session, by, HUGO, "host", now=NOW)


def test_the_last_owner_is_neither_removed_nor_made_something_else(session: Session, event: Event, by: By) -> None:
    make_organiser(session, event, "Hugo Host", role="host")

    for attempt in (
        lambda: remove_member(session, by, by.person_id, now=NOW),
        lambda: change_role(session, by, by.person_id, "host", now=NOW),
    ):
        with pytest.raises(ConflictError):
            attempt()
    assert roles(session, event) == {"olga@example.org": "owner", HUGO: "host"}


def test_removing_is_undone_with_the_role_as_it_was(session: Session, event: Event, by: By) -> None:
    hugo = make_organiser(session, event, "Hugo Host", role="desk")
    remove_member(session, by, hugo.id, now=NOW)
    without = roles(session, event)
    bring_back(session, by, hugo.id, now=NOW + timedelta(minutes=1))

    assert (without, roles(session, event)) == ({"olga@example.org": "owner"}, {"olga@example.org": "owner", HUGO: "desk"})
    assert deeds(session) == [Deed.TEAM_REMOVED, Deed.TEAM_BROUGHT_BACK]
    with pytest.raises(NotFoundError):
        bring_back(session, by, hugo.id, now=NOW + timedelta(minutes=2))


def test_a_role_is_changed_and_members_of_another_team_are_not_there(session: Session, event: Event, by: By) -> None:
    hugo = make_organiser(session, event, "Hugo Host", role="host")
    otto = make_organiser(session, make_event(session, "elsewhere"), "Otto Other")
    change_role(session, by, hugo.id, "owner", now=NOW)

    assert roles(session, event)[HUGO] == "owner"
    for attempt in (change_role, remove_member, bring_back):
        with pytest.raises(NotFoundError):
            attempt(session, by, otto.id, *(["host"] if attempt is change_role else []), now=NOW)
    assert session.scalars(select(EventRole.role).where(EventRole.person_id == otto.id)).all() == ["owner"]


def test_what_is_long_over_is_forgotten(session: Session, event: Event, by: By) -> None:
    hugo = make_person(session, "Hugo Host")
    session.add(FormerRole(event_id=event.id, person_id=hugo.id, role="host", removed_at=NOW))
    invite(session, by, HUGO, "host", now=NOW)
    forget_old_invitations(session, now=NOW + timedelta(days=13))
    kept = (len(session.scalars(select(TeamInvitation.id)).all()), len(session.scalars(select(FormerRole.role)).all()))
    forget_old_invitations(session, now=NOW + timedelta(days=29))

    gone = (len(session.scalars(select(TeamInvitation.id)).all()), len(session.scalars(select(FormerRole.role)).all()))
    assert (kept, gone) == ((1, 1), (0, 0))
