"""Letters to many as tests make them."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from matchmaker.domain.mailings.audience import Audience
from matchmaker.domain.mailings.library import BY_KEY
from matchmaker.domain.mailings.wording import Version
from matchmaker.services.mailing_runs import Confirmation, send_now
from matchmaker.services.mailings import open_ready
from matchmaker.store.models.events import Event
from matchmaker.store.models.mailings import Mailing, MailingWording
from matchmaker.store.models.people import Person
from matchmaker.store.queries.visits import EventFacts
from tests.cast import NOW


def facts_of(event: Event) -> EventFacts:
    return EventFacts(**{name: getattr(event, name) for name in EventFacts.__slots__})


def write_to(
    session: Session, event: Event, by: Person, *, audience: Audience | None = None, key: str = "blank", body: str = "Hello {{first_name}}."
) -> Mailing:
    """A draft in English to everybody, or to an audience."""
    mailing = open_ready(session, event.id, BY_KEY[key], name="News", version=Version("en-GB", "From {{event}}", body), by=by.id, now=NOW)
    mailing.audience = (audience or Audience()).as_json()
    session.flush()
    return mailing


def say_in(session: Session, mailing: Mailing, language: str, subject: str, body: str) -> None:
    session.add(MailingWording(mailing_id=mailing.id, language=language, position=9, subject=subject, body=body))
    session.flush()


def send(
    session: Session, event: Event, mailing: Mailing, by: Person, *, seen: int, typed: str = "", undo: int = 0, now: datetime = NOW
) -> int:
    return send_now(
        session, facts_of(event), mailing.id, by=by.id, confirmed=Confirmation(seen, typed), undo=timedelta(seconds=undo), now=now
    )
