"""Desks: made by an organiser, paired by a code that expires, closed at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.errors import BadInputError, NotFoundError, TooManyError
from matchmaker.services.desks import MOST_FROM_ONE_NETWORK, close_desk, note_desk_seen, open_desk, pair_desk
from matchmaker.store.models.checkin import DeskDevice
from matchmaker.store.models.deeds import DeedRow
from matchmaker.store.queries.desks import desk_with_secret, desks_of
from tests.cast import NOW, make_event

CODE = "7KQ2M9VD"
SECRET = "s" * 64


@pytest.fixture
def waiting(session, event, organiser, settings) -> int:
    return open_desk(session, event.id, name="North", code=CODE, by=organiser.id, key=settings.signin_key, now=NOW)


@pytest.fixture
def type_code(session, settings):
    def type_code(typed: str = CODE, *, now=NOW, secret: str = SECRET, network: str = "192.0.2.7"):
        return pair_desk(session, typed, network=network, secret_hash=secret, device="Chrome|Android", settings=settings, now=now)

    return type_code


def deeds(session: Session) -> list[tuple[str, int | None]]:
    return [tuple(row) for row in session.execute(select(DeedRow.deed, DeedRow.object_id).order_by(DeedRow.id))]


def test_a_typed_code_makes_a_phone_the_desk_of_this_event_until_a_day_after_it(session, event, waiting, type_code) -> None:
    paired = type_code("7kq2-m9vd")

    desk = desk_with_secret(session, SECRET, slug=event.slug, now=NOW)
    assert (paired.slug, paired.name, paired.until) == (event.slug, "North", event.ends_at + timedelta(days=1))
    assert (desk.id, desk.name) == (waiting, "North")
    assert desk_with_secret(session, SECRET, slug=event.slug, now=paired.until) is None
    assert deeds(session) == [("desk.opened", waiting), ("desk.paired", waiting)]


def test_a_desk_opens_no_other_event(session, waiting, type_code) -> None:
    make_event(session, "elsewhere")
    type_code()

    assert desk_with_secret(session, SECRET, slug="elsewhere", now=NOW) is None


def test_neither_code_nor_cookie_can_be_read_from_the_database(session, event, waiting, type_code) -> None:
    row = session.execute(select(DeskDevice.__table__).where(DeskDevice.id == waiting)).one()

    assert CODE not in " ".join(map(str, row))
    assert CODE[3:] not in " ".join(map(str, row))


@pytest.mark.parametrize(
    ("typed", "after"), [("7KQ2", timedelta(0)), ("7KQ2M9VE", timedelta(0)), (CODE, timedelta(minutes=10)), ("00000000", timedelta(0))]
)
def test_a_wrong_short_or_old_code_pairs_nothing(session, event, waiting, type_code, typed, after) -> None:
    with pytest.raises(BadInputError):
        type_code(typed, now=NOW + after)

    assert desk_with_secret(session, SECRET, slug=event.slug, now=NOW) is None


def test_a_code_works_once(session, waiting, type_code) -> None:
    type_code()

    with pytest.raises(BadInputError):
        type_code(secret="t" * 64)


def test_five_wrong_tries_end_a_code(session, waiting, type_code) -> None:
    for last in "01234":
        with pytest.raises(BadInputError):
            type_code(f"7KQ2M9V{last}")

    with pytest.raises(BadInputError):
        type_code()


def test_a_network_that_types_many_codes_is_asked_to_wait(session, waiting, type_code) -> None:
    for _ in range(MOST_FROM_ONE_NETWORK):
        with pytest.raises(BadInputError):
            type_code("00000000")

    with pytest.raises(TooManyError):
        type_code()
    assert type_code(network="198.51.100.1").name == "North"


def test_a_closed_desk_is_shut_out_at_once_and_a_closed_code_pairs_nothing(session, event, organiser, waiting, type_code) -> None:
    type_code()
    close_desk(session, event.id, waiting, by=organiser.id, now=NOW)
    close_desk(session, event.id, waiting, by=organiser.id, now=NOW)

    assert desk_with_secret(session, SECRET, slug=event.slug, now=NOW) is None
    assert [deed for deed, _ in deeds(session)] == ["desk.opened", "desk.paired", "desk.closed"]
    with pytest.raises(NotFoundError):
        close_desk(session, make_event(session, "elsewhere").id, waiting, by=organiser.id, now=NOW)


def test_two_codes_that_begin_alike_never_wait_together(session, event, organiser, waiting, settings) -> None:
    again = {"by": organiser.id, "key": settings.signin_key}

    alike = open_desk(session, event.id, name="South", code="7KQ00000", **again, now=NOW)
    later = open_desk(session, event.id, name="South", code="7KQ00000", **again, now=NOW + timedelta(minutes=10))

    assert (alike, later is not None, [desk.name for desk in desks_of(session, event.id)]) == (None, True, ["South", "North"])


def test_last_seen_is_written_at_most_once_a_minute(session, event, waiting, type_code) -> None:
    type_code()
    for seconds in (30, 70, 80):
        now = NOW + timedelta(seconds=seconds)
        note_desk_seen(session, desk_with_secret(session, SECRET, slug=event.slug, now=now), now=now)

    assert desk_with_secret(session, SECRET, slug=event.slug, now=NOW).seen_at == NOW + timedelta(seconds=70)
