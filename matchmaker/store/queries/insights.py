"""The organiser's figures, counted: a handful of statements however many people there are, and no row about one person leaves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Float, Select, and_, case, exists, extract, func, literal, or_, select
from sqlalchemy.orm import Session

from matchmaker.domain.followup.acts import OPENED, TAKEN, WRITTEN, Act
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact, FollowUpAct, Scan
from matchmaker.store.models.insights import InsightRelease, NetworkPicture
from matchmaker.store.models.matches import Decision, Recommendation, SeenMatch
from matchmaker.store.queries.conversations import There, conversations_at, level_of

Counts = dict[str, int]
_STEPS = {"wrote": WRITTEN, "taken": TAKEN, "opened": OPENED, "reminded": {Act.REMINDED}}


def talk_counts(session: Session, there: There) -> list[tuple[bool, str, bool, int]]:
    """People by whether they are new, how many conversations they had, and whether one was with somebody of the other kind."""
    talked = conversations_at(there.event_id)
    # Everything is put under its person and summed up: joins of what is worked out here went astray on both engines without statistics.
    mixed = case((there.is_regular(talked.c.me) != there.is_regular(talked.c.them), 1), else_=0).label("mixed")
    once = select(talked.c.me.label("person_id"), literal(1).label("talk"), literal(0).label("there"), mixed)
    everybody = select(Attendee.person_id, literal(0).label("talk"), literal(1).label("there"), literal(0).label("mixed"))
    rows = once.union_all(everybody.where(there.holds(Attendee))).subquery()
    one = (
        select(rows.c.person_id, level_of(func.sum(rows.c.talk)).label("level"), func.max(rows.c.mixed).label("mixed"))
        .group_by(rows.c.person_id)
        .having(func.max(rows.c.there) == 1)
        .subquery()
    )
    each = select(case((there.is_regular(one.c.person_id), 0), else_=1).label("is_new"), one.c.level, one.c.mixed).subquery()
    groups = select(each.c.is_new, each.c.level, each.c.mixed, func.count()).group_by(each.c.is_new, each.c.level, each.c.mixed)
    return [(bool(new), level, bool(mixed), people) for new, level, mixed, people in session.execute(groups)]


def pair_count(session: Session, event_id: int) -> int:
    """How many pairs had a conversation."""
    talked = conversations_at(event_id)
    return session.scalar(select(func.count()).select_from(talked).where(talked.c.me < talked.c.them)) or 0


def profile_counts(session: Session, there: There) -> Counts:
    filled = case((Attendee.interests_saved_at.is_not(None), "filled"), else_="not")
    return _counted(session, select(filled.label("cell")).where(there.holds(Attendee)))


def card_counts(session: Session, there: There) -> Counts:
    """Who looked at their list, and who answered a card on it."""
    answered = exists().where(Decision.event_id == there.event_id, Decision.reader_id == Attendee.id)
    seen = exists().where(SeenMatch.event_id == there.event_id, SeenMatch.reader_id == Attendee.id)
    cell = case((answered, "answered"), (seen, "seen"), else_="unseen").label("cell")
    return _counted(session, select(cell).where(there.holds(Attendee)))


def exposure_counts(session: Session, there: There) -> Counts:
    """In how many lists each person stands."""
    mine = (Recommendation.event_id == there.event_id, Recommendation.other_id == Attendee.id)
    lists = select(func.count()).select_from(Recommendation).where(*mine).correlate(Attendee).scalar_subquery()
    return _counted(session, select(level_of(lists).label("cell")).where(there.holds(Attendee)))


def follow_up_counts(session: Session, there: There) -> tuple[Counts, Counts]:
    """How far each person came with a draft to anybody they met, and whether the service reminded them of somebody."""
    done = (
        select(
            FollowUpAct.person_id,
            *(func.max(case((FollowUpAct.act.in_(acts), 1), else_=0)).label(name) for name, acts in _STEPS.items()),
        )
        .join(Contact, Contact.id == FollowUpAct.contact_id)
        .where(Contact.event_id == there.event_id, Contact.state == "exchanged")
        .group_by(FollowUpAct.person_id)
        .subquery()
    )
    furthest = case((done.c.wrote == 1, "wrote"), (done.c.taken == 1, "taken"), (done.c.opened == 1, "opened"), else_="not")
    each = (
        select(furthest.label("furthest"), case((done.c.reminded == 1, "reminded"), else_="not").label("reminded"))
        .select_from(Attendee)
        .outerjoin(done, done.c.person_id == Attendee.person_id)
        .where(there.holds(Attendee))
        .subquery()
    )
    both = select(each.c.furthest, each.c.reminded, func.count()).group_by(each.c.furthest, each.c.reminded)
    steps: Counts = {}
    reminders: Counts = {}
    for step, reminded, people in session.execute(both):
        steps[step] = steps.get(step, 0) + people
        reminders[reminded] = reminders.get(reminded, 0) + people
    return steps, reminders


def answer_counts(session: Session, there: There) -> Counts:
    """People who were asked for their card, by how soon they first said yes; a “no” looks like an answer that is still to come."""
    waited = _seconds(session, Contact.created_at, Contact.exchanged_at)
    asked_one = case((Contact.asked_by == Contact.low_person_id, Contact.high_person_id), else_=Contact.low_person_id).label("person_id")
    questions = (
        select(asked_one, func.min(waited).label("soonest"))
        # What was exchanged at the very moment of the scan was never a question.
        .where(Contact.event_id == there.event_id, or_(Contact.exchanged_at.is_(None), Contact.exchanged_at > Contact.created_at))
        .group_by(asked_one)
    ).subquery()
    people = (
        select(Attendee.id, questions.c.soonest, literal(1).label("asked"))
        .select_from(questions)
        .join(Attendee, and_(Attendee.event_id == there.event_id, Attendee.person_id == questions.c.person_id))
        .where(there.holds(Attendee))
    )
    everybody = select(Attendee.id, literal(None, Float).label("soonest"), literal(0).label("asked")).where(there.holds(Attendee))
    rows = people.union_all(everybody).subquery()
    asked = (
        select(rows.c.id, func.min(rows.c.soonest).label("soonest"), func.max(rows.c.asked).label("asked")).group_by(rows.c.id).subquery()
    )
    cell = case(
        (asked.c.asked == 0, "unasked"),
        (asked.c.soonest.is_(None), "waiting"),
        (asked.c.soonest <= 300, "minutes"),
        (asked.c.soonest <= 3600, "hour"),
        else_="later",
    )
    return _counted(session, select(cell.label("cell")))


def scan_counts(session: Session, there: There, *, begins: datetime, ends: datetime, by_day: bool) -> Counts:
    """How many people scanned or were scanned, in each hour (or day) of UTC in which there was a scan."""
    moment = _hour(session, Scan.scanned_at, by_day=by_day).label("cell")
    when = (Scan.event_id == there.event_id, Scan.scanned_at >= begins, Scan.scanned_at < ends, Scan.state.in_(("exchanged", "pending")))
    both = (
        select(moment, Scan.scanner_id.label("one"))
        .where(*when)
        .union(select(_hour(session, Scan.scanned_at, by_day=by_day).label("cell"), Scan.owner_id.label("one")).where(*when))
        .subquery()
    )
    return _counted(session, select(both.c.cell).join(Attendee, Attendee.id == both.c.one).where(there.holds(Attendee)))


def edges_of(session: Session, event_id: int) -> list[tuple[int, int]]:
    """Who talked with whom, for the worker's picture without names."""
    talked = conversations_at(event_id)
    pairs = select(talked.c.me, talked.c.them).where(talked.c.me < talked.c.them).order_by(talked.c.me, talked.c.them)
    return [(me, them) for me, them in session.execute(pairs)]


def releases_of(session: Session, event_id: int) -> dict[str, InsightRelease]:
    rows = session.scalars(select(InsightRelease).where(InsightRelease.event_id == event_id))
    return {row.family: row for row in rows}


def picture_of(session: Session, event_id: int) -> Mapping[str, Any] | None:
    return session.scalar(select(NetworkPicture.drawing).where(NetworkPicture.event_id == event_id))


def _counted(session: Session, cells: Select[Any]) -> Counts:
    each = cells.subquery()
    return {row.cell: row.people for row in session.execute(select(each.c.cell, func.count().label("people")).group_by(each.c.cell))}


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _seconds(session: Session, since: Any, until: Any) -> Any:
    if _is_sqlite(session):
        return (func.julianday(until) - func.julianday(since)) * 86400.0
    return extract("epoch", until - since)


def _hour(session: Session, moment: Any, *, by_day: bool) -> Any:
    """The hour or day as text that sorts, the same on both engines."""
    if _is_sqlite(session):
        return func.strftime("%Y-%m-%d" if by_day else "%Y-%m-%dT%H", moment)
    return func.to_char(func.timezone("UTC", moment), "YYYY-MM-DD" if by_day else 'YYYY-MM-DD"T"HH24')
