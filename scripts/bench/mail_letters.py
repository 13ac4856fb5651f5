"""T17: a letter rendered, built and sent over one connection, beside what one would write first and beside bytes that are ready."""

import smtplib
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.message import EmailMessage

from mail_sink import sink
from table import Row

from matchmaker.domain.contacts.card import SharedCard
from matchmaker.mail.letter import Letter
from matchmaker.mail.mailer import Envelope, Relay, SmtpMailer
from matchmaker.mail.message import message_bytes, sender_of
from matchmaker.services.followup_letters import MetPerson, met_letter, met_nobody_letter
from matchmaker.settings import Settings
from matchmaker.store.queries.followup import Reader

ROUNDS, PER_ROUND = 7, 120
SENDER = sender_of("Northlight <letters@meet.example.org>")
READER = Reader(1, "northlight", "Northlight 26", 1, 1, "Ada Lovelace", "ada@example.org")
PEOPLE = tuple(
    MetPerson(
        number, SharedCard(f"Grace Number {number}", "Grace", "Tidepool", "Maps for harbours", f"grace{number}@example.org"), "old maps"
    )
    for number in range(8)
)


def compare_letters(settings: Settings) -> list[Row]:
    rows = []
    for name, write in {
        "met nobody": lambda: met_nobody_letter(READER, settings=settings),
        "met 8, with their cards as a file": lambda: met_letter(READER, PEOPLE, settings=settings),
    }.items():
        rows += _compare(name, write)
    return rows


def _compare(name: str, write: Callable[[], Letter]) -> list[Row]:
    with sink() as port, sink(lets_pipeline=True) as patient:
        first = smtplib.SMTP("127.0.0.1", port)
        ready_line = smtplib.SMTP("127.0.0.1", port)
        mailer, breath = (SmtpMailer(Relay("smtp", "127.0.0.1", at), local_name="localhost", most=10**9) for at in (port, patient))
        ready = _ours(write())

        def send_by(mailer: SmtpMailer) -> None:
            letter = write()
            mailer.begin(Envelope(SENDER.address, letter.to_address))
            mailer.transmit(_ours(letter))

        ways: dict[str, Callable[[], object]] = {
            "ours": lambda: send_by(mailer),
            "breath": lambda: send_by(breath),
            "loop": lambda: first.send_message(_first_message(write())),
            "ready": lambda: ready_line.sendmail(SENDER.address, ["ada@example.org"], ready),
        }
        speed, cost = _measure(ways)
        mailer.close()
        breath.close()
        first.quit()
        ready_line.quit()
    times, of_ready = speed["ours"] / speed["loop"], speed["ours"] / speed["ready"]
    ours, loop = cost["ours"], cost["loop"]
    what = f"T17 {name}, {len(ready) / 1024:.1f} KB"
    return [
        Row(f"{what}: render + EmailMessage + send_message", f"{speed['loop']:.0f}/s"),
        Row(f"{what}: render + build + send, ours", f"{speed['ours']:.0f}/s = {times:.1f}×", "≥ 4×", times >= 4),
        Row(
            f"{what}: the same where the server lets us say three lines in one breath",
            f"{speed['breath']:.0f}/s = {speed['breath'] / speed['loop']:.1f}×; {cost['breath']:.2f} ms of processor",
        ),
        Row(f"{what}: beside sendmail of ready bytes", f"{speed['ready']:.0f}/s; ours is {of_ready:.2f}×", "≥ 0.8×", of_ready >= 0.8),
        Row(
            f"{what}: processor time of the sender", f"{loop:.2f} and {ours:.2f} ms a letter = {loop / ours:.1f}×", "≥ 4×", loop / ours >= 4
        ),
    ]


def compare_connections(settings: Settings, *, wait: float, each: int = 25) -> Row:
    """T18: render, build and send, the outbox apart, over one connection and over eight, to a server that is far away."""

    def carry(port: int) -> None:
        send_over_one(settings, port, each)

    speeds = []
    for connections in (1, 8):
        with sink(wait) as port, ThreadPoolExecutor(connections) as pool:
            began = time.perf_counter()
            list(pool.map(carry, [port] * connections))
            speeds.append(connections * each / (time.perf_counter() - began))
    times = speeds[1] / speeds[0]
    what = f"T18 a server that waits {1000 * wait:.0f} ms before each answer, outbox apart: 8 connections beside one"
    return Row(what, f"{speeds[0]:.1f}/s and {speeds[1]:.1f}/s = {times:.1f}×", "≥ 6.5×", times >= 6.5)


def send_over_one(settings: Settings, port: int, count: int) -> None:
    mailer = SmtpMailer(Relay("smtp", "127.0.0.1", port), local_name="localhost", most=10**9)
    for _ in range(count):
        letter = met_nobody_letter(READER, settings=settings)
        mailer.begin(Envelope(SENDER.address, letter.to_address))
        mailer.transmit(_ours(letter))
    mailer.close()


def _ours(letter: Letter) -> bytes:
    return message_bytes(letter, sender=SENDER, message_id="<7.0123456789abcdef@meet.example.org>", now=datetime.now(UTC))


def _first_message(letter: Letter) -> EmailMessage:
    message = EmailMessage()
    message["From"] = f"{SENDER.name} <{SENDER.address}>"
    message["To"] = letter.to_address
    message["Subject"] = letter.subject
    message["Message-ID"] = "<7.0123456789abcdef@meet.example.org>"
    message["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    for one in letter.attachments:
        message.add_attachment(one.content, maintype="text", subtype="vcard", filename=one.file_name)
    return message


def _measure(ways: dict[str, Callable[[], object]]) -> tuple[dict[str, float], dict[str, float]]:
    """Letters a second, and milliseconds of this process for each: medians; the ways take turns, so that a busy moment hits all alike."""
    speeds: dict[str, list[float]] = {name: [] for name in ways}
    costs: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, send in ways.items():
            began, worked = time.perf_counter(), time.process_time()
            for _ in range(PER_ROUND):
                send()
            speeds[name].append(PER_ROUND / (time.perf_counter() - began))
            costs[name].append(1000 * (time.process_time() - worked) / PER_ROUND)
    return {name: statistics.median(found) for name, found in speeds.items()}, {
        name: statistics.median(found) for name, found in costs.items()
    }
