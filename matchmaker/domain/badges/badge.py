"""What a badge says, and the same laid out: lines, signs and the code at their places."""

from dataclasses import dataclass
from typing import Final, Literal

from matchmaker.domain.badges.frame import Frame
from matchmaker.domain.badges.shaping import GlyphRun, MixedFace
from matchmaker.domain.badges.typeface import Face
from matchmaker.domain.badges.typeset import MM_PER_POINT
from matchmaker.errors import N_

Tone = Literal["ink", "soft", "warm", "on_deep", "on_deep_soft"]
Approach = Literal["", "hello", "ask", "rest"]

ASK_ME: Final = N_("Ask me about")
# How somebody likes to be approached: three shapes, so that nobody needs to see the colour.
APPROACHES: Final = {"hello": N_("Please say hello"), "ask": N_("Ask me first"), "rest": N_("Leave me in peace")}
SHAPES: Final = {"hello": "circle", "ask": "triangle", "rest": "square"}
SHAPE_COLOURS: Final = {"circle": "0d6340", "triangle": "8b4a1d", "square": "2c444c"}
# Grounds of groups: one lightness, far apart also for eyes that tell few colours; the group's name always stands beside.
GROUP_COLOURS: Final = ("00798c", "d1495b", "edae49", "5f4b8b", "3d8b40", "b5651d", "4a6fa5", "a23b72")


@dataclass(frozen=True, slots=True)
class BadgeFace:
    """What one badge says; `address` is what its QR code holds, `group_colour` one of `GROUP_COLOURS`.

    `ask_words` and `approach_words` are ours, in the language of the event.
    """

    name: str
    address: str
    short_code: str
    organisation: str = ""
    headline: str = ""
    topics: tuple[str, ...] = ()
    pronouns: str = ""
    languages: tuple[str, ...] = ()
    approach: str = ""
    group: str = ""
    group_colour: str = ""
    ask_words: str = ASK_ME
    approach_words: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: x and baseline y in millimetres from the badge's top left corner, size in points.

    With `runs` its letters are placed one by one, in em from x; without, they follow each other by their widths.
    """

    x: float
    y: float
    text: str
    size: float
    face: str
    tone: Tone = "ink"
    runs: tuple[GlyphRun, ...] = ()

    @property
    def size_mm(self) -> float:
        return self.size * MM_PER_POINT


@dataclass(frozen=True, slots=True)
class Sign:
    """A filled shape in a square of `side` millimetres; a "stripe" has its own height."""

    shape: str
    x: float
    y: float
    side: float
    colour: str
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class LaidBadge:
    """A badge ready to be drawn. A name that no typeface can set leaves a line to write it by hand."""

    frame: Frame
    band: tuple[Line, ...]  # the same on every badge of an event
    own: tuple[Line, ...]
    signs: tuple[Sign, ...]
    back: tuple[Line, ...]  # empty where the code is on the front
    address: str
    name_size: float | None
    left_out: tuple[str, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.band + self.own


def place(x: float, y: float, text: str, size: float, face: Face, tone: Tone, *, width: float = 0.0) -> Line:
    """A line at x, or, written from the right, at the right end of `width`."""
    if not isinstance(face, MixedFace):
        return Line(round(x, 3), round(y, 3), text, size, face.key, tone)
    shaped = face.shape(text)
    if face.is_right_to_left and width:
        x += width - shaped.width * size * MM_PER_POINT
    return Line(round(x, 3), round(y, 3), text, size, face.key, tone, shaped.runs)
