"""Two books of contacts to look at: one with something of every kind, and one with many people."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from matchmaker.services.warm_care import begin_hours
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact, ContactSide, Promise
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from matchmaker.store.models.warm import TagRhythm
from tests.cast import NOW, make_attendee, make_event, make_person

LAST_YEAR = NOW - timedelta(days=371)
NOTE = "Wants to sit in on an interview before she runs her own. Van route in Fife starts in January."


def fill_books(session: Session, event: Event) -> tuple[dict[str, int], dict[str, str]]:
    """Who looks, and the addresses of single contacts. `event` is the one that runs; another one was last year."""
    before = make_event(
        session,
        "tidewater-25",
        name="Tidewater Commons 25",
        starts_at=LAST_YEAR - timedelta(hours=2),
        ends_at=LAST_YEAR + timedelta(hours=6),
        closed_at=LAST_YEAR + timedelta(hours=7),
    )
    keeper = make_person(session, "Imke Duursma", "imke@example.org")
    now_here, then_there = (make_attendee(session, one, "Imke Duursma", keeper, phone="+31 20 555 0199") for one in (event, before))
    keepers = {"keeper": keeper.id, "collector": _collect(session, event)}
    return keepers, _keep(session, now_here, then_there)


def meet(session: Session, me: Attendee, name: str, *, person: Person | None = None, state: str = "exchanged", **mine: object) -> Contact:
    """A contact with somebody new, or with `person` once more; `mine` goes to the reader's side, `them` to the other attendee."""
    them: dict[str, object] = dict(mine.pop("them", {}))  # type: ignore[call-overload]
    at = mine.pop("at", NOW)
    theirs: dict[str, object] = dict(mine.pop("theirs", {}))  # type: ignore[call-overload]
    asked_by_them = bool(mine.pop("they_ask", False))
    event = session.get_one(Event, me.event_id)
    other = make_attendee(
        session, event, name, person or make_person(session, name, f"{name.rsplit(maxsplit=1)[-1].casefold()}@{event.slug}.example"), **them
    )
    low, high = sorted((me.person_id, other.person_id))
    contact = Contact(
        event_id=me.event_id,
        low_person_id=low,
        high_person_id=high,
        state=state,
        asked_by=other.person_id if asked_by_them else me.person_id,
        created_at=at,
        exchanged_at=at if state == "exchanged" else None,
    )
    session.add(contact)
    session.flush()
    given = {"contact_id": contact.id, "shared_at": at if state == "exchanged" else None}
    session.add(ContactSide(**given, person_id=me.person_id, shared_fields=["email"], **mine))
    session.add(ContactSide(**given, person_id=other.person_id, shared_fields=["email", "phone", "link"], **theirs))
    session.flush()
    return contact


def promise(session: Session, contact: Contact, person_id: int, text: str, due_on: date | None = None, *, done: bool = False) -> Promise:
    given = Promise(contact_id=contact.id, person_id=person_id, text=text, due_on=due_on, created_at=NOW, done_at=NOW if done else None)
    session.add(given)
    session.flush()
    return given


def _keep(session: Session, here: Attendee, there: Attendee) -> dict[str, str]:
    me = here.person_id
    friend = make_person(session, "Hye-jin Baek", "hye-jin@example.org")
    card = {
        "headline": "Books vans for libraries",
        "organisation": "Book Vans",
        "phone": "+44 (0)20 7946 0018",
        "link": "https://www.linkedin.com/in/hye-jin-baek",
        "pronouns": "she/her",
        "name_sounds": "HEH-jin",
        "languages": ["en", "ko"],
        "language_levels": {"en": "C1"},
    }
    once = meet(session, there, "Hye-jin Baek", person=friend, at=LAST_YEAR, note="A first talk about vans.", tags=["vans"])
    again = meet(
        session, here, "Hye-jin Baek", person=friend, them=card, note=NOTE, tags=["Fife", "interviews"], may_follow_up=True, rhythm="steps"
    )
    promise(session, again, me, "the interview guide", date(2026, 11, 13))
    promise(session, once, me, "a map of the ferry lanes", date(2026, 11, 2))
    promise(session, again, me, "the address of the printer", done=True)
    quill = meet(session, here, "Mairead Quill", at=NOW - timedelta(minutes=9), note="Plans cycle lanes.", tags=["maps"], rhythm="w3")
    promise(session, quill, me, "an introduction to Dafydd")
    clinics = {"headline": "Makes clinic appointments humane"}
    meet(session, here, "Tobias Okafor-Lind", at=NOW - timedelta(minutes=14), them=clinics, rhythm="m6", faded_at=NOW)
    meet(session, here, "Yusra Haddad", at=NOW - timedelta(minutes=20))
    session.add_all(TagRhythm(person_id=me, tag=tag, rhythm=rhythm) for tag, rhythm in (("radio", "w2"), ("maps", "m3")))
    begin_hours(session, me, now=NOW)
    meet(
        session,
        there,
        "Ömer Işık",
        at=LAST_YEAR,
        them={"organisation": "Liman Radyo"},
        tags=["radio"],
        touched_at=NOW - timedelta(days=30),
        note="Would air a series on tides.",
    )
    quiet = meet(session, there, "Dafydd Penhallow", at=LAST_YEAR, theirs={"asks_no_follow_up": True}, note="Maps for cyclists.")
    gone_by = meet(session, there, "Philippa Cole", at=LAST_YEAR, let_go_at=NOW, note="Nice, but no more than that.")
    left = meet(
        session, here, "Somebody Else", at=NOW - timedelta(hours=1), theirs={"withdrawn_at": NOW}, note="Had the best questions on tides."
    )
    meet(session, here, "Noor Brandt", state="pending", at=NOW - timedelta(minutes=3), note="Blue coat, talks of tide tables.")
    meet(session, here, "Kwabena Osei", state="pending", they_ask=True, them={"headline": "Tide tables anyone can read"})
    return {"friend": str(again.id), "quiet": str(quiet.id), "gone_by": str(gone_by.id), "left": str(left.id)}


def _collect(session: Session, event: Event) -> int:
    """Somebody who met more people than fit one page."""
    me = make_attendee(session, event, "Vera Collector")
    for number in range(1, 324):
        meet(session, me, f"Person Number-{number:03}", at=NOW - timedelta(minutes=number), tags=["evens"] if number % 2 == 0 else [])
    return me.person_id
