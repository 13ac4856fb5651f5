"""Letters to many in every state a page can show: drafts, one to nobody in particular, one that can be undone, one that went."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.domain.mailings.audience import Audience
from matchmaker.services.mailing_runs import addressed
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from matchmaker.store.queries.audience import count_readers
from tests.cast import NOW
from tests.mailings import facts_of, say_in, send, write_to


def write_mailings(session: Session, event: Event, by: int) -> dict[str, str]:
    """A draft in two languages, one to those who met nobody, one that can still be undone."""
    organiser, facts = session.get_one(Person, by), facts_of(event)
    draft = write_to(session, event, organiser, key="five_people", body="Hello {{first_name}},\n\n{{five_people}}\n\n{{list_link}}")
    say_in(session, draft, "de", "Von {{event}}", "Guten Tag {{first_name}},\n\n{{five_people}}")
    private = write_to(session, event, organiser, key="met_nobody", audience=Audience(met="nobody"))
    waiting = write_to(session, event, organiser)
    waiting.name = "News of the evening"
    count = count_readers(session, addressed(waiting, language=facts.language)).people
    send(session, event, waiting, organiser, seen=count, undo=600)
    spare = write_to(session, event, session.get_one(Person, by), key="blank")
    say_in(session, spare, "de", "Hallo", "Bis bald!")
    return {
        "mailing": str(draft.id),
        "mailing_private": str(private.id),
        "mailing_waiting": str(waiting.id),
        "mailing_spare": str(spare.id),
    }


def send_mailing(session: Session, event: Event, by: int) -> int:
    """One that went out: a letter failed, of one it is uncertain whether it arrived."""
    mailing = write_to(session, event, session.get_one(Person, by), key="how_was_it")
    send(session, event, mailing, session.get_one(Person, by), seen=4)
    said = (
        {"state": "failed", "server_said": "550 5.1.1 There is no mailbox of this name here."},
        {"state": "uncertain"},
        {"state": "sent"},
    )
    letters = session.scalars(select(OutboxLetter).where(OutboxLetter.campaign == f"mailing-{mailing.id}").order_by(OutboxLetter.id))
    for letter, fate in zip(letters, (*said, {"state": "suppressed"}), strict=True):
        for name, value in {"finished_at": NOW, **fate}.items():
            setattr(letter, name, value)
    session.flush()
    return mailing.id
