"""A draft names what only these two know, gives before it asks, and says so when it can't."""

from urllib.parse import parse_qs, urlsplit

import pytest

from matchmaker.domain.followup.draft import LONGEST_MAILTO, Draft, Meeting, Offer, draft_followup, joined, mailto

BARE = Meeting(event="Northlight 26", my_name="Ada", their_name="Grace")


def with_facts(**facts: object) -> Meeting:
    return Meeting(**{"event": "Northlight 26", "my_name": "Ada", "their_name": "Grace", **facts})  # type: ignore[arg-type]


def test_a_draft_with_nothing_specific_asks_one_question() -> None:
    draft = draft_followup(BARE)

    assert not draft.is_specific
    assert draft.question == "What did you two talk about?"
    assert draft.body == (
        "Dear Grace,\n\nthank you for the conversation at Northlight 26.\n\n"
        "Shall we keep talking? A short call in the next two weeks would suit me.\n\nAda"
    )


@pytest.mark.parametrize(
    ("facts", "line"),
    [
        ({"note": "compilers,\n  for clinics"}, "I kept a line of it: “compilers, for clinics”"),
        (
            {"offer": Offer(i_give=True, mine="Two hospitals on open records", theirs="A clinic that moved")},
            "You are looking for “A clinic that moved”. I can offer “Two hospitals on open records”, and I would be glad to.",
        ),
        (
            {"they_seek": "A first funder"},
            "You are looking for “A first funder”. I will keep my ears open and write when I hear of something.",
        ),
        (
            {"offer": Offer(i_give=False, mine="A mentor", theirs="Mentoring for founders")},
            "You offer “Mentoring for founders”, and that is close to what I am looking for: “A mentor”.",
        ),
        ({"shared": ("Rust", "choirs", "maps", "tea")}, "We both like to talk about Rust, choirs and maps."),
    ],
)
def test_each_fact_alone_makes_the_draft_specific(facts: dict[str, object], line: str) -> None:
    draft = draft_followup(with_facts(**facts))

    assert draft.is_specific
    assert f"thank you for the conversation at Northlight 26. {line}\n\n" in draft.body


def test_the_note_comes_before_the_gift_and_the_gift_before_the_ask() -> None:
    draft = draft_followup(with_facts(note="her van route", they_seek="A driver", shared=("Maps",)))

    places = [draft.body.index(words) for words in ("her van route", "A driver", "Maps", "Shall we keep talking?")]
    assert places == sorted(places)
    assert draft.subject == "Northlight 26, and Maps"


def test_a_very_long_note_is_cut() -> None:
    draft = draft_followup(with_facts(note="word " * 300))

    assert "word…”" in draft.body
    assert len(draft.body) < 700


def test_the_mail_address_opens_the_same_words() -> None:
    draft = draft_followup(with_facts(note="50 % off & “more” #1? ünïcode"))

    parts = urlsplit(mailto("grace@example.org", draft))

    assert (parts.scheme, parts.path) == ("mailto", "grace@example.org")
    assert parse_qs(parts.query, strict_parsing=True) == {"subject": [draft.subject], "body": [draft.body.replace("\n", "\r\n")]}


def test_a_mail_address_has_an_end_and_no_half_sign() -> None:
    address = mailto("grace@example.org", Draft("Hello", "é漢" * 2000, None))

    assert LONGEST_MAILTO - 10 < len(address) <= LONGEST_MAILTO
    assert set(parse_qs(urlsplit(address).query)["body"][0]) == {"é", "漢"}


def test_a_hostile_address_adds_no_field_to_the_mail() -> None:
    address = mailto("g&bcc=evil@evil.example?x@example.org", draft_followup(BARE))

    assert set(parse_qs(urlsplit(address).query)) == {"subject", "body"}


@pytest.mark.parametrize(("words", "row"), [((), ""), (("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a, b and c")])
def test_words_are_joined_as_in_a_sentence(words: tuple[str, ...], row: str) -> None:
    assert joined(words) == row
