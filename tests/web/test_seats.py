"""Seats: from a file without addresses to the person who sits there."""

import io
import re
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.deeds import DeedRow
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from matchmaker.store.models.roster import Seat
from tests.browsers import Phone, text_of
from tests.signing_in import PostOffice, open_post_office

ROSTER = "/organise/events/northlight/roster"
PRESS = "id,name,email,group\nt1,Ada Lovelace,ada@example.org,Regular\nt2,Journalist 1,,Press\nt3,Journalist 2,,Press\n"


@pytest.fixture
def laptop(laptop_of: Callable[[Person], Phone], organiser: Person, event: Event) -> Phone:
    event.join_policy = "invited"
    return laptop_of(organiser)


@pytest.fixture
def office(settings: Settings, engine: Engine, tmp_path, clock) -> Iterator[PostOffice]:
    with open_post_office(settings, engine, tmp_path, clock) as office:
        yield office


def bring_in(laptop: Phone, text: str) -> str:
    sent = {"file": (io.BytesIO(text.encode()), "press.csv")}
    page = laptop.post(f"{ROSTER}/upload", sent, content_type="multipart/form-data").headers["Location"]
    laptop.post(f"{page}/mapping", {"target": ["external_id", "name", "email", "group", "status"], "seats": "1"})
    laptop.post(f"{page}/confirm")
    return page


def links(laptop: Phone) -> list[str]:
    return re.findall(r'value="http://localhost(/e/northlight/seat#[A-Za-z0-9_-]{43})"', laptop.get(f"{ROSTER}/seats").text)


def claim(phone: Phone, link: str, office: PostOffice, *, name: str = "Nia Okoye", email: str = "nia@example.org") -> int:
    phone.get("/e/northlight/seat")
    asked = phone.post("/e/northlight/seat", {"token": link.partition("#")[2], "name": name, "email": email})
    assert (asked.status_code, asked.headers["Location"]) == (303, "/e/northlight/")
    return phone.post("/e/northlight/code", {"code": office.code()}).status_code


def seats(session: Session) -> list[tuple[str, str]]:
    found = [tuple(row) for row in session.execute(select(Seat.external_id, Seat.status).order_by(Seat.id))]
    session.rollback()
    return found


def test_a_seat_goes_from_the_file_by_its_link_to_whoever_proves_an_address(
    laptop: Phone, stranger: Phone, session: Session, office: PostOffice
) -> None:
    page = bring_in(laptop, PRESS)
    assert "seats to claim 2" in text_of(laptop.get(page))
    two = links(laptop)

    assert claim(stranger, two[0], office) == 303

    row = session.execute(
        select(Attendee.name, Attendee.external_id, Attendee.group_name, Person.email_key)
        .join(Person, Person.id == Attendee.person_id)
        .where(Attendee.external_id == "t2")
    ).one()
    session.rollback()
    assert tuple(row) == ("Nia Okoye", "t2", "Press", "nia@example.org")
    assert (len(two), links(laptop)) == (2, two[1:])
    assert "1 seat waits for a name." in text_of(laptop.get(ROSTER))


def test_a_link_that_was_used_or_never_was_gives_no_seat(laptop: Phone, stranger: Phone, session: Session, office: PostOffice) -> None:
    bring_in(laptop, PRESS)
    link = links(laptop)[0]
    claim(stranger, link, office)

    for token in (link.partition("#")[2], "a" * 43, "", "x"):
        answer = stranger.post("/e/northlight/seat", {"token": token, "name": "Otto", "email": "otto@example.org"})
        assert answer.status_code == 422
        assert "This seat is taken, or its link is not whole." in text_of(answer)


def test_a_fault_in_the_form_keeps_the_link(laptop: Phone, stranger: Phone) -> None:
    bring_in(laptop, PRESS)
    token = links(laptop)[0].partition("#")[2]
    stranger.get("/e/northlight/seat")

    answer = stranger.post("/e/northlight/seat", {"token": token, "name": "Nia", "email": "nia@nowhere"})

    assert answer.status_code == 422
    assert f'value="{token}"' in answer.text


def test_a_code_that_is_asked_for_again_still_claims_the_seat(laptop: Phone, stranger: Phone, session: Session, office: PostOffice) -> None:
    bring_in(laptop, PRESS)
    stranger.get("/e/northlight/seat")
    stranger.post("/e/northlight/seat", {"token": links(laptop)[0].partition("#")[2], "name": "Nia", "email": "nia@example.org"})

    stranger.post("/e/northlight/join", {"email": "nia@example.org", "again": "1"})
    stranger.post("/e/northlight/code", {"code": office.code()})

    assert session.scalar(select(Attendee.name).where(Attendee.external_id == "t2")) == "Nia"


def test_the_same_file_again_follows_seats_and_their_holders_and_adds_nobody(
    laptop: Phone, stranger: Phone, session: Session, office: PostOffice
) -> None:
    bring_in(laptop, PRESS)
    claim(stranger, links(laptop)[0], office)

    bring_in(laptop, PRESS)
    same = sorted(session.scalars(select(Attendee.external_id)))
    session.rollback()
    bring_in(laptop, "id,name,email,group,status\nt2,Journalist 1,,Press,refunded\nt3,Journalist 2,,Press,refunded\n")

    assert same == ["t1", "t2"]
    assert seats(session) == [("t2", "claimed"), ("t3", "cancelled")]
    assert session.scalar(select(Attendee.status).where(Attendee.external_id == "t2")) == "cancelled"
    session.rollback()
    assert links(laptop) == []


def test_undoing_an_import_takes_its_open_seats_along(laptop: Phone, session: Session) -> None:
    page = bring_in(laptop, PRESS)

    laptop.post(f"{page}/undo")

    assert seats(session) == []
    assert "The import is undone" in text_of(laptop.get(page))
    assert session.scalar(select(Attendee.id)) is None


def test_the_links_can_be_taken_along_and_that_is_written_down(laptop: Phone, session: Session) -> None:
    bring_in(laptop, PRESS)

    answer = laptop.post(f"{ROSTER}/seats.csv")

    lines = answer.get_data(as_text=True).splitlines()
    assert lines[0] == '\ufeff"Ticket number","On the ticket","Group","Link"'
    assert lines[1].startswith('"t2","Journalist 1","Press","http://localhost/e/northlight/seat#')
    assert session.execute(select(DeedRow.deed, DeedRow.count).order_by(DeedRow.id.desc())).first() == ("roster.seats_downloaded", 2)
