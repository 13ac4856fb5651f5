"""`matchmaker mail`: one letter to try the server with, and how letters stand."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from sqlalchemy.orm import Session

from matchmaker.cli import main
from matchmaker.mail.bounce import bounce_address
from matchmaker.mail.postbox import PostBox, free_port, newest_letters
from matchmaker.services.mail import queue_letter
from matchmaker.settings import read_key
from matchmaker.store.engine import make_engine
from matchmaker.store.models.mail import OutboxLetter
from tests.bounces import bounced
from tests.cast import make_event

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


def house(tmp_path: Path, **states: str) -> sa.Engine:
    """A database with one letter for each name, in the state given."""
    CliRunner().invoke(main, ["db", "upgrade"])
    CliRunner().invoke(main, ["secrets"])
    engine = make_engine(f"sqlite:///{tmp_path / 'matchmaker.db'}")
    with Session(engine) as session:
        for name, state in states.items():
            queue_letter(session, kind="met", address=f"{name}@example.org", now=NOW)
            session.execute(sa.update(OutboxLetter).where(OutboxLetter.recipient == f"{name}@example.org").values(state=state, attempts=3))
        session.commit()
    return engine


def states_in(engine: sa.Engine) -> dict[str, str]:
    with Session(engine) as session:
        rows = session.execute(sa.select(OutboxLetter.recipient, OutboxLetter.state)).all()
    engine.dispose()
    return {recipient.partition("@")[0]: state for recipient, state in rows}


def test_retry_sends_what_failed_and_never_what_may_have_arrived(tmp_path: Path) -> None:
    engine = house(tmp_path, ada="failed", grace="uncertain", linus="failed", nia="sent")

    one = CliRunner().invoke(main, ["mail", "retry", "1", "2", "99"])
    assert (one.exit_code, one.output) == (1, "1 go again, within a minute.\nNot failed, so left as they are: 2, 99.\n")
    assert states_in(engine) == {"ada": "queued", "grace": "uncertain", "linus": "failed", "nia": "sent"}

    rest = CliRunner().invoke(main, ["mail", "retry", "--all"])
    assert (rest.exit_code, rest.output) == (0, "1 go again, within a minute.\n")
    assert states_in(engine)["linus"] == "queued"
    with Session(engine) as session:
        assert session.scalar(sa.select(OutboxLetter.attempts).where(OutboxLetter.recipient == "ada@example.org")) == 0
    engine.dispose()


def test_retry_and_status_keep_to_an_event(tmp_path: Path) -> None:
    engine = house(tmp_path, ada="failed", grace="failed")
    with Session(engine) as session:
        event = make_event(session, "northlight")
        session.execute(sa.update(OutboxLetter).where(OutboxLetter.recipient == "grace@example.org").values(event_id=event.id))
        session.commit()

    shown = CliRunner().invoke(main, ["mail", "status", "--event", "northlight"])
    assert shown.output == "0 sent, 0 on their way, 1 failed, 0 uncertain, 0 not sent.\nfailed\t2\tmet\tgrace@example.org\t\n"
    assert CliRunner().invoke(main, ["mail", "retry", "--event", "northlight"]).exit_code == 0
    assert states_in(engine) == {"ada": "failed", "grace": "queued"}
    unknown = CliRunner().invoke(main, ["mail", "retry", "--event", "nowhere"])
    assert unknown.exit_code == 2
    assert "There is no event nowhere here." in unknown.output


@pytest.mark.parametrize("words", [["retry"], ["retry", "1", "--all"], ["resolve"], ["resolve", "1"]])
def test_who_does_not_say_which_or_what_changes_nothing(tmp_path: Path, words: list[str]) -> None:
    engine = house(tmp_path, ada="failed")

    assert CliRunner().invoke(main, ["mail", *words]).exit_code == 2
    assert states_in(engine) == {"ada": "failed"}


@pytest.mark.parametrize(("verdict", "state"), [("--arrived", "sent"), ("--again", "queued"), ("--leave", "cancelled")])
def test_somebody_says_what_became_of_an_uncertain_letter(tmp_path: Path, verdict: str, state: str) -> None:
    engine = house(tmp_path, ada="uncertain", grace="failed")

    result = CliRunner().invoke(main, ["mail", "resolve", verdict, "1", "2"])

    assert (result.exit_code, result.output) == (1, "1 settled.\nNot uncertain, so left as they are: 2.\n")
    assert states_in(engine) == {"ada": state, "grace": "failed"}


def test_a_letter_that_comes_back_is_written_down(tmp_path: Path) -> None:
    engine = house(tmp_path, ada="sent")
    to = bounce_address(1, key=read_key(tmp_path, "mail"), address="bounces@example.org")

    result = CliRunner().invoke(main, ["mail", "bounce", to], input=bounced("postmaster@example.org", status="5.1.1"))
    again = CliRunner().invoke(main, ["mail", "bounce"], input=bounced(to, status="5.1.1"))
    holiday = CliRunner().invoke(main, ["mail", "bounce"], input=b"To: nobody@example.org\r\n\r\nI am away.\r\n")

    assert (result.exit_code, result.output) == (
        0,
        "Letter 1 came back: 550 No such user. Nobody is at this address, so it gets no more letters that nobody asked for.\n",
    )
    assert (again.exit_code, again.output) == (0, "Letter 1: nothing final is said about it, so nothing was changed.\n")
    assert (holiday.exit_code, holiday.output) == (0, "This is addressed to no letter of ours; nothing was changed.\n")
    assert states_in(engine) == {"ada": "failed"}


def test_without_its_tables_the_mail_server_is_asked_to_try_later(tmp_path: Path) -> None:
    CliRunner().invoke(main, ["secrets"])
    to = bounce_address(1, key=read_key(tmp_path, "mail"), address="bounces@example.org")

    result = CliRunner().invoke(main, ["mail", "bounce", to], input=b"")

    assert result.exit_code == 75
