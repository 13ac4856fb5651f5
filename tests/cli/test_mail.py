"""`matchmaker mail`: one letter to try the server with, and how letters stand."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from sqlalchemy.orm import Session

from matchmaker.cli import main
from matchmaker.mail.postbox import PostBox, free_port, newest_letters
from matchmaker.services.mail import queue_letter
from matchmaker.store.engine import make_engine
from matchmaker.store.models.mail import OutboxLetter

NOW = datetime(2026, 11, 5, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_house(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MATCHMAKER_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("MATCHMAKER_BASE_URL", "https://meet.example.org")
    monkeypatch.setenv("MATCHMAKER_MAIL_FROM", "Northlight <letters@meet.example.org>")
    monkeypatch.delenv("MATCHMAKER_SMTP_URL", raising=False)
    monkeypatch.delenv("MATCHMAKER_DATABASE_URL", raising=False)


def test_one_letter_is_sent_and_the_servers_answer_repeated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with PostBox(tmp_path / "post") as box:
        monkeypatch.setenv("MATCHMAKER_SMTP_URL", box.url)
        result = CliRunner().invoke(main, ["mail", "test", "Ada@Example.org"])

    (letter,) = newest_letters(tmp_path / "post")
    assert (result.exit_code, result.output) == (
        0,
        f"{box.url.removeprefix('smtp://')} took the letter to Ada@Example.org. It said: 250 Kept\n",
    )
    assert (letter.recipient, letter.sender) == ("ada@example.org", "Northlight <letters@meet.example.org>")
    assert "This one left meet.example.org on " in letter.text


def test_a_server_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port("127.0.0.1")
    monkeypatch.setenv("MATCHMAKER_SMTP_URL", f"smtp://127.0.0.1:{port}")

    result = CliRunner().invoke(main, ["mail", "test", "ada@example.org"])

    assert result.exit_code == 1
    assert result.output.startswith(f"127.0.0.1:{port} did not take the letter. What happened: ConnectionRefusedError:")


def test_a_refusal_is_repeated_word_for_word(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    async def refuse(*_: object) -> str:
        return "554 Not from you"

    monkeypatch.setattr("matchmaker.mail.postbox._Keeper.handle_DATA", refuse)
    with PostBox(tmp_path / "post") as box:
        monkeypatch.setenv("MATCHMAKER_SMTP_URL", box.url)
        result = CliRunner().invoke(main, ["mail", "test", "ada@example.org"])

    assert result.exit_code == 1
    assert result.output.endswith(" did not take the letter. It said: 554 Not from you\n")


@pytest.mark.parametrize(
    ("address", "smtp_url", "sentence"),
    [
        ("ada@example.org", None, "No mail server is set."),
        ("ada@example.org", "mail.example.org", "MATCHMAKER_SMTP_URL must look like"),
        ("ada", "smtp://127.0.0.1:1", "ADDRESS"),
    ],
)
def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, address: str, smtp_url: str | None, sentence: str) -> None:
    if smtp_url:
        monkeypatch.setenv("MATCHMAKER_SMTP_URL", smtp_url)

    result = CliRunner().invoke(main, ["mail", "test", address])

    assert result.exit_code == 2
    assert sentence in result.output


def test_status_counts_letters_and_lists_those_that_need_somebody(tmp_path: Path) -> None:
    CliRunner().invoke(main, ["db", "upgrade"])
    engine = make_engine(f"sqlite:///{tmp_path / 'matchmaker.db'}")
    with Session(engine) as session:
        for name in ("ada", "grace", "linus"):
            queue_letter(session, kind="met", address=f"{name}@example.org", now=NOW)
        change = sa.update(OutboxLetter)
        session.execute(change.where(OutboxLetter.recipient == "ada@example.org").values(state="uncertain", server_said="the line broke"))
        session.execute(change.where(OutboxLetter.recipient == "grace@example.org").values(state="failed", server_said="550 No such user"))
        session.commit()
    engine.dispose()

    result = CliRunner().invoke(main, ["mail", "status"])

    assert (result.exit_code, result.output) == (
        0,
        "0 sent, 1 on their way, 1 failed, 1 uncertain, 0 not sent.\n"
        "failed\t2\tmet\tgrace@example.org\t550 No such user\n"
        "uncertain\t1\tmet\tada@example.org\tthe line broke\n",
    )


def test_status_says_how_many_more_there_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    CliRunner().invoke(main, ["db", "upgrade"])
    engine = make_engine(f"sqlite:///{tmp_path / 'matchmaker.db'}")
    with Session(engine) as session:
        for number in range(3):
            queue_letter(session, kind="met", address=f"p{number}@example.org", now=NOW)
        session.execute(sa.update(OutboxLetter).values(state="failed"))
        session.commit()
    engine.dispose()
    monkeypatch.setattr("matchmaker.cli.mail.MOST_LINES", 2)

    result = CliRunner().invoke(main, ["mail", "status"])

    assert result.output.endswith("and 1 more; the newest are shown.\n")


def test_status_asks_for_the_tables_first() -> None:
    result = CliRunner().invoke(main, ["mail", "status"])

    assert result.exit_code == 2
    assert "matchmaker db upgrade" in result.output
