"""One badge, printed by the browser at the door: the name and the code, and nothing else of its owner."""

from dataclasses import dataclass
from typing import Final, cast

from sqlalchemy.orm import Session

from matchmaker.domain.badges.badge import BadgeFace, LaidBadge
from matchmaker.domain.badges.formats import Paper, alone
from matchmaker.domain.badges.layout import frame_of, lay_out
from matchmaker.domain.badges.token import badge_address, badge_code, short_code, shown_short_code
from matchmaker.domain.privacy.cards import Sees, shown_person
from matchmaker.errors import NotFoundError
from matchmaker.services.badge_faces import day_of, printed_in
from matchmaker.services.typefaces import badge_families
from matchmaker.settings import Settings
from matchmaker.store.queries.badge_sheets import sheet_event
from matchmaker.store.queries.badges import badge_rows

ONE: Final = alone("door", 105.0, 74.25)


@dataclass(frozen=True, slots=True)
class DoorBadge:
    name: str
    laid: LaidBadge
    paper: Paper = ONE


def badge_at_the_door(session: Session, event_id: int, attendee_id: int, *, settings: Settings) -> DoorBadge:
    """The badge in force of one attendee.

    Raises
    ------
    NotFoundError
        Nobody of that number is registered here.
    """
    event, rows = sheet_event(session, event_id), badge_rows(session, event_id, only=[attendee_id])
    if not rows:
        raise NotFoundError
    row = rows[0]
    name = shown_person(row.name, organisation="", headline="", sees=cast("Sees", event.sees), exchanged=False).name
    subject = {"event_id": event_id, "attendee_id": attendee_id, "generation": row.generation}
    code = shown_short_code(short_code(settings.badge_key, turn=row.turn, **subject))
    face = BadgeFace(name=name, address=badge_address(settings.base_url, badge_code(settings.badge_key, **subject)), short_code=code)
    families, frame = badge_families(settings.font_folder), frame_of(ONE, code_in_front=True)
    laid = lay_out(face, event_name=event.name, day=day_of(event, printed_in(event, settings)), families=families, frame=frame)
    return DoorBadge(row.name, laid)
