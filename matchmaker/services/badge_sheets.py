"""Badges on paper: the wish for a sheet, its making, how long it stays; one badge alone, and a lost one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, cast

from sqlalchemy import CursorResult, or_, update
from sqlalchemy.orm import Session

from matchmaker.domain.badges.badge import BadgeFace
from matchmaker.domain.badges.printing import PrintChoice
from matchmaker.domain.badges.ruler import RULER_SAYS
from matchmaker.domain.badges.seal import seal, unseal
from matchmaker.domain.events.deeds import Deed
from matchmaker.errors import N_, ConflictError, NotFoundError
from matchmaker.services.badge_faces import chosen_rows, day_of, face_of, fingerprint, printed_in, rows_of
from matchmaker.services.badges import ensure_badges, rotate_badge
from matchmaker.services.deeds import note_deed
from matchmaker.settings import Settings
from matchmaker.store.models.badges import BadgePrint, BadgeSheet
from matchmaker.store.queries.badge_sheets import SheetEvent, SheetRow, newest_sheet, print_choice, sheet_content, sheet_event, sheet_wish
from matchmaker.store.queries.badges import BadgeRow, badge_rows
from matchmaker.store.upsert import insert_into

SHEETS_LIVE = timedelta(hours=24)
MAKING_TAKES_AT_MOST = timedelta(minutes=5)
ALL, ONE, TEST = "all", "one", "test"


@dataclass(frozen=True, slots=True)
class SheetWork:
    """What the worker needs to make one sheet; a test has no faces, and an address for its code."""

    event: SheetEvent
    day: str
    kind: str
    choice: PrintChoice
    faces: tuple[BadgeFace, ...]
    address: str
    ruler: str  # what a test says of its line


def want_sheet(session: Session, event_id: int, *, asked_by: int, key: bytes, now: datetime) -> int:
    """Ask the worker for a sheet of the badges that are chosen; a second wish while one is being made is the same wish.

    Raises
    ------
    ConflictError
        Nobody is registered, or nobody is chosen.
    """
    event, choice = sheet_event(session, event_id), print_choice(session, event_id)
    everybody = badge_rows(session, event_id)
    if not everybody:
        raise ConflictError(N_("Nobody is registered yet, so there is no badge to print. Bring people in on the roster page."))
    newest = newest_sheet(session, event_id)
    if newest is not None and newest.made_at is None and newest.kind == ALL:
        return newest.id
    rows = chosen_rows(event, everybody, choice)
    if not rows:
        raise ConflictError(N_("No badge is chosen: none is new or changed since the last print, or the range is empty."))
    ensure_badges(session, event_id, key=key, now=now)
    note_deed(session, Deed.BADGES_PRINTED, event_id=event_id, actor_id=asked_by, now=now, count=len(rows))
    return _print(session, event, rows, choice, kind=ALL, asked_by=asked_by, now=now)


def want_one_badge(session: Session, event_id: int, attendee_id: int, *, asked_by: int, key: bytes, now: datetime, place: int = 1) -> int:
    """Print the badge of one attendee, alone, at a place of the page that is still free.

    Raises
    ------
    NotFoundError
        They aren't registered at this event.
    """
    ensure_badges(session, event_id, key=key, now=now, only=attendee_id)
    event, choice = sheet_event(session, event_id), print_choice(session, event_id)
    choice = replace(choice, place=min(max(place, 1), choice.sheet.per_sheet))
    rows = badge_rows(session, event_id, only=[attendee_id])
    if not rows:
        raise NotFoundError
    note_deed(session, Deed.BADGE_REPRINTED, event_id=event_id, actor_id=asked_by, now=now, about=("attendee", attendee_id))
    return _print(session, event, rows, choice, kind=ONE, asked_by=asked_by, now=now)


def replace_lost_badge(
    session: Session, event_id: int, attendee_id: int, *, asked_by: int, key: bytes, now: datetime, place: int = 1
) -> int:
    """Withdraw a lost badge's code at once and print the new one.

    Raises
    ------
    NotFoundError
        They aren't registered at this event.
    """
    if not badge_rows(session, event_id, only=[attendee_id]):
        raise NotFoundError
    rotate_badge(session, event_id, attendee_id, key=key, now=now)
    note_deed(session, Deed.BADGE_ROTATED, event_id=event_id, actor_id=asked_by, now=now, about=("attendee", attendee_id))
    return want_one_badge(session, event_id, attendee_id, asked_by=asked_by, key=key, now=now, place=place)


def want_test_print(session: Session, event_id: int, *, asked_by: int, now: datetime) -> int:
    """Ask the worker for the page to try the printer with; a second wish while one is being made is the same wish."""
    newest = newest_sheet(session, event_id)
    if newest is not None and newest.made_at is None and newest.kind == TEST:
        return newest.id
    return _add_sheet(session, event_id, (), print_choice(session, event_id), kind=TEST, asked_by=asked_by, now=now)


def begin_sheet(session: Session, sheet_id: int, *, now: datetime) -> bool:
    """Take a sheet on; False if another worker has it."""
    free = or_(BadgeSheet.begun_at.is_(None), BadgeSheet.begun_at < now - MAKING_TAKES_AT_MOST)
    taken = update(BadgeSheet).where(BadgeSheet.id == sheet_id, BadgeSheet.made_at.is_(None), free).values(begun_at=now)
    return cast("CursorResult[object]", session.execute(taken)).rowcount == 1


def work_on(session: Session, sheet_id: int, *, settings: Settings) -> SheetWork:
    """Everything a sheet shows, in the order in which badges are laid out on the table; who has left since is left out."""
    wish = sheet_wish(session, sheet_id)
    event = sheet_event(session, wish.event_id)
    faces = tuple(face_of(event, row, wish.choice, settings) for row in rows_of(session, event.id, wish.people))
    language = printed_in(event, settings)
    address, ruler = settings.base_url.upper(), language.say(RULER_SAYS)
    return SheetWork(event, day_of(event, language), wish.kind, wish.choice, faces, address, ruler)


def finish_sheet(session: Session, sheet_id: int, content: bytes, *, badges: int, key: bytes, nonce: bytes, now: datetime) -> None:
    """Keep a made sheet, sealed; one with nothing on it says why."""
    problem = "" if content else N_("Nobody is registered any more, so there was no badge to print.")
    sealed = seal(key, content, nonce=nonce) if content else None
    session.execute(update(BadgeSheet).where(BadgeSheet.id == sheet_id).values(content=sealed, badges=badges, problem=problem, made_at=now))


def open_sheet(session: Session, event_id: int, sheet_id: int, *, key: bytes) -> bytes:
    """The finished PDF.

    Raises
    ------
    NotFoundError
        It isn't this event's, isn't made yet, or was thrown away after a day.
    """
    sealed = sheet_content(session, event_id, sheet_id)
    if sealed is None:
        raise NotFoundError
    return unseal(key, sealed)


def throw_away_old_sheets(session: Session, *, now: datetime) -> None:
    """A sheet shows the codes of a whole event: it stays for a day, and is quickly made again."""
    old = update(BadgeSheet).where(BadgeSheet.made_at < now - SHEETS_LIVE, BadgeSheet.content.is_not(None))
    session.execute(old.values(content=None))


def sheet_state(sheet: SheetRow | None) -> Literal["none", "waiting", "ready", "problem", "gone"]:
    if sheet is None:
        return "none"
    if sheet.made_at is None:
        return "waiting"
    if sheet.problem:
        return "problem"
    return "ready" if sheet.is_kept else "gone"


def _print(
    session: Session, event: SheetEvent, rows: Sequence[BadgeRow], choice: PrintChoice, *, kind: str, asked_by: int, now: datetime
) -> int:
    """Ask for the sheet, and remember what each badge said."""
    printed = [
        {"event_id": event.id, "attendee_id": row.attendee_id, "fingerprint": fingerprint(event, row, choice), "printed_at": now}
        for row in rows
    ]
    wish = insert_into(session, BadgePrint)
    anew = {"fingerprint": wish.excluded.fingerprint, "printed_at": wish.excluded.printed_at}
    session.execute(wish.on_conflict_do_update(index_elements=["event_id", "attendee_id"], set_=anew), printed)
    return _add_sheet(session, event.id, [row.attendee_id for row in rows], choice, kind=kind, asked_by=asked_by, now=now)


def _add_sheet(
    session: Session, event_id: int, people: Collection[int], choice: PrintChoice, *, kind: str, asked_by: int, now: datetime
) -> int:
    sheet = BadgeSheet(event_id=event_id, asked_by=asked_by, asked_at=now, kind=kind, choice=choice.kept(), people=list(people))
    session.add(sheet)
    session.flush()
    return sheet.id
