"""Reporting somebody: it arrives with what was seen, tells no name by mail, and only owners read it."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.services.arrivals import attend
from matchmaker.services.letters import write_letter
from matchmaker.services.reports import REPORTS_AN_HOUR
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from matchmaker.store.models.safety import Report
from matchmaker.store.queries.visits import visit_of
from tests.browsers import Phone, text_of
from tests.cast import NOW, make_organiser
from tests.letters import exchange

PhoneOf = Callable[[Attendee], Phone]
LaptopOf = Callable[[Person], Phone]
REPORTS = "/organise/events/northlight/reports"
GOOD = {"reason": "pestering", "words": "Followed me to the tram."}


def reports(session: Session) -> list[Report]:
    session.expire_all()
    return list(session.scalars(select(Report).order_by(Report.id)))


def letters(session: Session) -> dict[str, int]:
    return {letter.address: letter.id for letter in session.scalars(select(OutboxLetter).where(OutboxLetter.kind == "report"))}


def test_a_report_keeps_what_was_seen_and_says_that_it_arrived(
    session: Session, event: Event, organiser: Person, ada: Attendee, grace: Attendee, phone_of: PhoneOf, bell
) -> None:
    grace.headline = "Ships compilers"
    phone = phone_of(ada)

    sent = phone.post(f"/e/northlight/people/{grace.id}/report", GOOD)
    page = text_of(phone.get(sent.location))
    session.get_one(Attendee, grace.id).headline = "Something harmless"
    session.commit()

    (report,) = reports(session)
    assert (report.reason, report.words, report.about_id) == ("pestering", "Followed me to the tram.", grace.person_id)
    assert (report.evidence["name"], report.evidence["headline"]) == ("Grace Hopper", "Ships compilers")
    assert "Your report has arrived." in page
    assert bell.words == ["send_mail"]


@pytest.mark.parametrize(("ticked", "kept"), [("1", "Pushed me"), ("", None)])
def test_my_note_goes_along_only_if_i_tick_it(
    session, event, organiser, ada, grace, phone_of: PhoneOf, ticked: str, kept: str | None
) -> None:
    contact = exchange(session, ada, grace, note="Pushed me").id

    phone_of(ada).post(f"/e/northlight/contacts/{contact}/report", {**GOOD, "with_note": ticked})

    (report,) = reports(session)
    assert (report.evidence.get("note"), report.evidence["email"]) == (kept, "grace@example.org")


@pytest.mark.parametrize("form", [{}, {"reason": "made up"}, {"reason": "other", "words": " "}, {"reason": "touch", "words": "x" * 2001}])
def test_a_report_without_a_reason_or_too_long_says_so_and_keeps_nothing(session, event, ada, grace, phone_of: PhoneOf, form) -> None:
    answer = phone_of(ada).post(f"/e/northlight/people/{grace.id}/report", form)

    assert (answer.status_code, reports(session)) == (422, [])


@pytest.mark.parametrize(("address", "told"), [("", ["olga@example.org"]), ("safe@example.org", ["safe@example.org"])])
def test_the_letter_goes_to_the_safety_address_or_else_the_owners_and_names_nobody(
    session: Session, event: Event, organiser: Person, ada: Attendee, grace: Attendee, phone_of: PhoneOf, settings: Settings, address, told
) -> None:
    event.safety_address = address
    make_organiser(session, event, "Hanna Host", role="host")

    phone_of(ada).post(f"/e/northlight/people/{grace.id}/report", GOOD)

    sent = letters(session)
    letter = write_letter(session, sent[told[0]], settings=settings, now=NOW)
    assert letter is not None
    assert (list(sent), letter.subject) == (told, "A report waits for you")
    assert [word in letter.text + letter.html for word in ("Ada", "Grace", "tram", f"{settings.base_url}{REPORTS}")] == [
        False,
        False,
        False,
        True,
    ]


def test_reports_are_counted_by_the_hour(session, event, organiser, ada, grace, phone_of: PhoneOf) -> None:
    phone = phone_of(ada)

    answers = [phone.post(f"/e/northlight/people/{grace.id}/report", GOOD).status_code for _ in range(REPORTS_AN_HOUR + 1)]

    assert answers == [303] * REPORTS_AN_HOUR + [429]


def test_whoever_was_reported_sees_nothing_else_than_before(session, event, organiser, ada, grace, phone_of: PhoneOf) -> None:
    theirs = phone_of(grace)
    paths = ("/e/northlight/me/safety", "/e/northlight/contacts", "/e/northlight/matches")
    before = [theirs.get(path).data for path in paths]

    phone_of(ada).post(f"/e/northlight/people/{grace.id}/report", GOOD)

    assert [theirs.get(path).data for path in paths] == before


@pytest.fixture
def reported(session: Session, event: Event, ada: Attendee, grace: Attendee) -> Report:
    report = Report(
        event_id=event.id,
        reporter_id=ada.person_id,
        about_id=grace.person_id,
        reason="touch",
        words="By the stairs.",
        evidence={"name": "Grace Hopper", "note": "Red coat"},
        created_at=NOW,
    )
    session.add(report)
    session.flush()
    return report


def test_owners_read_a_report_and_hosts_do_not(session, event, organiser, reported, laptop_of: LaptopOf) -> None:
    host = make_organiser(session, event, "Hanna Host", role="host")

    page = text_of(laptop_of(organiser).get(REPORTS))
    hosts = laptop_of(host)

    assert [word in page for word in ("Grace Hopper", "By the stairs.", "Red coat", "Ada Lovelace", "One open report")] == [True] * 5
    assert (hosts.get(REPORTS).status_code, "/reports" in hosts.get("/organise/events/northlight/").text) == (404, False)


def test_settling_is_undone_with_one_press(session, event, organiser, reported, laptop_of: LaptopOf) -> None:
    laptop, settled = laptop_of(organiser), []

    for deed in ("settle", "reopen"):
        laptop.post(f"{REPORTS}/{reported.id}", {"deed": deed})
        settled.append(reports(session)[0].settled_by)
        session.commit()

    assert settled == [organiser.id, None]


def test_who_is_taken_out_of_the_event_is_nowhere_until_let_back_in(
    session: Session, event: Event, organiser: Person, grace: Attendee, reported: Report, laptop_of: LaptopOf, phone_of: PhoneOf
) -> None:
    laptop, theirs, seen = laptop_of(organiser), phone_of(grace), list[object]()
    page, them = f"{REPORTS}/{reported.id}", grace.person_id
    session.rollback()  # SQLite has one writer at a time

    for deed in ("take_out", "let_in"):
        laptop.post(page, {"deed": deed})
        seen.append(theirs.get("/e/northlight/contacts").status_code)
        session.expire_all()
        facts = visit_of(session, "", slug="northlight", now=NOW).event  # the event is open, but not to them
        assert facts is not None
        let_in = attend(session, facts, session.get_one(Person, them), name="Grace", now=NOW)
        seen.append(let_in is not None)
        session.rollback()

    assert seen == [404, False, 200, True]


def test_a_deed_that_is_none_and_a_report_of_another_event_change_nothing(session, event, organiser, reported, laptop_of: LaptopOf) -> None:
    laptop = laptop_of(organiser)

    assert laptop.post(f"{REPORTS}/{reported.id}", {"deed": "delete"}).status_code == 400
    assert laptop.post(f"{REPORTS}/{reported.id + 1}", {"deed": "settle"}).status_code == 404


def test_the_page_costs_the_same_for_one_and_for_three_reports(
    session, event, organiser, reported, laptop_of: LaptopOf, statements
) -> None:
    laptop, counts = laptop_of(organiser), []

    for more in (0, 2):
        for _ in range(more):
            copied = {name: getattr(reported, name) for name in ("event_id", "reporter_id", "about_id", "reason", "evidence", "created_at")}
            session.add(Report(**copied))
        session.commit()
        session.refresh(reported)
        session.commit()
        statements.clear()
        laptop.get(REPORTS)
        counts.append(len(statements))

    assert counts[0] == counts[1]
