"""Files to take along: what is in them, who opens them and for how long, and that each is in the log."""

import csv
import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
import sqlalchemy as sa
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from matchmaker.domain.exports.cells import as_was
from matchmaker.jobs.loop import do
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.erasure import erase_person
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.deeds import DeedRow
from matchmaker.store.models.events import Event
from matchmaker.store.models.exports import ExportFile
from matchmaker.store.models.people import Person
from tests.browsers import Phone, text_of
from tests.cast import NOW, make_attendee, make_event, make_organiser, make_person
from tests.conftest import Bell, Clock
from tests.meetings import meet

LaptopOf = Callable[[Person], Phone]
PAGE = "/organise/events/northlight/exports"
NASTY = '=HYPERLINK("https://example.org";"look")'


@pytest.fixture
def work(session: Session, settings: Settings, clock: Clock) -> Callable[[str], None]:
    def run(word: str) -> None:
        session.commit()
        do(Workshop(settings, session.get_bind(), now=clock), word)

    return run


@pytest.fixture
def laptop(session: Session, event: Event, organiser: Person, laptop_of: LaptopOf) -> Phone:
    ada = make_attendee(
        session, event, "Ada Lovelace", organisation=NASTY, group_name="+Speakers", bio="kept", phone="0441", checked_in_at=NOW
    )
    meet(session, ada, make_attendee(session, event, "Grace Hopper", headline="secret", hidden_fields=["headline"]))
    return laptop_of(organiser)


def ask(laptop: Phone, kind: str, form: str) -> str:
    """Ask for a file; returns the newest link of the page, if there is one."""
    laptop.post(PAGE, {"kind": kind, "format": form})
    return link(laptop)


def link(laptop: Phone) -> str:
    found = re.findall(rf'href="({PAGE}/[0-9]+/[^"]+)"', laptop.get(PAGE).text)
    return found[0] if found else ""


def test_attendees_as_the_roster_shows_them_and_nothing_is_a_formula(laptop: Phone, work: Callable[[str], None]) -> None:
    before = ask(laptop, "attendees", "csv")
    work("exports")
    answer = laptop.get(link(laptop))
    rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig"), newline="")))

    assert (before, answer.headers["Content-Disposition"]) == ("", 'attachment; filename="northlight-attendees.csv"')
    assert answer.headers["Cache-Control"] == "no-store"
    assert rows == [
        ["name", "email", "organisation", "group", "status", "external_id", "checked_in_at"],
        ["Ada Lovelace", "ada@example.org", "'" + NASTY, "'+Speakers", "registered", "", "2026-11-05T09:30:00+00:00"],
        ["Grace Hopper", "grace@example.org", "", "", "registered", "", ""],
    ]
    assert as_was(rows[1][2]) == NASTY


def test_the_same_as_a_workbook(laptop: Phone, work: Callable[[str], None]) -> None:
    ask(laptop, "attendees", "xlsx")
    work("exports")
    answer = laptop.get(link(laptop))

    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()

    assert rows[1][:4] == ["Ada Lovelace", "ada@example.org", NASTY, "+Speakers"]


def test_figures_are_made_at_once_in_sums_alone(session: Session, event: Event, laptop: Phone, work: Callable[[str], None]) -> None:
    for number in range(20):
        make_attendee(session, event, f"Person{number} Somebody", checked_in_at=NOW)
    work("insights")

    contacts = laptop.get(ask(laptop, "contacts", "csv")).data.decode("utf-8-sig")
    everything = laptop.get(ask(laptop, "insights", "csv")).data.decode("utf-8-sig")

    assert contacts.splitlines()[:4] == [
        '"Figure","What","People"',
        '"Conversations","none yet","not shown apart, 21 together"',
        '"Conversations","one or two","fewer than 5"',
        '"Conversations","three or more","fewer than 5"',
    ]
    assert '"Profiles filled","filled","fewer than 5"' in everything
    assert "Ada" not in contacts + everything


def test_a_link_runs_out_after_a_day_and_the_file_is_gone(
    laptop: Phone, session: Session, clock: Clock, work: Callable[[str], None]
) -> None:
    ask(laptop, "attendees", "csv")
    work("exports")
    address = link(laptop)
    clock.now = NOW + timedelta(hours=23, minutes=59)
    before = laptop.get(address).status_code
    session.execute(sa.update(ExportFile).values(expires_at=ExportFile.asked_at))  # the laptop's own day is over too, a minute later
    session.commit()
    after = laptop.get(address).status_code
    work("exports")

    assert (before, after, session.scalars(sa.select(ExportFile.id)).all()) == (200, 404, [])


def test_a_link_opens_for_the_team_alone_and_only_the_whole_one(
    laptop: Phone, session: Session, event: Event, laptop_of: LaptopOf, stranger: Phone, work: Callable[[str], None]
) -> None:
    other = laptop_of(make_organiser(session, make_event(session, "elsewhere"), "Other Organiser"))
    ask(laptop, "attendees", "csv")
    work("exports")
    address = link(laptop)

    assert (stranger.get(address).status_code, other.get(address).status_code) == (401, 404)
    assert laptop.get(address[:-1] + ("A" if address[-1] != "A" else "B")).status_code == 404
    assert other.get(address.replace("northlight", "elsewhere")).status_code == 404


def test_asking_and_making_are_in_the_log_with_the_rows(
    laptop: Phone, session: Session, organiser: Person, work: Callable[[str], None], bell: Bell
) -> None:
    ask(laptop, "attendees", "xlsx")
    work("exports")

    deeds = session.execute(sa.select(DeedRow.deed, DeedRow.actor_id, DeedRow.fields, DeedRow.count).order_by(DeedRow.id)).all()

    assert bell.words[-1] == "exports"
    assert [tuple(deed) for deed in deeds] == [
        ("export.asked", organiser.id, ["attendees", "xlsx"], None),
        ("export.made", organiser.id, ["attendees", "xlsx"], 2),
    ]


def test_what_is_kept_of_a_file_is_sealed(laptop: Phone, session: Session, work: Callable[[str], None]) -> None:
    ask(laptop, "attendees", "csv")
    work("exports")

    assert b"ada@example.org" not in session.scalars(sa.select(ExportFile.content)).one()


def test_a_file_goes_when_somebody_in_it_deletes_everything(laptop: Phone, session: Session, work: Callable[[str], None]) -> None:
    ask(laptop, "attendees", "csv")
    work("exports")
    ada = session.scalars(sa.select(Attendee).where(Attendee.name == "Ada Lovelace")).one()

    erase_person(session, ada.person_id, now=NOW)

    assert session.scalars(sa.select(ExportFile.id)).all() == []


@pytest.mark.parametrize(("kind", "form"), [("everything", "csv"), ("attendees", "pdf"), ("insights", "pdf")])
def test_what_the_page_does_not_offer_is_not_made(laptop: Phone, session: Session, kind: str, form: str) -> None:
    assert laptop.post(PAGE, {"kind": kind, "format": form}).status_code == 400
    assert session.scalars(sa.select(ExportFile.id)).all() == []


@pytest.mark.parametrize("files", [1, 6])
def test_the_page_asks_the_same_for_one_and_for_six_files(laptop: Phone, statements: list[str], files: int) -> None:
    for _ in range(files):
        laptop.post(PAGE, {"kind": "attendees", "format": "csv"})
    statements.clear()

    page = laptop.get(PAGE)

    assert (text_of(page).count("being made"), len(statements)) == (files, 3)


def test_a_host_may_take_files_along(session: Session, event: Event, laptop: Phone, laptop_of: LaptopOf) -> None:
    from matchmaker.store.models.events import EventRole

    host = make_person(session, "Hugo Host")
    session.add(EventRole(event_id=event.id, person_id=host.id, role="host", created_at=NOW))

    assert laptop_of(host).get(PAGE).status_code == 200
