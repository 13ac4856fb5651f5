"""A post box for demonstrations: a real SMTP server that keeps every letter as a file, and reads them back."""

import os
import secrets
import socket
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from types import TracebackType
from typing import Any, Self

LARGEST_LETTER = 10_000_000
LONGEST_ID = 60


@dataclass(frozen=True, slots=True)
class PostedLetter:
    """A letter somebody received."""

    id: str
    subject: str
    sender: str
    recipient: str
    arrived_at: datetime
    text: str
    html: str
    headers: tuple[tuple[str, str], ...]


class _Keeper:
    def __init__(self, directory: Path) -> None:
        self.directory = directory

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name for it
        keep_letter(self.directory, envelope.original_content or envelope.content, recipients=envelope.rcpt_tos)
        return "250 Kept"


class PostBox:
    """Listens on this machine alone, in a thread of its own, until it is closed."""

    def __init__(self, directory: Path, *, host: str = "127.0.0.1", port: int = 0) -> None:
        # aiosmtpd is for demonstrations and tests: a worker with a relay never loads it
        from aiosmtpd.controller import Controller  # noqa: PLC0415  as said above

        directory.mkdir(parents=True, exist_ok=True)
        self.directory = directory
        # Controller checks itself by connecting to its own port, so port 0 needs the real number first
        self._controller = Controller(
            _Keeper(directory), hostname=host, port=port or free_port(host), data_size_limit=LARGEST_LETTER, enable_SMTPUTF8=True
        )

    @property
    def url(self) -> str:
        return f"smtp://{self._controller.hostname}:{self._controller.port}"

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self._controller.stop()


def free_port(host: str) -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def keep_letter(directory: Path, content: bytes, *, recipients: list[str]) -> Path:
    """Write a letter as a whole file or not at all; file names sort by arrival."""
    name = f"{time.time_ns():020d}-{secrets.token_hex(4)}"
    half = directory / f"{name}.part"
    envelope = "".join(f"X-Envelope-To: {recipient}\r\n" for recipient in recipients).encode()
    with half.open("wb") as file:
        file.write(envelope + content)
        file.flush()
        os.fsync(file.fileno())
    return half.rename(directory / f"{name}.eml")


def newest_letters(directory: Path, *, limit: int = 200) -> list[PostedLetter]:
    names = sorted((path.name for path in directory.glob("*.eml")), reverse=True)
    return [_read(directory / name) for name in names[:limit]]


def posted_letter(directory: Path, letter_id: str) -> PostedLetter | None:
    """One letter; an id that is no plain name of a kept letter is not there."""
    if len(letter_id) > LONGEST_ID or not all(sign.isascii() and (sign.isalnum() or sign == "-") for sign in letter_id):
        return None
    path = directory / f"{letter_id}.eml"
    return _read(path) if path.is_file() else None


def _read(path: Path) -> PostedLetter:
    message = message_from_bytes(path.read_bytes(), policy=default)
    headers = tuple((name, str(value)) for name, value in message.items() if name != "X-Envelope-To")
    return PostedLetter(
        id=path.stem,
        subject=str(message["Subject"] or ""),
        sender=str(message["From"] or ""),
        recipient=", ".join(message.get_all("X-Envelope-To", [])),
        arrived_at=datetime.fromtimestamp(int(path.stem.split("-")[0]) / 1e9, UTC),
        text=_part(message, "plain"),
        html=_part(message, "html"),
        headers=headers,
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return part.get_content().replace("\r\n", "\n") if part is not None else ""
