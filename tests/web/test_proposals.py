"""Introductions on the phone: proposing, answering, taking back, and what the pages say."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.proposals import Proposal
from tests.browsers import Phone, text_of
from tests.cast import give_interests, make_attendee
from tests.meetings import meet
from tests.proposals import REASON, introduce, knows_both, question_id, say

PhoneOf = Callable[[Attendee], Phone]
HERE = "/e/northlight/introductions"


def test_from_a_contact_to_two_questions_and_back(session, ada, grace, linus, phone_of: PhoneOf, bell) -> None:
    contacts = knows_both(session, ada, grace, linus)
    phone = phone_of(ada)
    page = phone.get(f"/e/northlight/contacts/{contacts[0]}").text
    form = phone.get(f"{HERE}/new?one={contacts[0]}").text

    asked = phone.post(f"{HERE}/new", {"one": str(contacts[0]), "other": str(contacts[1]), "reason": REASON})
    listed = text_of(phone.get(HERE))
    session.rollback()
    number = session.scalars(select(Proposal.id)).one()
    session.rollback()
    back = phone.post(f"{HERE}/proposed/{number}/take-back")
    after = text_of(phone.get(HERE))
    again = phone.post(f"{HERE}/proposed/{number}/again")

    assert f'href="{HERE}/new?one={contacts[0]}"' in page
    assert f'<option value="{contacts[0]}" data-words="grace hopper gracehopper" selected>' in form
    assert [answer.location for answer in (asked, back, again)] == [
        f"{HERE}?said=proposal-{word}" for word in ("asked", "taken-back", "again")
    ]
    assert f"Grace Hopper and Linus Torvalds {REASON} Asked Until Thu 19 Nov 2026 each of them may answer." in listed
    assert "Taken back Undo" in after
    assert bell.words == ["send_mail"]


def test_a_form_with_faults_comes_back_as_it_was_typed(session, ada, grace, linus, phone_of: PhoneOf) -> None:
    contacts = knows_both(session, ada, grace, linus)
    phone = phone_of(ada)

    answer = phone.post(
        f"{HERE}/new", {"one": str(contacts[0]), "other": str(contacts[1]), "reason": "Grace is <b>great</b>", "to_one": "Hi"}
    )

    assert answer.status_code == 422
    assert "“grace” says who one of the two is. Neither may know before both agree." in text_of(answer)
    assert "Grace is &lt;b&gt;great&lt;/b&gt;</textarea>" in answer.text
    assert f'<option value="{contacts[1]}" data-words="linus torvalds linustorvalds" selected>' in answer.text
    assert session.scalars(select(Proposal.id)).all() == []


@pytest.mark.parametrize(("answer", "said"), [("yes", "You said yes"), ("no", "You said no"), ("later", "Decide later")])
def test_an_answer_is_one_press_and_the_page_says_it(
    session, ada, grace, linus, settings, phone_of: PhoneOf, answer: str, said: str
) -> None:
    proposal = introduce(session, ada, knows_both(session, ada, grace, linus), settings, to_one="Has sailed it all")
    here = f"{HERE}/{question_id(session, proposal, grace)}"
    phone = phone_of(grace)
    page = text_of(phone.get(here))
    me = text_of(phone.get("/e/northlight/me"))

    pressed = phone.post(here, {"answer": answer, "shared": "email"})

    assert "Ada would like to introduce you to somebody AL Ada Lovelace Asks you" in page
    assert f"Ada writes to both of you: {REASON} And to you, about the other one: Has sailed it all" in page
    assert "One person would introduce you to somebody" in me
    assert pressed.location == f"{here}?said=introduced-{answer}"
    assert said in text_of(phone.get(here))
    assert "would introduce you to somebody" not in text_of(phone.get("/e/northlight/me"))


def test_the_second_yes_leads_to_the_card(session, ada, grace, linus, settings, phone_of: PhoneOf) -> None:
    proposal = introduce(session, ada, knows_both(session, ada, grace, linus), settings)
    say(session, proposal, linus, "yes")
    here = f"{HERE}/{question_id(session, proposal, grace)}"
    phone = phone_of(grace)

    pressed = phone.post(here, {"answer": "yes"}, follow_redirects=True)

    assert "You two are introduced. Their card is yours, and yours is theirs." in text_of(pressed)
    contact = pressed.text.partition("/e/northlight/contacts/")[2]
    card = text_of(phone.get("/e/northlight/contacts"))
    assert "Linus Torvalds" in card
    assert contact != ""


def test_how_they_met_is_said_on_the_contacts_page(session, ada, grace, linus, settings, phone_of: PhoneOf) -> None:
    proposal = introduce(session, ada, knows_both(session, ada, grace, linus), settings)
    for one in (grace, linus):
        say(session, proposal, one, "yes")
    session.flush()
    contact_id = session.scalars(select(Proposal.contact_id)).one()

    for one in (grace, linus):
        page = text_of(phone_of(one).get(f"/e/northlight/contacts/{contact_id}"))
        assert "You two were introduced: " in page
        assert "scanned" not in page
        assert REASON in page


def test_not_there_and_not_yours_are_the_same(session, ada, grace, linus, settings, phone_of: PhoneOf) -> None:
    proposal = introduce(session, ada, knows_both(session, ada, grace, linus), settings)
    of_grace = question_id(session, proposal, grace)
    phone = phone_of(linus)

    theirs, nowhere = phone.get(f"{HERE}/{of_grace}"), phone.get(f"{HERE}/987654")

    assert (theirs.status_code, theirs.data) == (404, nowhere.data)
    assert phone.post(f"{HERE}/{of_grace}", {"answer": "yes"}).status_code == 404
    assert phone.post(f"{HERE}/proposed/{proposal}/take-back").status_code == 404


def test_an_empty_page_says_what_comes_first(session, ada, phone_of: PhoneOf) -> None:
    phone = phone_of(ada)

    assert "Nobody to introduce yet" in text_of(phone.get(HERE))
    assert "Nobody to introduce yet" in text_of(phone.get(f"{HERE}/new"))


def test_fitting_pairs_lead_to_the_form(session, ada, grace, linus, phone_of: PhoneOf) -> None:
    first, second = knows_both(session, ada, grace, linus)
    give_interests(session, grace, offer=["Compilers"])
    give_interests(session, linus, seek=["Compilers"])

    page = phone_of(ada).get(HERE)

    assert "Grace offers “ Compilers ”, and Linus seeks it." in text_of(page)
    assert f'href="{HERE}/new?one={first}&amp;other={second}"' in page.text


@pytest.mark.parametrize("path", ["", "/new"])
def test_the_pages_ask_as_often_for_many_as_for_few(
    session, event, ada, settings, phone_of: PhoneOf, statements: list[str], path: str
) -> None:
    many = settings.model_copy(update={"introductions_per_day": 50})

    def more(count: int) -> int:
        for number in range(count):
            one, other = (make_attendee(session, event, f"{name}{number}{count} Example") for name in ("Un", "Deux"))
            introduce(session, ada, (meet(session, ada, one), meet(session, ada, other)), many)
            third = make_attendee(session, event, f"Trois{number}{count} Example")
            introduce(session, third, (meet(session, third, ada), meet(session, third, one)), settings)
            give_interests(session, third, offer=[f"Sails {number}"])
        phone = phone_of(ada)
        statements.clear()
        assert phone.get(HERE + path).status_code == 200
        return len(statements)

    assert more(2) == more(3)


def test_my_safety_switches_it_off_and_on(session, ada, phone_of: PhoneOf) -> None:
    phone = phone_of(ada)

    off = phone.post("/e/northlight/me/safety", {"turn": "not_introduced"}, follow_redirects=True)
    on = phone.post("/e/northlight/me/safety", {"turn": "introduced"}, follow_redirects=True)

    assert "Nobody can introduce you any more. Whoever tries is not told." in text_of(off)
    assert "People you met may ask you about an introduction again." in text_of(on)
