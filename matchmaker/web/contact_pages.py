"""The pages of contacts, which open at two doors: among all events, and at the event where the two met."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Response, make_response, render_template, request
from flask_babel import gettext

from matchmaker.domain.contacts.consent import ANSWER, CHANGE, SENTENCES
from matchmaker.domain.contacts.note import LONGEST_NOTE
from matchmaker.domain.contacts.promise import LONGEST_PROMISE
from matchmaker.domain.contacts.reach import is_linkedin, mail_address, phone_address, web_address
from matchmaker.domain.contacts.search import fold
from matchmaker.domain.contacts.standing import Standing
from matchmaker.domain.contacts.wish import Order, Show, Wish, read_wish
from matchmaker.errors import Fault
from matchmaker.services.contact_book import contacts_of, person_met
from matchmaker.store.queries.attended import newest_event_of
from matchmaker.store.queries.contact_tags import tags_used
from matchmaker.store.queries.followup import letter_is_to_come
from matchmaker.store.queries.promises import PromiseRow
from matchmaker.web.access import current_person, visit
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.headers import keep_secret
from matchmaker.web.languages import language_name
from matchmaker.web.paging import page_of

TAGS_OFFERED = 40
# Most people never meet more, and what stands on one page is found without a network too.
PEOPLE_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Typed:
    """What came back from a form that was refused, so that nobody types it twice."""

    note: str | None = None
    tags: str | None = None
    promise: str = ""
    due_on: str = ""


def book_page() -> Response:
    """All contacts, or those of the visited event."""
    event = visit().event
    wish = read_wish(request.args)
    book = contacts_of(db.session(), event_id=event.id if event else None, person_id=current_person().id, wish=wish)
    page = render_template(
        "attendee/contacts.html",
        book=book,
        shown=page_of(book.met, length=PEOPLE_SHOWN),
        wish=wish,
        shows=Show,
        orders=Order,
        fold=fold,
        address=partial(_address, wish),
        place=_place(),
        home_slug=_home_slug(),
        day_in=_day_in,
    )
    return keep_secret(make_response(page))


def person_page(
    contact_id: int, *, typed: Typed | None = None, faults: tuple[Fault, ...] = (), gone: PromiseRow | None = None, status: int = 200
) -> Response:
    """`gone`: a promise that was deleted just now, for an undo."""
    event, person_id = visit().event, current_person().id
    contact, known = person_met(db.session(), contact_id, event_id=event.id if event else None, person_id=person_id)
    is_answer = contact.standing in {Standing.ANSWER_DUE, Standing.KEPT_MINE}
    typed = typed or Typed()
    page = render_template(
        "attendee/contact.html",
        contact=contact,
        known=known,
        note=contact.note if typed.note is None else typed.note,
        tags=", ".join(known.tags) if typed.tags is None else typed.tags,
        typed=typed,
        faults=faults,
        gone=gone,
        longest_note=LONGEST_NOTE,
        longest_promise=LONGEST_PROMISE,
        consent=SENTENCES[ANSWER if is_answer else CHANGE],
        tags_used=tags_used(db.session(), person_id, TAGS_OFFERED),
        languages=[(language_name(tag), level) for tag, level in contact.about.languages],
        # Said here, not in the template: there the event's name would come escaped into the address.
        subject=gettext("Our talk at %(event)s", event=contact.event.name),
        reach={"mail": mail_address, "phone": phone_address, "web": web_address, "is_linkedin": is_linkedin},
        to_come=letter_is_to_come(db.session(), event_id=contact.event.id, person_id=person_id),
        place=_place(),
        home_slug=_home_slug(),
        day_in=_day_in,
    )
    return keep_secret(make_response(page, status))


def _day_in(time_zone: str) -> date:
    """Which day it is there: a promise is due on a day of its own event's place."""
    return utc_now().astimezone(ZoneInfo(time_zone)).date()


def _address(wish: Wish, **changed: object) -> str:
    """The book's address with one wish changed; `page` comes last, so that a pager can add its number."""
    said: dict[str, object] = {"show": wish.show, "q": wish.question, "event": wish.event, "tag": wish.tag, "sort": wish.order, **changed}
    parts = {name: value for name, value in said.items() if (value and value not in {Show.ALL, Order.NEWEST}) or name == "page"}
    return f"{_place()}?{urlencode(parts)}" if parts else _place()


def _place() -> str:
    """The address of the book that this page stands in."""
    event = visit().event
    return f"/e/{event.slug}/contacts" if event else "/contacts"


def _home_slug() -> str:
    """The event that the bar leads to: the visited one, else the newest that the reader attends; "" for neither."""
    event, attendee = visit().event, visit().attendee
    return event.slug if event and attendee else newest_event_of(db.session(), current_person().id) or ""
