"""A profile's form that a phone kept while another part of the profile was saved somewhere else."""

import json
from datetime import timedelta

import pytest

from matchmaker.services.interests import answers_of
from matchmaker.store.models.attendees import Attendee
from tests.cast import NOW, give_interests
from tests.outboxes import acks, item, states

FIELDS = ["fields", "talk offer seek headline bio"]
BEFORE = [FIELDS, ["talk_words", "Tides"], ["headline", "Reads maps"], ["bio", "By the sea."]]


@pytest.fixture
def phone(phone_of, ada, session):
    ada.created_at = NOW - timedelta(days=1)
    give_interests(session, ada, talk=["Tides"])
    said_elsewhere(session, ada, minutes=-60, headline="Reads maps", bio="By the sea.")
    return phone_of(ada)


def said_elsewhere(session, ada, *, minutes: int, **fields: object) -> None:
    me = session.get_one(Attendee, ada.id)
    me.interests_saved_at = NOW + timedelta(minutes=minutes)
    for name, value in fields.items():
        setattr(me, name, value)
    session.commit()


def said(session, ada):
    session.expire_all()
    found = answers_of(session, ada.event_id, ada.id)
    session.rollback()
    return found


def test_an_older_form_changes_what_it_changed_and_leaves_what_was_said_since(phone, ada, session, clock, bell) -> None:
    clock.now = NOW + timedelta(hours=1)
    said_elsewhere(session, ada, minutes=30, bio="By the river.", stage=3)
    kept = item("interests", form=[FIELDS, ["talk_words", "Moths"], ["headline", "Draws maps"], ["bio", "By the sea."]], base=BEFORE)

    got = states(phone, kept)

    now = said(session, ada)
    assert (got, now.headline, now.bio, now.stage) == (["kept"], "Draws maps", "By the river.", 3)
    assert [choice.text for choice in now.talk] == ["Moths"]
    assert session.get_one(Attendee, ada.id).interests_saved_at == NOW + timedelta(minutes=30)
    assert "recommend" in bell.words


@pytest.mark.parametrize(("minutes", "stands", "sentence"), [(30, "Sells maps", "saved there later"), (-30, "Draws maps", "but earlier")])
def test_one_field_changed_in_both_places_is_as_the_later_says_and_told(
    minutes: int, stands: str, sentence: str, phone, ada, session, clock
) -> None:
    clock.now = NOW + timedelta(hours=1)
    said_elsewhere(session, ada, minutes=minutes, headline="Sells maps")
    kept = item("interests", form=[FIELDS, ["talk_words", "Tides"], ["headline", "Draws maps"], ["bio", "Here."]], base=BEFORE)

    (ack,) = acks(phone, kept)

    now = said(session, ada)
    assert (ack["state"], now.headline, now.bio) == ("conflict", stands, "Here.")
    assert ack["sentence"].startswith("Headline: This was changed somewhere else too")
    assert sentence in ack["sentence"]


def test_forms_kept_one_after_the_other_each_add_to_what_the_one_before_said(phone, ada, session) -> None:
    first = [FIELDS, ["talk_words", "Tides"], ["talk_words", "Moths"], ["headline", "Reads maps"], ["bio", "By the sea."]]
    second = [["fields", "headline bio stage"], ["headline", "Reads maps"], ["bio", "By the river."], ["stage", "3"]]
    second_base = [["fields", "headline bio stage"], ["headline", "Reads maps"], ["bio", "By the sea."], ["stage", ""]]

    got = states(phone, item("interests", form=first, base=BEFORE), item("interests", form=second, base=second_base))

    now = said(session, ada)
    assert (got, now.bio, now.stage) == (["kept", "kept"], "By the river.", 3)
    assert [choice.text for choice in now.talk] == ["Tides", "Moths"]


def test_the_same_item_twice_is_one_and_a_base_that_is_no_form_is_refused(phone, ada, session) -> None:
    kept = item("interests", form=[FIELDS, ["talk_words", "Moths"], ["headline", "Reads maps"], ["bio", "By the sea."]], base=BEFORE)

    assert states(phone, kept, kept) == ["kept", "kept"]
    assert [choice.text for choice in said(session, ada).talk] == ["Moths"]
    assert [ack["status"] for ack in acks(phone, item("interests", form=BEFORE, base=[["one"]]))] == [400]


def test_a_faulty_form_is_refused_whole(phone, ada, session) -> None:
    (ack,) = acks(phone, item("interests", form=[FIELDS, ["headline", "x" * 141], ["bio", "Here."]], base=BEFORE))

    assert (ack["state"], said(session, ada).bio) == ("refused", "By the sea.")


def test_a_page_that_says_what_it_held_before_changes_only_what_was_changed_in_it(phone, ada, session) -> None:
    said_elsewhere(session, ada, minutes=-30, bio="By the river.", headline="Sells maps")
    form = {"fields": "headline bio", "headline": "Draws maps", "bio": "By the sea."}
    base = [["fields", "headline bio"], ["headline", "Reads maps"], ["bio", "By the sea."]]

    def saved(base: str) -> tuple[str, str]:
        assert phone.post("/e/northlight/interests/about", {**form, "base": base}).status_code == 303
        now = said(session, ada)
        return now.headline, now.bio

    assert saved(json.dumps(base)) == ("Draws maps", "By the river.")
    assert saved("[" * 9_000) == ("Draws maps", "By the sea.")  # what can't be read is no base, and the form counts whole
