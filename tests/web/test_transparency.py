"""How a list is made, told to its reader; and the plain list, which is made for nobody."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.domain.matching.plain import shuffle_for
from matchmaker.domain.matching.setup import MatchingSetup, as_stored
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact
from matchmaker.store.models.events import Event
from matchmaker.store.models.matches import Decision, Recommendation
from matchmaker.store.models.matching import StoredSetup
from tests.browsers import Phone, text_of
from tests.cast import NOW, give_interests, make_attendee, make_event
from tests.conftest import Bell, Clock

PhoneOf = Callable[[Attendee], Phone]
LIST, HOW = "/e/northlight/matches", "/e/northlight/matches/how"


@pytest.fixture
def plain_ada(session: Session, ada: Attendee) -> Attendee:
    ada.list_kind = "plain"
    return ada


def answer(session: Session, reader: Attendee, other: Attendee, word: str) -> None:
    session.add(Decision(event_id=reader.event_id, reader_id=reader.id, other_id=other.id, answer=word, decided_at=NOW))
    session.flush()


def exchange(session: Session, one: Attendee, other: Attendee) -> None:
    low, high = sorted((one.person_id, other.person_id))
    pair = {"event_id": one.event_id, "low_person_id": low, "high_person_id": high}
    session.add(Contact(**pair, state="exchanged", asked_by=low, created_at=NOW))
    session.flush()


def names_on(page: str) -> list[str]:
    return re.findall(r'/matches/\d+"><bdi>([^<]+)</bdi>', page)


def kind_of(session: Session, attendee: Attendee) -> str | None:
    session.expire_all()
    kind = session.scalar(select(Attendee.list_kind).where(Attendee.id == attendee.id))
    session.commit()
    return kind


def test_the_page_quotes_the_reader_s_own_words_and_names_what_is_empty(session: Session, ada: Attendee, phone_of: PhoneOf) -> None:
    ada.headline, ada.bio = "Engines", "Writes <b>notes</b>."
    give_interests(session, ada, talk=["Open records", "Looms"], seek=["A funder"])

    told = text_of(phone_of(ada).get(HOW))

    assert "You like to talk about Open records , Looms You offer Left empty. You seek A funder" in told
    assert "Your headline Engines About you Writes <b>notes</b>." in told


def test_what_is_kept_for_contacts_is_said_not_to_be_used(session: Session, ada: Attendee, phone_of: PhoneOf) -> None:
    ada.headline, ada.bio, ada.hidden_fields = "Engines", "Writes notes.", ["bio"]

    told = text_of(phone_of(ada).get(HOW))

    assert "Your headline Engines About you Not used: you keep it for people you exchanged cards with." in told
    assert "Writes notes." not in told


def test_the_weights_are_the_event_s_own_right_now(session: Session, event: Event, ada: Attendee, phone_of: PhoneOf) -> None:
    turned = MatchingSetup(
        talk_weight=0.5, words_weight=0.5, fit_weight=0.0, topics_weight=0.0, stage_weight=0.0, shared_weight=0.0, common_language=True
    )
    session.add(StoredSetup(event_id=event.id, settings=as_stored(turned), changed_at=NOW))

    told = text_of(phone_of(ada).get(HOW))

    assert "Likes to talk about 50 Both want" in told
    assert "Words they write 50 Headlines" in told
    assert "Offers and seeks" not in told
    assert "Your languages English. Whoever named languages and none of yours is left out." in told


def test_colleagues_are_told_apart_only_where_the_rule_does(session: Session, event: Event, ada: Attendee, phone_of: PhoneOf) -> None:
    ada.organisation = "Mossbank"
    before = text_of(phone_of(ada).get(HOW))
    session.add(StoredSetup(event_id=event.id, settings=as_stored(MatchingSetup(same_organisation=True)), changed_at=NOW))
    session.commit()

    after = text_of(phone_of(ada).get(HOW))

    assert "Your organisation Mossbank . Colleagues are not suggested to each other." in before
    assert "Mossbank" not in after


def test_what_is_never_used_is_said(ada: Attendee, phone_of: PhoneOf) -> None:
    told = text_of(phone_of(ada).get(HOW))

    assert "What is never used Who is popular, who was shown or opened how often" in told
    assert "Where somebody is or was" in told
    assert "What somebody paid, and which ticket they hold" in told


def test_one_s_answers_are_listed_and_taken_back_from_there(
    session: Session, ada: Attendee, grace: Attendee, linus: Attendee, phone_of: PhoneOf
) -> None:
    answer(session, ada, grace, "not_for_me")
    answer(session, grace, ada, "know_already")
    answer(session, ada, linus, "met")
    linus.listed = False
    phone = phone_of(ada)

    page = phone.get(HOW)
    back = re.findall(r'action="(/e/northlight/matches/\d+/decision)"', page.text)
    phone.post(back[0], {"answer": "undo"})

    assert "Grace Hopper Not for me Take it back" in text_of(page)
    assert "I know them already Take it back" not in text_of(page)
    assert "Linus" not in text_of(page)
    assert back == [f"{LIST}/{grace.id}/decision"]
    assert "You have answered nothing yet." in text_of(phone.get(HOW))


def test_where_first_names_are_seen_answers_name_no_more(
    session: Session, event: Event, ada: Attendee, grace: Attendee, linus: Attendee, phone_of: PhoneOf
) -> None:
    event.sees = "first_names"
    answer(session, ada, grace, "not_for_me")
    answer(session, ada, linus, "met")
    exchange(session, ada, linus)

    told = text_of(phone_of(ada).get(HOW))

    assert "Grace Not for me" in told
    assert "Linus Torvalds We have met" in told


def test_one_button_leads_to_the_plain_list_and_one_back(
    session: Session, event: Event, ada: Attendee, grace: Attendee, phone_of: PhoneOf, bell: Bell
) -> None:
    phone = phone_of(ada)

    chosen = phone.post(f"{LIST}/kind", {"list_kind": "plain"})
    plain, as_plain = text_of(phone.get(chosen.headers["Location"])), kind_of(session, ada)
    back = phone.post(f"{LIST}/kind", {"list_kind": "personal"})
    personal = text_of(phone.get(back.headers["Location"]))

    assert (chosen.status_code, back.status_code) == (303, 303)
    assert as_plain == "plain"
    assert "This is a plain list from now on. Nothing about you orders it." in plain
    assert "Everybody here A plain list: the one person you may see." in plain
    assert "Your list is made for you again." in personal
    assert kind_of(session, ada) == "personal"
    assert bell.words == []


@pytest.mark.parametrize("kind", ["", "best", "PLAIN"])
def test_a_kind_the_page_does_not_offer_changes_nothing(session: Session, ada: Attendee, phone_of: PhoneOf, kind: str) -> None:
    refused = phone_of(ada).post(f"{LIST}/kind", {"list_kind": kind})

    assert refused.status_code == 400
    assert "nothing was changed" in text_of(refused)
    assert kind_of(session, ada) == "personal"


def test_the_plain_list_shows_everybody_without_reasons_in_the_order_of_the_day(
    session: Session, event: Event, plain_ada: Attendee, phone_of: PhoneOf, clock: Clock
) -> None:
    people = [make_attendee(session, event, f"P{at:02} Person", headline=f"Does {at}") for at in range(40)]
    session.add(
        Recommendation(
            event_id=event.id, reader_id=plain_ada.id, rank=1, other_id=people[5].id, score=1, likeness=1, complement=0, reasons=[]
        )
    )
    phone = phone_of(plain_ada)

    pages = [phone.get(f"{LIST}?page={page}") for page in (1, 2, 3)]
    names = [names_on(page.text) for page in pages]
    clock.now = NOW + timedelta(days=1)
    tomorrow = names_on(phone.get(LIST).text)

    place = shuffle_for(event.id, plain_ada.id, NOW.date()).place_of
    assert names[0] + names[1] == [person.name for person in sorted(people, key=lambda person: place(person.id))]
    assert (len(names[0]), names[2]) == (30, names[1])
    assert tomorrow != names[0]
    assert "A plain list: all 40 people you may see." in text_of(pages[0])
    assert "wild card" not in text_of(pages[0]).casefold()
    assert "Why you two" not in text_of(pages[0])


def test_whoever_left_hides_was_turned_away_or_met_is_not_on_the_plain_list(
    session: Session, event: Event, plain_ada: Attendee, grace: Attendee, linus: Attendee, phone_of: PhoneOf
) -> None:
    names = ("Gone Gil", "Hidden Hal", "Turned Tom", "Known Kay", "Met Mia", "Swapped Sue", "Asked Amy", "Elsewhere Ed")
    gone, hidden, turned, known, met, swapped, asked = (make_attendee(session, event, name) for name in names[:-1])
    make_attendee(session, make_event(session, "southlight"), names[-1])
    gone.status, hidden.listed = "cancelled", False
    for other, word in ((turned, "not_for_me"), (known, "know_already"), (met, "met"), (linus, "accepted")):
        answer(session, plain_ada, other, word)
    exchange(session, plain_ada, swapped)
    low, high = sorted((plain_ada.person_id, asked.person_id))
    pair = {"event_id": event.id, "low_person_id": low, "high_person_id": high}
    session.add(Contact(**pair, state="pending", asked_by=low, created_at=NOW))

    shown = names_on(phone_of(plain_ada).get(LIST).text)

    assert set(shown) == {"Grace Hopper", "Linus Torvalds", "Asked Amy"}


def test_the_page_of_a_person_opens_from_the_plain_list_without_reasons(
    session: Session, event: Event, plain_ada: Attendee, grace: Attendee, phone_of: PhoneOf
) -> None:
    reason = {
        "kind": "alike",
        "mine_field": "talk",
        "theirs_field": "talk",
        "mine": [["Looms", True]],
        "theirs": [["Looms", True]],
        "topic": "Looms",
    }
    place = {"rank": 1, "other_id": grace.id, "score": 1, "likeness": 1, "complement": 0, "reasons": [reason]}
    session.add(Recommendation(event_id=event.id, reader_id=plain_ada.id, **place))

    told = text_of(phone_of(plain_ada).get(f"{LIST}/{grace.id}"))

    assert "Grace Hopper" in told
    assert "Your list is plain, so nothing was worked out about you two." in told
    assert "A first question" in told
    assert "Looms" not in told
    assert "Why you two" not in told


def test_nobody_opens_from_a_plain_list_whom_it_could_not_show(
    session: Session, event: Event, plain_ada: Attendee, phone_of: PhoneOf
) -> None:
    gone = make_attendee(session, event, "Gone Gil", status="cancelled")
    hidden = make_attendee(session, event, "Hidden Hal", listed=False)
    stranger = make_attendee(session, make_event(session, "southlight"), "Elsewhere Ed")
    phone = phone_of(plain_ada)

    pages = [phone.get(f"{LIST}/{other_id}") for other_id in (gone.id, hidden.id, stranger.id, plain_ada.id, 987_654)]

    assert {(page.status_code, page.data) for page in pages} == {(404, pages[-1].data)}


def test_an_answer_from_the_plain_list_counts_and_is_taken_back(
    session: Session, plain_ada: Attendee, grace: Attendee, linus: Attendee, phone_of: PhoneOf
) -> None:
    phone = phone_of(plain_ada)

    given = phone.post(f"{LIST}/{grace.id}/decision", {"answer": "not_for_me"})
    after = phone.get(given.headers["Location"])
    undone = phone.post(f"{LIST}/{grace.id}/decision", {"answer": "undo"})
    again = phone.get(undone.headers["Location"])

    assert names_on(after.text) == ["Linus Torvalds"]
    assert "Not suggested to you again. Undo" in text_of(after)
    assert set(names_on(again.text)) == {"Grace Hopper", "Linus Torvalds"}


def test_a_plain_reader_never_waits_for_a_list(
    session: Session, event: Event, plain_ada: Attendee, grace: Attendee, phone_of: PhoneOf
) -> None:
    plain_ada.lists_wanted = event.lists_wanted = 5
    plain_ada.interests_saved_at = NOW

    told = text_of(phone_of(plain_ada).get(LIST))

    assert "Everybody here" in told


def test_a_plain_list_without_anybody_says_so(plain_ada: Attendee, phone_of: PhoneOf) -> None:
    assert "Nobody to show yet" in text_of(phone_of(plain_ada).get(LIST))


def test_after_the_event_the_plain_list_stays_readable(
    session: Session, event: Event, plain_ada: Attendee, grace: Attendee, phone_of: PhoneOf
) -> None:
    event.closed_at = NOW

    page = phone_of(plain_ada).get(LIST)

    assert "Northlight 26 is over. Whom you met stays with you among your contacts." in text_of(page)
    assert names_on(page.text) == ["Grace Hopper"]


def test_a_plain_reader_stands_on_the_lists_of_others_as_before(
    session: Session, event: Event, plain_ada: Attendee, grace: Attendee, phone_of: PhoneOf
) -> None:
    place = {"rank": 1, "other_id": plain_ada.id, "score": 1, "likeness": 1, "complement": 0, "reasons": []}
    session.add(Recommendation(event_id=event.id, reader_id=grace.id, **place))
    grace.interests_saved_at = NOW
    event.lists_built_at = NOW

    assert names_on(phone_of(grace).get(LIST).text) == ["Ada Lovelace"]


def test_the_made_list_says_that_it_is_made_and_leads_to_how(
    session: Session, event: Event, ada: Attendee, grace: Attendee, phone_of: PhoneOf
) -> None:
    place = {"rank": 1, "other_id": grace.id, "score": 1, "likeness": 1, "complement": 0, "reasons": []}
    session.add(Recommendation(event_id=event.id, reader_id=ada.id, **place))
    event.lists_built_at = NOW

    page = phone_of(ada).get(LIST)

    assert "This list is made for you. Nobody is ranked by how popular they are." in text_of(page)
    assert f'href="{HOW}"' in page.text


def test_whoever_said_nothing_is_led_to_the_plain_list_too(ada: Attendee, phone_of: PhoneOf) -> None:
    page = phone_of(ada).get(LIST)

    assert "First, three questions" in text_of(page)
    assert f'href="{HOW}"' in page.text


@pytest.mark.parametrize(("path", "most"), [(LIST, 3), (HOW, 5)])
def test_few_and_many_people_take_the_same_few_statements(
    session: Session, event: Event, plain_ada: Attendee, phone_of: PhoneOf, statements: list[str], path: str, most: int
) -> None:
    phone, counts = phone_of(plain_ada), []
    for more in (1, 45):
        for at in range(more):
            other = make_attendee(session, event, f"P{more}x{at} Person")
            if at % 2:
                answer(session, plain_ada, other, "not_for_me")
        session.commit()
        statements.clear()
        phone.get(path)
        counts.append(len(statements))

    assert counts[0] == counts[1] <= most


def test_a_plain_page_asked_for_again_is_the_same_page(session: Session, plain_ada: Attendee, grace: Attendee, phone_of: PhoneOf) -> None:
    phone = phone_of(plain_ada)
    first = phone.get(LIST)

    again = phone.get(LIST, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
