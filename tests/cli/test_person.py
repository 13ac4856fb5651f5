"""`matchmaker person forget`: for whoever asked by letter, and for everybody after a backup was put back."""

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from matchmaker.cli import main
from matchmaker.services.ledger import note_forgotten, read_ledger
from matchmaker.store.models.people import Person
from matchmaker.store.schema import upgrade_schema
from tests import databases
from tests.cast import NOW, make_attendee, make_event


@pytest.fixture
def run(engine, database_url, session, settings, monkeypatch):
    """Ada and Grace in a database as `matchmaker db upgrade` makes it."""
    monkeypatch.setenv("MATCHMAKER_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("MATCHMAKER_DATABASE_URL", database_url)
    databases.METADATA.drop_all(engine)
    upgrade_schema(engine)
    event = make_event(session)
    for name in ("Ada Lovelace", "Grace Hopper"):
        make_attendee(session, event, name)
    session.commit()
    yield lambda *words: CliRunner().invoke(main, ["person", "forget", *words])
    # the PostgreSQL database is shared by all tests: leave it as it was
    session.rollback()
    databases.METADATA.create_all(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")


def addresses(session) -> list[str]:
    session.rollback()
    found = sorted(session.scalars(select(Person.email)))
    session.rollback()
    return found


def test_one_person_is_forgotten_and_noted_in_the_ledger(run, session, settings) -> None:
    done = run("Ada@Example.org")

    assert (done.exit_code, done.output) == (0, "Everything of ada@example.org is deleted.\n")
    assert addresses(session) == ["", "grace@example.org"]
    assert read_ledger(settings).forgotten_at("ada@example.org") is not None


def test_nobody_of_that_address_is_said_so(run, session) -> None:
    done = run("nobody@example.org")

    assert done.exit_code == 2
    assert "Nobody here has the address nobody@example.org. Nothing was deleted." in done.output
    assert addresses(session) == ["ada@example.org", "grace@example.org"]


def test_the_ledger_is_replayed_after_a_restore(run, session, settings) -> None:
    note_forgotten(settings, "grace@example.org", now=NOW)

    done = run("--ledger")

    assert (done.exit_code, done.output) == (0, "Forgot again: 1.\n")
    assert addresses(session) == ["", "ada@example.org"]


@pytest.mark.parametrize("words", [(), ("ada@example.org", "--ledger"), ("not an address",)])
def test_what_can_not_be_meant_changes_nothing(run, session, words) -> None:
    assert run(*words).exit_code == 2
    assert addresses(session) == ["ada@example.org", "grace@example.org"]
