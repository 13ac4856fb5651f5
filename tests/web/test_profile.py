"""About me, who sees what of it, and how others see it: what is hidden stands on no page of anybody who has not exchanged cards."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.domain.privacy.fields import HIDEABLE
from matchmaker.services.interests import answers_of
from matchmaker.services.list_rows import profile_of
from matchmaker.services.photos import keep_photo
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact
from matchmaker.store.models.events import Event
from matchmaker.store.models.matches import Recommendation
from matchmaker.store.queries.recommend import people_of
from tests.browsers import Phone, text_of
from tests.cast import NOW, give_interests, make_attendee, make_interest
from tests.conftest import Bell
from tests.photographs import gps_photo
from tests.scanning import Worn, wear_badge

Phones = Callable[[Attendee], Phone]
HOME = "/e/northlight"
SECRET = "canary-w7Rq"
WORDS = {field: f"{SECRET}-{field}" for field in ("headline", "organisation", "bio", "pronouns", "name_sounds")}
REASON = {
    "kind": "alike",
    "theirs_field": "talk",
    "mine_field": "talk",
    "mine": [["Old maps", True]],
    "theirs": [["Old maps", True]],
    "topic": "",
}


@pytest.fixture
def hider(session: Session, event: Event, grace: Attendee) -> Attendee:
    """Grace, who keeps everything she can for those she exchanged cards with."""
    give_interests(session, grace, talk=["Old maps"])
    for field, words in WORDS.items():
        setattr(grace, field, words)
    grace.stage, grace.languages, grace.language_levels, grace.approach = 4, ["cy"], {"cy": "first"}, "ask"
    grace.hidden_fields = list(HIDEABLE)
    keep_photo(session, event.id, grace.id, gps_photo(), now=NOW)
    return grace


@pytest.fixture
def listed(session: Session, event: Event, ada: Attendee, hider: Attendee) -> None:
    """Ada's list from before Grace hid anything: it quotes her headline and her bio."""
    old = [{**REASON, "theirs_field": field, "theirs": [[WORDS[field], True]], "topic": WORDS[field]} for field in ("headline", "bio")]
    shared = {**REASON, "kind": "shared", "theirs_field": "shared", "theirs": [[f"{SECRET}-shared", True]]}
    place = {"rank": 1, "score": 1.0, "likeness": 1.0, "complement": 0.0, "reasons": [*old, shared, REASON]}
    session.add(Recommendation(event_id=event.id, reader_id=ada.id, other_id=hider.id, **place))
    give_interests(session, ada, talk=["Old maps"])
    event.lists_built_at = NOW
    session.flush()


@pytest.fixture
def badges(session: Session, ada: Attendee, hider: Attendee, settings: Settings) -> dict[int, Worn]:
    return {who.id: wear_badge(session, who, settings.badge_key) for who in (ada, hider)}


def test_what_is_hidden_is_on_no_page_before_cards_are_exchanged(
    session: Session, ada: Attendee, hider: Attendee, listed: None, badges: dict[int, Worn], phone_of: Phones
) -> None:
    phone = phone_of(ada)

    made = [phone.get(f"{HOME}/matches"), phone.get(f"{HOME}/matches/{hider.id}"), phone.get(badges[hider.id].path)]
    ada.list_kind = "plain"
    session.commit()
    plain = [phone.get(f"{HOME}/matches"), phone.get(f"{HOME}/matches/{hider.id}")]
    hider.exchange_mode, ada.exchange_mode = "ask", "ask"
    session.commit()
    phone_of(hider).post(badges[ada.id].path, {"scan_id": str(uuid4())})
    asked = [phone.get(f"{HOME}/contacts"), phone.get(f"{HOME}/contacts/1")]

    for page in (*made, *plain, *asked):
        assert page.status_code == 200
        assert SECRET not in page.text
        assert "/photos/" not in page.text
        assert "Welsh" not in page.text
    assert "Grace Hopper" in text_of(made[1])
    assert "Old maps" in text_of(made[1])
    assert "Ask me first" in text_of(made[1])
    assert "Grace Hopper" in text_of(asked[1])


def test_after_the_exchange_contacts_see_it(
    session: Session, ada: Attendee, hider: Attendee, listed: None, badges: dict[int, Worn], phone_of: Phones
) -> None:
    phone = phone_of(ada)
    contact = phone.post(badges[hider.id].path, {"scan_id": str(uuid4())})

    match = phone.get(f"{HOME}/matches/{hider.id}")

    told = text_of(match)
    assert [words for words in WORDS.values() if words not in told] == []
    assert "Welsh (first language)" in told
    assert "/photos/" in match.text
    assert WORDS["headline"] in contact.text
    assert f"/photos/{hider.id}/" in contact.text


def test_a_card_that_is_taken_back_takes_along_what_was_kept_for_contacts(
    session: Session, ada: Attendee, hider: Attendee, listed: None, badges: dict[int, Worn], phone_of: Phones
) -> None:
    phone = phone_of(ada)
    phone.post(badges[hider.id].path, {"scan_id": str(uuid4())})
    contact_id = session.scalars(select(Contact.id)).one()
    before = phone.get(f"{HOME}/matches/{hider.id}").text

    phone_of(hider).post(f"{HOME}/contacts/{contact_id}/withdraw")

    pages = [phone.get(path) for path in (f"{HOME}/matches", f"{HOME}/matches/{hider.id}", f"{HOME}/contacts/{contact_id}")]
    assert SECRET in before
    assert [(page.status_code, SECRET in page.text, "/photos/" in page.text) for page in pages] == [(200, False, False)] * 3


def test_what_is_hidden_is_not_used_for_matching(session: Session, event: Event, hider: Attendee) -> None:
    session.commit()
    people = people_of(session, event.id)

    told = profile_of(next(one for one in people.attendees if one.id == hider.id), people)

    assert (tuple(told.talk_about), told.headline, tuple(told.texts), told.organisation) == (("Old maps",), "", (), "")
    assert (told.stage, tuple(told.languages)) == (None, ())


def test_first_names_only_keeps_how_the_whole_name_is_said(
    session: Session, event: Event, ada: Attendee, hider: Attendee, listed: None, phone_of: Phones
) -> None:
    event.sees, hider.hidden_fields = "first_names", []

    told = text_of(phone_of(ada).get(f"{HOME}/matches/{hider.id}"))

    assert (WORDS["pronouns"] in told, WORDS["name_sounds"] in told, WORDS["organisation"] in told) == (True, False, False)


def test_about_me_keeps_each_field(session: Session, event: Event, ada: Attendee, phone_of: Phones, bell: Bell) -> None:
    give_interests(session, ada, talk=["Old maps"])
    form = {
        "fields": "headline bio stage languages remote pronouns name_sounds approach wants_few",
        "headline": "Draws engines",
        "bio": "I draw.",
        "stage": "3",
        "language": ["Welsh", "", "english"],
        "language_level": ["little", "", "first"],
        "remote": "1",
        "pronouns": "she",
        "name_sounds": "AY-da",
        "approach": "ask",
        "wants_few": "1",
    }

    answer = phone_of(ada).post(f"{HOME}/interests/about", form)

    assert (answer.status_code, answer.location) == (303, f"{HOME}/interests/about?said=interests-saved")
    session.expire_all()
    said = answers_of(session, event.id, ada.id)
    assert [one.text for one in said.talk] == ["Old maps"]
    assert (said.headline, said.bio, said.stage, said.languages) == ("Draws engines", "I draw.", 3, ("cy", "en"))
    assert (dict(said.levels), said.remote, said.pronouns) == ({"cy": "little", "en": "first"}, True, "she")
    assert (said.name_sounds, said.approach, said.wants_few) == ("AY-da", "ask", True)
    assert bell.words == ["recommend"]
    page = phone_of(ada).get(f"{HOME}/interests/about").text
    assert ('value="Welsh"' in page, page.count('value="first" selected')) == (True, 1)


def test_a_language_in_another_region_survives_a_save_of_the_page(session: Session, event: Event, ada: Attendee, phone_of: Phones) -> None:
    ada.languages = ["pt-BR", "en"]
    phone = phone_of(ada)
    shown = "Brazilian Portuguese"
    assert f'value="{shown}"' in phone.get(f"{HOME}/interests/about").text

    phone.post(f"{HOME}/interests/about", {"fields": "languages", "language": [shown, "English"], "language_level": ["talk", ""]})

    session.expire_all()
    assert answers_of(session, event.id, ada.id).languages == ("pt-BR", "en")


def test_faults_keep_what_was_typed(session: Session, event: Event, ada: Attendee, phone_of: Phones, bell: Bell) -> None:
    form = {"fields": "languages pronouns", "language": ["Klingonish", "Welsh"], "language_level": ["fluent", ""], "pronouns": "p" * 41}

    page = phone_of(ada).post(f"{HOME}/interests/about", form)

    assert (page.status_code, 'value="Klingonish"' in page.text, "p" * 41 in page.text) == (422, True, True)
    assert '<option value="fluent" selected>' in page.text
    assert bell.words == []


def test_who_sees_what_is_chosen_field_by_field(session: Session, event: Event, ada: Attendee, phone_of: Phones, bell: Bell) -> None:
    give_interests(session, ada, talk=["Old maps"])
    ada.headline = "Draws engines"
    phone = phone_of(ada)

    phone.post(f"{HOME}/interests/visibility", {"fields": "hidden", "hidden": ["bio", "photo", "email", "name"]})

    session.expire_all()
    said = answers_of(session, event.id, ada.id)
    assert (said.hidden, said.headline) == (("bio", "photo"), "Draws engines")
    assert bell.words == ["recommend"]
    session.rollback()
    assert phone.get(f"{HOME}/interests/visibility").text.count(" checked") == 2
    phone.post(f"{HOME}/interests/visibility", {"fields": "hidden"})
    session.expire_all()
    assert answers_of(session, event.id, ada.id).hidden == ()


def test_the_preview_is_what_others_see(
    session: Session, event: Event, ada: Attendee, hider: Attendee, listed: None, badges: dict[int, Worn], phone_of: Phones
) -> None:
    event.sees = "first_names"
    phone = phone_of(hider)

    fits, met = phone.get(f"{HOME}/interests/preview"), phone.get(f"{HOME}/interests/preview?as=met")

    assert (SECRET in fits.text, "/photos/" in fits.text, "Welsh" in fits.text) == (False, False, False)
    assert "Hopper" not in text_of(fits).partition("As others see you Interests")[2]
    assert [words for words in WORDS.values() if words not in text_of(met)] == []
    assert ("Welsh (first language)" in text_of(met), "/photos/" in met.text) == (True, True)
    assert "Old maps" in text_of(fits)


def test_shy_people_get_three_and_one_question_stands_under_the_list(
    session: Session, event: Event, ada: Attendee, phone_of: Phones, statements: list[str]
) -> None:
    give_interests(session, ada, talk=["Old maps"])
    event.lists_built_at = NOW
    for rank in range(1, 6):
        other = make_attendee(session, event, f"P{rank} Reader")
        place = {"rank": rank, "score": 1.0, "likeness": 1.0, "complement": 0.0, "reasons": [REASON]}
        session.add(Recommendation(event_id=event.id, reader_id=ada.id, other_id=other.id, **place))
    phone = phone_of(ada)
    statements.clear()
    usual = phone.get(f"{HOME}/matches")
    assert len(statements) == 2
    ada.wants_few = True
    session.commit()

    few, later = phone.get(f"{HOME}/matches"), phone.get(f"{HOME}/matches?later=seek")

    assert [page.text.count('class="card match') for page in (usual, few)] == [5, 3]
    assert "Say what you are looking for; it brings the best people." in text_of(few)
    assert "Say one thing you can offer." in text_of(later)
    assert 'class="card question"' not in phone.get(f"{HOME}/matches?later=all").text


def test_markup_in_every_field_stays_text(
    session: Session, event: Event, ada: Attendee, hider: Attendee, listed: None, phone_of: Phones
) -> None:
    wicked = "\"'><script>alert(1)</script>{{ 7*7 }}"
    for field in WORDS:
        setattr(hider, field, wicked[:40])
    hider.hidden_fields = []
    make_interest(session, event, wicked, ("<i>other</i>",))

    pages = [phone_of(ada).get(f"{HOME}/matches/{hider.id}").text]
    pages += [phone_of(hider).get(f"{HOME}/interests{path}").text for path in ("", "/about", "/visibility", "/preview", "/preview?as=met")]

    assert [page for page in pages if "<script>" in page or "<i>other" in page] == []


def test_the_pages_take_few_statements_whatever_is_said(
    app: Flask, session: Session, ada: Attendee, phone_of: Phones, statements: list[str]
) -> None:
    phone, counts = phone_of(ada), {}
    for path in ("about", "visibility", "preview", "photo"):
        taken = []
        for more in (1, 6):
            give_interests(session, ada, talk=[f"{path} {more} {number}" for number in range(more)])
            session.commit()
            statements.clear()
            phone.get(f"{HOME}/interests/{path}")
            taken.append(len(statements))
        counts[path] = taken

    assert counts == {"about": [3, 3], "visibility": [4, 4], "preview": [4, 4], "photo": [2, 2]}


def test_the_badge_says_how_its_owner_may_be_approached(
    session: Session, hider: Attendee, badges: dict[int, Worn], phone_of: Phones
) -> None:
    page = phone_of(hider).get(f"{HOME}/badge")

    assert "Ask me first" in text_of(page)
    assert session.scalar(select(Attendee.approach).where(Attendee.id == hider.id)) == "ask"
