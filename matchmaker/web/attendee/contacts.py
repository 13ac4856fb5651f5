"""The people one met: who asks, who is there with which card, and the note about each."""

from io import BytesIO

from flask import Response, make_response, redirect, render_template, request, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaker.domain.calendar.vcard import Card, vcard
from matchmaker.domain.contacts.consent import ANSWER, CHANGE, SENTENCES
from matchmaker.domain.contacts.note import LONGEST_NOTE
from matchmaker.domain.contacts.standing import Standing
from matchmaker.errors import BadInputError, Fault, NotFoundError
from matchmaker.services.contact_answers import decline, share_card, withdraw, write_note
from matchmaker.services.contact_cards import ContactCard, contact_for, contacts_of
from matchmaker.web.access import Access, current_attendee, current_event, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.headers import keep_secret
from matchmaker.web.times import day_text


@attendee.get("/contacts")
@demands(Access.ATTENDEE)
def show_contacts(slug: str) -> ResponseReturnValue:
    book = contacts_of(db.session(), **_mine(), sees=current_event().sees)
    return keep_secret(make_response(render_template("attendee/contacts.html", book=book)))


@attendee.get("/contacts/<int:contact_id>")
@demands(Access.ATTENDEE)
def show_contact(slug: str, contact_id: int) -> ResponseReturnValue:
    return contact_page(seen_contact(contact_id))


@attendee.post("/contacts/<int:contact_id>")
@demands(Access.ATTENDEE)
def keep_note(slug: str, contact_id: int) -> ResponseReturnValue:
    note = request.form.get("note", "")
    try:
        write_note(db.session(), contact_id, **_mine(), note=note, now=utc_now())
    except BadInputError as error:
        contact = seen_contact(contact_id)
        db.session.rollback()
        return contact_page(contact, typed=note, faults=error.faults, status=error.status)
    db.session.commit()
    return redirect(f"/e/{slug}/contacts?said=note-kept", 303)


@attendee.get("/contacts/<int:contact_id>.vcf")
@demands(Access.ATTENDEE)
def download_card(slug: str, contact_id: int) -> ResponseReturnValue:
    contact = seen_contact(contact_id)
    if contact.standing is not Standing.MET:
        raise NotFoundError
    file = BytesIO(vcard(_address_book_card(contact)))
    name = "".join(sign for sign in contact.card.name if sign.isprintable() and sign not in '/\\:"') or "contact"
    return keep_secret(send_file(file, "text/vcard", as_attachment=True, download_name=f"{name}.vcf"))


@attendee.post("/contacts/<int:contact_id>/accept")
@demands(Access.ATTENDEE)
def share_my_card(slug: str, contact_id: int) -> ResponseReturnValue:
    share_card(db.session(), contact_id, **_mine(), ticked=request.form.getlist("shared"), now=utc_now())
    db.session.commit()
    return redirect(f"/e/{slug}/contacts/{contact_id}?said=card-shared", 303)


@attendee.post("/contacts/<int:contact_id>/decline")
@demands(Access.ATTENDEE)
def keep_my_card(slug: str, contact_id: int) -> ResponseReturnValue:
    decline(db.session(), contact_id, **_mine())
    db.session.commit()
    return redirect(f"/e/{slug}/contacts?said=card-kept", 303)


@attendee.post("/contacts/<int:contact_id>/withdraw")
@demands(Access.ATTENDEE)
def take_card_back(slug: str, contact_id: int) -> ResponseReturnValue:
    withdraw(db.session(), contact_id, **_mine(), now=utc_now())
    db.session.commit()
    return redirect(f"/e/{slug}/contacts?said=card-taken-back", 303)


def seen_contact(contact_id: int) -> ContactCard:
    return contact_for(db.session(), contact_id, **_mine(), sees=current_event().sees)


def contact_page(contact: ContactCard, *, typed: str | None = None, faults: tuple[Fault, ...] = (), status: int = 200) -> Response:
    is_answer = contact.standing in {Standing.ANSWER_DUE, Standing.KEPT_MINE}
    page = render_template(
        "attendee/contact.html",
        contact=contact,
        note=contact.note if typed is None else typed,
        faults=faults,
        longest_note=LONGEST_NOTE,
        consent=SENTENCES[ANSWER if is_answer else CHANGE],
    )
    return keep_secret(make_response(page, status))


def _mine() -> dict[str, int]:
    me = current_attendee()
    return {"event_id": me.event_id, "person_id": me.person_id}


def _address_book_card(contact: ContactCard) -> Card:
    event, card = current_event(), contact.card
    # The note stays here: address books are synchronised and passed on, and it was promised that only its writer reads it.
    met_at = _("Met at %(event)s, %(day)s.", event=event.name, day=day_text(contact.at, event.time_zone))
    return Card(card.name, card.organisation, card.headline, card.email, card.phone, card.link, met_at)
