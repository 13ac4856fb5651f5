"""Everybody one person met, each once, with all their meetings: as a list to look through, and as one person's page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.domain.contacts.card import SharedCard
from matchmaker.domain.contacts.promise import due_first
from matchmaker.domain.contacts.search import fold, is_found
from matchmaker.domain.contacts.standing import Standing
from matchmaker.domain.contacts.tags import read_tags
from matchmaker.domain.contacts.wish import Order, Show, Wish
from matchmaker.domain.warm.tie import Side
from matchmaker.errors import NotFoundError
from matchmaker.services.contact_cards import ContactCard, card_of
from matchmaker.store.queries.contacts import MetAt, contact_rows, contact_rows_with
from matchmaker.store.queries.promises import PromiseRow, promises_of

_FIELDS = ("name", "short_name", "organisation", "headline", "email", "phone", "link")


@dataclass(frozen=True, slots=True)
class Known:
    """One person in the book.

    Attributes
    ----------
    contact
        The newest meeting; its card has what the other gave at any of them.
    meetings
        All meetings that the reader may know to be with this person, the newest first.
    promises
        What the reader promised them: the open ones first, what is due soonest before the rest.
    tags
        The reader's tags from all meetings.
    """

    contact: ContactCard
    meetings: tuple[ContactCard, ...]
    promises: tuple[PromiseRow, ...]
    tags: tuple[str, ...]

    @property
    def id(self) -> int:
        return self.contact.id

    @property
    def open_promises(self) -> tuple[PromiseRow, ...]:
        return tuple(promise for promise in self.promises if promise.done_at is None)

    def zone_of(self, promise: PromiseRow) -> str:
        """Where its day is counted: at the event where it was given."""
        return next(meeting.event.time_zone for meeting in self.meetings if meeting.id == promise.contact_id)

    @property
    def note(self) -> str:
        return next((meeting.note for meeting in self.meetings if meeting.note), "")

    @property
    def may_follow_up(self) -> bool | None:
        return next((said for meeting in self.meetings if (said := meeting.kept.may_follow_up) is not None), None)

    @property
    def touched_at(self) -> datetime | None:
        return max((at for meeting in self.meetings if (at := meeting.kept.touched_at)), default=None)

    @property
    def last_touch(self) -> datetime:
        return max(self.touched_at or self.contact.at, self.contact.at)

    @property
    def is_let_go(self) -> bool:
        return all(meeting.kept.let_go_at is not None for meeting in self.meetings)

    @property
    def rhythm(self) -> str:
        """What the reader chose for this person; "": as the tags say."""
        return next((meeting.kept.rhythm for meeting in self.meetings if meeting.kept.rhythm), "")

    @property
    def is_faded(self) -> bool:
        return all(meeting.kept.faded_at is not None for meeting in self.meetings)

    @property
    def sides(self) -> tuple[Side, ...]:
        """Each meeting, for what decides when it is time for this person again."""
        return tuple(side_of(meeting) for meeting in self.meetings)

    @property
    def asks_no_follow_up(self) -> bool:
        return any(meeting.kept.asks_no_follow_up for meeting in self.meetings)

    @property
    def wants_no_follow_up(self) -> bool:
        return any(meeting.wants_no_follow_up for meeting in self.meetings)

    @property
    def words(self) -> tuple[str, ...]:
        """All that a search may find this person by: what the page shows of them, and what the reader wrote."""
        cards = (meeting.card for meeting in self.meetings)
        shown = (text for card in cards for text in (card.name, card.organisation, card.headline))
        return (*shown, *(meeting.note for meeting in self.meetings), *self.tags)


@dataclass(frozen=True, slots=True)
class ContactBook:
    """The people a reader wished to see, in parts."""

    asking: tuple[Known, ...]
    met: tuple[Known, ...]
    waiting: tuple[Known, ...]
    kept: tuple[Known, ...]
    left: tuple[Known, ...]
    counts: dict[Show, int]
    events: tuple[MetAt, ...]
    tags: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.asking or self.met or self.waiting or self.kept or self.left)

    @property
    def holds_nobody(self) -> bool:
        """Whether there is nobody at all, whatever is wished for."""
        return not any(self.counts.values())


def contacts_of(
    session: Session, *, event_id: int | None, person_id: int, wish: Wish | None = None, sees: str | None = None
) -> ContactBook:
    """The book of one person: of all events, or of one."""
    wish = wish or Wish()
    cards = [card_of(row, sees) for row in contact_rows(session, event_id=event_id, person_id=person_id)]
    everybody = _people(cards, promises_of(session, person_id=person_id))
    shown = [one for one in everybody if _is_wished(one, wish)]

    def part(standing: Standing) -> tuple[Known, ...]:
        return tuple(one for one in shown if one.contact.standing is standing)

    in_sight = [one for one in everybody if not one.is_let_go]
    return ContactBook(
        asking=part(Standing.ANSWER_DUE),
        met=tuple(_ordered(part(Standing.MET), wish)),
        waiting=part(Standing.WAITING),
        kept=part(Standing.KEPT_MINE),
        left=part(Standing.LEFT),
        counts={show: sum(_is_of(one, show) for one in everybody) for show in Show},
        events=tuple({card.event.slug: card.event for card in cards if card.standing is not Standing.NOTHING}.values()),
        tags=tuple(sorted(read_tags(tag for one in in_sight for tag in one.tags), key=fold)),
    )


def person_met(session: Session, contact_id: int, *, event_id: int | None, person_id: int) -> tuple[ContactCard, Known]:
    """One contact, and the person it is with; not there, not yours and no longer anything are the same."""
    cards = [card_of(row) for row in contact_rows_with(session, contact_id, event_id=event_id, person_id=person_id)]
    people = _people(cards, promises_of(session, person_id=person_id))
    for one in people:
        for meeting in one.meetings:
            if meeting.id == contact_id:
                return meeting, one
    raise NotFoundError


def _people(cards: Sequence[ContactCard], promises: Sequence[PromiseRow]) -> list[Known]:
    """Each person once, in the order of their newest meeting.

    Only exchanges are put together: that a question without an answer, or a card taken back, belongs to somebody known from
    elsewhere would tell who they are.
    """
    together: dict[tuple[str, int | None], list[ContactCard]] = {}
    for card in cards:
        if card.standing is not Standing.NOTHING:
            key = ("person", card.other_id) if card.standing is Standing.MET else ("contact", card.id)
            together.setdefault(key, []).append(card)
    by_contact: dict[int, list[PromiseRow]] = {}
    for promise in promises:
        by_contact.setdefault(promise.contact_id, []).append(promise)
    return [_known(meetings, by_contact) for meetings in together.values()]


def _known(meetings: Sequence[ContactCard], promises: dict[int, list[PromiseRow]]) -> Known:
    given = [promise for meeting in meetings for promise in promises.get(meeting.id, ())]
    return Known(
        contact=meetings[0] if len(meetings) == 1 else replace(meetings[0], card=_whole(meeting.card for meeting in meetings)),
        meetings=tuple(meetings),
        promises=tuple(sorted(given, key=lambda one: (one.done_at is not None, due_first(one.due_on, one.id)))),
        tags=read_tags(tag for meeting in meetings for tag in meeting.kept.tags),
    )


def side_of(meeting: ContactCard) -> Side:
    kept = meeting.kept
    return Side(
        met_at=meeting.at,
        touched_at=kept.touched_at,
        rhythm=kept.rhythm,
        tags=kept.tags,
        snoozed_until=kept.snoozed_until,
        is_faded=kept.faded_at is not None,
        is_let_go=kept.let_go_at is not None,
    )


def _whole(cards: Iterable[SharedCard]) -> SharedCard:
    """What several cards of one person give together, the newest word first."""
    every = list(cards)
    return SharedCard(**{field: next((value for card in every if (value := getattr(card, field))), "") for field in _FIELDS})


def _is_of(one: Known, show: Show) -> bool:
    if one.is_let_go or show is Show.LET_GO:
        return one.is_let_go and show is Show.LET_GO
    if show is Show.PROMISES:
        return bool(one.open_promises)
    return show is Show.ALL or one.contact.standing is Standing.ANSWER_DUE


def _is_wished(one: Known, wish: Wish) -> bool:
    return (
        _is_of(one, wish.show)
        and (not wish.event or any(meeting.event.slug == wish.event for meeting in one.meetings))
        and (not wish.tag or fold(wish.tag) in map(fold, one.tags))
        and is_found(wish.question, one.words)
    )


def _ordered(people: Sequence[Known], wish: Wish) -> Sequence[Known]:
    if wish.show is Show.PROMISES:
        return sorted(people, key=lambda one: due_first(one.open_promises[0].due_on, one.open_promises[0].id))
    if wish.order is Order.NAME:
        return sorted(people, key=lambda one: (fold(one.contact.card.name), one.id))
    if wish.order is Order.TOUCH:
        return sorted(people, key=lambda one: (one.last_touch, one.id), reverse=True)
    return people
