"""The outbox: one letter per cause, held by one worker at a time, and nothing about its fate is lost."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matchmaker.domain.followup.attempts import GIVE_UP_AFTER
from matchmaker.services.mail import (
    Claim,
    Recipient,
    begin_transmission,
    claim_letters,
    mark_failed,
    mark_sent,
    mark_suppressed,
    mark_uncertain,
    put_back,
    queue_letter,
    queue_letters,
    recover_expired,
    release,
)
from matchmaker.services.unsubscribe import stop_letters
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from tests.cast import NOW

LEASE_SECONDS = 300
LATER = NOW + timedelta(seconds=LEASE_SECONDS + 1)


def queue(session: Session, address: str = "ada@example.org", *, kind: str = "met", event: Event | None = None) -> bool:
    return queue_letter(session, kind=kind, address=address, now=NOW, event_id=event.id if event else None, campaign="follow-up")


def claim(session: Session, *, lease: str = "worker", most: int = 10) -> list[Claim]:
    return claim_letters(session, lease=lease, most=most, seconds=LEASE_SECONDS, now=NOW)


def begin(session: Session, claimed: Claim) -> bool:
    return begin_transmission(session, claimed, message_id="<1@x>", seconds=LEASE_SECONDS, now=NOW)


def letter(session: Session) -> OutboxLetter:
    session.expire_all()
    return session.scalars(sa.select(OutboxLetter)).one()


def states(session: Session) -> list[str]:
    return list(session.scalars(sa.select(OutboxLetter.state).order_by(OutboxLetter.id)))


def test_a_letter_is_a_row_first(session: Session, event: Event) -> None:
    is_new = queue(session, " Ada@Example.org ", event=event)

    row = letter(session)
    assert is_new
    assert (row.state, row.recipient, row.address, row.payload, row.attempts) == ("queued", "ada@example.org", "ada@example.org", {}, 0)
    assert (row.created_at, row.next_try_at, row.finished_at) == (NOW, NOW, None)


def test_nobody_gets_the_same_letter_of_a_campaign_twice(session: Session, event: Event) -> None:
    first = queue(session, "ada@example.org", event=event)

    assert first
    assert not queue(session, "ADA@example.org", event=event)
    assert queue(session, "ada@example.org", kind="invitation", event=event)
    assert states(session) == ["queued", "queued"]


def test_many_letters_are_queued_at_once_and_the_new_ones_counted(session: Session, event: Event) -> None:
    recipients = [Recipient(f"p{number}@example.org", None, {"attendee_id": number}) for number in range(2500)]

    first = queue_letters(session, kind="invitation", recipients=recipients, now=NOW, event_id=event.id, campaign="invitation")
    again = queue_letters(
        session,
        kind="invitation",
        recipients=[*recipients, Recipient("new@example.org")],
        now=NOW,
        event_id=event.id,
        campaign="invitation",
    )

    assert (first, again) == (2500, 1)
    assert session.scalar(sa.select(OutboxLetter.payload).where(OutboxLetter.recipient == "p7@example.org")) == {"attendee_id": 7}


def test_no_recipients_make_no_letters(session: Session) -> None:
    assert queue_letters(session, kind="invitation", recipients=[], now=NOW) == 0


def test_a_letter_is_held_by_one_worker_until_its_lease_ends(session: Session) -> None:
    queue(session)

    (claimed,) = claim(session)

    assert (claimed.kind, claimed.address, claimed.lease) == ("met", "ada@example.org", "worker")
    assert claim(session, lease="other") == []
    assert letter(session).leased_until == NOW + timedelta(seconds=LEASE_SECONDS)


def test_codes_go_before_letters_that_came_earlier(session: Session) -> None:
    queue(session, "ada@example.org")
    queue(session, "grace@example.org")
    queue(session, "linus@example.org", kind="sign_in")

    assert [one.address for one in claim(session, most=2)] == ["linus@example.org", "ada@example.org"]


def test_a_letter_whose_time_has_not_come_stays(session: Session) -> None:
    queue(session)
    letter(session).next_try_at = NOW + timedelta(seconds=1)

    assert claim(session) == []


def test_two_workers_claim_different_letters_at_the_same_time(engine: Engine, session: Session) -> None:
    for number in range(4):
        queue(session, f"p{number}@example.org")
    session.commit()

    with Session(engine) as one, Session(engine) as other:
        first = claim(one, lease="one", most=2)
        if engine.dialect.name == "sqlite":
            one.commit()  # it has one writer at a time: the other one would wait for this commit
        second = claim(other, lease="other", most=4)

    assert len(first) == len(second) == 2
    assert {c.id for c in first} & {c.id for c in second} == set()


def test_a_sent_letter_keeps_what_the_server_said(session: Session) -> None:
    queue(session)
    (claimed,) = claim(session)

    assert begin(session, claimed)
    mark_sent(session, claimed, server_said="250 Kept", now=NOW)

    row = letter(session)
    assert (row.state, row.server_said, row.finished_at, row.message_id, row.leased_until) == ("sent", "250 Kept", NOW, "<1@x>", None)


def test_a_lost_lease_lets_nothing_leave(session: Session) -> None:
    queue(session)
    (claimed,) = claim(session)
    recover_expired(session, now=LATER)
    claim_letters(session, lease="other", most=1, seconds=LEASE_SECONDS, now=LATER)

    assert not begin(session, claimed)
    mark_failed(session, claimed, server_said="550", now=NOW)
    assert letter(session).state == "claimed"


def test_an_expired_lease_lets_nothing_leave_even_before_somebody_noticed(session: Session) -> None:
    queue(session)
    (claimed,) = claim(session)

    assert not begin_transmission(session, claimed, message_id="<1@x>", seconds=LEASE_SECONDS, now=LATER)
    assert letter(session).state == "claimed"


def test_a_cancelled_letter_does_not_leave(session: Session) -> None:
    queue(session)
    (claimed,) = claim(session)
    letter(session).state = "cancelled"
    session.flush()

    assert not begin(session, claimed)
    assert letter(session).state == "cancelled"


def test_who_stopped_letters_after_the_claim_gets_none(session: Session, ada: Attendee) -> None:
    queue(session)
    (claimed,) = claim(session)
    stop_letters(session, session.scalars(sa.select(Person).where(Person.id == ada.person_id)).one(), now=NOW)

    assert not begin(session, claimed)
    assert letter(session).state == "suppressed"


def test_a_code_leaves_even_if_its_reader_stopped_letters(session: Session, ada: Attendee) -> None:
    stop_letters(session, session.scalars(sa.select(Person).where(Person.id == ada.person_id)).one(), now=NOW)
    queue(session, kind="sign_in")
    (claimed,) = claim(session)

    assert begin(session, claimed)


def test_a_refused_letter_is_tried_again_with_growing_pauses(session: Session) -> None:
    queue(session)
    (claimed,) = claim(session)

    first = put_back(session, claimed, server_said="451 Later", now=NOW, dice=0.5)

    row = letter(session)
    assert first == NOW + timedelta(seconds=10)
    assert (row.state, row.attempts, row.next_try_at, row.server_said, row.lease) == ("queued", 1, first, "451 Later", "")
    (again,) = claim_letters(session, lease="worker", most=1, seconds=LEASE_SECONDS, now=LATER)
    assert put_back(session, again, server_said="451 Later", now=LATER, dice=0.5) == LATER + timedelta(seconds=30)


def test_a_letter_that_is_too_old_for_another_try_has_failed(session: Session) -> None:
    queue(session)
    session.execute(sa.update(OutboxLetter).values(attempts=5))
    (claimed,) = claim(session)

    assert put_back(session, claimed, server_said="451 Later", now=NOW + GIVE_UP_AFTER, dice=0.5) is None
    assert (letter(session).state, letter(session).server_said) == ("failed", "451 Later")


def test_letters_behind_an_absent_server_are_given_back_untried(session: Session) -> None:
    queue(session)

    release(session, claim(session), pause=timedelta(seconds=10), now=NOW)

    row = letter(session)
    assert (row.state, row.attempts, row.next_try_at, row.server_said) == ("queued", 0, NOW + timedelta(seconds=10), "")


def test_a_letter_with_nothing_left_to_say_is_suppressed(session: Session) -> None:
    queue(session)
    (claimed,) = claim(session)

    mark_suppressed(session, claimed, now=NOW)

    assert letter(session).state == "suppressed"


def test_after_a_crash_what_had_not_left_goes_back_and_what_was_on_its_way_is_uncertain(session: Session) -> None:
    for address in ("ada@example.org", "grace@example.org", "linus@example.org"):
        queue(session, address)
    queue(session, "olga@example.org", kind="sign_in")
    code, _, grace, linus = claim(session)
    begin(session, grace)
    begin(session, linus)
    mark_sent(session, linus, server_said="250", now=NOW)
    begin(session, code)

    recovered = recover_expired(session, now=LATER)

    # Ada's had not left, Grace's may have arrived, Linus's has; a second code harms nobody
    assert recovered == 3
    assert states(session) == ["queued", "uncertain", "sent", "queued"]
    assert recover_expired(session, now=LATER) == 0


def test_a_lease_that_still_runs_is_left_alone(session: Session) -> None:
    queue(session)
    claim(session)

    assert recover_expired(session, now=NOW + timedelta(seconds=LEASE_SECONDS - 1)) == 0


def test_a_late_yes_of_the_server_ends_the_uncertainty(session: Session) -> None:
    queue(session)
    (claimed,) = claim(session)
    begin(session, claimed)
    recover_expired(session, now=LATER)

    mark_sent(session, claimed, server_said="250 Kept", now=LATER)

    assert letter(session).state == "sent"


@pytest.mark.parametrize(("kind", "state"), [("met", "uncertain"), ("sign_in", "queued")])
def test_a_broken_line_leaves_letters_uncertain_and_sends_codes_again(session: Session, kind: str, state: str) -> None:
    queue(session, kind=kind)
    (claimed,) = claim(session)
    begin(session, claimed)

    mark_uncertain(session, claimed, server_said="the line broke", now=NOW)

    assert (letter(session).state, letter(session).server_said) == (state, "the line broke")
