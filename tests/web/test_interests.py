"""The profile in a minute, as a page."""

import json
import re
from collections.abc import Callable
from html import unescape

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.services.interests import answers_of
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from tests.browsers import Phone, text_of
from tests.cast import NOW, give_interests, make_event, make_interest
from tests.conftest import Bell

Phones = Callable[[Attendee], Phone]


def test_saving_keeps_every_answer_and_hurries_the_lists(
    session: Session, event: Event, ada: Attendee, phone_of: Phones, bell: Bell
) -> None:
    rust = make_interest(session, event, "Rust")

    answer = phone_of(ada).post(
        "/e/northlight/interests",
        {
            "talk": [str(rust.id)],
            "talk_words": ["Old maps"],
            "offer_words": ["", "An hour on your grant text"],
            "headline": "Draws engines",
            "bio": "I draw.",
            "stage": "3",
            "languages": "English, Welsh",
            "remote": "1",
        },
    )

    assert (answer.status_code, answer.location) == (303, "/e/northlight/matches?said=interests-saved")
    session.expire_all()
    said = answers_of(session, event.id, ada.id)
    assert [(choice.text, choice.interest_id) for choice in said.talk] == [("Rust", rust.id), ("Old maps", None)]
    assert [choice.text for choice in said.offer] == ["An hour on your grant text"]
    assert (said.headline, said.bio, said.stage, said.languages, said.remote) == ("Draws engines", "I draw.", 3, ("en", "cy"), True)
    row = session.execute(select(Attendee).where(Attendee.id == ada.id)).scalar_one()
    assert (row.interests_saved_at, row.lists_wanted) == (NOW, 1)
    assert bell.words == ["recommend"]


def test_an_empty_form_is_no_answer_and_the_list_page_asks_again(
    session: Session, event: Event, ada: Attendee, phone_of: Phones, bell: Bell
) -> None:
    ada.interests_saved_at = NOW
    session.commit()

    answer = phone_of(ada).post(
        "/e/northlight/interests", {"talk_words": [""], "languages": "English", "stage": "3"}, follow_redirects=True
    )

    assert "First, three questions" in text_of(answer)
    session.expire_all()
    assert session.execute(select(Attendee.interests_saved_at).where(Attendee.id == ada.id)).scalar_one() is None


def test_faults_keep_what_was_typed_and_save_nothing(session: Session, event: Event, ada: Attendee, phone_of: Phones, bell: Bell) -> None:
    answer = phone_of(ada).post("/e/northlight/interests", {"talk_words": ["Old maps"], "headline": "h" * 141, "languages": "Klingonish"})

    assert answer.status_code == 422
    assert "Old maps" in answer.text
    assert "h" * 141 in answer.text
    assert "Klingonish" in answer.text
    session.expire_all()
    assert answers_of(session, event.id, ada.id).talk == ()
    assert bell.words == []


def test_without_script_plus_and_cross_work_and_save_nothing(session: Session, event: Event, ada: Attendee, phone_of: Phones) -> None:
    phone = phone_of(ada)

    added = phone.post("/e/northlight/interests", {"talk_words": ["Old maps", "Choirs"], "add": "talk"})
    removed = phone.post("/e/northlight/interests", {"talk_words": ["Old maps", "Choirs"], "remove": "talk:Choirs"})

    assert (added.status_code, "Remove: Choirs" in added.text) == (200, True)
    assert ("Remove: Old maps" in removed.text, "Remove: Choirs" in removed.text) == (True, False)
    session.expire_all()
    assert answers_of(session, event.id, ada.id).talk == ()


def test_a_tag_of_another_event_is_not_stored(session: Session, event: Event, ada: Attendee, phone_of: Phones) -> None:
    foreign = make_interest(session, make_event(session, "elsewhere"), "Canary tag")

    phone_of(ada).post("/e/northlight/interests", {"talk": [str(foreign.id)]})

    session.expire_all()
    assert answers_of(session, event.id, ada.id).talk == ()


def test_the_page_says_what_is_private(session: Session, ada: Attendee, phone_of: Phones) -> None:
    page = phone_of(ada).get("/e/northlight/interests")

    assert "Your address is never shown." in text_of(page)
    assert page.headers["Cache-Control"] == "no-store"


def test_another_word_for_a_tag_is_stored_as_the_tag_in_the_order_given(
    session: Session, event: Event, ada: Attendee, phone_of: Phones
) -> None:
    postgres, rust = make_interest(session, event, "PostgreSQL", ("Postgres", "psql")), make_interest(session, event, "Rust")

    form = {"talk": [str(rust.id)], "talk_words": ["PSQL", "Old maps"], "talk_order": ["Old maps", "PostgreSQL"]}
    phone_of(ada).post("/e/northlight/interests", form)

    session.expire_all()
    said = answers_of(session, event.id, ada.id)
    assert [(one.text, one.interest_id) for one in said.talk] == [("Old maps", None), ("PostgreSQL", postgres.id), ("Rust", rust.id)]


def test_arrows_move_without_script_and_save_nothing(session: Session, event: Event, ada: Attendee, phone_of: Phones) -> None:
    form = {"talk_words": ["Maps", "Choirs"], "talk_order": ["Maps", "Choirs"], "move": "talk:up:Choirs"}

    page = phone_of(ada).post("/e/northlight/interests", form)

    order = re.findall(r'name="talk_order" value="([^"]*)"', page.text.replace('value=""', ""))
    assert order == ["Choirs", "Maps"]
    assert 'id="talk-order" data-order open' in page.text
    session.expire_all()
    assert answers_of(session, event.id, ada.id).talk == ()


@pytest.mark.parametrize("move", ["talk:up:Nobody", "id:up:Maps", "talk:sideways:Maps", "", ":::"])
def test_odd_moves_change_nothing(ada: Attendee, phone_of: Phones, move: str) -> None:
    page = phone_of(ada).post("/e/northlight/interests", {"talk_words": ["Maps", "Choirs"], "move": move})

    assert (page.status_code, page.text.index("Maps") < page.text.index("Choirs")) == (200, True)


def test_few_tags_come_with_the_page_and_many_are_asked_for_when_typing_begins(
    session: Session, event: Event, ada: Attendee, phone_of: Phones
) -> None:
    tag = make_interest(session, event, "PostgreSQL", ("Postgres", "psql"))
    phone = phone_of(ada)

    few = phone.get("/e/northlight/interests")
    for number in range(60):
        make_interest(session, event, f"Tag {number}")
    session.commit()
    many, asked = phone.get("/e/northlight/interests"), phone.get("/e/northlight/interests/tags")

    assert json.loads(unescape(re.findall(r'data-words="([^"]*)"', few.text)[0])) == [[tag.id, "PostgreSQL", ["Postgres", "psql"]]]
    assert re.findall(r'data-words="([^"]*)" data-words-from="([^"]*)"', many.text) == [("", "/e/northlight/interests/tags")]
    assert (asked.json or [])[0] == [tag.id, "PostgreSQL", ["Postgres", "psql"]]
    assert len(asked.json or []) == 61
    again = phone.get("/e/northlight/interests/tags", headers={"If-None-Match": asked.headers["ETag"]})
    assert again.status_code == 304


def test_the_first_visit_asks_three_questions_and_shows_what_more_there_is_later(
    session: Session, event: Event, ada: Attendee, grace: Attendee, phone_of: Phones
) -> None:
    rust = make_interest(session, event, "Rust")
    phone = phone_of(ada)

    first = phone.get("/e/northlight/interests").text
    for who in (ada, grace):
        phone_of(who).post("/e/northlight/interests", {"talk": [str(rust.id)]})
    then = phone.get("/e/northlight/interests")

    assert ('class="minute"><summary>' in first, "Who sees what</a>" in first, "Show me my people" in first) == (True, False, True)
    assert ('class="minute" open><summary>' in then.text, "Who sees what</a>" in then.text) == (True, True)
    assert "Your words meet one person already." in text_of(then)


def test_one_question_is_answered_from_the_page_of_matches(
    session: Session, event: Event, ada: Attendee, phone_of: Phones, bell: Bell
) -> None:
    give_interests(session, ada, talk=["Old maps"], seek=["Readers"], offer=["Time"])
    ada.list_kind, ada.hidden_fields = "plain", ["bio"]
    phone = phone_of(ada)

    asked = phone.get("/e/northlight/matches")
    later, never = phone.get("/e/northlight/matches?later=headline"), phone.get("/e/northlight/matches?later=all")
    answer = phone.post("/e/northlight/interests/question", {"fields": "headline", "headline": "Draws engines"})

    assert "Add a headline: what you do, in a few words." not in text_of(asked)  # a plain list is not made of it
    assert (later.status_code, never.status_code) == (200, 200)
    assert (answer.status_code, answer.location) == (303, "/e/northlight/matches?said=interests-saved")
    session.expire_all()
    said = answers_of(session, event.id, ada.id)
    assert (said.headline, [one.text for one in said.talk], said.hidden) == ("Draws engines", ["Old maps"], ("bio",))
    assert bell.words == ["recommend"]


def test_a_question_answered_wrongly_comes_back_with_what_was_typed(ada: Attendee, phone_of: Phones) -> None:
    page = phone_of(ada).post("/e/northlight/interests/question", {"fields": "languages", "languages": "Klingonish"})

    assert (page.status_code, 'value="Klingonish"' in page.text) == (422, True)
    assert "We don’t know “Klingonish” as a language." in text_of(page)


def test_the_page_takes_the_same_few_statements_for_few_and_many_words(
    session: Session, event: Event, ada: Attendee, phone_of: Phones, statements: list[str]
) -> None:
    phone, counts = phone_of(ada), []
    for more in (1, 8):
        give_interests(session, ada, talk=[f"Words {more} {number}" for number in range(more)])
        make_interest(session, event, f"Tag {more}", ("one", "two") if more == 1 else ())
        session.commit()
        statements.clear()
        phone.get("/e/northlight/interests")
        counts.append(len(statements))

    assert counts == [6, 6]
