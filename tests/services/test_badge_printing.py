"""What an event prints: remembered, in the chosen order, only who is new or changed; one badge alone, a lost one, a test of the printer."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.domain.badges.badge import GROUP_COLOURS
from matchmaker.domain.badges.printing import PrintChoice
from matchmaker.errors import ConflictError, NotFoundError
from matchmaker.services.badge_printing import choose_printing, find_badges, print_run, printed_sheet
from matchmaker.services.badge_sheets import (
    finish_sheet,
    replace_lost_badge,
    want_one_badge,
    want_sheet,
    want_test_print,
    work_on,
)
from matchmaker.services.badges import own_badge
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.badges import Badge, BadgeSheet
from matchmaker.store.models.deeds import DeedRow
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from matchmaker.store.queries.badge_sheets import find_sheet
from tests.cast import NOW, make_attendee, make_event

NONCE = bytes(16)


def names(session: Session, event: Event, settings: Settings, choice: PrintChoice) -> list[str]:
    choose_printing(session, event.id, choice)
    return [badge.own[0].text for badge in print_run(session, event.id, settings=settings).badges]


def finish(session: Session, sheet_id: int, settings: Settings) -> None:
    finish_sheet(session, sheet_id, b"%PDF", badges=1, key=settings.badge_key, nonce=NONCE, now=NOW)


def deeds(session: Session) -> list[tuple[str, str, int | None, int | None]]:
    rows = sa.select(DeedRow.deed, DeedRow.object_kind, DeedRow.object_id, DeedRow.count).order_by(DeedRow.id)
    return [tuple(row) for row in session.execute(rows)]  # type: ignore[misc]


@pytest.fixture
def three(session: Session, event: Event) -> list[Attendee]:
    return [
        make_attendee(session, event, "Cleo Zander", organisation="", group_name="Team B", created_at=NOW),
        make_attendee(session, event, "Ada Lovelace", organisation="Zuse Works", group_name="", created_at=NOW + timedelta(hours=2)),
        make_attendee(session, event, "Bob Noyce", organisation="Acme", group_name="Team A", created_at=NOW + timedelta(hours=1)),
    ]


def test_the_choice_is_remembered_and_overwritten(session: Session, event: Event, settings: Settings, three: list[Attendee]) -> None:
    choose_printing(session, event.id, PrintChoice(paper="a6"))
    choose_printing(session, event.id, PrintChoice(paper="4x3", side="back"))

    run = print_run(session, event.id, settings=settings)
    assert (run.paper.key, run.choice.side, run.pages, run.badges[0].frame.code) == ("4x3", "back", 2, None)


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("name", ["Ada Lovelace", "Bob Noyce", "Cleo Zander"]),
        ("organisation", ["Bob Noyce", "Ada Lovelace", "Cleo Zander"]),
        ("group", ["Bob Noyce", "Cleo Zander", "Ada Lovelace"]),
        ("added", ["Cleo Zander", "Bob Noyce", "Ada Lovelace"]),
    ],
)
def test_badges_come_in_the_chosen_order(
    session: Session, event: Event, settings: Settings, three: list[Attendee], sort: str, order: list[str]
) -> None:
    assert names(session, event, settings, PrintChoice(sort=sort)) == order


def test_a_range_counts_badges_in_that_order(session: Session, event: Event, settings: Settings, three: list[Attendee]) -> None:
    ranges = [PrintChoice(first=2), PrintChoice(last=1), PrintChoice(first=2, last=2), PrintChoice(first=9)]

    assert [len(names(session, event, settings, choice)) for choice in ranges] == [2, 1, 1, 0]
    assert names(session, event, settings, PrintChoice(first=2, last=2)) == ["Bob Noyce"]


def test_what_is_not_ticked_is_not_printed(session: Session, event: Event, settings: Settings) -> None:
    whole = {"organisation": "Acme", "headline": "Builds", "pronouns": "she/her", "approach": "ask", "group_name": "Team A"}
    make_attendee(session, event, "Ada Lovelace", **whole)

    choose_printing(session, event.id, PrintChoice(fields=("pronouns",)))
    bare = print_run(session, event.id, settings=settings).badges[0]
    choose_printing(session, event.id, PrintChoice())
    full = print_run(session, event.id, settings=settings).badges[0]

    assert [line.text for line in bare.own][:-1] == ["Ada Lovelace", "she/her"]
    assert [line.text for line in full.own][:-1] == ["Ada Lovelace", "Acme", "Builds", "she/her · English", "Ask me first", "Team A"]
    assert (bare.signs, [sign.shape for sign in full.signs]) == ((), ["stripe", "triangle", "pill"])


def test_groups_have_colours_in_their_order(session: Session, event: Event, settings: Settings, three: list[Attendee]) -> None:
    badges = print_run(session, event.id, settings=settings).badges

    stripes = {badge.own[0].text: badge.signs[0].colour for badge in badges if badge.signs}
    assert stripes == {"Bob Noyce": GROUP_COLOURS[0], "Cleo Zander": GROUP_COLOURS[1]}


def test_what_is_kept_for_contacts_is_on_no_badge(session: Session, event: Event, settings: Settings) -> None:
    hidden = ["headline", "organisation", "languages", "pronouns"]
    said = {"organisation": "Acme", "headline": "Builds", "pronouns": "she/her"}
    make_attendee(session, event, "Ada Lovelace", hidden_fields=hidden, **said)

    badge = print_run(session, event.id, settings=settings).badges[0]
    assert [line.text for line in badge.own][:-1] == ["Ada Lovelace"]


def test_languages_are_named_in_the_language_of_the_event(session: Session, settings: Settings) -> None:
    event = make_event(session, language="de")
    make_attendee(session, event, "Ada Lovelace", languages=["en", "sv", "xx-nonsense"])

    badge = print_run(session, event.id, settings=settings).badges[0]
    assert badge.own[1].text == "Englisch, Schwedisch, xx-nonsense"


def test_only_new_or_changed_badges_are_left_after_a_print(
    session: Session, event: Event, organiser: Person, settings: Settings, three: list[Attendee]
) -> None:
    before = print_run(session, event.id, settings=settings).changed
    finish(session, want_sheet(session, event.id, asked_by=organiser.id, key=settings.badge_key, now=NOW), settings)
    after = print_run(session, event.id, settings=settings).changed

    three[0].headline = "Something new"
    make_attendee(session, event, "Dora New")
    session.flush()

    assert (before, after) == (3, 0)
    assert names(session, event, settings, PrintChoice(whom="new")) == ["Cleo Zander", "Dora New"]


def test_nobody_new_or_changed_is_answered_with_a_sentence(
    session: Session, event: Event, organiser: Person, settings: Settings, three: list[Attendee]
) -> None:
    choose_printing(session, event.id, PrintChoice(whom="new"))
    finish(session, want_sheet(session, event.id, asked_by=organiser.id, key=settings.badge_key, now=NOW), settings)

    with pytest.raises(ConflictError, match="none is new or changed"):
        want_sheet(session, event.id, asked_by=organiser.id, key=settings.badge_key, now=NOW)


def test_a_sheet_keeps_who_was_chosen_when_it_was_asked_for(
    session: Session, event: Event, organiser: Person, settings: Settings, three: list[Attendee]
) -> None:
    choose_printing(session, event.id, PrintChoice(paper="90x54", first=1, last=2))
    sheet_id = want_sheet(session, event.id, asked_by=organiser.id, key=settings.badge_key, now=NOW)
    choose_printing(session, event.id, PrintChoice())
    make_attendee(session, event, "Aaron Early")
    three[2].status = "cancelled"
    session.flush()

    work = work_on(session, sheet_id, settings=settings)
    assert ([face.name for face in work.faces], work.choice.paper) == (["Ada Lovelace"], "90x54")
    assert deeds(session) == [("badges.printed", "", None, 2)]


def test_one_badge_is_printed_alone_and_written_down(
    session: Session, event: Event, organiser: Person, settings: Settings, three: list[Attendee]
) -> None:
    sheet_id = want_one_badge(session, event.id, three[1].id, asked_by=organiser.id, key=settings.badge_key, now=NOW)

    printed = printed_sheet(session, event.id, sheet_id, settings=settings)
    assert [badge.own[0].text for badge in printed.badges] == ["Ada Lovelace"]
    assert (printed.sheet.kind, printed.sheet.people) == ("one", 1)
    assert deeds(session) == [("badge.reprinted", "attendee", three[1].id, None)]
    assert print_run(session, event.id, settings=settings).changed == 2


def test_a_lost_badge_gets_a_new_code_at_once_and_both_are_written_down(
    session: Session, event: Event, organiser: Person, settings: Settings, three: list[Attendee]
) -> None:
    ada = three[1]
    want_one_badge(session, event.id, ada.id, asked_by=organiser.id, key=settings.badge_key, now=NOW)
    old = own_badge(session, event.id, ada.id, settings=settings)
    sheet_id = replace_lost_badge(session, event.id, ada.id, asked_by=organiser.id, key=settings.badge_key, now=NOW)

    new = own_badge(session, event.id, ada.id, settings=settings)
    assert old
    assert new
    assert old.address != new.address
    assert printed_sheet(session, event.id, sheet_id, settings=settings).badges[0].address == new.address
    revoked = session.execute(sa.select(Badge.generation, Badge.revoked_at).where(Badge.attendee_id == ada.id).order_by(Badge.generation))
    assert [tuple(row) for row in revoked] == [(1, NOW), (2, None)]
    assert [deed for deed, *_ in deeds(session)] == ["badge.reprinted", "badge.rotated", "badge.reprinted"]


def test_a_badge_lost_after_the_print_counts_as_changed(
    session: Session, event: Event, organiser: Person, settings: Settings, three: list[Attendee]
) -> None:
    from matchmaker.services.badges import rotate_badge

    finish(session, want_sheet(session, event.id, asked_by=organiser.id, key=settings.badge_key, now=NOW), settings)
    rotate_badge(session, event.id, three[0].id, key=settings.badge_key, now=NOW)

    assert print_run(session, event.id, settings=settings).changed == 1


def test_somebody_of_another_event_is_not_printed(
    session: Session, event: Event, organiser: Person, settings: Settings, three: list[Attendee]
) -> None:
    stranger = make_attendee(session, make_event(session, "elsewhere"), "Grace Hopper")

    for deed in (want_one_badge, replace_lost_badge):
        with pytest.raises(NotFoundError):
            deed(session, event.id, stranger.id, asked_by=organiser.id, key=settings.badge_key, now=NOW)
    assert deeds(session) == []


def test_a_test_print_is_of_nobody_and_changes_nobodys_badge(
    session: Session, event: Event, organiser: Person, settings: Settings, three: list[Attendee]
) -> None:
    sheet_id = want_test_print(session, event.id, asked_by=organiser.id, now=NOW)

    assert want_test_print(session, event.id, asked_by=organiser.id, now=NOW) == sheet_id
    sheet = find_sheet(session, event.id, sheet_id)
    assert sheet
    assert (sheet.kind, sheet.people) == ("test", 0)
    assert print_run(session, event.id, settings=settings).changed == 3
    assert session.scalar(sa.select(sa.func.count()).select_from(BadgeSheet)) == 1


def test_a_sheet_of_another_event_is_not_shown(
    session: Session, event: Event, organiser: Person, settings: Settings, three: list[Attendee]
) -> None:
    sheet_id = want_sheet(session, event.id, asked_by=organiser.id, key=settings.badge_key, now=NOW)

    with pytest.raises(NotFoundError):
        printed_sheet(session, make_event(session, "elsewhere").id, sheet_id, settings=settings)


@pytest.mark.parametrize(("words", "found"), [("love", ["Ada Lovelace"]), ("ACME bob", ["Bob Noyce"]), ("", []), ("nobody", [])])
def test_badges_are_found_by_any_part_of_the_name(
    session: Session, event: Event, three: list[Attendee], words: str, found: list[str]
) -> None:
    assert [one.name for one in find_badges(session, event.id, words)] == found


def test_names_of_joined_scripts_are_printed_large(session: Session, event: Event, settings: Settings) -> None:
    for number, name in enumerate(("محمد الأمين", "דוד כהן", "अमित क्षत्रिय", "ธนา กำแพง")):
        make_attendee(session, event, name, organisation=str(number))

    run = print_run(session, event.id, settings=settings)
    assert (run.by_hand, run.small) == ((), ())
