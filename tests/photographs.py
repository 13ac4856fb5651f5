"""Pictures made in the test: one that tells where it was taken, one that is hard to keep small, and one that is a bomb."""

import random
import struct
import zlib
from io import BytesIO

from PIL import Image


def gps_photo(wide: int = 900, high: int = 1200) -> bytes:
    """A JPEG as phones make them: with a place, a camera and a comment."""
    picture = Image.linear_gradient("L").resize((wide, high)).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "GPS-canary camera"
    exif[0x0112] = 1
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (53.0, 21.0, 7.5)
    place[3], place[4] = "E", (6.0, 12.0, 44.0)
    file = BytesIO()
    picture.save(file, "JPEG", exif=exif, comment=b"made by Ada", quality=90)
    return file.getvalue()


def noisy_photo() -> bytes:
    dice = random.Random(26)
    picture = Image.frombytes("RGB", (640, 640), dice.randbytes(640 * 640 * 3))
    file = BytesIO()
    picture.save(file, "JPEG", quality=95)
    return file.getvalue()


def bomb(kind: str) -> bytes:
    """A file of a few bytes that says it is 30,000 points wide and high."""
    if kind == "PNG":
        head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
        rows = zlib.compress(b"\0" * 100_000)
        return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")
    file = BytesIO()
    Image.new("RGB", (16, 16)).save(file, "JPEG")
    small = file.getvalue()
    start = small.index(b"\xff\xc0") + 5
    return small[:start] + struct.pack(">HH", 30_000, 30_000) + small[start + 4 :]


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
