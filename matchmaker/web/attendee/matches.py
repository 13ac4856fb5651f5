"""Your people: the list, one match, and what you answer."""

import hashlib
from collections.abc import Callable
from functools import lru_cache

from flask import Response, get_template_attribute, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.matching.plain import PLAIN
from matchmaker.services.matches import ANSWERS, MatchList, answer_match, card_of, match_for, matches_for
from matchmaker.services.plain_list import plain_list_for
from matchmaker.store.queries.beats import is_worker_silent
from matchmaker.store.queries.matches import MatchRow
from matchmaker.store.queries.visits import Visit
from matchmaker.web.access import Access, current_attendee, current_event, demands, visit
from matchmaker.web.attendee.waiting import wait_for_list
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.house import house_settings
from matchmaker.web.languages import language, language_name
from matchmaker.web.paging import page_number
from matchmaker.web.visits import CSRF_FIELD, visitor
from matchmaker.web.wake import wake


@attendee.get("/matches")
@demands(Access.ATTENDEE)
def show_matches(slug: str) -> ResponseReturnValue:
    settings = house_settings()
    found = _plain_list() if current_attendee().list_kind == PLAIN else _made_list()
    silent = found.state == "waiting" and is_worker_silent(db.session(), silence_seconds=settings.worker_silence_seconds, now=utc_now())
    return _answer(*_drawn_page(visit(), found, silent, visitor()[CSRF_FIELD], language(), request.query_string))


@attendee.get("/matches/<int:other_id>")
@demands(Access.ATTENDEE)
def show_match(slug: str, other_id: int) -> ResponseReturnValue:
    found = match_for(db.session(), current_event(), current_attendee(), other_id)
    languages = [language_name(code) for code in found.languages]
    page = render_template("attendee/match.html", card=found.card, is_plain=found.is_plain, event=current_event(), languages=languages)
    return _answer(page, _print_of(page))


@attendee.post("/matches/<int:other_id>/decision")
@demands(Access.ATTENDEE)
def decide(slug: str, other_id: int) -> ResponseReturnValue:
    answer = request.form.get("answer", "")
    answer_match(db.session(), current_event(), current_attendee(), other_id, answer, now=utc_now())
    db.session.commit()
    wake("recommend")
    return redirect(f"/e/{slug}/matches?" + (f"answered={other_id}&how={answer}" if answer in ANSWERS else "said=answer-undone"), 303)


def _made_list() -> MatchList:
    settings, me = house_settings(), current_attendee()
    event = wait_for_list(current_event(), me, seconds=settings.list_wait_seconds)
    return matches_for(db.session(), event, me, limit=settings.list_length)


def _plain_list() -> MatchList:
    return plain_list_for(db.session(), current_event(), current_attendee(), page=page_number(), now=utc_now())


@lru_cache(maxsize=400)
def _drawn_page(who: Visit, found: MatchList, silent: bool, _secret: str, spoken: str, _query: bytes) -> tuple[str, str]:  # noqa: FBT001  one more key
    """The page and its print, kept as long as nothing it shows has changed: all of that stands in the arguments."""
    event, reader = who.event, who.attendee
    assert event is not None
    assert reader is not None
    draw = "plain_card" if found.state == "plain" else "match_card"
    cards = [_drawn_card(place, draw, reader.id, event.sees, event.slug, spoken) for place in found.places]
    page = render_template("attendee/matches.html", found=found, cards=cards, event=event, worker_is_silent=silent, answered=_answered())
    return page, _print_of(page)


@lru_cache(maxsize=2048)
def _drawn_card(place: MatchRow, macro: str, reader_id: int, sees: str, slug: str, _language: str) -> str:
    """A card as HTML, kept as the page is: when one card changes, the others need not be drawn anew."""
    draw: Callable[..., str] = get_template_attribute("attendee/_match_card.html", macro)
    return draw(card_of(place, reader_id=reader_id, sees=sees), f"/e/{slug}")


def _answered() -> tuple[int, str] | None:
    """Whom the reader has just answered, and how, so that one tap takes it back."""
    other_id, how = request.args.get("answered", type=int), request.args.get("how", "")
    return (other_id, how) if other_id is not None and how in ANSWERS else None


def _print_of(page: str) -> str:
    return hashlib.sha256(page.encode()).hexdigest()[:32]


def _answer(page: str, fingerprint: str) -> Response:
    """The browser may keep the page for itself, and asks each time whether it still holds."""
    response = make_response(page)
    response.set_etag(fingerprint)
    response.make_conditional(request)
    return response
