"""`matchmaker db` on both engines."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from matchmaker.cli import main
from matchmaker.store.engine import make_engine
from tests import databases


@pytest.fixture
def empty_database(monkeypatch: pytest.MonkeyPatch, database_url: str) -> Iterator[str]:
    """A database that was never migrated, named in the settings."""
    engine = make_engine(database_url)
    with engine.begin() as connection:
        databases.METADATA.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
    engine.dispose()
    monkeypatch.setenv("MATCHMAKER_DATABASE_URL", database_url)
    yield database_url
    _make_whole_again(database_url)


def _make_whole_again(url: str) -> None:
    """The PostgreSQL database is shared by all tests: leave it as it was."""
    engine = make_engine(url)
    databases.METADATA.create_all(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
    engine.dispose()


def test_a_fresh_database_is_brought_up_to_date_and_agrees_with_the_models(empty_database: str) -> None:
    before = CliRunner().invoke(main, ["db", "check"])
    first = CliRunner().invoke(main, ["db", "upgrade"])
    second = CliRunner().invoke(main, ["db", "upgrade"])
    after = CliRunner().invoke(main, ["db", "check"])

    assert (before.exit_code, before.output) == (1, "The database is not up to date: run `matchmaker db upgrade`.\n")
    assert first.output == "The database is up to date now.\n"
    assert second.output == "The database was up to date already.\n"
    assert (after.exit_code, after.output) == (0, "The database is up to date, and models and migrations agree.\n")


def test_a_column_that_no_migration_made_is_told(empty_database: str) -> None:
    CliRunner().invoke(main, ["db", "upgrade"])
    engine = make_engine(empty_database)
    with engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE event ADD COLUMN planted INTEGER"))
    engine.dispose()

    outcome = CliRunner().invoke(main, ["db", "check"])

    with make_engine(empty_database).begin() as connection:
        connection.execute(sa.text("ALTER TABLE event DROP COLUMN planted"))
    assert outcome.exit_code == 1
    assert "planted" in outcome.output
    assert outcome.output.endswith("The models and the migrations disagree; see docs/recipes/change-a-model.md.\n")


def test_a_database_that_does_not_answer_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHMAKER_DATABASE_URL", "postgresql://somebody:hush@127.0.0.1:1/nowhere")

    outcome = CliRunner().invoke(main, ["db", "upgrade"])

    assert outcome.exit_code == 2
    assert outcome.output.startswith("Error: The database at postgresql+psycopg://somebody:***@127.0.0.1:1/nowhere does not answer: ")
    assert "hush" not in outcome.output


def test_pages_are_not_served_from_an_old_database(empty_database: str) -> None:
    outcome = CliRunner().invoke(main, ["serve", "--port", "1"])

    assert (outcome.exit_code, outcome.output) == (2, "Error: The database is not up to date: run `matchmaker db upgrade` first.\n")
