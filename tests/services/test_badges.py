"""Everybody has one badge in force; its owner decides what a scan of it does and replaces a lost one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matchmaker.domain.badges.choice import ASK, SHARE, VERSIONS, ExchangeChoice
from matchmaker.domain.badges.token import badge_address, badge_code, hash_code, hash_short_code, short_code
from matchmaker.services.badges import OwnBadge, choose_exchange_mode, ensure_badges, own_answers, own_badge, rotate_badge
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.badges import Badge
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from tests.cast import NOW, make_attendee, make_event

KEY = bytes(range(32))
LATER = NOW + timedelta(hours=1)


def badges_of(session: Session, attendee: Attendee) -> list[Badge]:
    rows = sa.select(Badge).where(Badge.event_id == attendee.event_id, Badge.attendee_id == attendee.id)
    return list(session.scalars(rows.order_by(Badge.generation).execution_options(populate_existing=True)))


def codes_of(attendee: Attendee, generation: int) -> tuple[str, str]:
    subject = {"event_id": attendee.event_id, "attendee_id": attendee.id, "generation": generation}
    short_hash = hash_short_code(KEY, short_code(KEY, **subject), event_id=attendee.event_id)
    return hash_code(badge_code(KEY, **subject)), short_hash


def in_force(session: Session, attendee: Attendee) -> list[int]:
    return [badge.generation for badge in badges_of(session, attendee) if badge.revoked_at is None]


def test_everybody_who_is_registered_gets_a_badge(session: Session, event: Event, ada: Attendee, grace: Attendee) -> None:
    linus = make_attendee(session, event, "Linus Torvalds", status="cancelled")

    made = ensure_badges(session, event.id, key=KEY, now=NOW)

    assert made == 2
    assert [in_force(session, attendee) for attendee in (ada, grace, linus)] == [[1], [1], []]


def test_only_hashes_are_kept(session: Session, event: Event, ada: Attendee) -> None:
    ensure_badges(session, event.id, key=KEY, now=NOW)

    badge = badges_of(session, ada)[0]
    assert (badge.token_hash, badge.short_hash) == codes_of(ada, 1)
    assert (badge.short_turn, badge.created_at, badge.tries_after) == (0, NOW, 0)


def test_a_second_time_adds_nothing(session: Session, event: Event, ada: Attendee) -> None:
    ensure_badges(session, event.id, key=KEY, now=NOW)

    assert ensure_badges(session, event.id, key=KEY, now=LATER) == 0
    assert [badge.created_at for badge in badges_of(session, ada)] == [NOW]


def test_another_events_attendees_are_left_alone(session: Session, event: Event, ada: Attendee) -> None:
    elsewhere = make_event(session, "elsewhere")
    linus = make_attendee(session, elsewhere, "Linus Torvalds")

    ensure_badges(session, event.id, key=KEY, now=NOW)

    assert in_force(session, linus) == []


def test_one_attendee_alone_can_be_given_a_badge(session: Session, event: Event, ada: Attendee, grace: Attendee) -> None:
    ensure_badges(session, event.id, key=KEY, now=NOW, only=grace.id)

    assert (in_force(session, ada), in_force(session, grace)) == ([], [1])


def test_two_who_do_it_at_once_make_one_badge(session: Session, engine: Engine, event: Event, ada: Attendee) -> None:
    session.commit()
    start = Barrier(2)

    def ensure(moment: datetime) -> None:
        with Session(engine) as own_session:
            start.wait(timeout=60)
            ensure_badges(own_session, event.id, key=KEY, now=moment)
            own_session.commit()

    with ThreadPoolExecutor(2) as both:
        list(both.map(ensure, (NOW, LATER)))

    assert in_force(session, ada) == [1]


def test_a_short_code_that_is_taken_is_passed_over(session: Session, event: Event, ada: Attendee, grace: Attendee) -> None:
    _, wanted = codes_of(grace, 1)
    session.add(Badge(event_id=event.id, attendee_id=ada.id, generation=1, token_hash="x" * 64, short_hash=wanted, created_at=NOW))
    session.flush()

    ensure_badges(session, event.id, key=KEY, now=NOW)

    badge = badges_of(session, grace)[0]
    second = short_code(KEY, event_id=event.id, attendee_id=grace.id, generation=1, turn=1)
    assert (badge.short_turn, badge.short_hash) == (1, hash_short_code(KEY, second, event_id=event.id))


def test_the_number_of_statements_does_not_grow_with_the_people(session: Session, event: Event) -> None:
    counts = []
    for names in (("Ada A",), ("Bob B", "Cleo C", "Dan D")):
        for name in names:
            make_attendee(session, event, name)
        session.flush()
        seen: list[str] = []
        sa.event.listen(session.get_bind(), "before_cursor_execute", lambda *args, seen=seen: seen.append(args[2]))
        ensure_badges(session, event.id, key=KEY, now=NOW)
        counts.append(len(seen))

    assert counts[0] == counts[1] == 3


def test_a_thousand_people_all_get_a_badge(session: Session, event: Event) -> None:
    numbers = range(1, 1102)
    person = {"name": "P", "locale": "", "created_at": NOW}
    attendee = {"event_id": event.id, "name": "P", "languages": [], "shared_fields": [], "created_at": NOW, "updated_at": NOW}
    session.execute(
        sa.insert(Person), [{**person, "id": 1000 + n, "email": f"{n}@example.org", "email_key": f"{n}@example.org"} for n in numbers]
    )
    session.execute(sa.insert(Attendee), [{**attendee, "id": 1000 + n, "person_id": 1000 + n} for n in numbers])

    ensure_badges(session, event.id, key=KEY, now=NOW)

    assert session.scalar(sa.select(sa.func.count()).select_from(Badge)) == 1101


def test_a_lost_badge_is_withdrawn_and_replaced(session: Session, event: Event, ada: Attendee, grace: Attendee) -> None:
    ensure_badges(session, event.id, key=KEY, now=NOW)

    rotate_badge(session, event.id, ada.id, key=KEY, now=LATER)

    old, new = badges_of(session, ada)
    assert (old.generation, old.revoked_at) == (1, LATER)
    assert (new.generation, new.revoked_at, new.token_hash, new.short_hash) == (2, None, *codes_of(ada, 2))
    assert in_force(session, grace) == [1]


def test_a_badge_can_be_lost_more_than_once(session: Session, event: Event, ada: Attendee) -> None:
    for _ in range(3):
        rotate_badge(session, event.id, ada.id, key=KEY, now=NOW)

    assert [badge.generation for badge in badges_of(session, ada)] == [1, 2, 3]
    assert in_force(session, ada) == [3]


def test_the_owner_sees_the_address_of_the_square_and_the_code_to_type(session: Session, ada: Attendee, settings: Settings) -> None:
    ensure_badges(session, ada.event_id, key=settings.badge_key, now=NOW)

    subject = {"event_id": ada.event_id, "attendee_id": ada.id, "generation": 1}
    short = short_code(settings.badge_key, **subject)
    assert own_badge(session, ada.event_id, ada.id, settings=settings) == OwnBadge(
        address=badge_address(settings.base_url, badge_code(settings.badge_key, **subject)),
        short_code=f"{short[:4]} {short[4:]}",
        late_tries=0,
        gives=("email",),
    )


def test_after_a_replacement_the_owner_sees_the_new_code_and_the_tries_of_the_old_one(
    session: Session, ada: Attendee, settings: Settings
) -> None:
    ensure_badges(session, ada.event_id, key=settings.badge_key, now=NOW)
    before = own_badge(session, ada.event_id, ada.id, settings=settings)
    rotate_badge(session, ada.event_id, ada.id, key=settings.badge_key, now=LATER)
    badges_of(session, ada)[0].tries_after = 3
    session.flush()

    after = own_badge(session, ada.event_id, ada.id, settings=settings)

    assert before is not None
    assert after is not None
    assert after.late_tries == 3
    assert not {after.address, after.short_code} & {before.address, before.short_code}


def test_without_a_badge_there_is_none_to_see(session: Session, ada: Attendee, grace: Attendee, settings: Settings) -> None:
    ensure_badges(session, ada.event_id, key=settings.badge_key, now=NOW, only=grace.id)

    assert own_badge(session, ada.event_id, ada.id, settings=settings) is None


def test_the_choice_is_kept_with_its_wording_and_time_and_makes_the_badge(session: Session, event: Event) -> None:
    ada = make_attendee(session, event, "Ada Lovelace", exchange_mode=None, shared_fields=[])
    choice = ExchangeChoice(SHARE, ("email", "link"), phone="", link="https://example.org/ada")

    choose_exchange_mode(session, event.id, ada.id, choice, key=KEY, now=LATER)

    session.refresh(ada)
    assert (ada.exchange_mode, ada.shared_fields, ada.link) == (SHARE, ["email", "link"], "https://example.org/ada")
    assert (ada.consent_version, ada.consent_at) == (VERSIONS[SHARE], LATER)
    assert in_force(session, ada) == [1]


def test_another_choice_replaces_the_first_and_leaves_the_badge(session: Session, ada: Attendee) -> None:
    choose_exchange_mode(session, ada.event_id, ada.id, ExchangeChoice(SHARE, ("email",)), key=KEY, now=NOW)

    choose_exchange_mode(session, ada.event_id, ada.id, ExchangeChoice(ASK), key=KEY, now=LATER)

    answers = own_answers(session, ada.event_id, ada.id, email="ada@example.org")
    assert (answers.mode, answers.ticked, answers.email) == (ASK, (), "ada@example.org")
    assert in_force(session, ada) == [1]
