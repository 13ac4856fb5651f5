"""Who asked to be forgotten: a keyed hash and a time each, in a file beside the database.

A backup of the database does not hold it, so a backup that is put back can be told whom it must forget again; and nobody can read from
it whose address it was without the key and the address.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from matchmaker.domain.signin.secrets import hash_counted
from matchmaker.settings import Settings

FILE = "erased"


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the file says: when each address was last forgotten, by its mark."""

    key: bytes
    at: Mapping[str, datetime] = field(default_factory=dict)

    def forgotten_at(self, email_key: str) -> datetime | None:
        return self.at.get(mark_of(self.key, email_key)) if self.at else None


NOBODY = Ledger(b"")


def mark_of(key: bytes, email_key: str) -> str:
    return hash_counted(key, f"erased|{email_key}")


def read_ledger(settings: Settings) -> Ledger:
    try:
        lines = (settings.data_dir / FILE).read_text(encoding="ascii").splitlines()
    except FileNotFoundError:
        lines = []
    whole = [line.split() for line in lines if len(line.split()) == 2]  # a line that was cut off by a power failure names nobody
    return Ledger(settings.signin_key, {mark: datetime.fromisoformat(at) for mark, at in whole})


def note_forgotten(settings: Settings, email_key: str, *, now: datetime) -> None:
    """One line more, on the disk before the database lets go of the person: the other way round, a crash would lose the promise."""
    _append(settings.data_dir / FILE, f"{mark_of(settings.signin_key, email_key)} {now.isoformat()}\n")


def _append(path: Path, line: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line.encode("ascii"))
        os.fsync(handle)
    finally:
        os.close(handle)
