"""Whom it is time for: the page on which one keeps contacts warm, and the calendar that outlives the event."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from matchmaker.domain.calendar.ics import Day
from matchmaker.domain.contacts.promise import due_first
from matchmaker.domain.contacts.search import fold
from matchmaker.domain.contacts.tags import read_tags
from matchmaker.domain.warm.plan import plan
from matchmaker.domain.warm.quiet import Hours
from matchmaker.domain.warm.tie import Part, Tie, tag_key, tie_of
from matchmaker.services.contact_book import Known, contacts_of
from matchmaker.services.warm_care import read_own_hours, without_rhythm
from matchmaker.store.queries.promises import PromiseRow
from matchmaker.store.queries.warm import tag_rhythms


@dataclass(frozen=True, slots=True)
class Warm:
    """One person to keep warm, and when it is time for them."""

    known: Known
    tie: Tie
    part: Part

    @property
    def may_be_drafted(self) -> bool:
        return bool(self.known.contact.card.name)


@dataclass(frozen=True, slots=True)
class Owed:
    """An open promise with its day, and to whom it was given."""

    known: Known
    promise: PromiseRow


@dataclass(frozen=True, slots=True)
class WarmPage:
    """Everybody one is reminded of.

    Attributes
    ----------
    promises
        Open ones with a day, what is due soonest first.
    people
        Who is due first.
    without
        How many people one met of whom nothing reminds.
    tags
        Each tag one gave, with the code of its rhythm ("" for none) and how many people bear it.
    """

    today: date
    hours: Hours
    promises: tuple[Owed, ...]
    people: tuple[Warm, ...]
    faded: tuple[Known, ...]
    without: int
    tags: tuple[tuple[str, str, int], ...]

    @property
    def owed_now(self) -> tuple[Owed, ...]:
        return tuple(one for one in self.promises if one.promise.due_on and one.promise.due_on <= self.today)

    @property
    def owed_later(self) -> tuple[Owed, ...]:
        return tuple(one for one in self.promises if one.promise.due_on and one.promise.due_on > self.today)

    @property
    def is_empty(self) -> bool:
        return not (self.promises or self.people or self.faded)


def warm_page(session: Session, person_id: int, *, now: datetime) -> WarmPage:
    hours = read_own_hours(session, person_id)
    today, of_tags = hours.day_at(now), tag_rhythms(session, [person_id]).get(person_id, {})
    book = contacts_of(session, event_id=None, person_id=person_id)
    tags = read_tags(tag for known in book.met for tag in known.tags)
    bearers = [[tag_key(tag) for tag in known.tags] for known in book.met]
    return WarmPage(
        today=today,
        hours=hours,
        promises=owed_by((*book.met, *book.waiting, *book.left)),
        people=warm_people(book.met, of_tags, hours, today),
        faded=tuple(known for known in book.met if known.is_faded),
        without=len(without_rhythm(book.met, of_tags)),
        tags=tuple((tag, of_tags.get(tag_key(tag), ""), sum(tag_key(tag) in keys for keys in bearers)) for tag in sorted(tags, key=fold)),
    )


def warm_people(met: tuple[Known, ...], of_tags: dict[str, str], hours: Hours, today: date) -> tuple[Warm, ...]:
    """Those with a rhythm who have not asked for peace, the longest due first."""
    ties = ((known, tie_of(known.sides, of_tags, hours)) for known in met if not known.wants_no_follow_up)
    found = [Warm(known, tie, tie.part(today)) for known, tie in ties if tie]
    return tuple(sorted(found, key=lambda one: (one.tie.due_on, one.known.id)))


def calendar_days(session: Session, person_id: int, *, site: str, now: datetime) -> tuple[list[tuple[Warm | Owed, Day]], Hours]:
    """Every reminder and promise from today on, without its words: the door says those in the reader's language.

    `site` makes the numbers of entries unique in the world.
    """
    page = warm_page(session, person_id, now=now)
    days: list[tuple[Warm | Owed, Day]] = [
        (owed, Day(f"promise-{owed.promise.id}@{site}", max(owed.promise.due_on or page.today, page.today), "")) for owed in page.promises
    ]
    for warm in page.people:
        planned = plan(warm.tie.rhythm, warm.tie.since, page.today, not_before=warm.tie.not_before)
        own = f"warm-{person_id}-{warm.known.id}"
        # Counted from the last, so that a step keeps its number when the ones before it are over
        left = range(len(planned.single), 0, -1)
        days += [(warm, Day(f"{own}-{number}@{site}", on, "")) for number, on in zip(left, planned.single, strict=True)]
        if planned.again_from:
            days.append((warm, Day(f"{own}-again@{site}", planned.again_from, "", rule=planned.rule)))
    return days, page.hours


def owed_by(people: tuple[Known, ...]) -> tuple[Owed, ...]:
    found = [Owed(known, promise) for known in people for promise in known.open_promises if promise.due_on]
    return tuple(sorted(found, key=lambda one: due_first(one.promise.due_on, one.promise.id)))
