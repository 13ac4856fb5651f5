"""The worker counts, releases and draws; the picture is of the moment of the figures it stands with."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.jobs.insights import count_insights
from matchmaker.jobs.workshop import Workshop
from matchmaker.settings import Settings
from matchmaker.store.models.events import Event
from matchmaker.store.models.insights import InsightRelease, NetworkPicture
from tests.cast import NOW, make_attendee, make_event
from tests.meetings import meet


def run(session: Session, settings: Settings) -> None:
    session.commit()
    count_insights(Workshop(settings, session.get_bind(), now=lambda: NOW))
    session.expire_all()


def test_the_picture_moves_with_the_figures_of_conversations_alone(session: Session, event: Event, settings: Settings) -> None:
    people = [make_attendee(session, event, f"Person{number} Somebody") for number in range(40)]
    for one, other in zip(people[:30:2], people[1:30:2], strict=True):
        meet(session, one, other)
    run(session, settings)
    first = session.execute(sa.select(NetworkPicture.number, NetworkPicture.drawing)).one()
    session.commit()
    meet(session, people[30], people[31])
    for one in people[:8]:
        one.interests_saved_at = NOW
    run(session, settings)
    second = session.execute(sa.select(NetworkPicture.number, NetworkPicture.drawing)).one()
    session.commit()
    meet(session, people[32], people[33])
    meet(session, people[34], people[35])
    run(session, settings)

    third = session.execute(sa.select(NetworkPicture.number, NetworkPicture.drawing)).one()

    assert (first.number, len(first.drawing["dots"])) == (1, 30)
    assert second == first
    assert (third.number, len(third.drawing["dots"])) == (2, 35)
    assert dict(session.execute(sa.select(InsightRelease.family, InsightRelease.number)).all())["profiles"] == 2


def test_events_of_other_seasons_are_left_alone(session: Session, settings: Settings) -> None:
    from datetime import timedelta

    make_event(session, "past", starts_at=NOW - timedelta(days=60), ends_at=NOW - timedelta(days=59))
    make_event(session, "far", starts_at=NOW + timedelta(days=60), ends_at=NOW + timedelta(days=61))
    run(session, settings)

    assert session.scalars(sa.select(InsightRelease.event_id)).all() == []
