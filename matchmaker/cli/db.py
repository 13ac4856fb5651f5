"""`matchmaker db`: the schema of the database."""

from datetime import UTC, datetime
from uuid import uuid4

import click

from matchmaker.errors import N_, SettingsError
from matchmaker.services.installation import begin_epoch
from matchmaker.settings import load_settings
from matchmaker.store.engine import open_session
from matchmaker.store.reach import open_engine, plain_faults, reach
from matchmaker.store.schema import schema_differences, upgrade_schema, write_revision


@click.group()
def db() -> None:
    """Bring the database to the newest schema, or check it."""


@db.command()
def upgrade() -> None:
    """Bring the database to the newest schema. Does nothing if it is there already."""
    engine = open_engine(load_settings())
    was_current = reach(engine)
    with plain_faults(engine):
        upgrade_schema(engine)
    click.echo("The database was up to date already." if was_current else "The database is up to date now.")


@db.command()
def check() -> None:
    """Say whether the database is up to date and agrees with the models; exit code 1 if not."""
    engine = open_engine(load_settings())
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
def restored() -> None:
    """Say that a backup was put back, so that phones send again what they still keep of the last day."""
    engine = open_engine(load_settings())
    if not reach(engine):
        raise SettingsError(N_("The database is not up to date, so nothing was said. Run `matchmaker db upgrade` first."))
    with open_session(engine) as session:
        begin_epoch(session, str(uuid4()), now=datetime.now(UTC))
        session.commit()
    click.echo("Phones that come by will send again what they kept in the last 24 hours. Nothing is taken in twice.")


@db.command()
@click.argument("message")
def revision(message: str) -> None:
    """For developers: write the next migration from what changed in the models. MESSAGE is its title."""
    engine = open_engine(load_settings())
    reach(engine)
    upgrade_schema(engine)
    write_revision(engine, message)
    click.echo("Written. Read it before you commit it: docs/recipes/change-a-model.md.")
