"""Badges on paper: what the organiser sees before, the wish for a sheet, and its making."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, cast
from zoneinfo import ZoneInfo

from sqlalchemy import CursorResult, or_, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.badges.layout import A4_EIGHT, LEAST_NAME, BadgeFace, LaidBadge, lay_out_all, name_size
from matchmaker.domain.badges.seal import seal, unseal
from matchmaker.domain.badges.token import badge_address, badge_code, short_code, shown_short_code
from matchmaker.domain.privacy.cards import Sees, shown_person
from matchmaker.errors import N_, ConflictError, NotFoundError
from matchmaker.services.badges import ensure_badges
from matchmaker.services.typefaces import badge_families
from matchmaker.settings import Settings
from matchmaker.store.models.badges import BadgeSheet
from matchmaker.store.queries.badges import (
    BadgeRow,
    SheetEvent,
    SheetRow,
    badge_rows,
    names_at,
    newest_sheet,
    sheet_content,
    sheet_event,
)

SHEETS_LIVE = timedelta(hours=24)
MAKING_TAKES_AT_MOST = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class PrintRun:
    """All that is to be printed; `badges` are the first page as the printer will get it."""

    people: int
    pages: int
    badges: tuple[LaidBadge, ...]
    by_hand: tuple[str, ...]
    small: tuple[str, ...]
    sheet: SheetRow | None


@dataclass(frozen=True, slots=True)
class SheetWork:
    """What the worker needs to make one sheet."""

    event: SheetEvent
    day: str
    faces: tuple[BadgeFace, ...]


def print_run(session: Session, event_id: int, *, settings: Settings) -> PrintRun:
    """What the organiser sees before printing, with the names that need a pen or are set smaller than 24 points."""
    event = sheet_event(session, event_id)
    people = in_print_order((attendee_id, _shown_name(event, name)) for attendee_id, name in names_at(session, event_id))
    first = [attendee_id for attendee_id, _ in people[: A4_EIGHT.per_sheet]]
    rows = {row.attendee_id: row for row in badge_rows(session, event_id, only=first)}
    faces = [_face(event, rows[attendee_id], settings) for attendee_id in first]
    families = badge_families()
    sizes = [(name, name_size(name, families)) for _, name in people]
    return PrintRun(
        people=len(people),
        pages=-(-len(people) // A4_EIGHT.per_sheet),
        badges=tuple(lay_out_all(faces, event_name=event.name, day=day_of(event), families=families)),
        by_hand=tuple(name for name, size in sizes if size is None),
        small=tuple(name for name, size in sizes if size is not None and size < LEAST_NAME),
        sheet=newest_sheet(session, event_id),
    )


def want_sheet(session: Session, event_id: int, *, asked_by: int, key: bytes, now: datetime) -> int:
    """Ask the worker for a sheet of all badges; a second wish while one is being made is the same wish.

    Raises
    ------
    ConflictError
        Nobody is registered.
    """
    if not names_at(session, event_id):
        raise ConflictError(N_("Nobody is registered yet, so there is no badge to print. Bring people in on the roster page."))
    newest = newest_sheet(session, event_id)
    if newest is not None and newest.made_at is None:
        return newest.id
    ensure_badges(session, event_id, key=key, now=now)
    sheet = BadgeSheet(event_id=event_id, asked_by=asked_by, asked_at=now)
    session.add(sheet)
    session.flush()
    return sheet.id


def begin_sheet(session: Session, sheet_id: int, *, now: datetime) -> bool:
    """Take a sheet on; False if another worker has it."""
    free = or_(BadgeSheet.begun_at.is_(None), BadgeSheet.begun_at < now - MAKING_TAKES_AT_MOST)
    taken = update(BadgeSheet).where(BadgeSheet.id == sheet_id, BadgeSheet.made_at.is_(None), free).values(begun_at=now)
    return cast("CursorResult[object]", session.execute(taken)).rowcount == 1


def work_on(session: Session, sheet_id: int, *, settings: Settings) -> SheetWork:
    """Everything a sheet shows, in the order in which badges are laid out on the table."""
    event = sheet_event(session, session.execute(select(BadgeSheet.event_id).where(BadgeSheet.id == sheet_id)).scalar_one())
    rows = {row.attendee_id: row for row in badge_rows(session, event.id)}
    order = in_print_order((row.attendee_id, _shown_name(event, row.name)) for row in rows.values())
    return SheetWork(event, day_of(event), tuple(_face(event, rows[attendee_id], settings) for attendee_id, _ in order))


def finish_sheet(session: Session, sheet_id: int, content: bytes, *, badges: int, key: bytes, nonce: bytes, now: datetime) -> None:
    """Keep a made sheet, sealed; one without a badge says why."""
    problem = "" if badges else N_("Nobody is registered any more, so there was no badge to print.")
    sealed = seal(key, content, nonce=nonce) if badges else None
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


def in_print_order(people: Iterable[tuple[int, str]]) -> Sequence[tuple[int, str]]:
    """By name, accents aside; then by id, so that every sheet has the same order."""
    return sorted(people, key=lambda person: (_plain(person[1]), person[0]))


def day_of(event: SheetEvent) -> str:
    start = event.starts_at.astimezone(ZoneInfo(event.time_zone))
    return f"{start.day} {start:%B}"


def _plain(name: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign)).casefold()


def _shown_name(event: SheetEvent, name: str) -> str:
    # A badge is read by everybody in the hall: it shows what the list of matches would show.
    return shown_person(name, organisation="", headline="", sees=cast("Sees", event.sees), exchanged=False).name


def _face(event: SheetEvent, row: BadgeRow, settings: Settings) -> BadgeFace:
    shown = shown_person(row.name, organisation=row.organisation, headline=row.headline, sees=cast("Sees", event.sees), exchanged=False)
    subject = {"event_id": event.id, "attendee_id": row.attendee_id, "generation": row.generation}
    return BadgeFace(
        name=shown.name,
        address=badge_address(settings.base_url, badge_code(settings.badge_key, **subject)),
        short_code=shown_short_code(short_code(settings.badge_key, turn=row.turn, **subject)),
        organisation=shown.organisation,
        headline=shown.headline,
        topics=row.topics,
    )
