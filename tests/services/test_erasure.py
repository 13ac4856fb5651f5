"""Whoever asked to be forgotten stays forgotten: after a backup was put back, and when a file brings them in again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from matchmaker.domain.roster.problems import Fate
from matchmaker.services.erasure import erase_person, forget_again
from matchmaker.services.invitation_letters import send_invitations
from matchmaker.services.ledger import note_forgotten, read_ledger
from matchmaker.services.roster import import_roster
from matchmaker.services.upload_preview import preview_upload
from matchmaker.services.uploads import find_upload, read_upload, stage_upload, take_file
from matchmaker.store.models.mail import Suppression
from matchmaker.store.models.people import Person
from matchmaker.store.queries.mail import wants_none
from tests.cast import NOW, make_person

FILE = b"name,email\nAda Again,ada@example.org\nNew Nia,nia@example.org\n"


@pytest.fixture
def forgotten(session, ada, settings) -> None:
    erased = erase_person(session, ada.person_id, now=NOW)
    note_forgotten(settings, erased.email_key, now=NOW)
    session.commit()


def staged(session, event, organiser):
    upload_id = stage_upload(session, event.id, take_file("a.csv", FILE, megabytes=1), uploaded_by=organiser.id, now=NOW)
    return read_upload(find_upload(session, event.id, upload_id))


def test_a_file_that_brings_them_in_again_is_flagged_and_sends_them_nothing(forgotten, session, event, organiser, settings) -> None:
    reading, ledger = staged(session, event, organiser), read_ledger(settings)

    preview = preview_upload(session, reading, ledger=ledger)
    import_roster(session, reading, badge_key=settings.badge_key, now=NOW, ledger=ledger)

    (row,) = preview.problem_rows
    assert (row.email, row.fate) == ("ada@example.org", Fate.LOOK)
    assert str(row.problems[0]).startswith("Whoever has this address had everything of theirs deleted on 05.11.2026.")
    assert len(preview.additions) == 2
    assert [session.scalar(select(wants_none(email))) for email in ("ada@example.org", "nia@example.org")] == [True, False]
    assert session.scalars(select(Suppression.reason)).all() == ["erased"]


def test_whoever_came_back_by_themself_is_like_anybody_else(forgotten, session, event, organiser, settings) -> None:
    make_person(session, "Ada Again", "ada@example.org")

    preview = preview_upload(session, staged(session, event, organiser), ledger=read_ledger(settings))

    assert preview.problem_rows == ()


def test_a_backup_that_is_put_back_is_told_whom_to_forget_again(session, ada, grace, settings) -> None:
    note_forgotten(settings, "ada@example.org", now=NOW + timedelta(hours=1))
    note_forgotten(settings, "grace@example.org", now=NOW - timedelta(days=30))  # asked long ago, and came anew since

    count = forget_again(session, read_ledger(settings), now=NOW + timedelta(days=1))

    assert count == 1
    assert session.scalars(select(Person.email).where(Person.erased_at.is_not(None))).all() == [""]
    assert session.get_one(Person, grace.person_id).email == "grace@example.org"
    assert forget_again(session, read_ledger(settings), now=NOW + timedelta(days=2)) == 0


def test_a_line_that_a_power_failure_cut_off_names_nobody(settings, tmp_path) -> None:
    note_forgotten(settings, "ada@example.org", now=NOW)
    with (tmp_path / "erased").open("a") as file:
        file.write("0123abc")

    ledger = read_ledger(settings)

    assert ledger.forgotten_at("ada@example.org") == NOW
    assert len(ledger.at) == 1


def test_two_people_may_be_forgotten_and_what_they_had_of_each_other_goes(session, ada, grace) -> None:
    from tests.web.test_me import meet

    meet(session, ada, grace)

    erase_person(session, ada.person_id, now=NOW)
    erase_person(session, grace.person_id, now=NOW)

    from matchmaker.store.models.contacts import Contact

    assert session.scalars(select(Contact.id)).all() == []
    assert sorted(session.scalars(select(Person.email_key))) == sorted([f"erased|{one}" for one in (ada.person_id, grace.person_id)])


def test_whoever_is_forgotten_gets_no_invitation_that_waits(forgotten, session, event) -> None:
    assert send_invitations(session, event, now=NOW) == 0
