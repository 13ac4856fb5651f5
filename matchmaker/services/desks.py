"""Desks at the door: an organiser makes a code, a phone types it and is that desk from then on, until it is closed or the event is over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from matchmaker.domain.checkin.pairing import LIVES, MOST_TRIES, START, STAYS_AFTER, hash_pairing_code, read_pairing_code
from matchmaker.domain.events.deeds import Deed
from matchmaker.domain.signin.secrets import hash_counted, same_secret
from matchmaker.errors import N_, BadInputError, Fault, NotFoundError, TooManyError
from matchmaker.services.deeds import note_deed
from matchmaker.services.limits import HOUR, take_turn
from matchmaker.settings import Settings
from matchmaker.store.models.checkin import DeskDevice
from matchmaker.store.models.events import Event
from matchmaker.store.queries.desks import DeskFacts, desk_of_event, desk_that_waits
from matchmaker.store.upsert import insert_into

SEEN_EVERY = timedelta(minutes=1)
MOST_FROM_ONE_NETWORK = 60  # a hall's desks share one address; a guesser has one chance in 32 million with each try


@dataclass(frozen=True, slots=True)
class Paired:
    """A phone that has just become a desk."""

    slug: str
    name: str
    until: datetime


def open_desk(session: Session, event_id: int, *, name: str, code: str, by: int, key: bytes, now: datetime) -> int | None:
    """Make a desk that waits for its device; None if another code that waits begins alike, so that another one must be drawn."""
    session.execute(update(DeskDevice).where(DeskDevice.code_expires_at <= now).values(code_start=None))
    moments = {"made_at": now, "code_expires_at": now + LIVES}
    values = {"event_id": event_id, "name": name, "made_by": by, "code_start": code[:START], "code_hash": hash_pairing_code(key, code)}
    opened = insert_into(session, DeskDevice).values(**values, **moments).on_conflict_do_nothing().returning(DeskDevice.id)
    desk_id: int | None = session.execute(opened).scalar_one_or_none()
    if desk_id is not None:
        note_deed(session, Deed.DESK_OPENED, event_id=event_id, actor_id=by, about=("desk", desk_id), now=now)
    return desk_id


def pair_desk(session: Session, typed: str, *, network: str, secret_hash: str, device: str, settings: Settings, now: datetime) -> Paired:
    """Make the browser that typed a code the desk of this code; a code works once, and takes five wrong tries.

    Raises
    ------
    BadInputError
        It is no code that waits. Commit all the same: the try counts.
    TooManyError
        Too many tries came from this network within the hour.
    """
    if not take_turn(session, f"desk|{hash_counted(settings.signin_key, network)}", most=MOST_FROM_ONE_NETWORK, now=now):
        raise TooManyError(
            N_("Many codes were typed from here, so we pause for a while. Ask a host."), retry_after=int(HOUR.total_seconds())
        )
    read = read_pairing_code(typed)
    if read is None:
        raise BadInputError(Fault("code", N_("A pairing code has eight letters and figures, such as 7KQ2 M9VD.")))
    desk = desk_that_waits(session, read[0], now=now)
    if desk is None or not _has_try(session, desk.id) or not same_secret(desk.code_hash, hash_pairing_code(settings.signin_key, read[1])):
        raise BadInputError(Fault("code", N_("No desk waits for this code. A code lives ten minutes and works once; ask for a new one.")))
    event = session.get_one(Event, desk.event_id)
    until = max(event.ends_at, now) + STAYS_AFTER
    used = update(DeskDevice).where(DeskDevice.id == desk.id, DeskDevice.paired_at.is_(None))
    values = {"code_start": None, "paired_at": now, "seen_at": now, "secret_hash": secret_hash, "device": device, "expires_at": until}
    if session.execute(used.values(**values).returning(DeskDevice.id)).one_or_none() is None:
        raise BadInputError(Fault("code", N_("No desk waits for this code. A code lives ten minutes and works once; ask for a new one.")))
    note_deed(session, Deed.DESK_PAIRED, event_id=event.id, actor_id=None, about=("desk", desk.id), now=now)
    return Paired(event.slug, desk.name, until)


def close_desk(session: Session, event_id: int, desk_id: int, *, by: int, now: datetime) -> None:
    """Shut a desk out at once, or end its code; closing it again changes nothing.

    Raises
    ------
    NotFoundError
        No such desk at this event.
    """
    desk = desk_of_event(session, event_id, desk_id)
    if desk is None:
        raise NotFoundError
    if desk.revoked_at is None:
        desk.revoked_at, desk.code_start, desk.secret_hash = now, None, None
        note_deed(session, Deed.DESK_CLOSED, event_id=event_id, actor_id=by, about=("desk", desk_id), now=now)
        session.flush()


def note_desk_seen(session: Session, desk: DeskFacts, *, now: datetime) -> None:
    """Write down that a desk is at work, at most once a minute."""
    if desk.seen_at is None or now - desk.seen_at >= SEEN_EVERY:
        session.execute(update(DeskDevice).where(DeskDevice.id == desk.id).values(seen_at=now).execution_options(synchronize_session=False))


def _has_try(session: Session, desk_id: int) -> bool:
    """It counts before the code is compared, so parallel guesses do too."""
    live = (DeskDevice.id == desk_id, DeskDevice.paired_at.is_(None), DeskDevice.code_tries < MOST_TRIES)
    counted = update(DeskDevice).where(*live).values(code_tries=DeskDevice.code_tries + 1).returning(DeskDevice.id)
    return session.execute(counted).one_or_none() is not None
