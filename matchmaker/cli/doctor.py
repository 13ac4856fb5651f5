"""`matchmaker doctor`: what this installation lacks, and how to get it."""

import click

from matchmaker.services.typefaces import missing_scripts
from matchmaker.settings import load_settings


@click.command()
def doctor() -> None:
    """Say which names badges can't print, and what would help; exit code 1 if a setting promises what isn't there."""
    folder = load_settings().font_folder
    if folder and not folder.is_dir():
        click.echo(f"MATCHMAKER_FONT_FOLDER is {folder}, which is no folder: badges use the shipped fonts alone.")
        raise SystemExit(1)
    missing = missing_scripts(folder)
    click.echo("Badges print names in Latin, Greek, Cyrillic, Arabic, Hebrew, Devanagari and Thai letters.")
    if not missing:
        click.echo("Chinese, Japanese and Korean too.")
        return
    click.echo(f"Missing: fonts for {', '.join(missing)}. Such names leave a line on the badge to write them by hand.")
    click.echo("Put Noto Sans CJK (on Debian the package fonts-noto-cjk) into a folder and name it in MATCHMAKER_FONT_FOLDER,")
    click.echo("then start serve and work again.")
    if folder:
        raise SystemExit(1)
