"""The pages of contacts: what stands where, who gets in, and how many questions they ask the database."""

import pytest
import sqlalchemy as sa
import vobject
from sqlalchemy.orm import Session

from matchmaker.services.contact_answers import decline, withdraw, write_note
from matchmaker.services.contact_care import ask_no_follow_up
from matchmaker.services.contacts import exchange_contacts
from matchmaker.services.followup import close_event
from matchmaker.services.steps import reopen_event
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from tests.browsers import text_of
from tests.cast import NOW, make_attendee
from tests.letters import exchange
from tests.scanning import Worn, new_scan_id, wear_badge

CONTACTS = "/e/northlight/contacts"


@pytest.fixture
def met(session: Session, settings):
    """Let one attendee scan another; returns the contact's id."""
    badges: dict[int, Worn] = {}

    def met(scanner: Attendee, owner: Attendee, *, mode: str = "share") -> int:
        owner.exchange_mode = mode
        worn = badges.get(owner.id) or badges.setdefault(owner.id, wear_badge(session, owner, settings.badge_key))
        done = exchange_contacts(session, scanner.person_id, worn.code, scan_id=new_scan_id(), settings=settings, now=NOW)
        assert done.contact_id is not None
        return done.contact_id

    return met


def of(attendee: Attendee) -> dict[str, int]:
    return {"event_id": attendee.event_id, "person_id": attendee.person_id}


def test_an_empty_book_invites_without_reproach(phone_of, ada) -> None:
    words = text_of(phone_of(ada).get(CONTACTS))

    assert "Nobody yet, and that is fine Scan a badge after a good talk, and the person stays here with your note. Scan a badge" in words


def test_the_bar_tells_whoever_is_asked_until_they_answer(session, phone_of, ada, grace, met) -> None:
    contact_id = met(ada, grace, mode="ask")

    def is_told(reader: Attendee) -> bool:
        return "Somebody asks you" in text_of(phone_of(reader).get("/e/northlight/scan"))

    told = [is_told(ada), is_told(grace)]
    withdraw(session, contact_id, **of(ada), now=NOW)
    session.commit()
    told.append(is_told(grace))
    met(ada, grace, mode="ask")
    told.append(is_told(grace))
    decline(session, contact_id, **of(grace))
    session.commit()
    told.append(is_told(grace))

    assert told == [False, True, False, True, False]


def test_whoever_asks_comes_first_then_those_met_with_their_notes(session, event, phone_of, ada, grace, linus, met) -> None:
    mina, noor = make_attendee(session, event, "Mina Sol"), make_attendee(session, event, "Noor Ali")
    contact_id = met(ada, grace)
    write_note(session, contact_id, **of(ada), note="The van route\nin Fife", now=NOW)
    met(linus, ada, mode="ask")
    met(ada, mina, mode="ask")
    decline(session, met(noor, ada, mode="ask"), **of(ada))

    words = text_of(phone_of(ada).get(CONTACTS))

    order = [
        "Linus Torvalds",
        "Give mine",
        "Keep mine",
        "Grace Hopper",
        "The van route in Fife",
        "A badge you scanned at 09:30 GMT",
        "Noor Ali",
    ]
    assert sorted(order, key=words.index) == order
    assert "Mina" not in words


def test_somebody_who_left_stays_with_the_note_alone(session, phone_of, ada, grace, met) -> None:
    contact_id = met(ada, grace)
    write_note(session, contact_id, **of(ada), note="Compilers", now=NOW)
    withdraw(session, contact_id, **of(grace), now=NOW)

    phone = phone_of(ada)
    words, page = text_of(phone.get(CONTACTS)), text_of(phone.get(f"{CONTACTS}/{contact_id}"))

    assert "Somebody took their card back" in words
    assert "Compilers" in words
    assert "Compilers" in page
    assert "Grace" not in words + page


def test_after_the_exchange_the_note_is_asked_for_and_kept(session, phone_of, ada, grace, settings) -> None:
    worn = wear_badge(session, grace, settings.badge_key)
    phone = phone_of(ada)

    told = text_of(phone.post(worn.path, {"scan_id": new_scan_id()}))
    contact_id = 1
    kept = phone.post(f"{CONTACTS}/{contact_id}", {"note": "Van routes; <b>Fife</b>"})

    assert "Grace Hopper" in told
    assert "Grace has your name and e-mail address . What did you talk about?" in told
    assert (kept.status_code, kept.location) == (303, f"{CONTACTS}?said=note-kept")
    kept_page = text_of(phone.get(kept.location))
    assert "Your note is kept. People you met At Northlight 26." in kept_page
    assert "GH Grace Hopper Thu 5 Nov 2026. Van routes; <b>Fife</b>" in kept_page
    assert "Van routes; &lt;b&gt;Fife&lt;/b&gt;" in phone.get(CONTACTS).text


def test_a_long_address_breaks_before_its_at_sign_and_is_copied_whole(session, phone_of, ada, grace) -> None:
    met = exchange(session, ada, grace, shared=["email"]).id
    session.commit()

    page = phone_of(ada).get(f"{CONTACTS}/{met}").text

    assert "<bdi>grace<wbr>@example.org</bdi>" in page
    assert 'data-copy="grace@example.org"' in page


def test_a_note_that_is_too_long_comes_back_with_its_words(phone_of, ada, grace, met) -> None:
    contact_id = met(ada, grace)

    answer = phone_of(ada).post(f"{CONTACTS}/{contact_id}", {"note": "n" * 2001})

    assert answer.status_code == 422
    assert "The note has 2001 characters; at most 2000 fit." in text_of(answer)
    assert "n" * 2001 in answer.text


def test_the_card_goes_into_the_phones_address_book_without_the_note(session, event, phone_of, ada, grace, met) -> None:
    contact_id = met(ada, grace)
    write_note(session, contact_id, **of(ada), note="Secret plan", now=NOW)

    answer = phone_of(ada).get(f"{CONTACTS}/{contact_id}.vcf")

    card = vobject.readOne(answer.text)
    assert (card.fn.value, card.email.value) == ("Grace Hopper", "grace@example.org")
    assert card.note.value == "Met at Northlight 26, Thu 5 Nov 2026."
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Grace Hopper.vcf"'
    assert "Secret" not in answer.text


def test_yes_no_and_taking_back_by_their_buttons(session, phone_of, ada, grace, linus, met) -> None:
    grace.phone = "+44 20 7946 0018"
    graces, linuss = met(ada, grace, mode="ask"), met(linus, grace, mode="ask")
    phone = phone_of(grace)

    yes = phone.post(f"{CONTACTS}/{graces}/accept", {"shared": ["phone", "note"]})
    no = phone.post(f"{CONTACTS}/{linuss}/decline")

    assert (yes.status_code, yes.location) == (303, f"{CONTACTS}/{graces}?said=card-shared")
    assert (no.status_code, no.location) == (303, f"{CONTACTS}?said=card-kept")
    assert "Grace Hopper Exchanged English Phone +44 20 7946 0018" in text_of(phone_of(ada).get(f"{CONTACTS}/{graces}"))
    assert "You kept your card. Linus was not told" in text_of(phone.get(f"{CONTACTS}/{linuss}"))
    back = phone.post(f"{CONTACTS}/{graces}/withdraw")
    assert (back.status_code, back.location) == (303, f"{CONTACTS}?said=card-taken-back")
    assert "You took your card back. Ada has nothing of you any more." in text_of(phone.get(f"{CONTACTS}/{graces}"))


@pytest.mark.parametrize(
    ("path", "method"), [("", "GET"), (".vcf", "GET"), ("", "POST"), ("/accept", "POST"), ("/decline", "POST"), ("/withdraw", "POST")]
)
def test_a_contact_of_others_is_the_same_page_as_one_that_is_not_there(phone_of, ada, grace, linus, met, path, method) -> None:
    contact_id = met(ada, grace)
    phone = phone_of(linus)
    ask = phone.get if method == "GET" else phone.post

    theirs, nobodys = ask(f"{CONTACTS}/{contact_id}{path}"), ask(f"{CONTACTS}/987654{path}")

    assert (theirs.status_code, theirs.data) == (404, nobodys.data)


def test_a_card_that_was_not_exchanged_can_not_be_downloaded(phone_of, ada, grace, met) -> None:
    contact_id = met(ada, grace, mode="ask")

    assert phone_of(ada).get(f"{CONTACTS}/{contact_id}.vcf").status_code == 404
    assert phone_of(grace).get(f"{CONTACTS}/{contact_id}.vcf").status_code == 404


def test_private_pages_are_kept_nowhere(phone_of, ada, grace, met) -> None:
    contact_id = met(ada, grace)
    phone = phone_of(ada)

    answers = [phone.get(path) for path in (CONTACTS, f"{CONTACTS}/{contact_id}", f"{CONTACTS}/{contact_id}.vcf", "/e/northlight/scan")]

    assert {(answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) for answer in answers} == {("no-store", "no-referrer")}


def test_the_book_asks_the_same_questions_for_one_and_for_many(session, event, phone_of, ada, grace, met, statements) -> None:
    met(ada, grace)
    phone = phone_of(ada)
    phone.get(CONTACTS)
    statements.clear()
    phone.get(CONTACTS)
    for_one = len(statements)
    for number in range(12):
        guest = make_attendee(session, event, f"Guest{number}")
        met(*((ada, guest) if number % 2 else (guest, ada)), mode="ask" if number % 3 else "share")
    session.commit()

    statements.clear()
    page = phone.get(CONTACTS)

    assert page.text.count("Guest") > 5
    assert (for_one, len(statements)) == (3, 3)


def test_a_short_code_is_typed_and_its_owner_asked(session, settings, phone_of, ada, grace) -> None:
    worn = wear_badge(session, grace, settings.badge_key)
    phone = phone_of(ada)

    answer = phone.post("/e/northlight/scan", {"code": worn.short.lower(), "scan_id": new_scan_id()})

    assert answer.status_code == 200
    assert "They are asked first" in text_of(answer)
    assert "Grace" not in answer.text


def test_a_wrong_a_foreign_and_ones_own_code_say_what_to_do(session, settings, phone_of, ada) -> None:
    own = wear_badge(session, ada, settings.badge_key)
    phone = phone_of(ada)

    answers = {
        typed: text_of(phone.post("/e/northlight/scan", {"code": typed, "scan_id": new_scan_id()}))
        for typed in ("12345678", "1234", own.short)
    }

    assert "No badge here has this code." in answers["12345678"]
    assert "A short code has eight letters and figures" in answers["1234"]
    assert "This is your own code." in answers[own.short]


def test_too_many_tries_end_with_a_pause(phone_of, ada, settings) -> None:
    phone = phone_of(ada)
    for number in range(settings.short_code_tries):
        assert phone.post("/e/northlight/scan", {"code": f"{number:08d}", "scan_id": new_scan_id()}).status_code == 422

    answer = phone.post("/e/northlight/scan", {"code": "99999999", "scan_id": new_scan_id()})

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "3600")
    assert "Scan the square instead" in text_of(answer)


def test_the_scan_page_itself_makes_the_scan_id(phone_of, ada) -> None:
    phone = phone_of(ada)

    assert phone.post("/e/northlight/scan", {"code": "12345678"}).status_code == 400
    assert 'name="scan_id" value="' in phone.get("/e/northlight/scan").text


def test_the_page_of_a_badge_lists_what_i_give_and_ticks_what_i_chose(
    session: Session, settings, event: Event, phone_of, ada, grace
) -> None:
    ada.phone, ada.shared_fields = "+44 20 7946 0018", ["phone"]
    worn = wear_badge(session, grace, settings.badge_key)

    page = phone_of(ada).get(worn.path).text

    assert 'name="shared" value="email"><span>My e-mail address' in page
    assert 'name="shared" value="phone" checked><span>My phone number' in page
    assert 'value="link"' not in page


def test_unticking_on_the_page_is_heard(session, settings, phone_of, ada, grace) -> None:
    worn = wear_badge(session, grace, settings.badge_key)

    page = text_of(phone_of(ada).post(worn.path, {"scan_id": new_scan_id(), "choosing": "1"}))

    assert "Grace has your name ." in page


def test_a_link_that_is_no_web_page_is_shown_but_can_not_be_pressed(session, settings, phone_of, ada, grace, met) -> None:
    grace.link, grace.shared_fields = "javascript:alert(1)", ["link"]
    contact_id = met(ada, grace)

    page = phone_of(ada).get(f"{CONTACTS}/{contact_id}").text

    assert "javascript:alert(1)" in page
    assert 'href="javascript' not in page


def test_a_note_says_where_it_goes_and_once_the_letter_has_left_what_is_made_of_it(session, event, phone_of, ada, grace, met) -> None:
    contact_id = met(ada, grace)
    phone = phone_of(ada)
    into_letter, into_draft = "It goes into your own letter after the event.", "Your draft to them is made from it"

    def says() -> list[tuple[bool, bool]]:
        words = [text_of(phone.get(path)) for path in (f"{CONTACTS}/{contact_id}", "/e/northlight/scan")]
        session.rollback()
        return [(into_letter in page, into_draft in page) for page in words]

    seen = [says()]
    close_event(session, event.id, now=NOW)
    session.commit()
    seen.append(says())
    session.execute(sa.update(OutboxLetter).where(OutboxLetter.person_id == ada.person_id).values(state="sent"))
    session.commit()
    seen.append(says())
    reopen_event(session, event.id)
    session.commit()
    seen.append(says())
    ask_no_follow_up(session, contact_id, person_id=grace.person_id, wanted=True)
    session.commit()
    page = text_of(phone.get(f"{CONTACTS}/{contact_id}"))

    assert seen == [[(True, False)] * 2, [(True, False)] * 2, [(False, True)] * 2, [(False, True)] * 2]
    assert (into_letter in page, into_draft in page, "Only you read this." in page) == (False, False, True)
