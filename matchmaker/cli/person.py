"""`matchmaker person`: what a person asks for who can't do it by themself, and what a restored backup must forget."""

from datetime import UTC, datetime

import click

from matchmaker.domain.signin.address import address_key
from matchmaker.errors import N_, BadInputError, NotAllowedError, SettingsError
from matchmaker.services.corrections import change_address_of
from matchmaker.services.erasure import forget_address, forget_again
from matchmaker.services.ledger import read_ledger
from matchmaker.services.matcher_files import drop_matcher_files
from matchmaker.settings import load_settings
from matchmaker.store.engine import empty_write_ahead_log, open_session
from matchmaker.store.reach import open_engine, reach


@click.group()
def person() -> None:
    """Look after what is kept of one person."""


@person.command()
@click.argument("email", default="")
@click.option("--ledger", is_flag=True, help="Forget again everybody who asked for it before a backup was put back.")
def forget(email: str, ledger: bool) -> None:
    """Delete everything of the person with the address EMAIL; it can't be undone."""
    if bool(email) == ledger:
        raise click.UsageError("Name one address, or --ledger.")
    settings = load_settings()
    engine = open_engine(settings)
    if not reach(engine):
        raise SettingsError(N_("The database is not up to date, so nobody was forgotten. Run `matchmaker db upgrade` first."))
    with open_session(engine) as session:
        now = datetime.now(UTC)
        if ledger:
            told = f"Forgot again: {forget_again(session, read_ledger(settings), now=now)}."
        else:
            address = _read(email)
            erased = forget_address(session, address, settings=settings, now=now)
            if erased is None:
                raise NotAllowedError(N_("Nobody here has the address %(address)s. Nothing was deleted."), address=address)
            told = f"Everything of {address} is deleted."
            drop_matcher_files(settings.data_dir, erased.event_ids)
        session.commit()
    empty_write_ahead_log(engine)
    click.echo(told)


@person.command()
@click.argument("email")
@click.argument("new")
def move(email: str, new: str) -> None:
    """Let the person with the address EMAIL sign in with NEW from now on; make sure that it is them who asks."""
    settings = load_settings()
    former, address = _read(email), _read(new)
    with open_session(open_engine(settings)) as session:
        if not change_address_of(session, former, address, now=datetime.now(UTC)):
            raise NotAllowedError(N_("Nobody here has the address %(address)s. Nothing was changed."), address=former)
        session.commit()
    click.echo(f"{former} is {address} from now on.")


def _read(email: str) -> str:
    try:
        return address_key(email, field="EMAIL")
    except BadInputError as wrong:
        raise click.UsageError(" ".join(str(fault) for fault in wrong.faults)) from None
