"""After somebody has deleted everything of theirs: what the database file's log still held of it goes too."""

from datetime import timedelta

from sqlalchemy import exists, select

from matchmaker.jobs.workshop import Workshop
from matchmaker.services.erasure import blank_old_reports
from matchmaker.store.engine import empty_write_ahead_log
from matchmaker.store.models.people import Person

# A reader of that very moment may have kept the log from being cut; the sweeps of the next hour try again.
LATELY = timedelta(hours=1)


def forget(workshop: Workshop) -> None:
    with workshop.read() as session:
        is_lately = session.scalar(select(exists().where(Person.erased_at > workshop.now() - LATELY)))
    if is_lately:
        empty_write_ahead_log(workshop.engine)


def forget_reports(workshop: Workshop) -> None:
    """Reports about people who are gone lose their words once nobody needs them."""
    with workshop.session() as session:
        blank_old_reports(session, now=workshop.now())
        session.commit()
