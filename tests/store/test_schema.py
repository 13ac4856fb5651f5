"""Models and migrations agree, on both engines, up and down."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.store.engine import make_engine
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


def test_a_database_full_of_people_goes_up_down_and_up_again_without_losing_any(blank: sa.Engine) -> None:
    """Copying a table that others point to would empty them all on SQLite."""
    upgrade_schema(blank)
    with Session(blank) as session:
        event = make_event(session)
        ada, grace = (make_attendee(session, event, name) for name in ("Ada Lovelace", "Grace Hopper"))
        give_interests(session, ada, talk=["Open records"])
        session.add(Decision(event_id=event.id, reader_id=ada.id, other_id=grace.id, answer="met", decided_at=NOW))
        session.commit()

    downgrade_schema(blank, "0001")
    below = _counts(blank)
    upgrade_schema(blank)

    assert below == _counts(blank) == {"event": 1, "attendee": 2, "attendee_interest": 1, "decision": 1}
    with blank.connect() as connection:
        assert set(connection.execute(sa.text("SELECT list_kind FROM attendee")).scalars()) == {"personal"}
        with pytest.raises(sa.exc.IntegrityError):
            connection.execute(sa.text("UPDATE attendee SET list_kind = 'best'"))


def _counts(engine: sa.Engine) -> dict[str, int]:
    tables = ("event", "attendee", "attendee_interest", "decision")
    with engine.connect() as connection:
        return {name: connection.execute(sa.text(f"SELECT count(*) FROM {name}")).scalar_one() for name in tables}
