"""Who is reminded of whom, and when: with a clock that stands still, on both engines."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matchmaker.domain.followup.acts import Act
from matchmaker.domain.warm.quiet import Hours
from matchmaker.errors import BadInputError, NotFoundError
from matchmaker.jobs.remind import remind_as_of
from matchmaker.jobs.workshop import Workshop
from matchmaker.mail.letter import Letter, LetterWaits
from matchmaker.services.contact_answers import withdraw
from matchmaker.services.contact_care import ask_no_follow_up, bring_back, let_go, note_touch, set_touch
from matchmaker.services.erasure import erase_person
from matchmaker.services.followups import mark_written
from matchmaker.services.letters import write_letter
from matchmaker.services.promises import keep_promise, promise, reopen_promise
from matchmaker.services.retention import forget_event
from matchmaker.services.takeout import pack
from matchmaker.services.unsubscribe import allow_letters, stop_letters
from matchmaker.services.warm_care import (
    choose_hours,
    choose_rhythm,
    choose_tag_rhythm,
    keep_after_all,
    let_fade,
    snooze,
    start_for,
    stop_for,
    wake_up,
)
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Promise
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from matchmaker.store.models.safety import Block
from matchmaker.store.models.warm import Reminder, TagRhythm, WarmHours
from matchmaker.store.queries.followup_acts import acts_at
from tests.cast import NOW, make_attendee, make_event
from tests.letters import exchange
from tests.meetings import meet, side_of

TUESDAY = datetime(2026, 12, 8, 9, 0, tzinfo=UTC)  # the first one more than a month after they met


@pytest.fixture
def look(session: Session, engine: Engine, settings: Settings) -> Callable[..., list[list[int]]]:
    """The worker's look at that moment; returns whom each letter is about."""

    def look(moment: datetime, *, now: datetime | None = None, dry_run: bool = False) -> list[list[int]]:
        session.commit()
        workshop = Workshop(settings, engine, now=lambda: now or moment)
        letters = remind_as_of(workshop, moment, dry_run=dry_run)
        session.expire_all()
        return [[*due.people, *due.promised] for due in letters]

    return look


@pytest.fixture
def read(session: Session, settings: Settings) -> Callable[..., Letter | None]:
    def read(now: datetime = TUESDAY) -> Letter | None:
        newest = session.scalars(sa.select(OutboxLetter.id).order_by(OutboxLetter.id.desc())).first()
        assert newest is not None
        return write_letter(session, newest, settings=settings, now=now)

    return read


def warm(session: Session, one: Attendee, other: Attendee, chosen: str = "steps", *, note: str = "") -> int:
    contact_id = exchange(session, one, other, note=note).id
    choose_rhythm(session, contact_id, person_id=one.person_id, chosen=chosen, now=NOW)
    return contact_id


def test_nobody_is_reminded_who_did_not_choose_it(session, ada, grace, look) -> None:
    exchange(session, ada, grace)

    assert look(TUESDAY + timedelta(days=200)) == []


def test_after_a_month_the_weekly_letter_tells_once_with_the_old_note(session, ada, grace, look, read) -> None:
    contact_id = warm(session, ada, grace, note="Wants the interview guide")

    found = [look(moment) for moment in (TUESDAY - timedelta(days=7), TUESDAY - timedelta(minutes=1), TUESDAY, TUESDAY)]

    assert found == [[], [], [[contact_id]], []]
    letter = read()
    assert letter is not None
    assert (letter.to_address, letter.subject) == ("ada@example.org", "Your reminders for Tue 8 Dec 2026")
    assert "Grace Hopper\nLast in touch: Thu 5 Nov 2026\nYour note: Wants the interview guide\n" in letter.text
    assert "E-mail: grace@example.org" in letter.text
    assert f"http://localhost/e/northlight/followups/{contact_id}?tone=again" in letter.text
    assert letter.unsubscribe_url is not None
    assert letter.unsubscribe_url.startswith("http://localhost/u/w")
    assert "Wants the interview guide" in letter.html


def test_each_step_is_told_of_once_and_after_the_third_there_is_peace(session, ada, grace, look) -> None:
    contact_id = warm(session, ada, grace)
    told = {TUESDAY.date() + timedelta(weeks=week): look(TUESDAY + timedelta(weeks=week)) for week in range(60)}

    # 5 Dec, 5 Feb and 5 May, each in the letter of the Tuesday after
    assert [day for day, letters in told.items() if letters == [[contact_id]]] == [date(2026, 12, 8), date(2027, 2, 9), date(2027, 5, 11)]
    assert {day for day, letters in told.items() if letters} == {date(2026, 12, 8), date(2027, 2, 9), date(2027, 5, 11)}


def test_a_rhythm_of_one_s_own_comes_again_and_again(session, ada, grace, look) -> None:
    contact_id = exchange(session, ada, grace).id
    choose_rhythm(session, contact_id, person_id=ada.person_id, chosen="own", every="2", unit="w", now=NOW)

    told = [bool(look(TUESDAY - timedelta(weeks=3) + timedelta(weeks=week))) for week in range(8)]

    assert told == [False, True, False, True, False, True, False, True]


def test_a_touch_resets_the_clock_and_undo_sets_it_back(session, ada, grace, look, read) -> None:
    contact_id = warm(session, ada, grace, "m1")
    assert look(TUESDAY) == [[contact_id]]

    note_touch(session, contact_id, person_id=ada.person_id, now=TUESDAY + timedelta(hours=1))
    touched = (read(), look(TUESDAY + timedelta(weeks=1)), look(TUESDAY + timedelta(weeks=4)), look(TUESDAY + timedelta(weeks=5)))
    answered = session.scalars(sa.select(Reminder.answer).order_by(Reminder.day)).all()
    set_touch(session, contact_id, person_id=ada.person_id, touched_at=None)
    undone = session.scalars(sa.select(Reminder.answer).order_by(Reminder.day)).all()

    assert touched == (None, [], [], [[contact_id]])
    assert (answered, undone) == (["touched", ""], ["", ""])


def test_a_follow_up_is_a_touch(session, ada, grace, look) -> None:
    from tests.services.test_personal_letters import as_writer

    contact_id = warm(session, ada, grace, "m1")
    assert look(TUESDAY) == [[contact_id]]

    mark_written(session, as_writer(session, ada), contact_id, now=TUESDAY + timedelta(days=1))

    assert look(TUESDAY + timedelta(weeks=1)) == []
    assert session.scalars(sa.select(Reminder.answer)).all() == ["touched"]


def test_a_snooze_waits_for_its_day_and_undo_ends_it(session, ada, grace, look, read) -> None:
    contact_id = warm(session, ada, grace)
    assert look(TUESDAY) == [[contact_id]]

    until = snooze(session, contact_id, person_id=ada.person_id, how="day", day="2026-12-16", now=TUESDAY)

    assert until == date(2026, 12, 16)
    assert read() is None
    assert [look(TUESDAY + timedelta(weeks=week)) for week in (1, 2)] == [[], [[contact_id]]]
    wake_up(session, contact_id, person_id=ada.person_id)
    assert side_of(session, contact_id, ada).snoozed_until is None


@pytest.mark.parametrize("day", ["2026-12-08", "never"])
def test_a_snooze_that_is_none_changes_nothing(session, ada, grace, day: str) -> None:
    contact_id = warm(session, ada, grace)

    with pytest.raises(BadInputError):
        snooze(session, contact_id, person_id=ada.person_id, how="day", day=day, now=TUESDAY)

    assert side_of(session, contact_id, ada).snoozed_until is None


def test_whoever_may_fade_is_left_in_peace_until_brought_back(session, ada, grace, look, read) -> None:
    contact_id = warm(session, ada, grace)
    assert look(TUESDAY) == [[contact_id]]

    let_fade(session, contact_id, person_id=ada.person_id, now=TUESDAY)
    faded = (read(), look(TUESDAY + timedelta(weeks=10)))
    keep_after_all(session, contact_id, person_id=ada.person_id)

    assert faded == (None, [])
    assert look(TUESDAY + timedelta(weeks=11)) == [[contact_id]]
    assert side_of(session, contact_id, ada).rhythm == "steps"


def test_one_letter_tells_of_everybody(session, event, ada, grace, linus, look, read) -> None:
    contacts = [warm(session, ada, other) for other in (grace, linus)]

    found = look(TUESDAY)

    assert [sorted(letter) for letter in found] == [contacts]
    assert session.scalar(sa.select(sa.func.count()).select_from(OutboxLetter)) == 1


def test_a_tag_s_rhythm_holds_for_whoever_bears_it_and_has_none_of_their_own(session, ada, grace, linus, look) -> None:
    by_tag, own = exchange(session, ada, grace).id, warm(session, ada, linus, "m6")
    for contact_id in (by_tag, own):
        side_of(session, contact_id, ada).tags = ["Mentors", "Fun"]
    session.flush()

    choose_tag_rhythm(session, ada.person_id, "mentors", chosen="m1", now=NOW)
    choose_tag_rhythm(session, ada.person_id, "Fun", chosen="m3", now=NOW)
    first = look(TUESDAY)
    choose_tag_rhythm(session, ada.person_id, "MENTORS", chosen="", now=NOW)

    assert first == [[by_tag]]
    assert look(TUESDAY + timedelta(weeks=8)) == []  # of the two tags, the one of three months is left
    assert look(TUESDAY + timedelta(weeks=10)) == [[by_tag]]


def test_never_for_a_person_is_stronger_than_a_tag(session, ada, grace, look) -> None:
    contact_id = exchange(session, ada, grace).id
    side_of(session, contact_id, ada).tags = ["Fun"]
    session.flush()
    choose_tag_rhythm(session, ada.person_id, "Fun", chosen="m1", now=NOW)
    choose_rhythm(session, contact_id, person_id=ada.person_id, chosen="never", now=NOW)

    assert look(TUESDAY) == []


def test_a_promise_comes_back_on_its_day_in_the_same_letter_as_who_is_due(session, ada, grace, linus, look, read) -> None:
    due = warm(session, ada, grace)
    promised = exchange(session, ada, linus).id
    promise(session, promised, person_id=ada.person_id, text="The interview guide", due_on="2026-12-10", now=NOW)
    thursday = datetime(2026, 12, 10, 9, tzinfo=UTC)
    choose_hours(session, ada.person_id, Hours("Europe/London", weekday=4), wants_letter=True, now=NOW)
    session.execute(sa.update(WarmHours).values(looked_on=date(2026, 12, 4)))

    found = [look(thursday - timedelta(days=1)), look(thursday), look(thursday), look(thursday + timedelta(days=1))]

    assert found == [[], [[due, promised]], [], []]  # and Friday's weekly letter has nothing left to tell
    letter = read(thursday)
    assert letter is not None
    assert letter.text.index("- The interview guide\n  To Linus Torvalds, by Thu 10 Dec 2026:") < letter.text.index("Grace Hopper")


def test_a_promise_of_a_quiet_weekend_comes_on_monday(session, ada, grace, look) -> None:
    contact_id = exchange(session, ada, grace).id
    promise(session, contact_id, person_id=ada.person_id, text="A map", due_on="2026-12-12", now=NOW)

    found = [look(datetime(2026, 12, day, 9, tzinfo=UTC)) for day in (11, 12, 13, 14, 15)]

    assert found == [[], [], [], [[contact_id]], []]


def test_a_kept_promise_does_not_come_and_answers_its_reminder(session, ada, grace, look, read) -> None:
    contact_id = exchange(session, ada, grace).id
    promise(session, contact_id, person_id=ada.person_id, text="A map", due_on="2026-12-10", now=NOW)
    thursday = datetime(2026, 12, 10, 9, tzinfo=UTC)
    assert look(thursday) == [[contact_id]]
    promise_id = session.scalars(sa.select(Promise.id)).one()

    keep_promise(session, promise_id, person_id=ada.person_id, now=thursday)
    kept = (read(thursday), session.scalars(sa.select(Reminder.answer)).all())
    reopen_promise(session, promise_id, person_id=ada.person_id)

    assert kept == (None, ["kept"])
    assert session.scalars(sa.select(Reminder.answer)).all() == [""]


def block(session: Session, ada: Attendee, grace: Attendee, contact_id: int) -> None:
    session.add(Block(blocker_id=grace.person_id, blocked_id=ada.person_id, created_at=NOW))


def go(session: Session, ada: Attendee, grace: Attendee, contact_id: int) -> None:
    let_go(session, contact_id, person_id=ada.person_id, now=NOW)


def take_back(session: Session, ada: Attendee, grace: Attendee, contact_id: int) -> None:
    withdraw(session, contact_id, event_id=None, person_id=grace.person_id, now=NOW)


def erase(session: Session, ada: Attendee, grace: Attendee, contact_id: int) -> None:
    erase_person(session, grace.person_id, now=NOW)


def pause_mine(session: Session, ada: Attendee, grace: Attendee, contact_id: int) -> None:
    ada.paused_at = NOW


def pause_theirs(session: Session, ada: Attendee, grace: Attendee, contact_id: int) -> None:
    grace.paused_at = NOW


def ask_for_peace(session: Session, ada: Attendee, grace: Attendee, contact_id: int) -> None:
    ask_no_follow_up(session, contact_id, person_id=grace.person_id, wanted=True)


REASONS = (block, go, take_back, erase, pause_theirs, ask_for_peace)


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("when", ["before", "after"])
def test_who_must_not_be_named_is_in_no_letter(session, ada, grace, linus, look, read, reason, when: str) -> None:
    """Whether it happened before the worker looked, or between that and the letter's leaving."""
    contact_id, other = warm(session, ada, grace, note="secret of Grace"), warm(session, ada, linus)
    if when == "before":
        reason(session, ada, grace, contact_id)
        session.flush()
    queued = look(TUESDAY)
    if when == "after":
        reason(session, ada, grace, contact_id)
        session.flush()

    letter = read()

    assert [sorted(one) for one in queued] == ([[other]] if when == "before" else [[contact_id, other]])
    assert letter is not None
    assert "Linus Torvalds" in letter.text
    assert [word for word in ("Grace", "secret") if word in letter.text + letter.html] == []


def test_whoever_pauses_gets_no_letter_and_their_reminders_wait(session, ada, grace, look, read) -> None:
    contact_id = warm(session, ada, grace)
    assert look(TUESDAY) == [[contact_id]]
    pause_mine(session, ada, grace, contact_id)
    session.flush()
    paused = (read(), look(TUESDAY + timedelta(weeks=9)))
    ada.paused_at = None
    session.flush()

    assert paused == (None, [])
    assert look(TUESDAY + timedelta(weeks=10)) == [[contact_id]]


def test_a_letter_of_which_nothing_is_left_is_none(session, ada, grace, look, read) -> None:
    contact_id = warm(session, ada, grace)
    look(TUESDAY)
    block(session, ada, grace, contact_id)
    session.flush()

    assert read() is None


def test_bringing_back_brings_reminders_back(session, ada, grace, look) -> None:
    contact_id = warm(session, ada, grace)
    let_go(session, contact_id, person_id=ada.person_id, now=NOW)
    assert look(TUESDAY) == []

    bring_back(session, contact_id, person_id=ada.person_id)

    assert look(TUESDAY + timedelta(weeks=1)) == [[contact_id]]


def test_a_person_met_twice_is_one_thread(session, ada, grace, look) -> None:
    """The rhythm of the first meeting runs on from the second."""
    first = warm(session, ada, grace, "m1")
    later = make_event(session, "southlight", starts_at=NOW + timedelta(days=20), ends_at=NOW + timedelta(days=21))
    there = [make_attendee(session, later, one.name, session.get(Person, one.person_id)) for one in (ada, grace)]
    second = meet(session, *there, at=NOW + timedelta(days=20))

    assert look(TUESDAY) == []
    assert look(TUESDAY + timedelta(weeks=3)) == [[second]]
    assert side_of(session, first, ada).rhythm == "m1"


def test_meeting_again_whom_one_let_fade_brings_them_back(session, ada, grace, look) -> None:
    first = warm(session, ada, grace, "m1")
    let_fade(session, first, person_id=ada.person_id, now=NOW)
    later = make_event(session, "southlight")
    there = [make_attendee(session, later, one.name, session.get(Person, one.person_id)) for one in (ada, grace)]

    second = meet(session, *there, at=NOW)

    assert look(TUESDAY) == [[second]]


def test_reminders_outlive_the_event_s_data(session, event, ada, grace, look, read) -> None:
    contact_id = warm(session, ada, grace, note="Wants the guide")
    session.flush()
    forget_event(session, event.id, now=NOW + timedelta(days=20))

    assert look(TUESDAY) == [[contact_id]]
    letter = read()
    assert letter is not None
    assert ("Grace Hopper" in letter.text, "Wants the guide" in letter.text) == (True, True)


def test_quiet_hours_hold_for_the_queue_and_for_a_letter_that_comes_late(session, ada, grace, look, read) -> None:
    """A queue that stood all day reaches the evening: the letter waits for the morning."""
    contact_id = warm(session, ada, grace)

    assert look(TUESDAY.replace(hour=21)) == []
    assert look(TUESDAY + timedelta(days=1, hours=1)) == [[contact_id]]  # made up for on Wednesday
    with pytest.raises(LetterWaits) as caught:
        read(TUESDAY.replace(day=9, hour=22, minute=30))

    assert caught.value.until == TUESDAY.replace(day=10, hour=8)


def test_it_leaves_at_the_hour_of_its_reader_s_zone_on_both_sides_of_summer_time(session, ada, grace, look) -> None:
    contact_id = warm(session, ada, grace, "w1")
    choose_hours(session, ada.person_id, Hours("America/New_York"), wants_letter=True, now=NOW)
    march = datetime(2027, 3, 2, tzinfo=UTC)

    found = {
        (week, hour): look(march + timedelta(weeks=week, hours=hour))
        for week, hours in ((0, (13, 14)), (1, (13, 14)), (2, (12, 13)))
        for hour in hours
    }

    assert [key for key, letters in found.items() if letters == [[contact_id]]] == [(0, 14), (1, 14), (2, 13)]


def test_whoever_stopped_them_gets_none_and_may_have_them_again(session, ada, grace, look) -> None:
    contact_id = warm(session, ada, grace)
    person = session.get_one(Person, ada.person_id)
    stop_letters(session, person, "warm", now=NOW)
    stopped = look(TUESDAY)

    allow_letters(session, person, "warm", now=TUESDAY)

    assert stopped == []
    assert look(TUESDAY + timedelta(days=1)) == [[contact_id]]


def test_the_switch_of_the_settings_is_the_link_at_the_foot(session, ada, grace, look) -> None:
    contact_id = warm(session, ada, grace)
    hours = Hours("Europe/London")
    choose_hours(session, ada.person_id, hours, wants_letter=False, now=NOW)
    off = look(TUESDAY)

    choose_hours(session, ada.person_id, hours, wants_letter=True, now=TUESDAY)

    assert off == []
    assert look(TUESDAY + timedelta(days=1)) == [[contact_id]]


def test_a_later_moment_shows_what_will_be_and_moves_nobody_s_hour(session, ada, grace, look) -> None:
    contact_id = warm(session, ada, grace)

    shown = look(TUESDAY, now=NOW, dry_run=True)
    sent = (look(TUESDAY, now=NOW), look(TUESDAY, now=NOW))

    assert (shown, sent) == ([[contact_id]], ([[contact_id]], []))
    assert session.scalars(sa.select(WarmHours.look_at)).one() == NOW + timedelta(hours=23, minutes=30)
    assert session.scalars(sa.select(OutboxLetter.next_try_at)).one() == NOW


def test_everybody_met_there_at_one_press_and_undone_at_another(session, event, ada, grace, linus) -> None:
    free, has = exchange(session, ada, grace).id, warm(session, ada, linus, "m6")

    count = start_for(session, ada.person_id, event_id=event.id, now=NOW)
    started = [side_of(session, one, ada).rhythm for one in (free, has)]
    stop_for(session, ada.person_id, event_id=event.id)

    assert (count, started) == (1, ["steps", "m6"])
    assert [side_of(session, one, ada).rhythm for one in (free, has)] == ["", "m6"]
    assert side_of(session, free, grace).rhythm == ""


@pytest.mark.parametrize("act", [let_fade, snooze, choose_rhythm])
def test_a_stranger_s_contact_is_not_there(session, ada, grace, linus, act) -> None:
    contact_id = exchange(session, grace, linus).id
    more = {let_fade: {}, snooze: {"how": "week"}, choose_rhythm: {"chosen": "m1"}}[act]

    with pytest.raises(NotFoundError):
        act(session, contact_id, person_id=ada.person_id, now=NOW, **more)


def test_erasing_oneself_takes_every_trace_of_reminders(session, ada, grace, look) -> None:
    contact_id = warm(session, ada, grace)
    choose_tag_rhythm(session, ada.person_id, "Fun", chosen="m1", now=NOW)
    snooze(session, contact_id, person_id=ada.person_id, how="week", now=NOW)
    let_fade(session, contact_id, person_id=ada.person_id, now=NOW)
    keep_after_all(session, contact_id, person_id=ada.person_id)
    assert look(TUESDAY + timedelta(weeks=1)) == [[contact_id]]

    erase_person(session, ada.person_id, now=TUESDAY)

    left = [session.scalar(sa.select(sa.func.count()).select_from(model)) for model in (WarmHours, TagRhythm, Reminder, OutboxLetter)]
    side = side_of(session, contact_id, ada)
    assert (left, side.rhythm, side.snoozed_until, side.faded_at) == ([0, 0, 0, 0], "", None, None)


def test_one_s_own_data_tells_of_reminders(session, ada, grace, look) -> None:
    contact_id = warm(session, ada, grace)
    choose_tag_rhythm(session, ada.person_id, "Fun", chosen="m1", now=NOW)
    assert look(TUESDAY) == [[contact_id]]
    note_touch(session, contact_id, person_id=ada.person_id, now=TUESDAY)

    told = pack(session, ada.person_id, now=TUESDAY).told

    (contact,) = told["events"][0]["contacts"]
    assert (contact["rhythm"], contact["reminders"]) == (
        "steps",
        [{"day": "2026-12-08", "cause": "rhythm", "answer": "touched", "answered_at": TUESDAY.isoformat()}],
    )
    assert told["reminders_by_tag"] == [{"tag": "fun", "rhythm": "m1"}]
    assert (told["reminder_hours"][0]["zone"], told["reminder_hours"][0]["hour"]) == ("Europe/London", 9)


def test_figures_of_follow_ups_know_of_whom_one_was_reminded(session, event, ada, grace, linus, look) -> None:
    contact_id, promised = warm(session, ada, grace), exchange(session, ada, linus).id
    promise(session, promised, person_id=ada.person_id, text="A map", due_on="2026-12-08", now=NOW)

    assert look(TUESDAY) == [[contact_id, promised]]

    assert acts_at(session, event.id, person_id=ada.person_id) == {contact_id: frozenset({Act.REMINDED})}


def test_looking_through_many_takes_as_many_questions_as_looking_through_one(session, engine, event, look) -> None:
    counts = []
    for number in (1, 4):
        for name in range(number):
            one, other = (make_attendee(session, event, f"{number}{name}{side} Person") for side in "ab")
            warm(session, one, other)
        session.commit()
        seen: list[str] = []

        def note(_c, _cu, statement, *_r, seen=seen) -> None:
            seen.append(statement)

        sa.event.listen(engine, "before_cursor_execute", note)
        found = look(TUESDAY, now=NOW)
        sa.event.remove(engine, "before_cursor_execute", note)
        counts.append((len(found), len([one for one in seen if one.startswith(("SELECT", "INSERT", "UPDATE"))])))

    assert [count for count, _ in counts] == [1, 4]
    assert counts[0][1] == counts[1][1]


@pytest.mark.parametrize("now", [TUESDAY, NOW])
def test_portions_reach_everybody_once(session, event, look, monkeypatch, now: datetime) -> None:
    """Also as of a later moment, which moves nobody out of the way."""
    monkeypatch.setattr("matchmaker.services.remind.PORTION", 2)
    for number in range(5):
        one, other = (make_attendee(session, event, f"{number}{side} Person") for side in "ab")
        warm(session, one, other)

    assert len(look(TUESDAY, now=now)) == 5
    assert session.scalar(sa.select(sa.func.count()).select_from(OutboxLetter)) == 5
