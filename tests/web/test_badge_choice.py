"""Two organisers choose paper and words of the badges at once: neither overwrites the other unseen."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.domain.badges.printing import FIELDS, PrintChoice
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.deeds import DeedRow
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from matchmaker.store.queries.badge_sheets import print_choice
from tests.browsers import Phone, form_to, text_of
from tests.cast import make_organiser

PAGE = "/organise/events/northlight/badges"
CHOICE = f"{PAGE}/choice"
LaptopOf = Callable[[Person], Phone]
FORM: dict[str, Any] = {"paper": "a7", "side": "front", "fields": list(FIELDS), "sort": "name", "whom": "all", "first": "", "last": ""}
OWN: dict[str, Any] = {
    "paper": "own",
    "width": "90",
    "height": "50.5",
    "sheet": "a4",
    "columns": "2",
    "rows": "4",
    "gap_x": "0",
    "gap_y": "0",
}


def opened(laptop: Phone) -> dict[str, str]:
    """What the form carries that was filled just now."""
    return form_to(laptop.get(PAGE).text, CHOICE)


def kept(session: Session, event: Event) -> PrintChoice:
    session.rollback()
    choice = print_choice(session, event.id)
    session.rollback()
    return choice


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: unescape(value) for name, value in found if name != "csrf_token"}


@pytest.fixture
def both(laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee) -> tuple[Phone, Phone]:
    return laptop_of(organiser), laptop_of(make_organiser(session, event, "Odile Other"))


def test_the_second_sees_what_the_first_chose_and_decides_part_by_part(both, session: Session, event: Event) -> None:
    mine, theirs = both
    was = opened(mine)
    theirs.post(CHOICE, {**FORM, "side": "back", "first": "2", "last": "9", **opened(theirs)})

    clash = mine.post(CHOICE, {**FORM, "paper": "a6", "last": "4", **was})
    untouched = kept(session, event)
    said = text_of(clash)
    settled = mine.post(CHOICE, {**hidden(clash.text), "take_side": "theirs", "take_first": "theirs", "take_last": "mine"})

    assert clash.status_code == 409
    assert "Somebody else saved first" in said
    assert said.count("Changed by Odile Other") == 3
    assert "Take theirs On the back Save mine over it On the front, beside the name" in said
    assert "You did not touch this field." in said
    assert (untouched.paper, untouched.side, untouched.first, untouched.last) == ("a7", "back", 2, 9)
    assert settled.location == f"{PAGE}?said=badges-chosen"
    after = kept(session, event)
    assert (after.paper, after.side, after.first, after.last, after.fields) == ("a6", "back", 2, 4, tuple(FIELDS))


def test_measures_go_with_their_paper(both, session: Session, event: Event) -> None:
    mine, theirs = both
    was = opened(mine)
    theirs.post(CHOICE, {**FORM, **OWN, **opened(theirs)})

    clash = mine.post(CHOICE, {**FORM, "sort": "organisation", **was})
    said = text_of(clash)
    mine.post(CHOICE, {**hidden(clash.text), "take_paper": "theirs"})

    assert "Take theirs Another size: 90 × 50.5 mm" in said
    assert said.count("Take theirs") == 1
    after = kept(session, event)
    assert (after.paper, after.own.width, after.own.height, after.own.rows, after.sort) == ("own", 90.0, 50.5, 4, "organisation")


def test_what_both_chose_alike_and_what_nobody_else_changed_is_saved(both, session: Session, event: Event) -> None:
    mine, theirs = both
    was = opened(mine)
    theirs.post(CHOICE, {**FORM, "side": "back", **opened(theirs)})

    answer = mine.post(CHOICE, {**FORM, "side": "back", "sort": "group", **was})

    assert answer.status_code == 303
    assert (kept(session, event).side, kept(session, event).sort) == ("back", "group")


def test_a_form_with_a_fault_still_knows_what_it_was_opened_with(both, session: Session, event: Event) -> None:
    mine, theirs = both
    was = opened(mine)
    theirs.post(CHOICE, {**FORM, "side": "back", **opened(theirs)})

    faulty = mine.post(CHOICE, {**FORM, "first": "x", **was})
    answer = mine.post(CHOICE, {**FORM, "first": "1", **form_to(faulty.text, CHOICE)})

    assert (faulty.status_code, answer.status_code, kept(session, event).side) == (422, 409, "back")


def test_a_form_that_says_nothing_of_what_it_was_opened_with_overwrites_nothing(both, session: Session, event: Event) -> None:
    mine, theirs = both
    theirs.post(CHOICE, {**FORM, "side": "back", **opened(theirs)})

    assert mine.post(CHOICE, FORM).status_code == 409
    assert kept(session, event).side == "back"


def test_the_log_says_who_chose_what_and_nothing_if_nothing_changed(both, session: Session, event: Event) -> None:
    laptop, _ = both

    for _ in range(2):
        laptop.post(CHOICE, {**FORM, "side": "back", "fields": ["group"], **opened(laptop)})
    deeds = session.execute(select(DeedRow.deed, DeedRow.fields)).all()
    session.rollback()

    assert [tuple(row) for row in deeds] == [("badges.chosen", ["side", "fields"])]
    assert "chose how badges are printed QR code · On the badge, besides the name" in text_of(laptop.get("/organise/events/northlight/log"))
