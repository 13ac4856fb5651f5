"""`matchmaker postbox`: takes letters until it is asked to end."""

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from matchmaker.mail.mailer import Envelope, Relay, SmtpMailer
from matchmaker.mail.postbox import free_port, newest_letters

PATIENCE_SECONDS = 180


def wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert time.monotonic() < deadline, "the post box did not open"
        time.sleep(0.05)


def test_it_keeps_letters_and_ends_quietly_when_asked(tmp_path: Path) -> None:
    port = free_port("127.0.0.1")
    command = [sys.executable, "-m", "matchmaker.cli", "postbox", "--port", str(port), "--dir", str(tmp_path / "post")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        wait_for(port)
        mailer = SmtpMailer(Relay.read(f"smtp://127.0.0.1:{port}"), local_name="localhost")
        mailer.begin(Envelope("letters@meet.example.org", "ada@example.org"))
        mailer.transmit(b"Subject: Hello\r\n\r\nyou\r\n")
        mailer.close()
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=PATIENCE_SECONDS)

    assert (process.returncode, said) == (0, "")
    assert [letter.recipient for letter in newest_letters(tmp_path / "post")] == ["ada@example.org"]
