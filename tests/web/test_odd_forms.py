"""Numbers that no row has, signs that a database won't hold, moments off the calendar: every form of the organiser's desk answers."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from tests.browsers import Phone
from tests.cast import make_interest

HUGE = str(10**30)
EVENT = "/organise/events/northlight"
ENTRY = "8d8f7f0e-3c3c-4c3f-9d57-0a4f0f3e2a11"


@pytest.fixture
def laptop(event: Event, organiser: Person, laptop_of: Callable[[Person], Phone]) -> Phone:
    event.check_in_on = True
    return laptop_of(organiser)


@pytest.mark.parametrize("odd", [HUGE, "-" + HUGE, "9" * 5_000, "\0", "²", "1e9"])
def test_numbers_in_forms_that_no_row_has(
    laptop: Phone, session: Session, event: Event, odd: str, ada: Attendee, phone_of: Callable[[Attendee], Phone]
) -> None:
    tag, other = make_interest(session, event, "Rust").id, make_interest(session, event, "Maps").id
    phone = phone_of(ada)
    entry = {"kind": "entry", "id": ENTRY, "attendee_id": 10**30, "way": "search"}

    answers = {
        "merge": laptop.post(f"{EVENT}/interests/{tag}/merge", {"into": odd, "seen": "Rust"}),
        "retire": laptop.post(f"{EVENT}/interests/{other}/retire", {"into": odd, "seen": "Maps"}),
        "alone": laptop.post(f"{EVENT}/alone", {"attendee": odd, "other": odd, "state": "introduced"}),
        "alone undo": laptop.post(f"{EVENT}/alone/undo", {"attendee": odd, "other": odd}),
        "matching": laptop.post(f"{EVENT}/matching/live", {"draft": odd}),
        "settings": laptop.post(f"{EVENT}/settings", {"version": odd, "name": "x", "retention_days": odd, "hue": odd}),
        "desk": laptop.post("/desk/northlight", {"attendee_id": odd, "entry_id": ENTRY}),
        "outbox": laptop.post_json("/desk/northlight/outbox", {"items": [entry]}),
        "people": laptop.get("/desk/northlight/people", query_string={"since": odd}),
        "unblock": phone.post("/e/northlight/safety/unblock", {"person": odd}),
        "answered": phone.get("/e/northlight/matches", query_string={"answered": odd, "how": "later"}),
    }
    answers |= {page: laptop.get(f"{EVENT}/{page}", query_string={"page": odd, "from": odd}) for page in ("roster", "letters", "log")}

    assert {name: answer.status_code for name, answer in answers.items() if answer.status_code >= 500} == {}


@pytest.mark.parametrize("odd", ["\0", "a\0b", "\u202egnp.exe", "\u200b\u200b", "ı" * 300, "=1+1"])
def test_words_in_forms_that_no_database_holds(laptop: Phone, session: Session, event: Event, odd: str, stranger: Phone) -> None:
    tag = make_interest(session, event, "Rust").id
    session.commit()
    code = {"kind": "entry", "id": ENTRY, "code": odd, "way": "camera"}

    answers = {
        "seen": laptop.post(f"{EVENT}/interests/{tag}/rename", {"label": "x", "seen": odd}),
        "rename": laptop.post(f"{EVENT}/interests/{tag}/rename", {"label": odd, "seen": "Rust"}),
        "add": laptop.post(f"{EVENT}/interests", {"tags": odd}),
        "desk search": laptop.get("/desk/northlight", query_string={"q": odd}),
        "desk": laptop.post("/desk/northlight", {"q": odd, "entry_id": odd}),
        "outbox": laptop.post_json("/desk/northlight/outbox", {"items": [code]}),
        "undo": laptop.post("/desk/northlight/undo", {"entry_id": odd}),
        "walk in": laptop.post("/desk/northlight/walk-in", {"name": odd, "email": "w@example.org", "entry_id": ENTRY}),
        "address": laptop.post("/desk/northlight/walk-in", {"name": "W", "email": f"{odd}@example.org", "entry_id": ENTRY}),
        "desk name": laptop.post(f"{EVENT}/checkin/desks", {"name": odd}),
        "pair": stranger.post("/desk", {"code": odd}),
        "invite": laptop.post(f"{EVENT}/team/invite", {"email": f"{odd}@example.org", "role": odd}),
        "export": laptop.post(f"{EVENT}/exports", {"kind": odd, "format": odd}),
        "pretix": laptop.post(f"{EVENT}/roster/pretix", {"pretix_address": f"https://{odd}", "pretix_token": odd}),
        "paste": laptop.post(f"{EVENT}/roster/upload", {"pasted": f"name\temail\tgroup\n{odd}\tp@example.org\t{odd}"}),
        "groups": laptop.post(f"{EVENT}/groups", {"pair": odd, "seen": odd}),
        "settings": laptop.post(f"{EVENT}/settings", {"name": odd, "place": odd, "join_code": odd, "slug": odd, "hue": odd}),
        "join": stranger.post("/e/northlight/join", {"email": "j@example.org", "name": odd, "join_code": odd}),
        "seat": stranger.post("/e/northlight/seat", {"email": "j@example.org", "name": odd, "token": odd}),
        "link": laptop.get(f"{EVENT}/exports/1/%FF%00"),
        "badges": laptop.post(f"{EVENT}/badges/choice", {"width": odd, "height": odd, "first": odd, "paper": odd}),
    }

    assert {name: answer.status_code for name, answer in answers.items() if answer.status_code >= 500} == {}


@pytest.mark.parametrize("since", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-11-05", "²"])
def test_a_desk_may_ask_for_whoever_changed_since_a_moment_that_is_none(laptop: Phone, since: str) -> None:
    assert laptop.get("/desk/northlight/people", query_string={"since": since}).status_code == 200
