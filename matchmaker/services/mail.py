"""The outbox: a letter is a row first, written with its cause; a worker claims it, sends it and writes down how it went.

queued → claimed → transmitting → sent | failed | uncertain;  queued | claimed → suppressed | cancelled, or gone when taken back
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import CursorResult, Select, bindparam, case, delete, or_, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.followup.attempts import next_try
from matchmaker.domain.signin.address import address_key
from matchmaker.services.unsubscribe import BULK_KINDS, EVENT_KINDS
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.queries.mail import is_due, wants_none
from matchmaker.store.queries.mailings import is_held
from matchmaker.store.upsert import insert_into

SIGN_IN = "sign_in"
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
HELD_BACK: dict[str, object] = {"state": "queued", "lease": "", "leased_until": None, "next_try_at": NEVER}
# What each letter is asked and told on its way: built once, for building a statement costs more than carrying it out.
_ROW: Any = OutboxLetter.__table__
_IS_MINE = (_ROW.c.id == bindparam("letter"), _ROW.c.lease == bindparam("held_by"))
_LEAVES = (
    update(_ROW)
    .where(*_IS_MINE, _ROW.c.state == "claimed", _ROW.c.leased_until > bindparam("at"))
    .values(state="transmitting", leased_until=bindparam("until"), message_id=bindparam("its_id"))
)
_ARRIVED = (
    update(_ROW)
    .where(*_IS_MINE, _ROW.c.state.in_(("transmitting", "uncertain")))
    .values(state="sent", server_said=bindparam("said"), finished_at=bindparam("at"), leased_until=None)
)
UNIQUE = (OutboxLetter.event_id, OutboxLetter.campaign, OutboxLetter.recipient, OutboxLetter.kind)


@dataclass(frozen=True, slots=True)
class Claim:
    """A letter that one worker holds until its lease ends."""

    id: int
    kind: str
    address: str
    lease: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets one of many letters; the address is an address key."""

    address: str
    person_id: int | None = None
    payload: dict[str, object] = field(default_factory=dict)


def queue_letter(
    session: Session,
    *,
    kind: str,
    address: str,
    now: datetime,
    event_id: int | None = None,
    campaign: str = "",
    person_id: int | None = None,
    payload: dict[str, object] | None = None,
) -> bool:
    """Put one letter into the outbox; False if this campaign has one of this kind for this address already."""
    recipient = Recipient(address_key(address), person_id, payload or {})
    return queue_letters(session, kind=kind, recipients=[recipient], now=now, event_id=event_id, campaign=campaign) == 1


def queue_letters(
    session: Session, *, kind: str, recipients: Sequence[Recipient], now: datetime, event_id: int | None = None, campaign: str = ""
) -> int:
    """Put many letters into the outbox, and say how many are new: nobody gets a second one of the same campaign and kind."""
    same = {"kind": kind, "event_id": event_id, "campaign": campaign, "next_try_at": now, "created_at": now}
    rows = [
        {**same, "recipient": one.address, "address": one.address, "person_id": one.person_id, "payload": one.payload} for one in recipients
    ]
    if not rows:
        return 0
    new = insert_into(session, OutboxLetter).on_conflict_do_nothing(index_elements=UNIQUE).returning(OutboxLetter.id)
    return len(session.execute(new, rows).all())


def kinds_to_carry(*, codes_only: bool) -> tuple[str, ...]:
    """The kinds a run is about; none named means all."""
    return (SIGN_IN,) if codes_only else ()


def claim_letters(session: Session, *, lease: str, most: int, seconds: int, now: datetime, kinds: Collection[str] = ()) -> list[Claim]:
    """Take letters whose time has come: one conditional statement, so no letter is held twice. Codes go first: people wait for them."""
    due = (
        select(OutboxLetter.id)
        .where(is_due(now, kinds))
        .order_by(case((OutboxLetter.kind == SIGN_IN, 0), else_=1), OutboxLetter.id)
        .limit(most)
        .with_for_update(skip_locked=True)  # on SQLite, which has one writer at a time, this says nothing
        .cte("due")  # as a plain subquery, PostgreSQL may ask it again for each row and take more than `most`
    )
    claim = (
        update(OutboxLetter)
        .where(OutboxLetter.id.in_(select(due.c.id)), OutboxLetter.state == "queued")
        .values(state="claimed", lease=lease, leased_until=now + timedelta(seconds=seconds))
        .returning(OutboxLetter.id, OutboxLetter.kind, OutboxLetter.address)
        .execution_options(synchronize_session=False)
    )
    rows = sorted(session.execute(claim), key=lambda row: (row[1] != SIGN_IN, row[0]))
    return [Claim(row_id, kind, address, lease) for row_id, kind, address in rows]


def begin_transmission(session: Session, claim: Claim, *, message_id: str, seconds: int, now: datetime) -> bool:
    """Write down, right before DATA, that the letter is about to leave; False if it must not, or is no longer ours."""
    if claim.kind in BULK_KINDS and session.scalar(_stopped(claim.kind), {"reader": claim.address}):
        mark_suppressed(session, claim, now=now)
        return False
    if claim.kind in BULK_KINDS and is_held(session, claim.id, claim.kind):
        _change(session, claim, OutboxLetter.state == "claimed", **HELD_BACK)
        return False
    named = {"letter": claim.id, "held_by": claim.lease, "at": now, "until": now + timedelta(seconds=seconds), "its_id": message_id}
    return _changed(session, _LEAVES, named) == 1


def mark_sent(session: Session, claim: Claim, *, server_said: str, now: datetime) -> None:
    """The server took it. Also true, and worth writing down, when the lease ran out meanwhile."""
    _changed(session, _ARRIVED, {"letter": claim.id, "held_by": claim.lease, "said": server_said, "at": now})


def mark_failed(session: Session, claim: Claim, *, server_said: str, now: datetime) -> None:
    _change(session, claim, _HELD, state="failed", server_said=server_said, finished_at=now, leased_until=None)


def mark_uncertain(session: Session, claim: Claim, *, server_said: str, now: datetime) -> None:
    """It may have arrived. A code is sent again, for a second one harms nobody; other letters wait for a human's word."""
    if claim.kind == SIGN_IN:
        put_back(session, claim, server_said=server_said, now=now, dice=0.5)
        return
    _change(session, claim, _HELD, state="uncertain", server_said=server_said, finished_at=now, leased_until=None)


def mark_suppressed(session: Session, claim: Claim, *, now: datetime) -> None:
    """Nothing is left to send: its reader stopped such letters, or its cause is gone."""
    _change(session, claim, _HELD, state="suppressed", finished_at=now, leased_until=None)


def put_back(session: Session, claim: Claim, *, server_said: str, now: datetime, dice: float) -> datetime | None:
    """Try again later; when it is too old for that, it has failed. Returns the moment of the next try."""
    columns = (OutboxLetter.attempts, OutboxLetter.created_at, OutboxLetter.next_try_at)
    row = session.execute(select(*columns).where(OutboxLetter.id == claim.id).with_for_update()).one_or_none()
    if row is None:  # taken back meanwhile
        return None
    tries, created_at, tried_at = row
    if tried_at == NEVER:  # taken back while the server was being told
        _changed(session, delete(OutboxLetter).where(OutboxLetter.id == claim.id, OutboxLetter.lease == claim.lease, _HELD))
        return None
    later = next_try(tries + 1, created_at=created_at, now=now, dice=dice)
    if later is None:
        mark_failed(session, claim, server_said=server_said, now=now)
    else:
        values = {"state": "queued", "lease": "", "leased_until": None, "attempts": tries + 1, "next_try_at": later}
        _change(session, claim, _HELD, server_said=server_said, **values)
    return later


def release(session: Session, claims: Iterable[Claim], *, pause: timedelta, now: datetime) -> None:
    """Give back letters that were not tried at all, such as those behind one that found the server away."""
    for claim in claims:
        values = {"state": "queued", "lease": "", "leased_until": None, "next_try_at": now + pause}
        _change(session, claim, OutboxLetter.state == "claimed", **values)


def recover_expired(session: Session, *, now: datetime) -> int:
    """Letters of a worker that died: those that had not left go back to the queue, those on their way are uncertain."""
    expired = OutboxLetter.leased_until <= now
    nothing_left = or_(OutboxLetter.state == "claimed", (OutboxLetter.state == "transmitting") & (OutboxLetter.kind == SIGN_IN))
    again = update(OutboxLetter).where(nothing_left, expired).values(state="queued", lease="", leased_until=None, next_try_at=now)
    unknown = (
        update(OutboxLetter)
        .where(OutboxLetter.state == "transmitting", expired)
        .values(state="uncertain", leased_until=None, finished_at=now, server_said="The worker stopped while this letter was on its way.")
    )
    return _changed(session, again) + _changed(session, unknown)


_HELD = OutboxLetter.state.in_(("claimed", "transmitting"))


def _change(session: Session, claim: Claim, *conditions: Any, **values: object) -> bool:
    statement = update(OutboxLetter).where(OutboxLetter.id == claim.id, OutboxLetter.lease == claim.lease, *conditions)
    return _changed(session, statement.values(**values)) == 1


def _changed(session: Session, statement: Any, named: dict[str, object] | None = None) -> int:
    result = session.execute(statement, named or {}, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", result).rowcount


@cache
def _stopped(kind: str) -> Select[Any]:
    return select(wants_none(bindparam("reader"), kind))


def send_again(session: Session, event_id: int, letter_id: int, *, now: datetime) -> bool:
    """The organiser's word on a letter that failed or may have arrived: try it anew, as if it were just written."""
    return _decide(session, event_id, letter_id, ("failed", "uncertain"), **as_if_just_written(now))


def as_if_just_written(now: datetime) -> dict[str, object]:
    """The values of a letter that begins anew."""
    return {
        "state": "queued",
        "lease": "",
        "leased_until": None,
        "attempts": 0,
        "next_try_at": now,
        "created_at": now,
        "finished_at": None,
    }


def leave_alone(session: Session, event_id: int, letter_id: int) -> bool:
    """The organiser's word on a letter that may have arrived: once is enough."""
    return _decide(session, event_id, letter_id, ("uncertain",), state="cancelled")


def _decide(session: Session, event_id: int, letter_id: int, states: Sequence[str], **values: object) -> bool:
    its_own = (OutboxLetter.event_id == event_id, OutboxLetter.id == letter_id, OutboxLetter.kind.in_(EVENT_KINDS))
    return _changed(session, update(OutboxLetter).where(*its_own, OutboxLetter.state.in_(states)).values(**values)) == 1
