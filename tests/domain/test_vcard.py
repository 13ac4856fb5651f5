"""The address book file, read back by an independent reader."""

import re
from dataclasses import fields

import pytest
import vobject
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matchmaker.domain.calendar.vcard import LINE_OCTETS, Card, vcard

GRACE = Card(
    name="Grace Hopper",
    organisation="Navy; Harvard, Mark I",
    headline="Writes compilers",
    email="grace@example.org",
    phone="+44 20 7946 0018",
    link="https://example.org/grace,hopper;a=1",
    note="Wants to see the first bug.\nBring tape; and C:\\tools.",
)
NASTY = [
    "END:VCARD",
    "x\r\nEND:VCARD\r\nBEGIN:VCARD\r\nFN:Mallory",
    "x\r\nEMAIL:mallory@example.org",
    "x\nEMAIL:mallory@example.org",
    "x\rEMAIL:mallory@example.org",
    "x\u2028EMAIL:mallory@example.org",
    "x\u2029EMAIL:mallory@example.org",
    "x\x85EMAIL:mallory@example.org",
    "x\x0bEMAIL:m\x0cEMAIL:m\x1cEMAIL:m\x1dEMAIL:m\x1eEMAIL:m",
    "\\\r\nEMAIL:m",
    "\\",
    "\\n\\,\\;",
    "a;b,c\\d",
    ";;;;;;",
    "\x00\x01\x1b\x7f",
    "\ud800",
    "=0D=0AEMAIL:m",
    " \t ",
    "é" * 40 + "€" * 40 + "🙂" * 40,
]
texts = st.one_of(st.text(max_size=200), st.sampled_from(NASTY), st.lists(st.sampled_from(NASTY), min_size=2, max_size=3).map("".join))


def unfolded_names(data: bytes) -> list[str]:
    """Property names by the letter of the RFC, without any library's leniency."""
    lines = data.replace(b"\r\n ", b"").split(b"\r\n")
    return [re.split(rb"[:;]", line, maxsplit=1)[0].decode() for line in lines[:-1]]


def test_a_card_comes_back_as_it_was_written() -> None:
    card = vobject.readOne(vcard(GRACE).decode())

    assert card.version.value == "3.0"
    assert card.fn.value == "Grace Hopper"
    assert (card.n.value.family, card.n.value.given) == ("Hopper", "Grace")
    assert card.org.value == ["Navy; Harvard, Mark I"]
    assert card.title.value == "Writes compilers"
    assert card.email.value == "grace@example.org"
    assert card.tel.value == "+44 20 7946 0018"
    assert card.url.value == "https://example.org/grace%2Chopper%3Ba=1"
    assert card.note.value == "Wants to see the first bug.\nBring tape; and C:\\tools."


def test_the_bytes_are_the_ones_the_standard_asks_for() -> None:
    assert vcard(Card(name="Ada", email="ada@example.org", note="Line one\r\nline two")) == (
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:;Ada;;;\r\nFN:Ada\r\nEMAIL;TYPE=INTERNET:ada@example.org\r\n"
        b"NOTE:Line one\\nline two\r\nEND:VCARD\r\n"
    )


def test_what_is_not_shared_leaves_no_line() -> None:
    assert unfolded_names(vcard(Card(name="Linus"))) == ["BEGIN", "VERSION", "N", "FN", "END"]


@pytest.mark.parametrize(
    ("name", "family", "given_names"),
    [
        ("Linus", "", "Linus"),
        ("Ada King Lovelace", "Lovelace", "Ada King"),
        ("Ŋ; Vedder, Jr", "Jr", "Ŋ; Vedder,"),
        ("山田太郎", "", "山田太郎"),
    ],
)
def test_the_last_word_is_the_family_name_and_a_single_word_is_none(name: str, family: str, given_names: str) -> None:
    card = vobject.readOne(vcard(Card(name=name)).decode())

    assert (card.n.value.family, card.n.value.given, card.fn.value) == (family, given_names, name)


def test_a_card_without_a_name_is_filed_under_the_address() -> None:
    assert vobject.readOne(vcard(Card(name="\x00", email="ada@example.org")).decode()).fn.value == "ada@example.org"
    assert vobject.readOne(vcard(Card(name="")).decode()).fn.value == "?"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "example.org", "https://[::1", ""])
def test_only_a_web_page_becomes_a_link(link: str) -> None:
    assert "URL" not in unfolded_names(vcard(Card(name="Ada", link=link)))


def test_long_lines_are_folded_between_characters() -> None:
    note = "aé€🙂" * 60

    data = vcard(Card(name="Ada", note=note))

    physical = data.split(b"\r\n")
    assert max(map(len, physical)) == LINE_OCTETS
    assert [line.decode() for line in physical]  # each one is whole UTF-8 by itself
    assert vobject.readOne(data.decode()).note.value == note


@given(st.builds(Card, name=texts, organisation=texts, headline=texts, email=texts, phone=texts, link=texts, note=texts))
@example(Card(**{f.name: "x\r\nEND:VCARD\r\nBEGIN:VCARD\r\nEMAIL:m@example.org" for f in fields(Card)}))
def test_no_text_adds_a_card_or_a_property(card: Card) -> None:
    data = vcard(card)

    assert max(map(len, data.split(b"\r\n"))) <= LINE_OCTETS
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    names = unfolded_names(data)
    assert names[:4] == ["BEGIN", "VERSION", "N", "FN"]
    assert [name for name in ("ORG", "TITLE", "EMAIL", "TEL", "URL", "NOTE") if name in names] == names[4:-1]
    assert names[-1] == "END"


@settings(max_examples=1000)
@given(st.sampled_from([f.name for f in fields(Card)]), texts)
def test_an_independent_reader_sees_one_card_with_one_address(field: str, text: str) -> None:
    card = Card(**{"name": "Ada Lovelace", "email": "ada@example.org", field: text})

    cards = list(vobject.readComponents(vcard(card).decode()))

    assert len(cards) == 1
    assert len(cards[0].contents.get("email", [])) <= 1
    assert set(cards[0].contents) <= {"version", "n", "fn", "org", "title", "email", "tel", "url", "note"}
    assert all(len(lines) == 1 for lines in cards[0].contents.values())
    if field != "email":
        assert cards[0].email.value == "ada@example.org"
