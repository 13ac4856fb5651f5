"""What the log says of one person's own data, told to them: what, when and in which role, and nobody's name."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.domain.badges.choice import ExchangeChoice
from matchmaker.domain.events.deeds import SENTENCES, Deed
from matchmaker.services.badge_sheets import replace_lost_badge, want_one_badge, want_sheet
from matchmaker.services.badges import choose_exchange_mode
from matchmaker.services.contact_answers import give_again, share_card, withdraw
from matchmaker.services.corrections import change_address_of
from matchmaker.services.deeds import note_deed
from matchmaker.services.erasure import erase_person, forget_address, forget_again, forget_person
from matchmaker.services.house_letters import settle_uncertain, try_failed_again
from matchmaker.services.installation import begin_epoch
from matchmaker.services.ledger import read_ledger
from matchmaker.services.own_deeds import deeds_about
from matchmaker.services.people import add_organiser
from matchmaker.services.takeout import pack
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.checkin import CheckIn
from matchmaker.store.models.deeds import DeedRow
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from matchmaker.store.models.safety import Report
from matchmaker.store.queries.deeds import deeds_of
from tests.cast import NOW, make_attendee, make_event, make_organiser
from tests.letters import queue_met
from tests.meetings import meet

LATER = NOW + timedelta(hours=1)


def told(session: Session, person_id: int) -> list[tuple[str, str]]:
    return [(line.deed, line.by) for line in deeds_about(session, person_id)]


def log_of(session: Session) -> list[tuple[str, int | None, int | None, str, int | None]]:
    rows = session.execute(
        select(DeedRow.deed, DeedRow.event_id, DeedRow.actor_id, DeedRow.object_kind, DeedRow.object_id).order_by(DeedRow.id)
    )
    return [tuple(row) for row in rows]  # type: ignore[misc]  # five columns


def test_whoever_handled_my_badge_or_took_a_file_with_me_is_told_by_role(
    session: Session, settings: Settings, event: Event, organiser: Person, ada: Attendee, grace: Attendee
) -> None:
    host = make_organiser(session, event, "Hanna Host", role="host")
    key = settings.badge_key
    want_sheet(session, event.id, asked_by=organiser.id, key=key, now=NOW)
    want_one_badge(session, event.id, grace.id, asked_by=organiser.id, key=key, now=NOW)
    replace_lost_badge(session, event.id, ada.id, asked_by=host.id, key=key, now=LATER)
    for kind in ("attendees", "figures"):
        note_deed(session, Deed.EXPORT_MADE, event_id=event.id, actor_id=host.id, fields=(kind, "csv"), now=LATER)

    assert told(session, ada.person_id) == [
        ("badges.printed", "owner"),
        ("badge.rotated", "host"),
        ("badge.reprinted", "host"),
        ("export.made", "host"),
    ]
    assert told(session, grace.person_id) == [("badges.printed", "owner"), ("badge.reprinted", "owner"), ("export.made", "host")]


def test_nothing_of_another_event_or_before_i_came_is_mine(
    session: Session, settings: Settings, event: Event, organiser: Person, ada: Attendee
) -> None:
    file = {"fields": ("attendees", "csv")}
    note_deed(session, Deed.EXPORT_MADE, event_id=event.id, actor_id=organiser.id, **file, now=NOW)
    late = make_attendee(session, event, "Late Comer", created_at=LATER)
    elsewhere = make_event(session, "elsewhere")
    make_attendee(session, elsewhere, "Edsger Elsewhere")
    odile = make_organiser(session, elsewhere, "Odile")
    note_deed(session, Deed.EXPORT_MADE, event_id=elsewhere.id, actor_id=odile.id, **file, now=LATER)

    assert told(session, late.person_id) == []
    assert told(session, ada.person_id) == [("export.made", "owner")]


def test_a_report_tells_its_writer_that_it_was_read_and_nothing_to_whom_it_is_about(
    session: Session, event: Event, organiser: Person, ada: Attendee, grace: Attendee
) -> None:
    report = Report(
        event_id=event.id, reporter_id=ada.person_id, about_id=grace.person_id, reason="other", words="x", evidence={}, created_at=NOW
    )
    session.add(report)
    session.flush()
    about = ("report", report.id)
    for deed, at in ((Deed.REPORTS_VIEWED, NOW - timedelta(hours=1)), (Deed.REPORTS_VIEWED, LATER)):
        note_deed(session, deed, event_id=event.id, actor_id=organiser.id, now=at)
    for deed in (Deed.REPORT_DECIDED, Deed.REPORT_TAKEN_OUT, Deed.REPORT_LET_IN):
        note_deed(session, deed, event_id=event.id, actor_id=organiser.id, about=about, now=LATER)

    assert told(session, ada.person_id) == [("reports.viewed", "owner")]
    assert told(session, grace.person_id) == []


def test_nobody_is_told_that_a_host_saw_them_alone(session: Session, event: Event, organiser: Person, ada: Attendee) -> None:
    for deed in (Deed.INTRODUCTION_MADE, Deed.INTRODUCTION_LATER, Deed.INTRODUCTION_UNDONE):
        note_deed(session, deed, event_id=event.id, actor_id=organiser.id, about=("attendee", ada.id), now=NOW)

    assert told(session, ada.person_id) == []


def test_whoever_is_of_the_team_no_more_and_the_service_have_no_role(
    session: Session, event: Event, ada: Attendee, organiser: Person
) -> None:
    stranger = make_attendee(session, event, "Former Host")
    note_deed(session, Deed.BADGE_REPRINTED, event_id=event.id, actor_id=stranger.person_id, about=("attendee", ada.id), now=NOW)
    note_deed(session, Deed.LET_IN, event_id=event.id, actor_id=None, about=("attendee", ada.id), now=NOW)
    entry = CheckIn(event_id=event.id, attendee_id=ada.id, entry_id="0123", way="typed", done_at=NOW)
    session.add(entry)
    session.flush()
    note_deed(session, Deed.CHECK_IN_UNDONE, event_id=event.id, actor_id=None, about=("check_in", entry.id), now=NOW)

    assert told(session, ada.person_id) == [("badge.reprinted", "former"), ("check_in.let_in", "service"), ("check_in.undone", "desk")]


def test_consent_is_written_down_for_its_giver_alone(
    session: Session, settings: Settings, event: Event, organiser: Person, ada: Attendee, grace: Attendee
) -> None:
    contact = meet(session, ada, grace)
    choice = ExchangeChoice(mode="share", ticked=("email",))
    choose_exchange_mode(session, event.id, ada.id, choice, key=settings.badge_key, now=NOW)
    me = {"event_id": event.id, "person_id": ada.person_id}
    share_card(session, contact, **me, ticked=["email", "phone"], now=NOW)
    withdraw(session, contact, **me, now=LATER)
    give_again(session, contact, **me, now=LATER)

    rows = session.execute(select(DeedRow.deed, DeedRow.actor_id, DeedRow.object_kind, DeedRow.fields).order_by(DeedRow.id)).all()
    assert [tuple(row) for row in rows] == [
        ("consent.given", ada.person_id, "", ["email"]),
        ("consent.given", ada.person_id, "", ["email", "phone"]),
        ("consent.ended", ada.person_id, "", []),
        ("consent.given", ada.person_id, "", ["email", "phone"]),
    ]
    assert told(session, ada.person_id) == [(deed, "you") for deed, *_ in rows]
    assert told(session, grace.person_id) == []
    assert deeds_of(session, event.id, page=1)[0] == ()


def test_the_team_reads_no_consent_of_its_own_members_either(session: Session, event: Event, organiser: Person) -> None:
    note_deed(session, Deed.CONSENT_GIVEN, event_id=None, actor_id=organiser.id, now=NOW)
    note_deed(session, Deed.SIGNED_IN, event_id=None, actor_id=organiser.id, now=NOW)

    assert [line.deed for line in deeds_of(session, event.id, page=1)[0]] == ["organiser.signed_in"]


def test_deleting_everything_is_written_down_without_a_name(session: Session, settings: Settings, ada: Attendee, grace: Attendee) -> None:
    mine, theirs = ada.person_id, grace.person_id
    forget_person(session, mine, settings=settings, by=mine, now=NOW)
    forget_address(session, "grace@example.org", settings=settings, now=NOW)

    assert log_of(session) == [("person.erased", None, mine, "person", mine), ("person.erased", None, None, "person", theirs)]


def test_a_restore_and_whom_it_forgets_again_are_written_down(session: Session, settings: Settings, ada: Attendee) -> None:
    person_id = ada.person_id
    session.commit()
    forget_person(session, person_id, settings=settings, by=person_id, now=LATER)
    session.rollback()  # a backup that knows nothing of it
    begin_epoch(session, "life-2", now=LATER)
    forget_again(session, read_ledger(settings), now=LATER)

    assert log_of(session) == [("service.restored", None, None, "", None), ("person.erased_again", None, None, "person", person_id)]


def test_what_is_done_from_the_command_line_is_written_down(session: Session, ada: Attendee) -> None:
    add_organiser(session, "olga@example.org", name="Olga", now=NOW)
    add_organiser(session, "olga@example.org", name="Olga", now=NOW)
    change_address_of(session, "ada@example.org", "ada@example.net", now=NOW)
    olga = session.scalars(select(Person.id).where(Person.email_key == "olga@example.org")).one()

    assert log_of(session) == [
        ("organiser.added", None, None, "person", olga),
        ("person.moved", None, None, "person", ada.person_id),
    ]
    assert told(session, ada.person_id) == [("person.moved", "service")]


def test_letters_decided_on_from_the_command_line_are_written_down(session: Session, event: Event, ada: Attendee) -> None:
    queue_met(session, ada)
    letter = session.scalars(select(OutboxLetter)).first()
    assert letter is not None
    letter.state = "failed"
    session.flush()
    try_failed_again(session, event_id=event.id, now=NOW)
    for verdict in ("arrived", "again", "leave"):
        session.expire(letter)
        letter.state = "uncertain"
        session.flush()
        settle_uncertain(session, [letter.id], verdict, now=NOW)  # type: ignore[arg-type]  # one of the three
    settle_uncertain(session, [letter.id], "leave", now=NOW)

    assert [(deed, event_id) for deed, event_id, *_ in log_of(session)] == [
        ("letters.again", event.id),
        ("letters.arrived", None),
        ("letters.again", None),
        ("letters.left", None),
    ]


def test_the_file_one_takes_along_lists_them_in_words(
    session: Session, settings: Settings, event: Event, organiser: Person, ada: Attendee
) -> None:
    want_one_badge(session, event.id, ada.id, asked_by=organiser.id, key=settings.badge_key, now=NOW)

    deeds = pack(session, ada.person_id, now=LATER).told["done_with_my_data"]

    assert deeds == [{"event": event.name, "at": NOW.isoformat(), "what": SENTENCES[Deed.BADGE_REPRINTED], "by": "An owner", "fields": []}]


@pytest.mark.parametrize("deed", list(Deed))
def test_every_deed_has_its_sentence(deed: Deed) -> None:
    assert SENTENCES[deed]


def test_erasing_needs_nobody(session: Session, ada: Attendee) -> None:
    assert erase_person(session, ada.person_id, now=NOW).event_ids == (ada.event_id,)
