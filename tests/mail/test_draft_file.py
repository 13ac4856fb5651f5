"""A draft as a file: one message with the headers it is meant to have, whatever people are called."""

from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matchmaker.mail.draft_file import Person, draft_bytes
from tests.cast import NOW
from tests.nasty_names import NASTY_NAMES

ADA = Person("Ada Lovelace", "ada@example.org")
HEADERS = ["From", "To", "Subject", "Date", "X-Unsent", "Content-Type", "Content-Transfer-Encoding", "MIME-Version"]


def headers_of(content: bytes) -> list[str]:
    return sorted(message_from_bytes(content, policy=default).keys())


def test_the_file_says_from_whom_to_whom_and_what() -> None:
    content = draft_bytes("Our talk", "Dear Grace,\n\n“maps”\n", writer=ADA, to=Person("Grace Hopper", "grace@example.org"), now=NOW)

    message = message_from_bytes(content, policy=default)
    assert [message[name] for name in ("From", "To", "Subject", "X-Unsent")] == [
        "Ada Lovelace <ada@example.org>",
        "Grace Hopper <grace@example.org>",
        "Our talk",
        "1",
    ]
    assert message.get_content().replace("\r\n", "\n") == "Dear Grace,\n\n“maps”\n"
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))


@pytest.mark.parametrize("name", NASTY_NAMES)
def test_a_hostile_name_adds_no_header(name: str) -> None:
    content = draft_bytes(
        f"{name}, and maps", f"Dear {name},\n\nhello", writer=Person(name, ADA.address), to=Person(name, "g@example.org"), now=NOW
    )

    assert headers_of(content) == sorted(HEADERS)


@given(name=st.text(max_size=200), subject=st.text(max_size=300), body=st.text(max_size=300))
@example(name="Grace\r\nBcc: all@example.org", subject="Hi\nBcc: all@example.org", body="x\r\n.\r\nBcc: y")
@example(name='"Grace" <a@b.c>, Eve', subject="=?utf-8?q?Bcc?=", body="\x85\u2028Bcc: z")
def test_no_words_at_all_add_a_header(name: str, subject: str, body: str) -> None:
    content = draft_bytes(subject, body, writer=Person(name, ADA.address), to=Person(name, "g@example.org"), now=NOW)

    message = message_from_bytes(content, policy=default)
    assert set(message.keys()) <= set(HEADERS)
    assert len(message.keys()) == len(set(message.keys()))
    assert [one.addr_spec for one in message["To"].addresses] == ["g@example.org"]


def test_an_address_that_is_none_is_left_to_the_writer() -> None:
    content = draft_bytes("Hi", "x", writer=ADA, to=Person("Grace", "a@b.c, d@e.f\r\nBcc: g@h.i"), now=NOW)

    assert headers_of(content) == sorted(set(HEADERS) - {"To"})
