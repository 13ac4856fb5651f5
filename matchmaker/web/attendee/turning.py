"""What the list's script asks for, so that sliders and filters move the list without a page."""

import json

from flask import get_template_attribute, request
from flask.typing import ResponseReturnValue

from matchmaker.domain.matching.plain import PLAIN
from matchmaker.domain.matching.wish import Wish
from matchmaker.errors import NotFoundError
from matchmaker.services.turning import places_among, turning_of
from matchmaker.store.queries.visits import AttendeeFacts
from matchmaker.web.access import Access, current_attendee, demands
from matchmaker.web.attendee.matches import drawn_cards, ids_in
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import attendee
from matchmaker.web.fresh import answer_if_changed, print_of
from matchmaker.web.house import house_settings
from matchmaker.web.languages import language_name


@attendee.get("/matches/turning.json")
@demands(Access.ATTENDEE)
def show_turning(slug: str) -> ResponseReturnValue:
    me = _reader_of_a_made_list()
    turning = turning_of(db.session(), me, limit=house_settings().list_length, now=utc_now())
    draw = get_template_attribute("attendee/_turning.html", "filters")
    traits = {other: [one.languages, one.group, one.remote] for other, one in turning.traits.items()}
    told = {"rows": turning.rows, "listed": turning.listed, "traits": traits, "most": turning.most}
    text = json.dumps({**told, "filters": draw(turning.choices, Wish(), language_name)}, ensure_ascii=False)
    return answer_if_changed(text, print_of(text), mimetype="application/json")


@attendee.get("/matches/cards")
@demands(Access.ATTENDEE)
def show_cards(slug: str) -> ResponseReturnValue:
    places = places_among(db.session(), _reader_of_a_made_list(), ids_in(request.args.get("ids", "")), now=utc_now())
    if not places:
        raise NotFoundError
    page = "".join(drawn_cards(places, "match_card"))
    return answer_if_changed(page, print_of(page))


def _reader_of_a_made_list() -> AttendeeFacts:
    me = current_attendee()
    if me.list_kind == PLAIN:
        raise NotFoundError
    return me
