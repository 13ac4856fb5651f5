"""The question that is asked once: what may a scan of my badge do?"""

import pytest

from matchmaker.domain.badges.choice import ASK, SENTENCES, SHARE, VERSIONS, ExchangeChoice, read_choice
from matchmaker.errors import BadInputError


def choose(mode: str = SHARE, ticked: tuple[str, ...] = (), *, phone: str = "", link: str = "", asks_first: bool = False) -> ExchangeChoice:
    return read_choice(mode, ticked, phone=phone, link=link, asks_first=asks_first)


def faulty_fields(*args: object, **values: object) -> list[str]:
    with pytest.raises(BadInputError) as raised:
        choose(*args, **values)
    return [fault.field for fault in raised.value.faults]


def test_both_answers_are_taken() -> None:
    assert [choose(SHARE), choose(ASK)] == [ExchangeChoice(SHARE), ExchangeChoice(ASK)]


@pytest.mark.parametrize("mode", ["", "everything", "SHARE"])
def test_an_answer_that_was_not_offered_is_a_fault(mode: str) -> None:
    assert faulty_fields(mode) == ["mode"]


def test_the_organisers_rule_leaves_one_answer() -> None:
    assert choose(ASK, asks_first=True).mode == ASK
    assert faulty_fields(SHARE, asks_first=True) == ["mode"]


def test_ticks_are_kept_once_in_order_and_without_strangers() -> None:
    choice = choose(ticked=("link", "email", "email", "password", "phone"), phone="+44 20 7946 0958", link="example.org")

    assert choice.ticked == ("email", "phone", "link")


@pytest.mark.parametrize(
    "phone", ["+44 20 7946 0958", "(0163) 555-01-23", "020/7946.0958", "12345", "+1 555 0100 ext. 12", "020 7946 0958 x5"]
)
def test_phone_numbers_are_taken_as_they_are_written(phone: str) -> None:
    assert choose(phone=f" {phone} ").phone == phone


@pytest.mark.parametrize("phone", ["1234", "call me", "+44 20 7946 0958; drop", "1" * 41, "+" * 9, "555-CALL-ADA"])
def test_what_is_no_phone_number_is_a_fault(phone: str) -> None:
    assert faulty_fields(phone=phone) == ["phone"]


@pytest.mark.parametrize(
    ("written", "link"),
    [
        ("https://example.org/ada", "https://example.org/ada"),
        ("http://example.org", "http://example.org"),
        (" example.org/ada ", "https://example.org/ada"),
        ("bücher.example", "https://bücher.example"),
        ("", ""),
    ],
)
def test_a_link_gets_the_beginning_it_lacks(written: str, link: str) -> None:
    assert choose(link=written).link == link


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:ada@example.org",
        "https://",
        "https://localhost",
        "https://example.org/a b",
        "https://exa\u200bmple.org\x00",
        "https://[::1",
        "https://bank.example@evil.example",
        "https://example.org/" + "x" * 300,
    ],
)
def test_what_is_no_page_is_a_fault(link: str) -> None:
    assert faulty_fields(link=link) == ["link"]


def test_what_is_ticked_must_be_there() -> None:
    assert [faulty_fields(ticked=("phone",)), faulty_fields(ticked=("link",))] == [["phone"], ["link"]]
    assert faulty_fields(ticked=("phone", "link")) == ["phone", "link"]


def test_all_faults_of_a_form_are_told_at_once() -> None:
    assert faulty_fields("", phone="me", link="x") == ["mode", "phone", "link"]


def test_each_answer_has_the_wording_that_is_agreed_to_with_it() -> None:
    share, ask = (SENTENCES[VERSIONS[mode]] for mode in (SHARE, ASK))

    assert share.startswith("Whoever scans my badge while the event runs gets my name")
    assert ask.startswith("Nobody gets anything of mine before I say yes.")
