"""Who wants no letters: one press, without signing in, and it holds for the very next letter."""

import base64
import hashlib
import hmac
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matchmaker.errors import NotFoundError
from matchmaker.settings import Settings
from matchmaker.store.models.mail import Suppression
from matchmaker.store.models.people import Person
from matchmaker.store.queries.mail import BULK, wants_none
from matchmaker.store.upsert import insert_into

# Letters that nobody asked for at that moment. A code one asked for is never among them.
BULK_KINDS = frozenset({"invitation", "met", "met_nobody"})
MARK_BYTES = 16


def unsubscribe_url(settings: Settings, person_id: int) -> str:
    """The address that ends these letters for one person; only we can make it."""
    return f"{settings.base_url}/u/{unsubscribe_token(settings.mail_key, person_id)}"


def unsubscribe_token(key: bytes, person_id: int) -> str:
    mark = hmac.new(key, f"unsubscribe|{person_id}|{BULK}".encode(), hashlib.sha256).digest()[:MARK_BYTES]
    return f"{person_id}-{base64.urlsafe_b64encode(mark).decode().rstrip('=')}"


def reader_of(session: Session, token: str, *, key: bytes) -> Person:
    """Whose letters this token is about.

    Raises
    ------
    NotFoundError
        We never made it, or that person is gone.
    """
    number = token.partition("-")[0]
    if not (number.isascii() and number.isdigit() and len(number) < 19 and hmac.compare_digest(token.encode(), _made(key, number))):
        raise NotFoundError
    person = session.get(Person, int(number))
    if person is None:
        raise NotFoundError
    return person


def stop_letters(session: Session, person: Person, *, now: datetime) -> None:
    """No more letters but the ones this person asks for; a second time changes nothing."""
    stopped = {"recipient": person.email_key, "kind": BULK, "reason": "unsubscribed", "created_at": now}
    session.execute(insert_into(session, Suppression).values(stopped).on_conflict_do_nothing())


def allow_letters(session: Session, person: Person) -> None:
    session.execute(delete(Suppression).where(Suppression.recipient == person.email_key, Suppression.kind == BULK))


def has_stopped(session: Session, person: Person) -> bool:
    return bool(session.scalar(select(wants_none(person.email_key))))


def _made(key: bytes, number: str) -> bytes:
    return unsubscribe_token(key, int(number)).encode()
