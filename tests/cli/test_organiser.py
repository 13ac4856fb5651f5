"""`matchmaker organiser add`, on both engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from matchmaker.cli import main
from matchmaker.store.models.people import OrganiserAccount, Person
from matchmaker.store.schema import upgrade_schema
from tests import databases


@pytest.fixture
def new_database(monkeypatch: pytest.MonkeyPatch, database_url: str, tmp_path: Path, engine: Engine) -> Iterator[Engine]:
    """The settings name this test's database, which has no table yet."""
    monkeypatch.setenv("MATCHMAKER_DATABASE_URL", database_url)
    monkeypatch.setenv("MATCHMAKER_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("MATCHMAKER_BASE_URL", "https://meet.example.org")
    monkeypatch.setenv("MATCHMAKER_SMTP_URL", "smtp://localhost")
    databases.METADATA.drop_all(engine)
    yield engine
    # the PostgreSQL database is shared by all tests: leave it as it was
    databases.METADATA.create_all(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")


@pytest.fixture
def at_home(new_database: Engine) -> None:
    upgrade_schema(new_database)


def add(*words: str) -> Result:
    return CliRunner().invoke(main, ["organiser", "add", *words])


def accounts(session: Session) -> list[tuple[str, str]]:
    found = session.execute(select(Person.email_key, Person.name).join(OrganiserAccount, OrganiserAccount.person_id == Person.id))
    return [(email, name) for email, name in found]


@pytest.mark.usefixtures("at_home")
def test_the_first_organiser_is_added_and_told_what_comes_next(session: Session) -> None:
    result = add("Olga@Example.ORG", "--name", "Olga Organiser")

    assert (result.exit_code, result.output.splitlines()) == (
        0,
        [
            "olga@example.org may organise events now.",
            "They sign in at https://meet.example.org/organise/ with a code that is mailed to them.",
        ],
    )
    assert accounts(session) == [("olga@example.org", "Olga Organiser")]


@pytest.mark.usefixtures("at_home")
def test_twice_is_once(session: Session) -> None:
    add("olga@example.org", "--name", "Olga")

    result = add(" OLGA@example.org ", "--name", "Somebody")

    assert (result.exit_code, result.output.splitlines()[0]) == (0, "olga@example.org may organise events already; nothing has changed.")
    assert accounts(session) == [("olga@example.org", "Olga")]


@pytest.mark.usefixtures("at_home")
def test_without_a_mail_server_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHMAKER_SMTP_URL", "")

    result = add("olga@example.org")

    assert result.output.splitlines()[2] == (
        "No mail server is set (MATCHMAKER_SMTP_URL), so the letter with the code will wait until there is one."
    )


@pytest.mark.usefixtures("at_home")
def test_every_mistake_is_named_and_nobody_is_added(session: Session) -> None:
    result = add("olga@example", "--name", "—")

    assert (result.exit_code, result.output.splitlines()[-1]) == (
        2,
        "Error: The address has no ending, such as .org. The name has no letter in it. Type it as people call you. Nobody was added.",
    )
    assert accounts(session) == []


@pytest.mark.usefixtures("new_database")
def test_a_database_without_tables_is_a_sentence() -> None:
    result = add("olga@example.org")

    assert (result.exit_code, result.output) == (
        2,
        "Error: The database is not up to date, so nobody was added. Run `matchmaker db upgrade` first.\n",
    )
