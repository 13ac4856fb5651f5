"""The people one met at all events: theirs who met them, not the events'."""

from flask import redirect, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.contacts.wish import Wish, read_wish
from matchmaker.errors import BadInputError
from matchmaker.services.contact_answers import decline, share_card, withdraw
from matchmaker.services.contact_book import Known, contacts_of
from matchmaker.services.contact_words import write_down
from matchmaker.services.safety import unblock_person
from matchmaker.web.access import Access, current_person, demands
from matchmaker.web.attendee.contacts import typed_words, words_of_form
from matchmaker.web.clock import utc_now
from matchmaker.web.contact_files import card_file, cards_file, table_file
from matchmaker.web.contact_pages import book_page, person_page
from matchmaker.web.database import db
from matchmaker.web.doors import site
from matchmaker.web.legible import row_number
from matchmaker.web.wake import wake


@site.get("/contacts")
@demands(Access.SIGNED_IN)
def show_all_contacts() -> ResponseReturnValue:
    return book_page()


@site.get("/contacts.vcf")
@demands(Access.SIGNED_IN)
def download_all_cards() -> ResponseReturnValue:
    return cards_file(_everybody())


@site.get("/contacts.csv")
@demands(Access.SIGNED_IN)
def download_table() -> ResponseReturnValue:
    return table_file(_everybody())


@site.post("/contacts/unblock")
@demands(Access.SIGNED_IN)
def unblock_from_contacts() -> ResponseReturnValue:
    unblock_person(db.session(), current_person().id, request.form.get("person", 0, type=row_number), now=utc_now())
    db.session.commit()
    wake("recommend")
    return redirect("/contacts?said=unblocked", 303)


@site.get("/contacts/<int:contact_id>")
@demands(Access.SIGNED_IN)
def show_person(contact_id: int) -> ResponseReturnValue:
    return person_page(contact_id)


@site.get("/contacts/<int:contact_id>.vcf")
@demands(Access.SIGNED_IN)
def download_one_card(contact_id: int) -> ResponseReturnValue:
    return card_file(contact_id)


@site.post("/contacts/<int:contact_id>")
@demands(Access.SIGNED_IN)
def keep_words(contact_id: int) -> ResponseReturnValue:
    try:
        write_down(db.session(), contact_id, event_id=None, person_id=current_person().id, words=words_of_form(), now=utc_now())
    except BadInputError as error:
        db.session.rollback()
        return person_page(contact_id, typed=typed_words(), faults=error.faults, status=error.status)
    db.session.commit()
    return redirect("/contacts?said=note-kept", 303)


@site.post("/contacts/<int:contact_id>/accept")
@demands(Access.SIGNED_IN)
def give_card(contact_id: int) -> ResponseReturnValue:
    share_card(db.session(), contact_id, event_id=None, person_id=current_person().id, ticked=request.form.getlist("shared"), now=utc_now())
    db.session.commit()
    return redirect(f"/contacts/{contact_id}?said=card-shared", 303)


@site.post("/contacts/<int:contact_id>/decline")
@demands(Access.SIGNED_IN)
def keep_card(contact_id: int) -> ResponseReturnValue:
    decline(db.session(), contact_id, event_id=None, person_id=current_person().id)
    db.session.commit()
    return redirect("/contacts?said=card-kept", 303)


@site.post("/contacts/<int:contact_id>/withdraw")
@demands(Access.SIGNED_IN)
def take_back(contact_id: int) -> ResponseReturnValue:
    withdraw(db.session(), contact_id, event_id=None, person_id=current_person().id, now=utc_now())
    db.session.commit()
    return redirect("/contacts?said=card-taken-back", 303)


def _everybody() -> tuple[Known, ...]:
    """Those whose card the reader holds and has not let go, of one event if the address names it."""
    wish = Wish(event=read_wish(request.args).event)
    return contacts_of(db.session(), event_id=None, person_id=current_person().id, wish=wish).met
