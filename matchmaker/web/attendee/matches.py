"""Your people: the list, one match, and what you answer."""

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urlencode

from flask import get_template_attribute, redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.interests.progress import Question
from matchmaker.domain.matching.answering import ANSWERS, REASONS
from matchmaker.domain.matching.plain import PLAIN
from matchmaker.domain.matching.wish import Wish, asked_of, read_wish
from matchmaker.services.match_cards import card_of
from matchmaker.services.matches import MatchList, answer_match, match_for, matches_for
from matchmaker.services.plain_list import plain_list_for
from matchmaker.services.profiles import profile_for, question_for
from matchmaker.services.seen_matches import mark_seen
from matchmaker.services.turning import turned_matches
from matchmaker.store.queries.beats import is_worker_silent
from matchmaker.store.queries.places import MatchRow
from matchmaker.store.queries.visits import Visit
from matchmaker.web.access import Access, current_attendee, current_event, demands, visit
from matchmaker.web.attendee.waiting import wait_for_list
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.fresh import answer_if_changed, print_of
from matchmaker.web.house import house_settings
from matchmaker.web.languages import language, language_name
from matchmaker.web.legible import row_number
from matchmaker.web.paging import page_number
from matchmaker.web.visits import CSRF_FIELD, visitor
from matchmaker.web.wake import wake

TUNE = "tune"


@attendee.get("/matches")
@demands(Access.ATTENDEE)
def show_matches(slug: str) -> ResponseReturnValue:
    settings = house_settings()
    found = _plain_list() if current_attendee().list_kind == PLAIN else _made_list()
    silent = found.state == "waiting" and is_worker_silent(db.session(), silence_seconds=settings.worker_silence_seconds, now=utc_now())
    question = _question(found) if found.state == "ready" else None
    return answer_if_changed(*_drawn_page(visit(), found, silent, question, visitor()[CSRF_FIELD], language(), request.query_string))


@attendee.get("/matches/<int:other_id>")
@demands(Access.ATTENDEE)
def show_match(slug: str, other_id: int) -> ResponseReturnValue:
    found = match_for(db.session(), current_event(), current_attendee(), other_id, now=utc_now())
    profile = profile_for(db.session(), current_event(), current_attendee(), other_id)
    spoken = [(language_name(code), profile.levels.get(code, "")) for code in profile.languages]
    page = render_template("attendee/match.html", found=found, card=found.card, event=current_event(), profile=profile, spoken=spoken)
    return answer_if_changed(page, print_of(page))


@attendee.post("/matches/<int:other_id>/decision")
@demands(Access.ATTENDEE)
def decide(slug: str, other_id: int) -> ResponseReturnValue:
    event, me, form, now = current_event(), current_attendee(), request.form, utc_now()
    answer, reason = form.get("answer", ""), form.get("reason", "")
    answer_match(db.session(), event, me, other_id, answer, now=now, reason=reason)
    mark_seen(db.session(), event.id, me.id, ids_in(form.get("seen", "")), now=now)
    db.session.commit()
    wake("recommend")
    said = {"answered": other_id, "how": answer, "why": reason} if answer in ANSWERS else {"said": "answer-undone"}
    back = asked_of(read_wish(form.to_dict(flat=False)))
    return redirect(f"/e/{slug}/matches?{urlencode([*((name, value) for name, value in said.items() if value), *back])}", 303)


@attendee.post("/matches/seen")
@demands(Access.ATTENDEE)
def keep_seen(slug: str) -> ResponseReturnValue:
    me = current_attendee()
    mark_seen(db.session(), me.event_id, me.id, ids_in(request.form.get("ids", "")), now=utc_now())
    db.session.commit()
    return "", 204


def ids_in(text: str) -> list[int]:
    """The ids of "3,14,15"; what is none is left out."""
    return [int(part) for part in text.split(",")[:100] if part.isascii() and part.isdigit() and len(part) < 10]


def drawn_cards(places: tuple[MatchRow, ...], macro: str) -> list[str]:
    """Places as HTML, each drawn once for as long as it stays as it is."""
    event, me = current_event(), current_attendee()
    return [_drawn_card(place, macro, me.id, event.sees, event.slug, language()) for place in places]


def _made_list() -> MatchList:
    settings, me = house_settings(), current_attendee()
    event = wait_for_list(current_event(), me, seconds=settings.list_wait_seconds)
    wish = read_wish(request.args.to_dict(flat=False))
    if event.closed_at is None and (wish != Wish() or TUNE in request.args):
        return turned_matches(db.session(), event, me, wish, limit=settings.list_length, now=utc_now())
    return matches_for(db.session(), event, me, limit=settings.list_length, now=utc_now())


def _question(found: MatchList) -> Question | None:
    later = request.args.get("later", "")
    return question_for(db.session(), current_event(), current_attendee(), later=later, said=found.said)


def _plain_list() -> MatchList:
    return plain_list_for(db.session(), current_event(), current_attendee(), page=page_number(), now=utc_now())


@lru_cache(maxsize=400)
def _drawn_page(
    who: Visit,
    found: MatchList,
    silent: bool,  # noqa: FBT001  one more key
    question: Question | None,
    _secret: str,
    spoken: str,
    _query: bytes,
) -> tuple[str, str]:
    """The page and its print, kept as long as nothing it shows has changed: all of that stands in the arguments."""
    cards = drawn_cards(found.places, "plain_card" if found.state == "plain" else "match_card")
    shown = {"found": found, "cards": cards, "event": who.event, "me": who.attendee, "language_name": language_name}
    shown |= {"worker_is_silent": silent, "answered": _answered(), "back": asked_of(found.wish), "reasons": REASONS, "question": question}
    page = render_template("attendee/matches.html", **shown, is_open=TUNE in request.args or found.wish != Wish())
    return page, print_of(page)


@lru_cache(maxsize=4096)
def _drawn_card(place: MatchRow, macro: str, reader_id: int, sees: str, slug: str, _language: str) -> str:
    """A card as HTML, kept as the page is: when one card changes, the others need not be drawn anew."""
    draw: Callable[..., str] = get_template_attribute("attendee/_match_card.html", macro)
    return draw(card_of(place, reader_id=reader_id, sees=sees), f"/e/{slug}")


def _answered() -> tuple[int, str, str] | None:
    """Whom the reader has just answered, how and why, so that one tap takes it back."""
    other_id, how, why = request.args.get("answered", type=row_number), request.args.get("how", ""), request.args.get("why", "")
    return (other_id, how, why if why in REASONS else "") if other_id is not None and how in ANSWERS else None
