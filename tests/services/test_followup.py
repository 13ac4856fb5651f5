"""Closing an event writes one letter for each who was there, once and together with it; it tells what is true when it leaves."""

import time
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.errors import ConflictError
from matchmaker.mail.letter import Letter
from matchmaker.services.contact_cards import met_people
from matchmaker.services.followup import CAMPAIGN, Closing, close_event
from matchmaker.services.letters import WRITERS, write_letter
from matchmaker.services.unsubscribe import stop_letters, unsubscribe_url
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact, ContactSide
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.matches import Recommendation
from matchmaker.store.models.people import Person
from matchmaker.store.models.safety import Block
from matchmaker.store.queries.followup import count_readers, has_a_card
from tests.cast import NOW, give_interests, make_attendee, make_event, make_person
from tests.letters import exchange


def queued(session: Session) -> dict[str, str]:
    rows = session.execute(sa.select(OutboxLetter.recipient, OutboxLetter.kind))
    return {recipient.split("@")[0]: kind for recipient, kind in rows}


def take_back(session: Session, contact: Contact, attendee: Attendee) -> None:
    side = (ContactSide.contact_id == contact.id, ContactSide.person_id == attendee.person_id)
    session.execute(sa.update(ContactSide).where(*side).values(withdrawn_at=NOW))


def letter_of(session: Session, settings: Settings, attendee: Attendee) -> Letter | None:
    row_id = session.scalars(sa.select(OutboxLetter.id).where(OutboxLetter.person_id == attendee.person_id)).one()
    return write_letter(session, row_id, settings=settings, now=NOW)


def met_letter(session: Session, settings: Settings, event: Event, reader: Attendee) -> Letter:
    close_event(session, event.id, now=NOW)
    letter = letter_of(session, settings, reader)
    assert letter is not None
    return letter


def test_those_who_met_and_those_who_met_nobody_get_one_letter_each(
    session: Session, event: Event, ada: Attendee, grace: Attendee, linus: Attendee
) -> None:
    exchange(session, ada, grace)

    closing = close_event(session, event.id, now=NOW)

    assert closing == Closing(closed_now=True, letters=3)
    assert queued(session) == {"ada": "met", "grace": "met", "linus": "met_nobody"}
    assert session.get_one(Event, event.id, populate_existing=True).closed_at == NOW


def test_an_event_that_has_not_begun_cannot_be_closed(session: Session, event: Event, ada: Attendee) -> None:
    event.starts_at = NOW + timedelta(seconds=1)
    session.flush()

    with pytest.raises(ConflictError, match="has not begun"):
        close_event(session, event.id, now=NOW)

    assert (queued(session), event.closed_at) == ({}, None)


def test_closing_twice_changes_nothing(session: Session, event: Event, ada: Attendee) -> None:
    close_event(session, event.id, now=NOW)

    assert close_event(session, event.id, now=NOW) == Closing(closed_now=False, letters=0)
    assert queued(session) == {"ada": "met_nobody"}


def test_neither_the_closing_nor_a_letter_stays_when_the_transaction_fails(session: Session, event: Event, ada: Attendee) -> None:
    session.commit()

    close_event(session, event.id, now=NOW)
    session.rollback()

    assert queued(session) == {}
    assert session.get_one(Event, event.id).closed_at is None


def test_who_never_came_cancelled_or_stopped_letters_gets_none(session: Session, event: Event, ada: Attendee) -> None:
    make_attendee(session, event, "Never Came", first_signed_in_at=None)
    make_attendee(session, event, "Cancelled", status="cancelled")
    stopped = make_attendee(session, event, "Stopped")
    stop_letters(session, session.get_one(Person, stopped.person_id), now=NOW)

    readers = count_readers(session, event.id, CAMPAIGN)
    close_event(session, event.id, now=NOW)

    assert queued(session) == {"ada": "met_nobody"}
    assert (readers.met, readers.met_nobody, readers.want_none, readers.letters) == (0, 1, 1, 1)


def test_who_met_somebody_gets_the_letter_without_ever_signing_in(session: Session, event: Event, ada: Attendee) -> None:
    walk_in = make_attendee(session, event, "Walk-in", first_signed_in_at=None)
    exchange(session, ada, walk_in)

    close_event(session, event.id, now=NOW)

    assert queued(session) == {"ada": "met", "walk-in": "met"}


def test_an_open_question_is_no_meeting(session: Session, event: Event, ada: Attendee, grace: Attendee) -> None:
    exchange(session, ada, grace).state = "pending"
    session.flush()

    close_event(session, event.id, now=NOW)

    assert queued(session) == {"ada": "met_nobody", "grace": "met_nobody"}


def test_whose_only_contact_took_the_card_back_is_left_in_peace(session: Session, event: Event, ada: Attendee, grace: Attendee) -> None:
    take_back(session, exchange(session, ada, grace), grace)

    close_event(session, event.id, now=NOW)

    assert queued(session) == {"grace": "met"}


def test_another_events_people_get_nothing(session: Session, event: Event, ada: Attendee) -> None:
    other = make_event(session, "elsewhere")
    linus = make_attendee(session, other, "Linus")
    # Grace attends both, and met Linus there: that is nothing this event's letter may speak of
    grace = make_person(session, "Grace")
    make_attendee(session, event, "Grace", grace)
    exchange(session, make_attendee(session, other, "Grace", grace), linus)

    close_event(session, event.id, now=NOW)

    assert queued(session) == {"ada": "met_nobody", "grace": "met_nobody"}


def test_the_letter_names_who_was_met_with_note_card_and_draft(
    session: Session, event: Event, settings: Settings, ada: Attendee, grace: Attendee
) -> None:
    grace.headline, grace.phone, grace.organisation = "Compilers", "01632 960 555", "Navy"
    contact = exchange(session, ada, grace, shared=["email"], note="COBOL for clinics")

    letter = met_letter(session, settings, event, ada)

    assert (letter.to_address, letter.to_name, letter.subject) == ("ada@example.org", "Ada Lovelace", "Whom you met at Northlight 26")
    assert letter.unsubscribe_url == unsubscribe_url(settings, ada.person_id, "met")
    assert letter.text.startswith(
        "Hello Ada,\n\nNorthlight 26 is over. Here is whom you met, what you noted and a first draft to each. "
        "Make it yours and send it while the talk is fresh.\n\n"
        "Grace Hopper\nCompilers, Navy\nE-mail: grace@example.org\nYour note: COBOL for clinics\n"
        f"Their card and your note:\nhttp://localhost/e/northlight/contacts/{contact.id}\n\n"
        "A draft to Grace: Your note is in it, word for word: read it once before you send.\n"
        "Subject: Our talk at Northlight 26\n\nDear Grace,\n\n"
        "thank you for the conversation at Northlight 26. I kept a line of it: “COBOL for clinics”\n\n"
        "Shall we keep talking? A short call in the next two weeks would suit me.\n\nAda\n"
    )
    # Her number was not shared
    assert "01632" not in letter.text + letter.html
    assert 'href="mailto:grace@example.org?subject=Our%20talk' in letter.html


def test_the_card_comes_along_for_the_address_book(
    session: Session, event: Event, settings: Settings, ada: Attendee, grace: Attendee, linus: Attendee
) -> None:
    exchange(session, ada, grace)
    exchange(session, ada, linus)

    (attachment,) = met_letter(session, settings, event, ada).attachments

    assert (attachment.file_name, attachment.content_type) == ("people-you-met.vcf", "text/vcard")
    assert attachment.content.count(b"BEGIN:VCARD") == 2
    assert b"EMAIL;TYPE=INTERNET:grace@example.org" in attachment.content


def test_what_both_talk_about_and_what_one_can_do_for_the_other_stands_in_it(
    session: Session, event: Event, settings: Settings, ada: Attendee, grace: Attendee
) -> None:
    give_interests(session, ada, talk=["Rust", "Maps"], offer=["Interviews"], seek=["A mentor"])
    give_interests(session, grace, talk=["rust", "Choirs"], seek=["interviews"], offer=["Sailing"])
    exchange(session, ada, grace)

    letter = met_letter(session, settings, event, ada)

    assert "You both talk about: Rust\nYou offer “Interviews”\nGrace seeks “interviews”\n" in letter.text
    assert "You are looking for “interviews”. That is what I can offer, and I would be glad to." in letter.text
    assert "Subject: Northlight 26, and Rust\n" in letter.text
    assert "Too general" not in letter.text
    assert "Choirs" not in letter.text


def test_the_reasons_the_reader_was_told_stand_in_it(
    session: Session, event: Event, settings: Settings, ada: Attendee, grace: Attendee
) -> None:
    exchange(session, ada, grace)
    give_interests(session, ada, seek=["Somebody for open records"])
    give_interests(session, grace, offer=["Two hospitals on open records"])
    reason = {
        "kind": "get",
        "mine_field": "seek",
        "mine": [["Somebody for ", False], ["open records", True]],
        "theirs_field": "offer",
        "theirs": [["Two hospitals on ", False], ["open records", True]],
    }
    place = {"event_id": event.id, "reader_id": ada.id, "other_id": grace.id, "rank": 1, "score": 1.0, "likeness": 0.0, "complement": 1.0}
    session.add(Recommendation(**place, reasons=[reason]))

    letter = met_letter(session, settings, event, ada)

    assert "You seek “Somebody for open records”\nGrace offers “Two hospitals on open records”\n" in letter.text


def test_a_draft_that_says_nothing_specific_is_flagged(
    session: Session, event: Event, settings: Settings, ada: Attendee, grace: Attendee
) -> None:
    exchange(session, ada, grace)

    letter = met_letter(session, settings, event, ada)

    assert "Too general: it says nothing only you two know. What did you two talk about? Add one line." in letter.text


def test_a_card_taken_back_after_closing_is_gone_from_the_letter(
    session: Session, event: Event, settings: Settings, ada: Attendee, grace: Attendee, linus: Attendee
) -> None:
    contact = exchange(session, ada, grace, note="canary-note")
    exchange(session, ada, linus)
    assert "Grace" in met_letter(session, settings, event, ada).text

    take_back(session, contact, grace)

    letter = letter_of(session, settings, ada)
    assert letter is not None
    assert "Linus Torvalds" in letter.text
    for gone in ("Grace", "grace@example.org", "canary-note"):
        assert gone not in letter.text + letter.html + letter.attachments[0].content.decode()


def test_when_every_card_was_taken_back_no_letter_is_left(
    session: Session, event: Event, settings: Settings, ada: Attendee, grace: Attendee
) -> None:
    contact = exchange(session, ada, grace)
    close_event(session, event.id, now=NOW)

    take_back(session, contact, grace)

    assert letter_of(session, settings, ada) is None


def test_the_other_letter_points_to_the_code_and_the_list(session: Session, event: Event, settings: Settings, linus: Attendee) -> None:
    close_event(session, event.id, now=NOW)

    letter = letter_of(session, settings, linus)

    assert letter is not None
    assert letter.subject == "Still time to swap cards from Northlight 26"
    assert "http://localhost/e/northlight/scan\n" in letter.text
    assert "http://localhost/e/northlight/matches\n" in letter.text
    assert letter.unsubscribe_url == unsubscribe_url(settings, linus.person_id, "met_nobody")


def test_who_met_somebody_since_closing_is_not_told_they_met_nobody(
    session: Session, event: Event, settings: Settings, ada: Attendee, grace: Attendee
) -> None:
    close_event(session, event.id, now=NOW)

    exchange(session, ada, grace)

    assert letter_of(session, settings, ada) is None


def test_who_cancelled_since_closing_gets_none(session: Session, event: Event, settings: Settings, linus: Attendee) -> None:
    close_event(session, event.id, now=NOW)

    linus.status = "cancelled"
    session.flush()

    assert letter_of(session, settings, linus) is None


def test_a_very_long_letter_ends_at_thirty_people(session: Session, event: Event, settings: Settings, ada: Attendee) -> None:
    for number in range(32):
        exchange(session, ada, make_attendee(session, event, f"Person{number} X"))

    letter = met_letter(session, settings, event, ada)

    assert letter.html.count('class="card"') == 30
    assert "And 2 more people, on the page of your contacts." in letter.text
    assert letter.attachments[0].content.count(b"BEGIN:VCARD") == 32


@pytest.mark.parametrize("language", ["en-GB", "ar"])
def test_a_letter_ends_before_mail_programs_cut_it_off(
    session: Session, event: Event, settings: Settings, ada: Attendee, language: str
) -> None:
    event.language = language
    give_interests(session, ada, talk=["Rust", "Maps"], offer=["Interviews"], seek=["A mentor"])
    for number in range(32):
        person = make_attendee(session, event, f"Person{number} X", headline="Compilers that people can read", organisation="Navy")
        give_interests(session, person, talk=["rust", "Choirs"], seek=["interviews"], offer=["a mentor"])
        exchange(session, ada, person, note="ملاحظة طويلة " * 20 if language == "ar" else "A long note, word for word. " * 10)

    letter = met_letter(session, settings, event, ada)

    shown = letter.html.count('class="card"')
    assert 10 < shown < 30
    assert 85_000 < len(letter.html.encode()) <= 100_000
    assert letter.attachments[0].content.count(b"BEGIN:VCARD") == 32


def test_a_letter_that_is_gone_writes_nothing(session: Session, settings: Settings) -> None:
    assert write_letter(session, 10**6, settings=settings, now=NOW) is None


def test_a_letter_one_may_stop_never_leaves_without_the_way_to_stop_it(
    session: Session, event: Event, settings: Settings, linus: Attendee, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_event(session, event.id, now=NOW)
    forgetful = Letter("met_nobody", "linus@example.org", "Linus", "Hello", "Text", "<p>HTML</p>", unsubscribe_url=None)
    monkeypatch.setitem(WRITERS, "met_nobody", lambda *_, **__: forgetful)  # a writer of tomorrow, not a stand-in for one of ours

    with pytest.raises(ValueError, match="must carry the way to stop it"):
        letter_of(session, settings, linus)


def test_closing_an_event_of_five_thousand_takes_less_than_a_second_of_work(session: Session, event: Event) -> None:
    people = [
        {"email": f"p{n}@example.org", "email_key": f"p{n}@example.org", "name": f"P{n}", "locale": "", "created_at": NOW}
        for n in range(5000)
    ]
    ids = list(session.scalars(sa.insert(Person).returning(Person.id, sort_by_parameter_order=True), people))
    same = {"event_id": event.id, "status": "registered", "created_at": NOW, "updated_at": NOW, "first_signed_in_at": NOW}
    session.execute(sa.insert(Attendee), [{**same, "person_id": one, "name": f"P{one}"} for one in ids])
    pairs = list(zip(ids[0:4000:2], ids[1:4000:2], strict=True))
    state = {"event_id": event.id, "state": "exchanged", "created_at": NOW, "exchanged_at": NOW}
    contacts = [{**state, "low_person_id": low, "high_person_id": high, "asked_by": low} for low, high in pairs]
    contact_ids = list(session.scalars(sa.insert(Contact).returning(Contact.id, sort_by_parameter_order=True), contacts))
    sides = [(contact, person) for contact, pair in zip(contact_ids, pairs, strict=True) for person in pair]
    session.execute(sa.insert(ContactSide), [{"contact_id": contact, "person_id": person, "shared_at": NOW} for contact, person in sides])
    session.commit()

    began = time.process_time()
    closing = close_event(session, event.id, now=NOW)
    session.commit()
    seconds = time.process_time() - began

    assert closing.letters == 5000
    assert session.execute(sa.select(OutboxLetter.kind, sa.func.count()).group_by(OutboxLetter.kind).order_by(OutboxLetter.kind)).all() == [
        ("met", 4000),
        ("met_nobody", 1000),
    ]
    assert seconds < 1


def test_two_of_whom_one_blocked_the_other_are_in_no_letter_not_even_one_that_waits_already(
    session: Session, event: Event, settings: Settings, ada: Attendee, grace: Attendee, linus: Attendee
) -> None:
    exchange(session, ada, grace)
    exchange(session, ada, linus)
    close_event(session, event.id, now=NOW)

    session.add(Block(blocker_id=grace.person_id, blocked_id=ada.person_id, created_at=NOW))
    session.flush()
    letter = letter_of(session, settings, ada)

    assert letter is not None
    assert ("Grace" in letter.text, "Linus" in letter.text) == (False, True)
    assert "Grace" not in "".join(one.content.decode() for one in letter.attachments)
    assert letter_of(session, settings, grace) is None


def test_whose_only_contact_is_blocked_gets_neither_letter(session: Session, event: Event, ada: Attendee, grace: Attendee) -> None:
    exchange(session, ada, grace)
    session.add(Block(blocker_id=grace.person_id, blocked_id=ada.person_id, created_at=NOW))

    close_event(session, event.id, now=NOW)

    assert queued(session) == {}


def test_who_pauses_gets_no_letter_that_they_did_not_ask_for(
    session: Session, event: Event, settings: Settings, ada: Attendee, grace: Attendee, linus: Attendee
) -> None:
    exchange(session, ada, grace)
    ada.paused_at = NOW
    session.flush()
    close_event(session, event.id, now=NOW)
    before = set(queued(session))
    linus.paused_at = NOW
    session.flush()

    assert before == {"grace", "linus"}
    assert letter_of(session, settings, linus) is None


@pytest.mark.parametrize("state", ["exchanged", "pending", "declined"])
@pytest.mark.parametrize("withdrawn", ["nobody", "reader", "other"])
@pytest.mark.parametrize("blocked", [False, True])
def test_the_small_question_agrees_with_the_whole_list(
    session: Session, event: Event, ada: Attendee, grace: Attendee, state: str, withdrawn: str, *, blocked: bool
) -> None:
    contact = exchange(session, ada, grace)
    contact.state = state
    if withdrawn != "nobody":
        take_back(session, contact, ada if withdrawn == "reader" else grace)
    if blocked:
        session.add(Block(blocker_id=grace.person_id, blocked_id=ada.person_id, created_at=NOW))
    session.flush()

    asked = {"event_id": event.id, "person_id": ada.person_id}
    assert has_a_card(session, **asked) == bool(met_people(session, **asked))
