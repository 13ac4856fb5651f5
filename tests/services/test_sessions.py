"""Signed-in browsers."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.services.limits import take_turn
from matchmaker.services.sessions import end_session, forget_old_sign_ins, start_session
from matchmaker.store.models.signin import LoginLink, RateCount, SessionRow
from matchmaker.store.queries.visits import visit_of
from tests.cast import NOW, make_person


def who(session: Session, id_hash: str, *, days_later: float = 0) -> str | None:
    person = visit_of(session, id_hash, slug=None, now=NOW + timedelta(days=days_later)).person
    return person.name if person else None


def start(session: Session, person_id: int, id_hash: str, former: str = "", *, days_ago: int = 0) -> None:
    now = NOW - timedelta(days=days_ago)
    start_session(session, person_id, purpose="attendee", id_hash=id_hash, former_hash=former, now=now, days=90)


def test_a_session_opens_until_its_days_are_over(session: Session) -> None:
    ada = make_person(session, "Ada")

    start(session, ada.id, "a" * 64)

    assert (who(session, "a" * 64, days_later=89.9), who(session, "a" * 64, days_later=90)) == ("Ada", None)


def test_what_the_browser_carried_before_is_dead(session: Session) -> None:
    ada, grace = make_person(session, "Ada"), make_person(session, "Grace")
    start(session, ada.id, "a" * 64)
    start(session, ada.id, "b" * 64)

    start(session, grace.id, "c" * 64, former="a" * 64)

    assert [who(session, sign * 64) for sign in "abc"] == [None, "Ada", "Grace"]


def test_an_ended_session_opens_nothing_even_as_a_copy(session: Session) -> None:
    ada = make_person(session, "Ada")
    start(session, ada.id, "a" * 64)

    end_session(session, "a" * 64)

    assert who(session, "a" * 64) is None


def test_only_what_lets_nobody_in_is_forgotten(session: Session) -> None:
    ada = make_person(session, "Ada")
    start(session, ada.id, "a" * 64, days_ago=91)
    start(session, ada.id, "b" * 64)
    for number, expires_at in enumerate((NOW - timedelta(days=2), NOW)):
        session.add(
            LoginLink(
                purpose="attendee",
                email="ada@example.org",
                email_key="ada@example.org",
                salt="",
                token_hash=str(number),
                code_hash="",
                nonce_hash="",
                created_at=NOW,
                expires_at=expires_at,
            )
        )
    take_turn(session, "old", most=1, now=NOW - timedelta(days=2))

    forget_old_sign_ins(session, now=NOW)

    assert session.scalars(select(SessionRow.id_hash)).all() == ["b" * 64]
    assert session.scalars(select(LoginLink.token_hash)).all() == ["1"]
    assert session.scalars(select(RateCount.key)).all() == []
