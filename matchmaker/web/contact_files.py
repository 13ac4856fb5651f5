"""Contacts to take along: for the address book of a phone, and as a table."""

from collections.abc import Iterable
from io import BytesIO

from flask import Response, send_file
from flask_babel import gettext as _

from matchmaker.domain.calendar.vcard import Card, vcard
from matchmaker.domain.contacts.standing import Standing
from matchmaker.domain.exports.tables import csv_of
from matchmaker.errors import NotFoundError
from matchmaker.services.contact_book import Known, person_met
from matchmaker.services.contact_cards import ContactCard
from matchmaker.web.access import current_person, visit
from matchmaker.web.database import db
from matchmaker.web.headers import keep_secret
from matchmaker.web.times import day_text


def card_file(contact_id: int) -> Response:
    """One person's vCard."""
    event = visit().event
    contact, known = person_met(db.session(), contact_id, event_id=event.id if event else None, person_id=current_person().id)
    if contact.standing is not Standing.MET:
        raise NotFoundError
    name = "".join(sign for sign in known.contact.card.name if sign.isprintable() and sign not in '/\\:"') or "contact"
    return _file(vcard(address_book_card(known)), "text/vcard", f"{name}.vcf")


def cards_file(people: Iterable[Known]) -> Response:
    """Everybody's vCard, each person once, in one file."""
    return _file(b"".join(vcard(address_book_card(known)) for known in people), "text/vcard", "contacts.vcf")


def table_file(people: Iterable[Known]) -> Response:
    """A line for each meeting, with what its reader wrote: the file is theirs, and the page says what is in it."""
    heads = (
        *(_("Name"), _("Organisation"), _("Headline"), _("E-mail"), _("Phone"), _("Web page"), _("Event"), _("Met on")),
        *(_("Your note"), _("Your tags"), _("Follow-up welcome"), _("Last in touch"), _("You promised")),
    )
    rows = (_row(known, meeting) for known in people for meeting in known.meetings)
    return _file(csv_of(heads, rows), "text/csv", "contacts.csv")


def address_book_card(known: Known) -> Card:
    card = known.contact.card
    # The note stays here: address books are synchronised and passed on, and it was promised that only its writer reads it.
    met = (_("Met at %(event)s, %(day)s.", event=one.event.name, day=_day(one)) for one in known.meetings)
    return Card(card.name, card.organisation, card.headline, card.email, card.phone, card.link, "\n".join(met))


def _row(known: Known, meeting: ContactCard) -> tuple[str, ...]:
    card = meeting.card
    welcome = {True: _("Yes"), False: _("No")}.get(known.may_follow_up) if known.may_follow_up is not None else ""
    promised = (
        one.text + (f" ({one.due_on.isoformat()})" if one.due_on else "") for one in known.open_promises if one.contact_id == meeting.id
    )
    return (
        *(card.name, card.organisation, card.headline, card.email, card.phone, card.link, meeting.event.name),
        meeting.at.date().isoformat(),
        *(meeting.note, ", ".join(known.tags), welcome or ""),
        known.last_touch.date().isoformat(),
        "\n".join(promised),
    )


def _day(meeting: ContactCard) -> str:
    return day_text(meeting.at, meeting.event.time_zone)


def _file(content: bytes, kind: str, name: str) -> Response:
    return keep_secret(send_file(BytesIO(content), kind, as_attachment=True, download_name=name))
