"""Photos: whose they are, who sees them, and that nothing but the picture is served (D41)."""

import base64
import re
import time
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.services.photos import keep_photo
from matchmaker.store.models.attendees import Attendee, AttendeePhoto
from matchmaker.store.models.contacts import Contact, ContactSide
from matchmaker.store.models.events import Event
from matchmaker.store.models.safety import Block
from tests.browsers import Phone, form_to, text_of
from tests.cast import NOW, make_attendee, make_event
from tests.photographs import bomb, gps_photo

Phones = Callable[[Attendee], Phone]
MINE = "/e/northlight/interests/photo"


def send(phone: Phone, data: bytes, name: str = "me.jpg"):
    return phone.post(MINE, {"photo": (BytesIO(data), name)}, content_type="multipart/form-data")


def address_in(page: str) -> str:
    return re.findall(r"/e/northlight/photos/\d+/[0-9a-f]{16}", page)[0]


@pytest.fixture
def face(session: Session, event: Event, grace: Attendee) -> str:
    """The address of Grace's photo."""
    return f"/e/northlight/photos/{grace.id}/{keep_photo(session, event.id, grace.id, gps_photo(), now=NOW).fingerprint}"


def test_d41_a_photo_with_a_place_in_it_is_served_without(session: Session, ada: Attendee, phone_of: Phones) -> None:
    phone = phone_of(ada)

    answer = send(phone, gps_photo())

    assert (answer.status_code, answer.location) == (303, f"{MINE}?said=photo-kept")
    served = phone.get(address_in(phone.get(MINE).text))
    assert (served.status_code, served.mimetype) == (200, "image/jpeg")
    assert served.headers["Cache-Control"] == "private, no-cache"
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    with Image.open(BytesIO(served.data)) as shown:
        assert (shown.size, dict(shown.getexif()), "comment" in shown.info) == ((320, 320), {}, False)
    assert b"GPS-canary" not in served.data
    assert len(served.data) <= 30 * 1024
    again = phone.get(address_in(phone.get(MINE).text), headers={"If-None-Match": served.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<!doctype html><script>alert(1)</script>",
        gps_photo() + b"<script>alert(1)</script>",
        bomb("PNG"),
        bomb("JPEG"),
        b"",
    ],
    ids=["svg", "html as png", "polyglot", "png bomb", "jpeg bomb", "nothing"],
)
def test_d41_what_is_no_photo_is_refused_within_a_second_and_nothing_is_kept(
    session: Session, ada: Attendee, phone_of: Phones, data: bytes
) -> None:
    phone = phone_of(ada)
    phone.get(MINE)

    began = time.process_time()
    page = send(phone, data, "me.png")

    assert time.process_time() - began < 1
    assert (page.status_code, 'id="photo-fault"' in page.text) == (422, True)
    assert session.scalar(select(func.count()).select_from(AttendeePhoto)) == 0


def test_a_photo_is_gone_in_one_tap_and_back_with_another(session: Session, event: Event, ada: Attendee, phone_of: Phones) -> None:
    phone = phone_of(ada)
    send(phone, gps_photo())
    address = address_in(phone.get(MINE).text)

    gone = phone.post(f"{MINE}/remove")

    assert "Your photo is gone." in text_of(gone)
    assert phone.get(address).status_code == 404
    assert session.scalar(select(func.count()).select_from(AttendeePhoto)) == 0
    kept = re.findall(r'name="picture" value="([^"]*)"', gone.text)[0]
    session.rollback()
    assert phone.post(MINE, {"picture": kept}).status_code == 303
    assert phone.get(address_in(phone.get(MINE).text)).status_code == 200


def test_another_photo_hands_the_one_before_back(session: Session, ada: Attendee, phone_of: Phones) -> None:
    phone = phone_of(ada)
    send(phone, gps_photo())
    before = phone.get(address_in(phone.get(MINE).text)).data

    other = send(phone, gps_photo(900, 400))
    handed_back = base64.b64decode(form_to(other.text, MINE)["picture"])
    undone = phone.post(MINE, form_to(other.text, MINE))

    assert (other.status_code, "nothing in it but the picture. Undo" in text_of(other), handed_back == before) == (200, True, True)
    assert (undone.status_code, "nothing in it but the picture. Undo" in text_of(undone)) == (200, True)
    assert session.scalar(select(func.count()).select_from(AttendeePhoto)) == 1


@pytest.mark.parametrize("kept", ["no base64!", base64.b64encode(b"<script>").decode(), "A" * 200_000])
def test_an_undo_with_something_else_in_it_is_judged_as_any_upload(ada: Attendee, phone_of: Phones, kept: str) -> None:
    assert phone_of(ada).post(MINE, {"picture": kept}).status_code == 422


def test_removing_none_is_no_fault(ada: Attendee, phone_of: Phones) -> None:
    page = phone_of(ada).post(f"{MINE}/remove")

    assert (page.status_code, "Your photo is gone." in text_of(page)) == (200, False)


def test_attendees_of_the_event_see_it_and_nobody_else(
    session: Session, event: Event, ada: Attendee, face: str, phone_of: Phones, stranger: Phone
) -> None:
    outsider = make_attendee(session, make_event(session, "elsewhere"), "Edsger Elsewhere")

    statuses = [phone_of(ada).get(face).status_code, phone_of(outsider).get(face).status_code, stranger.get(face).status_code]

    assert statuses == [200, 404, 401]


@pytest.mark.parametrize("change", [{"hidden_fields": ["photo"]}, {"listed": False}, {"paused_at": NOW}, {"status": "cancelled"}])
def test_a_hidden_or_absent_persons_photo_is_as_if_there_were_none(
    session: Session, ada: Attendee, grace: Attendee, face: str, phone_of: Phones, change: dict[str, object]
) -> None:
    for name, value in change.items():
        setattr(grace, name, value)
    phone = phone_of(ada)

    hidden, none = phone.get(face), phone.get(face[:-16] + "0" * 16)

    assert (hidden.status_code, hidden.data) == (404, none.data)


def test_contacts_see_a_hidden_photo_until_the_card_is_taken_back(
    session: Session, event: Event, ada: Attendee, grace: Attendee, face: str, phone_of: Phones
) -> None:
    grace.hidden_fields = ["photo"]
    low, high = sorted((ada.person_id, grace.person_id))
    contact = Contact(
        event_id=event.id, low_person_id=low, high_person_id=high, state="exchanged", asked_by=low, created_at=NOW, exchanged_at=NOW
    )
    session.add(contact)
    session.flush()
    session.add_all(ContactSide(contact_id=contact.id, person_id=who, shared_at=NOW) for who in (low, high))
    phone = phone_of(ada)

    before = phone.get(face).status_code
    side = session.scalars(select(ContactSide).where(ContactSide.contact_id == contact.id, ContactSide.person_id == grace.person_id)).one()
    side.withdrawn_at = NOW
    session.commit()

    assert (before, phone.get(face).status_code) == (200, 404)


@pytest.mark.parametrize("by_me", [True, False])
def test_blocked_pairs_do_not_see_each_other(
    session: Session, ada: Attendee, grace: Attendee, face: str, phone_of: Phones, by_me: bool
) -> None:
    one, other = (ada, grace) if by_me else (grace, ada)
    session.add(Block(blocker_id=one.person_id, blocked_id=other.person_id, created_at=NOW))

    assert (phone_of(ada).get(face).status_code, phone_of(grace).get(face).status_code) == (404, 200)
