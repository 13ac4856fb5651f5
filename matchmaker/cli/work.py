"""`matchmaker work`: the process behind the pages."""

import logging

import click

from matchmaker.jobs.loop import work as do_work
from matchmaker.settings import load_settings

LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


@click.command()
def work() -> None:
    """Build match lists, send letters, draw badges; run one of these beside `matchmaker serve`."""
    settings = load_settings()
    logging.basicConfig(level=settings.log_level, format=LOG_FORMAT)
    logging.getLogger("huey").setLevel(max(logging.WARNING, logging.getLogger().level))  # it tells of each of its threads
    do_work(settings)
