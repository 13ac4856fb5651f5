"""`matchmaker remind`: who would get a letter, and who does, as of any moment."""

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from matchmaker.cli import main
from matchmaker.services.warm_care import choose_rhythm
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.schema import upgrade_schema
from tests import databases
from tests.cast import NOW, make_attendee, make_event
from tests.letters import exchange

LINE = "2026-12-08\tada@example.org\t1 to be in touch with, 0 with a promise\n"


@pytest.fixture
def run(engine, database_url, session, settings, monkeypatch):
    """Ada wishes to be reminded of Grace, in a database as `matchmaker db upgrade` makes it."""
    monkeypatch.setenv("MATCHMAKER_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("MATCHMAKER_DATABASE_URL", database_url)
    databases.METADATA.drop_all(engine)
    upgrade_schema(engine)
    event = make_event(session)
    ada, grace = (make_attendee(session, event, name) for name in ("Ada Lovelace", "Grace Hopper"))
    choose_rhythm(session, exchange(session, ada, grace).id, person_id=ada.person_id, chosen="m1", now=NOW)
    session.commit()
    yield lambda *words: CliRunner().invoke(main, ["remind", *words])
    # the PostgreSQL database is shared by all tests: leave it as it was
    session.rollback()
    databases.METADATA.create_all(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")


def letters(session) -> int:
    count = session.scalar(select(func.count()).select_from(OutboxLetter))
    session.rollback()
    return int(count or 0)


def test_a_dry_run_says_who_and_queues_nothing(run, session) -> None:
    done = run("--as-of", "2026-12-08T09:00", "--dry-run")

    assert (done.exit_code, done.output) == (0, f"{LINE}1 letter would be queued.\n")
    assert letters(session) == 0


def test_as_of_a_moment_letters_are_queued_once(run, session) -> None:
    done = [run("--as-of", moment).output for moment in ("2026-12-08T03:00", "2026-12-08T10:00+01:00", "2026-12-08T09:00")]

    assert done == ["0 letters queued.\n", f"{LINE}1 letter queued.\n", "0 letters queued.\n"]
    assert letters(session) == 1


@pytest.mark.parametrize("moment", ["tomorrow", "9999-12-31T23:59:59", "0001-01-01T00:00+12:00"])
def test_a_moment_that_is_none_is_refused(run, session, moment: str) -> None:
    done = run("--as-of", moment)

    assert done.exit_code == 2
    assert "This is no moment. Write it like 2026-12-01T09:00." in done.output
