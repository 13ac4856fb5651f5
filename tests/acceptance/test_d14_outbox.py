"""D14 and D21 for batches: the same scan many times at once, phones that cross, and workers killed while they take scans in."""

import json
import os
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from matchmaker.store.models.contacts import Contact, Scan
from tests.acceptance.conftest import Guest
from tests.acceptance.test_d14_scan_races import send
from tests.running import RunningService, at_once

KILLS = 12
PROOFS = 100  # acknowledged items without which the kills show nothing
PATIENCE_SECONDS = 90  # a busy machine takes fewer scans in between two kills


def token_of(service: RunningService, guest: Guest) -> str:
    token: str = json.loads(send(service, guest, "/e/races/outbox")[1])["csrf"]
    return token


def post(service: RunningService, guest: Guest, token: str, items: list[dict[str, object]]) -> tuple[int, str]:
    head = {"Cookie": f"{service.settings.cookie_name}={guest.cookie}", "X-CSRFToken": token, "Content-Type": "application/json"}
    request = urllib.request.Request(f"{service.url}/e/races/outbox", json.dumps({"items": items}).encode(), head)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""
    except OSError:
        return 0, ""


def scan_of(owner: Guest) -> dict[str, object]:
    return {"kind": "scan", "id": str(uuid4()), "code": owner.worn.code, "way": "printed", "at": "2026-11-05T09:30:00+00:00"}


def test_d14_one_item_in_fifty_batches_at_once_is_one_scan(service: RunningService, hall) -> None:
    ada, grace = hall(2)
    token, item = token_of(service, ada), scan_of(grace)

    answers = at_once([lambda: post(service, ada, token, [item])] * 50)

    with service.session() as session:
        scans = session.scalars(select(Scan.scan_id).where(Scan.scanner_id == ada.attendee.id)).all()
    assert {status for status, _ in answers} == {200}
    assert len({body for _, body in answers}) == 1
    assert scans == [item["id"]]


def test_two_phones_that_come_back_at_once_and_scanned_each_other_are_one_contact(service: RunningService, hall) -> None:
    guests = hall(12)
    tokens = {guest.cookie: token_of(service, guest) for guest in guests}
    batches = {guest.cookie: [scan_of(other) for other in guests if other is not guest] for guest in guests}

    answers = []
    for _ in range(4):  # PostgreSQL may break off one of two batches that wait for each other; its phone sends it again
        answers = at_once([lambda one=one: post(service, one, tokens[one.cookie], batches[one.cookie]) for one in guests])
        if {status for status, _ in answers} == {200}:
            break

    ids = [guest.attendee.person_id for guest in guests]
    with service.session() as session:
        contacts = session.scalars(select(Contact.state).where(Contact.low_person_id.in_(ids))).all()
    assert {status for status, _ in answers} == {200}
    assert contacts == ["exchanged"] * 66


def test_d21_every_acknowledged_item_is_there_though_workers_are_killed(service: RunningService, hall) -> None:
    ada, *others = hall(9)
    owners = others[:1] * 10
    tokens = {guest.cookie: token_of(service, guest) for guest in others}
    acked: list[str] = []
    is_over = threading.Event()

    def go_on(guest: Guest) -> None:
        while not is_over.is_set():
            items = [scan_of(ada if owner is guest else owner) for owner in owners]
            status, body = post(service, guest, tokens[guest.cookie], items)
            if status == 200:
                acked.extend(ack["id"] for ack in json.loads(body)["items"] if ack["state"] in {"exchanged", "pending"})

    threads = [threading.Thread(target=go_on, args=[guest]) for guest in others]
    for thread in threads:
        thread.start()
    killed, end = 0, time.monotonic() + PATIENCE_SECONDS
    while (killed < KILLS or len(acked) <= PROOFS) and time.monotonic() < end:
        killed += kill_a_worker(service)
    is_over.set()
    for thread in threads:
        thread.join()

    with service.session() as session:
        stored = set(session.scalars(select(Scan.scan_id)))
    assert killed >= KILLS
    assert len(acked) > PROOFS
    assert set(acked) - stored == set()


def kill_a_worker(service: RunningService) -> int:
    """One of gunicorn's workers of this very service, known by its port and its parent."""
    threading.Event().wait(0.4)
    port = service.url.rsplit(":", 1)[1]
    found = subprocess.run(["pgrep", "-f", f"bind 127.0.0.1:{port} "], capture_output=True, text=True, check=False).stdout.split()
    workers = [pid for pid in found if _parent_of(pid) in found]
    if workers:
        os.kill(int(workers[-1]), signal.SIGKILL)
    return len(workers[:1])


def _parent_of(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1]
    except OSError:
        return ""


pytestmark = pytest.mark.slow
