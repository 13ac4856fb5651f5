"""Badges: everybody gets one, its owner decides what a scan of it does, a lost one is replaced."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.domain.badges.choice import VERSIONS, ExchangeChoice
from matchmaker.domain.badges.live import live_code, live_step
from matchmaker.domain.badges.token import badge_address, badge_code, hash_code, hash_short_code, short_code, shown_short_code
from matchmaker.services.own_deeds import note_consent
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.badges import Badge
from matchmaker.store.queries.badges import own_badge_row, short_hashes_of, without_badge
from matchmaker.store.upsert import insert_into


@dataclass(frozen=True, slots=True)
class OwnBadge:
    """What the owner's phone shows; `late_tries` were made with codes that are withdrawn.

    `gives` is what goes along with name, headline and organisation; of the own card called `card`, or of the profile if that is empty.
    """

    address: str
    short_code: str
    late_tries: int
    pronouns: str = ""
    card: str = ""
    gives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnAnswers:
    """What the owner once answered to "What may a scan of your badge do?", and what is on their card."""

    mode: str | None
    ticked: tuple[str, ...]
    email: str
    phone: str
    link: str


def ensure_badges(session: Session, event_id: int, *, key: bytes, now: datetime, only: int | None = None) -> int:
    """Give a badge to every registered attendee (or `only` to one) who has none in force; return to how many."""
    rows = badges_to_give(session, event_id, key=key, now=now, only=only)
    if rows:
        # Two who do this at once derive the same codes, so the second has nothing to add.
        session.execute(insert_into(session, Badge).on_conflict_do_nothing(), rows)
    return len(rows)


def badges_to_give(session: Session, event_id: int, *, key: bytes, now: datetime, only: int | None = None) -> list[dict[str, Any]]:
    """The rows that are missing; nothing is written, so that a worker may write thousands of them bit by bit."""
    bare = without_badge(session, event_id, only=only)
    taken = short_hashes_of(session, event_id) if bare else set()
    return [_badge_values(key, event_id, attendee_id, generation + 1, taken, now) for attendee_id, generation in bare]


def give_badges(session: Session, event_id: int, rows: Sequence[dict[str, Any]]) -> None:
    """Write some of them; who has left meanwhile is left out."""
    here = set(
        session.scalars(select(Attendee.id).where(Attendee.event_id == event_id, Attendee.id.in_([row["attendee_id"] for row in rows])))
    )
    kept = [row for row in rows if row["attendee_id"] in here]
    if kept:
        session.execute(insert_into(session, Badge).on_conflict_do_nothing(), kept)


def rotate_badge(session: Session, event_id: int, attendee_id: int, *, key: bytes, now: datetime) -> None:
    """Withdraw the attendee's code and give them a new one: the old paper opens nothing from this moment on."""
    mine = Badge.event_id == event_id, Badge.attendee_id == attendee_id, Badge.revoked_at.is_(None)
    session.execute(update(Badge).where(*mine).values(revoked_at=now))
    ensure_badges(session, event_id, key=key, now=now, only=attendee_id)


def own_badge(session: Session, event_id: int, attendee_id: int, *, settings: Settings) -> OwnBadge | None:
    """The badge of one attendee for their own screen; None if none is in force."""
    row = own_badge_row(session, event_id, attendee_id)
    if not row.generation:
        return None
    subject = {"event_id": event_id, "attendee_id": attendee_id, "generation": row.generation}
    return OwnBadge(
        address=badge_address(settings.base_url, badge_code(settings.badge_key, **subject)),
        short_code=shown_short_code(short_code(settings.badge_key, turn=row.turn, **subject)),
        late_tries=row.tries_after,
        pronouns=row.pronouns,
        card=row.card or "",
        gives=row.shared_fields,
    )


def live_address(session: Session, event_id: int, attendee_id: int, *, settings: Settings, now: datetime) -> str | None:
    """What the live code of this minute says; None without a badge in force. Derived, so that looking at it stores nothing."""
    row = own_badge_row(session, event_id, attendee_id)
    if not row.generation:
        return None
    names = {"event_id": event_id, "attendee_id": attendee_id, "generation": row.generation}
    return badge_address(settings.base_url, live_code(settings.badge_key, **names, step=live_step(now)))


def own_answers(session: Session, event_id: int, attendee_id: int, *, email: str) -> OwnAnswers:
    columns = (Attendee.exchange_mode, Attendee.shared_fields, Attendee.phone, Attendee.link)
    mode, ticked, phone, link = session.execute(select(*columns).where(Attendee.event_id == event_id, Attendee.id == attendee_id)).one()
    return OwnAnswers(mode, tuple(ticked), email, phone, link)


def choose_exchange_mode(session: Session, event_id: int, attendee_id: int, choice: ExchangeChoice, *, key: bytes, now: datetime) -> None:
    """Keep what a scan of this badge may do, with the wording that was agreed to; the first answer also makes the badge."""
    mine = update(Attendee).where(Attendee.event_id == event_id, Attendee.id == attendee_id).returning(Attendee.person_id)
    person_id = session.execute(
        mine.values(
            exchange_mode=choice.mode,
            shared_fields=list(choice.ticked),
            phone=choice.phone,
            link=choice.link,
            consent_version=VERSIONS[choice.mode],
            consent_at=now,
            updated_at=now,
        )
    ).scalar_one_or_none()
    if person_id is not None:
        note_consent(session, person_id, event_id=event_id, fields=choice.ticked, now=now)
    ensure_badges(session, event_id, key=key, now=now, only=attendee_id)


def _badge_values(key: bytes, event_id: int, attendee_id: int, generation: int, taken: set[str], now: datetime) -> dict[str, Any]:
    """The row of one badge; `taken` short codes are passed over, and the new one joins them."""
    turn = 0
    subject = {"event_id": event_id, "attendee_id": attendee_id, "generation": generation}
    while (short_hash := hash_short_code(key, short_code(key, turn=turn, **subject), event_id=event_id)) in taken:
        turn += 1
    taken.add(short_hash)
    token_hash = hash_code(badge_code(key, **subject))
    return {**subject, "token_hash": token_hash, "short_hash": short_hash, "short_turn": turn, "created_at": now}
