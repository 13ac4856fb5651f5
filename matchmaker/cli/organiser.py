"""`matchmaker organiser`: who may create events."""

from datetime import UTC, datetime

import click

from matchmaker.domain.signin.address import address_key
from matchmaker.domain.signin.name import read_name
from matchmaker.errors import N_, BadInputError, Fault, SettingsError
from matchmaker.services.people import add_organiser
from matchmaker.settings import load_settings
from matchmaker.store.engine import open_session
from matchmaker.store.reach import open_engine, reach


@click.group()
def organiser() -> None:
    """Let people organise events."""


@organiser.command()
@click.argument("email")
@click.option("--name", default="", help="Their name, as it stands in letters.")
def add(email: str, name: str) -> None:
    """Let the owner of EMAIL sign in as an organiser and create events."""
    address, full_name = _read(email, name)
    settings = load_settings()
    engine = open_engine(settings)
    if not reach(engine):
        raise SettingsError(N_("The database is not up to date, so nobody was added. Run `matchmaker db upgrade` first."))
    with open_session(engine) as session:
        is_new = add_organiser(session, address, name=full_name, now=datetime.now(UTC))
        session.commit()
    click.echo(f"{address} may organise events now." if is_new else f"{address} may organise events already; nothing has changed.")
    click.echo(f"They sign in at {settings.base_url}/organise/ with a code that is mailed to them.")
    if not settings.smtp_url:
        click.echo("No mail server is set (MATCHMAKER_SMTP_URL), so the letter with the code will wait until there is one.")


def _read(email: str, name: str) -> tuple[str, str]:
    """Both at once, so that two mistakes are named in one go."""
    faults: list[Fault] = []
    address = full_name = ""
    try:
        address = address_key(email, field="EMAIL")
    except BadInputError as wrong:
        faults += wrong.faults
    try:
        full_name = read_name(name, field="--name") if name else ""
    except BadInputError as wrong:
        faults += wrong.faults
    if faults:
        raise click.UsageError(" ".join(str(fault) for fault in faults) + " Nobody was added.")
    return address, full_name
