"""Somebody comes to the door without a ticket: a name and an address make a place, a badge and a check-in at once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.domain.signin.address import address_key
from matchmaker.domain.signin.name import read_name
from matchmaker.errors import N_, BadInputError, Fault, TooManyError
from matchmaker.services.badges import ensure_badges
from matchmaker.services.checkin import DoorAnswer, Doorkeeper, Entry, check_in
from matchmaker.services.limits import HOUR, take_turn
from matchmaker.services.people import find_or_add_person
from matchmaker.services.recommend import want_lists
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.queries.signin import attendee_of_person
from matchmaker.store.upsert import insert_into

MOST_AN_HOUR = 200  # from one desk; a device that was carried off must not fill the list


@dataclass(frozen=True, slots=True)
class WalkIn:
    name: str
    email_key: str


def read_walk_in(name: str, email: str) -> WalkIn:
    """What was typed at the desk, with every fault of both fields.

    Raises
    ------
    BadInputError
        Name or address can't be one.
    """
    faults: list[Fault] = []
    read_as: list[str] = []
    for field, read, text, missing in (
        ("name", read_name, name, N_("Type their name, as people call them.")),
        ("email", address_key, email, N_("Type their e-mail address.")),
    ):
        if not text.strip():
            faults.append(Fault(field, missing))
            continue
        try:
            read_as.append(read(text))
        except BadInputError as error:
            faults += error.faults
    if faults:
        raise BadInputError(*faults)
    return WalkIn(*read_as)


def add_walk_in(session: Session, keeper: Doorkeeper, walk_in: WalkIn, *, entry_id: str, settings: Settings, now: datetime) -> DoorAnswer:
    """Give somebody a place and let them in; whoever is on the list with this address is let in as who they are."""
    if not take_turn(session, f"walk-in|{keeper.event_id}|{keeper.desk_id or f'p{keeper.person_id}'}", most=MOST_AN_HOUR, now=now):
        raise TooManyError(
            N_("This desk has added many people this hour, so it pauses for a while."), retry_after=int(HOUR.total_seconds())
        )
    person = find_or_add_person(session, walk_in.email_key, name=walk_in.name, now=now)
    attendee = attendee_of_person(session, keeper.event_id, person.id)
    way = "walk_in" if attendee is None else "search"  # a badge is printed at the desk for those alone who were made there
    if attendee is None:
        new = {"event_id": keeper.event_id, "person_id": person.id, "name": walk_in.name, "languages": [], "shared_fields": []}
        adding = insert_into(session, Attendee).values(**new, created_at=now, updated_at=now)
        session.execute(adding.on_conflict_do_nothing(index_elements=[Attendee.event_id, Attendee.person_id]))
        attendee = attendee_of_person(session, keeper.event_id, person.id)
        want_lists(session, keeper.event_id)
    if attendee is None:
        raise LookupError("An attendee who was just added is not there.")
    ensure_badges(session, keeper.event_id, key=settings.badge_key, now=now, only=attendee.id)
    return check_in(session, keeper, Entry(entry_id, way, attendee_id=attendee.id), settings=settings, now=now)
