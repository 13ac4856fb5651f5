"""The demo's post box keeps letters as whole files and reads both parts back."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from matchmaker.mail.letter import Letter
from matchmaker.mail.mailer import Envelope, Relay, SmtpMailer
from matchmaker.mail.message import message_bytes, sender_of
from matchmaker.mail.postbox import PostBox, keep_letter, newest_letters, posted_letter

SENDER = sender_of("matchmaker <letters@meet.example.org>")


def post(directory: Path, subject: str) -> str:
    letter = Letter("met", "ada@example.org", "Ada", subject, "Text\n", "<p>HTML ü</p>\n", "https://meet.example.org/u/t")
    content = message_bytes(letter, sender=SENDER, message_id="<1@x>", now=datetime(2026, 11, 5, tzinfo=UTC))
    return keep_letter(directory, content, recipients=["ada@example.org"]).stem


def test_the_newest_letter_stands_first(tmp_path: Path) -> None:
    post(tmp_path, "first")
    post(tmp_path, "second")
    post(tmp_path, "third")

    assert [letter.subject for letter in newest_letters(tmp_path, limit=2)] == ["third", "second"]


def test_one_letter_is_read_with_both_parts_and_its_headers(tmp_path: Path) -> None:
    letter_id = post(tmp_path, "Grüße")

    letter = posted_letter(tmp_path, letter_id)

    assert letter is not None
    assert (letter.subject, letter.text, letter.html.strip()) == ("Grüße", "Text\n", "<p>HTML &#252;</p>")
    assert letter.recipient == "ada@example.org"
    assert ("List-Unsubscribe", "<https://meet.example.org/u/t>") in letter.headers
    assert "X-Envelope-To" not in dict(letter.headers)


@pytest.mark.parametrize("letter_id", ["0-0", "a" * 3000, "../secrets/mail_key", "..", "", "a/b", "é"])
def test_what_is_no_kept_letter_is_not_there(tmp_path: Path, letter_id: str) -> None:
    assert posted_letter(tmp_path, letter_id) is None


def test_a_letter_without_html_has_an_empty_html_part(tmp_path: Path) -> None:
    path = keep_letter(tmp_path, b"Subject: plain\r\n\r\nonly text\r\n", recipients=[])

    letter = posted_letter(tmp_path, path.stem)

    assert letter is not None
    assert (letter.html, letter.sender) == ("", "")


def test_a_folder_that_is_not_there_yet_holds_no_letters(tmp_path: Path) -> None:
    assert newest_letters(tmp_path / "later") == []


def test_the_box_takes_letters_for_names_in_any_script(tmp_path: Path) -> None:
    with PostBox(tmp_path / "post") as box:
        mailer = SmtpMailer(Relay.read(box.url), local_name="localhost", seconds=5)
        mailer.begin(Envelope("letters@meet.example.org", "zoë@example.org"))
        mailer.transmit(b"Subject: hello\r\n\r\nyou\r\n")
        mailer.close()

    (letter,) = newest_letters(tmp_path / "post")
    assert letter.recipient == "zoë@example.org"
