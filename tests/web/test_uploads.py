"""One attendee file on its pages: workbooks, pasted rows, long files behind the page, what is remembered, undone and taken along."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from matchmaker.jobs.roster import bring_in_files
from matchmaker.jobs.workshop import Workshop
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.deeds import DeedRow
from matchmaker.store.models.people import Person
from matchmaker.store.models.roster import RosterUpload
from tests.browsers import Phone, text_of
from tests.cast import NOW, make_event, make_organiser
from tests.conftest import Bell
from tests.workbooks import ods, xlsx

ROSTER = "/organise/events/northlight/roster"
PEOPLE = (("id", "name", "email"), ("t1", "Ada Lovelace", "ada@example.org"), ("t2", "Grace Hopper", "grace@example.org"))
LONG = "id,name,email\n" + "".join(f"t{n},Person {n},p{n}@example.org\n" for n in range(600)) + "t900,Nobody,\n"


@pytest.fixture
def laptop(laptop_of: Callable[[Person], Phone], organiser: Person) -> Phone:
    return laptop_of(organiser)


@pytest.fixture
def work(engine: Engine, settings: Settings) -> Callable[[], None]:
    return lambda: bring_in_files(Workshop(settings, engine, lambda: NOW))


def uploaded(laptop: Phone, content: bytes, name: str = "guests.csv") -> str:
    sent = {"file": (io.BytesIO(content), name)}
    return laptop.post(f"{ROSTER}/upload", sent, content_type="multipart/form-data").headers["Location"]


def names(session: Session) -> list[str]:
    found = list(session.scalars(select(Attendee.name).order_by(Attendee.id)))
    session.rollback()  # SQLite has one writer, and it shall be the app
    return found


@pytest.mark.parametrize("make", [xlsx, ods])
def test_a_workbook_is_read_like_any_list_with_the_rows_of_its_sheet(laptop: Phone, session: Session, make: Callable[..., bytes]) -> None:
    page = uploaded(laptop, make([*PEOPLE, ("t3", "Nobody", "")]), "guests.xlsx")

    shown = text_of(laptop.get(page))
    assert "guests.xlsx , sheet “People”. 3 rows read." in shown or "guests.xlsx, sheet “People”. 3 rows read." in shown
    assert "4 Nobody (no address) Stays out" in shown
    laptop.post(f"{page}/confirm")
    assert names(session) == ["Ada Lovelace", "Grace Hopper"]


def test_figures_dates_and_marks_of_a_workbook_read_as_they_show(laptop: Phone, session: Session) -> None:
    laptop.post(f"{uploaded(laptop, xlsx([('id', 'name', 'email', 'stage'), (4711.0, 'Ada', 'ada@example.org', 3)]))}/confirm")

    assert session.execute(select(Attendee.external_id, Attendee.stage)).one() == ("4711", 3)


def test_of_several_sheets_the_first_is_read_and_that_is_said(laptop: Phone) -> None:
    shown = text_of(laptop.get(uploaded(laptop, xlsx(PEOPLE, sheets={"Speakers": PEOPLE, "Notes": [("x",)]}), "guests.xlsx")))

    assert "Only the sheet “People” is read; 2 more have something in them." in shown


def test_lines_of_a_sheet_are_its_rows_whatever_stands_in_a_cell(laptop: Phone) -> None:
    rows = [("name", "email", "bio"), ("Ada", "ada@example.org", "Two\nlines"), ("Nobody", "", "")]

    assert "3 Nobody (no address) Stays out" in text_of(laptop.get(uploaded(laptop, xlsx(rows), "guests.xlsx")))


def test_pasted_rows_are_looked_at_like_a_file(laptop: Phone, session: Session) -> None:
    pasted = "\r\n".join("\t".join(row) for row in PEOPLE)

    page = laptop.post(f"{ROSTER}/upload", {"pasted": pasted}).headers["Location"]

    assert "Pasted rows" in text_of(laptop.get(page))
    laptop.post(f"{page}/confirm")
    assert names(session) == ["Ada Lovelace", "Grace Hopper"]


def test_nothing_pasted_is_said_beside_the_field(laptop: Phone) -> None:
    answer = laptop.post(f"{ROSTER}/upload", {"pasted": " \n "})

    assert answer.status_code == 422
    assert "Paste the rows first, with the row of headers above them." in text_of(answer)


def test_a_long_file_is_read_and_brought_in_behind_a_page_that_may_be_closed(
    laptop: Phone, session: Session, bell: Bell, work: Callable[[], None]
) -> None:
    page = uploaded(laptop, LONG.encode())
    reading = laptop.get(page)
    work()
    looked_at = text_of(laptop.get(page))
    laptop.post(f"{page}/confirm")
    bringing, roster = laptop.get(page), text_of(laptop.get(ROSTER))
    work()
    done = text_of(laptop.get(page))

    assert 'data-refresh="2"' in reading.text
    assert "Reading the file" in text_of(reading)
    assert "new people 600" in looked_at
    assert "t900" not in looked_at
    assert "Bring in 600 people" in looked_at
    assert "Bringing people in" in text_of(bringing)
    assert 'data-refresh="2"' in bringing.text
    assert "It begins in a moment." in roster
    assert "600 people are in" in done
    assert "stayed out 1" in done
    assert bell.words == ["roster", "roster"]
    assert len(names(session)) == 600


def test_a_long_file_whose_columns_are_read_in_another_way_is_looked_at_anew(laptop: Phone, work: Callable[[], None]) -> None:
    page = uploaded(laptop, LONG.encode())
    work()

    laptop.post(f"{page}/mapping", {"target": ["external_id", "name", ""]})
    waits = text_of(laptop.get(page))
    work()

    assert "Reading the file" in waits
    assert "No column is read as the e-mail address" in text_of(laptop.get(page))


def test_a_page_of_a_long_file_s_preview_asks_no_more_than_its_own_row(
    laptop: Phone, work: Callable[[], None], statements: list[str]
) -> None:
    page = uploaded(laptop, LONG.encode())
    work()
    statements.clear()

    laptop.get(page)

    assert len(statements) <= 3


def test_columns_of_the_same_headers_are_read_as_last_time(laptop: Phone) -> None:
    first = b"Who,Contact,What brings you here?\nAda,ada@example.org,Looms\n"
    page = uploaded(laptop, first)
    laptop.post(f"{page}/mapping", {"target": ["name", "email", "seek"]})
    laptop.post(f"{page}/confirm")

    again = text_of(laptop.get(uploaded(laptop, first.replace(b"Ada,ada", b"Grace,grace"))))
    other = text_of(laptop.get(uploaded(laptop, b"Wer,Contact\nLinus,linus@example.org\n")))

    assert "The columns are read as in the last file with these headers." in again
    assert "Bring in 1 person" in again
    assert "as in the last file" not in other


def test_columns_are_remembered_for_their_own_event_alone(laptop: Phone, laptop_of: Callable[[Person], Phone], session: Session) -> None:
    file = b"Who,Contact\nAda,ada@example.org\n"
    laptop.post(f"{uploaded(laptop, file)}/mapping", {"target": ["name", "email"]})
    session.rollback()
    otto = laptop_of(make_organiser(session, make_event(session, "southlight"), "Otto Other"))

    sent = {"file": (io.BytesIO(file), "x.csv")}
    page = otto.post("/organise/events/southlight/roster/upload", sent, content_type="multipart/form-data").headers["Location"]

    assert "as in the last file" not in text_of(otto.get(page))


@pytest.mark.parametrize("kind", ["talk", "offer", "seek"])
def test_a_question_to_the_guests_becomes_what_the_organiser_says(laptop: Phone, session: Session, kind: str) -> None:
    page = uploaded(laptop, b"name,email,What brings you here?\nAda,ada@example.org,Looms; Poetry\n")
    laptop.post(f"{page}/mapping", {"target": ["name", "email", kind]})

    laptop.post(f"{page}/confirm")

    said = session.execute(select(AttendeeInterest.kind, AttendeeInterest.text).order_by(AttendeeInterest.position)).all()
    assert [tuple(row) for row in said] == [(kind, "Looms"), (kind, "Poetry")]


def test_rows_that_stayed_out_come_along_with_their_reasons_and_nothing_in_them_is_a_formula(laptop: Phone, session: Session) -> None:
    page = uploaded(laptop, b"id,name,email,note\nt1,Ada,ada@example.org,\nt2,=HYPERLINK(1),,+44\nt1,Grace,grace@example.org,@x\n")
    laptop.post(f"{page}/confirm")

    answer = laptop.post(f"{page}/rejected.csv")

    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert rows[0] == ["Line", "id", "name", "email", "note", "Why it stayed out"]
    assert rows[1][:5] == ["3", "t2", "'=HYPERLINK(1)", "", "'+44"]
    assert rows[1][5].startswith("No e-mail address.")
    assert rows[2][:5] == ["4", "t1", "Grace", "grace@example.org", "'@x"]
    assert "has the same ticket number and another address" in rows[2][5]
    assert session.execute(select(DeedRow.deed, DeedRow.count).order_by(DeedRow.id)).all() == [
        ("roster.imported", 1),
        ("roster.rejected_downloaded", 2),
    ]


def test_what_the_download_holds_can_be_put_right_and_brought_in_again(laptop: Phone, session: Session) -> None:
    page = uploaded(laptop, b"id,name,email\nt1,Ada,ada@example.org\nt2,Grace,\n")
    laptop.post(f"{page}/confirm")
    kept = laptop.post(f"{page}/rejected.csv").get_data().replace(b'"Grace",""', b'"Grace","grace@example.org"')

    laptop.post(f"{uploaded(laptop, kept)}/confirm")

    assert names(session) == ["Ada", "Grace"]


def test_there_is_nothing_to_download_where_nothing_stayed_out_or_a_day_is_over(laptop: Phone, session: Session) -> None:
    page = uploaded(laptop, b"id,name,email\nt1,Ada,ada@example.org\nt2,Grace,\n")
    laptop.post(f"{page}/confirm")
    session.execute(update(RosterUpload).values(rejected=None))
    session.commit()

    assert laptop.post(f"{page}/rejected.csv").status_code == 404
    assert "rejected.csv" not in laptop.get(page).text


def test_an_import_is_undone_from_its_page_and_says_what_that_did(laptop: Phone, session: Session) -> None:
    page = uploaded(laptop, b"id,name,email\nt1,Ada,ada@example.org\nt2,Grace,grace@example.org\n")
    laptop.post(f"{page}/confirm")
    session.execute(update(Attendee).where(Attendee.name == "Ada").values(first_signed_in_at=NOW))
    session.commit()

    laptop.post(f"{page}/undo")
    shown = text_of(laptop.get(page))

    assert "The import is undone" in shown
    assert "taken out again 1 as they were before 0 stay 1" in shown
    assert "1 person stays, because they have been here or changed something since." in shown
    assert names(session) == ["Ada"]
    assert laptop.post(f"{page}/undo").status_code == 422
    assert "Undone" in text_of(laptop.get(ROSTER))


def test_tickets_a_file_cancels_have_a_number_of_their_own(laptop: Phone) -> None:
    first = uploaded(laptop, b"id,name,email,status\nt1,Ada,ada@example.org,approved\n")
    laptop.post(f"{first}/confirm")
    page = uploaded(laptop, b"id,name,email,status\nt1,Ada,ada@example.org,refunded\n")
    preview = text_of(laptop.get(page))
    laptop.post(f"{page}/confirm")

    assert "tickets are cancelled 1" in preview
    assert "changed 0 stayed as they were 0 tickets cancelled 1 stayed out 0" in text_of(laptop.get(page))


def test_the_855_people_of_a_real_conference_come_in_and_twice_the_same_file_changes_nothing(
    laptop: Phone, session: Session, work: Callable[[], None], shared_data: Path
) -> None:
    content = (shared_data / "attendees_epsa2022.csv").read_bytes()
    page = uploaded(laptop, content)
    work()
    laptop.post(f"{page}/confirm")
    work()
    shown = text_of(laptop.get(page))
    again = uploaded(laptop, content)
    work()

    assert "855 people are in" in shown
    assert len(names(session)) == 855
    assert "stay as they are 855" in text_of(laptop.get(again))
