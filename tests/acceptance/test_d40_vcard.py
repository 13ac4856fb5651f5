"""D40: whatever people write about themselves, the file for the address book has one card with one address."""

import random

import pytest
import vobject

from matchmaker.services.contacts import exchange_contacts
from matchmaker.store.models.people import Person
from tests.cast import NOW
from tests.scanning import new_scan_id, wear_badge

BREAKS = ["\r\n", "\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\\n", "\\", ";", ",", "\t", "\r\n ", "\\\r\n"]
TAILS = [
    "END:VCARD",
    "BEGIN:VCARD",
    "EMAIL:evil@example.org",
    "item1.EMAIL:evil@example.org",
    "TEL:+1",
    "PHOTO;VALUE=uri:https://evil.example/x",
    "é" * 60,
]
FIELDS = ["name", "organisation", "headline", "link", "phone"]


def evil_text(dice: random.Random) -> str:
    parts = [dice.choice(["Grace", "", "https://example.org/", "漢字"])]
    for _ in range(dice.randint(1, 3)):
        parts += [dice.choice(BREAKS), dice.choice(TAILS)]
    return "".join(parts)[:140]


@pytest.fixture
def download(session, settings, phone_of, ada, grace):
    """Grace's card as Ada's phone gets it, with these texts in its fields."""
    grace.shared_fields = ["email", "phone", "link"]
    worn = wear_badge(session, grace, settings.badge_key)
    done = exchange_contacts(session, ada.person_id, worn.code, scan_id=new_scan_id(), settings=settings, now=NOW)
    phone = phone_of(ada)

    def download(**texts: str):
        for field, text in texts.items():
            setattr(grace, field, text)
        session.commit()
        return phone.get(f"/e/northlight/contacts/{done.contact_id}.vcf")

    return download


def test_d40_a_hundred_evil_people_are_a_hundred_single_cards(download) -> None:
    dice = random.Random(40)
    for _ in range(100):
        texts = {field: evil_text(dice) for field in FIELDS}
        texts["phone"] = texts["phone"][:40]

        data = download(**texts).data

        cards = list(vobject.readComponents(data.decode()))
        assert len(cards) == 1, texts
        assert [line.value for line in cards[0].contents["email"]] == ["grace@example.org"], texts
        assert set(cards[0].contents) <= {"version", "n", "fn", "org", "title", "email", "tel", "url", "note"}, texts
        assert {len(lines) for lines in cards[0].contents.values()} == {1}, texts
        assert max(len(line) for line in data.split(b"\r\n")) <= 75, texts
        assert data.count(b"\n") == data.count(b"\r\n"), texts


def test_d40_the_address_itself_can_not_add_a_line(download, session, grace) -> None:
    session.get_one(Person, grace.person_id).email = "grace@example.org\r\nEMAIL:evil@example.org"

    cards = list(vobject.readComponents(download().data.decode()))

    assert [line.value for card in cards for line in card.contents["email"]] == ["grace@example.org EMAIL:evil@example.org"]


def test_d40_the_file_name_can_not_add_a_header(download) -> None:
    answer = download(name='Grace"\r\nSet-Cookie: evil=1; filename=evil.exe/../山田')

    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename=")
    assert [sign for sign in "\r\n/\\" if sign in disposition] == []
    assert answer.headers["Content-Type"] == "text/vcard; charset=utf-8"
    assert (answer.headers["Cache-Control"], answer.headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
