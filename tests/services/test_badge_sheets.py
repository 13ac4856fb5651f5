"""What the organiser sees before printing, and how a sheet is wished for, made, kept and thrown away."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.domain.badges.badge import LaidBadge
from matchmaker.domain.badges.token import badge_address, badge_code
from matchmaker.errors import ConflictError, NotFoundError
from matchmaker.services.badge_faces import in_order
from matchmaker.services.badge_printing import print_run
from matchmaker.services.badge_sheets import (
    MAKING_TAKES_AT_MOST,
    begin_sheet,
    finish_sheet,
    open_sheet,
    sheet_state,
    throw_away_old_sheets,
    want_sheet,
    work_on,
)
from matchmaker.services.badges import ensure_badges, own_badge, rotate_badge
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.badges import Badge, BadgeSheet
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from matchmaker.store.queries.badge_sheets import SheetRow, newest_sheet, sheet_event, sheets_to_make
from matchmaker.store.queries.badges import badge_rows
from tests.cast import NOW, give_interests, make_attendee, make_event, make_person

KEY = bytes(range(32))
NONCE = bytes(16)


def texts(badge: LaidBadge) -> list[str]:
    return [line.text for line in badge.lines]


def newest(session: Session, event: Event) -> SheetRow:
    sheet = newest_sheet(session, event.id)
    assert sheet is not None
    return sheet


@pytest.fixture
def sheet_id(session: Session, event: Event, organiser: Person, ada: Attendee) -> int:
    return want_sheet(session, event.id, asked_by=organiser.id, key=KEY, now=NOW)


def test_badges_are_printed_by_name_whatever_its_case_and_accents(session: Session, event: Event) -> None:
    for number, name in enumerate(("Zoë", "ada", "Émile", "Eva", "Ada", "Ada")):
        make_attendee(session, event, name, make_person(session, f"P{number}"))
    event_row, rows = sheet_event(session, event.id), badge_rows(session, event.id)

    names = [row.name for row in in_order(event_row, rows, "name")]
    assert names == ["ada", "Ada", "Ada", "Émile", "Eva", "Zoë"]


def test_the_preview_is_the_first_page(session: Session, event: Event, settings: Settings) -> None:
    for name in ["Ida", "Hal", "Gus", "Flo", "Eve", "Dan", "Cleo", "Bob", "Ada"]:
        make_attendee(session, event, name)

    run = print_run(session, event.id, settings=settings)

    assert (run.people, run.pages) == (9, 2)
    assert [texts(badge)[2] for badge in run.badges] == ["Ada", "Bob", "Cleo", "Dan", "Eve", "Flo", "Gus", "Hal"]


def test_a_badge_shows_what_its_owner_says_of_themselves(session: Session, event: Event, settings: Settings) -> None:
    ada = make_attendee(session, event, "Ada Lovelace", organisation="Analytical Engines", headline="Writes the first programs")
    give_interests(session, ada, talk=["looms", "Bernoulli"], seek=["a funder"], offer=["lessons"])

    badge = print_run(session, event.id, settings=settings).badges[0]

    said = ["5 November", "Northlight 26", "Ada Lovelace", "Analytical Engines", "Writes the first programs", "Ask me about"]
    assert texts(badge)[:-1] == [*said, "looms, Bernoulli", "English"]


def test_a_first_names_event_prints_no_last_name_and_no_organisation(session: Session, settings: Settings) -> None:
    event = make_event(session, sees="first_names")
    make_attendee(session, event, "Ada Lovelace", organisation="Analytical Engines", headline="Writes programs")

    badge = print_run(session, event.id, settings=settings).badges[0]

    assert texts(badge)[2:-1] == ["Ada", "Writes programs", "English"]


def test_the_day_is_the_one_at_the_place(session: Session, settings: Settings) -> None:
    start = datetime(2026, 11, 5, 23, 0, tzinfo=UTC)
    event = make_event(session, time_zone="Asia/Tokyo", starts_at=start, ends_at=start + timedelta(hours=2))
    make_attendee(session, event, "Ada Lovelace")

    assert texts(print_run(session, event.id, settings=settings).badges[0])[0] == "6 November"


def test_names_that_need_a_pen_and_names_below_24_points_are_told(session: Session, event: Event, settings: Settings) -> None:
    long = "Wolfeschlegelsteinhausenbergerdorff" * 3
    for name in ("Ada Lovelace", "王小明", long):
        make_attendee(session, event, name)

    run = print_run(session, event.id, settings=settings)

    assert (run.by_hand, run.small) == (("王小明",), (long,))


def test_people_who_cancelled_and_other_events_are_not_printed(session: Session, event: Event, ada: Attendee, settings: Settings) -> None:
    make_attendee(session, event, "Linus Torvalds", status="cancelled")
    make_attendee(session, make_event(session, "elsewhere"), "Grace Hopper")

    run = print_run(session, event.id, settings=settings)

    assert (run.people, run.pages, [texts(badge)[2] for badge in run.badges]) == (1, 1, ["Ada Lovelace"])


def test_an_empty_event_has_nothing_to_print(session: Session, event: Event, settings: Settings) -> None:
    run = print_run(session, event.id, settings=settings)

    assert (run.people, run.pages, run.badges, run.sheet) == (0, 0, (), None)


def test_before_badges_are_given_the_preview_shows_the_codes_they_will_have(
    session: Session, event: Event, ada: Attendee, settings: Settings
) -> None:
    before = print_run(session, event.id, settings=settings).badges

    ensure_badges(session, event.id, key=settings.badge_key, now=NOW)

    assert print_run(session, event.id, settings=settings).badges == before


def test_after_a_lost_badge_the_new_code_is_printed(session: Session, event: Event, ada: Attendee, settings: Settings) -> None:
    rotate_badge(session, event.id, ada.id, key=settings.badge_key, now=NOW)
    rotate_badge(session, event.id, ada.id, key=settings.badge_key, now=NOW)

    printed = print_run(session, event.id, settings=settings).badges[0]

    second = badge_code(settings.badge_key, event_id=event.id, attendee_id=ada.id, generation=2)
    mine = own_badge(session, event.id, ada.id, settings=settings)
    assert mine is not None
    assert (printed.address, texts(printed)[-1]) == (mine.address, mine.short_code)
    assert printed.address == badge_address(settings.base_url, second)


def test_the_number_of_statements_does_not_grow_with_the_people(session: Session, event: Event, settings: Settings) -> None:
    counts = []
    for names in (("Ada A",), ("Bob B", "Cleo C")):
        for name in names:
            give_interests(session, make_attendee(session, event, name), talk=["looms"])
        seen: list[str] = []
        sa.event.listen(session.get_bind(), "before_cursor_execute", lambda *args, seen=seen: seen.append(args[2]))
        print_run(session, event.id, settings=settings)
        counts.append(len(seen))

    assert counts[0] == counts[1] == 6


def test_wishing_for_a_sheet_gives_everybody_a_badge(session: Session, event: Event, sheet_id: int) -> None:
    sheet = newest(session, event)

    assert (sheet.id, sheet.asked_at, sheet_state(sheet)) == (sheet_id, NOW, "waiting")
    assert session.scalar(sa.select(sa.func.count()).select_from(Badge)) == 1


def test_a_second_wish_while_the_first_waits_is_the_same(session: Session, event: Event, organiser: Person, sheet_id: int) -> None:
    assert want_sheet(session, event.id, asked_by=organiser.id, key=KEY, now=NOW) == sheet_id


def test_a_wish_after_a_sheet_was_made_is_a_new_one(session: Session, event: Event, organiser: Person, sheet_id: int) -> None:
    finish_sheet(session, sheet_id, b"%PDF", badges=1, key=KEY, nonce=NONCE, now=NOW)

    assert want_sheet(session, event.id, asked_by=organiser.id, key=KEY, now=NOW) != sheet_id


def test_an_event_without_people_gets_a_sentence_instead_of_a_sheet(session: Session, event: Event, organiser: Person) -> None:
    with pytest.raises(ConflictError, match="Nobody is registered yet"):
        want_sheet(session, event.id, asked_by=organiser.id, key=KEY, now=NOW)

    assert newest_sheet(session, event.id) is None


def test_one_worker_alone_takes_a_sheet_on(session: Session, sheet_id: int) -> None:
    assert [begin_sheet(session, sheet_id, now=NOW), begin_sheet(session, sheet_id, now=NOW)] == [True, False]


def test_a_sheet_whose_worker_died_is_taken_on_again(session: Session, sheet_id: int) -> None:
    begin_sheet(session, sheet_id, now=NOW)
    later = NOW + MAKING_TAKES_AT_MOST + timedelta(seconds=1)

    waiting = sheets_to_make(session, given_up_before=NOW), sheets_to_make(session, given_up_before=later - MAKING_TAKES_AT_MOST)
    assert [list(sheets) for sheets in waiting] == [[], [sheet_id]]
    assert begin_sheet(session, sheet_id, now=later)


def test_a_made_sheet_is_not_taken_on_again(session: Session, sheet_id: int) -> None:
    finish_sheet(session, sheet_id, b"%PDF", badges=1, key=KEY, nonce=NONCE, now=NOW)

    assert not begin_sheet(session, sheet_id, now=NOW)


def test_the_worker_gets_every_badge_in_print_order(
    session: Session, event: Event, settings: Settings, linus: Attendee, sheet_id: int
) -> None:
    work = work_on(session, sheet_id, settings=settings)

    assert (work.event.name, work.day, [face.name for face in work.faces]) == (
        "Northlight 26",
        "5 November",
        ["Ada Lovelace", "Linus Torvalds"],
    )


@pytest.mark.parametrize(
    ("language", "house_s", "day", "ask", "hello"),
    [
        ("", "en-GB", "5 November", "Ask me about", "Please say hello"),
        ("de", "en-GB", "5. November", "Frag mich nach", "Sag gern Hallo"),
        ("", "de", "5. November", "Frag mich nach", "Sag gern Hallo"),
        ("ar", "de", "5 نوفمبر", "يمكن سؤالي عن", "أهلًا بالتحية"),
    ],
)
def test_our_own_words_on_badges_are_in_the_event_s_language(
    session: Session,
    event: Event,
    settings: Settings,
    ada: Attendee,
    sheet_id: int,
    language: str,
    house_s: str,
    day: str,
    ask: str,
    hello: str,
) -> None:
    event.language, ada.approach = language, "hello"
    session.flush()

    work = work_on(session, sheet_id, settings=settings.model_copy(update={"language": house_s}))

    (face,) = work.faces
    assert (work.day, face.ask_words, face.approach_words) == (day, ask, hello)
    assert ("line is" in work.ruler) == (ask == "Ask me about")


def test_a_badge_in_another_language_is_a_changed_badge(session: Session, event: Event, settings: Settings, sheet_id: int) -> None:
    assert print_run(session, event.id, settings=settings).changed == 0

    event.language = "de"
    session.flush()

    assert print_run(session, event.id, settings=settings).changed == 1


def test_a_finished_sheet_can_be_opened_and_is_sealed_in_the_database(session: Session, event: Event, sheet_id: int) -> None:
    finish_sheet(session, sheet_id, b"%PDF-1.4 with codes", badges=1, key=KEY, nonce=NONCE, now=NOW)

    stored = session.scalar(sa.select(BadgeSheet.content).where(BadgeSheet.id == sheet_id))
    assert open_sheet(session, event.id, sheet_id, key=KEY) == b"%PDF-1.4 with codes"
    assert stored is not None
    assert b"codes" not in stored
    assert sheet_state(newest(session, event)) == "ready"


def test_a_sheet_of_nobody_says_why(session: Session, event: Event, sheet_id: int) -> None:
    finish_sheet(session, sheet_id, b"", badges=0, key=KEY, nonce=NONCE, now=NOW)

    sheet = newest(session, event)
    assert (sheet_state(sheet), sheet.problem) == ("problem", "Nobody is registered any more, so there was no badge to print.")


def test_a_sheet_opens_at_its_own_event_alone_and_once_it_is_made(session: Session, event: Event, sheet_id: int) -> None:
    other = make_event(session, "elsewhere")

    with pytest.raises(NotFoundError):
        open_sheet(session, event.id, sheet_id, key=KEY)
    finish_sheet(session, sheet_id, b"%PDF", badges=1, key=KEY, nonce=NONCE, now=NOW)
    with pytest.raises(NotFoundError):
        open_sheet(session, other.id, sheet_id, key=KEY)
    assert open_sheet(session, event.id, sheet_id, key=KEY) == b"%PDF"


def test_a_sheet_is_thrown_away_after_a_day(session: Session, event: Event, sheet_id: int) -> None:
    finish_sheet(session, sheet_id, b"%PDF", badges=1, key=KEY, nonce=NONCE, now=NOW)

    throw_away_old_sheets(session, now=NOW + timedelta(hours=23))
    kept = sheet_state(newest(session, event))
    throw_away_old_sheets(session, now=NOW + timedelta(hours=25))

    assert (kept, sheet_state(newest(session, event))) == ("ready", "gone")
    with pytest.raises(NotFoundError):
        open_sheet(session, event.id, sheet_id, key=KEY)


def test_no_sheet_is_no_state() -> None:
    assert sheet_state(None) == "none"
