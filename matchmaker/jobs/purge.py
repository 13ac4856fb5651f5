"""Deletes what nobody needs any more."""

from matchmaker.jobs.workshop import Workshop
from matchmaker.services.sessions import forget_old_sign_ins
from matchmaker.services.uploads import forget_left_uploads


def purge(workshop: Workshop) -> None:
    """Run-out sessions, links and counts; attendee files that nobody confirmed. One short transaction each."""
    for forget in (forget_old_sign_ins, forget_left_uploads):
        with workshop.session() as session:
            forget(session, now=workshop.now())
            session.commit()
