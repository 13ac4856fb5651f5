"""D33 to D38: hostile and broken attendee files, and an import that is killed on the way."""

import io
import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.services.roster import PORTION, begin_import
from matchmaker.services.uploads import stage_upload, take_file
from matchmaker.settings import Settings, environment_with
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.people import Person
from matchmaker.store.models.roster import RosterUndo, RosterUpload
from tests.browsers import Phone, text_of
from tests.cast import NOW, make_attendee, make_event
from tests.workbooks import cell, lying, ods, sheet_of, xlsx, zipped

ROOT = Path(__file__).resolve().parents[2]
ROSTER = "/organise/events/northlight/roster"
HEADS = "<row r='1'>" + cell("A1", "name") + cell("B1", "email") + "</row>"
FAR = HEADS + "<row r='1048576'>" + cell("XFD1048576", "x") + "</row>"
HOSTILE = {
    "100 KB that unpack to 100 MB": lambda: zipped({"xl/workbook.xml": b"0" * 100_000_000}),
    "5,000 members": lambda: zipped({f"xl/m{number}.xml": "x" for number in range(5_000)}),
    "sizes that lie": lambda: lying(zipped({"xl/workbook.xml": b"0" * 100_000_000})),
    "a sheet that lies about sizes": lambda: lying(xlsx([["name", "email"]] * 200)),
    "a cell at the far end": lambda: sheet_of(FAR),
    "a million cells from one": lambda: ods([["name", "email"]], repeated=' table:number-columns-repeated="16384"'),
    "a billion cells from one row": lambda: ods([["name", "email"]], repeated=' table:number-columns-repeated="2000000000"'),
    "38 MB of one cell": lambda: sheet_of(HEADS + "<row r='2'>" + cell("A2", "x" * 38_000_000) + "</row>"),
    "an entity that grows": lambda: zipped(
        {"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "' + "x" * 9_000 + '"><!ENTITY c "' + "&b;" * 9_000 + '">]><a>&c;</a>'}
    ),
    "no workbook": lambda: zipped({"word/document.xml": "<a/>"}),
    "cut off": lambda: xlsx([["name", "email"]])[:900],
    "four bytes": lambda: b"PK\x03\x04",
}


@pytest.fixture
def laptop(laptop_of, organiser) -> Phone:
    return laptop_of(organiser)


def bring(laptop: Phone, content: bytes, name: str = "guests.csv") -> Any:
    return laptop.post(f"{ROSTER}/upload", {"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")


def look(laptop: Phone, content: bytes) -> str:
    answer = laptop.get(bring(laptop, content).headers["Location"])
    assert answer.status_code == 200
    return text_of(answer)


def come_in(laptop: Phone, content: bytes) -> int:
    return laptop.post(f"{bring(laptop, content).headers['Location']}/confirm").status_code


def names(session: Session) -> list[str]:
    found = list(session.scalars(select(Attendee.name).order_by(Attendee.id)))
    session.rollback()
    return found


def addresses(session: Session) -> list[str]:
    found = session.scalars(select(Person.email).join(Attendee, Attendee.person_id == Person.id).order_by(Attendee.id)).all()
    session.rollback()
    return list(found)


def work_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("what", HOSTILE)
def test_d33_a_hostile_workbook_is_refused_or_shown_within_five_seconds_while_others_are_served(
    laptop: Phone, stranger: Phone, what: str
) -> None:
    """Seconds of work, not of the clock: what else the machine does says nothing about us."""
    content, answers, own_work = HOSTILE[what](), [], []
    assert stranger.get("/e/northlight/").status_code == 200  # the first page of all compiles what it needs

    def bring_it() -> None:
        began = time.thread_time()
        answers.append(bring(laptop, content, "guests.xlsx"))
        own_work.append(time.thread_time() - began)

    before = work_of_children()
    bringing = threading.Thread(target=bring_it)
    bringing.start()
    while bringing.is_alive():
        assert stranger.get("/e/northlight/").status_code == 200
    outside = work_of_children() - before

    refused = {
        "a million cells from one": {303},
        "a billion cells from one row": {303, 413},
        "a sheet that lies about sizes": {303, 422},
    }.get(what, {413, 422})
    assert answers[0].status_code in refused
    assert own_work[0] + outside < 5
    assert own_work[0] < 2  # while this process works at it, its other threads wait


def test_d33_a_hostile_workbook_costs_little_memory() -> None:
    code = (
        "import resource, sys\n"
        "from matchmaker.errors import MatchmakerError\n"
        "from matchmaker.services.workbooks import open_workbook\n"
        "content = sys.stdin.buffer.read()\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try:\n    open_workbook(content)\nexcept MatchmakerError:\n    pass\n"
        "own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before\n"
        "print(own // 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)\n"
    )
    for what, make in HOSTILE.items():
        done = subprocess.run([sys.executable, "-c", code], input=make(), capture_output=True, cwd=ROOT, check=True)
        own, child = map(int, done.stdout.split())
        assert (what, own < 100, child < 200) == (what, True, True), (own, child)


class Counted(io.RawIOBase):
    """A body of a hundred megabytes that says how much of it was asked for."""

    def __init__(self) -> None:
        self.read_so_far = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.read_so_far += len(buffer)
        buffer[:] = b"x" * len(buffer)
        return len(buffer)


def test_d34_a_hundred_megabytes_are_refused_before_they_are_read(laptop: Phone, stranger: Phone) -> None:
    laptop.get(ROSTER)
    body = Counted()
    sent = {"wsgi.input": body, "CONTENT_LENGTH": "100000000", "CONTENT_TYPE": "multipart/form-data; boundary=b"}

    answer = laptop.client.post(f"{ROSTER}/upload", environ_overrides=sent, headers={"Origin": "http://localhost"})

    assert answer.status_code == 413
    assert body.read_so_far < 1_000_000


JOSE = "name,email\nJosé Müller,jose@example.org\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16", "cp1252", "latin-1"])
def test_d35_every_usual_encoding_gives_the_right_name(laptop: Phone, session: Session, encoding: str) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")

    assert come_in(laptop, mark + JOSE.encode(encoding)) == 303

    assert names(session) == ["José Müller"]


@pytest.mark.parametrize(
    "content",
    [
        JOSE.encode() + "Zoë,zoe@example.org\n".encode("cp1252") + "Ærø,aero@example.org\n".encode(),
        b"name,email\nJos\xc3,jose@example.org\n" + "Ærø Ünal,aero@example.org\n".encode(),
        "name,email\nJosÃ© MÃ¼ller,jose@example.org\n".encode(),
        "name,email\nИван,ivan@example.org\n".encode("cp1251"),
        b"\xff\xfe" + JOSE.encode("utf-16-le")[:-1],
    ],
)
def test_d35_what_is_mixed_or_broken_is_said_and_nothing_garbled_is_kept_in_silence(
    laptop: Phone, session: Session, content: bytes
) -> None:
    page = bring(laptop, content).headers["Location"]
    shown = text_of(laptop.get(page))

    assert any(word in shown for word in ("can’t be read for certain", "looks garbled", "reads like nonsense", "Stays out"))
    laptop.post(f"{page}/confirm")
    assert not [name for name in names(session) if "Ã" in name and "looks garbled" not in shown]


def test_d36_the_same_people_again_in_any_spelling_create_nobody(laptop: Phone, session: Session) -> None:
    file = "name,email\nIda,ida@example.org\nÄnne,anne@example.org\n"
    assert come_in(laptop, file.encode()) == 303
    before = names(session)

    assert come_in(laptop, file.encode()) == 422
    come_in(laptop, "name,email\nIda, IDA@Example.ORG \nÄnne,ａｎｎｅ@example.org\n".encode())

    assert names(session) == before


@pytest.mark.parametrize("address", ["ıda@example.org", "İda@example.org"])
def test_d36_a_dotless_or_dotted_i_is_nobody_we_know_and_stays_out_with_its_reason(laptop: Phone, session: Session, address: str) -> None:
    come_in(laptop, b"name,email\nIda,ida@example.org\n")
    page = bring(laptop, f"name,email\nSomebody Else,{address}\nGrace,grace@example.org\n".encode()).headers["Location"]

    shown = text_of(laptop.get(page))
    confirmed = laptop.post(f"{page}/confirm").status_code

    assert "has a letter before the @ that many mail servers can’t deliver to" in shown
    assert ("Bring in 1 person" in shown, "1 row stays out." in shown, confirmed) == (True, True, 303)
    assert names(session) == ["Ida", "Grace"]
    assert addresses(session) == ["ida@example.org", "grace@example.org"]


def test_d36_another_name_under_a_known_address_is_a_change_that_is_shown_first(laptop: Phone, session: Session) -> None:
    come_in(laptop, b"name,email\nIda,ida@example.org\n")
    page = bring(laptop, b"name,email\nIda Two,IDA@Example.org\n").headers["Location"]

    shown = text_of(laptop.get(page))
    before = names(session)
    laptop.post(f"{page}/confirm")

    assert ("new people 0 change 1" in shown, before) == (True, ["Ida"])
    assert names(session) == ["Ida Two"]
    assert addresses(session) == ["ida@example.org"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"name,email\nA\x00da,ada@example.org\nGrace,grace@example.org\n", "The row has a NUL"),
        (b"name,email\n" + b"x" * 1_000_000 + b",ada@example.org\nGrace,grace@example.org\n", "A cell is longer than 131,072 characters."),
        (b"name,email\n" + b"x" * 131_073 + b",ada@example.org\nGrace,grace@example.org\n", "A cell is longer than 131,072 characters."),
        (("name,email," + ",".join("c" * 4998) + "\nGrace,grace@example.org\n").encode(), "The file has 5,000 columns."),
        (b'name,email\nGrace,grace@example.org\n"Ada,ada@example.org\n', "A quotation mark opens here and never closes"),
    ],
)
def test_d37_a_damaged_row_is_a_row_fault_and_the_others_come_in(laptop: Phone, session: Session, content: bytes, sentence: str) -> None:
    page = bring(laptop, content).headers["Location"]

    assert sentence in text_of(laptop.get(page))
    assert laptop.post(f"{page}/confirm").status_code == 303
    assert names(session) == ["Grace"]


KILLS = 20
PEOPLE = {"sqlite": 10_000, "postgresql": 5_000}  # the same way on both; ten thousand where it is slower


def test_d38_an_import_that_is_killed_twenty_times_comes_in_whole_and_once(
    session: Session, event: Any, organiser: Person, settings: Settings
) -> None:
    everybody = PEOPLE[session.get_bind().dialect.name]
    rows = "".join(f"t{n},Person {n},p{n}@example.org,Rust; Go\n" for n in range(everybody))
    file = take_file("guests.csv", f"id,name,email,interests\n{rows}".encode(), megabytes=10)
    upload_id = stage_upload(session, event.id, file, uploaded_by=organiser.id, now=NOW)
    session.get_one(RosterUpload, upload_id).state = "staged"
    session.flush()
    begin_import(session, event.id, upload_id, by=organiser.id, now=NOW)
    session.commit()
    chance, killed_at = random.Random(38), []
    command = [sys.executable, "-m", "tests.jobs.roster_nursery"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment_with(settings), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as nursery:
        assert nursery.stdin
        assert nursery.stdout
        assert nursery.stdout.readline() == "ready\n"
        for life in range(200):
            nursery.stdin.write("\n")
            nursery.stdin.flush()
            worker = int(nursery.stdout.readline())
            if life < KILLS:
                _wait_for_a_moment(session, upload_id, chance, portions=chance.choice((0, 1, 1, 2)), most=everybody)
                os.kill(worker, signal.SIGKILL)
            assert nursery.stdout.readline() == "gone\n"
            killed_at.append(_rows_in(session, upload_id))
            people, said = (session.scalar(select(func.count()).select_from(model)) for model in (Attendee, AttendeeInterest))
            session.rollback()
            assert (people, said) == (killed_at[-1], 2 * killed_at[-1])  # no half persons
            if life >= KILLS and killed_at[-1] == everybody:
                break
        nursery.stdin.close()

    upload = session.execute(select(RosterUpload.state, RosterUpload.added, RosterUpload.unchanged)).one()
    counts = [session.scalar(select(func.count()).select_from(model)) for model in (Attendee, Person, RosterUndo)]
    assert tuple(upload) == ("done", everybody, 0)
    assert counts == [everybody, everybody + 1, everybody]
    assert session.scalar(select(func.count(func.distinct(Attendee.external_id)))) == everybody
    assert len({rows for rows in killed_at if 0 < rows < everybody}) >= 5  # so many died in the middle, at different rows


def _wait_for_a_moment(session: Session, upload_id: int, chance: random.Random, *, portions: int, most: int) -> None:
    """Until so many portions more are in, and then some milliseconds: in the middle of the next one."""
    before, patience = _rows_in(session, upload_id), time.monotonic() + 60
    while portions and _rows_in(session, upload_id) < min(before + PORTION * portions, most) and time.monotonic() < patience:
        time.sleep(0.005)
    time.sleep(chance.uniform(0, 0.08))


def _rows_in(session: Session, upload_id: int) -> int:
    rows = session.scalar(select(RosterUpload.done_rows).where(RosterUpload.id == upload_id)) or 0
    session.rollback()
    return rows


def test_d38_a_file_of_another_event_is_nobodys_business(laptop: Phone, session: Session) -> None:
    other = make_event(session, "southlight")
    make_attendee(session, other, "Ada There", external_id="t1")
    session.commit()

    come_in(laptop, b"id,name,email\nt1,Ada Here,ada@example.org\n")

    assert sorted(names(session)) == ["Ada Here", "Ada There"]
