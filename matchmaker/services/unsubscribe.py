"""Who wants no letters: one press, without signing in, and it holds for the very next letter."""

import base64
import hashlib
import hmac
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from matchmaker.domain.followup.topics import BULK, LETTERS, TOPICS, Topic
from matchmaker.errors import NotFoundError
from matchmaker.settings import Settings
from matchmaker.store.models.mail import Suppression
from matchmaker.store.models.people import Person
from matchmaker.store.queries.mail import stopped_topics
from matchmaker.store.upsert import insert_into

PERSONAL = "personal"
KEEP_WARM = "keep_warm"
# What people write to each other, whom they are reminded of and who was introduced can be stopped like the rest, but no organiser sees it.
EVENT_KINDS = frozenset(kind for kind, topic in TOPICS.items() if topic not in {"personal", "warm", "introduction"})
BULK_KINDS = frozenset(TOPICS)
MARK_BYTES = 16


def unsubscribe_url(settings: Settings, person_id: int, kind: str = "") -> str:
    """The address that ends letters like those of this kind, or all of them, for one person; only we can make it."""
    return f"{settings.base_url}/u/{unsubscribe_token(settings.mail_key, person_id, TOPICS[kind] if kind else BULK)}"


def unsubscribe_token(key: bytes, person_id: int, topic: Topic = BULK) -> str:
    mark = hmac.new(key, f"unsubscribe|{person_id}|{topic}".encode(), hashlib.sha256).digest()[:MARK_BYTES]
    begin = next((letter for letter, its_topic in LETTERS.items() if its_topic == topic), "")
    return f"{begin}{person_id}-{base64.urlsafe_b64encode(mark).decode().rstrip('=')}"


def topic_of(token: str) -> Topic:
    return LETTERS.get(token[:1], BULK)


def reader_of(session: Session, token: str, *, key: bytes) -> Person:
    """Whose letters this token is about.

    Raises
    ------
    NotFoundError
        We never made it, or that person is gone.
    """
    topic = topic_of(token)
    number = (token if topic == BULK else token[1:]).partition("-")[0]
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    if not (is_number and hmac.compare_digest(token.encode(), unsubscribe_token(key, int(number), topic).encode())):
        raise NotFoundError
    person = session.get(Person, int(number))
    if person is None:
        raise NotFoundError
    return person


def stop_letters(session: Session, person: Person, topic: Topic = BULK, *, now: datetime) -> None:
    """No more letters of this topic, or none but those this person asks for; a second time changes nothing."""
    _stop(session, person, [topic], now=now)


def allow_letters(session: Session, person: Person, topic: Topic = BULK, *, now: datetime) -> None:
    """Letters of this topic again. Whoever had stopped all of them keeps the others stopped."""
    stopped = stopped_topics(session, person.email_key)
    mine = Suppression.recipient == person.email_key
    if topic == BULK:
        session.execute(delete(Suppression).where(mine))
        return
    session.execute(delete(Suppression).where(mine, Suppression.kind.in_((BULK, topic))))
    if BULK in stopped:
        _stop(session, person, [other for other in LETTERS.values() if other != topic], now=now)


def has_stopped(session: Session, person: Person, topic: Topic = BULK) -> bool:
    return not stopped_topics(session, person.email_key).isdisjoint((BULK, topic))


def _stop(session: Session, person: Person, topics: list[Topic], *, now: datetime) -> None:
    rows = [{"recipient": person.email_key, "kind": topic, "reason": "unsubscribed", "created_at": now} for topic in topics]
    # Their own word counts for more than a letter that came back, and goes along to another address
    new = insert_into(session, Suppression)
    said = new.on_conflict_do_update(index_elements=[Suppression.recipient, Suppression.kind], set_={"reason": new.excluded.reason})
    session.execute(said, rows)
