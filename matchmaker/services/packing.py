"""What an archive really unpacks to, counted before anybody reads it: a directory that lies about sizes is found here."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from matchmaker.domain.roster.workbook import WorkbookError

MOST_MEMBERS = 1_000
MOST_UNPACKED = 40_000_000
CHUNK = 65_536
PLAIN_PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, ValueError, NotImplementedError, RuntimeError, OSError, EOFError)


def check_packing(data: bytes) -> None:
    """Unpack every member and count what really comes out: a directory that lies about sizes is found here.

    Raises
    ------
    WorkbookError
        More members or more bytes than a list of people has, or a damaged or locked archive.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except BROKEN as error:
        raise WorkbookError("damaged") from error
    if len(members) > MOST_MEMBERS:
        raise WorkbookError("large")
    unpacked = 0
    for member in members:
        if member.flag_bits & 1:
            raise WorkbookError("locked")
        if member.compress_type not in PLAIN_PACKING:
            raise WorkbookError("damaged")
        for size in _real_sizes(archive, member, MOST_UNPACKED - unpacked + 1):
            unpacked += size
            if unpacked > MOST_UNPACKED:
                raise WorkbookError("large")


def _real_sizes(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> Iterator[int]:
    member.file_size = most + CHUNK  # reading stops at this size, so what the directory claims must not stand here
    try:
        with archive.open(member) as packed:
            while part := packed.read(CHUNK):
                yield len(part)
    except BROKEN as error:
        raise WorkbookError("damaged") from error
