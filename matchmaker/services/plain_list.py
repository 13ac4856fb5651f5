"""A list that is made for nobody, for whoever wants none made for them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.orm import Session

from matchmaker.domain.matching.plain import PERSONAL, PLAIN, PLAIN_PAGE, shuffle_for
from matchmaker.errors import N_, BadRequestError
from matchmaker.services.matches import MatchList
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.queries.plain_list import count_plain, plain_places
from matchmaker.store.queries.visits import AttendeeFacts, EventFacts

KINDS = (PERSONAL, PLAIN)


def plain_list_for(session: Session, event: EventFacts, reader: AttendeeFacts, *, page: int, now: datetime) -> MatchList:
    """Everybody this reader may see, thirty to a page, in the order of the day; two statements."""
    me = {"event_id": event.id, "reader_id": reader.id, "person_id": reader.person_id}
    people = count_plain(session, **me, now=now)
    pages = max(1, -(-people // PLAIN_PAGE))
    page = min(max(1, page), pages)
    shuffle = shuffle_for(event.id, reader.id, now.astimezone(ZoneInfo(event.time_zone)).date())
    places = plain_places(session, shuffle, **me, now=now, limit=PLAIN_PAGE, offset=(page - 1) * PLAIN_PAGE)
    return MatchList("plain", None, places, people=people, page=page, pages=pages)


def choose_list(session: Session, event_id: int, attendee_id: int, kind: str) -> None:
    """Keep which kind of list this attendee wants.

    Raises
    ------
    BadRequestError
        A kind that the page does not offer.
    """
    if kind not in KINDS:
        raise BadRequestError(N_("The list was neither a personal nor a plain one, so nothing was changed."))
    session.execute(update(Attendee).where(Attendee.event_id == event_id, Attendee.id == attendee_id).values(list_kind=kind))
