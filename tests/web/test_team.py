"""The team's page and its log."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.domain.events.deeds import Deed
from matchmaker.services.deeds import note_deed
from matchmaker.store.models.deeds import DeedRow
from matchmaker.store.models.events import Event, EventRole
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from matchmaker.store.models.team import TeamInvitation
from tests.browsers import Phone, text_of
from tests.cast import NOW, make_organiser, make_person
from tests.domain.test_event_draft import GOOD

LaptopOf = Callable[[Person], Phone]
TEAM = "/organise/events/northlight/team"
LOG = "/organise/events/northlight/log"


def test_an_owner_invites_and_sees_who_is_invited(session: Session, organiser: Person, laptop_of: LaptopOf, bell) -> None:
    laptop = laptop_of(organiser)

    answer = laptop.post(f"{TEAM}/invite", {"email": "hugo@example.org", "role": "host"})

    page = text_of(laptop.get(answer.location))
    assert (answer.status_code, bell.words) == (303, ["send_mail"])
    assert "The invitation is on its way." in page
    assert "hugo@example.org Host · waits until Thu 19 Nov 2026" in page


def test_an_invitation_says_when_its_letter_did_not_arrive(session: Session, organiser: Person, laptop_of: LaptopOf) -> None:
    laptop = laptop_of(organiser)
    laptop.post(f"{TEAM}/invite", {"email": "hugo@example.org", "role": "host"})
    before = text_of(laptop.get(TEAM))
    session.execute(update(OutboxLetter).values(state="failed"))
    session.commit()

    assert ["The letter did not arrive" in page for page in (before, text_of(laptop.get(TEAM)))] == [False, True]


def test_what_was_typed_stays_when_it_is_wrong(session: Session, organiser: Person, laptop_of: LaptopOf) -> None:
    answer = laptop_of(organiser).post(f"{TEAM}/invite", {"email": "hugo@", "role": "desk"})

    assert answer.status_code == 422
    assert 'value="hugo@"' in answer.text
    assert 'value="desk" checked' in answer.text


def test_a_host_sees_the_team_and_changes_nothing(session: Session, event: Event, organiser: Person, laptop_of: LaptopOf) -> None:
    laptop = laptop_of(make_organiser(session, event, "Hugo Host", role="host"))

    page = laptop.get(TEAM)

    assert (page.status_code, "<form" in page.text.partition("<main")[2]) == (200, False)
    assert laptop.post(f"{TEAM}/invite", {"email": "x@example.org", "role": "host"}).status_code == 404
    assert laptop.post(f"{TEAM}/{organiser.id}/remove").status_code == 404


def test_the_only_owner_is_told_why_they_stay(session: Session, organiser: Person, laptop_of: LaptopOf) -> None:
    laptop = laptop_of(organiser)

    answer = laptop.post(f"{TEAM}/{organiser.id}/remove")

    assert answer.status_code == 422
    assert "This is the only owner." in text_of(answer)


def test_somebody_signed_in_finds_the_invitation_among_their_events_and_takes_it_up(
    session: Session, event: Event, organiser: Person, laptop_of: LaptopOf
) -> None:
    una = make_organiser(session, None, "Una Newly")
    laptop_of(organiser).post(f"{TEAM}/invite", {"email": "una@example.org", "role": "owner"})
    laptop = laptop_of(una)

    page = text_of(laptop.get("/organise/"))
    invitation = session.scalars(select(TeamInvitation.id)).one()
    session.rollback()
    answers = [laptop.post(f"/organise/invitations/{invitation}/accept").status_code for _ in range(2)]

    assert "You are invited to the team of Northlight 26 , as Owner." in page
    assert answers == [303, 404]
    assert laptop.get(TEAM).status_code == 200


def test_an_invitation_of_somebody_else_is_not_there(session: Session, event: Event, organiser: Person, laptop_of: LaptopOf) -> None:
    laptop_of(organiser).post(f"{TEAM}/invite", {"email": "una@example.org", "role": "owner"})
    invitation = session.scalars(select(TeamInvitation.id)).one()
    session.rollback()
    other = make_organiser(session, None, "Otto Other")

    assert laptop_of(other).post(f"/organise/invitations/{invitation}/accept").status_code == 404
    assert session.scalars(select(EventRole.person_id)).all() == [organiser.id]


def test_the_log_says_who_did_what_in_sentences(session: Session, event: Event, organiser: Person, laptop_of: LaptopOf) -> None:
    hugo = make_organiser(session, event, "Hugo Host", role="host")
    laptop = laptop_of(organiser)
    laptop.post(f"{TEAM}/{hugo.id}/role", {"role": "owner"})
    laptop.post("/organise/events/northlight/roster/invite")
    laptop.post("/organise/events/northlight/settings", {**GOOD, "name": "Another name"})
    laptop.get("/organise/events/northlight/reports")

    page = text_of(laptop.get(LOG))

    assert "Olga Organiser made somebody an owner: Hugo Host" in page
    assert "Olga Organiser changed the settings Name ·" in page
    assert "Olga Organiser sent invitations to attendees" in page
    assert "Olga Organiser looked at the reports" in page
    assert "Another name" not in page.partition("<main")[2].partition("Log")[0]


def test_a_look_at_the_reports_is_written_though_the_page_is_only_read(
    session: Session, event: Event, organiser: Person, laptop_of: LaptopOf
) -> None:
    laptop = laptop_of(organiser)
    for _ in range(2):
        assert laptop.get("/organise/events/northlight/reports").status_code == 200

    looks = session.execute(select(DeedRow.deed, DeedRow.event_id, DeedRow.actor_id)).all()
    assert [tuple(look) for look in looks] == [("reports.viewed", event.id, organiser.id)] * 2


def test_a_refused_look_is_no_look(session: Session, event: Event, laptop_of: LaptopOf) -> None:
    host = make_organiser(session, event, "Hugo Host", role="host")

    assert laptop_of(host).get("/organise/events/northlight/reports").status_code == 404
    assert session.scalars(select(DeedRow.id)).all() == []


def test_the_log_names_nobody_who_is_gone_and_nothing_of_another_event(
    session: Session, event: Event, organiser: Person, laptop_of: LaptopOf
) -> None:
    stranger = make_person(session, "Sven Stranger")
    note_deed(session, Deed.SETTINGS_CHANGED, event_id=event.id + 1, actor_id=stranger.id, now=NOW)
    note_deed(session, Deed.SIGNED_IN, event_id=None, actor_id=stranger.id, now=NOW)
    note_deed(session, Deed.EVENT_CREATED, event_id=event.id, actor_id=987_654, now=NOW)
    note_deed(session, Deed.SIGNED_IN, event_id=None, actor_id=organiser.id, now=NOW)

    page = text_of(laptop_of(organiser).get(LOG))

    assert "Sven" not in page
    assert "Somebody who has left created the event" in page
    assert "Olga Organiser signed in at the organiser’s desk" in page


@pytest.mark.parametrize("path", [LOG, TEAM])
def test_pages_ask_the_same_for_one_and_for_many(
    session: Session, event: Event, organiser: Person, laptop_of: LaptopOf, statements: list[str], path: str
) -> None:
    laptop = laptop_of(organiser)
    statements.clear()
    laptop.get(path)
    for_one = len(statements)
    for number in range(120):
        note_deed(session, Deed.SETTINGS_CHANGED, event_id=event.id, actor_id=organiser.id, fields=("name",), count=number, now=NOW)
    for name in ("Ann Bee", "Cem Dee", "Eve Eff"):
        make_organiser(session, event, name, role="host")
    session.commit()
    statements.clear()

    page = laptop.get(path)

    assert len(statements) == for_one
    assert ("Page 1 of 2" in text_of(page)) == (path == LOG)


def test_an_address_of_the_team_breaks_before_its_at(laptop_of, organiser) -> None:
    assert "olga<wbr>@example.org" in laptop_of(organiser).get("/organise/events/northlight/team").text
