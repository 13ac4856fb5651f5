"""What no page of ours sends gets a plain answer on both engines, and nothing of it is stored."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from matchmaker.services.interests import answers_of
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.people import Person
from tests.browsers import Phone, text_of

EVENT, DESK = "/e/northlight", "/organise/events/northlight"
NUMBERS = ("2147483648", "9223372036854775808", "9" * 300)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_larger_than_any_row_has_is_not_there(phone_of: Callable[[Attendee], Phone], ada: Attendee, number: str) -> None:
    phone = phone_of(ada)
    posts = [
        f"/matches/{number}/decision",
        f"/contacts/{number}",
        *(f"/contacts/{number}/{word}" for word in ("accept", "decline", "withdraw")),
    ]
    gets = [f"/matches/{number}", f"/contacts/{number}", f"/contacts/{number}.vcf"]

    answers = [phone.post(EVENT + path, {"answer": "met"}).status_code for path in posts]
    answers += [phone.get(EVENT + path).status_code for path in gets]

    assert answers == [404] * 8


@pytest.mark.parametrize("number", NUMBERS)
def test_the_desk_knows_no_such_number_either(laptop_of: Callable[[Person], Phone], organiser: Person, number: str) -> None:
    laptop = laptop_of(organiser)
    posts = [f"/roster/uploads/{number}/{word}" for word in ("mapping", "confirm")] + [
        f"/letters/{number}/{word}" for word in ("again", "leave")
    ]

    answers = [laptop.post(DESK + path).status_code for path in posts]
    answers += [laptop.get(DESK + path).status_code for path in (f"/roster/uploads/{number}", f"/badges/sheets/{number}.pdf")]

    assert answers == [404] * 6


@pytest.mark.parametrize("path", ["/e/%00/", "/e/north%00light/in", "/organise/events/%00/", "/b/%00", "/u/%00"])
def test_an_address_with_a_nul_leads_nowhere(phone_of: Callable[[Attendee], Phone], ada: Attendee, path: str) -> None:
    assert phone_of(ada).get(path).status_code == 404


def test_an_invitation_of_a_number_that_nobody_has_is_refused(stranger: Phone, ada: Attendee, session: Session) -> None:
    session.commit()

    answer = stranger.post(f"{EVENT}/invitation", {"token": f"{'9' * 18}-{'a' * 43}"})

    assert answer.status_code == 422


@pytest.mark.parametrize("spoilt", [b"headline=Caf%E9", b"headline=Caf\xe9", b"headline=ok&talk_words=a%ED%A0%80b"])
def test_bytes_that_are_no_text_are_not_stored_as_something_else(
    phone_of: Callable[[Attendee], Phone], ada: Attendee, session: Session, spoilt: bytes
) -> None:
    phone = phone_of(ada)
    before = answers_of(session, ada.event_id, ada.id)
    session.rollback()
    session.expire_all()
    body = f"csrf_token={phone.token()}&".encode() + spoilt

    answer = phone.client.post(f"{EVENT}/interests", data=body, content_type="application/x-www-form-urlencoded")

    assert (answer.status_code, "bytes that are no text" in text_of(answer)) == (400, True)
    assert answers_of(session, ada.event_id, ada.id) == before


def test_a_form_in_parts_is_held_to_the_same(phone_of: Callable[[Attendee], Phone], ada: Attendee) -> None:
    phone = phone_of(ada)
    parts = {"csrf_token": phone.token().encode(), "headline": b"Caf\xe9"}
    body = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value) for name, value in parts.items()
    )

    answer = phone.client.post(f"{EVENT}/interests", data=body + b"--x--\r\n", content_type="multipart/form-data; boundary=x")

    assert answer.status_code == 400


def test_text_in_any_language_is_kept_as_it_is(phone_of: Callable[[Attendee], Phone], ada: Attendee, session: Session) -> None:
    answer = phone_of(ada).post(f"{EVENT}/interests", {"headline": "Café, Βόλος & 100 % 日本語 👩‍💻"})

    session.expire_all()
    assert answer.status_code == 303
    assert answers_of(session, ada.event_id, ada.id).headline == "Café, Βόλος & 100 % 日本語 👩‍💻"
