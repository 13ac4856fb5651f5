"""The people one met at one event. Their address stays good after the event, and for whoever has left it."""

from flask import Response, redirect, request
from flask.typing import ResponseReturnValue

from matchmaker.errors import BadInputError, Fault
from matchmaker.services.contact_answers import decline, share_card, withdraw
from matchmaker.services.contact_cards import ContactCard, contact_for
from matchmaker.services.contact_words import ContactWords, write_down
from matchmaker.web.access import Access, current_event, current_person, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.contact_files import card_file
from matchmaker.web.contact_pages import Typed, book_page, person_page
from matchmaker.web.database import db
from matchmaker.web.doors import attendee


@attendee.get("/contacts")
@demands(Access.MET)
def show_contacts(slug: str) -> ResponseReturnValue:
    return book_page()


@attendee.get("/contacts/<int:contact_id>")
@demands(Access.MET)
def show_contact(slug: str, contact_id: int) -> ResponseReturnValue:
    return person_page(contact_id)


@attendee.post("/contacts/<int:contact_id>")
@demands(Access.MET)
def keep_note(slug: str, contact_id: int) -> ResponseReturnValue:
    words = words_of_form()
    try:
        write_down(db.session(), contact_id, **_mine(), words=words, now=utc_now())
    except BadInputError as error:
        db.session.rollback()
        return person_page(contact_id, typed=typed_words(), faults=error.faults, status=error.status)
    db.session.commit()
    return redirect(f"/e/{slug}/contacts?said=note-kept", 303)


@attendee.get("/contacts/<int:contact_id>.vcf")
@demands(Access.MET)
def download_card(slug: str, contact_id: int) -> ResponseReturnValue:
    return card_file(contact_id)


@attendee.post("/contacts/<int:contact_id>/accept")
@demands(Access.MET)
def share_my_card(slug: str, contact_id: int) -> ResponseReturnValue:
    share_card(db.session(), contact_id, **_mine(), ticked=request.form.getlist("shared"), now=utc_now())
    db.session.commit()
    return redirect(f"/e/{slug}/contacts/{contact_id}?said=card-shared", 303)


@attendee.post("/contacts/<int:contact_id>/decline")
@demands(Access.MET)
def keep_my_card(slug: str, contact_id: int) -> ResponseReturnValue:
    decline(db.session(), contact_id, **_mine())
    db.session.commit()
    return redirect(f"/e/{slug}/contacts?said=card-kept", 303)


@attendee.post("/contacts/<int:contact_id>/withdraw")
@demands(Access.MET)
def take_card_back(slug: str, contact_id: int) -> ResponseReturnValue:
    withdraw(db.session(), contact_id, **_mine(), now=utc_now())
    db.session.commit()
    return redirect(f"/e/{slug}/contacts?said=card-taken-back", 303)


def words_of_form() -> ContactWords:
    """What the form says; a form without tags, such as the one after a scan, leaves them as they are."""
    form = request.form
    tags = tuple(form.getlist("tags")) if "tags" in form else None
    return ContactWords(form.get("note", ""), tags, form.get("may_follow_up"))


def typed_words() -> Typed:
    return Typed(note=request.form.get("note", ""), tags=request.form.get("tags"))


def seen_contact(contact_id: int) -> ContactCard:
    return contact_for(db.session(), contact_id, event_id=current_event().id, person_id=current_person().id)


def contact_page(contact: ContactCard, *, faults: tuple[Fault, ...] = (), status: int = 200) -> Response:
    return person_page(contact.id, faults=faults, status=status)


def _mine() -> dict[str, int]:
    return {"event_id": current_event().id, "person_id": current_person().id}
