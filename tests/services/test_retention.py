"""After its time an event keeps contacts and nothing else of its people."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.domain.followup.acts import Act
from matchmaker.services.followup_acts import note_acts
from matchmaker.services.retention import events_due, forget_event
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.contacts import Contact, FollowUpAct
from matchmaker.store.models.deeds import DeedRow
from matchmaker.store.models.events import Event
from matchmaker.store.models.matches import Recommendation
from tests.cast import NOW, give_interests, make_attendee, make_event
from tests.letters import exchange

ENDED = NOW - timedelta(days=40)


@pytest.fixture
def past(session: Session) -> Event:
    return make_event(session, starts_at=ENDED - timedelta(hours=3), ends_at=ENDED, retention_days=30)


@pytest.mark.parametrize(("days", "due"), [(30, True), (40, True), (41, False), (None, False)])
def test_an_event_is_due_after_its_days_and_never_without_any(session: Session, past: Event, days: int | None, due: bool) -> None:
    past.retention_days = days
    session.flush()

    assert events_due(session, now=NOW) == ([past.id] if due else [])


def test_words_and_lists_go_and_contacts_stay(session: Session, past: Event) -> None:
    other = make_event(session, "elsewhere")
    ada, grace, linus = (
        make_attendee(session, past, name, bio="Long ago", group_name="red") for name in ("Ada Lovelace", "Grace Hopper", "Linus")
    )
    stays = make_attendee(session, other, "Margaret Hamilton")
    for attendee in (ada, grace, linus, stays):
        give_interests(session, attendee, talk=["Engines"])
    contact = exchange(session, ada, grace, note="Owes me a map").id
    elsewhere = exchange(session, stays, make_attendee(session, other, "Nia")).id
    for one, met in ((ada, contact), (stays, elsewhere)):
        note_acts(session, one.person_id, [met], Act.MARKED, NOW)
    place = {"rank": 1, "score": 1.0, "likeness": 1.0, "complement": 0.0, "reasons": []}
    session.add(Recommendation(event_id=past.id, reader_id=ada.id, other_id=linus.id, **place))
    session.flush()

    gone = forget_event(session, past.id, now=NOW)
    session.commit()
    session.expire_all()

    assert gone == 1
    assert session.scalars(select(Attendee.name).where(Attendee.event_id == past.id).order_by(Attendee.id)).all() == [
        "Ada Lovelace",
        "Grace Hopper",
    ]
    assert set(session.execute(select(Attendee.bio, Attendee.group_name).where(Attendee.event_id == past.id)).all()) == {("", "")}
    assert session.scalars(select(AttendeeInterest.attendee_id)).all() == [stays.id]
    assert session.scalar(select(func.count()).select_from(Recommendation)) == 0
    assert session.scalars(select(Contact.id).order_by(Contact.id)).all() == [contact, elsewhere]
    assert session.scalars(select(FollowUpAct.contact_id)).all() == [elsewhere]
    assert session.get_one(Event, past.id).closed_at == NOW
    assert (events_due(session, now=NOW), session.scalars(select(DeedRow.deed)).all()) == ([], ["event.forgotten"])
