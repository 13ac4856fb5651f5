"""The organiser's page of the matching: what it uses, what the lists amount to, and turning it with a look first."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from matchmaker.domain.matching.setup import CHANNELS, IN_USE, MATCHER_SETTINGS, MatchingSetup, as_form
from matchmaker.jobs.loop import do
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.beats import beat
from matchmaker.services.matching import store_learned
from matchmaker.services.recommend import want_lists
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event, EventRole
from matchmaker.store.models.matches import Decision
from matchmaker.store.models.people import Person
from matchmaker.store.queries.matching import live_setup, setup_row
from tests.browsers import Phone, text_of
from tests.cast import NOW, give_interests, make_attendee, make_event
from tests.conftest import Bell

LaptopOf = Callable[[Person], Phone]
PAGE = "/organise/events/northlight/matching"
FORM = as_form(MatchingSetup())
TURNED = {**FORM, "talk_weight": "80", "same_organisation": "1"}


@pytest.fixture
def do_work(session: Session, settings: Settings) -> Callable[[str], None]:
    """What the worker does when it is called."""

    def run(word: str) -> None:
        session.commit()
        do(Workshop(settings, session.get_bind(), now=lambda: NOW), word)

    return run


@pytest.fixture
def laptop(session: Session, organiser: Person, laptop_of: LaptopOf) -> Phone:
    beat(session, "worker", now=NOW)
    return laptop_of(organiser)


@pytest.fixture
def listed(session: Session, event: Event, ada: Attendee, grace: Attendee, linus: Attendee, do_work: Callable[[str], None]) -> None:
    """Three who talk about one thing; two of them are colleagues."""
    for attendee in (ada, grace, linus):
        give_interests(session, attendee, talk=["Open records"])
    ada.organisation = grace.organisation = "Mossbank"
    want_lists(session, event.id)
    do_work("recommend")


def live_of(session: Session, event: Event) -> MatchingSetup:
    session.expire_all()
    setup = live_setup(session, event.id)
    session.commit()
    return setup


def draft_number(session: Session, event: Event) -> int:
    session.expire_all()
    number = setup_row(session, event.id).draft_number
    session.commit()
    return number


def test_the_page_tells_in_plain_words_what_counts_and_what_never_does(laptop: Phone) -> None:
    told = text_of(laptop.get(PAGE))

    assert "Likes to talk about Both want to talk about the same thing." in told
    assert "31 of 100 now" in told
    assert "Offers and seeks One offers what the other seeks, best in both directions." in told
    assert "What it never uses Who is popular" in told
    assert "What it learned Nothing yet." in told
    assert "No list is made yet" in told


def test_the_page_offers_nothing_that_the_matcher_does_not_know(laptop: Phone) -> None:
    page = laptop.get(PAGE).text

    fields = set(re.findall(r'name="(\w+)"', page))

    assert fields & set(MATCHER_SETTINGS) == IN_USE
    assert {"same_organisation", "common_language", "history"} <= fields


def test_figures_of_the_stored_lists_come_with_their_meaning(laptop: Phone, listed: None) -> None:
    told = text_of(laptop.get(PAGE))

    assert "have a list 3 of those with a reason on it 3 stand in nobody’s list 0 have said nothing yet 0" in told
    assert "Lists a person stands in 1 to 2, half of them in 1 or fewer" in told
    assert "How evenly (Gini) 0.17 0: everybody stands in as many lists." in told
    assert "Mutual 4 of 4 places" in told
    assert "Wild cards 0 of 4 places" in told


def test_why_people_stand_in_few_lists_is_told_by_rule_without_names_or_small_numbers(
    session: Session, laptop: Phone, listed: None
) -> None:
    page = laptop.get(PAGE)

    assert "2 people stand in fewer than 2 lists." in text_of(page)
    assert "Colleagues : so many come from one organisation that few others are left. Fewer than 5 people." in text_of(page)
    assert not re.findall("Ada|Grace|Linus|Lovelace|Hopper|Torvalds", page.text)


def test_a_group_of_five_is_counted(session: Session, event: Event, laptop: Phone, listed: None, do_work: Callable[[str], None]) -> None:
    for at in range(3):
        give_interests(session, make_attendee(session, event, f"P{at} Mossbank", organisation="Mossbank"), talk=["Open records"])
    want_lists(session, event.id)
    do_work("recommend")

    assert "few others are left. 5 people." in text_of(laptop.get(PAGE))


def test_a_look_first_then_live_then_back(
    session: Session, event: Event, laptop: Phone, listed: None, bell: Bell, do_work: Callable[[str], None]
) -> None:
    asked = laptop.post(f"{PAGE}/preview", TURNED)
    waiting = laptop.get(PAGE)
    do_work("matching_preview")
    compared = text_of(laptop.get(PAGE))
    before = live_of(session, event)
    made = laptop.post(f"{PAGE}/live", {"draft": draft_number(session, event)})
    after = live_of(session, event)
    live = text_of(laptop.get(made.headers["Location"]))
    undone = laptop.post(f"{PAGE}/undo")

    assert (asked.status_code, made.status_code, undone.status_code) == (303, 303, 303)
    assert "Working out what would change" in text_of(waiting)
    assert 'data-refresh="2"' in waiting.text
    assert "2 of 3 lists would show other people." in compared
    assert "On each of those, 1.0 of up to 8 people would be others, on average." in compared
    assert "Weight: Likes to talk about 30 80 Show colleagues to each other no yes" in compared
    assert "Mutual places 4 of 4 6 of 6" in compared
    assert (before, after) == (MatchingSetup(), MatchingSetup(talk_weight=0.8, same_organisation=True))
    assert "It is live. Everybody’s list is being made anew." in live
    assert live_of(session, event) == MatchingSetup()
    assert bell.words == ["matching_preview", "recommend", "recommend"]


def test_a_draft_that_is_left_changes_nothing(
    session: Session, event: Event, laptop: Phone, listed: None, do_work: Callable[[str], None]
) -> None:
    laptop.post(f"{PAGE}/preview", TURNED)
    do_work("matching_preview")

    left = laptop.post(f"{PAGE}/leave")
    told = text_of(laptop.get(left.headers["Location"]))

    assert "Left as it is. Nobody’s list has changed." in told
    assert "What would change" not in told
    assert live_of(session, event) == MatchingSetup()


def test_a_draft_that_would_change_nothing_says_so(laptop: Phone, listed: None, do_work: Callable[[str], None]) -> None:
    without_history = {name: value for name, value in FORM.items() if name != "history"}

    laptop.post(f"{PAGE}/preview", without_history)
    do_work("matching_preview")

    assert "Everybody would see the same people as now." in text_of(laptop.get(PAGE))


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        (FORM, ["Nothing here is turned yet, so nothing would change. Turn something first."]),
        (
            {**FORM, "talk_weight": "much", "fit_weight": "400"},
            [
                "“Likes to talk about” takes a whole number from 0 to 100.",
                "“Offers and seeks” takes a whole number from 0 to 100.",
            ],
        ),
        (
            {**FORM, **dict.fromkeys(CHANNELS, "0")},
            ["With every weight at 0 nothing would order the lists. Give at least one more."],
        ),
        ({}, ["“Words they write” takes a whole number from 0 to 100."]),
    ],
    ids=["untouched", "no numbers", "all nought", "an empty form"],
)
def test_a_form_with_faults_comes_back_as_it_was_typed(
    session: Session, event: Event, laptop: Phone, bell: Bell, typed: dict[str, str], sentences: list[str]
) -> None:
    refused = laptop.post(f"{PAGE}/preview", typed)

    assert refused.status_code == 422
    assert [sentence for sentence in sentences if sentence not in text_of(refused)] == []
    assert re.findall(r'name="talk_weight" type="text" value="(.*?)"', refused.text) == [typed.get("talk_weight", "")]
    assert draft_number(session, event) == 0
    assert bell.words == []


@pytest.mark.parametrize("draft", ["", "7", "much"])
def test_another_draft_than_the_one_that_was_seen_does_not_go_live(
    session: Session, event: Event, laptop: Phone, listed: None, do_work: Callable[[str], None], draft: str
) -> None:
    laptop.post(f"{PAGE}/preview", TURNED)
    do_work("matching_preview")

    refused = laptop.post(f"{PAGE}/live", {"draft": draft})

    assert refused.status_code == 422
    assert "This draft is not there any more" in text_of(refused)
    assert live_of(session, event) == MatchingSetup()


def test_what_was_learned_is_named_with_the_answers_it_comes_from_and_can_be_forgotten(
    session: Session, event: Event, laptop: Phone, bell: Bell
) -> None:
    learned = [
        {"kind": "channel", "name": "get", "weight": 0.125, "answers": 31},
        {"kind": "accepted", "name": "bread", "weight": -0.5, "answers": 12},
    ]
    store_learned(session, event.id, learned, setup=MatchingSetup(), now=NOW)
    session.commit()

    told = text_of(laptop.get(PAGE))
    laptop.post(f"{PAGE}/forget")
    after = text_of(laptop.get(PAGE))

    assert "Offers and seeks +0.12 31 Whoever names “bread” is accepted −0.50 12" in told
    assert "Nothing yet." in after
    assert "Answers before Thu 5 Nov 2026, 09:30 GMT teach nothing." in after
    assert live_of(session, event).learns_from == NOW
    assert bell.words == ["recommend"]


def test_the_earlier_events_that_teach_are_named(session: Session, event: Event, organiser: Person, laptop: Phone) -> None:
    past = make_event(session, "spring", name="Spring <b>Night</b>", starts_at=NOW - timedelta(days=30), ends_at=NOW - timedelta(days=29))
    session.add(EventRole(event_id=past.id, person_id=organiser.id, role="owner", created_at=NOW))
    make_attendee(session, past, "Otto Then")
    before = text_of(laptop.get(PAGE))
    session.commit()

    page = laptop.get(PAGE)

    assert "There is no earlier event of yours from the last 90 days" in before
    assert "Words come from 1 earlier event of yours: Spring <b>Night</b> (1 person)." in text_of(page)
    assert "<b>Night" not in page.text


def test_nobody_learns_from_the_page_who_was_turned_away_by_whom(
    session: Session, event: Event, ada: Attendee, grace: Attendee, laptop: Phone, listed: None, do_work: Callable[[str], None]
) -> None:
    session.add(Decision(event_id=event.id, reader_id=ada.id, other_id=grace.id, answer="not_for_me", decided_at=NOW))
    want_lists(session, event.id)
    do_work("recommend")

    page = laptop.get(PAGE).text

    assert not re.findall("Ada|Grace|Linus", page)


def test_a_silent_worker_is_told(session: Session, organiser: Person, laptop_of: LaptopOf) -> None:
    assert "No worker has been seen for 30 seconds." in text_of(laptop_of(organiser).get(PAGE))


def test_a_small_event_and_a_larger_one_take_the_same_few_statements(
    session: Session, event: Event, laptop: Phone, statements: list[str], do_work: Callable[[str], None]
) -> None:
    counts = []
    for more in (1, 15):
        for at in range(more):
            give_interests(session, make_attendee(session, event, f"P{more}x{at} Person"), talk=["Open records"])
        want_lists(session, event.id)
        do_work("recommend")
        statements.clear()
        laptop.get(PAGE)
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 6
