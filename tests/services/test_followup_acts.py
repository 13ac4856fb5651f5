"""What came of follow-ups is noted once, by and for one person; nobody else's counts."""

from datetime import timedelta

from sqlalchemy import select

from matchmaker.domain.followup.acts import Act
from matchmaker.services.followup_acts import note_acts
from matchmaker.services.followups import Wanted, followups_of, rate_of
from matchmaker.services.personal_letters import send_personal
from matchmaker.services.safety import block_person
from matchmaker.store.models.contacts import FollowUpAct
from matchmaker.store.queries.followup import Reader
from tests.cast import NOW
from tests.letters import exchange
from tests.meetings import meet, side_of


def reader(attendee, event) -> Reader:
    return Reader(event.id, event.slug, event.name, attendee.id, attendee.person_id, attendee.name, "ada@example.org")


def rate(session, attendee, event):
    me = reader(attendee, event)
    return rate_of(session, me, followups_of(session, me, wanted=Wanted(), today=NOW.date()))


def test_the_same_again_stays_on_its_first_day_and_what_is_not_theirs_is_left_out(session, event, ada, grace, linus) -> None:
    mine, foreign = exchange(session, ada, grace).id, exchange(session, grace, linus).id

    note_acts(session, ada.person_id, [mine, foreign, 999], Act.REMINDED, NOW)
    note_acts(session, ada.person_id, [mine], Act.REMINDED, NOW + timedelta(days=30))
    note_acts(session, ada.person_id, [], Act.REMINDED, NOW)
    note_acts(session, linus.person_id, [mine], Act.REMINDED, NOW)

    rows = session.execute(select(FollowUpAct.contact_id, FollowUpAct.person_id, FollowUpAct.act, FollowUpAct.day)).all()
    assert rows == [(mine, ada.person_id, "reminded", NOW.date())]


def test_nothing_is_noted_any_more_once_the_event_is_forgotten(session, event, ada, grace) -> None:
    met = exchange(session, ada, grace).id
    event.forgotten_at = NOW
    session.flush()

    note_acts(session, ada.person_id, [met], Act.REMINDED, NOW + timedelta(days=100))

    assert session.scalars(select(FollowUpAct)).all() == []


def test_a_letter_that_the_service_carries_counts_as_sent(session, event, ada, grace) -> None:
    met = exchange(session, ada, grace).id
    side_of(session, met, ada).may_follow_up = True
    session.flush()

    send_personal(session, reader(ada, event), met, subject="Hello", body="Dear Grace", now=NOW)

    assert session.execute(select(FollowUpAct.person_id, FollowUpAct.act)).all() == [(ada.person_id, "sent")]
    assert rate(session, ada, event).written == 1


def test_figures_are_about_those_who_stand_on_the_page(session, event, ada, grace, linus) -> None:
    with_grace, with_linus = exchange(session, ada, grace).id, exchange(session, ada, linus).id
    waiting = meet(session, grace, linus, state="pending")
    for contact in (with_grace, with_linus):
        note_acts(session, ada.person_id, [contact], Act.COPIED, NOW)
    note_acts(session, grace.person_id, [waiting], Act.COPIED, NOW)
    before = rate(session, ada, event)

    block_person(session, linus.person_id, ada.person_id, now=NOW)
    after = rate(session, ada, event)

    assert (before.met, before.taken) == (2, 2)
    assert (after.met, after.taken) == (1, 1)
    assert (rate(session, grace, event).met, rate(session, grace, event).taken) == (1, 0)
