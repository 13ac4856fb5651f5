"""`matchmaker db`: the schema of the database."""

from pathlib import Path

import click
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from matchmaker.errors import N_, SettingsError
from matchmaker.settings import Settings, load_settings
from matchmaker.store.engine import make_engine
from matchmaker.store.schema import is_schema_current, schema_differences, upgrade_schema, write_revision


@click.group()
def db() -> None:
    """Bring the database to the newest schema, or check it."""


@db.command()
def upgrade() -> None:
    """Bring the database to the newest schema. Does nothing if it is there already."""
    engine = open_engine()
    was_current = reach(engine)
    upgrade_schema(engine)
    click.echo("The database was up to date already." if was_current else "The database is up to date now.")


@db.command()
def check() -> None:
    """Say whether the database is up to date and agrees with the models; exit code 1 if not."""
    engine = open_engine()
    if not reach(engine):
        click.echo("The database is not up to date: run `matchmaker db upgrade`.")
        raise SystemExit(1)
    differences = schema_differences(engine)
    for difference in differences:
        click.echo(difference)
    if differences:
        click.echo("The models and the migrations disagree; see docs/recipes/change-a-model.md.")
        raise SystemExit(1)
    click.echo("The database is up to date, and models and migrations agree.")


@db.command()
@click.argument("message")
def revision(message: str) -> None:
    """For developers: write the next migration from what changed in the models. MESSAGE is its title."""
    engine = open_engine()
    reach(engine)
    upgrade_schema(engine)
    write_revision(engine, message)
    click.echo("Written. Read it before you commit it: docs/recipes/change-a-model.md.")


def open_engine(settings: Settings | None = None) -> Engine:
    settings = settings or load_settings()
    if settings.database.startswith("sqlite"):
        Path(settings.data_dir).mkdir(parents=True, exist_ok=True)
    return make_engine(settings.database, synchronous=settings.sqlite_synchronous)


def reach(engine: Engine) -> bool:
    """Whether the schema is current.

    Raises
    ------
    SettingsError
        Nothing answers at the database's address.
    """
    try:
        return is_schema_current(engine)
    except OperationalError as fault:
        address = engine.url.render_as_string(hide_password=True)
        raise SettingsError(
            N_("The database at %(address)s does not answer: %(reason)s"), address=address, reason=str(fault.orig).strip().splitlines()[0]
        ) from fault
