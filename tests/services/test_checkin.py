"""The door: who comes in, who is in already, what is taken back, on both engines."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.domain.badges.live import live_code, live_step
from matchmaker.domain.checkin.items import EntryItem, UndoEntryItem
from matchmaker.domain.checkin.verdict import Verdict
from matchmaker.domain.contacts.outcome import Outcome
from matchmaker.errors import ConflictError, NotAllowedError, NotFoundError
from matchmaker.services.badges import rotate_badge
from matchmaker.services.checkin import DoorAnswer, Doorkeeper, Entry, check_in, turn_check_in, undo_check_in
from matchmaker.services.checkin_outbox import take_in_desk
from matchmaker.services.contacts import exchange_contacts
from matchmaker.services.walk_ins import add_walk_in, read_walk_in
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.checkin import CheckIn, DeskDevice
from matchmaker.store.models.deeds import DeedRow
from matchmaker.store.models.safety import Report
from matchmaker.store.queries.checkin import door_counts, door_lines, last_entries
from tests.cast import NOW, make_attendee, make_event, make_person
from tests.scanning import new_scan_id, wear_badge

LATER = NOW + timedelta(minutes=4)


@pytest.fixture
def host(event, organiser) -> Doorkeeper:
    return Doorkeeper(event.id, person_id=organiser.id, is_host=True)


@pytest.fixture
def desk_called(session, event, organiser):
    def make(name: str) -> Doorkeeper:
        moments = {"made_at": NOW, "code_expires_at": NOW, "paired_at": NOW}
        desk = DeskDevice(event_id=event.id, name=name, made_by=organiser.id, code_hash="x", device="", **moments)
        session.add(desk)
        session.flush()
        return Doorkeeper(event.id, desk_id=desk.id)

    return make


@pytest.fixture
def come(session, settings):
    """Somebody stands before a desk."""

    def come(keeper: Doorkeeper, *, now=NOW, entry_id: str = "", way: str = "camera", **who) -> DoorAnswer:
        return check_in(session, keeper, Entry(entry_id or str(uuid4()), way, **who), settings=settings, now=now)

    return come


def is_in(session: Session, attendee: Attendee):
    return session.scalar(select(Attendee.checked_in_at).where(Attendee.id == attendee.id))


def deeds(session: Session) -> list[str]:
    return list(session.scalars(select(DeedRow.deed).order_by(DeedRow.id)))


def entries(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(CheckIn)) or 0


def test_a_badge_a_short_code_a_live_code_and_a_name_all_let_their_owner_in(session, event, come, host, settings) -> None:
    people = [make_attendee(session, event, f"Guest{number} Nobody") for number in range(4)]
    worn = [wear_badge(session, one, settings.badge_key) for one in people]
    names = {"event_id": event.id, "attendee_id": people[2].id, "generation": 1}
    live = live_code(settings.badge_key, **names, step=live_step(NOW))

    codes = ({"code": worn[0].code.lower()}, {"code": worn[1].short}, {"code": live}, {"attendee_id": people[3].id})
    answers = [come(host, **who) for who in codes]

    assert [(answer.verdict, answer.name) for answer in answers] == [(Verdict.IN, one.name) for one in people]
    assert [is_in(session, one) for one in people] == [NOW] * 4
    assert (door_counts(session, event.id).inside, door_counts(session, event.id).expected) == (4, 4)


def test_the_second_desk_hears_since_when_and_where_they_are_in(session, ada, come, desk_called) -> None:
    come(desk_called("North"), attendee_id=ada.id)

    second = come(desk_called("South"), attendee_id=ada.id, now=LATER)

    assert (second.verdict, second.since, second.desk, second.name) == (Verdict.ALREADY, NOW, "North", "Ada Lovelace")
    assert (is_in(session, ada), entries(session)) == (NOW, 2)


def test_the_same_entry_sent_twice_is_one_and_for_somebody_else_a_conflict(session, ada, grace, come, host) -> None:
    entry_id = str(uuid4())
    first = come(host, entry_id=entry_id, attendee_id=ada.id)

    again = come(host, entry_id=entry_id, attendee_id=ada.id, now=LATER)

    assert (first.verdict, again.verdict, entries(session)) == (Verdict.IN, Verdict.IN, 1)
    with pytest.raises(ConflictError):
        come(host, entry_id=entry_id, attendee_id=grace.id)
    assert is_in(session, grace) is None


def test_unknown_withdrawn_and_another_event_s_codes_are_one_and_the_same(session, event, ada, come, host, settings) -> None:
    old = wear_badge(session, ada, settings.badge_key)
    rotate_badge(session, event.id, ada.id, key=settings.badge_key, now=NOW)
    other = make_event(session, "elsewhere")
    foreign = wear_badge(session, make_attendee(session, other, "Nia Elsewhere"), settings.badge_key)
    stale = live_code(settings.badge_key, event_id=event.id, attendee_id=ada.id, generation=2, step=live_step(NOW) - 9)

    answers = [come(host, entry_id="x", code=code) for code in ("7" * 26, old.code, foreign.code, foreign.short, stale, "hello")]

    assert answers == [DoorAnswer(Verdict.NOBODY, "x")] * 6
    assert entries(session) == 0


def test_a_cancelled_ticket_stays_out_until_a_host_lets_it_in(session, event, ada, come, host, desk_called) -> None:
    ada.status = "cancelled"
    session.flush()
    desk = desk_called("North")

    at_the_desk = come(desk, attendee_id=ada.id)
    with pytest.raises(NotAllowedError):
        come(desk, attendee_id=ada.id, lets_in=True)
    by_a_host = come(host, attendee_id=ada.id, lets_in=True)

    assert [answer.verdict for answer in (at_the_desk, by_a_host)] == [Verdict.CANCELLED, Verdict.IN]
    assert (deeds(session), entries(session)) == (["check_in.let_in"], 1)


def test_whom_an_owner_took_out_no_host_lets_in(session, event, ada, grace, come, host) -> None:
    ada.status = "cancelled"
    told = {"reason": "other", "words": "", "evidence": {"taken_out": True}, "created_at": NOW}
    session.add(Report(event_id=event.id, reporter_id=grace.person_id, about_id=ada.person_id, **told))
    session.flush()

    with pytest.raises(NotAllowedError):
        come(host, attendee_id=ada.id, lets_in=True)
    assert is_in(session, ada) is None


def test_undo_takes_back_what_one_desk_did_and_leaves_what_another_did(session, ada, come, desk_called) -> None:
    north, south = desk_called("North"), desk_called("South")
    first, twice = come(north, attendee_id=ada.id), come(north, attendee_id=ada.id, now=LATER)
    come(south, attendee_id=ada.id, now=LATER)

    undone = undo_check_in(session, south, first.entry_id, now=LATER)

    assert (undone.verdict, undone.since, undone.desk) == (Verdict.STILL_IN, LATER, "South")
    assert is_in(session, ada) == LATER
    taken_back = select(CheckIn.undone_desk_id).where(CheckIn.undone_at.is_not(None)).distinct()
    assert list(session.scalars(taken_back)) == [south.desk_id]
    assert twice.verdict is Verdict.ALREADY
    assert [line.undone_at for line in last_entries(session, ada.event_id)] == [None, LATER, LATER]


def test_undone_twice_is_undone_once_and_the_entry_sent_again_lets_nobody_in(session, ada, come, host) -> None:
    entry = come(host, attendee_id=ada.id)

    answers = [undo_check_in(session, host, entry.entry_id, now=LATER) for _ in range(2)]
    again = come(host, entry_id=entry.entry_id, attendee_id=ada.id, now=LATER)

    assert [answer.verdict for answer in (*answers, again)] == [Verdict.UNDONE] * 3
    assert (is_in(session, ada), deeds(session)) == (None, ["check_in.undone"])
    with pytest.raises(NotFoundError):
        undo_check_in(session, Doorkeeper(make_event(session, "elsewhere").id), entry.entry_id, now=LATER)


def test_two_desks_without_a_network_end_as_one_person_who_came_at_the_earlier_time(session, ada, desk_called, settings) -> None:
    early, late = NOW - timedelta(minutes=20), NOW - timedelta(minutes=5)
    ada.created_at = NOW - timedelta(days=1)
    session.flush()
    batches = {
        desk_called("South"): EntryItem(str(uuid4()), "", ada.id, "search", let_in=False, waited=NOW - late),
        desk_called("North"): EntryItem(str(uuid4()), "", ada.id, "search", let_in=False, waited=NOW - early),
    }

    acks = [take_in_desk(session, keeper, [item], settings=settings, now=NOW)[0] for keeper, item in batches.items()]

    assert [ack.state for ack in acks] == ["in", "already"]
    assert (acks[1].answer.since, acks[1].answer.desk) == (early, "North")
    assert (is_in(session, ada), entries(session), door_counts(session, ada.event_id).inside) == (early, 2, 1)


def test_a_clock_that_is_years_wrong_is_held_to_what_can_be(session, ada, come, host) -> None:
    ahead = come(host, attendee_id=ada.id, at=NOW + timedelta(days=900))

    assert (ahead.since, is_in(session, ada)) == (NOW, NOW)


def test_a_batch_answers_each_item_by_itself(session, event, ada, grace, host, settings) -> None:
    grace.status = "cancelled"
    session.flush()
    ids = [str(uuid4()) for _ in range(5)]
    items = [
        EntryItem(ids[0], "", ada.id, "search", let_in=False, waited=timedelta(0)),
        EntryItem(ids[1], "", grace.id, "search", let_in=False, waited=timedelta(0)),
        EntryItem(ids[2], "7" * 26, None, "camera", let_in=False, waited=timedelta(0)),
        UndoEntryItem(ids[3], ids[0]),
        UndoEntryItem(ids[4], str(uuid4())),
    ]

    acks = take_in_desk(session, host, items, settings=settings, now=NOW)

    assert [(ack.id, ack.state) for ack in acks] == list(zip(ids, ["in", "cancelled", "nobody", "undone", "refused"], strict=True))
    assert "Grace Hopper" in str(acks[1].problems[0])


def test_a_walk_in_has_a_place_a_badge_and_is_in(session, event, host, settings) -> None:
    walk_in = read_walk_in(" Nia  Walks ", "Nia@Walk.example")

    answer = add_walk_in(session, host, walk_in, entry_id=str(uuid4()), settings=settings, now=NOW)

    line = door_lines(session, event.id)[0]
    assert (answer.verdict, answer.name, line.name, line.checked_in_at) == (Verdict.IN, "Nia Walks", "Nia Walks", NOW)
    assert len(line.mark) == 64


def test_a_walk_in_who_is_on_the_list_is_let_in_as_who_they_are(session, event, ada, host, settings) -> None:
    answer = add_walk_in(session, host, read_walk_in("A. Lovelace", "ada@example.org"), entry_id=str(uuid4()), settings=settings, now=NOW)

    assert (answer.verdict, answer.attendee_id, answer.name) == (Verdict.IN, ada.id, "Ada Lovelace")
    assert door_counts(session, event.id).expected == 1


def test_the_list_tells_what_changed_since(session, event, ada, grace, come, host) -> None:
    come(host, attendee_id=ada.id, now=LATER)
    nia = make_attendee(session, event, "Nia Later", created_at=LATER, updated_at=LATER)

    assert [line.id for line in door_lines(session, event.id, since=LATER)] == [ada.id, nia.id]
    assert [line.id for line in door_lines(session, event.id)] == [ada.id, grace.id, nia.id]


def test_turning_check_in_on_and_off_is_written_down_once_each(session, event, organiser) -> None:
    for on in (True, True, False, False):
        turn_check_in(session, event.id, on=on, by=organiser.id, now=NOW)

    assert deeds(session) == ["check_in.on", "check_in.off"]


def test_once_check_in_is_on_a_printed_badge_exchanges_at_once_only_between_two_who_are_in(
    session, event, organiser, come, host, settings
) -> None:
    owners = [make_attendee(session, event, f"Owner{number} Shares") for number in range(3)]
    badges = [wear_badge(session, owner, settings.badge_key) for owner in owners]
    scanner = make_attendee(session, event, "Sam Scans", make_person(session, "Sam Scans"))

    def scan(number: int) -> Outcome:
        code, scan_id = badges[number].code, new_scan_id()
        return exchange_contacts(session, scanner.person_id, code, scan_id=scan_id, settings=settings, now=NOW).outcome

    before = scan(0)
    turn_check_in(session, event.id, on=True, by=organiser.id, now=NOW)
    come(host, attendee_id=owners[1].id)
    one_is_in = scan(1)
    come(host, attendee_id=owners[2].id)
    come(host, attendee_id=scanner.id)

    assert (before, one_is_in, scan(2)) == (Outcome.EXCHANGED, Outcome.PENDING, Outcome.EXCHANGED)
