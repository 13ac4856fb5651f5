"""`matchmaker remind`: the letters of reminders that are due, without waiting for the worker's hour."""

from datetime import UTC, datetime

import click

from matchmaker.errors import N_, SettingsError
from matchmaker.jobs.remind import remind_as_of
from matchmaker.jobs.workshop import open_workshop
from matchmaker.settings import load_settings
from matchmaker.store.reach import reach

FIRST_YEAR, LAST_YEAR = 2000, 2100  # as of events


@click.command()
@click.option("--as-of", "as_of", default="", help="Another moment than now, such as 2026-12-01T09:00; without a zone it is UTC.")
@click.option("--dry-run", is_flag=True, help="Only say who would get a letter.")
def remind(as_of: str, *, dry_run: bool) -> None:
    """Queue the reminders that are due; the worker sends them.

    With a later moment, letters are queued as they will be due then, and nobody's next letter is put off. Nobody gets two for one day.
    """
    workshop = open_workshop(load_settings())
    if not reach(workshop.engine):
        raise SettingsError(N_("The database is not up to date, so nobody was reminded. Run `matchmaker db upgrade` first."))
    letters = remind_as_of(workshop, _moment(as_of) if as_of else workshop.now(), dry_run=dry_run)
    for due in letters:
        click.echo(f"{due.day}\t{due.address}\t{len(due.people)} to be in touch with, {len(due.promised)} with a promise")
    count = f"{len(letters)} {'letter' if len(letters) == 1 else 'letters'}"
    click.echo(f"{count} would be queued." if dry_run else f"{count} queued.")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise click.BadParameter("This is no moment. Write it like 2026-12-01T09:00.", param_hint="--as-of")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
