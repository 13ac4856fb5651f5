"""Letters of reminders: each person is looked at once a day, at the hour they chose."""

from datetime import datetime

from matchmaker.jobs.workshop import Workshop
from matchmaker.services.remind import Due, remind


def remind_people(workshop: Workshop) -> None:
    remind_as_of(workshop, workshop.now())


def remind_as_of(workshop: Workshop, moment: datetime, *, dry_run: bool = False) -> list[Due]:
    """Queue the letters that are due at this moment, a portion of people at a time; in a dry run, only say which."""
    letters: list[Due] = []
    last_id = 0
    while True:
        with workshop.session() as session:
            portion = remind(session, as_of=moment, now=workshop.now(), after=last_id)
            if dry_run:
                session.rollback()
            else:
                session.commit()
        if not portion.last_id:
            return letters
        letters += portion.letters
        last_id = portion.last_id
        workshop.give_way()
