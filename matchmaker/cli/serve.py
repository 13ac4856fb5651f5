"""`matchmaker serve`: gunicorn with the settings that were measured."""

import os
import sys
from pathlib import Path

import click

from matchmaker.errors import N_, SettingsError
from matchmaker.settings import load_settings
from matchmaker.store.reach import open_engine, reach

# A worker writes a sign of life to a file; on a slow disk that would stall it, in memory it can't.
MEMORY = Path("/dev/shm")  # noqa: S108  gunicorn makes an unguessable file in it


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes.")
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64), help="Threads of each process.")
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the pages with gunicorn. Put Caddy or nginx in front: docs/operating.md."""
    settings = load_settings()
    engine = open_engine(settings)
    if not reach(engine):
        raise SettingsError(N_("The database is not up to date: run `matchmaker db upgrade` first."))
    engine.dispose()
    sys.stdout.flush()
    os.execv(sys.executable, gunicorn(host, port, workers=workers, threads=threads, log_level=settings.log_level))  # noqa: S606  our own words


def gunicorn(host: str, port: int, *, workers: int, threads: int, log_level: str) -> list[str]:
    # gunicorn tells at "info" of every start; that is our warning level's business only when asked for
    level = {"INFO": "warning"}.get(log_level, log_level.lower())
    words = [sys.executable, "-m", "gunicorn", "matchmaker.app:application()", "--bind", f"{host}:{port}"]
    words += ["--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)]
    words += ["--no-control-socket", "--log-level", level, "--graceful-timeout", "10"]
    return words + (["--worker-tmp-dir", str(MEMORY)] if MEMORY.is_dir() else [])
