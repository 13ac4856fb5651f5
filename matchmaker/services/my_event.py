"""One attendee's own page of an event: who they are there, and what is theirs to do."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from matchmaker.domain.interests.progress import Progress, progress_of
from matchmaker.services.interests import answers_of
from matchmaker.store.queries.my_event import MyPeople, my_people
from matchmaker.store.queries.visits import AttendeeFacts, EventFacts


@dataclass(frozen=True, slots=True)
class MyEvent:
    people: MyPeople
    progress: Progress
    is_over: bool


def my_event(session: Session, event: EventFacts, me: AttendeeFacts, *, now: datetime) -> MyEvent:
    today = now.astimezone(ZoneInfo(event.time_zone)).date()  # a promise is due on a day of the place
    people = my_people(session, event_id=event.id, person_id=me.person_id, today=today, now=now)
    is_over = event.closed_at is not None or event.ends_at <= now
    return MyEvent(people, progress_of(answers_of(session, event.id, me.id)), is_over)
