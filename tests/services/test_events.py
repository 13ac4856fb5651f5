"""Events are created and changed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.domain.events.draft import EventDraft
from matchmaker.errors import BadInputError
from matchmaker.services.events import change_event, create_event
from matchmaker.store.models.events import Event, EventRole
from matchmaker.store.queries.events import events_of, figures_of, tags_of
from tests.cast import NOW, give_interests, make_attendee, make_event, make_organiser, make_person

DRAFT = EventDraft(
    "Northlight 26",
    "northlight",
    "Saltmarsh Hall",
    "Europe/London",
    NOW,
    NOW + timedelta(hours=3),
    "",
    ("Rust", "Choirs"),
    "open",
    "full_names",
    "owner_chooses",
)


def test_who_creates_an_event_owns_it(session: Session) -> None:
    olga = make_organiser(session)

    event = create_event(session, olga.id, DRAFT, now=NOW)

    roles = session.execute(select(EventRole.person_id, EventRole.role).where(EventRole.event_id == event.id)).all()
    assert roles == [(olga.id, "owner")]
    assert list(tags_of(session, event.id).values()) == ["Rust", "Choirs"]
    assert [line.slug for line in events_of(session, olga.id)] == ["northlight"]


@pytest.mark.parametrize("slug", ["northlight", "new"])
def test_a_taken_address_is_refused(session: Session, slug: str) -> None:
    olga = make_organiser(session, make_event(session))

    with pytest.raises(BadInputError) as caught:
        create_event(session, olga.id, replace(DRAFT, slug=slug), now=NOW)

    assert [fault.field for fault in caught.value.faults] == ["slug"]


def test_changing_an_event_keeps_the_tags_people_chose(session: Session) -> None:
    event = create_event(session, make_organiser(session).id, DRAFT, now=NOW)
    before = tags_of(session, event.id)

    change_event(session, event.id, replace(DRAFT, name="Southlight", slug="southlight", tags=("choirs", "Open maps")))

    changed = session.execute(select(Event).where(Event.id == event.id)).scalar_one()
    assert (changed.name, changed.slug) == ("Southlight", "southlight")
    assert list(tags_of(session, event.id).values()) == ["Rust", "Choirs", "Open maps"]
    assert before.items() <= tags_of(session, event.id).items()


def test_an_organiser_sees_only_events_of_their_own(session: Session) -> None:
    mine, other = make_event(session), make_event(session, "elsewhere")
    olga = make_organiser(session, mine)
    make_organiser(session, other, "Otto Other")

    assert [line.slug for line in events_of(session, olga.id)] == ["northlight"]
    assert events_of(session, make_person(session, "Nobody Atall").id) == ()


def test_the_figures_count_one_event_alone(session: Session) -> None:
    event, other = make_event(session), make_event(session, "elsewhere")
    ada = make_attendee(session, event, "Ada Lovelace")
    make_attendee(session, event, "Grace Hopper")
    make_attendee(session, event, "Linus Torvalds", status="cancelled")
    make_attendee(session, other, "Edsger Dijkstra")
    give_interests(session, ada, talk=["Engines"])

    figures = figures_of(session, event.id)

    assert (figures.attendees, figures.filled, figures.with_list, figures.in_nobodys_list) == (2, 1, 0, 0)
    assert (figures.badge_sheets, figures.letters_failed) == (0, 0)
