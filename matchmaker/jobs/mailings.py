"""Letters whose moment has come: scheduled ones begin, and those whose minute to undo is over leave."""

from matchmaker.jobs.send_mail import send_mail
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.mailing_runs import start_scheduled
from matchmaker.store.queries.mail import letters_due
from matchmaker.store.queries.mailings import due_mailings


def start_mailings(workshop: Workshop) -> None:
    """Each in a transaction of its own: one that can't begin holds up no other."""
    with workshop.read() as session:
        due = due_mailings(session, now=workshop.now())
    for event_id, mailing_id in due:
        with workshop.session() as session:
            start_scheduled(session, event_id, mailing_id, now=workshop.now(), house=workshop.settings.language)
            session.commit()


def keep_time(workshop: Workshop) -> None:
    """Every few seconds, as nobody calls when a moment comes; two short questions as long as nothing is due."""
    start_mailings(workshop)
    if not workshop.settings.smtp_url:
        return
    with workshop.read() as session:
        is_due = letters_due(session, now=workshop.now()) > 0
    if is_due:
        send_mail(workshop)
