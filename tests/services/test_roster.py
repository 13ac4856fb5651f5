"""Attendee files brought in: added, updated, never doubled, never over what people wrote themselves."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.domain.privacy.leaving import undo_token
from matchmaker.errors import BadInputError, ConflictError, NotFoundError, TooLargeError
from matchmaker.services.leaving import come_back, leave_event
from matchmaker.services.reports import decide_report
from matchmaker.services.roster import RosterImport, import_roster
from matchmaker.services.upload_preview import Preview, preview_upload
from matchmaker.services.uploads import change_mapping, find_upload, forget_left_uploads, read_upload, stage_upload, take_file
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.badges import Badge
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from matchmaker.store.models.roster import RosterUpload
from matchmaker.store.models.safety import Report
from matchmaker.store.queries.uploads import StagedUpload
from tests.cast import NOW, give_interests, make_attendee, make_event, make_interest, make_person

KEY = b"k" * 32
LUMA = Path(__file__).parents[1] / "data" / "luma_guests.csv"
TWO = (
    "id,name,email,company,interests\n"
    "t1,Ada Lovelace,ada@example.org,Engines,Looms; Poetry\n"
    "t2,Grace Hopper,grace@example.org,Navy,Compilers\n"
)


def stage(session: Session, event: Event, text: str | bytes, *, name: str = "guests.csv") -> int:
    uploader = session.scalars(select(Person).where(Person.email_key == "olga@example.org")).one_or_none() or make_person(
        session, "Olga Organiser"
    )
    content = text.encode() if isinstance(text, str) else text
    return stage_upload(session, event.id, take_file(name, content, megabytes=10), uploaded_by=uploader.id, now=NOW)


def bring_in(session: Session, event: Event, text: str | bytes) -> RosterImport:
    return confirm(session, event, stage(session, event, text))


def confirm(session: Session, event: Event, upload_id: int) -> RosterImport:
    reading = read_upload(find_upload(session, event.id, upload_id))
    done = import_roster(session, reading, badge_key=KEY, now=NOW)
    session.expire_all()
    return done


def preview(session: Session, event: Event, text: str | bytes) -> Preview:
    return preview_upload(session, read_upload(find_upload(session, event.id, stage(session, event, text))))


def names_at(session: Session, event: Event) -> list[str]:
    return list(session.scalars(select(Attendee.name).where(Attendee.event_id == event.id).order_by(Attendee.name)))


def said_by(session: Session, attendee: Attendee, kind: str) -> list[tuple[str, int | None]]:
    rows = select(AttendeeInterest.text, AttendeeInterest.interest_id).where(
        AttendeeInterest.attendee_id == attendee.id, AttendeeInterest.kind == kind
    )
    return list(session.execute(rows.order_by(AttendeeInterest.position)))


def attendee_of(session: Session, event: Event, email: str) -> Attendee:
    mine = select(Attendee).join(Person, Person.id == Attendee.person_id).where(Attendee.event_id == event.id, Person.email_key == email)
    return session.scalars(mine).one()


def test_people_of_a_file_come_in_with_all_it_says(session: Session, event: Event) -> None:
    looms = make_interest(session, event, "Looms")

    done = bring_in(session, event, TWO)

    ada = attendee_of(session, event, "ada@example.org")
    assert done == RosterImport(added=2, updated=0, unchanged=0, skipped=0)
    assert (ada.name, ada.external_id, ada.organisation, ada.status) == ("Ada Lovelace", "t1", "Engines", "registered")
    assert said_by(session, ada, "talk") == [("Looms", looms.id), ("Poetry", None)]
    assert (ada.interests_saved_at, ada.first_signed_in_at, ada.invited_at) == (None, None, None)


def test_another_word_for_an_interest_in_a_file_is_that_interest(session: Session, event: Event) -> None:
    postgres = make_interest(session, event, "PostgreSQL", synonyms=("psql", "Looms"))
    looms = make_interest(session, event, "Looms")
    make_interest(session, make_event(session, "elsewhere"), "Verse", synonyms=("Poetry",))

    bring_in(session, event, TWO + 't9,Nia Person,nia@example.org,,"PSQL, PostgreSQL"\n')

    assert said_by(session, attendee_of(session, event, "nia@example.org"), "talk") == [("PostgreSQL", postgres.id)]
    assert said_by(session, attendee_of(session, event, "ada@example.org"), "talk") == [("Looms", looms.id), ("Poetry", None)]


def test_everybody_who_came_in_has_a_badge_and_the_lists_are_stale(session: Session, event: Event) -> None:
    bring_in(session, event, TWO)

    assert session.scalar(select(func.count()).select_from(Badge).where(Badge.event_id == event.id)) == 2
    assert event.lists_wanted == 1


def test_nothing_is_saved_until_it_is_confirmed(session: Session, event: Event) -> None:
    seen = preview(session, event, TWO)

    assert (seen.people, seen.to_look_at, seen.out) == (2, 0, 0)
    assert names_at(session, event) == []


def test_the_same_file_again_changes_nothing_and_says_so(session: Session, event: Event) -> None:
    bring_in(session, event, TWO)
    again = stage(session, event, TWO)

    with pytest.raises(ConflictError, match="brings nobody in and changes nobody"):
        confirm(session, event, again)

    assert names_at(session, event) == ["Ada Lovelace", "Grace Hopper"]


def test_a_second_file_updates_instead_of_doubling(session: Session, event: Event) -> None:
    bring_in(session, event, TWO)

    done = bring_in(
        session, event, TWO.replace("Engines", "Mills").replace("Compilers", "COBOL") + "t3,Linus Torvalds,LINUS@example.org,,\n"
    )

    assert done == RosterImport(added=1, updated=2, unchanged=0, skipped=0)
    assert names_at(session, event) == ["Ada Lovelace", "Grace Hopper", "Linus Torvalds"]
    assert attendee_of(session, event, "ada@example.org").organisation == "Mills"
    assert said_by(session, attendee_of(session, event, "grace@example.org"), "talk") == [("COBOL", None)]


def test_one_confirmation_counts_once(session: Session, event: Event) -> None:
    upload_id = stage(session, event, TWO)
    reading = read_upload(find_upload(session, event.id, upload_id))

    first = import_roster(session, reading, badge_key=KEY, now=NOW)
    second = import_roster(session, reading, badge_key=KEY, now=NOW)

    assert first == second == RosterImport(2, 0, 0, 0)
    assert event.lists_wanted == 1


def test_the_file_itself_is_dropped_once_it_is_in(session: Session, event: Event) -> None:
    upload_id = stage(session, event, TWO)

    confirm(session, event, upload_id)

    upload = find_upload(session, event.id, upload_id)
    assert (upload.content, upload.confirmed_at, upload.added) == (b"", NOW, 2)


def test_what_an_attendee_saved_themself_survives_a_file(session: Session, event: Event, ada: Attendee) -> None:
    ada.headline = "Poet of looms"
    give_interests(session, ada, talk=["Poetry"])

    bring_in(session, event, "name,email,headline,bio,interests,offers\nAda Lovelace,ada@example.org,Analyst,From the file,Looms,A desk\n")

    assert (ada.headline, ada.bio) == ("Poet of looms", "From the file")
    assert (said_by(session, ada, "talk"), said_by(session, ada, "offer")) == ([("Poetry", None)], [("A desk", None)])


def test_the_preview_says_how_many_keep_their_own_words(session: Session, event: Event, ada: Attendee) -> None:
    give_interests(session, ada, talk=["Poetry"])

    assert preview(session, event, "name,email,interests\nAda Lovelace,ada@example.org,Looms\n").own_words == 1


def test_a_person_is_shared_across_events_and_keeps_their_name_there(session: Session, event: Event, ada: Attendee) -> None:
    other = make_event(session, "southlight")

    bring_in(session, other, "name,email\nAda King,ada@example.org\n")

    assert attendee_of(session, other, "ada@example.org").person_id == ada.person_id
    assert (names_at(session, event), names_at(session, other)) == (["Ada Lovelace"], ["Ada King"])


def test_a_cancelled_ticket_is_kept_and_may_come_back(session: Session, event: Event) -> None:
    bring_in(session, event, "name,email,status\nAda,ada@example.org,approved\n")

    bring_in(session, event, "name,email,status\nAda,ada@example.org,declined\n")
    cancelled = attendee_of(session, event, "ada@example.org").status
    bring_in(session, event, "name,email,status\nAda,ada@example.org,approved\n")

    assert (cancelled, attendee_of(session, event, "ada@example.org").status) == ("cancelled", "registered")


def test_whom_an_owner_took_out_because_of_a_report_no_file_brings_back(session: Session, event: Event, ada: Attendee) -> None:
    rows = "id,name,email,status\nt2,Grace Hopper,grace@example.org,%s\n"
    bring_in(session, event, rows % "approved")
    grace = attendee_of(session, event, "grace@example.org")
    report = Report(
        event_id=event.id, reporter_id=ada.person_id, about_id=grace.person_id, reason="touch", words="", evidence={}, created_at=NOW
    )
    session.add(report)
    session.flush()
    decide_report(session, event.id, report.id, "take_out", by=ada.person_id, now=NOW + timedelta(hours=1))

    seen = preview(session, event, rows % "approved")
    done = bring_in(session, event, (rows % "approved").replace("Hopper", "B. Hopper"))
    out = attendee_of(session, event, "grace@example.org")
    was = (out.name, out.status)
    decide_report(session, event.id, report.id, "let_in", by=ada.person_id, now=NOW)
    session.expire_all()

    assert (seen.changed, done.updated, was) == (0, 1, ("Grace B. Hopper", "cancelled"))
    assert attendee_of(session, event, "grace@example.org").status == "registered"


def test_who_left_by_themselves_comes_back_by_no_file_but_by_themselves(session: Session, event: Event) -> None:
    rows = "id,name,email,status\nt2,Grace Hopper,grace@example.org,approved\n"
    bring_in(session, event, rows)
    grace = attendee_of(session, event, "grace@example.org")
    leave_event(session, event.id, grace.id, now=NOW)

    seen = preview(session, event, rows)
    bring_in(session, event, rows.replace("Hopper", "B. Hopper"))
    session.expire_all()
    was = (grace.name, grace.status)
    come_back(session, grace.person_id, undo_token(KEY, grace.id, now=NOW), key=KEY, now=NOW + timedelta(hours=1))
    session.expire_all()
    back = grace.status
    bring_in(session, event, rows.replace("approved", "cancelled"))
    session.expire_all()

    assert (seen.changed, was, back, grace.status) == (0, ("Grace B. Hopper", "cancelled"), "registered", "cancelled")


def test_a_ticket_that_passes_on_takes_a_new_person_and_a_new_invitation(session: Session, event: Event) -> None:
    bring_in(session, event, TWO)
    ticket = attendee_of(session, event, "ada@example.org")
    ticket.invited_at = NOW

    bring_in(session, event, "id,name,email\nt1,Linus Torvalds,linus@example.org\n")

    assert attendee_of(session, event, "linus@example.org").id == ticket.id
    assert (ticket.name, ticket.organisation, ticket.invited_at, said_by(session, ticket, "talk")) == ("Linus Torvalds", "", None, [])


def test_every_row_of_a_luma_export_is_accounted_for(session: Session, event: Event) -> None:
    upload_id = stage(session, event, LUMA.read_bytes())
    seen = preview_upload(session, read_upload(find_upload(session, event.id, upload_id)))

    done = confirm(session, event, upload_id)

    assert (seen.layout, seen.rows_read, seen.people, seen.to_look_at, seen.out) == ("luma", 8, 2, 1, 5)
    assert done == RosterImport(added=2, updated=0, unchanged=0, skipped=5)
    assert [(row.line, row.name, row.email) for row in seen.problem_rows] == [
        (5, "Jonas Wetterlund", "jonas@kvarn"),
        (6, "", "p.cole@mossbank.example"),
        (7, "Oonagh Brandt", "oonagh@mossbank.example"),
        (8, "Kwabena O.", "KWABENA@saltworks.example"),
        (9, "Ailsa Trevenna", "ailsa@groundswell.example"),
        (4, 'Marta "Mái" Quintal 🎈', "marta@ferrylane.example"),
    ]


def test_addresses_that_differ_in_spelling_only_create_nobody_twice(session: Session, event: Event) -> None:
    bring_in(session, event, "name,email\nAda,ada@example.org\n")

    seen = preview(session, event, "name,email\nAda, ADA@EXAMPLE.org\u00a0\nAda,ａｄａ@example.org\n")

    assert (len(seen.additions), len(seen.changes), seen.out) == (0, 0, 1)


def test_the_mapping_can_be_put_right(session: Session, event: Event) -> None:
    upload_id = stage(session, event, "Guest,Contact,What brings you here?\nAda,ada@example.org,Looms\n")

    change_mapping(session, event.id, upload_id, ["name", "email", "seek", "one too many"])

    seen = preview_upload(session, read_upload(find_upload(session, event.id, upload_id)))
    assert [(column.header, column.target, column.samples) for column in seen.columns] == [
        ("Guest", "name", ("Ada",)),
        ("Contact", "email", ("ada@example.org",)),
        ("What brings you here?", "seek", ("Looms",)),
    ]
    assert seen.people == 1


def test_a_word_that_is_no_target_leaves_its_column_out(session: Session, event: Event) -> None:
    upload_id = stage(session, event, "name,email\nAda,ada@example.org\n")

    change_mapping(session, event.id, upload_id, ["password"])

    assert find_upload(session, event.id, upload_id).targets == ("", "")


def test_a_confirmed_file_can_not_be_read_in_another_way(session: Session, event: Event) -> None:
    upload_id = stage(session, event, TWO)
    confirm(session, event, upload_id)

    with pytest.raises(ConflictError, match="has been brought in already"):
        change_mapping(session, event.id, upload_id, ["name", "email"])


def test_a_file_of_another_event_is_not_there(session: Session, event: Event) -> None:
    upload_id = stage(session, event, TWO)
    other = make_event(session, "southlight")

    with pytest.raises(NotFoundError):
        find_upload(session, other.id, upload_id)


def test_a_file_above_the_limit_is_refused_with_the_limit() -> None:
    with pytest.raises(TooLargeError, match="larger than 1 MB"):
        take_file("guests.csv", b"x" * 1_000_001, megabytes=1)


def test_no_file_is_a_fault_of_the_form() -> None:
    with pytest.raises(BadInputError) as caught:
        take_file("", b"", megabytes=10)

    assert [fault.field for fault in caught.value.faults] == ["file"]


@pytest.mark.parametrize(
    ("given", "kept"), [("C:\\Users\\me\\guests.csv", "guests.csv"), ("../../etc/passwd", "passwd"), ("a\r\nb.csv", "a b.csv"), ("", "CSV")]
)
def test_only_the_name_of_a_file_is_kept(given: str, kept: str) -> None:
    assert take_file(given, b"name\nAda\n", megabytes=1).name == kept


def test_files_that_nobody_confirmed_for_a_day_are_dropped(session: Session, event: Event) -> None:
    stage(session, event, TWO)
    session.execute(RosterUpload.__table__.update().values(uploaded_at=NOW.replace(day=3)))

    fresh = stage(session, event, TWO)

    forget_left_uploads(session, now=NOW)

    assert list(session.scalars(select(RosterUpload.id))) == [fresh]


def test_names_that_no_single_file_would_bring_come_through_the_store(session: Session, event: Event) -> None:
    rows = ["ليلى حداد", "José 🎈", "Ọláyínká", "山田 太郎", 'Bobby "); DROP TABLE', "<script>alert(1)</script>"]
    text = "name,email\n" + "".join('"' + name.replace('"', '""') + f'",p{place}@example.org\n' for place, name in enumerate(rows))

    bring_in(session, event, text)

    assert set(names_at(session, event)) == set(rows)


def test_people_who_left_out_an_address_of_somebody_at_the_event_stay_out(session: Session, event: Event) -> None:
    make_attendee(session, event, "Ada Lovelace", external_id="t1")
    make_attendee(session, event, "Grace Hopper", external_id="t2")

    seen = preview(session, event, "id,name,email\nt1,Ada Lovelace,grace@example.org\n")

    assert (seen.people, seen.out) == (0, 1)
    assert "Which one is right?" in str(seen.problem_rows[0].problems[0])


def test_a_file_of_sixty_thousand_rows_brings_in_the_first_fifty_thousand_and_says_so() -> None:
    content = b"name,email\n" + b"".join(b"Person %d,p%d@example.org\n" % (number, number) for number in range(60_000))
    upload = StagedUpload(1, 1, "guests.csv", content, {"targets": ["name", "email"]})

    roster = read_upload(upload).roster

    assert len(roster.rows) == 50_000
    assert [(problem.line, str(problem)) for problem in roster.problems] == [
        (50_002, "The file has 10,000 rows more than the 50,000 that come in at once. Split it and bring in the parts.")
    ]
