"""Several cards of one's own, such as Work and Private, and which of them a scan gives at this event."""

from flask import Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.contacts.consent import CARD, SENTENCES
from matchmaker.domain.contacts.own_card import LONGEST, CardDraft
from matchmaker.errors import BadInputError, Fault
from matchmaker.services.badges import own_answers
from matchmaker.services.own_cards import CardBook, GoneCard, bring_card_back, cards_of, change_card, make_card, put_card_away, use_card
from matchmaker.store.queries.own_cards import OwnCardRow
from matchmaker.web.access import Access, current_attendee, current_person, demands
from matchmaker.web.attendee.matches import ids_in
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.headers import keep_secret
from matchmaker.web.legible import row_number

PROFILE = "profile"


@attendee.get("/badge/cards")
@demands(Access.ATTENDEE)
def show_my_cards(slug: str) -> ResponseReturnValue:
    return _page()


@attendee.post("/badge/cards/use")
@demands(Access.ATTENDEE)
def use_my_card(slug: str) -> ResponseReturnValue:
    me, wanted = current_attendee(), request.form.get("card", PROFILE)
    card_id = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else None
    use_card(db.session(), event_id=me.event_id, attendee_id=me.id, person_id=me.person_id, card_id=card_id, now=utc_now())
    db.session.commit()
    return redirect(f"/e/{slug}/badge/cards?said=card-in-use", 303)


@attendee.get("/badge/cards/new")
@demands(Access.ATTENDEE)
def show_new_card(slug: str) -> ResponseReturnValue:
    return _form(CardDraft(email=current_person().email))


@attendee.post("/badge/cards/new")
@demands(Access.ATTENDEE)
def make_my_card(slug: str) -> ResponseReturnValue:
    typed = _typed()
    try:
        make_card(db.session(), current_attendee().person_id, typed, now=utc_now())
    except BadInputError as error:
        db.session.rollback()
        return _form(typed, faults=error.faults)
    db.session.commit()
    return redirect(f"/e/{slug}/badge/cards?said=card-kept-new", 303)


@attendee.get("/badge/cards/<int:card_id>")
@demands(Access.ATTENDEE)
def show_my_card(slug: str, card_id: int) -> ResponseReturnValue:
    card = _book().card(card_id)
    return _form(_draft_of(card), card=card)


@attendee.post("/badge/cards/<int:card_id>")
@demands(Access.ATTENDEE)
def change_my_card(slug: str, card_id: int) -> ResponseReturnValue:
    typed, card = _typed(), _book().card(card_id)
    try:
        change_card(db.session(), current_attendee().person_id, card_id, typed)
    except BadInputError as error:
        db.session.rollback()
        return _form(typed, card=card, faults=error.faults)
    db.session.commit()
    return redirect(f"/e/{slug}/badge/cards?said=saved", 303)


@attendee.post("/badge/cards/<int:card_id>/delete")
@demands(Access.ATTENDEE)
def delete_my_card(slug: str, card_id: int) -> ResponseReturnValue:
    gone = put_card_away(db.session(), current_attendee().person_id, card_id)
    db.session.commit()
    # Nothing is kept here; the page itself holds the card for the one who may take this back.
    return _page(gone=gone)


@attendee.post("/badge/cards/back")
@demands(Access.ATTENDEE)
def bring_my_card_back(slug: str) -> ResponseReturnValue:
    card_id = request.form.get("card", 0, type=row_number)
    used_at = ids_in(request.form.get("used", ""))
    bring_card_back(db.session(), current_attendee().person_id, _typed(), card_id=card_id, used_at=used_at, now=utc_now())
    db.session.commit()
    return redirect(f"/e/{slug}/badge/cards?said=card-back", 303)


def _page(*, gone: GoneCard | None = None) -> Response:
    """`gone`: a card that was deleted just now, for an undo."""
    me = current_attendee()
    profile = own_answers(db.session(), me.event_id, me.id, email=current_person().email)
    page = render_template("attendee/cards.html", book=_book(), profile=profile, me=me, consent=SENTENCES[CARD], gone=gone)
    return keep_secret(make_response(page))


def _book() -> CardBook:
    me = current_attendee()
    return cards_of(db.session(), event_id=me.event_id, person_id=me.person_id)


def _typed() -> CardDraft:
    form = request.form
    texts = {name: form.get(name, "") for name in ("label", "organisation", "headline", "email", "phone", "link")}
    return CardDraft(**texts, ticked=tuple(" ".join(form.getlist("ticked")).split()))


def _draft_of(card: OwnCardRow) -> CardDraft:
    return CardDraft(card.label, card.organisation, card.headline, card.email, card.phone, card.link, card.shared_fields)


def _form(typed: CardDraft, *, card: OwnCardRow | None = None, faults: tuple[Fault, ...] = ()) -> Response:
    page = render_template("attendee/card_form.html", typed=typed, card=card, faults=faults, longest=LONGEST)
    return keep_secret(make_response(page, 422 if faults else 200))
