"""Attendee files as people bring them, and five hundred ways in which they can be broken; the same ones each time."""

import io
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tests.workbooks import ods, xlsx, zipped

LUMA = Path(__file__).parent / "data" / "luma_guests.csv"
EVENTBRITE = """Order #,Order Date,First Name,Last Name,Email,Quantity,Ticket Type,Attendee #,Attendee Status
901,2026-10-01,Ada,Lovelace,ada@example.org,1,Early bird,5001,Attending
901,2026-10-01,Ada,Lovelace,ada@example.org,1,Early bird,5002,Attending
902,2026-10-02,Grace,Hopper,grace@example.org,3,Regular,5003,Attending
903,2026-10-02,Linus,Torvalds,linus@example.org,1,Regular,5004,Refunded
"""
PRETIX = """Order code;Position ID;Status;E-mail;Attendee name;Attendee email;Product;Which topics interest you?
ABCDE;1;paid;buyer@example.org;Ada Lovelace;;Regular;"Looms; Poetry"
ABCDE;2;paid;buyer@example.org;Journalist 1;;Press;
FGHIJ;1;canceled;linus@example.org;Linus Torvalds;linus@example.org;Regular;Kernels
"""
PLAIN = "id\tName\tE-Mail\tCompany\tInterests\nx1\tJosé Müller\tjose@example.org\tÆrø\tRust, Go\nx2\tليلى حداد\tlayla@example.org\t\tAI\n"
NASTY = (
    *(
        b'"',
        b'""',
        b"'",
        b",",
        b";",
        b"\t",
        b"\n",
        b"\r",
        b"\r\n",
        b"\x00",
        b"\x1a",
        b"\xff",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"\xc3",
        b"\x80",
    ),
    *(
        "\u2028".encode(),
        "\u202e".encode(),
        "ı".encode(),
        "\U0001f388".encode(),
        b"\xed\xa0\x80",
        b"=cmd|'/c calc'!A1",
        b"@SUM(1)",
        b"%s%n",
    ),
    *(b"<script>", b"{{7*7}}", b"x" * 5_000, b"9" * 400, b"sep=;\n", b"1e999", b"-1", b"NaN", b"cancelled", b"pending", b"a@b", b"\\N"),
)


def base_files() -> dict[str, bytes]:
    """What the mutations begin with."""
    lines = [line.split("\t") for line in PLAIN.splitlines()]
    return {
        "luma": LUMA.read_bytes(),
        "eventbrite": EVENTBRITE.encode(),
        "pretix": PRETIX.encode("cp1252"),
        "plain": PLAIN.encode("utf-16"),
        "xlsx": xlsx(lines),
        "ods": ods(lines),
    }


def mutated_files(count: int, *, seed: int) -> Iterator[tuple[str, bytes]]:
    """Name and content of so many files: four CSV for each workbook."""
    chance, bases = random.Random(seed), base_files()
    texts, books = ("luma", "eventbrite", "pretix", "plain"), ("xlsx", "ods")
    for number in range(count):
        name = chance.choice(books) if number % 5 == 4 else chance.choice(texts)
        content = bases[name]
        for _ in range(chance.randint(1, 4)):
            content = _mutated_book(content, chance) if name in books and chance.random() < 0.6 else _mutated(content, chance)
        yield f"{number}-{name}.{name if name in books else 'csv'}", content


def _mutated(content: bytes, chance: random.Random) -> bytes:
    """One change somewhere in the bytes."""
    start = chance.randrange(len(content) + 1)
    end = min(len(content), start + chance.randint(1, 40))
    kind = chance.randrange(7)
    if kind == 0:
        return content[:start] + chance.choice(NASTY) + content[start:]
    if kind == 1:
        return content[:start] + content[end:]
    if kind == 2:
        return content[:start] + bytes(chance.randrange(256) for _ in range(end - start)) + content[end:]
    if kind == 3:
        return content[:start] + content[start:end] * chance.randint(2, 30) + content[end:]
    if kind == 4:
        return content[:start]
    lines = content.split(b"\n")
    if kind == 5:
        chance.shuffle(lines)
        return b"\n".join(lines)
    return b"\n".join(lines + [chance.choice(lines) for _ in range(chance.randint(1, 5))])


def _mutated_book(content: bytes, chance: random.Random) -> bytes:
    """One change in a member of the archive, packed anew; an archive that is broken already is changed as bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # noqa: BLE001  zipfile has a dozen kinds, and each means that it is broken
        return _mutated(content, chance)
    if not members:
        return content
    name = chance.choice(sorted(members))
    if chance.random() < 0.1:
        del members[name]
    else:
        members[name] = _mutated(members[name], chance)
    return zipped(members)
