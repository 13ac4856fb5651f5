"""Deletes what nobody needs any more."""

from sqlalchemy import select

from matchmaker.jobs.kept_matchers import forget_files
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.interest_edits import forget_old_edits
from matchmaker.services.proposals import forget_old_proposals
from matchmaker.services.retention import events_due, forget_event
from matchmaker.services.sessions import forget_old_sign_ins
from matchmaker.services.team import forget_old_invitations
from matchmaker.services.uploads import forget_left_uploads
from matchmaker.store.models.events import Event


def purge(workshop: Workshop) -> None:
    """Run-out sessions, links and counts; what events keep no longer; files nobody confirmed; matchers of events that are over or gone."""
    for forget in (forget_old_sign_ins, forget_left_uploads, forget_old_invitations, forget_old_edits, forget_old_proposals):
        with workshop.session() as session:
            forget(session, now=workshop.now())
            session.commit()
    with workshop.read() as session:
        due = events_due(session, now=workshop.now())
    for event_id in due:
        with workshop.session() as session:
            forget_event(session, event_id, now=workshop.now())
            session.commit()
    with workshop.read() as session:
        running = set(session.scalars(select(Event.id).where(Event.closed_at.is_(None), Event.forgotten_at.is_(None))))
    with workshop.lock:
        forget_files(workshop, running)
