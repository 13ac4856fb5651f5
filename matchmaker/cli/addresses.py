"""The addresses a demo is opened by: in the terminal for people, in a file for programs."""

import json
import os
import socket
from dataclasses import asdict, dataclass
from pathlib import Path

from matchmaker.domain.badges.qr import qr_modules

QUIET = 2


@dataclass(frozen=True, slots=True)
class Addresses:
    """Each opens without further set-up; `post` is None where a real mail server is used."""

    organiser: str
    attendee: str
    badge: str
    post: str | None

    def lines(self, *, is_lan: bool) -> list[str]:
        lines = [
            f"  Organiser, on the laptop    {self.organiser}",
            f"  Attendee, on the phone      {self.attendee}",
            f"  A badge to scan             {self.badge}",
        ]
        if self.post:
            lines.append(f"  Letters that were sent      {self.post}")
        if is_lan:
            lines += ["", "  For the phone's camera:", *drawn_code(self.attendee)]
        return lines

    def write(self, path: Path) -> None:
        """Write all or nothing: whoever waits for the file must never read half of it."""
        scratch = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            scratch.write_text(json.dumps(asdict(self), indent=2) + "\n")
            scratch.replace(path)
        finally:
            scratch.unlink(missing_ok=True)


def drawn_code(text: str) -> list[str]:
    """A QR code of half blocks, dark on light whatever the terminal's colours are."""
    modules = qr_modules(text)
    width = len(modules) + 2 * QUIET
    blank = [False] * width
    rows = [blank] * QUIET + [[False] * QUIET + list(row) + [False] * QUIET for row in modules] + [blank] * (QUIET + width % 2)
    signs = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return ["    \033[30;107m" + "".join(signs[two] for two in zip(*pair, strict=True)) + "\033[0m" for pair in pairs]


def private_address() -> str | None:
    """This machine's address in its own network; None without one. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))
        except OSError:
            return None
        address = str(probe.getsockname()[0])
    return None if address.startswith("127.") else address


def is_port_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
