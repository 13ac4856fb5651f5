"""Headers hold for any name, the Message-ID is the row's own, and the two unsubscribe headers arrive whole."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import default

import pytest

from matchmaker.errors import SettingsError
from matchmaker.mail.letter import Attachment, Letter
from matchmaker.mail.message import message_bytes, message_id, sender_of, wire_address
from tests.nasty_names import LINE_BREAKS, NOWHERE_STORED, hostile_names

NOW = datetime(2026, 11, 5, 9, 30, tzinfo=UTC)
SENDER = sender_of("matchmaker <letters@meet.example.org>")
HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]


def letter_to(name: str = "Ada", *, subject: str = "Hello", address: str = "ada@example.org", unsubscribe_url: str | None = None) -> Letter:
    return Letter("met", address, name, subject, "Text\n", "<p>HTML</p>\n", unsubscribe_url)


def parsed(letter: Letter) -> EmailMessage:
    return message_from_bytes(message_bytes(letter, sender=SENDER, message_id="<7.mark@meet.example.org>", now=NOW), policy=default)


def test_a_letter_arrives_with_both_parts_and_its_headers() -> None:
    message = parsed(letter_to("Ada Lovelace"))

    assert [name for name, _ in message.items()] == HEADERS
    assert message["To"] == "Ada Lovelace <ada@example.org>"
    assert message["From"] == "matchmaker <letters@meet.example.org>"
    assert message["Date"].datetime == NOW
    assert message["Message-ID"] == "<7.mark@meet.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_letters_one_may_stop_carry_both_headers_unfolded_and_plain() -> None:
    url = "https://meet.example.org/u/" + "A" * 150

    lines = message_bytes(letter_to(unsubscribe_url=url), sender=SENDER, message_id="<7@x>", now=NOW).split(b"\r\n")

    assert f"List-Unsubscribe: <{url}>".encode() in lines
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in lines


def test_a_thousand_hostile_names_add_no_header_and_no_recipient() -> None:
    for name in hostile_names(1000, breaks=(*LINE_BREAKS, *NOWHERE_STORED)):
        content = message_bytes(letter_to(name, subject=name), sender=SENDER, message_id="<7.mark@meet.example.org>", now=NOW)
        message = BytesHeaderParser(policy=default).parsebytes(content)
        shown = " ".join(re.sub(r"[\x00-\x1f\x85\u2028\u2029\ud800]", " ", name).split())

        assert [header for header, _ in message.items()] == HEADERS
        assert message["Subject"][:140] == shown[:140]
        assert [address.addr_spec for address in message["To"].addresses] == ["ada@example.org"]
        assert [value.defects for _, value in message.items() if value.defects] == []


def test_a_hostile_file_name_stays_in_its_header() -> None:
    attachment = Attachment('a\r\nBcc: evil@evil.example".vcf', "text/vcard", b"BEGIN:VCARD")

    message = parsed(Letter("met", "ada@example.org", "", "Hello", "Text", "<p>HTML</p>", None, (attachment,)))

    kept = next(message.iter_attachments())
    assert kept.get_filename() == 'a Bcc: evil@evil.example".vcf'
    assert kept.get_payload(decode=True) == b"BEGIN:VCARD"
    assert message["Bcc"] is None


def test_every_try_of_a_row_has_one_message_id_and_other_rows_and_houses_another() -> None:
    first = message_id(7, key=b"ours", sender=SENDER)

    assert first == message_id(7, key=b"ours", sender=SENDER)
    assert first.startswith("<7.")
    assert first.endswith("@meet.example.org>")
    assert len({first, message_id(8, key=b"ours", sender=SENDER), message_id(7, key=b"theirs", sender=SENDER)}) == 3


@pytest.mark.parametrize(
    "address", ["", "ada", "@example.org", "ada@", "ada@x\r\nBcc: b@c", "a b@example.org", "ada@example.org\x00", "a@b.example,c@d.example"]
)
def test_what_is_no_single_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError):
        wire_address(address)


def test_a_domain_in_any_script_is_written_as_servers_want_it() -> None:
    assert wire_address("ada@bücher.example") == "ada@xn--bcher-kva.example"


def test_an_address_with_such_a_name_goes_out_in_utf8() -> None:
    content = message_bytes(letter_to("Zoe", address="zoë@example.org"), sender=SENDER, message_id="<7@x>", now=NOW)

    assert "\r\nTo: Zoe <zoë@example.org>\r\n".encode() in content


@pytest.mark.parametrize("mail_from", ["", "matchmaker", "matchmaker <>", "<@example.org>", "a b <letters>", "lëtters@example.org"])
def test_a_sender_without_an_address_stops_the_start(mail_from: str) -> None:
    with pytest.raises(SettingsError, match="MATCHMAKER_MAIL_FROM"):
        sender_of(mail_from)


@pytest.mark.parametrize(
    ("reader", "host", "answers_go_to"),
    [
        ("ada@example.org", "olga@example.org", "Olga <olga@example.org>"),
        ("ada@example.org", "olga@bücher.example", "Olga <olga@xn--bcher-kva.example>"),
        ("ada@example.org", "ölga@example.org", None),  # the server was promised plain headers
        ("ädä@example.org", "ölga@example.org", "Olga <ölga@example.org>"),  # it has agreed to take others
        ("ada@example.org", "olga@", None),
    ],
)
def test_answers_go_only_to_an_address_that_a_header_of_this_letter_may_hold(reader: str, host: str, answers_go_to: str | None) -> None:
    letter = replace(letter_to(address=reader), reply_to=("Olga", host))

    content = message_bytes(letter, sender=SENDER, message_id="<7.mark@meet.example.org>", now=NOW)
    head = content.partition(b"\r\n\r\n")[0].decode()

    assert [line for line in head.split("\r\n") if line.startswith("Reply-To")] == ([f"Reply-To: {answers_go_to}"] if answers_go_to else [])
    assert head.isascii() is reader.isascii()
