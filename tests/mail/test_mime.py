"""The body as it travels says what the letter says, in any script, and every program that reads mail finds its parts."""

import html
import random
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from matchmaker.mail.letter import Attachment, Letter
from matchmaker.mail.mime import body_bytes

WORDS = [
    "Ada",
    "é",
    "漢字",
    "مرحبا",
    " ",
    "\n",
    "\n\n",
    ".",
    "\n.\n",
    "From me",
    "=",
    "=20",
    "--==",
    "\t",
    "x" * 1200,
    "🎈",
    " \n",
    "\x00",
    "\x1b",
]


def letter_of(text: str, markup: str = "<p>HTML</p>\n", *attachments: Attachment) -> Letter:
    return Letter("met", "ada@example.org", "Ada", "Hello", text, markup, None, attachments)


def parsed(letter: Letter) -> EmailMessage:
    return message_from_bytes(body_bytes(letter), policy=default)


def words_in(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    words: str = part.get_content()
    return words.replace("\r\n", "\n")


def shown(markup: str) -> str:
    """To HTML, any run of blanks and line ends is one blank."""
    return " ".join(markup.split())


def test_any_words_arrive_as_they_were() -> None:
    dice = random.Random(17)

    for _ in range(300):
        text, markup = ("".join(dice.choice(WORDS) for _ in range(dice.randint(0, 60))) for _ in range(2))
        content = body_bytes(letter_of(text, markup))
        message = message_from_bytes(content, policy=default)

        assert words_in(message, "plain").rstrip("\n") == text.rstrip("\n")
        assert shown(html.unescape(words_in(message, "html"))) == shown(markup)
        assert max(map(len, content.split(b"\r\n"))) <= 998
        assert content.isascii()
        assert b"\n" not in content.replace(b"\r\n", b"")
        assert [part.defects for part in message.walk() if part.defects] == []


@pytest.mark.parametrize(
    ("text", "way"), [("Whom you met\n", "7bit"), ("Whom you met at the café\n", "quoted-printable"), ("من التقيت في الفعالية\n", "base64")]
)
def test_readers_of_plain_source_see_words_where_they_can(text: str, way: str) -> None:
    part = parsed(letter_of(text)).get_body(("plain",))

    assert part is not None
    assert part["Content-Transfer-Encoding"] == way


@pytest.mark.parametrize(
    ("markup", "way"),
    [
        ("<p>Whom you met</p>", "7bit"),
        ("<p>Whom you met at the café, “by the sea”</p>\n", "7bit"),
        ("<p>" + "x" * 987 + "\n", "7bit"),
        ("<p>" + "x" * 988 + "\n", "quoted-printable"),
        ("<p>a blank \nat an end</p>", "7bit"),
        ("<p>\nFrom a box of letters</p>", "7bit"),
        ("--what could part two parts", "quoted-printable"),
        ("From a box of letters", "quoted-printable"),
        ("<p>\x00</p>", "quoted-printable"),
        ("<p>من التقيت في الفعالية</p>", "base64"),
    ],
)
def test_html_travels_as_it_is_where_no_server_changes_it(markup: str, way: str) -> None:
    message = parsed(letter_of("Hello\n", markup))
    part = message.get_body(("html",))

    assert part is not None
    assert part["Content-Transfer-Encoding"] == way
    assert shown(html.unescape(words_in(message, "html"))) == shown(markup)


def test_html_travels_in_few_long_lines_and_shows_the_same() -> None:
    markup = "<ul>\n" + "  <li>One of whom you met</li>\n\n" * 100 + "</ul>\n"
    message = parsed(letter_of("Hello\n", markup))

    travelled = words_in(message, "html")
    assert shown(travelled) == shown(markup)
    assert travelled.count("\n") == 4
    assert max(map(len, travelled.split("\n"))) <= 900


def test_half_a_sign_stops_no_letter() -> None:
    assert words_in(parsed(letter_of("Ada\ud800\n")), "plain") == "Ada?\n"


def test_what_is_attached_arrives_byte_for_byte_under_its_name() -> None:
    content = bytes(range(256)) * 40
    names = ["people-you-met.vcf", "Leute von Köln.vcf", 'a"b\\c.vcf', "x" * 150 + ".vcf"]

    message = parsed(letter_of("Text\n", "<p>HTML</p>\n", *(Attachment(name, "text/vcard", content) for name in names)))

    found = list(message.iter_attachments())
    assert [one.get_payload(decode=True) for one in found] == [content] * 4
    assert [one.get_filename() for one in found][:3] == names[:3]
    assert {one.get_content_type() for one in found} == {"text/vcard"}
    assert next(part.get_content_type() for part in message.iter_parts()) == "multipart/alternative"
