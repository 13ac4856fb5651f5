"""Deletes what nobody needs any more."""

from sqlalchemy import select

from matchmaker.jobs.kept_matchers import forget_files
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.sessions import forget_old_sign_ins
from matchmaker.services.uploads import forget_left_uploads
from matchmaker.store.models.events import Event


def purge(workshop: Workshop) -> None:
    """Run-out sessions, links and counts; attendee files that nobody confirmed; matchers of events that are over or gone."""
    for forget in (forget_old_sign_ins, forget_left_uploads):
        with workshop.session() as session:
            forget(session, now=workshop.now())
            session.commit()
    with workshop.read() as session:
        running = set(session.scalars(select(Event.id).where(Event.closed_at.is_(None))))
    with workshop.lock:
        forget_files(workshop, running)
