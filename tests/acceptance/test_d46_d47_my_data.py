"""D46: somebody deletes everything, and no canary of theirs is found anywhere. D47: what they take along before is all of it, and theirs.

A canary is a word of its own in every field; each is seen before it is looked for.
"""

import io
import json
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.domain.privacy.personal import COLUMNS, Fate
from matchmaker.domain.signin.secrets import sign_in_code
from matchmaker.jobs.loop import do
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.erasure import blank_old_reports
from matchmaker.services.ledger import read_ledger
from matchmaker.store.models.attendees import Attendee, AttendeeInterest, AttendeePhoto, CardChoice
from matchmaker.store.models.badges import BadgeSheet
from matchmaker.store.models.checkin import CheckIn
from matchmaker.store.models.contacts import Contact, ContactSide, FollowUpAct, OwnWording, PersonalLetter, Promise, Scan
from matchmaker.store.models.everything import METADATA
from matchmaker.store.models.mail import OutboxLetter, Suppression
from matchmaker.store.models.matches import Decision, Recommendation, RecommendationDraft, SeenMatch
from matchmaker.store.models.matching import TuningRow
from matchmaker.store.models.people import Card, Person
from matchmaker.store.models.proposals import Proposal, ProposalSide
from matchmaker.store.models.roster import RosterUpload
from matchmaker.store.models.safety import Report
from matchmaker.store.models.signin import LoginLink, SessionRow
from tests.browsers import text_of
from tests.cast import NOW, give_interests, make_attendee, make_organiser, make_person
from tests.scanning import wear_badge

CANARY = "kanarie7w"
FIELDS = {
    "organisation": "org",
    "headline": "headline",
    "bio": "bio",
    "phone": "+44777",
    "link": "https://link.example/",
    "pronouns": "pro",
}
FIELDS |= {"name_sounds": "sounds", "group_name": "group", "external_id": "ticket"}
ADDRESS = f"{CANARY}@example.org"
PAGES = ("matches", "contacts", "me", "scan", "badge", "interests")


def word(field: str) -> str:
    return f"{field}{CANARY}"


@pytest.fixture
def zoe(session, event) -> Attendee:
    """Somebody who has done everything one can do here, with a canary in every field."""
    values = {name: word(start) for name, start in FIELDS.items()}
    zoe = make_attendee(session, event, word("Name "), make_person(session, word("Name "), ADDRESS), **values)
    give_interests(session, zoe, talk=[word("talk")], offer=[word("offer")], seek=[word("seek")])
    card = Card(person_id=zoe.person_id, label=word("label"), organisation=word("cardorg"), headline=word("cardhead"), created_at=NOW)
    session.add(card)
    session.flush()
    session.add_all(
        [
            AttendeePhoto(
                event_id=event.id, attendee_id=zoe.id, picture=b"\xff\xd8" + word("photo").encode(), fingerprint="f", made_at=NOW
            ),
            CardChoice(event_id=event.id, attendee_id=zoe.id, card_id=card.id),
        ]
    )
    session.flush()
    return zoe


@pytest.fixture
def life(session, event, zoe, ada, grace, settings) -> int:
    """Two who met, one who was asked, and something of every other table; returns the contact with Ada."""
    for one in (zoe, ada, grace):
        wear_badge(session, one, settings.badge_key)
    low, high = sorted((zoe.person_id, ada.person_id))
    pair = {"event_id": event.id, "low_person_id": low, "high_person_id": high, "asked_by": zoe.person_id}
    contact = Contact(**pair, state="exchanged", created_at=NOW, exchanged_at=NOW)
    low, high = sorted((zoe.person_id, grace.person_id))
    pair = {"event_id": event.id, "low_person_id": low, "high_person_id": high, "asked_by": zoe.person_id}
    asked = Contact(**pair, state="pending", created_at=NOW)
    session.add_all([contact, asked])
    session.flush()
    given = {"shared_fields": ["email", "phone", "link"], "consent_version": "badge-share-1", "shared_at": NOW}
    session.add_all(
        [
            ContactSide(contact_id=contact.id, person_id=zoe.person_id, **given, note=word("note"), tags=[word("tag")]),
            ContactSide(contact_id=contact.id, person_id=ada.person_id, **given, note="Owes me a map."),
            ContactSide(contact_id=asked.id, person_id=zoe.person_id, **given),
            ContactSide(contact_id=asked.id, person_id=grace.person_id),
        ]
    )
    session.flush()
    session.add_all(_rows(zoe, ada, contact.id))
    propose(session, zoe, ada, grace)
    session.commit()
    return contact.id


def propose(session: Session, zoe: Attendee, ada: Attendee, grace: Attendee) -> None:
    """Zoe would introduce two people, and Ada would introduce her to one of them."""
    for by, pair, words in ((zoe, (ada, grace), word("why")), (ada, (zoe, grace), "Both draw maps.")):
        low, high = sorted(one.person_id for one in pair)
        lines = {"to_low": word("line") if by is zoe else "", "reason": words}
        times = {"created_at": NOW, "answer_until": NOW + timedelta(days=14)}
        proposal = Proposal(event_id=zoe.event_id, proposer_id=by.person_id, low_person_id=low, high_person_id=high, **lines, **times)
        session.add(proposal)
        session.flush()
        session.add_all(ProposalSide(proposal_id=proposal.id, person_id=person_id) for person_id in (low, high))


def _rows(zoe: Attendee, ada: Attendee, contact_id: int) -> list[object]:
    event_id = zoe.event_id
    place = {"event_id": event_id, "rank": 1, "score": 1.0, "likeness": 1.0, "complement": 0.0}
    reason = {"kind": "get", "mine_field": "seek", "theirs_field": "offer", "theirs": [["maps", True]], "mine": [[word("seek"), True]]}
    link = {
        "purpose": "attendee",
        "email": ADDRESS,
        "email_key": ADDRESS,
        "name": word("link"),
        "salt": "s",
        "token_hash": "t",
        "code_hash": "c",
    }
    return [
        Promise(contact_id=contact_id, person_id=zoe.person_id, text=word("promise"), created_at=NOW),
        Promise(contact_id=contact_id, person_id=ada.person_id, text="A map", created_at=NOW),
        OwnWording(person_id=zoe.person_id, name="Mine", text=word("template"), asks=False, created_at=NOW),
        PersonalLetter(contact_id=contact_id, person_id=zoe.person_id, subject="Hi", body=word("letter"), created_at=NOW),
        FollowUpAct(contact_id=contact_id, person_id=zoe.person_id, act="copied", day=NOW.date()),
        FollowUpAct(contact_id=contact_id, person_id=ada.person_id, act="opened", day=NOW.date()),
        Scan(event_id=event_id, scanner_id=zoe.id, owner_id=ada.id, scan_id="s-1", state="exchanged", scanned_at=NOW),
        CheckIn(event_id=event_id, attendee_id=zoe.id, entry_id="e-1", done_at=NOW, way="camera"),
        Scan(event_id=event_id, scanner_id=ada.id, owner_id=zoe.id, scan_id="s-2", state="exchanged", scanned_at=NOW),
        Recommendation(**place, reader_id=zoe.id, other_id=ada.id, reasons=[reason]),
        Recommendation(**place, reader_id=ada.id, other_id=zoe.id, reasons=[{**reason, "theirs": [[word("offer"), True]]}]),
        RecommendationDraft(**place, reader_id=ada.id, other_id=zoe.id, reasons=[{**reason, "theirs": [[word("offer"), True]]}]),
        Decision(event_id=event_id, reader_id=zoe.id, other_id=ada.id, answer="not_for_me", reason="too_busy", decided_at=NOW),
        Decision(event_id=event_id, reader_id=ada.id, other_id=zoe.id, answer="later", decided_at=NOW),
        SeenMatch(event_id=event_id, reader_id=zoe.id, other_id=ada.id, seen_at=NOW),
        TuningRow(event_id=event_id, reader_id=zoe.id, version=1, people=[[ada.id, 1, 1, 1, 1, None, 0]]),
        OutboxLetter(
            event_id=event_id,
            kind="met",
            recipient=ADDRESS,
            address=ADDRESS,
            person_id=zoe.person_id,
            state="sent",
            next_try_at=NOW,
            created_at=NOW,
        ),
        OutboxLetter(kind="sign_in", campaign="x", recipient=ADDRESS, address=ADDRESS, state="sent", next_try_at=NOW, created_at=NOW),
        Suppression(recipient=ADDRESS, kind="bulk", reason="unsubscribed", created_at=NOW),
        LoginLink(**link, nonce_hash="n", created_at=NOW, expires_at=NOW),
        SessionRow(
            id_hash=word("h"),
            person_id=zoe.person_id,
            purpose="attendee",
            created_at=NOW,
            seen_at=NOW,
            expires_at=NOW,
            device="Firefox|Mac",
        ),
        Report(
            event_id=event_id,
            reporter_id=ada.person_id,
            about_id=zoe.person_id,
            reason="rude",
            words="He was rude.",
            evidence={"headline": word("headline")},
            created_at=NOW,
            settled_at=NOW,
        ),
        BadgeSheet(event_id=event_id, asked_by=ada.person_id, asked_at=NOW, made_at=NOW, content=word("sheet").encode()),
        RosterUpload(
            event_id=event_id,
            uploaded_by=ada.person_id,
            file_name="x.csv",
            content=f"name,email\nZ,{ADDRESS.upper()}\n".encode(),
            uploaded_at=NOW,
        ),
    ]


def everything_in(session: Session) -> str:
    session.rollback()
    rows = {table.name: [tuple(row) for row in session.execute(select(table))] for table in METADATA.sorted_tables}
    session.rollback()
    return repr(rows)


def bytes_on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def code_for(session: Session, settings, address: str = ADDRESS) -> str:
    link = session.scalars(select(LoginLink).where(LoginLink.email_key == address).order_by(LoginLink.id.desc()).limit(1)).one()
    code = sign_in_code(settings.signin_key, link.salt)
    session.rollback()
    return code


def delete_everything(phone, session: Session, settings):
    phone.post("/me/data/delete", {"email": ADDRESS.upper()})
    return phone.post("/me/data/delete/code", {"code": code_for(session, settings)})


def test_d46_after_deleting_no_canary_is_left_in_tables_pages_files_or_the_log(
    life, zoe, ada, grace, phone_of, session, settings, engine, laptop_of, event, tmp_path
) -> None:
    organiser = make_organiser(session, event)
    phone, others, laptop = phone_of(zoe), phone_of(ada), laptop_of(organiser)
    matcher = tmp_path / "matchers" / f"{event.id}.pickle"
    matcher.parent.mkdir()
    matcher.write_text(word("talk"))
    seen_before = everything_in(session)
    for field in (
        "talk",
        "note",
        "promise",
        "letter",
        "template",
        "photo",
        "label",
        "tag",
        "bio",
        "sounds",
        "link",
        "sheet",
        "why",
        "line",
    ):
        assert word(field) in seen_before, field
    assert CANARY.encode() in bytes_on_disk(tmp_path)
    assert word("Name ") in others.get("/e/northlight/contacts").text

    answer = delete_everything(phone, session, settings)
    do(Workshop(settings, engine, now=lambda: NOW), "forget")

    assert (answer.status_code, answer.headers["Location"].partition("#")[0]) == (303, "/?said=erased")
    assert re.findall(rf"\w*{CANARY}\w*", everything_in(session), flags=re.IGNORECASE) == []
    assert CANARY.encode() not in bytes_on_disk(tmp_path)
    assert CANARY.upper().encode() not in bytes_on_disk(tmp_path)
    assert phone.get("/e/northlight/me").status_code == 401
    pages = [others.get(f"/e/northlight/{page}") for page in PAGES] + [others.get("/me/data"), others.get(f"/e/northlight/contacts/{life}")]
    pages += [laptop.get(f"/organise/events/northlight/{page}") for page in ("", "roster", "letters", "badges", "matching")]
    assert [page.status_code for page in pages] == [200] * len(pages)
    assert [page.request.path for page in pages if CANARY in page.text] == []
    export = zipfile.ZipFile(io.BytesIO(others.get("/me/data/my-data.zip").data))
    assert [name for name in export.namelist() if CANARY.encode() in export.read(name)] == []


def test_d46_what_others_noted_stays_theirs_beside_somebody_who_is_nobody(life, zoe, ada, phone_of, session, settings) -> None:
    phone, others = phone_of(zoe), phone_of(ada)

    delete_everything(phone, session, settings)

    page = text_of(others.get(f"/e/northlight/contacts/{life}"))
    assert "Owes me a map." in page
    session.rollback()
    assert session.scalars(select(Promise.text)).all() == ["A map"]
    assert session.scalars(select(FollowUpAct.act)).all() == ["opened"]
    # Whom she had only asked keeps nothing: there was no card, and they noted nothing
    assert session.scalars(select(Contact.id)).all() == [life]


def test_d46_every_row_meets_the_fate_that_its_column_has_in_the_register(life, zoe, phone_of, session, settings) -> None:
    phone, person_id, attendee_id = phone_of(zoe), zoe.person_id, zoe.id

    delete_everything(phone, session, settings)

    session.rollback()
    person = session.get_one(Person, person_id)
    assert (person.email, person.name, person.locale, person.confirmed_at, person.erased_at) == ("", "", "", None, NOW)
    side = session.execute(select(ContactSide.__table__).where(ContactSide.person_id == person_id)).mappings().one()
    blank = {name: side[name] for name, column in COLUMNS["contact_side"].items() if column.fate is Fate.BLANKED}
    assert [name for name, value in blank.items() if value not in ("", None, [], False)] == []
    assert session.scalar(select(CheckIn.id).where(CheckIn.attendee_id == attendee_id)) is None
    owners = ("person_id", "reader_id", "attendee_id", "scanner_id", "blocker_id")
    for table in METADATA.sorted_tables:
        fates = {column.fate for column in COLUMNS[table.name].values()}
        if fates == {Fate.DELETED}:
            mine = [table.c[name] for name in owners if name in table.c]
            ids = {"person_id": person_id, "blocker_id": person_id}
            for column in mine:
                found = session.execute(select(table).where(column == ids.get(column.name, attendee_id))).all()
                assert (table.name, column.name, found) == (table.name, column.name, [])


def test_d46_the_address_is_remembered_by_a_keyed_mark_alone(life, zoe, phone_of, session, settings, tmp_path) -> None:
    delete_everything(phone_of(zoe), session, settings)

    ledger = read_ledger(settings)
    assert ledger.forgotten_at(ADDRESS) == NOW
    assert ledger.forgotten_at("ada@example.org") is None
    assert CANARY not in (tmp_path / "erased").read_text()
    assert (tmp_path / "erased").stat().st_mode & 0o777 == 0o600


def test_every_column_of_the_database_has_its_place_in_the_register() -> None:
    columns = {f"{table.name}.{column.name}" for table in METADATA.sorted_tables for column in table.columns}
    registered = {f"{table}.{name}" for table, names in COLUMNS.items() for name in names}

    assert columns - registered == set()
    assert registered - columns == set()
    kept = [column for table in COLUMNS.values() for column in table.values() if column.fate is Fate.KEPT]
    assert [column for column in kept if not column.reason] == []


def test_an_open_report_keeps_its_words_until_it_is_settled_or_ninety_days_old(life, zoe, ada, phone_of, session, settings) -> None:
    session.execute(update(Report).values(settled_at=None))
    delete_everything(phone_of(zoe), session, settings)
    session.rollback()
    kept = session.scalars(select(Report.words)).all()

    blank_old_reports(session, now=NOW.replace(year=NOW.year + 1))

    assert (kept, session.scalars(select(Report.words)).all()) == (["He was rude."], [""])


def test_d47_the_download_holds_everything_of_mine_and_nothing_private_of_others(life, zoe, ada, grace, phone_of, session) -> None:
    secret = "geheim9x"
    ada.bio, ada.phone = f"bio{secret}", f"phone{secret}"
    session.execute(update(ContactSide).where(ContactSide.person_id == ada.person_id).values(shared_fields=["email"], note=f"note{secret}"))
    session.execute(update(Promise).where(Promise.person_id == ada.person_id).values(text=f"promise{secret}"))
    phone = phone_of(zoe)

    answer = phone.get("/me/data/my-data.zip")

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    files = zipfile.ZipFile(io.BytesIO(answer.data))
    assert sorted(files.namelist()) == ["my-data.html", "my-data.json", "photo-northlight.jpg"]
    told, page = json.loads(files.read("my-data.json")), files.read("my-data.html").decode()
    mine = [
        word(field)
        for field in (
            "org",
            "headline",
            "bio",
            "+44777",
            "pro",
            "sounds",
            "talk",
            "offer",
            "seek",
            "note",
            "tag",
            "promise",
            "label",
            "why",
            "line",
        )
    ]
    assert [field for field in mine if field not in json.dumps(told, ensure_ascii=False) or field not in page] == []
    there = told["events"][0]
    assert there["consent"]["consent_version"] == ""
    assert [(entry["way"], entry["done_at"]) for entry in there["check_ins"]] == [("camera", NOW.isoformat())]
    assert [(scan["direction"], scan["state"]) for scan in there["scans"]] == [
        ("I scanned a badge", "exchanged"),
        ("my badge was scanned", "exchanged"),
    ]
    met = next(contact for contact in there["contacts"] if contact["standing"] == "met")
    assert met["their_card"] == {"name": "Ada Lovelace", "email": "ada@example.org"}
    assert met["consent_version"] == "badge-share-1"
    assert met["consent_text"].startswith("Whoever scans my badge while the event runs gets my name")
    assert met["shared_at"] == NOW.isoformat()
    assert met["about_follow_ups"] == [{"act": "copied", "day": NOW.date().isoformat()}]
    assert [(one["name"], one["reasons"]) for one in there["people_suggested"]] == [
        ("Ada Lovelace", [{"kind": "get", "you": word("seek"), "they": "maps"}])
    ]
    assert [(one["name"], one["answer"], one["reason"]) for one in there["answers"]] == [("Ada Lovelace", "not_for_me", "too_busy")]
    assert [(one["reason"], one["answer"]) for one in told["introductions_asked_about"]] == [("Both draw maps.", "")]
    assert "Grace" not in json.dumps(told["introductions_asked_about"] + told["introductions_proposed"])
    assert [(letter["kind"], letter["state"]) for letter in told["letters"]] == [("met", "sent"), ("sign_in", "sent")]
    assert "Firefox|Mac" in {device["device"] for device in told["devices"]}
    # Whom she asked has not answered: their name is none of hers yet
    assert [contact["their_card"] for contact in there["contacts"] if contact["standing"] == "waiting"] == [{}]
    assert "Grace" not in json.dumps(told)
    assert secret not in json.dumps(told) + page


def test_d47_a_thousand_scans_are_packed_within_a_minute(life, zoe, ada, phone_of, session, statements) -> None:
    scan = {"event_id": zoe.event_id, "scanner_id": zoe.id, "owner_id": ada.id, "state": "exchanged", "scanned_at": NOW}
    session.add_all([Scan(**scan, scan_id=f"many-{number}") for number in range(1000)])
    phone = phone_of(zoe)
    statements.clear()

    answer = phone.get("/me/data/my-data.zip")

    assert answer.status_code == 200
    assert len(statements) < 36


def test_the_same_number_of_questions_for_one_interest_and_three(zoe, life, phone_of, session, statements) -> None:
    phone = phone_of(zoe)
    statements.clear()
    phone.get("/me/data/my-data.zip")
    before = len(statements)
    session.add_all(
        [AttendeeInterest(event_id=zoe.event_id, attendee_id=zoe.id, kind="talk", position=9 + at, text="more") for at in range(3)]
    )
    session.commit()
    statements.clear()

    phone.get("/me/data/my-data.zip")

    assert len(statements) == before
