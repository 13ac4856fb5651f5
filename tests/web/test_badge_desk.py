"""The organiser's choice of paper and words; one badge alone, a lost one, a sheet printed from the browser."""

import re
import subprocess
import sys
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from matchmaker.domain.badges.printing import FIELDS
from matchmaker.jobs.badges import make_badges
from matchmaker.jobs.workshop import Workshop
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from tests.browsers import Phone, form_to, text_of
from tests.cast import make_attendee, make_event, make_organiser
from tests.conftest import Bell, Clock

PAGE = "/organise/events/northlight/badges"
LaptopOf = Callable[[Person], Phone]


def choose(laptop: Phone, form: dict[str, Any]) -> TestResponse:
    """Send the form as its page fills it, with this in it."""
    return laptop.post(f"{PAGE}/choice", {**form_to(laptop.get(PAGE).text, f"{PAGE}/choice"), **form})


@pytest.fixture
def work(settings: Settings, engine: Engine, clock: Clock) -> Callable[[], None]:
    return lambda: make_badges(Workshop(settings, engine, clock))


def test_a_chosen_paper_is_kept_and_shown(laptop_of: LaptopOf, organiser: Person, ada: Attendee) -> None:
    laptop = laptop_of(organiser)

    answer = choose(laptop, {"paper": "4x3", "side": "front", "sort": "name", "fields": ["organisation"]})

    assert (answer.status_code, answer.location) == (303, f"{PAGE}?said=badges-chosen")
    page = laptop.get(PAGE)
    assert '<option value="4x3" selected>' in page.text
    assert 'viewBox="0 0 215.9 279.4"' in page.text
    assert "Each badge is 101.6 × 76.2 mm." in text_of(page)
    assert laptop.get(f"{PAGE}/paper.css").text.startswith("@page { size: 215.9mm 279.4mm; margin: 0; }")


def test_measures_that_do_not_fit_come_back_with_a_sentence_and_as_typed(laptop_of: LaptopOf, organiser: Person, ada: Attendee) -> None:
    laptop = laptop_of(organiser)
    form = {"paper": "own", "width": "20", "height": "50.5", "sheet": "a4", "columns": "2", "rows": "4"}

    answer = choose(laptop, form)

    assert answer.status_code == 422
    assert "A badge measures at least 38 and at most 300 mm." in text_of(answer)
    assert 'name="height" type="text" value="50.5"' in answer.text
    assert '<details class="own" open>' in answer.text
    assert '<option value="a7" selected>' in laptop.get(PAGE).text


def test_a_paper_too_small_for_a_code_in_front_says_so(laptop_of: LaptopOf, organiser: Person, ada: Attendee) -> None:
    laptop = laptop_of(organiser)
    choose(laptop, {"paper": "75x40", "side": "front"})

    said = text_of(laptop.get(PAGE))
    assert "This paper is too small for a code of 25 mm beside a name of 24 pt, so the code goes to the back." in said
    assert "On both sides, turned over the long edge" in said


def test_a_sheet_made_before_the_choice_changed_is_not_offered_as_this_one(
    laptop_of: LaptopOf, organiser: Person, ada: Attendee, work: Callable[[], None]
) -> None:
    laptop = laptop_of(organiser)
    laptop.post(f"{PAGE}/sheet")
    work()
    choose(laptop, {"paper": "a6", "fields": list(FIELDS)})

    said = text_of(laptop.get(PAGE))
    assert "The last sheet, of 1 badge, was made otherwise than you see here." in said
    assert "Make the sheet for 1 person" in said
    assert "Download badges-northlight.pdf" not in said


def test_nobody_new_or_changed_leaves_nothing_to_make(
    laptop_of: LaptopOf, organiser: Person, ada: Attendee, work: Callable[[], None]
) -> None:
    laptop = laptop_of(organiser)
    laptop.post(f"{PAGE}/sheet")
    work()
    choose(laptop, {"whom": "new", "fields": list(FIELDS)})

    said = text_of(laptop.get(PAGE))
    assert "Only new or changed since the last print (0)" in said
    assert "No badge is chosen: none is new or changed since the last print" in said


def test_a_test_print_is_made_and_downloaded(
    laptop_of: LaptopOf, organiser: Person, ada: Attendee, work: Callable[[], None], bell: Bell
) -> None:
    laptop = laptop_of(organiser)
    laptop.post(f"{PAGE}/test")
    waiting = text_of(laptop.get(PAGE))
    work()

    page = laptop.get(PAGE)
    assert "Making the test print." in waiting
    assert "The test print is ready." in text_of(page)
    assert bell.words == ["badges"]
    address = page.text.split('href="')[1:]
    pdf = next(part.split('"')[0] for part in address if part.split('"')[0].endswith(".pdf"))
    assert laptop.get(pdf).data.startswith(b"%PDF")


def test_one_badge_is_found_and_opens_ready_to_print(laptop_of: LaptopOf, organiser: Person, ada: Attendee, grace: Attendee) -> None:
    laptop = laptop_of(organiser)
    found = laptop.get(f"{PAGE}/one?search=love")
    assert "Ada Lovelace" in text_of(found)
    assert "Grace Hopper" not in text_of(found)
    assert "Not printed as it is now" in text_of(found)

    answer = laptop.post(f"{PAGE}/one", data={"attendee": str(ada.id)})

    assert answer.status_code == 303
    page = laptop.get(answer.location)
    assert ">Ada Lovelace</text>" in page.text
    assert f'href="{answer.location}.css"' in page.text
    assert "@page { size: 210mm 297mm; margin: 0; }" in laptop.get(f"{answer.location}.css").text
    assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == ("no-store", "no-referrer")


def test_one_badge_alone_leaves_the_sheet_of_all_where_it_is(
    laptop_of: LaptopOf, organiser: Person, ada: Attendee, work: Callable[[], None]
) -> None:
    laptop = laptop_of(organiser)
    laptop.post(f"{PAGE}/sheet")
    work()
    laptop.post(f"{PAGE}/one", data={"attendee": str(ada.id)})

    assert "Download badges-northlight.pdf" in text_of(laptop.get(PAGE))


@pytest.mark.parametrize(("place", "corner"), [("", "0.0"), ("2", "105.0"), ("999", "105.0"), ("x", "0.0")])
def test_one_badge_goes_to_a_free_place(laptop_of: LaptopOf, organiser: Person, ada: Attendee, place: str, corner: str) -> None:
    laptop = laptop_of(organiser)

    page = laptop.get(laptop.post(f"{PAGE}/one", data={"attendee": str(ada.id), "place": place}).location)

    assert re.findall(r'<svg x="([0-9.]+)" y="[0-9.]+" width="105.0"', page.text) == [corner]


def test_a_lost_badge_is_replaced_and_shown(laptop_of: LaptopOf, organiser: Person, ada: Attendee) -> None:
    laptop = laptop_of(organiser)

    answer = laptop.post(f"{PAGE}/lost", data={"attendee": str(ada.id)})

    page = laptop.get(answer.location)
    assert answer.status_code == 303
    assert "The lost badge’s code is withdrawn. This is the new one." in text_of(page)
    assert page.text.count('class="paper__code"') == 1


@pytest.mark.parametrize("attendee", ["", "x", "٣", "99999999999"])
@pytest.mark.parametrize("path", ["one", "lost"])
def test_a_badge_of_nobody_is_refused(laptop_of: LaptopOf, organiser: Person, ada: Attendee, attendee: str, path: str) -> None:
    assert laptop_of(organiser).post(f"{PAGE}/{path}", data={"attendee": attendee}).status_code == 400


def test_another_events_people_and_sheets_are_not_there(laptop_of: LaptopOf, session: Session, organiser: Person, ada: Attendee) -> None:
    elsewhere = make_event(session, "elsewhere")
    otto = make_organiser(session, elsewhere, "Otto Other")
    mine = laptop_of(organiser).post(f"{PAGE}/one", data={"attendee": str(ada.id)}).location.rsplit("/", 1)[1]
    theirs = laptop_of(otto)
    away = "/organise/events/elsewhere/badges"

    answers = [theirs.post(f"{away}/{path}", data={"attendee": str(ada.id)}).status_code for path in ("one", "lost")]
    answers += [theirs.get(f"{away}/sheets/{mine}{kind}").status_code for kind in ("", ".css", ".pdf")]
    answers += [theirs.get(f"{PAGE}/sheets/{mine}{kind}").status_code for kind in ("", ".css", ".pdf")]
    assert answers == [404] * 8


def test_a_long_sheet_is_shown_in_parts(laptop_of: LaptopOf, session: Session, event: Event, organiser: Person) -> None:
    for number in range(27):
        make_attendee(session, event, f"N{number:02} Name")
    session.commit()
    laptop = laptop_of(organiser)
    choose(laptop, {"paper": "one-86x54"})
    laptop.post(f"{PAGE}/sheet")
    sheet = laptop.get(PAGE)
    assert "Making 27 badges." in text_of(sheet)
    number = _newest(session, event)

    first, second = laptop.get(f"{PAGE}/sheets/{number}"), laptop.get(f"{PAGE}/sheets/{number}?from=26")

    assert "Pages 1 to 25 of 27." in text_of(first)
    assert (first.text.count('class="paper paper--one"'), second.text.count('class="paper paper--one"')) == (25, 2)
    assert ">N26<" in unescape(second.text)


def _newest(session: Session, event: Event) -> int:
    from matchmaker.store.queries.badge_sheets import newest_sheet

    session.rollback()
    sheet = newest_sheet(session, event.id)
    assert sheet is not None
    return sheet.id


def test_searching_asks_the_database_as_often_for_one_as_for_three(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee, statements: list[str]
) -> None:
    laptop = laptop_of(organiser)
    statements.clear()
    laptop.get(f"{PAGE}/one?search=a")
    one = len(statements)
    make_attendee(session, event, "Grace Hopper")
    make_attendee(session, event, "Linus Torvalds")
    session.commit()
    statements.clear()

    laptop.get(f"{PAGE}/one?search=a")

    assert len(statements) == one


def test_no_web_worker_begins_with_what_draws_paper() -> None:
    code = (
        "import sys\nfrom importlib import import_module\nimport matchmaker.app\nfrom matchmaker.web.site import PAGES\n"
        "for page in PAGES: import_module(page)\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'reportlab', 'uharfbuzz', 'bidi', 'fontTools'}))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout == "[]\n"
