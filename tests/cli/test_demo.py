"""`matchmaker demo`: what it refuses, in sentences. The start itself is a journey: tests/journeys/test_first_run.py."""

import errno
import fcntl
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from matchmaker.cli import main
from matchmaker.cli.demo import make_plan, what_the_disk_said


def refusal(*words: str) -> str:
    outcome = CliRunner().invoke(main, ["demo", *words])
    assert outcome.exit_code == 2
    return outcome.output


def test_a_taken_port_is_named_with_a_free_one(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        said = refusal("--port", str(port), "--data", str(tmp_path))

    assert said.startswith(f"Error: Port {port} is taken by another program. End that one, or choose another port: --port ")


def test_a_second_demo_on_the_same_folder_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        said = refusal("--port", "0", "--data", str(tmp_path))

    assert said == f"Error: A demo runs on {tmp_path} already. End it, or choose another folder with --data.\n"


def test_a_file_where_the_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    assert refusal("--port", "0", "--data", str(tmp_path / "file")) == (
        f"Error: {tmp_path / 'file'} is a file, and a folder is needed. Choose another one with --data.\n"
    )


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "The disk is full. Make room for /srv/demo, then start again."),
        (errno.EDQUOT, "The disk is full. Make room for /srv/demo, then start again."),
        (errno.EACCES, "/srv/demo may not be written to. Choose another folder with --data, or run this as the user who owns it."),
        (errno.EROFS, "/srv/demo may not be written to. Choose another folder with --data, or run this as the user who owns it."),
        (errno.EIO, "/srv/demo: Input/output error."),
    ],
)
def test_what_the_disk_says_becomes_a_sentence(number: int, sentence: str) -> None:
    fault = OSError(number, "Input/output error", "/srv/demo")

    assert what_the_disk_said(fault) == sentence


def test_a_demo_is_on_this_machine_alone_and_catches_its_letters(tmp_path: Path) -> None:
    plan = make_plan(0, tmp_path, lan=False)

    assert plan.host == "127.0.0.1"
    assert plan.settings.base_url == f"http://127.0.0.1:{plan.port}"
    assert (plan.settings.demo, plan.settings.lan) == (True, False)
    assert plan.settings.smtp_url == f"smtp://127.0.0.1:{plan.post_port}"
    assert plan.settings.post_dir == tmp_path / "post"


def test_a_real_mail_server_takes_the_post_boxs_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHMAKER_SMTP_URL", "smtp://mail.example.org")

    plan = make_plan(0, tmp_path, lan=False)

    assert (plan.post_port, plan.settings.smtp_url, plan.settings.post_dir) == (None, "smtp://mail.example.org", None)


def test_with_lan_the_addresses_name_this_machine_in_its_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matchmaker.cli.demo.private_address", lambda: "192.168.7.20")

    plan = make_plan(0, tmp_path, lan=True)

    assert plan.host == "0.0.0.0"
    assert plan.settings.base_url == f"http://192.168.7.20:{plan.port}"
    assert plan.settings.lan is True


def test_with_lan_but_without_a_network_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matchmaker.cli.demo.private_address", lambda: None)

    assert (
        refusal("--lan", "--data", str(tmp_path))
        == "Error: This machine is in no network, so no phone can reach it. Start without --lan.\n"
    )
