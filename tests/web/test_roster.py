"""The roster pages as an organiser uses them."""

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from matchmaker.services.invitation_letters import write_invitation
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.matches import Recommendation
from matchmaker.store.models.people import Person
from matchmaker.store.models.work import WorkerBeat
from tests.browsers import Phone, text_of
from tests.cast import NOW, give_interests, make_attendee, make_event, make_organiser, make_person
from tests.conftest import Bell

ROSTER = "/organise/events/northlight/roster"
LUMA = Path(__file__).parents[1] / "data" / "luma_guests.csv"
TWO = b"id,name,email\nt1,Ada Lovelace,ada@example.org\nt2,Grace Hopper,grace@example.org\n"

Laptops = Callable[[Person], Phone]


@pytest.fixture
def laptop(laptop_of: Laptops, organiser: Person) -> Phone:
    return laptop_of(organiser)


def upload(laptop: Phone, content: bytes, name: str = "guests.csv", path: str = ROSTER) -> TestResponse:
    return laptop.post(f"{path}/upload", {"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")


def uploaded(laptop: Phone, content: bytes) -> str:
    """The address of the page that shows what the file would do."""
    return upload(laptop, content).headers["Location"]


def names(session: Session) -> list[str]:
    found = list(session.scalars(select(Attendee.name).order_by(Attendee.id)))
    session.rollback()  # SQLite has one writer, and it shall be the app
    return found


def test_a_luma_export_goes_from_file_to_roster(laptop: Phone, session: Session, bell: Bell) -> None:
    page = uploaded(laptop, LUMA.read_bytes())

    shown = text_of(laptop.get(page))
    assert (
        "Nothing is saved yet luma_guests.csv" in shown.replace("guests.csv", "luma_guests.csv", 1)
        or "Nothing is saved yet guests.csv" in shown
    )
    assert "a Luma export, UTF-8 with comma. 8 rows read." in shown
    assert "6 rows that need your eyes" in shown
    assert "new people 2" in shown
    assert "tickets are cancelled 1" in shown
    assert "Bring in 2 people" in shown
    assert "They are kept and hidden, not deleted. Line Name E-mail Organisation 4 Marta" in text_of(laptop.get(f"{page}?show=cancelled"))
    assert names(session) == []

    answer = laptop.post(f"{page}/confirm")
    assert (answer.status_code, answer.headers["Location"]) == (303, page)
    assert names(session) == ["Kwabena Osei-Thorne", "ليلى حداد", 'Marta "Mái" Quintal 🎈']
    assert bell.words == ["recommend"]
    done = text_of(laptop.get(page))
    assert "3 people are in" not in done  # one of the three has a cancelled ticket
    assert "new people 2" in done
    assert "tickets cancelled 1" in done


def test_faults_stand_row_by_row_with_what_happens(laptop: Phone) -> None:
    shown = text_of(laptop.get(uploaded(laptop, LUMA.read_bytes())))

    assert "5 Jonas Wetterlund jonas@kvarn Stays out The address has no ending, such as .org." in shown
    assert '4 Marta "Mái" Quintal 🎈 marta@ferrylane.example Ticket cancelled “declined”: they are kept and hidden, not deleted.' in shown


def test_a_second_press_of_the_button_changes_nothing(laptop: Phone, session: Session) -> None:
    page = uploaded(laptop, TWO)

    laptop.post(f"{page}/confirm")
    again = laptop.post(f"{page}/confirm")

    assert again.status_code == 303
    assert names(session) == ["Ada Lovelace", "Grace Hopper"]


def test_new_and_changed_people_have_their_own_lists(laptop: Phone, session: Session, ada: Attendee) -> None:
    session.commit()
    page = uploaded(laptop, TWO)

    assert "3 Grace Hopper grace@example.org" in text_of(laptop.get(f"{page}?show=new"))
    assert "2 Ada Lovelace ada@example.org Ticket number" in text_of(laptop.get(f"{page}?show=changed"))


def test_the_same_people_again_leave_nothing_to_bring_in(laptop: Phone) -> None:
    laptop.post(f"{uploaded(laptop, TWO)}/confirm")
    page = uploaded(laptop, TWO)

    assert "Nothing would change." in text_of(laptop.get(page))
    assert laptop.post(f"{page}/confirm").status_code == 422


def test_a_file_that_only_cancels_says_so_on_its_button(laptop: Phone, session: Session) -> None:
    laptop.post(f"{uploaded(laptop, TWO)}/confirm")
    page = uploaded(laptop, b"Name,E-mail,Status\nAda Lovelace,ada@example.org,cancelled\n")

    shown = text_of(laptop.get(page))
    laptop.post(f"{page}/confirm")

    assert "new people 0 change 0 stay as they are 0 tickets are cancelled 1" in shown
    assert "Cancel 1 ticket" in shown
    assert "changed 0" in text_of(laptop.get(page))
    assert session.scalars(select(Attendee.status).order_by(Attendee.id)).all() == ["cancelled", "registered"]


def test_columns_can_be_read_in_another_way(laptop: Phone) -> None:
    page = uploaded(laptop, b"Who,Contact\nAda,ada@example.org\n")
    before = text_of(laptop.get(page))

    laptop.post(f"{page}/mapping", {"target": ["name", "email"]})

    assert "No column is read as the e-mail address" in before
    assert "Bring in 1 person" in text_of(laptop.get(page))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"name,email\n", "The file has headers, and no row below them."),
        (b'name,email\nAda,"ada@example.org\n', "A quotation mark opens here and never closes"),
        ("name,email\nJosé,jose@example.org\n".encode("cp1252"), "it was read as Windows-1252"),
        (bytes(range(256)) * 8, "NUL"),
    ],
)
def test_a_file_of_the_wrong_kind_gets_a_plain_sentence(laptop: Phone, content: bytes, sentence: str) -> None:
    answer = laptop.get(uploaded(laptop, content))

    assert answer.status_code == 200
    assert sentence in text_of(answer)


def test_no_file_at_all_is_said_beside_the_field(laptop: Phone) -> None:
    answer = laptop.post(f"{ROSTER}/upload", {}, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert 'id="file-fault"' in answer.text


def test_a_file_above_the_limit_is_refused_with_a_sentence(laptop: Phone) -> None:
    answer = upload(laptop, b"name,email\n" + b"x" * 10_000_001)

    assert answer.status_code == 413
    assert "The file is larger than 10 MB." in text_of(answer)


def test_a_file_far_above_the_limit_is_refused_before_it_is_read(laptop: Phone, session: Session) -> None:
    answer = upload(laptop, b"x" * 12_000_000)

    assert answer.status_code == 413
    assert "Split it into smaller files" in text_of(answer)


def test_a_hostile_file_shows_as_plain_text(laptop: Phone) -> None:
    hostile = '<script>alert(1)</script>,"""><img src=x onerror=alert(1)>",<b>x\n<svg onload=alert(1)>,nobody,"<a href=javascript:1>"\n'

    page = laptop.get(upload(laptop, hostile.encode(), name="<script>alert(2)</script>.csv").headers["Location"])

    assert not any(mark in page.text for mark in ("<script>alert", "<img src=x", "<svg onload", "<a href=javascript"))


@pytest.mark.parametrize("path", ["uploads/1", "uploads/999"])
def test_another_events_files_are_not_there(laptop: Phone, laptop_of: Laptops, session: Session, path: str) -> None:
    uploaded(laptop, TWO)
    stranger = laptop_of(make_organiser(session, make_event(session, "southlight"), "Otto Other"))

    answers = [
        stranger.get(f"/organise/events/southlight/roster/{path}"),
        stranger.post(f"/organise/events/southlight/roster/{path}/confirm"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert names(session) == []


def test_the_list_says_of_everybody_where_they_stand(laptop: Phone, session: Session, event: Event, ada: Attendee, grace: Attendee) -> None:
    give_interests(session, ada, talk=["Looms"])
    ada.invited_at = NOW
    grace.first_signed_in_at = None
    session.add(
        Recommendation(event_id=event.id, reader_id=ada.id, rank=1, other_id=grace.id, score=1.0, likeness=1.0, complement=0.0, reasons=[])
    )
    make_attendee(session, event, "Linus Torvalds", status="cancelled")
    session.commit()

    shown = text_of(laptop.get(ROSTER))

    assert "Ada Lovelace ada@example.org Filled Yes Yes Thu 5 Nov 2026" in shown
    assert "Grace Hopper grace@example.org Not yet Not yet Not yet No" in shown
    assert "Linus Torvalds linus@example.org Ticket cancelled" in shown
    assert "2 people are coming; 1 ticket is cancelled and kept." in shown
    assert "coming 2 signed in 1 with interests 1 have a list 1 invited 1" in shown


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("jose", ["José Müller"]),
        ("MÜLLER", ["José Müller"]),
        ("ليلى", ["ليلى حداد"]),
        ("salt", ["José Müller"]),
        ("p1@", ["José Müller"]),
        ("%", []),
        ("jose ليلى", []),
    ],
)
def test_the_search_knows_accents_capitals_and_every_script(
    laptop: Phone, session: Session, event: Event, search: str, found: list[str]
) -> None:
    make_attendee(session, event, "José Müller", make_person(session, "José", "p1@example.org"), organisation="Saltworks")
    make_attendee(session, event, "ليلى حداد", make_person(session, "Layla", "p2@example.org"))
    session.commit()

    shown = text_of(laptop.get(ROSTER, query_string={"search": search}))

    assert [name for name in ("José Müller", "ليلى حداد") if f"{name} p" in shown] == found


def test_a_hundred_people_stand_on_a_page(laptop: Phone, session: Session) -> None:
    rows = "name,email\n" + "".join(f"Person {number:03},p{number}@example.org\n" for number in range(101))
    laptop.post(f"{uploaded(laptop, rows.encode())}/confirm")

    first, second = text_of(laptop.get(ROSTER)), text_of(laptop.get(f"{ROSTER}?page=2"))

    assert ("Person 099 " in first, "Person 100 " in first, "Person 100 " in second) == (True, False, True)
    assert "Page 1 of 2" in first


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "9" * 30, "77"])
def test_a_page_that_is_none_is_no_fault(laptop: Phone, ada: Attendee, session: Session, page: str) -> None:
    session.commit()

    assert laptop.get(ROSTER, query_string={"page": page}).status_code == 200


@pytest.mark.parametrize("search", ["", "example"])
def test_the_list_asks_as_often_for_one_as_for_three(
    laptop: Phone, session: Session, event: Event, statements: list[str], search: str
) -> None:
    def asked() -> int:
        session.commit()
        statements.clear()
        laptop.get(ROSTER, query_string={"search": search})
        return len(statements)

    make_attendee(session, event, "Ada Lovelace")
    one = asked()
    make_attendee(session, event, "Grace Hopper")
    make_attendee(session, event, "Linus Torvalds")

    assert asked() == one
    assert one <= 7


def test_a_preview_asks_as_often_for_one_row_as_for_three(laptop: Phone, statements: list[str]) -> None:
    def asked(content: bytes) -> int:
        page = uploaded(laptop, content)
        statements.clear()
        laptop.get(page)
        return len(statements)

    assert asked(b"name,email\nAda,ada@example.org\n") == asked(TWO + b"t3,Linus,linus@example.org\n")


def test_confirming_asks_as_often_for_one_row_as_for_fifty(laptop: Phone, statements: list[str]) -> None:
    def asked(prefix: str, count: int) -> int:
        rows = "".join(f"Person {number},{prefix}{number}@example.org,Rust; Go\n" for number in range(count))
        page = uploaded(laptop, ("name,email,interests\n" + rows).encode())
        statements.clear()
        laptop.post(f"{page}/confirm")
        return len(statements)

    assert asked("a", 50) == asked("b", 1)


def test_the_page_says_when_no_worker_has_been_seen(laptop: Phone, session: Session) -> None:
    silent = text_of(laptop.get(ROSTER))
    session.add(WorkerBeat(worker="w1", beat_at=NOW))
    session.commit()

    assert "No worker has been seen for 30 seconds." in silent
    assert "No worker has been seen" not in text_of(laptop.get(ROSTER))


def letters(session: Session) -> list[Any]:
    session.rollback()
    return list(session.execute(select(OutboxLetter.kind, OutboxLetter.recipient).order_by(OutboxLetter.recipient)))


def test_invitations_go_once_to_those_who_were_never_here(laptop: Phone, session: Session, event: Event, ada: Attendee, bell: Bell) -> None:
    grace = make_attendee(session, event, "Grace Hopper", first_signed_in_at=None)
    make_attendee(session, event, "Linus Torvalds", first_signed_in_at=None, status="cancelled")
    session.commit()
    offered = text_of(laptop.get(ROSTER))

    said = laptop.post(f"{ROSTER}/invite").headers["Location"]
    again = laptop.post(f"{ROSTER}/invite").headers["Location"]

    assert "Send 1 invitation " in offered
    assert (said, again) == (f"{ROSTER}?said=invitations-queued", f"{ROSTER}?said=nobody-to-invite")
    assert letters(session) == [("invitation", "grace@example.org")]
    assert session.scalar(select(Attendee.invited_at).where(Attendee.id == grace.id)) == NOW
    assert bell.words == ["send_mail", "send_mail"]
    assert "The invitations are on their way." in text_of(laptop.get(said))


@pytest.mark.parametrize("ending", [{"closed_at": NOW}, {"ends_at": NOW - timedelta(minutes=1)}])
def test_an_event_that_is_over_invites_nobody(laptop: Phone, session: Session, event: Event, ending: dict[str, datetime]) -> None:
    make_attendee(session, event, "Grace Hopper", first_signed_in_at=None)
    for name, moment in ending.items():
        setattr(event, name, moment)
    session.commit()

    answer = laptop.post(f"{ROSTER}/invite")

    assert answer.status_code == 422
    assert "The event is over, so nobody is invited any more." in text_of(answer)
    assert f"{ROSTER}/invite" not in laptop.get(ROSTER).text
    assert session.scalar(select(func.count()).select_from(OutboxLetter)) == 0


def test_an_empty_roster_says_how_to_begin(laptop: Phone) -> None:
    shown = text_of(laptop.get(ROSTER))

    assert "Nobody yet Bring in the list your ticket shop exports." in shown


def test_a_row_of_the_file_becomes_a_guest_who_is_let_in_by_their_letter(
    laptop: Phone, stranger: Phone, session: Session, settings: Settings
) -> None:
    laptop.post(f"{uploaded(laptop, LUMA.read_bytes())}/confirm")
    laptop.post(f"{ROSTER}/invite")
    row = session.scalars(select(OutboxLetter).where(OutboxLetter.recipient == "layla@example.org")).one()
    letter = write_invitation(session, row, settings=settings, now=NOW)
    session.rollback()

    assert letter is not None
    token = re.findall(r"http://localhost/e/northlight/invitation#(\S+)", letter.text)[0]
    landed = stranger.post("/e/northlight/invitation", {"token": token})

    assert (landed.status_code, landed.headers["Location"]) == (303, "/e/northlight/interests")
    assert "الذكاء الاصطناعي" in stranger.get("/e/northlight/interests").text
