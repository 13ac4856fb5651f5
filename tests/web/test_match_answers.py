"""Put off, why not, who is new, three people only, and the page of five."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.matches import Decision, Recommendation, SeenMatch
from matchmaker.store.queries.recommend import people_of
from tests.browsers import Phone, text_of
from tests.cast import NOW, give_interests, make_attendee
from tests.conftest import Clock
from tests.web.test_turning import LIST, names_on, place

PhoneOf = Callable[[Attendee], Phone]


@pytest.fixture
def six(session: Session, event: Event, ada: Attendee) -> list[Attendee]:
    """Ada's list of six, best first."""
    event.lists_built = event.lists_wanted = 1
    event.lists_built_at = NOW
    give_interests(session, ada, talk=["Choirs"])
    people = [make_attendee(session, event, f"{name} Guest") for name in ("Ben", "Cleo", "Dora", "Egon", "Fred", "Gina")]
    session.add_all(place(ada, rank, other) for rank, other in enumerate(people, 1))
    session.commit()
    return people


def decision_of(session: Session, reader: Attendee) -> tuple[str, str, object]:
    row = session.execute(select(Decision.answer, Decision.reason, Decision.until).where(Decision.reader_id == reader.id)).one()
    session.commit()
    return row.answer, row.reason, row.until


def new_on(page: str) -> list[str]:
    return re.findall(r"<bdi>(\w+) Guest</bdi></a></h2>(?:<p>[^<]*</p>)?</div><span class=\"word word--they\"", page)


def test_not_for_me_may_say_why_and_only_its_reader_is_told(
    session: Session, ada: Attendee, six: list[Attendee], phone_of: PhoneOf
) -> None:
    phone, ben = phone_of(ada), six[0]
    asked = phone.get(phone.post(f"{LIST}/{ben.id}/decision", {"answer": "not_for_me"}).headers["Location"])
    said = phone.get(phone.post(f"{LIST}/{ben.id}/decision", {"answer": "not_for_me", "reason": "moment"}).headers["Location"])

    assert "Why, if you like to say? Only you see it. Not my subject Wrong moment Same company Too far, other language" in text_of(asked)
    assert "Kept for you alone: Wrong moment. Undo" in text_of(said)
    assert decision_of(session, ada) == ("not_for_me", "moment", None)
    assert "moment" not in phone_of(ben).get(LIST).text


def test_why_not_can_still_be_said_when_the_next_list_is_there(
    session: Session, ada: Attendee, six: list[Attendee], phone_of: PhoneOf
) -> None:
    phone, ben = phone_of(ada), six[0]
    phone.post(f"{LIST}/{ben.id}/decision", {"answer": "not_for_me"})
    session.execute(delete(Recommendation).where(Recommendation.other_id == ben.id))
    session.commit()

    given = phone.post(f"{LIST}/{ben.id}/decision", {"answer": "not_for_me", "reason": "company"})

    assert given.status_code == 303
    assert decision_of(session, ada) == ("not_for_me", "company", None)


@pytest.mark.parametrize("form", [{"answer": "not_for_me", "reason": "ugly"}, {"answer": "ugly"}, {}])
def test_an_answer_or_reason_that_no_page_offers_changes_nothing(
    session: Session, ada: Attendee, six: list[Attendee], phone_of: PhoneOf, form: dict[str, str]
) -> None:
    refused = phone_of(ada).post(f"{LIST}/{six[0].id}/decision", form)

    assert refused.status_code == 400
    assert session.scalars(select(Decision.answer)).all() == []


def test_a_reason_goes_with_its_answer(session: Session, ada: Attendee, six: list[Attendee], phone_of: PhoneOf) -> None:
    phone = phone_of(ada)
    for form in ({"answer": "not_for_me", "reason": "far"}, {"answer": "met", "reason": "far"}):
        phone.post(f"{LIST}/{six[0].id}/decision", form)

    assert decision_of(session, ada) == ("met", "", None)


def test_later_takes_somebody_off_teaches_nothing_and_ends_by_itself(
    session: Session, event: Event, ada: Attendee, six: list[Attendee], phone_of: PhoneOf, clock: Clock
) -> None:
    phone, ben = phone_of(ada), six[0]

    page = phone.get(phone.post(f"{LIST}/{ben.id}/decision", {"answer": "later"}).headers["Location"])
    known_to_the_matcher = people_of(session, event.id).answers
    session.commit()
    clock.now = NOW + timedelta(hours=2)

    assert "Put off. They come back to your list by themselves. Undo" in text_of(page)
    assert names_on(page.text)[0] == "Cleo Guest"
    assert decision_of(session, ada) == ("later", "", NOW + timedelta(hours=2))
    assert known_to_the_matcher == ()
    assert names_on(phone.get(LIST).text)[0] == "Ben Guest"


def test_a_list_of_people_put_off_says_so(session: Session, ada: Attendee, six: list[Attendee], phone_of: PhoneOf) -> None:
    phone = phone_of(ada)
    for other in six:
        phone.post(f"{LIST}/{other.id}/decision", {"answer": "later"})

    told = text_of(phone.get(LIST))

    assert "Everybody comes back later You put 6 people off." in told


def test_on_the_first_visit_nobody_is_new_and_looking_alone_keeps_nothing(
    session: Session, ada: Attendee, six: list[Attendee], phone_of: PhoneOf
) -> None:
    phone = phone_of(ada)

    pages = [phone.get(LIST).text for _ in range(2)]

    assert [new_on(page) for page in pages] == [[], []]
    assert session.scalars(select(SeenMatch.other_id)).all() == []


def test_whoever_came_since_the_last_look_is_marked_until_the_look_is_over(
    session: Session, event: Event, ada: Attendee, six: list[Attendee], phone_of: PhoneOf, clock: Clock
) -> None:
    phone = phone_of(ada)
    assert phone.post(f"{LIST}/seen", {"ids": ",".join(str(other.id) for other in six)}).status_code == 204
    hour = timedelta(hours=1)
    hana = make_attendee(session, event, "Hana Guest")
    session.add(place(ada, 7, hana))
    session.commit()
    looks = []
    for clock.now in (NOW + hour, NOW + hour + timedelta(minutes=5), NOW + hour + timedelta(minutes=11)):
        looks.append(new_on(phone.get(LIST).text))
        phone.post(f"{LIST}/seen", {"ids": str(hana.id)})

    assert looks == [["Hana"], ["Hana"], []]
    assert "New on your list" not in text_of(phone.get(f"{LIST}/{hana.id}"))


def test_an_answer_tells_who_was_seen_and_only_people_of_the_event_count(
    session: Session, ada: Attendee, six: list[Attendee], phone_of: PhoneOf
) -> None:
    ids = f"{six[1].id},{ada.id},987654,x"

    phone_of(ada).post(f"{LIST}/{six[0].id}/decision", {"answer": "met", "seen": ids})

    assert session.execute(select(SeenMatch.reader_id, SeenMatch.other_id)).all() == [(ada.id, six[1].id)]


def test_whoever_wants_few_people_has_three(session: Session, ada: Attendee, six: list[Attendee], phone_of: PhoneOf) -> None:
    ada.wants_few = True
    session.commit()
    phone = phone_of(ada)

    page, sheet = phone.get(LIST), phone.get(f"{LIST}/sheet")

    assert names_on(page.text) == ["Ben Guest", "Cleo Guest", "Dora Guest"]
    assert "Three people only, as you asked." in text_of(page)
    assert "Your three people" in text_of(sheet)


def test_the_page_of_five_has_the_first_five_or_those_one_chooses(
    session: Session, event: Event, ada: Attendee, six: list[Attendee], phone_of: PhoneOf
) -> None:
    phone = phone_of(ada)
    outsider = make_attendee(session, event, "Out Guest")
    session.commit()

    first = phone.get(f"{LIST}/sheet")
    chosen = phone.get(f"{LIST}/sheet?who={six[5].id}&who={six[1].id}&who={outsider.id}")
    all_six = phone.get(f"{LIST}/sheet?{'&'.join(f'who={other.id}' for other in six)}")

    assert names_on(first.text) == ["Ben Guest", "Cleo Guest", "Dora Guest", "Egon Guest", "Fred Guest"]
    assert names_on(chosen.text) == ["Gina Guest", "Cleo Guest"]
    assert "Out Guest" not in chosen.text
    assert "The first 5 are here." in text_of(all_six)
    assert text_of(first).count("Begin with") == text_of(first).count("To keep talking") == text_of(first).count("What we said") == 5
