"""`matchmaker postbox`: catches letters instead of sending them."""

import signal
from pathlib import Path

import click

from matchmaker.mail.postbox import PostBox


@click.command()
@click.option("--port", required=True, type=click.IntRange(1, 65535), help="Port to listen on, on this machine alone.")
@click.option("--dir", "folder", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder that keeps the letters.")
def postbox(port: int, folder: Path) -> None:
    """Take every letter by SMTP and keep it as a file, for demonstrations; nothing is sent on."""
    asked = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, asked)
    with PostBox(folder, port=port):
        signal.sigwait(asked)
