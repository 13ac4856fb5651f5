"""`matchmaker secrets`: the keys that links, badges and sessions are derived from."""

import click

from matchmaker.settings import key_file, load_settings, write_missing_keys


@click.command()
def secrets() -> None:
    """Write the secret keys that are still missing into MATCHMAKER_DATA_DIR/secrets.

    A key that is there stays: a new badge key would make every printed badge worthless.
    """
    folder = load_settings().data_dir
    written = write_missing_keys(folder)
    for name in written:
        click.echo(f"Written: {key_file(folder, name)}")
    if not written:
        click.echo("All keys are there; none was changed.")
