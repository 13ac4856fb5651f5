"""The book across events as a browser sees it: who gets in, what stands where, what is downloaded, what it costs."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
import vobject
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.services.contact_answers import withdraw
from matchmaker.services.contact_care import ask_no_follow_up
from matchmaker.services.contact_words import ContactWords, write_down
from matchmaker.services.promises import promise
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Promise
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from matchmaker.store.models.safety import Block, Report
from tests.browsers import form_to, text_of
from tests.cast import NOW, make_attendee, make_event
from tests.meetings import meet, side_of

YEAR = timedelta(days=365)


@pytest.fixture
def twice(session: Session, ada: Attendee, grace: Attendee) -> tuple[int, int]:
    """Ada and Grace met a year ago at another event, and now."""
    event = make_event(session, "southlight", name="Southlight 25", starts_at=NOW - YEAR, ends_at=NOW - YEAR + timedelta(hours=8))
    there = [make_attendee(session, event, one.name, session.get_one(Person, one.person_id)) for one in (ada, grace)]
    ids = meet(session, *there, at=NOW - YEAR), meet(session, ada, grace)
    for contact_id, note in zip(ids, ("Boats", "Compilers"), strict=True):
        write_down(session, contact_id, event_id=None, person_id=ada.person_id, words=ContactWords(note, ("vans",)), now=NOW)
    return ids


def promises_in(session: Session) -> list[tuple[object, ...]]:
    session.rollback()
    rows = session.execute(select(Promise.text, Promise.due_on, Promise.created_at, Promise.done_at)).all()
    session.rollback()
    return [tuple(row) for row in rows]


def rows_of(table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(table.removeprefix("\ufeff"), newline="")))


def test_one_person_of_two_events_stands_there_once_and_their_page_shows_both_notes(phone_of, ada, twice) -> None:
    phone = phone_of(ada)

    book, page = text_of(phone.get("/contacts")), text_of(phone.get(f"/contacts/{twice[1]}"))

    assert "At 2 events. They stay here after each of them." in book
    assert "GH Grace Hopper Northlight 26, Thu 5 Nov 2026. Met once before. Compilers vans" in book
    assert book.count("Grace Hopper") == 1
    assert "Northlight 26 Thu 5 Nov 2026 Compilers The note above is about this time." in page
    assert "Southlight 25 Tue 5 Nov 2024" not in page
    assert "Southlight 25 Wed 5 Nov 2025 Boats Change this note" in page


def test_the_bar_leads_to_the_newest_event_one_attends(phone_of, ada, twice) -> None:
    page = phone_of(ada).get("/contacts").text

    assert 'href="/e/northlight/matches"' in page
    assert "/e/southlight/matches" not in page


def test_a_stranger_signs_in_first_and_somebody_without_contacts_is_welcome(stranger, phone_of, linus) -> None:
    assert stranger.get("/contacts").status_code == 401
    assert "Nobody yet, and that is fine" in text_of(phone_of(linus).get("/contacts"))


def test_whoever_left_the_event_keeps_its_contacts_at_both_addresses(session, phone_of, ada, grace, linus, twice) -> None:
    phone, linuss = phone_of(ada), phone_of(linus)
    session.get_one(Attendee, ada.id).status = "cancelled"
    session.get_one(Attendee, linus.id).status = "cancelled"
    session.commit()

    paths = ("/e/northlight/contacts", f"/e/northlight/contacts/{twice[1]}", f"/contacts/{twice[1]}")
    assert ["Grace Hopper" in phone.get(path).text for path in paths] == [True] * 3
    assert phone.get(f"/e/northlight/contacts/{twice[1]}.vcf").status_code == 200
    kept = phone.post(f"/e/northlight/contacts/{twice[1]}", {"note": "Later"})
    assert (kept.status_code, side_of(session, twice[1], grace).note) == (303, "")
    # The rest of the event stays closed, and to somebody who met nobody there all of it does.
    assert phone.get("/e/northlight/matches").status_code == 404
    assert linuss.get("/e/northlight/contacts").data == linuss.get("/e/nowhere-at-all/contacts").data


def test_whoever_left_the_event_can_still_block_and_report_whom_they_met_there(session, phone_of, ada, grace, linus, twice) -> None:
    there = f"/e/northlight/contacts/{twice[1]}"
    foreign = meet(session, grace, linus)
    phone = phone_of(ada)
    session.get_one(Attendee, ada.id).status = "cancelled"
    session.commit()

    form = phone.get(f"{there}/report")
    reported = phone.post(f"{there}/report", {"reason": "pestering", "words": "Wrote at night."})
    refused = [phone.post(f"/e/northlight/contacts/{foreign}/{deed}", {"reason": "pestering"}).status_code for deed in ("block", "report")]
    blocked = phone.post(f"{there}/block", {})
    page = phone.get(blocked.location)
    lifted = phone.post("/contacts/unblock", {"person": str(grace.person_id)})
    twice_lifted = phone.post("/contacts/unblock", {"person": str(grace.person_id)})

    assert "Report Grace Hopper" in text_of(form)
    assert (reported.status_code, reported.location) == (303, "/contacts?said=reported")
    assert session.scalars(select(Report.about_id)).all() == [grace.person_id]
    assert refused == [404, 404]
    assert (blocked.status_code, blocked.location) == (303, f"/contacts?said=blocked&blocked={grace.person_id}")
    assert "Blocked. You two are nobody to each other from now on." in text_of(page)
    assert "Grace" not in text_of(page)
    assert f'name="person" value="{grace.person_id}"' in page.text
    assert (lifted.status_code, lifted.location, twice_lifted.status_code) == (303, "/contacts?said=unblocked", 404)
    assert "Grace Hopper" in text_of(phone.get("/contacts"))


def test_the_event_s_own_book_still_knows_that_event_alone(phone_of, ada, twice) -> None:
    phone = phone_of(ada)

    assert "Met once before" not in phone.get("/e/northlight/contacts").text
    assert phone.get(f"/e/northlight/contacts/{twice[0]}").data == phone.get("/e/northlight/contacts/987654").data


def test_searching_narrowing_and_nobody_found(session, phone_of, ada, linus, twice) -> None:
    meet(session, ada, linus)
    phone = phone_of(ada)

    def shown(query: str) -> list[str]:
        words = text_of(phone.get(f"/contacts?{query}"))
        return [
            name
            for name in ("Grace Hopper", "Linus Torvalds", "Nobody found Fewer words find more people.")
            if name
            in words.split("Take them")[0].replace(
                "Nobody found Fewer words find more people. Names, organisations, headlines, your notes and your tags are looked through.",
                "",
                1,
            )
        ]

    assert shown("q=boats") == ["Grace Hopper"]
    assert shown("q=linus") == ["Linus Torvalds"]
    assert shown("tag=vans&event=southlight") == ["Grace Hopper"]
    assert shown("event=southlight&q=linus") == ["Nobody found Fewer words find more people."]
    assert shown("show=nonsense&sort=nonsense&page=0") == ["Grace Hopper", "Linus Torvalds"]
    assert 'value="&#34;&gt;&lt;script&gt;"' in phone.get('/contacts?q="><script>').text


def test_words_tags_and_the_answer_are_kept_and_come_back_when_refused(session, phone_of, ada, twice) -> None:
    phone = phone_of(ada)

    kept = phone.post(f"/contacts/{twice[1]}", {"note": "Tides", "tags": "Fife, <b>, fife", "may_follow_up": "yes"})
    refused = phone.post(f"/contacts/{twice[1]}", {"note": "n" * 2001, "tags": "t" * 41})

    assert (kept.status_code, kept.location) == (303, "/contacts?said=note-kept")
    side = side_of(session, twice[0], ada)
    assert (side.note, side.tags, side.may_follow_up) == ("Boats", ["Fife", "<b>"], True)
    assert refused.status_code == 422
    assert "2 things need another look" in text_of(refused)
    assert ("n" * 2001 in refused.text, "t" * 41 in refused.text) == (True, True)
    assert "Fife &lt;b&gt;" in " ".join(phone.get("/contacts").text.replace('</li><li class="word" dir="auto">', " ").split())


def test_a_promise_from_its_form_to_its_end(phone_of, ada, twice) -> None:
    phone, here = phone_of(ada), f"/contacts/{twice[1]}"

    said = phone.post(f"{here}/promises", {"promise": "The guide", "due_on": "2026-11-13"})
    assert (said.status_code, said.location) == (303, f"{here}?said=promise-made")
    assert "You promised: The guide, by Fri 13 Nov 2026" in text_of(phone.get("/contacts?show=promises"))
    assert "You promised: The guide" in text_of(phone.get(here))
    refused = phone.post(f"{here}/promises", {"promise": "", "due_on": "never"})
    assert (refused.status_code, "This is no day." in refused.text) == (422, True)

    assert phone.post("/contacts/promises/1/done").location == f"{here}?said=promise-kept"
    assert "No promise is open" in text_of(phone.get("/contacts?show=promises"))
    assert phone.post("/contacts/promises/1/undo").location == f"{here}?said=promise-open"
    assert "The promise is deleted. Undo" in text_of(phone.post("/contacts/promises/1/delete"))
    assert phone.post("/contacts/promises/1/delete").status_code == 404


@pytest.mark.parametrize("is_kept", [False, True])
def test_a_deleted_promise_comes_back_as_it_was_and_once(session, phone_of, ada, twice, clock, is_kept) -> None:
    phone, here = phone_of(ada), f"/contacts/{twice[1]}"
    phone.post(f"{here}/promises", {"promise": "The “guide” <b>", "due_on": "2026-11-13"})
    if is_kept:
        clock.now += timedelta(hours=1)
        phone.post("/contacts/promises/1/done")
    before = promises_in(session)
    clock.now += timedelta(hours=1)

    gone = phone.post("/contacts/promises/1/delete")
    without = promises_in(session)
    undo = form_to(gone.text, f"{here}/promises/back")
    back = [phone.post(f"{here}/promises/back", undo) for _ in range(2)]

    assert (len(before), without) == (1, [])
    assert [(one.status_code, one.location) for one in back] == [(303, f"{here}?said=promise-back")] * 2
    assert promises_in(session) == before


@pytest.mark.parametrize("moment", ["", "never", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-11-05T09:30:00"])
def test_a_promise_comes_back_whatever_time_a_form_says(session, phone_of, ada, twice, moment) -> None:
    phone, here = phone_of(ada), f"/contacts/{twice[1]}"

    answer = phone.post(f"{here}/promises/back", {"promise": "The guide", "made": moment, "done": moment})

    assert answer.status_code == 303
    assert [row[0] for row in promises_in(session)] == ["The guide"]
    assert phone.post(f"{here}/touch/undo", {"before": moment}).status_code == 303


def test_a_promise_comes_back_to_its_own_contact_alone(session, phone_of, ada, grace, linus, twice) -> None:
    answer = phone_of(linus).post(f"/contacts/{twice[1]}/promises/back", {"promise": "The guide"})

    assert (answer.status_code, promises_in(session)) == (404, [])


def test_a_promise_that_is_late_says_so(phone_of, ada, twice) -> None:
    phone = phone_of(ada)
    phone.post(f"/contacts/{twice[1]}/promises", {"promise": "The guide", "due_on": "2026-11-04"})

    assert "You promised: The guide. It was due Wed 4 Nov 2026." in text_of(phone.get("/contacts"))


@pytest.mark.parametrize(("zone", "is_late"), [("Pacific/Auckland", True), ("America/Los_Angeles", False)])
def test_a_promise_is_late_by_the_day_at_its_own_event_wherever_one_looks(
    session, phone_of, ada, grace, twice, clock, zone: str, is_late: bool
) -> None:
    """On the evening of the 5th in London it is the 6th in Auckland, and still the 5th in Los Angeles."""
    there = session.scalars(select(Event).where(Event.slug == "southlight")).one()
    there.time_zone = zone
    phone = phone_of(ada)
    phone.post(f"/contacts/{twice[0]}/promises", {"promise": "The guide", "due_on": "2026-11-05"})
    clock.now = NOW.replace(hour=20)

    pages = [text_of(phone.get(path)) for path in ("/contacts", f"/contacts/{twice[1]}", f"/e/southlight/contacts/{twice[0]}")]

    assert ["It was due Thu 5 Nov 2026." in page for page in pages] == [is_late] * 3


def test_a_touch_can_be_undone(session, phone_of, ada, twice) -> None:
    phone, here = phone_of(ada), f"/contacts/{twice[1]}"

    first = phone.post(f"{here}/touch")
    again = phone.post(f"{here}/touch")

    assert first.location == f"{here}?said=touched&before=never"
    assert again.location == f"{here}?said=touched&before=2026-11-05T09:30:00Z"
    assert "Last in touch Thu 5 Nov 2026. I was in touch today Undo" in text_of(phone.get(again.location))
    assert side_of(session, twice[0], ada).touched_at == NOW
    session.rollback()
    phone.post(f"{here}/touch/undo", {"before": "never"})
    assert "Not in touch since you met, Thu 5 Nov 2026." in text_of(phone.get(here))
    assert phone.post(f"{here}/touch/undo", {"before": "<script>"}).status_code == 303


def test_letting_go_bringing_back_and_peace(phone_of, ada, grace, twice) -> None:
    phone, here = phone_of(ada), f"/contacts/{twice[1]}"

    assert phone.post(f"{here}/let-go").location == f"{here}?said=let-go"
    assert "Out of your list. What you noted stays until you delete it. Bring back" in text_of(phone.get(here))
    assert "Everybody is let go" in text_of(phone.get("/contacts"))
    assert "Grace Hopper" in text_of(phone.get("/contacts?show=let-go"))
    assert phone.post(f"{here}/bring-back").location == f"{here}?said=brought-back"
    assert "Grace Hopper" in text_of(phone.get("/contacts"))

    phone.post(f"{here}/peace", {"peace": "yes"})
    graces = phone_of(grace)
    page = graces.get(here).text
    assert "Ada asks for no follow-up." in page
    assert "mailto:" not in page
    assert "Asks for no follow-up." in text_of(graces.get("/contacts"))
    phone.post(f"{here}/peace", {"peace": "no"})
    assert "mailto:ada@example.org?subject=Our%20talk%20at%20Northlight%2026" in graces.get(here).text


def test_how_to_address_somebody_is_for_those_who_exchanged_cards(session, event, phone_of, ada, grace, linus) -> None:
    for one in (grace, linus):
        one.pronouns, one.name_sounds, one.language_levels = "she/her", "HOP-er", {"en": "B2"}
    met, asks = meet(session, ada, grace), meet(session, linus, ada, state="pending")
    phone = phone_of(ada)

    page, asking = text_of(phone.get(f"/contacts/{met}")), text_of(phone.get(f"/contacts/{asks}"))

    assert "she/her Say “HOP-er” English (B2)" in page
    assert [word for word in ("she/her", "HOP-er", "B2") if word in asking] == []


def test_only_https_pages_and_real_numbers_can_be_pressed(session, phone_of, ada, grace) -> None:
    grace.link, grace.phone = "http://plain.example", "ask my assistant"
    contact_id = meet(session, ada, grace)
    phone = phone_of(ada)

    page = phone.get(f"/contacts/{contact_id}").text
    assert ("http://plain.example" in page, 'href="http://plain' in page, 'href="tel:' in page) == (True, False, False)
    session.get_one(Attendee, grace.id).link, session.get_one(Attendee, grace.id).phone = "https://www.linkedin.com/in/g", "+44 (0)20 79"
    session.commit()
    page = phone.get(f"/contacts/{contact_id}").text
    assert '<dt>LinkedIn</dt><dd><a href="https://www.linkedin.com/in/g" rel="noopener noreferrer nofollow" target="_blank">' in page
    assert '<a href="tel:+442079">' in page


def test_all_cards_in_one_file_each_person_once_and_without_a_note(session, event, phone_of, ada, grace, linus, twice) -> None:
    """D40 for the file of all: whatever stands in a field, there are two cards with one address each."""
    linus.name, linus.headline = "Linus;Torvalds,\\ Jr.\r\nEND:VCARD\r\nBEGIN:VCARD", "백혜진"
    meet(session, ada, linus)
    meet(session, ada, make_attendee(session, event, "Noor Ali"), state="pending")

    answer = phone_of(ada).get("/contacts.vcf")

    cards = list(vobject.readComponents(answer.data.decode()))
    assert {card.fn.value: card.email.value for card in cards} == {
        "Grace Hopper": "grace@example.org",
        "Linus;Torvalds,\\ Jr. END:VCARD BEGIN:VCARD": "linus@example.org",
    }
    by_name = {card.fn.value: card for card in cards}
    assert by_name["Grace Hopper"].note.value == "Met at Northlight 26, Thu 5 Nov 2026.\nMet at Southlight 25, Wed 5 Nov 2025."
    assert max(len(line) for line in answer.data.split(b"\r\n")) <= 75
    assert [word for word in ("Boats", "Compilers", "vans", "Noor") if word in answer.text] == []
    assert answer.headers["Content-Disposition"] == "attachment; filename=contacts.vcf"


def test_the_table_holds_ones_own_words_and_no_formula(session, phone_of, ada, grace, linus, twice) -> None:
    grace.organisation, grace.phone = '=HYPERLINK("https://evil.example")', "+44 20 7946 0018"
    words = ContactWords("@SUM(1)", ("radio",), "no")
    write_down(session, meet(session, ada, linus), event_id=None, person_id=ada.person_id, words=words, now=NOW)
    phone = phone_of(ada)
    phone.post(f"/contacts/{twice[0]}/promises", {"promise": "A map", "due_on": "2026-11-13"})

    answer = phone.get("/contacts.csv")

    rows = rows_of(answer.text)
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert [(row["Name"], row["Event"], row["Met on"], row["Your note"]) for row in rows] == [
        ("Linus Torvalds", "Northlight 26", "2026-11-05", "'@SUM(1)"),
        ("Grace Hopper", "Northlight 26", "2026-11-05", "Compilers"),
        ("Grace Hopper", "Southlight 25", "2025-11-05", "Boats"),
    ]
    assert (rows[1]["Organisation"], rows[1]["Phone"]) == ('\'=HYPERLINK("https://evil.example")', "'+44 20 7946 0018")
    assert (rows[0]["Follow-up welcome"], rows[0]["Your tags"], rows[2]["You promised"]) == ("No", "radio", "A map (2026-11-13)")
    assert [row["Name"] for row in rows_of(phone.get("/contacts.csv?event=southlight").text)] == ["Grace Hopper", "Grace Hopper"]


def test_d18_and_d48_hold_for_every_file_and_page_at_once(session, phone_of, ada, grace, twice) -> None:
    grace.phone, grace.organisation = "+44 777 0001", "Canary-org"
    canaries = ("grace@example.org", "+44 777 0001", "Canary-org", "Grace", "Hopper")
    paths = ("/contacts", "/contacts?q=hopper", "/contacts.vcf", "/contacts.csv", f"/contacts/{twice[0]}", f"/contacts/{twice[1]}")
    phone = phone_of(ada)

    def seen() -> list[str]:
        everything = "".join(phone.get(path).text for path in paths).replace("\r\n ", "").replace("q=hopper", "").replace('"hopper"', "")
        return [word for word in canaries if word in everything]

    assert seen() == list(canaries)
    block = Block(blocker_id=grace.person_id, blocked_id=ada.person_id, created_at=NOW)
    session.add(block)
    session.commit()
    assert seen() == []
    session.delete(block)
    session.commit()
    assert seen() == list(canaries)
    for contact_id in twice:
        withdraw(session, contact_id, event_id=None, person_id=grace.person_id, now=NOW)
    session.commit()
    assert seen() == []


def test_one_card_taken_back_leaves_what_was_given_at_the_other_event(session, phone_of, ada, grace, twice) -> None:
    withdraw(session, twice[1], event_id=None, person_id=grace.person_id, now=NOW)
    phone = phone_of(ada)

    words = text_of(phone.get("/contacts"))
    assert ("Somebody took their card back" in words, "Grace Hopper Southlight 25" in words) == (True, True)
    assert phone.get(f"/contacts/{twice[1]}.vcf").status_code == 404
    assert rows_of(phone.get("/contacts.csv").text)[0]["Event"] == "Southlight 25"


def test_private_pages_and_files_are_kept_nowhere(phone_of, ada, twice) -> None:
    phone = phone_of(ada)

    answers = [phone.get(path) for path in ("/contacts", "/contacts.vcf", "/contacts.csv", f"/contacts/{twice[0]}")]

    assert {(answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) for answer in answers} == {("no-store", "no-referrer")}


@pytest.mark.parametrize("path", ["/contacts", "/contacts?q=guest&sort=name", "/contacts?show=promises", "/contacts.vcf", "/contacts.csv"])
def test_one_person_and_many_cost_the_same_questions(session, event, phone_of, ada, grace, twice, statements, path) -> None:
    phone = phone_of(ada)
    phone.get(path)
    statements.clear()
    phone.get(path)
    for_one = len(statements)
    for number in range(12):
        guest = make_attendee(session, event, f"Guest{number}")
        contact_id = meet(session, *((ada, guest) if number % 2 else (guest, ada)), state="pending" if number % 5 == 0 else "exchanged")
        if number % 4 == 0:
            promise(session, contact_id, person_id=ada.person_id, text="A map", due_on="", now=NOW)
    session.commit()

    statements.clear()
    phone.get(path)

    assert (for_one, len(statements)) == ((4, 4) if path.startswith("/contacts?") or path == "/contacts" else (3, 3))


def test_a_persons_page_costs_the_same_for_one_meeting_and_for_two(session, phone_of, ada, linus, twice, statements) -> None:
    once = meet(session, ada, linus)
    phone = phone_of(ada)
    counts = []
    for contact_id in (once, twice[1]):
        phone.get(f"/contacts/{contact_id}")
        statements.clear()
        phone.get(f"/contacts/{contact_id}")
        counts.append(len(statements))

    assert counts == [6, 6]


def test_more_than_three_hundred_people_come_in_pages_and_all_of_them_are_searched(session, event, phone_of, ada) -> None:
    for number in range(304):
        meet(session, ada, make_attendee(session, event, f"Guest{number:03} Nobody"), at=NOW - timedelta(minutes=number))
    phone = phone_of(ada)

    pages = [phone.get(f"/contacts{query}").text for query in ("", "?page=2", "?q=guest303")]

    assert [page.count(" Nobody</bdi>") for page in pages] == [300, 4, 1]
    assert 'data-next="/contacts?page=2 "' in pages[0]


def test_peace_is_nobody_elses_to_ask(session, phone_of, linus, ada, twice) -> None:
    assert phone_of(linus).post(f"/contacts/{twice[0]}/peace", {"peace": "yes"}).status_code == 404
    ask_no_follow_up(session, twice[0], person_id=ada.person_id, wanted=True)
    assert side_of(session, twice[1], ada).asks_no_follow_up
