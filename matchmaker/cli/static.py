"""`matchmaker static`: what a server hands out as it is, compressed once instead of at each request."""

import hashlib
import shutil
from pathlib import Path

import click

from matchmaker.paths import STATIC


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def static(folder: Path) -> None:
    """Copy the static files to FOLDER and compress them; then set MATCHMAKER_STATIC_DIR to it."""
    click.echo("Written." if build_static(folder) else "They are there already.")


def build_static(folder: Path, *, source: Path = STATIC) -> bool:
    """Make FOLDER from the static files unless it is made from these very ones; say whether anything was done."""
    from whitenoise.compress import Compressor

    stamp, fingerprint = folder.with_name(folder.name + ".made-from"), _fingerprint(source)
    if folder.is_dir() and stamp.is_file() and stamp.read_text() == fingerprint:
        return False
    scratch = folder.with_name(folder.name + ".new")
    shutil.rmtree(scratch, ignore_errors=True)
    for path in sorted(file for file in source.rglob("*") if file.is_file()):  # one by one: copytree hides why it could not
        copy = scratch / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
    compressor = Compressor(quiet=True)
    for path in sorted(file for file in scratch.rglob("*") if file.is_file()):
        if compressor.should_compress(path.name):
            list(compressor.compress(str(path)))
    shutil.rmtree(folder, ignore_errors=True)
    scratch.rename(folder)
    stamp.write_text(fingerprint)
    return True


def _fingerprint(source: Path) -> str:
    sums = hashlib.sha256()
    for path in sorted(file for file in source.rglob("*") if file.is_file()):
        sums.update(str(path.relative_to(source)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return sums.hexdigest()
