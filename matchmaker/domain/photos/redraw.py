"""A small square picture, drawn anew from what was sent: no byte of the file itself is kept, so neither is what it tells of a place."""

import hashlib
import re
import struct
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from matchmaker.errors import N_, BadInputError, Fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image

SIDE: Final = 320
MOST_BYTES: Final = 12 * 1024 * 1024
LARGEST: Final = 30 * 1024
LONGEST_EDGE: Final = 12_000
# A JPEG is read at a smaller scale; of the others every point is unpacked, four bytes each.
MOST_POINTS: Final = {"JPEG": 89_000_000, "PNG": 17_000_000, "WEBP": 17_000_000}
QUALITIES: Final = (84, 76, 66, 54, 40)
# What makes a page or a program of a picture; none of it stands in a photo by itself.
_MORE_THAN_A_PICTURE: Final = re.compile(rb"<script|<html|<!doctype|<svg[\s>]|<iframe|<\?php|<body[\s>]", re.IGNORECASE)
_ZIP_END: Final = b"PK\x05\x06"

_NO_PICTURE: Final = N_("We can’t read this as a picture. Send a JPEG, PNG or WebP file.")
_TOO_HEAVY: Final = N_("This picture is larger than %(most)s MB. Send a smaller one.")
_TOO_WIDE: Final = N_("This picture has too many points to be unpacked here. Send one as phones make them: at most %(most)s on each edge.")
_HOLDS_MORE: Final = N_("This file holds more than a picture, so it was not taken. Take a new photo, or save the picture anew.")


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """The fingerprint of what is kept now; `before`: another picture whose place it took, for an undo."""

    fingerprint: str
    before: bytes | None


def redraw(data: bytes) -> bytes:
    """A JPEG of 320 by 320 points and at most 30 KB, upright, with nothing in it but the picture.

    Raises
    ------
    BadInputError
        It is no picture, too large to be unpacked, or more than a picture.
    """
    check_file(data)
    return _smallest(_square(data))


def check_file(data: bytes) -> None:
    """What the bytes alone tell, before anything is unpacked.

    Raises
    ------
    BadInputError
        No picture, too many bytes, or more than a picture.
    """
    if not data:
        raise _refused(N_("No picture was chosen. Choose one first."))
    if len(data) > MOST_BYTES:
        raise _refused(_TOO_HEAVY, most=MOST_BYTES // (1024 * 1024))
    if _MORE_THAN_A_PICTURE.search(data) or data[:1024].find(b"%PDF-") >= 0 or _ZIP_END in data[-65_600:]:
        raise _refused(_HOLDS_MORE if _looks_like_picture(data) else _NO_PICTURE)


def fingerprint_of(picture: bytes) -> str:
    return hashlib.sha256(picture).hexdigest()[:16]


def _looks_like_picture(data: bytes) -> bool:
    return data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def _square(data: bytes) -> "Image":
    """The middle of the picture."""
    from PIL import Image, ImageOps  # noqa: PLC0415  here alone: no other request of a web worker needs it

    # Faces stand above the middle of a portrait more often than below it.
    small = unpacked(data, lambda turned: ImageOps.fit(turned, (SIDE, SIDE), centering=(0.5, 0.4)))
    # A new picture: what was written beside the points of the old one does not come along.
    plain = Image.new("RGB", (SIDE, SIDE), "white")
    plain.paste(small, mask=small.getchannel("A"))
    return plain


def unpacked(data: bytes, shape: "Callable[[Image], Image]") -> "Image":
    """The picture upright, with its transparency, made smaller by `shape`; its size is looked at before a single point is unpacked.

    Raises
    ------
    BadInputError
        It is no picture, or has too many points.
    """
    from PIL import Image, ImageOps  # noqa: PLC0415  as above
    from PIL.Image import open as unpack  # noqa: PLC0415  from memory, never from a file

    try:
        with unpack(BytesIO(data), formats=tuple(MOST_POINTS)) as sent:
            wide, high = sent.size
            if max(wide, high) > LONGEST_EDGE or wide * high > MOST_POINTS[sent.format or "PNG"] or min(wide, high) < 1:
                raise _refused(_TOO_WIDE, most=LONGEST_EDGE)
            sent.draft("RGB", (2 * SIDE, 2 * SIDE))
            turned = ImageOps.exif_transpose(sent)
            return shape(turned.convert("RGBA"))
    except Image.DecompressionBombError as error:
        raise _refused(_TOO_WIDE, most=LONGEST_EDGE) from error
    except (OSError, ValueError, SyntaxError, EOFError, struct.error) as error:
        raise _refused(_NO_PICTURE) from error


def _smallest(picture: "Image") -> bytes:
    """As good as fits into 30 KB."""
    drawn = b""
    for quality in QUALITIES:
        file = BytesIO()
        picture.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
        drawn = file.getvalue()
        if len(drawn) <= LARGEST:
            break
    return drawn


def _refused(sentence: str, **values: object) -> BadInputError:
    return BadInputError(Fault("photo", sentence, values))
