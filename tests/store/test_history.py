"""Who of earlier events teaches: the owner's own, ended, within their time, and not against anybody's will."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matchmaker.domain.matching import Decision as Answer
from matchmaker.domain.matching import Matcher, Profile
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event, EventRole
from matchmaker.store.models.matches import Decision
from matchmaker.store.models.people import Person
from matchmaker.store.queries.history import EarlierEvent, History, earlier_events, history_profiles
from tests.cast import NOW, give_interests, make_attendee, make_event, make_organiser

DAY = timedelta(days=1)


@pytest.fixture
def spring(session: Session, organiser: Person) -> Event:
    """An event of the same owner, thirty days ago."""
    return make_past(session, organiser, "spring", days_ago=30)


def make_past(session: Session, owner: Person, slug: str, *, days_ago: float, role: str = "owner") -> Event:
    ended = NOW - days_ago * DAY
    event = make_event(session, slug, name=f"The {slug} night", starts_at=ended - DAY / 4, ends_at=ended)
    session.add(EventRole(event_id=event.id, person_id=owner.id, role=role, created_at=NOW))
    session.flush()
    return event


def learned_by(session: Session, event: Event, **changes: int) -> History:
    return history_profiles(session, event.id, **{"now": NOW, "retention_days": 90, **changes})


def ids_of(history: History) -> list[object]:
    return [profile.id for profile in history.profiles]


@pytest.fixture
def count_statements(engine: Engine) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SET TRANSACTION")):
            seen.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(engine, "before_cursor_execute", note)


def test_people_of_an_earlier_event_come_as_profiles_with_what_they_answered(session: Session, event: Event, spring: Event) -> None:
    ada = make_attendee(session, spring, "Ada Lovelace", headline="Engines", bio="Writes notes.", stage=3, organisation="Analytical")
    grace = make_attendee(session, spring, "Grace Hopper", remote=True)
    give_interests(session, ada, talk=["Open records", "Looms"], offer=["Notes"], seek=["A funder"])
    session.add(Decision(event_id=spring.id, reader_id=ada.id, other_id=grace.id, answer="not_for_me", decided_at=NOW - 30 * DAY))
    session.flush()

    history = learned_by(session, event)

    ada_then = Profile(
        ada.id,
        talk_about=["Open records", "Looms"],
        offers=["Notes"],
        seeks=["A funder"],
        texts=["Writes notes."],
        headline="Engines",
        stage=3,
        languages=["en"],
        organisation="Analytical",
    )
    assert history.profiles == (Profile(grace.id, languages=["en"], remote=True), ada_then)
    assert history.decisions == (Answer(ada.id, grace.id, "not_for_me", NOW - 30 * DAY),)


def test_the_matcher_takes_them(session: Session, event: Event, spring: Event, ada: Attendee) -> None:
    give_interests(session, make_attendee(session, spring, "Otto Then"), talk=["Looms"])
    history = learned_by(session, event)

    matcher = Matcher().fit([Profile(ada.id, talk_about=["Looms"])], history=history.profiles, decisions=history.decisions)

    assert matcher.vectorizer_.interest_weights_.n_people_ == 2


@pytest.mark.parametrize(
    ("days_ago", "teaches"),
    [(-1, False), (0, False), (0.05, True), (89, True), (91, False)],
    ids=["runs after this one", "ends after this one begins", "has just ended", "still kept", "should be gone"],
)
def test_an_earlier_event_has_ended_before_this_one_begins_and_not_too_long_ago(
    session: Session, event: Event, organiser: Person, days_ago: float, teaches: bool
) -> None:
    past = make_past(session, organiser, "other", days_ago=days_ago)
    make_attendee(session, past, "Ada Then")

    assert bool(ids_of(learned_by(session, event))) is teaches


def test_what_has_not_ended_yet_teaches_no_event_of_next_month(session: Session, event: Event, organiser: Person) -> None:
    event.starts_at, event.ends_at = NOW + 30 * DAY, NOW + 31 * DAY
    make_attendee(session, make_past(session, organiser, "tonight", days_ago=-0.1), "Ada Tonight")

    assert ids_of(learned_by(session, event)) == []


def test_how_long_is_a_setting(session: Session, event: Event, spring: Event) -> None:
    then = make_attendee(session, spring, "Ada Then")

    assert ids_of(learned_by(session, event, retention_days=31)) == [then.id]
    assert ids_of(learned_by(session, event, retention_days=29)) == []


def test_another_owner_s_event_teaches_nothing_even_to_a_host_of_both(session: Session, event: Event, organiser: Person) -> None:
    hosted = make_past(session, organiser, "hosted", days_ago=10, role="host")
    session.add(EventRole(event_id=hosted.id, person_id=make_organiser(session, name="Oscar Other").id, role="owner", created_at=NOW))
    make_attendee(session, hosted, "Ada Then")

    assert ids_of(learned_by(session, event)) == []


def test_two_owners_in_common_bring_everybody_once(session: Session, event: Event, spring: Event) -> None:
    second = make_organiser(session, event, "Second Owner")
    session.add(EventRole(event_id=spring.id, person_id=second.id, role="owner", created_at=NOW))
    then = make_attendee(session, spring, "Ada Then")

    assert ids_of(learned_by(session, event)) == [then.id]


def test_who_cancelled_and_who_wants_to_stand_in_no_list_teaches_nothing(session: Session, event: Event, spring: Event) -> None:
    gone = make_attendee(session, spring, "Gone Gil", status="cancelled")
    hidden = make_attendee(session, spring, "Hidden Hal", listed=False)
    then = make_attendee(session, spring, "Ada Then")
    for reader, other in ((then, gone), (hidden, then)):
        session.add(Decision(event_id=spring.id, reader_id=reader.id, other_id=other.id, answer="met", decided_at=NOW))
    session.flush()

    history = learned_by(session, event)

    assert (ids_of(history), history.decisions) == ([then.id], ())


def test_of_too_many_the_newest_teach(session: Session, event: Event, organiser: Person, spring: Event) -> None:
    make_attendee(session, make_past(session, organiser, "winter", days_ago=80), "Old Otto")
    newest = [make_attendee(session, spring, f"New{at} Nils") for at in range(2)]

    assert ids_of(learned_by(session, event, most=2)) == [person.id for person in reversed(newest)]


def test_any_number_of_people_takes_the_same_few_statements(
    session: Session, event: Event, spring: Event, count_statements: list[str]
) -> None:
    counts = []
    for more in (1, 12):
        for at in range(more):
            give_interests(session, make_attendee(session, spring, f"P{more}{at} Then"), talk=["Looms"])
        session.flush()
        count_statements.clear()
        learned_by(session, event)
        counts.append(len(count_statements))

    assert counts == [3, 3]


def test_the_organiser_is_told_from_which_events_and_how_many_people(
    session: Session, event: Event, organiser: Person, spring: Event
) -> None:
    winter = make_past(session, organiser, "winter", days_ago=80)
    make_past(session, organiser, "empty", days_ago=20)
    for past, names in ((spring, ("Ada Then", "Grace Then")), (winter, ("Otto Then",))):
        for name in names:
            make_attendee(session, past, f"{past.slug}-{name}")
    make_attendee(session, spring, "Hidden Hal", listed=False)

    told = earlier_events(session, event.id, now=NOW, retention_days=90)

    assert told == (EarlierEvent("The spring night", spring.ends_at, 2), EarlierEvent("The winter night", winter.ends_at, 1))
