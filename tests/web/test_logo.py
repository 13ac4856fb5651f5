"""The logo's page, its address, and the undo."""

import base64
from io import BytesIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from tests.browsers import Phone, form_to, text_of
from tests.photographs import gps_photo

PAGE = "/organise/events/northlight/logo"


def logo_of(session: Session) -> str:
    session.rollback()
    found = session.scalars(select(Event.logo)).one()
    session.rollback()
    return found


def test_a_logo_comes_stands_on_the_attendees_page_goes_and_comes_back(
    session: Session, event: Event, organiser: Person, laptop_of, stranger: Phone
) -> None:
    laptop = laptop_of(organiser)
    kept = laptop.post(PAGE, {"logo": (BytesIO(gps_photo(600, 200)), "logo.jpg")}, content_type="multipart/form-data")
    fingerprint = logo_of(session)
    shown, picture = stranger.get("/e/northlight/").text, stranger.get(f"/e/northlight/logo/{fingerprint}")
    gone = laptop.post(f"{PAGE}/remove")
    without = (logo_of(session), stranger.get(f"/e/northlight/logo/{fingerprint}").status_code)
    laptop.post(PAGE, {"picture": base64.b64encode(picture.data).decode()})

    assert (kept.status_code, f"/e/northlight/logo/{fingerprint}" in shown) == (303, True)
    assert (picture.mimetype, picture.headers["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert ("The logo is gone." in text_of(gone), without) == (True, ("", 404))
    assert f'action="{PAGE}" enctype="multipart/form-data"' in gone.text
    assert stranger.get(f"/e/northlight/logo/{logo_of(session)}").status_code == 200


def test_a_new_logo_hands_the_one_before_back(session: Session, event: Event, organiser: Person, laptop_of, stranger: Phone) -> None:
    laptop = laptop_of(organiser)
    laptop.post(PAGE, {"logo": (BytesIO(gps_photo(600, 200)), "logo.jpg")}, content_type="multipart/form-data")
    before = stranger.get(f"/e/northlight/logo/{logo_of(session)}").data

    other = laptop.post(PAGE, {"logo": (BytesIO(gps_photo(200, 200)), "logo.jpg")}, content_type="multipart/form-data")
    after = logo_of(session)
    undone = laptop.post(PAGE, form_to(other.text, PAGE))
    again = laptop.post(PAGE, form_to(undone.text, PAGE))

    assert (other.status_code, "nothing in it but the picture. Undo" in text_of(other)) == (200, True)
    assert f"/e/northlight/logo/{after}" in other.text
    assert before == base64.b64decode(form_to(other.text, PAGE)["picture"])
    assert (undone.status_code, again.status_code, logo_of(session)) == (200, 200, after)


def test_the_same_logo_once_more_takes_no_place(session: Session, event: Event, organiser: Person, laptop_of) -> None:
    laptop = laptop_of(organiser)
    same = [
        laptop.post(PAGE, {"logo": (BytesIO(gps_photo(600, 200)), "logo.jpg")}, content_type="multipart/form-data").status_code
        for _ in "ab"
    ]

    assert same == [303, 303]


def test_what_is_no_picture_is_told_and_nothing_changes(session: Session, event: Event, organiser: Person, laptop_of) -> None:
    answer = laptop_of(organiser).post(PAGE, {"logo": (BytesIO(b"<svg/>"), "logo.svg")}, content_type="multipart/form-data")

    assert (answer.status_code, "We can’t read this as a picture." in text_of(answer), logo_of(session)) == (422, True, "")
