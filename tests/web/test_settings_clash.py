"""Two organisers save the same form: the second is asked, and nothing typed is lost."""

import re
from collections.abc import Callable
from html import unescape

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from tests.browsers import Phone, text_of
from tests.cast import make_organiser

LaptopOf = Callable[[Person], Phone]
SETTINGS = "/organise/events/northlight/settings"


def filled_form(laptop: Phone, **typed: str) -> dict[str, str]:
    """The fields of the page's form as a browser would send them, with something typed."""
    page = laptop.get(SETTINGS).text
    fields = (re.search(r'name="([^"]+)".*?value="([^"]*)"', one) for one in re.findall(r"<input[^>]*>", page) if 'type="radio"' not in one)
    form = {found[1]: unescape(found[2]) for found in fields if found}
    chosen = dict(re.findall(r'type="radio" name="([^"]+)" value="([^"]+)" checked', page))
    return {**form, **chosen, "description": "", "tags": "", "language": "", **typed}


def of_event(session: Session) -> tuple[str, str, int]:
    session.rollback()
    row = session.execute(select(Event.name, Event.place, Event.version)).one()
    session.rollback()
    return tuple(row)


def test_a_stale_save_is_refused_and_shows_who_changed_what(session: Session, event: Event, organiser: Person, laptop_of: LaptopOf) -> None:
    hugo = laptop_of(make_organiser(session, event, "Hugo Host", role="host"))
    olga = laptop_of(organiser)
    mine = filled_form(olga, name="Olga’s name", place="Olga’s hall")
    hugo.post(SETTINGS, filled_form(hugo, name="Hugo’s name"))

    answer = olga.post(SETTINGS, mine)

    page = text_of(answer)
    assert answer.status_code == 409
    assert "Changed by Hugo Host on Thu 5 Nov 2026, 09:30 GMT." in page
    assert [word in page for word in ("Hugo’s name", "Olga’s name")] == [True, True]
    assert 'name="place" value="Olga’s hall"' in answer.text
    assert "take_place" not in answer.text
    assert of_event(session) == ("Hugo’s name", "Saltmarsh Hall", 1)


def test_mine_is_saved_over_it_or_theirs_is_taken_field_by_field(
    session: Session, event: Event, organiser: Person, laptop_of: LaptopOf
) -> None:
    hugo = laptop_of(make_organiser(session, event, "Hugo Host", role="host"))
    olga = laptop_of(organiser)
    mine = filled_form(olga, name="Olga’s name", place="Olga’s hall")
    hugo.post(SETTINGS, filled_form(hugo, name="Hugo’s name", place="Hugo’s hall"))
    olga.post(SETTINGS, mine)

    answer = olga.post(SETTINGS, {**mine, "version": "1", "take_name": "theirs", "take_place": "mine"})

    assert answer.status_code == 303
    assert of_event(session) == ("Hugo’s name", "Olga’s hall", 2)


def test_a_third_change_meanwhile_asks_again(session: Session, event: Event, organiser: Person, laptop_of: LaptopOf) -> None:
    hugo, olga = laptop_of(make_organiser(session, event, "Hugo Host", role="host")), laptop_of(organiser)
    mine = filled_form(olga, name="Olga’s name")
    hugo.post(SETTINGS, filled_form(hugo, name="Hugo’s name"))
    olga.post(SETTINGS, mine)
    hugo.post(SETTINGS, filled_form(hugo, name="Hugo’s second name"))

    answer = olga.post(SETTINGS, {**mine, "version": "1", "take_name": "mine"})

    assert (answer.status_code, "Hugo’s second name" in answer.text) == (409, True)
    assert of_event(session)[0] == "Hugo’s second name"


def test_different_fields_go_together_without_a_question(session: Session, event: Event, organiser: Person, laptop_of: LaptopOf) -> None:
    """A field I did not touch is asked about, never set back in silence; one I alone touched is saved with the rest."""
    hugo, olga = laptop_of(make_organiser(session, event, "Hugo Host", role="host")), laptop_of(organiser)
    mine = filled_form(olga, place="Olga’s hall")
    hugo.post(SETTINGS, filled_form(hugo, name="Hugo’s name"))

    asked = olga.post(SETTINGS, mine)
    answer = olga.post(SETTINGS, {**mine, "version": "1", "take_name": "theirs"})

    assert (asked.status_code, "You did not touch this field." in text_of(asked), answer.status_code) == (409, True, 303)
    assert of_event(session) == ("Hugo’s name", "Olga’s hall", 2)


def test_saving_without_a_change_counts_as_none(session: Session, event: Event, organiser: Person, laptop_of: LaptopOf) -> None:
    olga = laptop_of(organiser)
    olga.post(SETTINGS, filled_form(olga))

    assert of_event(session)[2] == 0
