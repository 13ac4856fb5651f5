"""D10–D13, D15: what a badge's address gives away and what a scan may write. D14, the race, runs on a real server beside this."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.domain.badges.token import SIGNS, badge_code
from matchmaker.store.models.badges import Badge
from matchmaker.store.models.everything import METADATA
from matchmaker.store.models.people import Person
from tests.browsers import text_of
from tests.cast import NOW, make_attendee, make_event
from tests.scanning import Worn, contact_states, new_scan_id, scan_states, wear_badge

CANARY = "canary-7Qx2"


@pytest.fixture
def badges(session: Session, settings, ada, grace, linus) -> dict[str, Worn]:
    """A valid, a random, a withdrawn, another event's and one's own badge, all of people whose every field is a canary."""
    key = settings.badge_key
    elsewhere = make_event(session, "elsewhere")
    stranger = make_attendee(session, elsewhere, f"{CANARY} Sam")
    for owner in (grace, linus, stranger):
        owner.name = owner.organisation = owner.headline = owner.bio = f"{CANARY}-{owner.id}"
        owner.phone, owner.link = f"{CANARY}-phone", f"https://{CANARY}.example"
        owner.shared_fields = ["email", "phone", "link"]
        session.get_one(Person, owner.person_id).email = f"{CANARY}@example.org"
    badges = {
        "valid": wear_badge(session, grace, key),
        "random": Worn(badge_code(b"another key" * 4, event_id=1, attendee_id=1, generation=1), ""),
        "withdrawn": wear_badge(session, linus, key, revoked_at=NOW),
        "foreign": wear_badge(session, stranger, key),
        "own": wear_badge(session, ada, key),
    }
    session.commit()
    return badges


@pytest.fixture
def everything(session: Session):
    """All rows of all tables."""

    def everything() -> dict[str, list[tuple[object, ...]]]:
        session.rollback()
        rows = {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key.columns))]
            for table in METADATA.sorted_tables
        }
        session.rollback()
        return rows

    return everything


def test_d10_a_stranger_gets_the_same_bytes_for_every_code(stranger, badges, everything) -> None:
    before = everything()
    paths = [worn.path for worn in badges.values()]
    paths += [badges["valid"].path.upper(), badges["valid"].path.lower(), "/b/not-a-code", "/b/%F0%9F%99%82", "/b/" + "A" * 3000]

    answers = [stranger.get(path) for path in paths]

    assert {(answer.status, answer.data) for answer in answers} == {("200 OK", answers[0].data)}
    assert {tuple(sorted((name, value) for name, value in answer.headers if name != "Date")) for answer in answers} == {
        tuple(sorted(answers[0].headers))
    }
    assert text_of(answers[0]).count("Sign in to exchange contacts") == 1
    assert CANARY not in answers[0].text
    headers = answers[0].headers
    assert "Set-Cookie" not in headers
    assert (headers["Cache-Control"], headers["Referrer-Policy"], headers["X-Robots-Tag"]) == ("no-store", "no-referrer", "noindex")
    assert everything() == before


def test_d10_head_and_prefetch_are_no_different(stranger, badges) -> None:
    page = stranger.get(badges["valid"].path)

    head = stranger.client.head(badges["random"].path)
    fetched = stranger.get(badges["withdrawn"].path, headers={"Purpose": "prefetch"})

    assert (head.status, head.headers["Content-Length"], head.data) == (page.status, page.headers["Content-Length"], b"")
    assert fetched.data == page.data


def test_d10_a_stranger_is_led_to_the_sign_in_and_back(stranger, badges) -> None:
    answers = {word: stranger.get(f"{worn.path}?sign-in") for word, worn in badges.items()}

    assert {(word, answer.status, answer.headers["Location"]) for word, answer in answers.items()} == {
        (word, "303 SEE OTHER", f"/sign-in?next=/b/{worn.code}") for word, worn in badges.items()
    }
    assert answers["valid"].headers["Referrer-Policy"] == "no-referrer"


def test_d11_looking_at_a_badge_exchanges_nothing(phone_of, ada, grace, badges, everything) -> None:
    phone = phone_of(ada)
    before = everything()

    pages = [phone.get(badges["valid"].path) for _ in range(3)]

    assert {page.status for page in pages} == {"200 OK"}
    assert "Exchange cards" in pages[0].text
    assert CANARY not in pages[0].text
    assert pages[0].headers["Cache-Control"] == "no-store"
    assert everything() == before
    assert "Nobody yet, and that is fine" in phone_of(grace).get("/e/northlight/contacts").text


def test_unknown_withdrawn_and_foreign_codes_give_one_page_by_looking_and_by_pressing(phone_of, ada, badges) -> None:
    phone = phone_of(ada)
    codes = [badges[word].path for word in ("random", "withdrawn", "foreign")] + ["/b/nonsense"]

    looked = [phone.get(path) for path in codes]
    pressed = [phone.post(path, {"scan_id": new_scan_id()}) for path in codes]

    assert {(page.status, page.data) for page in looked + pressed} == {("404 NOT FOUND", looked[0].data)}
    assert {tuple(sorted(page.headers)) for page in looked + pressed} == {tuple(sorted(looked[0].headers))}
    assert "We do not know this badge" in looked[0].text


def test_ones_own_badge_has_its_own_page(phone_of, ada, badges, session) -> None:
    phone = phone_of(ada)

    looked, pressed = phone.get(badges["own"].path), phone.post(badges["own"].path, {"scan_id": new_scan_id()})

    assert looked.data == pressed.data
    assert "This is your own badge" in looked.text
    assert scan_states(session) == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null", "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/xml"}, 415),
    ],
)
def test_d12_a_scan_that_another_site_sends_is_refused(phone_of, ada, badges, everything, headers, status) -> None:
    phone = phone_of(ada)
    before = everything()

    answer = phone.post(badges["valid"].path, {"scan_id": new_scan_id()}, headers=headers)

    assert answer.status_code == status
    assert CANARY not in answer.text
    assert everything() == before


@pytest.mark.parametrize("headers", [{}, {"Origin": "null"}, {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}])
@pytest.mark.parametrize("token", [None, "", "wrong", "of somebody else"])
def test_d12_a_scan_without_its_form_token_is_refused(phone_of, ada, linus, badges, everything, token, headers) -> None:
    phone = phone_of(ada)
    if token == "of somebody else":
        token = phone_of(linus).token()
    before = everything()
    form = {"scan_id": new_scan_id()} | ({} if token is None else {"csrf_token": token})

    answer = phone.client.post(badges["valid"].path, data=form, headers=headers)

    assert answer.status_code == 403
    assert everything() == before


def test_d12_the_same_scan_from_our_own_page_is_taken(phone_of, ada, badges, session) -> None:
    """Without this one, the refusals above might refuse everything."""
    answer = phone_of(ada).post(
        badges["valid"].path, {"scan_id": new_scan_id()}, headers={"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    )

    assert answer.status_code == 200
    assert CANARY in answer.text
    assert scan_states(session) == ["exchanged"]


def test_a_scan_needs_somebody_who_is_signed_in(stranger, badges, everything) -> None:
    before = everything()

    answer = stranger.post(badges["valid"].path, {"scan_id": new_scan_id()})

    assert answer.status_code == 401
    assert CANARY not in answer.text
    assert everything() == before


def test_d13_a_thousand_codes_share_nothing(session, settings, event) -> None:
    """The code itself is tested beside it; here stands that the badges in the database are such codes, hashed."""
    attendees = [make_attendee(session, event, f"Guest{number}") for number in range(40)]
    worn = [wear_badge(session, attendee, settings.badge_key) for attendee in attendees]
    thousand = [badge_code(settings.badge_key, event_id=event.id, attendee_id=number, generation=1) for number in range(1000)]

    assert len(set(thousand)) == 1000
    assert {len(code) for code in thousand} == {26}
    # 32 characters, 1,000 codes: chi² with 31 degrees of freedom stays below 77 at each place but once in 100,000.
    expected = len(thousand) / len(SIGNS)
    for place in range(26):
        counts = [sum(code[place] == sign for code in thousand) for sign in SIGNS]
        assert sum((count - expected) ** 2 / expected for count in counts) < 77
    stored = " ".join(f"{badge.token_hash} {badge.short_hash}" for badge in session.scalars(select(Badge)))
    assert [one.code for one in worn if one.code in stored or one.short in stored] == []


def test_d15_one_scan_id_for_two_badges_changes_nothing(phone_of, ada, linus, badges, session, settings, event, everything) -> None:
    nina = make_attendee(session, event, "Nina")
    other = wear_badge(session, nina, settings.badge_key)
    phone, scan_id = phone_of(ada), new_scan_id()
    assert phone.post(badges["valid"].path, {"scan_id": scan_id}).status_code == 200
    before = everything()

    answer = phone.post(other.path, {"scan_id": scan_id})

    assert answer.status_code == 422
    assert "Nina" not in answer.text
    assert everything() == before


@pytest.mark.parametrize(
    "form", [{}, {"scan_id": ""}, {"scan_id": "7"}, {"scan_id": "x" * 5000}, {"scan_id": "00000000-0000-1000-8000-000000000000"}]
)
def test_d15_a_scan_without_a_valid_id_is_refused(phone_of, ada, badges, everything, form) -> None:
    phone = phone_of(ada)
    before = everything()

    answer = phone.post(badges["valid"].path, form)

    assert answer.status_code == 400
    assert everything() == before


def test_without_script_the_page_itself_makes_the_scan_id(phone_of, ada, badges, session) -> None:
    phone = phone_of(ada)
    found = [re.findall(r'name="scan_id" value="([0-9a-f-]{36})"', phone.get(badges["valid"].path).text) for _ in range(2)]

    answers = [phone.post(badges["valid"].path, {"scan_id": found[0][0]}) for _ in range(2)]

    assert found[0] != found[1]
    assert (answers[0].status_code, answers[0].data) == (200, answers[1].data)
    assert (scan_states(session), contact_states(session)) == (["exchanged"], ["exchanged"])


def test_the_address_is_taken_in_any_case_and_extra_fields_are_ignored(phone_of, ada, badges, session) -> None:
    phone = phone_of(ada)
    shouted = f"/B/{badges['valid'].code.lower()}"

    looked = phone.get(shouted)
    pressed = phone.post(shouted, {"scan_id": new_scan_id(), "event_id": "7", "state": "pending", "person_id": "1", "consent_version": "x"})

    assert (looked.status_code, pressed.status_code) == (200, 200)
    assert contact_states(session) == ["exchanged"]
