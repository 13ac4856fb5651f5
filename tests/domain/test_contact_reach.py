"""What of a card can be pressed, and what stays words."""

import pytest

from matchmaker.domain.contacts.reach import is_linkedin, mail_address, phone_address, web_address


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("+44 (0)20 7946 0018", "tel:+442079460018"),
        ("0049 30 / 1234-567", "tel:+49301234567"),
        ("020 7946 0018", "tel:02079460018"),
        ("+1 555.010.9999 ext. 42", "tel:+15550109999"),
        ("+٤٤ ٢٠ ٧٩٤٦", "tel:+44207946"),
        ("", ""),
        ("call me", ""),
        ("12", ""),
        ("1" * 16, ""),
        ("+44;phone-context=evil", ""),
    ],
)
def test_a_number_as_a_phone_dials_it(written: str, address: str) -> None:
    assert phone_address(written) == address


def test_a_mail_is_begun_to_one_person_whatever_stands_in_the_address() -> None:
    assert mail_address("ada@example.org", "Our talk & more?") == "mailto:ada@example.org?subject=Our%20talk%20%26%20more%3F"
    assert mail_address("a?bcc=eve@example.org,x@y.z", "S") == "mailto:a%3Fbcc%3Deve@example.org%2Cx@y.z?subject=S"
    assert mail_address("", "S") == ""


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "http://plain.example",
        "//evil.example",
        "data:text/html,x",
        "https://",
        "https://user:pass@evil.example",
        'https://x.example/"onclick=',
        "https://x.example/\nSet",
        "https:\\\\evil.example",
        "https://[bad",
        "ftp://x.example",
        "",
    ],
)
def test_only_plain_https_pages_can_be_pressed(link: str) -> None:
    assert web_address(link) == ""
    assert not is_linkedin(link)


def test_a_page_and_a_linkedin_page() -> None:
    assert web_address("https://grace.example/a?b=c#d") == "https://grace.example/a?b=c#d"
    assert is_linkedin("https://www.linkedin.com/in/grace")
    assert not is_linkedin("https://linkedin.com.evil.example/in/grace")
