"""D48: once one has blocked the other, neither sees the other on any surface that shows people; within a second, on both engines.

Each surface is looked at twice: before, when the other must be there to be seen, and after. Every route of the attendee's side is
named here, as a surface or as one that shows nobody: a new one makes the last test fail until it is looked at too.
"""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.orm import Session

from matchmaker.domain.matching import Matcher
from matchmaker.services.introductions import alone_people_page, longest_alone
from matchmaker.services.letters import write_letter
from matchmaker.services.live_lists import build_lists
from matchmaker.services.photos import keep_photo
from matchmaker.services.remind import remind
from matchmaker.services.warm_care import choose_rhythm
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact, ContactSide, Scan
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.matches import Decision, Recommendation
from matchmaker.store.models.matching import TuningRow
from matchmaker.store.queries.recommend import people_of
from matchmaker.store.queries.tuning import pool_of
from matchmaker.web.access import Access, declared_access
from tests.browsers import Phone
from tests.cast import NOW, give_interests, make_attendee
from tests.letters import exchange, queue_met
from tests.mailings import facts_of
from tests.outboxes import OUTBOX, scan_item
from tests.photographs import gps_photo
from tests.proposals import introduce, knows_both, question_id, say
from tests.scanning import Worn, new_scan_id, wear_badge

HOME = "/e/northlight"
CANARY = "Quetzalina"
REASON = {
    "kind": "alike",
    "mine_field": "talk",
    "theirs_field": "talk",
    "mine": [["Tides", True]],
    "theirs": [["Tides", True]],
    "topic": "Tides",
}


@dataclass
class Two:
    """The reader, whoever they look for, and all that may lie between them."""

    session: Session
    settings: Settings
    event: Event
    reader: Attendee
    canary: Attendee
    phones: dict[int, Phone]
    badge: Worn
    contact_id: int = 0
    letter_id: int = 0
    question_id: int = 0
    kept: dict[str, object] | None = None
    photo: str = ""

    @property
    def phone(self) -> Phone:
        return self.phones[self.reader.id]

    def page(self, path: str) -> str:
        return self.phone.get(HOME + path).text

    def sent(self, path: str, data: dict[str, str]) -> str:
        return self.phone.post(path, data, follow_redirects=True).text


def listed(two: Two) -> None:
    """Each stands on the other's list, with a reason, and in the rows that sliders sort."""
    for one, other in ((two.reader, two.canary), (two.canary, two.reader)):
        row = {"event_id": one.event_id, "reader_id": one.id, "rank": 1, "other_id": other.id, "reasons": [REASON]}
        two.session.add(Recommendation(**row, score=1.0, likeness=1.0, complement=0.0))
        two.session.add(TuningRow(event_id=one.event_id, reader_id=one.id, version=1, people=[[other.id, 1.0, 0.5, 0.5, 0.5, 0.5, 0.5]]))
    two.session.flush()


def helped(two: Two) -> None:
    """The reader is alone and agreed to be introduced."""
    listed(two)
    two.reader.may_be_introduced = True


def suggested(two: Two) -> str:
    """Whom a host could introduce to the reader."""
    shown = alone_people_page(two.session, two.event.id, page=1, now=NOW)
    return " ".join(one.other.name for one in shown.suggestions if one.other)


def named_first(two: Two) -> str:
    """The same on the first page of the event."""
    return " ".join(one.other.name for one in longest_alone(two.session, facts_of(two.event), now=NOW) if one.other)


def plain(two: Two) -> None:
    two.reader.list_kind = "plain"


def answered(two: Two) -> None:
    two.session.execute(
        insert(Decision).values(
            event_id=two.event.id, reader_id=two.reader.id, other_id=two.canary.id, answer="know_already", decided_at=NOW
        )
    )


def met(two: Two) -> None:
    two.contact_id = exchange(two.session, two.reader, two.canary).id
    queue_met(two.session, two.reader)
    two.session.flush()
    two.letter_id = two.session.query(OutboxLetter.id).scalar()


def kept_warm(two: Two) -> None:
    """They met two months ago, the reader chose to be reminded, and a letter about it waits."""
    contact = exchange(two.session, two.reader, two.canary)
    contact.exchanged_at = NOW - timedelta(days=60)
    two.contact_id = contact.id
    choose_rhythm(two.session, contact.id, person_id=two.reader.person_id, chosen="m1", now=NOW - timedelta(days=30))
    # A Thursday at 09:30 in London: the weekly letter of Tuesday is made up for
    letters = remind(two.session, as_of=NOW, now=NOW).letters
    two.letter_id = two.session.query(OutboxLetter.id).scalar() if letters else 0


def asks(two: Two) -> None:
    """The other has scanned the reader, who is asked."""
    low, high = sorted((two.reader.person_id, two.canary.person_id))
    contact = Contact(
        event_id=two.event.id, low_person_id=low, high_person_id=high, state="pending", asked_by=two.canary.person_id, created_at=NOW
    )
    two.session.add(contact)
    two.session.flush()
    two.session.add_all(ContactSide(contact_id=contact.id, person_id=one, shared_fields=["email"]) for one in (low, high))
    two.contact_id = contact.id


def proposed(two: Two) -> None:
    """The reader has proposed to introduce the other to somebody."""
    met(two)
    introduce(two.session, two.reader, (two.contact_id, _third(two, two.reader)), two.settings)


def would_introduce(two: Two) -> None:
    """The other would introduce the reader to somebody, and a letter says so."""
    met(two)
    proposal = introduce(two.session, two.canary, (two.contact_id, _third(two, two.canary)), two.settings)
    two.question_id = question_id(two.session, proposal, two.reader) or 0
    mine = (OutboxLetter.kind == "introduction_asked", OutboxLetter.person_id == two.reader.person_id)
    two.letter_id = two.session.query(OutboxLetter.id).filter(*mine).scalar()


def was_introduced(two: Two) -> None:
    """Somebody has introduced the two."""
    third = make_attendee(two.session, two.event, "Katherine Johnson")
    proposal = introduce(two.session, third, knows_both(two.session, third, two.reader, two.canary), two.settings)
    for one in (two.reader, two.canary):
        say(two.session, proposal, one, "yes")
    mine = (OutboxLetter.kind == "introduction_made", OutboxLetter.person_id == two.reader.person_id)
    two.letter_id = two.session.query(OutboxLetter.id).filter(*mine).scalar()


def was_told(two: Two) -> None:
    """The reader has introduced the other to somebody, and both let them know."""
    met(two)
    third = make_attendee(two.session, two.event, "Katherine Johnson")
    proposal = introduce(two.session, two.reader, (two.contact_id, exchange(two.session, two.reader, third).id), two.settings)
    for one in (two.canary, third):
        say(two.session, proposal, one, "yes", may_tell=True)
    two.letter_id = two.session.query(OutboxLetter.id).filter(OutboxLetter.kind == "introduction_outcome").scalar()


def fitting(two: Two) -> None:
    """What the other offers, somebody seeks whom the reader has met."""
    met(two)
    give_interests(two.session, two.session.get_one(Attendee, _third(two, two.reader, give=True)), seek=["A map"])


def _third(two: Two, knows: Attendee, *, give: bool = False) -> int:
    third = make_attendee(two.session, two.event, "Katherine Johnson")
    contact_id = exchange(two.session, knows, third).id
    return third.id if give else contact_id


def nothing(_two: Two) -> None:
    """They have nothing yet; the scan shows them to each other."""


def searched(two: Two) -> str:
    return two.sent(f"{HOME}/people", {"q": CANARY})


def letter(two: Two) -> str:
    found = write_letter(two.session, two.letter_id, settings=two.settings, now=NOW)
    return "" if found is None else found.text + found.html + "".join(one.content.decode() for one in found.attachments)


def tuned(two: Two) -> str:
    ids = {"event_id": two.event.id, "reader_id": two.reader.id, "person_id": two.reader.person_id}
    pool = pool_of(two.session, **ids, ids=[two.canary.id], now=NOW)
    return two.canary.name if two.canary.id in {row.place.other_id for row in pool} else ""


def matched(two: Two) -> str:
    """A full pass of the worker, as it writes lists."""
    lists = build_lists(people_of(two.session, two.event.id), Matcher(), version=1)
    return two.canary.name if two.canary.id in {row["other_id"] for row in lists.rows[two.reader.id]} else ""


def turned(two: Two) -> str:
    """What the sliders' script is handed: ids alone, so the name is put for the id."""
    answer = two.phone.get(f"{HOME}/matches/turning.json")
    return two.canary.name if two.canary.id in {row[0] for row in answer.json["rows"]} else ""


def cards_to_turn_to(two: Two) -> str:
    return two.page(f"/matches/cards?ids={two.canary.id}")


def pictured(two: Two) -> None:
    listed(two)
    two.photo = keep_photo(two.session, two.event.id, two.canary.id, gps_photo(), now=NOW).fingerprint


def rhythm_refused(two: Two) -> str:
    return two.sent(f"/contacts/{two.contact_id}/rhythm", {"rhythm": "own", "every": "99", "unit": "w"})


def photo(two: Two) -> str:
    answer = two.phone.get(f"{HOME}/photos/{two.canary.id}/{two.photo}")
    return two.canary.name if answer.status_code == 200 else ""


def everywhere(path: str) -> Callable[[Two], str]:
    """A page that belongs to no event."""
    return lambda two: two.phone.get(path.format(contact=two.contact_id)).text


def own_data(two: Two) -> str:
    with zipfile.ZipFile(io.BytesIO(two.phone.get("/me/data/my-data.zip").data)) as file:
        return "".join(file.read(name).decode(errors="replace") for name in file.namelist())


@dataclass(frozen=True)
class Surface:
    name: str
    before: Callable[[Two], None]
    look: Callable[[Two], str]
    endpoints: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        return self.name


def page_of(path: str) -> Callable[[Two], str]:
    return lambda two: two.page(path.format(other=two.canary.id, contact=two.contact_id, question=two.question_id))


def scan_of(two: Two) -> str:
    return two.sent(two.badge.path, {"scan_id": new_scan_id()})


def typed(two: Two) -> str:
    return two.sent(f"{HOME}/scan", {"scan_id": new_scan_id(), "code": two.badge.short})


def kept_on_a_phone(two: Two) -> str:
    """A scan that comes in from a phone's outbox; the second time it is the same one, as after a restored backup."""
    two.kept = two.kept or scan_item(two.badge)
    answer: str = two.phone.post_json(OUTBOX, {"items": [two.kept]}).text
    return answer


def new_on_a_phone(two: Two) -> str:
    answer: str = two.phone.post_json(OUTBOX, {"items": [scan_item(two.badge)]}).text
    return answer


def introduced_to_choose(two: Two) -> str:
    """The form, with two people to choose from at least."""
    if not two.question_id:
        two.question_id = _third(two, two.reader)
        two.session.commit()
    return two.page("/introductions/new")


def was_scanned(two: Two) -> None:
    """The other has scanned the reader's badge, and they met."""
    met(two)
    scan = {"event_id": two.event.id, "scanner_id": two.canary.id, "owner_id": two.reader.id, "scan_id": new_scan_id()}
    two.session.add(Scan(**scan, state="exchanged", scanned_at=NOW))


SURFACES = (
    Surface("list", listed, page_of("/matches"), ("attendee.show_matches",)),
    Surface("why page", listed, page_of("/matches/{other}"), ("attendee.show_match",)),
    Surface("plain list", plain, page_of("/matches")),
    Surface("plain page", plain, page_of("/matches/{other}")),
    Surface("rows of the sliders", listed, tuned),
    Surface("what the sliders sort", listed, turned, ("attendee.show_turning",)),
    Surface("cards the sliders bring up", listed, cards_to_turn_to, ("attendee.show_cards",)),
    Surface("people on one page", listed, page_of("/matches/sheet"), ("attendee.show_match_sheet",)),
    Surface("photo", pictured, photo, ("attendee.show_photo",)),
    Surface("contacts of all events", met, everywhere("/contacts"), ("site.show_all_contacts",)),
    Surface(
        "contact beyond the event",
        met,
        everywhere("/contacts/{contact}"),
        ("site.show_person", "site.keep_words", "site.promise_is_deleted"),
    ),
    Surface("vCard beyond the event", met, everywhere("/contacts/{contact}.vcf"), ("site.download_one_card",)),
    Surface("all as vCards", met, everywhere("/contacts.vcf"), ("site.download_all_cards",)),
    Surface("all as a table", met, everywhere("/contacts.csv"), ("site.download_table",)),
    Surface("one's own data, contacts", met, own_data, ("site.download_my_data",)),
    Surface("one's own data, list", listed, own_data),
    Surface("lists of the worker", nothing, matched),
    Surface("answers given", answered, page_of("/matches/how"), ("attendee.show_how",)),
    Surface("a host’s suggestion", helped, suggested),
    Surface("whom a host reads of first", helped, named_first),
    Surface("search", nothing, searched, ("attendee.show_people", "attendee.search_by_name")),
    Surface("card of the search", nothing, page_of("/people/{other}"), ("attendee.show_person",)),
    Surface(
        "report on somebody seen", nothing, page_of("/people/{other}/report"), ("attendee.show_report_of_person", "attendee.report_person")
    ),
    Surface("scan of a badge", nothing, scan_of, ("exchange.exchange_with_owner",)),
    Surface("scan of somebody met", met, scan_of),
    Surface("short code", met, typed, ("attendee.type_code",)),
    Surface("scan kept on a phone", nothing, new_on_a_phone, ("attendee.take_outbox",)),
    Surface("kept scan sent twice", nothing, kept_on_a_phone),
    Surface("who scanned me", was_scanned, page_of("/badge/scans"), ("attendee.show_my_scanners",)),
    Surface("contacts", met, page_of("/contacts"), ("attendee.show_contacts",)),
    Surface("contact", met, page_of("/contacts/{contact}"), ("attendee.show_contact", "attendee.keep_note")),
    Surface("vCard", met, page_of("/contacts/{contact}.vcf"), ("attendee.download_card",)),
    Surface(
        "report on a contact", met, page_of("/contacts/{contact}/report"), ("attendee.show_report_of_contact", "attendee.report_contact")
    ),
    Surface("letter after the event", met, letter),
    Surface("reminders", kept_warm, everywhere("/contacts/warm"), ("site.show_reminders", "site.choose_rhythm_of_tag", "site.put_off")),
    Surface("reminders as a calendar", kept_warm, everywhere("/contacts/warm.ics"), ("site.download_reminders",)),
    Surface("letter of reminders", kept_warm, letter),
    Surface("rhythm of a contact", kept_warm, rhythm_refused, ("site.choose_rhythm_of_person",)),
    Surface("follow-ups", met, page_of("/followups"), ("attendee.show_followups",)),
    Surface("one follow-up", met, page_of("/followups/{contact}"), ("attendee.show_followup", "attendee.answer_the_question")),
    Surface("follow-up as a file", met, page_of("/followups/{contact}.eml"), ("attendee.download_followup",)),
    Surface("introductions I proposed", proposed, page_of("/introductions"), ("attendee.show_introductions",)),
    Surface("whom I could introduce", met, introduced_to_choose, ("attendee.show_new_introduction", "attendee.propose_introduction")),
    Surface("introductions that fit", fitting, page_of("/introductions")),
    Surface("who would introduce me", would_introduce, page_of("/introductions")),
    Surface("a question whether to be introduced", would_introduce, page_of("/introductions/{question}"), ("attendee.show_introduction",)),
    Surface("letter of that question", would_introduce, letter),
    Surface("one’s own data, introductions", would_introduce, own_data),
    Surface("letter after an introduction", was_introduced, letter),
    Surface("letter to whoever introduced", was_told, letter),
    Surface("contacts after an introduction", was_introduced, page_of("/contacts")),
    Surface("question among the contacts", asks, page_of("/contacts")),
    Surface("question", asks, page_of("/contacts/{contact}")),
)
SIGNING_IN = "signing in; no attendee is shown"
OWN = "one's own data"
SENDS_ON = "a form that only sends on to a page above"
# The rest of the attendee's side, and why no other person stands on it.
SHOWS_NOBODY = {
    **dict.fromkeys(("attendee.show_join", "attendee.ask_to_join", "attendee.enter_code", "attendee.show_event_link"), SIGNING_IN),
    **dict.fromkeys(("attendee.enter_event_link", "attendee.show_invitation", "attendee.enter_invitation"), SIGNING_IN),
    **dict.fromkeys(("attendee.show_interests", "attendee.save_my_interests"), OWN),
    **dict.fromkeys(("attendee.show_my_badge", "attendee.choose_what_a_scan_does", "attendee.renew_my_code"), OWN),
    **dict.fromkeys(
        ("attendee.show_about_me", "attendee.save_about_me", "attendee.preview_my_profile", "attendee.answer_one_question"), OWN
    ),
    **dict.fromkeys(("attendee.show_who_sees_what", "attendee.choose_who_sees_what"), OWN),
    **dict.fromkeys(("attendee.show_my_photo", "attendee.save_my_photo", "attendee.remove_my_photo"), OWN),
    **dict.fromkeys(("attendee.show_my_wordings", "attendee.keep_my_wording", "attendee.delete_my_wording"), OWN),
    "attendee.list_tags": "the event's own words",
    "attendee.show_logo": "the event's own picture",
    **dict.fromkeys(("attendee.show_seat", "attendee.claim_my_seat"), SIGNING_IN),
    "attendee.keep_seen": "takes numbers, answers nothing",
    **dict.fromkeys(("site.give_card", "site.keep_card", "site.take_back", "site.was_in_touch", "site.undo_touch"), SENDS_ON),
    **dict.fromkeys(("site.ask_for_peace", "site.let_person_go", "site.bring_person_back", "site.make_promise"), SENDS_ON),
    **dict.fromkeys(("site.promise_is_kept", "site.promise_is_open", "site.promise_is_back"), SENDS_ON),
    **dict.fromkeys(("site.show_devices", "site.sign_out_one", "site.sign_out_all", "site.show_my_data", "site.correct_my_name"), OWN),
    **dict.fromkeys(("site.undo_leaving", "site.show_my_address", "site.ask_for_own_code", "site.prove_own_address"), OWN),
    **dict.fromkeys(("site.ask_for_new_address", "site.prove_new_address"), OWN),
    **dict.fromkeys(("site.show_deletion", "site.ask_to_delete_everything", "site.delete_everything"), OWN),
    **dict.fromkeys(
        ("site.start_reminders", "site.undo_reminders", "site.end_snooze", "site.let_person_fade", "site.keep_person_after_all"), SENDS_ON
    ),
    **dict.fromkeys(("site.show_letter_hours", "site.choose_letter_hours"), OWN),
    "attendee.remind_me_of_them": SENDS_ON,
    "attendee.show_scan": "a camera and a form for a code",
    "attendee.show_live_code": OWN,
    "attendee.show_me": "how many people wait or were met; names nobody",
    "attendee.show_event_manifest": "names the event",
    "attendee.leave_this_event": OWN,
    **dict.fromkeys(("attendee.show_outbox_state", "attendee.show_waiting"), "what is still on one's own phone"),
    **dict.fromkeys(("attendee.show_my_cards", "attendee.use_my_card", "attendee.show_new_card", "attendee.make_my_card"), OWN),
    **dict.fromkeys(("attendee.show_my_card", "attendee.change_my_card", "attendee.delete_my_card"), OWN),
    "attendee.bring_my_card_back": OWN,
    **dict.fromkeys(("attendee.take_back_from_scanner", "attendee.give_again_to_scanner"), SENDS_ON),
    "exchange.show_badge": "tells nothing about the badge's owner, blocked or not",
    "exchange.block_owner": "blocks without a name",
    **dict.fromkeys(("attendee.decide", "attendee.choose_kind_of_list"), SENDS_ON),
    **dict.fromkeys(("attendee.share_my_card", "attendee.keep_my_card", "attendee.take_card_back"), SENDS_ON),
    **dict.fromkeys(("attendee.block_somebody", "attendee.block_a_contact", "attendee.unblock", "attendee.turn_my_safety"), SENDS_ON),
    **dict.fromkeys(("attendee.take_introduction_back", "attendee.propose_introduction_again", "attendee.answer_question"), SENDS_ON),
    "site.unblock_from_contacts": SENDS_ON,
    **dict.fromkeys(("attendee.ask_to_exchange", "attendee.mark_as_written", "attendee.send_followup"), SENDS_ON),
    "attendee.note_what_was_done": "takes a word about one's own draft, answers nothing",
    "attendee.show_my_safety": "whom one has blocked oneself, so that it can be lifted",
}


@pytest.fixture
def two(session: Session, event: Event, settings: Settings, app: Flask) -> Two:
    event.lists_built_at = NOW
    people = [
        make_attendee(session, event, name, headline="Talks about tides", searchable=True) for name in ("Ada Lovelace", f"{CANARY} Hopper")
    ]
    for one in people:
        give_interests(session, one, talk=["Tides", "Harbours"], seek=["A map"], offer=["A map"])
    worn = [wear_badge(session, one, settings.badge_key) for one in people]
    phones = {one.id: Phone(app, settings).sign_in(session, one.person_id, purpose="attendee", now=NOW) for one in people}
    return Two(session, settings, event, *people, phones, worn[1])


@pytest.mark.parametrize("blocker", ["the reader", "the other"])
@pytest.mark.parametrize("surface", SURFACES, ids=str)
def test_d48_neither_sees_the_other_on_any_surface(two: Two, surface: Surface, blocker: str) -> None:
    surface.before(two)
    two.session.commit()
    first, second = (two.reader, two.canary) if blocker == "the reader" else (two.canary, two.reader)

    seen = surface.look(two)
    phone, path = two.phones[first.id], f"{HOME}/people/{second.id}/block"
    two.session.rollback()  # SQLite has one writer at a time
    phone.get("/nowhere")  # templates are read once in a service's life
    blocked = phone.post(path)
    after = surface.look(two)

    assert (blocked.status_code, CANARY in seen) == (303, True)
    assert CANARY not in after.replace(f'value="{CANARY}"', "")


def test_d48_every_route_of_the_attendees_side_is_looked_at(app: Flask) -> None:
    ours = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(("attendee.", "exchange.")) or declared_access(app.view_functions[rule.endpoint]) is Access.SIGNED_IN
    }
    looked_at = {endpoint for surface in SURFACES for endpoint in surface.endpoints}

    assert sorted(looked_at | set(SHOWS_NOBODY)) == sorted(ours)
    assert looked_at & set(SHOWS_NOBODY) == set()
