"""Seats: tickets nobody can be told by. Whoever holds a seat's link says who they are and becomes its attendee."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.roster.people import SeatRow
from matchmaker.domain.roster.person import RosterRow
from matchmaker.domain.signin.secrets import hash_token, read_token, seat_token
from matchmaker.services.people import find_or_add_person
from matchmaker.services.recommend import want_lists
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.roster import Seat
from matchmaker.store.queries.seats import attendees_with_tickets, seats_with_tickets
from matchmaker.store.queries.signin import attendee_of_person
from matchmaker.store.upsert import insert_into


@dataclass(frozen=True, slots=True)
class OpenSeat:
    """A seat that waits for its holder, with the path of its link."""

    id: int
    ticket: str
    label: str
    group: str
    path: str


def held_rows(session: Session, event_id: int, seats: Sequence[SeatRow]) -> list[RosterRow]:
    """Seats whose ticket somebody has by now: the file only says whether it still counts, never who they are."""
    held = attendees_with_tickets(session, event_id, [seat.external_id for seat in seats])
    return [
        RosterRow(
            seat.line, *held[seat.external_id], seat.external_id, group=seat.group, status="cancelled" if seat.cancelled else "registered"
        )
        for seat in seats
        if seat.external_id in held
    ]


def new_seats(session: Session, event_id: int, seats: Sequence[SeatRow]) -> list[SeatRow]:
    """Those that are neither a seat nor somebody's ticket yet."""
    tickets = [seat.external_id for seat in seats]
    known = {*attendees_with_tickets(session, event_id, tickets), *seats_with_tickets(session, event_id, tickets)}
    return [seat for seat in seats if not seat.cancelled and seat.external_id not in known]


def bring_in_seats(session: Session, event_id: int, upload_id: int, seats: Sequence[SeatRow], *, key: bytes, now: datetime) -> int:
    """Add the new ones, and let the others follow what the file says; how many are new."""
    if not seats:
        return 0
    new = new_seats(session, event_id, seats)
    if new:
        rows = [
            {
                "event_id": event_id,
                "external_id": seat.external_id,
                "label": seat.label,
                "group_name": seat.group,
                "status": "open",
                "token_hash": hash_token(seat_token(key, event_id=event_id, ticket=seat.external_id)),
                "upload_id": upload_id,
                "created_at": now,
            }
            for seat in new
        ]
        session.execute(insert(Seat), rows)
    for cancelled, status in ((True, "cancelled"), (False, "open")):
        tickets = [seat.external_id for seat in seats if seat.cancelled is cancelled]
        mine = (
            (Seat.event_id == event_id) & Seat.external_id.in_(tickets) & Seat.status.in_(("open", "cancelled")) & (Seat.status != status)
        )
        session.execute(update(Seat).where(mine).values(status=status))
    return len(new)


def open_seats(session: Session, event_id: int, *, slug: str, key: bytes) -> tuple[OpenSeat, ...]:
    """All that wait, for the organiser, who hands their links out."""
    rows = session.execute(
        select(Seat.id, Seat.external_id, Seat.label, Seat.group_name)
        .where(Seat.event_id == event_id, Seat.status == "open")
        .order_by(Seat.id)
    )
    return tuple(
        OpenSeat(seat_id, ticket, label, group, f"/e/{slug}/seat#{seat_token(key, event_id=event_id, ticket=ticket)}")
        for seat_id, ticket, label, group in rows
    )


def count_open_seats(session: Session, event_id: int) -> int:
    return session.scalar(select(func.count()).select_from(Seat).where(Seat.event_id == event_id, Seat.status == "open")) or 0


def seat_behind(session: Session, event_id: int, token_text: str) -> int | None:
    """The open seat this link is for."""
    token = read_token(token_text)
    if token is None:
        return None
    mine = (Seat.event_id == event_id, Seat.token_hash == hash_token(token), Seat.status == "open")
    return session.scalar(select(Seat.id).where(*mine))


def claim_seat(session: Session, event_id: int, seat_id: int, *, email_key: str, name: str, now: datetime) -> None:
    """Give the seat to whoever has just proven this address. Somebody who has a place already leaves the seat to others."""
    person = find_or_add_person(session, email_key, name=name, now=now)
    if attendee_of_person(session, event_id, person.id) is not None:
        return
    taken = update(Seat).where(Seat.event_id == event_id, Seat.id == seat_id, Seat.status == "open")
    seat = session.execute(taken.values(status="claimed", claimed_at=now).returning(Seat.external_id, Seat.group_name)).one_or_none()
    if seat is None:
        return
    new = {"event_id": event_id, "person_id": person.id, "name": name or person.name, "languages": [], "shared_fields": []}
    values = {**new, "external_id": seat.external_id, "group_name": seat.group_name, "created_at": now, "updated_at": now}
    attendee_id = session.scalar(insert_into(session, Attendee).values(**values).on_conflict_do_nothing().returning(Attendee.id))
    session.execute(update(Seat).where(Seat.event_id == event_id, Seat.id == seat_id).values(attendee_id=attendee_id))
    want_lists(session, event_id)
