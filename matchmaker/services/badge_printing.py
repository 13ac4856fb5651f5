"""What the organiser sees before printing, and what an event's choice of paper and words is."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from matchmaker.domain.badges.badge import LaidBadge
from matchmaker.domain.badges.formats import Paper
from matchmaker.domain.badges.frame import has_room_in_front
from matchmaker.domain.badges.layout import LEAST_NAME, frame_of, lay_out_all, name_size
from matchmaker.domain.badges.printing import PrintChoice
from matchmaker.errors import NotFoundError
from matchmaker.services.badge_faces import chosen_rows, day_of, face_of, fingerprint, plain, printed_in, rows_of, shown
from matchmaker.services.typefaces import badge_families
from matchmaker.settings import Settings
from matchmaker.store.models.badges import BadgeSetup
from matchmaker.store.queries.badge_sheets import SheetRow, find_sheet, newest_sheet, print_choice, sheet_event, sheet_wish
from matchmaker.store.queries.badges import badge_rows, late_tries
from matchmaker.store.upsert import insert_into

_MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class PrintRun:
    """All that is to be printed; `badges` are the first page as the printer will get it.

    `people` are registered, `chosen` of them are on the sheet; the badges of `changed` are new or say something else than the last print.
    """

    people: int
    chosen: int
    changed: int
    pages: int
    badges: tuple[LaidBadge, ...]
    by_hand: tuple[str, ...]
    small: tuple[str, ...]
    sheet: SheetRow | None
    choice: PrintChoice
    paper: Paper
    has_room_in_front: bool

    @property
    def sheet_is_of_this_choice(self) -> bool:
        return self.sheet is not None and self.sheet.kind == "all" and self.sheet.choice == self.choice


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """Some pages of one sheet as a browser prints them: the same badges, ready to be drawn. Pages are counted from 1, backs aside."""

    sheet: SheetRow
    paper: Paper
    people: int
    pages: int
    first_page: int
    badges: tuple[LaidBadge, ...]
    place: int  # of the first badge on the first page that is shown


@dataclass(frozen=True, slots=True)
class FoundBadge:
    """Somebody whose badge may be printed alone; `is_printed` as it is now, `late_tries` were made with codes that are withdrawn."""

    attendee_id: int
    name: str
    organisation: str
    is_printed: bool
    late_tries: int


def print_run(session: Session, event_id: int, *, settings: Settings) -> PrintRun:
    """What the organiser sees before printing, with the names that need a pen or are set smaller than 24 points."""
    event, choice = sheet_event(session, event_id), print_choice(session, event_id)
    everybody = badge_rows(session, event_id)
    rows = chosen_rows(event, everybody, choice)
    paper, families = choice.sheet, badge_families(settings.font_folder)
    frame = frame_of(paper, code_in_front=choice.code_in_front)
    faces = [face_of(event, row, choice, settings) for row in rows[: paper.per_sheet]]
    names = [str(shown(event, row, choice)["name"]) for row in rows]
    sizes = [(name, name_size(name, families, frame)) for name in names]
    sides = 1 if frame.code else 2
    return PrintRun(
        people=len(everybody),
        chosen=len(rows),
        changed=sum(row.printed != fingerprint(event, row, choice) for row in everybody),
        pages=paper.pages_for(len(rows)) * sides,
        badges=tuple(
            lay_out_all(faces, event_name=event.name, day=day_of(event, printed_in(event, settings)), families=families, frame=frame)
        ),
        by_hand=tuple(name for name, size in sizes if size is None),
        small=tuple(name for name, size in sizes if size is not None and size < LEAST_NAME),
        sheet=newest_sheet(session, event_id),
        choice=choice,
        paper=paper,
        has_room_in_front=has_room_in_front(paper.badge_width, paper.badge_height),
    )


def choose_printing(session: Session, event_id: int, choice: PrintChoice) -> None:
    """Keep what the event prints from now on."""
    kept = {"event_id": event_id, "choice": choice.kept()}
    session.execute(
        insert_into(session, BadgeSetup).values(**kept).on_conflict_do_update(index_elements=["event_id"], set_={"choice": choice.kept()})
    )


def printed_sheet(
    session: Session, event_id: int, sheet_id: int, *, settings: Settings, first_page: int = 1, most_pages: int = 25
) -> PrintedSheet:
    """The badges of a sheet, for a browser to print; as many pages as it can bear.

    Raises
    ------
    NotFoundError
        It isn't this event's.
    """
    sheet = find_sheet(session, event_id, sheet_id)
    if sheet is None:
        raise NotFoundError
    event, wish = sheet_event(session, event_id), sheet_wish(session, sheet_id)
    paper, families = wish.choice.sheet, badge_families(settings.font_folder)
    rows = rows_of(session, event_id, wish.people)
    place = wish.choice.place
    shown_pages = slice(paper.places_on(first_page - 1, place=place).start, paper.places_on(first_page + most_pages - 2, place=place).stop)
    faces = [face_of(event, row, wish.choice, settings) for row in rows[shown_pages]]
    frame = frame_of(paper, code_in_front=wish.choice.code_in_front)
    badges = tuple(
        lay_out_all(faces, event_name=event.name, day=day_of(event, printed_in(event, settings)), families=families, frame=frame)
    )
    pages = paper.pages_for(len(rows), place=place)
    return PrintedSheet(sheet, paper, len(rows), pages, first_page, badges, place if first_page == 1 else 1)


def sheet_paper(session: Session, event_id: int, sheet_id: int) -> Paper:
    """What a sheet is printed on.

    Raises
    ------
    NotFoundError
        It isn't this event's.
    """
    if find_sheet(session, event_id, sheet_id) is None:
        raise NotFoundError
    return sheet_wish(session, sheet_id).choice.sheet


def find_badges(session: Session, event_id: int, words: str) -> Sequence[FoundBadge]:
    """Registered people by any part of their name or organisation, accents aside; nobody for no words."""
    wanted = plain(words).split()
    if not wanted:
        return ()
    event, choice = sheet_event(session, event_id), print_choice(session, event_id)
    found = [row for row in badge_rows(session, event_id) if all(word in plain(f"{row.name} {row.organisation}") for word in wanted)]
    found = sorted(found, key=lambda row: (plain(row.name), row.attendee_id))[:_MOST_FOUND]
    tries = late_tries(session, event_id, [row.attendee_id for row in found])
    return [
        FoundBadge(
            attendee_id=row.attendee_id,
            name=row.name,
            organisation=row.organisation,
            is_printed=row.printed == fingerprint(event, row, choice),
            late_tries=tries.get(row.attendee_id, 0),
        )
        for row in found
    ]
