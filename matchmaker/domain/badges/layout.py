"""Where everything stands on a badge and a badge on its paper, in millimetres: one truth for the printer and the preview."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from matchmaker.domain.badges.typeface import Family, Typeface, setting
from matchmaker.domain.badges.typeset import MM_PER_POINT, fit_name, wrap
from matchmaker.errors import N_

Tone = Literal["ink", "soft", "warm", "on_deep", "on_deep_soft"]

ASK_ME: Final = N_("Ask me about")
LEAST_NAME: Final = 24.0  # points: read at arm's length across a table
LARGEST_NAME: Final = (44.0, 32.0, 24.5)  # points on one, two and three lines: accents on capitals need air
QR_SIDE: Final = 26.0  # the black and white part alone, whatever its number of modules


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of equal badges without gaps, so that one straight cut parts two rows."""

    width: float = 210.0
    height: float = 297.0
    columns: int = 2
    rows: int = 4

    @property
    def badge_width(self) -> float:
        return self.width / self.columns

    @property
    def badge_height(self) -> float:
        return self.height / self.rows

    @property
    def per_sheet(self) -> int:
        return self.columns * self.rows

    def corners(self) -> Iterator[tuple[float, float]]:
        """The top left corner of each badge, in reading order."""
        for row in range(self.rows):
            for column in range(self.columns):
                yield column * self.badge_width, row * self.badge_height

    def cuts(self) -> Iterator[tuple[float, float, float, float]]:
        """Each cut as x, y, x, y from edge to edge."""
        for column in range(1, self.columns):
            yield column * self.badge_width, 0.0, column * self.badge_width, self.height
        for row in range(1, self.rows):
            yield 0.0, row * self.badge_height, self.width, row * self.badge_height


A4_EIGHT: Final = Paper()


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float


# One badge of 105 × 74.25 mm. Nothing stands nearer than 5 mm to its edge: printers leave that much white, scissors err.
BAND: Final = Box(5.0, 5.0, 95.0, 7.5)
MARK: Final = Box(8.0, 6.5, 4.5, 4.5)
NAME: Final = Box(7.0, 13.0, 91.0, 26.0)
QR: Final = Box(105.0 - 7.0 - QR_SIDE, 74.25 - 6.0 - QR_SIDE, QR_SIDE, QR_SIDE)
ABOUT: Final = Box(7.0, 42.25, 59.0, 18.5)
_BAND_BASELINE = 9.85
_BAND_SIZE = 9.0
_CODE_SIZE = 9.0
ORGANISATION_SIZE: Final = 11.5
HEADLINE_SIZE: Final = 10.0
_GAP = 1.0  # between the organisation and the headline
_ASK_BASELINE = 64.2
_ASK_SIZE = 9.0
_LEADING = 1.0
_CAPITAL = 0.68  # height of capitals in em, of both faces within a hair


@dataclass(frozen=True, slots=True)
class BadgeFace:
    """What one badge says; `address` is what its QR code holds."""

    name: str
    address: str
    short_code: str
    organisation: str = ""
    headline: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: x and baseline y in millimetres from the badge's top left corner, size in points."""

    x: float
    y: float
    text: str
    size: float
    face: str
    tone: Tone = "ink"

    @property
    def size_mm(self) -> float:
        return self.size * MM_PER_POINT


@dataclass(frozen=True, slots=True)
class LaidBadge:
    """A badge ready to be drawn. A name that no typeface can set leaves a line to write it by hand."""

    band: tuple[Line, ...]  # the same on every badge of an event
    own: tuple[Line, ...]
    address: str
    name_size: float | None
    left_out: tuple[str, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.band + self.own


def lay_out(badge: BadgeFace, *, event_name: str, day: str, families: Sequence[Family]) -> LaidBadge:
    """Place everything on one badge."""
    return next(lay_out_all([badge], event_name=event_name, day=day, families=families))


def lay_out_all(badges: Iterable[BadgeFace], *, event_name: str, day: str, families: Sequence[Family]) -> Iterator[LaidBadge]:
    """Place everything on each badge of an event."""
    band = tuple(_band(event_name, day, families))
    return (_laid(badge, band, families) for badge in badges)


def name_size(name: str, families: Sequence[Family]) -> float | None:
    """The points a name will be set in; None if no typeface has its letters."""
    lines = _name(name, families)
    return lines[0].size if lines else None


def _laid(badge: BadgeFace, band: tuple[Line, ...], families: Sequence[Family]) -> LaidBadge:
    name = _name(badge.name, families)
    organisation = _about(badge.organisation, families, top=ABOUT.y, size=ORGANISATION_SIZE, most=2, bold=True)
    top = organisation[-1].y + _GAP if organisation else ABOUT.y
    headline = _about(badge.headline, families, top=top, size=HEADLINE_SIZE, most=4 - len(organisation or ()))
    code = _line(ABOUT.x, QR.y + QR.height, badge.short_code, _CODE_SIZE, families[0].regular, "soft")
    parts = {"name": name, "organisation": organisation, "headline": headline}
    return LaidBadge(
        band=band,
        own=(*(name or ()), *(organisation or ()), *(headline or ()), *_ask(badge.topics, families), code),
        address=badge.address,
        name_size=name[0].size if name else None,
        left_out=tuple(part for part, lines in parts.items() if lines is None),
    )


def _band(event_name: str, day: str, families: Sequence[Family]) -> Iterator[Line]:
    right = BAND.x + BAND.width - 3.0
    if dated := setting(day, families):
        right -= dated[0].width(dated[1]) * _BAND_SIZE * MM_PER_POINT
        yield _line(right, _BAND_BASELINE, dated[1], _BAND_SIZE, dated[0], "on_deep_soft")
    left = MARK.x + MARK.width + 1.8
    if titled := setting(event_name, families, bold=True):
        for title in wrap(titled[1], titled[0], size=_BAND_SIZE, width=right - 3.0 - left, lines=1):
            yield _line(left, _BAND_BASELINE, title, _BAND_SIZE, titled[0], "on_deep")


def _name(name: str, families: Sequence[Family]) -> tuple[Line, ...] | None:
    """None if no typeface has the letters, or none are left without their emoji."""
    found = setting(name, families, bold=True)
    if found is None or not found[1]:
        return None
    face, text = found
    fitted = fit_name(text, face, width=NAME.width, height=NAME.height, largest=LARGEST_NAME, least=LEAST_NAME, leading=_LEADING)
    step = fitted.size * _LEADING * MM_PER_POINT
    capital = _CAPITAL * fitted.size * MM_PER_POINT
    # From the top of the first capital to the last baseline is the block that stands in the middle.
    first = NAME.y + (NAME.height - capital - step * (len(fitted.lines) - 1)) / 2 + capital
    return tuple(_line(NAME.x, first + number * step, row, fitted.size, face, "ink") for number, row in enumerate(fitted.lines))


def _about(text: str, families: Sequence[Family], *, top: float, size: float, most: int, bold: bool = False) -> tuple[Line, ...] | None:
    """The lines of a text under `top`, as many as there is room for; None if no typeface has its letters."""
    found = setting(text, families, bold=bold)
    if found is None:
        return None
    face, printed = found
    step = size * MM_PER_POINT * 1.22
    rows = wrap(printed, face, size=size, width=ABOUT.width, lines=most)
    return tuple(
        _line(ABOUT.x, top + (number + 0.75) * step, row, size, face, "ink" if bold else "soft") for number, row in enumerate(rows)
    )


def _ask(topics: Sequence[str], families: Sequence[Family]) -> Iterator[Line]:
    """One line worth asking about, with as many whole topics as it holds."""
    label = families[0].bold
    start = ABOUT.x + (label.width(ASK_ME) + 0.3) * _ASK_SIZE * MM_PER_POINT
    room = (ABOUT.x + ABOUT.width - start) / (_ASK_SIZE * MM_PER_POINT)
    for count in range(len(topics), 0, -1):
        found = setting(", ".join(topics[:count]), families)
        if found and found[1] and found[0].width(found[1]) <= room:
            yield _line(ABOUT.x, _ASK_BASELINE, ASK_ME, _ASK_SIZE, label, "warm")
            yield _line(start, _ASK_BASELINE, found[1], _ASK_SIZE, found[0], "ink")
            return


def _line(x: float, y: float, text: str, size: float, face: Typeface, tone: Tone) -> Line:
    return Line(round(x, 3), round(y, 3), text, size, face.key, tone)
