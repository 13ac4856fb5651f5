"""Which language a page speaks, who may choose it, and what stays in place whichever it is."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from matchmaker.languages import known_languages
from matchmaker.settings import HOUSE, Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from matchmaker.web.furniture import say
from matchmaker.web.languages import language_names, listed
from tests.browsers import Phone, text_of
from tests.cast import NOW
from tests.domain.test_event_draft import GOOD
from tests.signing_in import ask, open_post_office

PhoneOf = Callable[[Attendee], Phone]
GERMAN = {"Accept-Language": "de-AT,de;q=0.9,en;q=0.5"}
ARABIC = {"Accept-Language": "ar-EG,ar;q=0.9"}


def spoken(page: str) -> str:
    """The language a page says it is in."""
    return page.split('<html lang="', 1)[1].split('"', 1)[0]


def test_every_file_is_a_language_and_ours_comes_first() -> None:
    assert next(iter(known_languages())) == HOUSE
    assert {"de", "ar"} < set(known_languages())
    assert {("en-GB", "English"), ("de", "Deutsch"), ("ar", "العربية")} <= set(language_names())


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("de", "de"),
        ("de-CH, en;q=0.4", "de"),
        ("en-US, en;q=0.9, de;q=0.8", "en-GB"),
        ("fr, ar;q=0.3", "ar"),
        ("ar_EG", "ar"),
        ("de;q=0, fr", "en-GB"),
        ("xx, *", "en-GB"),
        ("", "en-GB"),
        (";;q=äö,,", "en-GB"),
    ],
)
def test_the_browser_is_answered_in_the_best_language_it_asks_for(stranger: Phone, asked: str, answered: str) -> None:
    page = stranger.get("/", headers={"Accept-Language": asked.encode().decode("latin-1")})

    assert (spoken(page.text), page.headers["Content-Language"]) == (answered, answered)
    assert {"Accept-Language", "Cookie"} <= set(page.vary)


def test_an_arabic_page_runs_from_right_to_left(stranger: Phone) -> None:
    page = stranger.get("/", headers=ARABIC).text

    assert '<html lang="ar" dir="rtl">' in page
    assert "فتح الفعالية" in page


def test_the_event_s_language_counts_for_whoever_chose_none(stranger: Phone, session: Session, event: Event) -> None:
    event.language = "ar"
    session.commit()

    assert spoken(stranger.get("/e/northlight/", headers=GERMAN).text) == "ar"


def test_a_language_that_is_gone_is_passed_over(session: Session, event: Event, ada: Attendee, phone_of: PhoneOf) -> None:
    event.language = "tlh"
    session.get_one(Person, ada.person_id).locale = "xx-YY"
    phone = phone_of(ada)
    phone.client.set_cookie("language", "../../etc", domain="localhost")

    assert spoken(phone.get("/e/northlight/matches", headers=GERMAN).text) == "de"


def test_who_is_signed_in_keeps_their_choice_on_every_device(
    session: Session, event: Event, ada: Attendee, phone_of: PhoneOf, app: Flask, settings: Settings
) -> None:
    event.language = "ar"
    phone = phone_of(ada)

    answer = phone.post("/language", {"language": "de", "back": "/e/northlight/contacts?search=a"})

    assert (answer.status_code, answer.location) == (303, "/e/northlight/contacts?search=a")
    session.expire_all()
    assert session.get_one(Person, ada.person_id).locale == "de"
    other = Phone(app, settings).sign_in(session, ada.person_id, purpose="attendee", now=NOW)
    assert spoken(other.get("/e/northlight/matches").text) == "de"


def test_a_choice_before_the_sign_in_is_kept_with_the_person(
    session: Session, event: Event, stranger: Phone, settings: Settings, engine: Engine, tmp_path: Path
) -> None:
    session.commit()
    stranger.post("/language", {"language": "ar", "back": "/e/northlight/"})

    with open_post_office(settings, engine, tmp_path, lambda: NOW) as office:
        ask(stranger, "nia@example.org")
        entered = stranger.post("/e/northlight/code", {"code": office.code()})

    assert entered.status_code == 303
    assert session.scalars(select(Person.locale).where(Person.email == "nia@example.org")).one() == "ar"


def test_a_code_speaks_the_language_of_the_page_that_asked_and_later_letters_that_of_the_page_signed_in_on(
    session: Session, event: Event, stranger: Phone, settings: Settings, engine: Engine, tmp_path: Path
) -> None:
    session.commit()

    with open_post_office(settings, engine, tmp_path, lambda: NOW) as office:
        ask(stranger, "nia@example.org", headers=GERMAN)
        (letter,) = office.letters()
        stranger.post("/e/northlight/code", {"code": office.code()}, headers={"Accept-Language": "ar"})

    nia = session.scalars(select(Person).where(Person.email == "nia@example.org")).one()
    assert dict(letter.headers)["Content-Language"] == "de"
    assert '<html lang="de" dir="ltr"' in letter.html
    assert (nia.locale, nia.letter_language) == ("", "ar")


def test_the_house_s_language_is_the_last_to_be_asked(app: Flask, stranger: Phone, event: Event) -> None:
    app.extensions["matchmaker.settings"] = app.extensions["matchmaker.settings"].model_copy(update={"language": "de"})

    assert spoken(stranger.get("/e/northlight/", headers={"Accept-Language": "tlh"}).text) == "de"
    assert spoken(stranger.get("/e/northlight/", headers={"Accept-Language": "en"}).text) == "en-GB"


def test_a_choice_can_be_taken_back(session: Session, event: Event, ada: Attendee, phone_of: PhoneOf) -> None:
    phone = phone_of(ada)
    phone.post("/language", {"language": "de"})

    answer = phone.post("/language", {"language": "", "back": "/e/northlight/contacts"})

    assert answer.location == "/e/northlight/contacts"
    session.expire_all()
    assert session.get_one(Person, ada.person_id).locale == ""
    assert spoken(phone.get("/e/northlight/contacts").text) == "en-GB"


def test_the_choice_leaves_a_cookie_that_names_nobody(stranger: Phone) -> None:
    answer = stranger.client.post("/language", data={"language": "de"})

    [cookie] = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("language=de; ")
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert answer.location == "/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil", "javascript:x"])
def test_the_way_back_stays_here(stranger: Phone, elsewhere: str) -> None:
    assert stranger.client.post("/language", data={"language": "de", "back": elsewhere}).location == "/"


def test_a_language_nobody_wrote_is_refused(stranger: Phone) -> None:
    answer = stranger.client.post("/language", data={"language": "tlh"})

    assert answer.status_code == 400
    assert "don’t speak that language" in text_of(answer)
    assert "Set-Cookie" not in answer.headers


def test_another_site_cannot_choose(stranger: Phone) -> None:
    answer = stranger.client.post("/language", data={"language": "ar"}, headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403


def test_the_choice_offers_every_language_by_its_own_name(stranger: Phone) -> None:
    page = stranger.get("/?event=northlight+26", headers=GERMAN).text

    assert 'value="ar" lang="ar" dir="rtl">العربية</button>' in page
    assert 'value="de" lang="de" dir="ltr" aria-current="true">Deutsch</button>' in page
    assert '<input type="hidden" name="back" value="/?event=northlight+26">' in page


def test_error_pages_speak_the_language_too(ada: Attendee, phone_of: PhoneOf, stranger: Phone) -> None:
    phone = phone_of(ada)
    phone.post("/language", {"language": "de"})

    missing, unsigned = phone.get("/e/northlight/matches/99999"), stranger.get("/organise/", headers=ARABIC)

    assert (missing.status_code, spoken(missing.text)) == (404, "de")
    assert (phone.get("/nowhere").status_code, spoken(phone.get("/nowhere").text)) == (404, "de")
    assert (unsigned.status_code, '<html lang="ar" dir="rtl">' in unsigned.text) == (401, True)


def test_an_event_s_language_does_not_tell_that_it_is_there(
    session: Session, event: Event, phone_of: PhoneOf, laptop_of: Callable[[Person], Phone], organiser: Person
) -> None:
    """The desk of an event that is not yours looks like that of one that is not there."""
    event.language = "ar"
    outsider = Person(email="o@example.org", email_key="o@example.org", name="O", created_at=NOW)
    session.add(outsider)
    session.flush()
    laptop = laptop_of(outsider)

    real, invented = laptop.get("/organise/events/northlight/"), laptop.get("/organise/events/nowhere/")

    assert (real.status_code, real.data, list(real.headers)) == (404, invented.data, list(invented.headers))


def test_a_strange_badge_page_is_the_same_for_every_code_in_each_language(stranger: Phone, session: Session, event: Event) -> None:
    event.language = "de"
    session.commit()

    pages = {stranger.get(f"/b/{code * 26}", headers=ARABIC).data for code in "07K"}

    assert len(pages) == 1


def test_the_event_form_sets_the_language(session: Session, event: Event, laptop_of: Callable[[Person], Phone], organiser: Person) -> None:
    laptop = laptop_of(organiser)

    refused = laptop.post("/organise/events/northlight/settings", {**GOOD, "language": "tlh"})
    answer = laptop.post("/organise/events/northlight/settings", {**GOOD, "language": "de"})

    assert (answer.status_code, refused.status_code) == (303, 422)
    session.expire_all()
    assert event.language == "de"
    assert '<option value="de" selected>Deutsch</option>' in laptop.get("/organise/events/northlight/settings").text


def test_drawn_pages_are_kept_for_each_language(ada: Attendee, grace: Attendee, phone_of: PhoneOf) -> None:
    phone = phone_of(ada)

    pages = [spoken(phone.get("/e/northlight/matches", headers=asked).text) for asked in (GERMAN, ARABIC, GERMAN)]

    assert pages == ["de", "ar", "de"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "شخص واحد"),
        (2, "شخصان"),
        (3, "3 أشخاص"),
        (10, "10 أشخاص"),
        (11, "11 شخصًا"),
        (99, "99 شخصًا"),
        (100, "100 شخص"),
        (102, "102 شخص"),
        (103, "103 أشخاص"),
    ],
)
def test_arabic_counts_in_its_six_forms(app: Flask, number: int, words: str) -> None:
    from flask_babel import ngettext

    with app.test_request_context("/", headers=ARABIC):
        assert ngettext("%(num)s person", "%(num)s people", number) == words


@pytest.mark.parametrize(("asked", "written"), [("en", "1,204"), ("de", "1.204"), ("ar", "1,204")])
def test_large_numbers_are_parted_as_the_language_parts_them_and_years_are_not(app: Flask, asked: str, written: str) -> None:
    counted = '{{ ngettext("%(num)s row read.", "%(num)s rows read.", 1204) }}'
    page = counted + ' {{ number_text(1204) }} {{ number_text(999) }} {{ number_text("–") }} {{ 2026 }}'

    with app.test_request_context("/", headers={"Accept-Language": asked}):
        words = render_template_string(page)

    assert words.count(written) == 2
    assert words.endswith(f" {written} 999 – 2026")


def test_words_of_the_other_direction_are_fenced_off(app: Flask) -> None:
    with app.test_request_context("/", headers=ARABIC):
        assert "\u2068Ada <b>\u2069".replace("<b>", "&lt;b&gt;") in say("%(name)s offers", name="Ada <b>")
    with app.test_request_context("/"):
        assert say("%(name)s offers", name="ليلى") == "\u2068ليلى\u2069 offers"
        assert say("%(name)s offers", name="Ada") == "Ada offers"


def test_lists_are_parted_as_the_language_parts_them(app: Flask) -> None:
    for asked, parted, joined in (("en", "a, b, c", "a, b and c"), ("de", "a, b, c", "a, b und c")):
        with app.test_request_context("/", headers={"Accept-Language": asked}):
            assert (listed(["a", "b", "c"]), listed(["a", "b", "c"], ends_with_and=True), listed([])) == (parted, joined, "")
    with app.test_request_context("/", headers=ARABIC):
        assert listed(["نعم", "لا", "<b>"], ends_with_and=True) == "نعم ولا و\u2068&lt;b&gt;\u2069"
        assert listed(["نعم", "لا"]) == "نعم، لا"
