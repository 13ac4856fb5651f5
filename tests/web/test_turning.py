"""A list that its reader turns: by an address without script, by rows and cards with one, and never beyond what they may see."""

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from matchmaker.domain.matching.tuning import TunedPerson
from matchmaker.services.tuning import store_tuning_rows
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact
from matchmaker.store.models.events import Event
from matchmaker.store.models.matches import Decision, Recommendation
from matchmaker.store.models.safety import Block
from tests.browsers import Phone, text_of
from tests.cast import NOW, give_interests, make_attendee, make_event
from tests.conftest import Clock

PhoneOf = Callable[[Attendee], Phone]
LIST = "/e/northlight/matches"


def names_on(page: str) -> list[str]:
    return re.findall(r'/matches/\d+"><bdi>([^<]+)</bdi>', page)


def place(reader: Attendee, rank: int, other: Attendee) -> Recommendation:
    values = {"score": 1.0, "likeness": 0.5, "complement": 0.5, "reasons": []}
    return Recommendation(event_id=reader.event_id, reader_id=reader.id, rank=rank, other_id=other.id, **values)


@pytest.fixture
def alma(session: Session, event: Event) -> Attendee:
    return make_attendee(
        session, event, "Alma Near", languages=["en", "de"], group_name="Red", headline="Weaves", organisation="Loom House"
    )


@pytest.fixture
def tuned(session: Session, event: Event, ada: Attendee, grace: Attendee, linus: Attendee, alma: Attendee) -> None:
    """Ada's list is Linus, then Grace; her sliders may bring up Alma, who is the least like her and seeks what she offers."""
    event.lists_built = event.lists_wanted = 1
    event.lists_built_at = NOW
    give_interests(session, ada, offer=["Looms repaired"], seek=["A lawyer"], talk=["Choirs"])
    give_interests(session, alma, seek=["Somebody who repairs looms"])
    session.add_all([place(ada, 1, linus), place(ada, 2, grace)])
    linus.group_name, linus.remote = "Blue", True
    rows = [
        TunedPerson(linus.id, 0.9, 0.5, 0.3, 0.0, 0),
        TunedPerson(grace.id, 0.8, 0.4, 0.0, 0.1, 2),
        TunedPerson(alma.id, 0.5, 0.0, 0.0, 0.45, None),
    ]
    store_tuning_rows(session, event.id, {ada.id: rows}, version=1)
    session.commit()


def rows_of(phone: Phone) -> dict[str, object]:
    found: dict[str, object] = json.loads(phone.get(f"{LIST}/turning.json").text)
    return found


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("", ["Linus Torvalds", "Grace Hopper"]),
        ("?tune=1", ["Linus Torvalds", "Grace Hopper"]),
        ("?difference=1", ["Alma Near", "Grace Hopper", "Linus Torvalds"]),
        ("?mentor=1", ["Grace Hopper", "Alma Near", "Linus Torvalds"]),
        ("?giving=1", ["Alma Near", "Grace Hopper", "Linus Torvalds"]),
        ("?difference=nonsense&place=moon", ["Linus Torvalds", "Grace Hopper"]),
        ("?language=de", ["Alma Near"]),
        ("?group=Red&group=Blue", ["Linus Torvalds", "Alma Near"]),
        ("?place=here&difference=1", ["Alma Near", "Grace Hopper"]),
        ("?place=afar", ["Linus Torvalds"]),
    ],
)
def test_an_address_turns_the_list_without_a_script(tuned: None, ada: Attendee, phone_of: PhoneOf, asked: str, names: list[str]) -> None:
    assert names_on(phone_of(ada).get(LIST + asked).text) == names


def test_the_page_says_how_many_fit_and_offers_the_way_back(tuned: None, ada: Attendee, phone_of: PhoneOf) -> None:
    phone = phone_of(ada)

    some, nobody = phone.get(f"{LIST}?language=de"), phone.get(f"{LIST}?language=fr")

    assert "Sorted by you. 1 of 3 people fit. As it was made" in text_of(some)
    assert "0 of 3 people fit" in text_of(nobody)
    assert "Nobody of your people fits that" in text_of(nobody)
    assert f'href="{LIST}?tune=1" data-reset>Show everybody again' in nobody.text


def test_filters_are_offered_only_where_they_part_people(
    session: Session, tuned: None, ada: Attendee, alma: Attendee, phone_of: PhoneOf
) -> None:
    offered = text_of(phone_of(ada).get(f"{LIST}?tune=1"))
    alma.group_name, alma.languages = "", ["en"]
    session.commit()
    fewer = text_of(phone_of(ada).get(f"{LIST}?tune=1"))

    assert "Who speaks German · 1 From the group Blue · 1 Red · 1 Who takes part On site · 2 From afar · 1" in offered
    assert "Who speaks" not in fewer
    assert "From the group" not in fewer


def test_the_rows_are_what_the_server_sorts_by_and_are_not_sent_twice(
    tuned: None, ada: Attendee, grace: Attendee, linus: Attendee, alma: Attendee, phone_of: PhoneOf
) -> None:
    phone = phone_of(ada)
    first = phone.get(f"{LIST}/turning.json")

    again = phone.get(f"{LIST}/turning.json", headers={"If-None-Match": first.headers["ETag"]})
    found = json.loads(first.text)

    assert [row[0] for row in found["rows"]] == [linus.id, grace.id, alma.id]
    assert (found["listed"], found["most"]) == ([linus.id, grace.id], 8)
    assert found["traits"][str(alma.id)] == [["en", "de"], "Red", False]
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert (again.status_code, again.data) == (304, b"")


def test_cards_come_for_people_of_ones_own_rows_and_list_alone(
    session: Session, event: Event, tuned: None, ada: Attendee, grace: Attendee, alma: Attendee, phone_of: PhoneOf
) -> None:
    outsider = make_attendee(session, event, "Out Sider")
    stranger = make_attendee(session, make_event(session, "southlight"), "Stranger Stu")
    phone = phone_of(ada)

    page = phone.get(f"{LIST}/cards?ids={alma.id},{outsider.id},{stranger.id},{grace.id},{ada.id},x,-1")
    nobody = phone.get(f"{LIST}/cards?ids={outsider.id},{stranger.id}")

    assert names_on(page.text) == ["Alma Near", "Grace Hopper"]
    assert (nobody.status_code, nobody.data) == (404, phone.get(f"{LIST}/987654").data)


def test_somebody_the_sliders_bring_up_is_told_about_in_the_words_of_both(
    tuned: None, ada: Attendee, alma: Attendee, phone_of: PhoneOf
) -> None:
    phone = phone_of(ada)

    card, page = phone.get(f"{LIST}/cards?ids={alma.id}"), phone.get(f"{LIST}/{alma.id}")

    for told in (card, page):
        assert "Alma seeks what you offer" in text_of(told)
        assert "<mark>Looms repaired</mark>" in told.text
        assert "<mark>repairs looms</mark>" in told.text


def test_somebody_without_a_word_in_common_is_told_about_truly(
    session: Session, event: Event, tuned: None, ada: Attendee, alma: Attendee, phone_of: PhoneOf
) -> None:
    give_interests(session, ada)
    far = make_attendee(session, event, "Fay Far")
    store_tuning_rows(session, event.id, {ada.id: [TunedPerson(far.id, 0.1, wild=True)]}, version=2)

    told = text_of(phone_of(ada).get(f"{LIST}/cards?ids={far.id}"))

    assert "Your words and theirs have little in common. You sorted your list this way." in told
    assert "wild card" not in told.casefold()


@pytest.mark.parametrize("change", ["cancelled", "hidden", "paused", "blocked", "met", "answered"])
def test_whoever_may_not_be_seen_any_more_is_in_no_row_card_or_page(
    session: Session, event: Event, tuned: None, ada: Attendee, alma: Attendee, phone_of: PhoneOf, change: str
) -> None:
    phone = phone_of(ada)
    before = rows_of(phone)["traits"]
    low, high = sorted((ada.person_id, alma.person_id))
    if change == "cancelled":
        alma.status = "cancelled"
    elif change == "hidden":
        alma.listed = False
    elif change == "paused":
        alma.paused_at = NOW
    elif change == "blocked":
        session.add(Block(blocker_id=alma.person_id, blocked_id=ada.person_id, created_at=NOW))
    elif change == "met":
        values = {"event_id": event.id, "low_person_id": low, "high_person_id": high}
        session.add(Contact(**values, state="exchanged", asked_by=low, created_at=NOW))
    else:
        session.add(Decision(event_id=event.id, reader_id=ada.id, other_id=alma.id, answer="know_already", decided_at=NOW))
    session.commit()

    assert str(alma.id) in before
    assert str(alma.id) not in rows_of(phone)["traits"]
    assert phone.get(f"{LIST}/cards?ids={alma.id}").status_code == 404
    assert "Alma" not in phone.get(f"{LIST}?difference=1&giving=1").text


def test_hidden_fields_and_first_names_hold_for_cards_and_filters(
    session: Session, event: Event, tuned: None, ada: Attendee, alma: Attendee, phone_of: PhoneOf
) -> None:
    event.sees = "first_names"
    alma.hidden_fields = ["headline", "languages"]
    session.commit()
    phone = phone_of(ada)

    card, page = text_of(phone.get(f"{LIST}/cards?ids={alma.id}")), text_of(phone.get(f"{LIST}/{alma.id}"))
    filtered, tune = phone.get(f"{LIST}?language=de"), text_of(phone.get(f"{LIST}?tune=1"))

    for told in (card, page):
        assert "Alma" in told
        assert not {word for word in ("Near", "Weaves", "Loom House", "German") if word in told}
    assert names_on(filtered.text) == []
    assert "German" not in tune


def test_whoever_takes_a_plain_list_turns_nothing(session: Session, tuned: None, ada: Attendee, phone_of: PhoneOf) -> None:
    ada.list_kind = "plain"
    session.commit()
    phone = phone_of(ada)

    assert [phone.get(f"{LIST}/{path}").status_code for path in ("turning.json", "cards?ids=1", "sheet")] == [404, 404, 404]


def test_few_and_many_people_take_the_same_few_statements(
    session: Session, event: Event, ada: Attendee, phone_of: PhoneOf, statements: list[str]
) -> None:
    event.lists_built, event.lists_built_at = 1, NOW
    give_interests(session, ada, talk=["Choirs"])
    phone, counts = phone_of(ada), []
    people: list[Attendee] = []
    for more in (1, 40):
        people += [make_attendee(session, event, f"P{more}{at} Reader") for at in range(more)]
        rows = [TunedPerson(other.id, 0.5, 0.2, 0.1, 0.1, None) for other in people]
        store_tuning_rows(session, event.id, {ada.id: rows}, version=more)
        session.commit()
        for path in ("?difference=1", "/turning.json", f"/cards?ids={','.join(str(other.id) for other in people)}", "/sheet"):
            statements.clear()
            assert phone.get(LIST + path).status_code == 200
            counts.append(len(statements))

    assert counts[:4] == counts[4:]
    assert (max(counts[:1]), max(counts[1:4])) == (5, 4)  # a turned list reads the row it is turned by, beside the list's four


def test_an_answer_leads_back_to_the_list_as_it_was_turned(tuned: None, ada: Attendee, linus: Attendee, phone_of: PhoneOf) -> None:
    phone = phone_of(ada)
    turned = {"difference": "0.5", "language": "en", "mentor": "junk"}

    given = phone.post(f"{LIST}/{linus.id}/decision", {"answer": "later", **turned})

    assert given.headers["Location"] == f"{LIST}?answered={linus.id}&how=later&difference=0.5&language=en"


def test_whoever_was_put_off_stands_there_again_by_themselves(
    tuned: None, ada: Attendee, linus: Attendee, phone_of: PhoneOf, clock: Clock
) -> None:
    phone = phone_of(ada)
    phone.post(f"{LIST}/{linus.id}/decision", {"answer": "later"})
    now = names_on(phone.get(LIST).text)

    clock.now = NOW + timedelta(hours=2)  # a one-day event: later is in two hours

    assert now == ["Grace Hopper"]
    assert names_on(phone.get(LIST).text) == ["Linus Torvalds", "Grace Hopper"]
