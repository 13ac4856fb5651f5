"""The profile in a minute, as a page."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.services.interests import answers_of
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from tests.browsers import Phone, text_of
from tests.cast import NOW, make_event, make_interest
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
