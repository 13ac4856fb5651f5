"""A new event from a template or from a past one."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.services.logos import keep_logo, see_logo
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event, EventRole, Interest, InterestSynonym
from matchmaker.store.models.groups import GroupApart
from matchmaker.store.models.matching import StoredSetup
from matchmaker.store.models.people import Person
from matchmaker.store.queries.groups import groups_apart
from tests.browsers import Phone, text_of
from tests.cast import NOW, make_attendee, make_event, make_interest, make_organiser
from tests.domain.test_event_draft import GOOD
from tests.photographs import gps_photo

LaptopOf = Callable[[Person], Phone]
NEW = "/organise/events/new"


@pytest.fixture
def past(session: Session) -> Event:
    event = make_event(session, "northlight", join_policy="invited", exchange_rule="ask_first", place="Saltmarsh Hall")
    make_interest(session, event, "Choirs", ("singing",))
    make_attendee(session, event, "Ada Lovelace")
    session.add_all(GroupApart(event_id=event.id, one=one, other=other) for one, other in (("a", "b"), ("b", "a")))
    keep_logo(session, event.id, gps_photo(300, 100), now=NOW)
    session.add(StoredSetup(event_id=event.id, settings={"talk": 1.5}, changed_at=NOW))
    return event


@pytest.fixture
def olga(session: Session, past: Event) -> Person:
    return make_organiser(session, past)


def test_the_first_page_offers_templates_and_my_events_alone(session: Session, olga: Person, laptop_of: LaptopOf) -> None:
    make_event(session, "elsewhere", name="Somebody else’s event")

    page = text_of(laptop_of(olga).get(NEW))

    assert [word in page for word in ("Tech meetup", "Research meeting", "Start-up night", "Community day", "Northlight 26")] == [True] * 5
    assert "Somebody else’s event" not in page


@pytest.mark.parametrize(("word", "tag", "rule"), [("tech", "Rust", "owner_chooses"), ("community", "Gardens", "ask_first")])
def test_a_template_fills_the_form(olga: Person, laptop_of: LaptopOf, word: str, tag: str, rule: str) -> None:
    page = laptop_of(olga).get(f"{NEW}?from={word}").text

    field = re.search(r'<textarea[^>]*id="tags".*?</textarea>', page, re.S)
    assert field is not None
    assert tag in unescape(field[0])
    assert f'name="exchange_rule" value="{rule}" checked' in page


def test_a_copy_takes_settings_interests_matching_and_the_team_but_no_attendee(
    session: Session, past: Event, olga: Person, laptop_of: LaptopOf
) -> None:
    hugo = make_organiser(session, past, "Hugo Host", role="host")
    laptop = laptop_of(olga)
    page = laptop.get(f"{NEW}?from=copy-northlight").text

    form = {**GOOD, "slug": "northlight-27", "tags": "Choirs = singing", "from": "copy-northlight", "with_team": "1"}
    answer = laptop.post(NEW, form)

    assert [piece in page for piece in ("A copy of Northlight 26", "Choirs = singing", 'value="invited" checked')] == [True] * 3
    assert answer.status_code == 303
    event = session.scalars(select(Event).where(Event.slug == "northlight-27")).one()
    assert event.opened_at is None
    assert dict(session.execute(select(EventRole.person_id, EventRole.role).where(EventRole.event_id == event.id)).all()) == {
        olga.id: "owner",
        hugo.id: "host",
    }
    assert session.scalars(select(Interest.label).where(Interest.event_id == event.id)).all() == ["Choirs"]
    assert session.scalars(select(InterestSynonym.label).where(InterestSynonym.event_id == event.id)).all() == ["singing"]
    assert session.scalars(select(StoredSetup.settings).where(StoredSetup.event_id == event.id)).all() == [{"talk": 1.5}]
    assert groups_apart(session, event.id) == (("a", "b"), ("b", "a"))
    assert see_logo(session, event.id, event.logo)[:4] == b"\x89PNG"
    assert session.scalar(select(func.count()).select_from(Attendee).where(Attendee.event_id == event.id)) == 0


def test_a_copy_without_the_team_is_mine_alone(session: Session, past: Event, olga: Person, laptop_of: LaptopOf) -> None:
    make_organiser(session, past, "Hugo Host", role="host")
    laptop_of(olga).post(NEW, {**GOOD, "slug": "northlight-27", "from": "copy-northlight"})

    event_id = session.scalars(select(Event.id).where(Event.slug == "northlight-27")).one()
    assert session.scalars(select(EventRole.person_id).where(EventRole.event_id == event_id)).all() == [olga.id]


def test_another_team_s_event_is_not_there_to_copy(session: Session, past: Event, laptop_of: LaptopOf) -> None:
    otto = laptop_of(make_organiser(session, None, "Otto Other"))

    answers = [otto.get(f"{NEW}?from=copy-northlight"), otto.post(NEW, {**GOOD, "slug": "mine", "from": "copy-northlight"})]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert session.scalar(select(func.count()).select_from(Event)) == 1


def test_the_desk_copies_nothing(session: Session, past: Event, laptop_of: LaptopOf) -> None:
    dora = make_organiser(session, past, "Dora Desk", role="desk")

    assert laptop_of(dora).get(f"{NEW}?from=copy-northlight").status_code == 404
