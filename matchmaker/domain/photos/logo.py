"""An event's logo, drawn anew: no byte of the file that was sent is kept."""

from io import BytesIO
from typing import TYPE_CHECKING, Final

from matchmaker.domain.photos.redraw import check_file, unpacked
from matchmaker.errors import BadInputError, Fault

if TYPE_CHECKING:
    from PIL.Image import Image

WIDE, HIGH = 480, 160
COLOURS: Final = (None, 256, 64)  # fewer of them when it would be too large
LARGEST: Final = 60 * 1024


def redraw_logo(data: bytes) -> bytes:
    """A PNG of at most 480 by 160 points, in its own shape and with its transparency.

    Raises
    ------
    BadInputError
        It is no picture, too large to be unpacked, or more than a picture.
    """
    try:
        check_file(data)
        picture = unpacked(data, _within)
    except BadInputError as error:
        raise BadInputError(*(Fault("logo", fault.sentence, fault.values) for fault in error.faults)) from error
    return _smallest(picture)


def _within(sent: "Image") -> "Image":
    share = min(WIDE / sent.width, HIGH / sent.height, 1.0)
    return sent.resize((max(1, round(sent.width * share)), max(1, round(sent.height * share))))


def _smallest(picture: "Image") -> bytes:
    from PIL import Image  # noqa: PLC0415  here alone: no other request of a web worker needs it

    # A new picture: what was written beside the points of the old one does not come along.
    plain = Image.new("RGBA", picture.size)
    plain.paste(picture)
    drawn = b""
    for colours in COLOURS:
        file = BytesIO()
        (plain.quantize(colours, method=Image.Quantize.FASTOCTREE) if colours else plain).save(file, "PNG", optimize=True)
        drawn = file.getvalue()
        if len(drawn) <= LARGEST:
            break
    return drawn
