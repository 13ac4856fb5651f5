"""`matchmaker version`."""

import click

from matchmaker import __version__


@click.command()
def version() -> None:
    """Print the version."""
    click.echo(__version__)
