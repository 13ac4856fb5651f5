"""scripts/run as a newcomer meets it: one command, addresses that open, an end that leaves nothing running."""

import json
import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_START = 300.0  # on a machine that runs other tests at the same time

pytestmark = pytest.mark.slow


@dataclass
class Run:
    """A running scripts/run."""

    process: subprocess.Popen[str]
    addresses: dict[str, str]
    seconds: float

    def end(self, number: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        self.process.send_signal(number)
        said, _ = self.process.communicate(timeout=60)
        return self.process.returncode, said


@contextmanager
def run(folder: Path) -> Iterator[Run]:
    """Start it offline: what it needs is installed, or it would not get it."""
    file = folder / "addresses.json"
    file.unlink(missing_ok=True)
    command = [str(ROOT / "scripts" / "run"), "--port", "0", "--data", str(folder / "data"), "--addresses", str(file)]
    environment = {**os.environ, "PIP_NO_INDEX": "1"}
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        while not file.exists():
            assert process.poll() is None, process.communicate()[0]
            assert time.monotonic() - began < LONGEST_START, "no page in time"
            time.sleep(0.05)
        yield Run(process, json.loads(file.read_text()), time.monotonic() - began)
    finally:
        if process.poll() is None:
            process.terminate()
            process.communicate(timeout=60)


def fetch(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, ""


def family_of(pid: int) -> set[int]:
    """All processes below this one."""
    found: set[int] = set()
    ahead = [pid]
    while ahead:
        said = subprocess.run(["pgrep", "-P", str(ahead.pop())], capture_output=True, text=True, check=False).stdout
        fresh = {int(line) for line in said.split()} - found
        found |= fresh
        ahead += fresh
    return found


def test_one_command_opens_every_address_and_the_second_start_goes_on_from_there(tmp_path: Path) -> None:
    with run(tmp_path) as first:
        opened = {name: fetch(address)[0] for name, address in first.addresses.items()}
        port = first.addresses["organiser"].split("/")[2]
        sheet = re.search(r'href="(/static/css/[^"]+)"', fetch(first.addresses["organiser"])[1])
        assert sheet is not None
        style = fetch(f"http://{port}{sheet[1]}")
        family = family_of(first.process.pid)
        outcome, said = first.end()

    assert opened == {"organiser": 200, "attendee": 200, "badge": 200, "post": 200}
    assert style[0] == 200
    assert len(style[1]) > 100
    assert outcome == 0
    assert [address for address in first.addresses.values() if address not in said] == []
    assert said.endswith("Ended. Everything is kept; the next start goes on from here.\n")
    assert len(family) >= 5  # the post box, the web server and its two processes, the worker
    assert [pid for pid in family if Path(f"/proc/{pid}").exists()] == []

    with run(tmp_path) as second:
        again = {name: fetch(address)[0] for name, address in second.addresses.items()}

    def paths(addresses: dict[str, str]) -> dict[str, str]:
        return {name: address.split("/", 3)[3] for name, address in addresses.items()}

    assert again == opened
    assert paths(second.addresses) == paths(first.addresses)


def test_when_the_worker_dies_everything_ends_and_says_which(tmp_path: Path) -> None:
    with run(tmp_path) as running:
        (worker,) = [
            pid for pid in family_of(running.process.pid) if b"matchmaker.cli\0work\0" in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]
        os.kill(worker, signal.SIGKILL)
        said, _ = running.process.communicate(timeout=60)

    assert running.process.returncode == 2
    assert said.endswith("Error: The worker ended by SIGKILL, so everything was ended. What it said stands above.\n")


def test_a_full_disk_ends_with_a_sentence(tmp_path: Path) -> None:
    """A real one: a file system of one megabyte, where this machine lets us mount it."""
    small = tmp_path / "small"
    small.mkdir()
    command = f"mount -t tmpfs -o size=1m tmpfs {small} && exec {ROOT}/scripts/run --port 0 --data {small}/data"
    ended = subprocess.run(["unshare", "--mount", "--map-root-user", "sh", "-c", command], capture_output=True, text=True, check=False)
    if "unshare" in ended.stderr or "mount" in ended.stderr:
        pytest.xfail("this machine lets nobody mount a small file system; tests/cli/test_demo.py has the sentences")

    assert ended.returncode == 2
    assert ended.stderr.splitlines()[-1].startswith("Error: The disk is full")
