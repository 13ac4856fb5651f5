"""My data: a name and an address set right, and what must be proven before anything of weight happens."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from matchmaker.domain.signin.secrets import sign_in_code
from matchmaker.services.letters import write_letter
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import EventRole
from matchmaker.store.models.mail import OutboxLetter, Suppression
from matchmaker.store.models.people import Person
from matchmaker.store.models.signin import LoginLink
from tests.browsers import text_of
from tests.cast import NOW, make_attendee, make_event, make_organiser

DELETE, MOVE = "/me/data/delete", "/me/data/address"


def newest_code(session, settings) -> str:
    link = session.scalars(select(LoginLink).order_by(LoginLink.id.desc()).limit(1)).one()
    code = sign_in_code(settings.signin_key, link.salt)
    session.rollback()
    return code


def prove_own_address(phone, session, settings) -> None:
    phone.post(f"{MOVE}/own")
    assert phone.post(f"{MOVE}/own/code", {"code": newest_code(session, settings)}).status_code == 303


def people(session) -> dict[str, str]:
    session.rollback()
    found = dict(list(session.execute(select(Person.name, Person.email))))
    session.rollback()
    return found


def test_a_name_is_set_right_at_open_events_and_not_at_closed_ones(session, ada, phone_of) -> None:
    closed = make_event(session, "over", closed_at=NOW)
    make_attendee(session, closed, "Ada Lovelace", session.get_one(Person, ada.person_id))

    answer = phone_of(ada).post("/me/data/name", {"name": "Augusta Ada King"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/me/data?said=saved")
    session.rollback()
    names = session.execute(select(Attendee.event_id, Attendee.name).where(Attendee.person_id == ada.person_id)).all()
    assert sorted(map(tuple, names)) == [(ada.event_id, "Augusta Ada King"), (closed.id, "Ada Lovelace")]


def test_no_name_is_refused_with_a_sentence(ada, phone_of) -> None:
    answer = phone_of(ada).post("/me/data/name", {"name": " !! "})

    assert answer.status_code == 422
    assert "The name has no letter in it." in text_of(answer)


def test_an_address_changes_once_its_owner_has_typed_the_code(session, ada, phone_of, settings) -> None:
    session.add(Suppression(recipient="ada@example.org", kind="bulk", reason="unsubscribed", created_at=NOW))
    phone = phone_of(ada)
    prove_own_address(phone, session, settings)

    assert phone.post(MOVE, {"email": "Ada@New.example"}).status_code == 303
    assert "ada@new.example" in text_of(phone.get(MOVE))
    assert people(session)["Ada Lovelace"] == "ada@example.org"
    answer = phone.post(f"{MOVE}/code", {"code": newest_code(session, settings)})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/me/data?said=address-changed")
    assert people(session)["Ada Lovelace"] == "ada@new.example"
    assert session.scalars(select(Suppression.recipient)).all() == ["ada@new.example"]


def test_a_borrowed_phone_alone_moves_nobody_to_another_mailbox(session, ada, phone_of, settings) -> None:
    phone = phone_of(ada)
    phone.post(f"{MOVE}/own")
    phone.post(f"{MOVE}/own")  # a newer letter ends the older link, which proves nothing

    asked = phone.post(MOVE, {"email": "thief@new.example"})
    tried = phone.post(f"{MOVE}/code", {"code": newest_code(session, settings)})

    assert [asked.status_code, tried.status_code] == [403, 403]
    assert people(session) == {"Ada Lovelace": "ada@example.org"}


def test_an_address_of_somebody_else_is_never_taken_over(session, ada, grace, phone_of, settings) -> None:
    phone = phone_of(ada)
    prove_own_address(phone, session, settings)
    phone.post(MOVE, {"email": "grace@example.org"})

    answer = phone.post(f"{MOVE}/code", {"code": newest_code(session, settings)})

    assert answer.status_code == 422
    assert "has an account of its own here" in text_of(answer)
    assert people(session)["Grace Hopper"] == "grace@example.org"


@pytest.mark.parametrize(("start", "typed"), [(MOVE, "ada@new.example"), (DELETE, "ada@example.org")])
def test_wrong_late_and_foreign_codes_change_nothing(session, ada, grace, phone_of, settings, clock, start, typed) -> None:
    phone, other, second = phone_of(ada), phone_of(grace), phone_of(ada)
    if start == MOVE:
        prove_own_address(phone, session, settings)
        prove_own_address(other, session, settings)
        prove_own_address(second, session, settings)
    phone.post(start, {"email": typed})
    code = newest_code(session, settings)
    wrong = "000000" if code != "000000" else "111111"

    foreign = other.post(f"{start}/code", {"code": code})
    second_browser = second.post(f"{start}/code", {"code": code})
    tries = [phone.post(f"{start}/code", {"code": wrong}).status_code for _ in range(5)]
    spent = phone.post(f"{start}/code", {"code": code})

    assert [foreign.status_code, second_browser.status_code, *tries, spent.status_code] == [422] * 8
    phone.post(start, {"email": typed})
    code = newest_code(session, settings)
    clock.now = NOW + timedelta(seconds=settings.signin_seconds + 1)
    assert phone.post(f"{start}/code", {"code": code}).status_code == 422
    assert people(session) == {"Ada Lovelace": "ada@example.org", "Grace Hopper": "grace@example.org"}


def test_a_code_for_the_address_does_not_delete_and_one_for_signing_in_does_neither(session, ada, phone_of, settings) -> None:
    phone = phone_of(ada)
    prove_own_address(phone, session, settings)
    phone.post(MOVE, {"email": "ada@new.example"})
    first = phone.post(f"{DELETE}/code", {"code": newest_code(session, settings)})
    phone.post("/sign-in", {"email": "ada@example.org"})
    code = newest_code(session, settings)

    assert [first.status_code, *(phone.post(f"{page}/code", {"code": code}).status_code for page in (DELETE, MOVE))] == [422] * 3
    assert people(session)["Ada Lovelace"] == "ada@example.org"


def test_deleting_asks_for_one_s_own_address_and_mails_digits_without_a_link(session, ada, phone_of, settings) -> None:
    phone = phone_of(ada)

    refused = phone.post(DELETE, {"email": "grace@example.org"})
    taken = phone.post(DELETE, {"email": " ADA@example.org"})

    assert (refused.status_code, taken.status_code) == (422, 303)
    assert "That is not the address you are signed in with." in text_of(refused)
    session.rollback()
    row = session.scalars(select(OutboxLetter)).one()
    letter = write_letter(session, row.id, settings=settings, now=NOW)
    session.rollback()
    code = newest_code(session, settings)
    assert letter.subject == f"{code} is your code to delete everything of yours"
    assert re.findall(r"https?://\S*in\S*", letter.text) == []
    assert letter.to_address == "ada@example.org"


def test_the_only_owner_of_an_event_is_told_what_to_do_first(session, event, laptop_of) -> None:
    olga = make_organiser(session, event)
    laptop = laptop_of(olga)

    refused = laptop.post(DELETE, {"email": "olga@example.org"})
    second = make_organiser(session, None, "Oscar Second")
    session.add(EventRole(event_id=event.id, person_id=second.id, role="owner", created_at=NOW))
    session.commit()

    assert refused.status_code == 422
    assert "You are the only owner of Northlight 26." in text_of(refused)
    assert laptop.post(DELETE, {"email": "olga@example.org"}).status_code == 303


def test_an_attendee_of_two_events_is_gone_from_both(session, ada, phone_of, settings) -> None:
    make_attendee(session, make_event(session, "southlight"), "Ada Lovelace", session.get_one(Person, ada.person_id))
    phone = phone_of(ada)
    phone.post(DELETE, {"email": "ada@example.org"})

    answer = phone.post(f"{DELETE}/code", {"code": newest_code(session, settings)})

    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies"'
    assert re.fullmatch(r"/\?said=erased#account=[0-9a-f]{24}", answer.headers["Location"])
    session.rollback()
    assert session.scalars(select(Attendee.id)).all() == []
