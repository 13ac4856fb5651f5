"""Who may meet whom: symmetric, and answered from the indexes of `block` on both engines."""

from itertools import pairwise

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.people import Person
from matchmaker.store.models.safety import Block
from matchmaker.store.queries.safety import may_meet, takes_part
from tests.cast import NOW


def block(session: Session, blocker: Attendee, blocked: Attendee) -> None:
    session.add(Block(blocker_id=blocker.person_id, blocked_id=blocked.person_id, created_at=NOW))
    session.flush()


def meets(session: Session, one: Attendee, other: Attendee) -> bool:
    return bool(session.scalar(select(may_meet(one.person_id, other.person_id))))


def test_a_block_holds_both_ways_and_for_nobody_else(session: Session, ada: Attendee, grace: Attendee, linus: Attendee) -> None:
    block(session, ada, grace)

    assert (meets(session, ada, grace), meets(session, grace, ada)) == (False, False)
    assert (meets(session, ada, linus), meets(session, linus, grace)) == (True, True)


def test_two_people_looked_up_in_one_statement_keep_their_own_blocks(
    session: Session, ada: Attendee, grace: Attendee, linus: Attendee
) -> None:
    block(session, grace, ada)

    seen = session.scalars(select(Attendee.name).where(may_meet(Attendee.person_id, ada.person_id)).order_by(Attendee.id))

    assert list(seen) == [ada.name, linus.name]


@pytest.mark.parametrize("change", [{"listed": False}, {"paused_at": NOW}, {"status": "cancelled"}])
def test_who_hides_pauses_or_cancelled_takes_no_part(session: Session, ada: Attendee, grace: Attendee, change: dict[str, object]) -> None:
    for name, value in change.items():
        setattr(grace, name, value)
    session.flush()

    assert list(session.scalars(select(Attendee.id).where(takes_part(Attendee)))) == [ada.id]


def test_both_directions_are_answered_from_an_index(session: Session, ada: Attendee) -> None:
    others = [{"email": f"{n}@x.example", "email_key": f"{n}@x.example", "name": f"P{n}", "created_at": NOW} for n in range(3000)]
    ids = list(session.scalars(insert(Person).returning(Person.id), others))
    session.execute(insert(Block), [{"blocker_id": one, "blocked_id": other, "created_at": NOW} for one, other in pairwise(ids)])
    question = select(Person.id).where(Person.id == ids[7], may_meet(Person.id, ada.person_id))
    dialect = session.get_bind().dialect.name
    words = str(question.compile(session.get_bind(), compile_kwargs={"literal_binds": True}))
    if dialect == "postgresql":
        session.execute(text("ANALYZE block"))
    plan = "\n".join(str(row) for row in session.execute(text(f"EXPLAIN {'QUERY PLAN ' if dialect == 'sqlite' else ''}{words}")))

    assert ("SCAN block" in plan, "Seq Scan on block" in plan) == (False, False)
    assert sum(plan.count(index) for index in ("pk_block", "ix_block_blocked_id", "sqlite_autoindex_block")) == 2
