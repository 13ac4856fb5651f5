"""Models and migrations agree, on both engines, up and down."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.store.engine import make_engine
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact, ContactSide, FollowUpAct, PersonalLetter
from matchmaker.store.models.everything import METADATA
from matchmaker.store.models.matches import Decision
from matchmaker.store.schema import downgrade_schema, is_schema_current, schema_differences, upgrade_schema
from tests import databases
from tests.cast import NOW, give_interests, make_attendee, make_event
from tests.conftest import ENGINES, leave_out


@pytest.fixture(params=ENGINES)
def blank(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path / 'blank.db'}")
        yield engine
        engine.dispose()
        return
    if not databases.postgres_answers():
        leave_out("no PostgreSQL answers on 127.0.0.1:5432; its migrations are left out")
    with databases.postgres_database(f"matchmaker_schema_{os.getpid()}", tables=False) as url:
        engine = make_engine(url)
        yield engine
        engine.dispose()


def test_the_migrations_make_what_the_models_say(blank: sa.Engine) -> None:
    before = is_schema_current(blank)

    upgrade_schema(blank)

    assert (before, is_schema_current(blank), schema_differences(blank)) == (False, True, [])


def test_a_column_nobody_migrated_is_found(blank: sa.Engine) -> None:
    upgrade_schema(blank)
    with blank.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE event ADD COLUMN planted INTEGER")

    assert [difference for difference in schema_differences(blank) if "planted" in difference] != []


def test_down_and_up_again_leaves_every_table(blank: sa.Engine) -> None:
    upgrade_schema(blank)
    downgrade_schema(blank)
    gone = set(sa.inspect(blank).get_table_names()) - {"alembic_version"}

    upgrade_schema(blank)

    assert gone == set()
    assert set(METADATA.tables) <= set(sa.inspect(blank).get_table_names())


@pytest.mark.parametrize("change", ["UPDATE deed SET actor_id = 2", "DELETE FROM deed"])
def test_the_log_of_deeds_only_grows_in_a_migrated_database_too(blank: sa.Engine, change: str) -> None:
    upgrade_schema(blank)
    with blank.begin() as connection:
        connection.exec_driver_sql("INSERT INTO deed (deed, object_kind, fields, done_at) VALUES ('x', '', '[]', '2026-11-28 00:00:00')")

    with pytest.raises(sa.exc.DatabaseError, match="only grows"), blank.begin() as connection:
        connection.exec_driver_sql(change)


def test_a_database_full_of_people_goes_up_down_and_up_again_without_losing_any(blank: sa.Engine) -> None:
    """Copying a table that others point to would empty them all on SQLite."""
    upgrade_schema(blank)
    with Session(blank) as session:
        event = make_event(session)
        ada, grace = (make_attendee(session, event, name) for name in ("Ada Lovelace", "Grace Hopper"))
        give_interests(session, ada, talk=["Open records"])
        session.add(Decision(event_id=event.id, reader_id=ada.id, other_id=grace.id, answer="met", decided_at=NOW))
        _let_meet(session, ada, grace)
        session.commit()

    downgrade_schema(blank, "0001")
    below = _counts(blank)
    upgrade_schema(blank)

    full = {"event": 1, "attendee": 2, "attendee_interest": 1, "decision": 1, "contact": 1, "contact_side": 2}
    assert below == _counts(blank) == full
    with blank.connect() as connection:
        assert set(connection.execute(sa.text("SELECT list_kind FROM attendee")).scalars()) == {"personal"}
        with pytest.raises(sa.exc.IntegrityError):
            connection.execute(sa.text("UPDATE attendee SET list_kind = 'best'"))


def test_what_was_written_before_it_was_measured_counts(blank: sa.Engine) -> None:
    upgrade_schema(blank)
    with Session(blank) as session:
        events = [make_event(session), make_event(session, "long-ago", forgotten_at=NOW)]
        pairs = [[make_attendee(session, event, f"{name}-{event.slug}") for name in ("Ada", "Grace")] for event in events]
        for ada, grace in pairs:
            _let_meet(session, ada, grace)
        sides = session.scalars(sa.select(ContactSide).order_by(ContactSide.contact_id, ContactSide.person_id)).all()
        for side, touched_at in zip(sides, (NOW, NOW - timedelta(days=1), NOW, None), strict=True):
            side.touched_at = touched_at
        letter = {"contact_id": sides[1].contact_id, "person_id": sides[1].person_id, "subject": "Hi", "body": "Hi"}
        session.add_all(PersonalLetter(**letter, created_at=NOW + timedelta(days=number)) for number in (2, 1))
        mine = [(sides[0].person_id, "marked", NOW.date()), (sides[1].person_id, "sent", (NOW + timedelta(days=1)).date())]
        session.commit()
    downgrade_schema(blank, "0011")

    upgrade_schema(blank)

    with Session(blank) as session:
        acts = session.execute(sa.select(FollowUpAct.person_id, FollowUpAct.act, FollowUpAct.day).order_by(FollowUpAct.person_id))
        assert acts.all() == mine


def _let_meet(session: Session, one: Attendee, other: Attendee) -> None:
    low, high = sorted((one.person_id, other.person_id))
    pair = {"low_person_id": low, "high_person_id": high, "asked_by": low}
    contact = Contact(event_id=one.event_id, state="exchanged", created_at=NOW, exchanged_at=NOW, **pair)
    session.add(contact)
    session.flush()
    session.add_all(ContactSide(contact_id=contact.id, person_id=person_id, note="Reefs", noted_at=NOW) for person_id in (low, high))


def _counts(engine: sa.Engine) -> dict[str, int]:
    tables = ("event", "attendee", "attendee_interest", "decision", "contact", "contact_side")
    with engine.connect() as connection:
        return {name: connection.execute(sa.text(f"SELECT count(*) FROM {name}")).scalar_one() for name in tables}
