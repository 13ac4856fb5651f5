"""The list of a reader, one match, and the three answers."""

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from threading import BoundedSemaphore

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.jobs.recommend import refresh_stale_lists
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.beats import beat
from matchmaker.services.recommend import want_lists
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact
from matchmaker.store.models.events import Event
from matchmaker.store.models.matches import Decision, Recommendation
from matchmaker.web.attendee import waiting
from tests.browsers import Phone, text_of
from tests.cast import NOW, give_interests, make_attendee, make_event
from tests.conftest import Bell, Clock

PhoneOf = Callable[[Attendee], Phone]
LIST = "/e/northlight/matches"


@pytest.fixture
def build(session: Session, event: Event, settings: Settings) -> Callable[[], None]:
    """What the worker does when it is called."""

    def run() -> None:
        session.commit()
        refresh_stale_lists(Workshop(settings, session.get_bind(), now=lambda: NOW))

    return run


@pytest.fixture
def listed(session: Session, event: Event, ada: Attendee, grace: Attendee, linus: Attendee, build: Callable[[], None]) -> None:
    """Ada seeks what Grace offers and offers what Grace seeks; she likes what Linus likes; and lists are built."""
    grace.headline, grace.organisation = "Compilers for ships", "Brightwater Trust"
    give_interests(session, ada, talk=["Open records"], offer=["Interviews, done properly"], seek=["A lawyer who reads contracts"])
    give_interests(session, grace, talk=["Compilers"], offer=["Contracts read by a lawyer"], seek=["Interviews with patients"])
    give_interests(session, linus, talk=["Letters, shanties, tide tables and other open records"])
    want_lists(session, event.id)
    build()


@pytest.fixture
def app_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting is over at once, so that no test lasts a second."""
    monkeypatch.setattr("matchmaker.web.attendee.waiting.time.sleep", lambda _seconds: None)
    turns = iter(range(10_000))
    monkeypatch.setattr("matchmaker.web.attendee.waiting.time.monotonic", lambda: next(turns))


def names_on(page: str) -> list[str]:
    return re.findall(r'/matches/\d+"><bdi>([^<]+)</bdi>', page)


def answers_of(session: Session, reader: Attendee) -> dict[int, str]:
    rows = session.execute(select(Decision.other_id, Decision.answer).where(Decision.reader_id == reader.id)).all()
    session.commit()  # what a test has read must not keep a page waiting
    return {row.other_id: row.answer for row in rows}


def lists_wanted(session: Session) -> int | None:
    wanted = session.scalar(select(Event.lists_wanted))
    session.commit()
    return wanted


def test_the_list_shows_people_best_first_with_reasons_of_both_and_a_question(ada: Attendee, listed: None, phone_of: PhoneOf) -> None:
    page = phone_of(ada).get(LIST)

    told = text_of(page)
    assert names_on(page.text) == ["Grace Hopper", "Linus Torvalds"]
    assert "2 people, for your words. Fresh at 09:30 GMT." in told
    assert "Compilers for ships Fits both ways" in told
    assert "A <mark>lawyer</mark> who <mark>reads contracts</mark>" in page.text
    assert "<mark>Contracts read</mark> by a <mark>lawyer</mark>" in page.text
    assert "Grace also seeks “Interviews with patients”, close to what you offer" in told
    assert "Alike in one thing" in told
    assert told.count("A first question:") == 2


def test_the_match_page_tells_every_reason_and_how_to_begin(ada: Attendee, grace: Attendee, listed: None, phone_of: PhoneOf) -> None:
    told = text_of(phone_of(ada).get(f"{LIST}/{grace.id}"))

    assert "Grace Hopper Brightwater Trust Compilers for ships Languages: English On site Why you two Fits both ways" in told
    assert "You seek A lawyer who reads contracts Grace offers Contracts read by a lawyer" in told
    assert "You offer Interviews , done properly Grace seeks Interviews with patients" in told
    assert "A first question" in told
    assert "To keep talking" in told
    assert "I am with Grace now" in told


def test_where_first_names_are_seen_the_rest_appears_after_an_exchange(
    session: Session, event: Event, ada: Attendee, grace: Attendee, listed: None, phone_of: PhoneOf
) -> None:
    event.sees = "first_names"
    ada_phone = phone_of(ada)
    before = [text_of(ada_phone.get(path)) for path in (LIST, f"{LIST}/{grace.id}")]
    low, high = sorted((ada.person_id, grace.person_id))
    session.add(
        Contact(event_id=event.id, low_person_id=low, high_person_id=high, state="exchanged", asked_by=ada.person_id, created_at=NOW)
    )
    session.commit()

    after = [text_of(ada_phone.get(path)) for path in (LIST, f"{LIST}/{grace.id}")]

    assert all("Grace" in page and "Hopper" not in page and "Brightwater" not in page for page in before)
    assert all("Grace Hopper" in page for page in after)
    assert "Brightwater Trust" in after[1]


@pytest.mark.parametrize("answer", ["not_for_me", "know_already", "met"])
def test_an_answer_takes_the_person_off_at_once_and_asks_for_a_fresh_list(
    session: Session, event: Event, ada: Attendee, grace: Attendee, listed: None, phone_of: PhoneOf, bell: Bell, answer: str
) -> None:
    phone = phone_of(ada)
    wanted = lists_wanted(session)

    given = phone.post(f"{LIST}/{grace.id}/decision", {"answer": answer})
    page = phone.get(given.headers["Location"])

    assert given.status_code == 303
    assert names_on(page.text) == ["Linus Torvalds"]
    assert "Undo" in text_of(page)
    assert answers_of(session, ada) == {grace.id: answer}
    assert lists_wanted(session) == wanted + 1
    assert bell.words == ["recommend"]


def test_the_last_answer_counts(session: Session, ada: Attendee, grace: Attendee, listed: None, phone_of: PhoneOf) -> None:
    phone = phone_of(ada)

    for answer in ("met", "not_for_me", "not_for_me"):
        phone.post(f"{LIST}/{grace.id}/decision", {"answer": answer})

    assert answers_of(session, ada) == {grace.id: "not_for_me"}


def test_an_answer_is_taken_back_even_after_the_list_was_built_anew(
    session: Session, ada: Attendee, grace: Attendee, listed: None, phone_of: PhoneOf, build: Callable[[], None], app_waits: None
) -> None:
    phone = phone_of(ada)
    phone.post(f"{LIST}/{grace.id}/decision", {"answer": "not_for_me"})
    build()
    assert names_on(phone.get(LIST).text) == ["Linus Torvalds"]

    undone = phone.post(f"{LIST}/{grace.id}/decision", {"answer": "undo"})
    meanwhile = text_of(phone.get(LIST))
    build()
    page = phone.get(undone.headers["Location"])

    assert "We are looking for your people" in meanwhile or "No worker has been seen" in meanwhile
    assert "Taken back." in text_of(page)
    assert names_on(page.text) == ["Grace Hopper", "Linus Torvalds"]
    assert answers_of(session, ada) == {}


def test_only_people_of_ones_own_list_are_shown_or_answered(
    session: Session, event: Event, ada: Attendee, linus: Attendee, listed: None, phone_of: PhoneOf
) -> None:
    elsewhere = make_event(session, "southlight")
    stranger = make_attendee(session, elsewhere, "Stranger Stu")
    silent = make_attendee(session, event, "Silent Sam")
    phone = phone_of(ada)
    nowhere = phone.get(f"{LIST}/987654")

    for other_id in (stranger.id, silent.id, ada.id):
        page = phone.get(f"{LIST}/{other_id}")
        assert (page.status_code, page.data) == (404, nowhere.data)
        for answer in ("met", "undo"):
            assert phone.post(f"{LIST}/{other_id}/decision", {"answer": answer}).status_code == 404
    assert answers_of(session, ada) == {}


def test_an_answer_that_the_page_does_not_offer_changes_nothing(
    session: Session, ada: Attendee, grace: Attendee, listed: None, phone_of: PhoneOf
) -> None:
    refused = phone_of(ada).post(f"{LIST}/{grace.id}/decision", {"answer": "accepted"})

    assert refused.status_code == 400
    assert "nothing was changed" in text_of(refused)
    assert answers_of(session, ada) == {}


def test_somebody_who_leaves_or_hides_is_gone_from_the_page_at_once(
    session: Session, ada: Attendee, grace: Attendee, linus: Attendee, listed: None, phone_of: PhoneOf
) -> None:
    phone = phone_of(ada)
    assert names_on(phone.get(LIST).text) == ["Grace Hopper", "Linus Torvalds"]
    grace.status, linus.listed = "cancelled", False
    session.commit()

    assert names_on(phone.get(LIST).text) == []
    assert phone.get(f"{LIST}/{grace.id}").status_code == 404


def test_a_card_without_a_reason_says_so(
    session: Session, event: Event, ada: Attendee, grace: Attendee, phone_of: PhoneOf, build: Callable[[], None]
) -> None:
    give_interests(session, ada, talk=["Open records"])
    give_interests(session, grace, talk=["Compilers"])
    want_lists(session, event.id)
    build()

    told = text_of(phone_of(ada).get(LIST))

    assert "A wild card Nothing in your words and theirs stands out yet." in told
    assert "Say hello anyway" in told
    assert "Nothing in your words and theirs stands out yet." in text_of(phone_of(ada).get(f"{LIST}/{grace.id}"))


def test_before_any_word_was_said_the_page_asks_for_them(session: Session, ada: Attendee, phone_of: PhoneOf) -> None:
    told = text_of(phone_of(ada).get(LIST))

    assert "First, three questions" in told


def test_what_the_organiser_brought_in_makes_a_list_before_one_says_a_word(
    session: Session, event: Event, ada: Attendee, grace: Attendee, phone_of: PhoneOf, build: Callable[[], None]
) -> None:
    ada.headline = grace.headline = "Compilers"
    want_lists(session, event.id)
    build()

    page = phone_of(ada).get(LIST)

    assert names_on(page.text) == ["Grace Hopper"]
    assert "Say it in your own words" in text_of(page)


def test_somebody_who_is_alone_is_told_so(
    session: Session, event: Event, ada: Attendee, phone_of: PhoneOf, build: Callable[[], None]
) -> None:
    give_interests(session, ada, talk=["Open records"])
    want_lists(session, event.id)
    build()

    assert "Nobody to suggest yet" in text_of(phone_of(ada).get(LIST))


def test_after_the_event_was_closed_the_page_leads_to_the_contacts_and_keeps_the_list(
    session: Session, event: Event, ada: Attendee, listed: None, phone_of: PhoneOf
) -> None:
    before = names_on(phone_of(ada).get(LIST).text)
    event.closed_at = NOW
    session.commit()

    page = phone_of(ada).get(LIST)

    assert names_on(page.text) == before != []
    assert "Northlight 26 is over" in text_of(page)
    assert "Your list stays" in text_of(page)
    assert 'href="/e/northlight/contacts"' in page.text
    assert 'href="/e/northlight/followups"' in page.text


def test_while_the_list_is_built_the_page_says_so_and_looks_again(
    session: Session, event: Event, ada: Attendee, listed: None, phone_of: PhoneOf, app_waits: None
) -> None:
    ada.lists_wanted = event.lists_wanted = 2
    beat(session, "worker", now=NOW)
    session.commit()

    page = phone_of(ada).get(LIST)

    assert "We are looking for your people" in text_of(page)
    assert 'data-refresh="2"' in page.text
    assert "js/refresh.js" in page.text
    assert 'href="/e/northlight/matches">Look again' in page.text


def test_when_no_worker_lives_the_waiting_page_says_that(
    session: Session, event: Event, ada: Attendee, listed: None, phone_of: PhoneOf, clock: Clock, app_waits: None
) -> None:
    ada.lists_wanted = event.lists_wanted = 2
    beat(session, "worker", now=NOW)
    session.commit()
    phone = phone_of(ada)
    clock.now = NOW + timedelta(seconds=31)

    told = text_of(phone.get(LIST))

    assert "No worker has been seen for 30 seconds" in told


def test_a_list_that_is_ready_within_the_second_is_shown_without_a_further_click(
    session: Session, event: Event, ada: Attendee, listed: None, phone_of: PhoneOf, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada.lists_wanted = event.lists_wanted = 2
    session.commit()
    phone = phone_of(ada)
    workshop = Workshop(settings, session.get_bind(), now=lambda: NOW)
    monkeypatch.setattr("matchmaker.web.attendee.waiting.time.sleep", lambda _seconds: refresh_stale_lists(workshop))

    page = phone.get(f"{LIST}?said=interests-saved")

    assert names_on(page.text) == ["Grace Hopper", "Linus Torvalds"]


def test_no_more_than_two_threads_of_a_process_wait(
    session: Session, event: Event, ada: Attendee, listed: None, phone_of: PhoneOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada.lists_wanted = event.lists_wanted = 2
    session.commit()
    phone = phone_of(ada)
    naps: list[float] = []
    monkeypatch.setattr("matchmaker.web.attendee.waiting.time.sleep", naps.append)
    monkeypatch.setattr("matchmaker.web.attendee.waiting._chairs", BoundedSemaphore(1))
    with waiting._chairs:
        page = phone.get(LIST)

    assert naps == []
    assert "We are looking for your people" in text_of(page) or "No worker has been seen" in text_of(page)


def test_an_unchanged_list_is_not_sent_twice(session: Session, ada: Attendee, grace: Attendee, listed: None, phone_of: PhoneOf) -> None:
    phone = phone_of(ada)
    first = phone.get(LIST)

    again = phone.get(LIST, headers={"If-None-Match": first.headers["ETag"]})
    grace.headline = "Compilers for the sea"
    session.commit()
    changed = phone.get(LIST, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert changed.status_code == 200
    assert "Compilers for the sea" in changed.text


def test_one_card_and_a_full_list_and_any_event_take_the_same_few_statements(
    session: Session, event: Event, ada: Attendee, phone_of: PhoneOf, build: Callable[[], None], statements: list[str]
) -> None:
    phone, counts, shown = phone_of(ada), [], []
    give_interests(session, ada, talk=["Open records"])
    for more in (1, 24):
        for at in range(more):
            give_interests(session, make_attendee(session, event, f"P{more}{at} Reader"), talk=["Open records"])
        want_lists(session, event.id)
        build()
        statements.clear()
        page = phone.get(LIST)
        counts.append(len(statements))
        shown.append(len(names_on(page.text)))

    assert shown == [1, 8]
    assert counts[0] == counts[1] <= 4


def test_markup_in_what_people_write_stays_text(
    session: Session, event: Event, ada: Attendee, grace: Attendee, phone_of: PhoneOf, build: Callable[[], None]
) -> None:
    grace.name, grace.headline = "<b>Grace</b> Hopper", "<script>alert(1)</script>"
    give_interests(session, ada, talk=["<i>Open</i> records {{ 7*7 }}"])
    give_interests(session, grace, talk=["<i>Open</i> records {{ 7*7 }} <img src=x>"])
    want_lists(session, event.id)
    build()
    phone = phone_of(ada)

    pages = phone.get(LIST).text + phone.get(f"{LIST}/{grace.id}").text

    assert not {"<b>Grace", "<script>alert", "<i>", "<img", "49"} & set(re.findall(r"<b>Grace|<script>alert|<i>|<img|\b49\b", pages))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in pages


def test_the_pages_of_matches_load_no_part_of_the_matcher_and_no_driver_of_other_queues() -> None:
    """In a process of its own: this one has scikit-learn loaded for other tests."""
    code = (
        "import sys, tempfile, pathlib, matchmaker.app, matchmaker.web.attendee.matches, matchmaker.settings as settings\n"
        "data_dir = pathlib.Path(tempfile.mkdtemp())\n"
        "settings.write_missing_keys(data_dir)\n"
        "matchmaker.app.create_app(settings.load_settings(data_dir=data_dir))\n"
        "heavy = sorted({name.split('.')[0] for name in sys.modules} & {'numpy', 'scipy', 'sklearn', 'pandas', 'redis', 'psycopg'})\n"
        "print(heavy)"
    )

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)

    assert told.stdout.strip() == "[]"


def test_lists_hold_more_than_a_page_shows_so_that_answers_leave_no_gap(
    session: Session, event: Event, ada: Attendee, phone_of: PhoneOf, build: Callable[[], None]
) -> None:
    give_interests(session, ada, talk=["Open records"])
    for at in range(15):
        give_interests(session, make_attendee(session, event, f"P{at} Reader"), talk=["Open records"])
    want_lists(session, event.id)
    build()
    phone = phone_of(ada)
    first = session.scalars(select(Recommendation.other_id).where(Recommendation.reader_id == ada.id, Recommendation.rank == 1)).one()
    session.commit()

    phone.post(f"{LIST}/{first}/decision", {"answer": "met"})

    assert len(names_on(phone.get(LIST).text)) == 8
