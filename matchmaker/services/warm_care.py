"""What somebody chooses about being reminded: a rhythm per person and per tag, a snooze, letting fade, and the letter's hours."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import available_timezones

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from matchmaker.domain.contacts.tags import LONGEST_TAG
from matchmaker.domain.followup.topics import TOPICS
from matchmaker.domain.warm.choice import read_snooze
from matchmaker.domain.warm.quiet import Hours, next_leave
from matchmaker.domain.warm.rhythm import IN_STEPS, read_choice
from matchmaker.domain.warm.tie import tag_key, tie_of
from matchmaker.errors import BadInputError, NotFoundError
from matchmaker.services.contact_book import Known, contacts_of, person_met, side_of
from matchmaker.services.contact_cards import ContactCard
from matchmaker.services.contact_words import change_sides, ids_of
from matchmaker.services.reminders import FADED, SNOOZED, answer_reminders
from matchmaker.services.unsubscribe import KEEP_WARM, allow_letters, has_stopped, stop_letters
from matchmaker.store.models.contacts import ContactSide
from matchmaker.store.models.people import Person
from matchmaker.store.models.warm import TagRhythm, WarmHours
from matchmaker.store.queries.warm import home_zone, hours_of, tag_rhythms
from matchmaker.store.upsert import insert_into

_TOPIC = TOPICS[KEEP_WARM]


def read_own_hours(session: Session, person_id: int) -> Hours:
    """When this person's letter leaves: as they chose, else as most would."""
    kept = hours_of(session, person_id)
    if kept is None:
        return Hours(zone=home_zone(session, person_id))
    return hours_as_kept(kept)


def hours_as_kept(kept: WarmHours) -> Hours:
    return Hours(kept.zone, kept.weekday, kept.hour, kept.quiet_from, kept.quiet_until, kept.quiet_weekends)


def begin_hours(session: Session, person_id: int, *, zone: str = "", now: datetime) -> None:
    """From now on a worker looks once a day whether this person's letter is due; whoever has hours keeps them."""
    hours = Hours(zone=zone if zone in available_timezones() else home_zone(session, person_id))
    row = {"person_id": person_id, **_columns(hours), "look_at": next_leave(hours, now), "looked_on": hours.day_at(now)}
    session.execute(insert_into(session, WarmHours).values(**row).on_conflict_do_nothing())


def choose_hours(session: Session, person_id: int, hours: Hours, *, wants_letter: bool, now: datetime) -> None:
    """Keep when the letter comes, and whether it does at all: the same word as the link at its foot."""
    begin_hours(session, person_id, zone=hours.zone, now=now)
    mine = update(WarmHours).where(WarmHours.person_id == person_id).values(**_columns(hours), look_at=next_leave(hours, now))
    session.execute(mine.execution_options(synchronize_session="fetch"))
    person = session.get_one(Person, person_id)
    if wants_letter and has_stopped(session, person, _TOPIC):
        allow_letters(session, person, _TOPIC, now=now)
    elif not wants_letter:
        stop_letters(session, person, _TOPIC, now=now)


def wants_letter(session: Session, person_id: int) -> bool:
    return not has_stopped(session, session.get_one(Person, person_id), _TOPIC)


def choose_rhythm(
    session: Session, contact_id: int, *, person_id: int, chosen: str, every: str = "", unit: str = "", zone: str = "", now: datetime
) -> None:
    """Remind of this person in a rhythm of their own; "" leaves it to their tags.

    Raises
    ------
    BadInputError
        There is no such rhythm.
    """
    _, known = person_met(session, contact_id, event_id=None, person_id=person_id)
    code, faults = read_choice(chosen, every, unit)
    if faults:
        raise BadInputError(*faults)
    change_sides(session, ids_of(known), person_id=person_id, rhythm=code, rhythm_at=now, faded_at=None)
    begin_hours(session, person_id, zone=zone, now=now)


def choose_tag_rhythm(session: Session, person_id: int, tag: str, *, chosen: str, every: str = "", unit: str = "", now: datetime) -> None:
    """Remind of everybody with this tag who has no rhythm of their own; "" ends it.

    Raises
    ------
    BadInputError
        There is no such rhythm.
    NotFoundError
        No tag is like that.
    """
    code, faults = read_choice(chosen, every, unit)
    if faults:
        raise BadInputError(*faults)
    key = tag_key(tag)
    if not key or len(tag) > LONGEST_TAG:
        raise NotFoundError
    session.execute(delete(TagRhythm).where(TagRhythm.person_id == person_id, TagRhythm.tag == key))
    if code:
        session.add(TagRhythm(person_id=person_id, tag=key, rhythm=code))
        begin_hours(session, person_id, now=now)
    session.flush()


def snooze(session: Session, contact_id: int, *, person_id: int, how: str, day: str = "", now: datetime) -> date:
    """Put a person off: for a week, a month, or until a day; returns that day.

    Raises
    ------
    BadInputError
        The day is none, is over, or is years away.
    """
    _, known = person_met(session, contact_id, event_id=None, person_id=person_id)
    until, faults = read_snooze(how, day, today=read_own_hours(session, person_id).day_at(now))
    if faults:
        raise BadInputError(*faults)
    change_sides(session, ids_of(known), person_id=person_id, snoozed_until=until)
    answer_reminders(session, ids_of(known), person_id=person_id, answer=SNOOZED, now=now)
    return until


def wake_up(session: Session, contact_id: int, *, person_id: int) -> None:
    """Undo a snooze."""
    _change(session, contact_id, person_id, snoozed_until=None)


def let_fade(session: Session, contact_id: int, *, person_id: int, now: datetime) -> None:
    """No reminders of this person any more; they stay in the list, and are not told."""
    known = _change(session, contact_id, person_id, faded_at=now)
    answer_reminders(session, ids_of(known), person_id=person_id, answer=FADED, now=now)


def keep_after_all(session: Session, contact_id: int, *, person_id: int) -> None:
    """Undo letting fade: the rhythm is as it was."""
    _change(session, contact_id, person_id, faded_at=None)


def start_for(session: Session, person_id: int, *, event_id: int | None, zone: str = "", now: datetime) -> int:
    """Remind at 1, 3 and 6 months of everybody met there, or anywhere, of whom nothing reminds yet; returns how many those are."""
    without = people_without(session, person_id, event_id=event_id)
    sides = [one for known in without for one in ids_of(known)]
    change_sides(session, sides, person_id=person_id, rhythm=IN_STEPS.code, rhythm_at=now)
    begin_hours(session, person_id, zone=zone, now=now)
    return len(without)


def stop_for(session: Session, person_id: int, *, event_id: int) -> None:
    """No reminders of people met there who have the steps as their rhythm."""
    met = contacts_of(session, event_id=event_id, person_id=person_id).met
    ids = [one for known in met if known.rhythm == IN_STEPS.code for one in ids_of(known)]
    change_sides(session, ids, person_id=person_id, rhythm="")


@dataclass(frozen=True, slots=True)
class Offer:
    """Of people met at one event: of how many nothing reminds, and of how many the steps do."""

    without: int
    in_steps: int


def offer_for(session: Session, met: Iterable[ContactCard], person_id: int) -> Offer:
    of_tags, cards = tag_rhythms(session, [person_id]).get(person_id, {}), list(met)
    free = [card for card in cards if not (card.kept.rhythm or card.kept.faded_at or card.wants_no_follow_up)]
    without = sum(tie_of([side_of(card)], of_tags, Hours()) is None for card in free)
    return Offer(without, sum(card.kept.rhythm == IN_STEPS.code for card in cards))


def undo_start(session: Session, person_id: int, *, started_at: datetime) -> None:
    """Undo one press of `start_for`: whoever had the steps before keeps them."""
    mine = (ContactSide.person_id == person_id, ContactSide.rhythm == IN_STEPS.code, ContactSide.rhythm_at == started_at)
    session.execute(update(ContactSide).where(*mine).values(rhythm="", rhythm_at=None).execution_options(synchronize_session="fetch"))


def people_without(session: Session, person_id: int, *, event_id: int | None) -> list[Known]:
    """Those met of whom nothing reminds, though nothing speaks against it."""
    met = contacts_of(session, event_id=event_id, person_id=person_id).met
    return without_rhythm(met, tag_rhythms(session, [person_id]).get(person_id, {}))


def without_rhythm(people: Iterable[Known], of_tags: dict[str, str]) -> list[Known]:
    def is_open(known: Known) -> bool:
        return not (known.rhythm or known.is_faded or known.wants_no_follow_up)

    return [known for known in people if is_open(known) and tie_of(known.sides, of_tags, Hours()) is None]


def _change(session: Session, contact_id: int, person_id: int, **values: object) -> Known:
    _, known = person_met(session, contact_id, event_id=None, person_id=person_id)
    change_sides(session, ids_of(known), person_id=person_id, **values)
    return known


def _columns(hours: Hours) -> dict[str, object]:
    return {
        "zone": hours.zone,
        "weekday": hours.weekday,
        "hour": hours.hour,
        "quiet_from": hours.quiet_from,
        "quiet_until": hours.quiet_until,
        "quiet_weekends": hours.quiet_weekends,
    }
