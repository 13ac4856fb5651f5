"""A camera whose pictures are made here: a badge, drawn as a phone would see it, as a film that Chromium takes for its camera."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, BrowserType

from matchmaker.domain.badges.qr import QUIET_ZONE, qr_modules

Size = tuple[int, int]
SMALL, WANTED = (640, 480), (1280, 720)  # what many webcams give; what the scan page asks for
WALL, PLATE = 96, 250


def square(text: str, side: int, *, inverted: bool = False) -> Image.Image:
    """The code of a text, `side` pixels wide with its quiet zone."""
    rows = qr_modules(text)
    image = Image.new("L", (len(rows) + 2 * QUIET_ZONE,) * 2, 255)
    for y, row in enumerate(rows, QUIET_ZONE):
        for x, is_black in enumerate(row, QUIET_ZONE):
            if is_black:
                image.putpixel((x, y), 0)
    large = image.resize((8 * image.width,) * 2, Image.Resampling.NEAREST).resize((side, side), Image.Resampling.BOX)
    return large.point(lambda tone: 255 - tone) if inverted else large


def seen(
    text: str,
    *,
    size: Size = SMALL,
    side: int = 240,
    inverted: bool = False,
    tilted: bool = False,
    dark: bool = False,
    at_the_edge: bool = False,
) -> Image.Image:
    """One picture of a badge with this text held before a wall, in its middle or in a corner."""
    picture = Image.new("L", size, WALL)
    plate = Image.new("L", (side + side // 4, side + side // 2), 12 if inverted else PLATE)
    plate.paste(square(text, side, inverted=inverted), (side // 8, side // 3))
    if tilted:
        plate = _tilted(plate)
    free = size[0] - plate.width, size[1] - plate.height
    picture.paste(plate, (0, 0) if at_the_edge else (free[0] // 2, free[1] // 2))
    return _in_the_dark(picture) if dark else picture


def nothing(size: Size = SMALL) -> Image.Image:
    """A hall without a badge: shapes and noise, nothing that says anything."""
    picture = Image.new("L", size, WALL)
    for place in range(0, 600, 50):
        picture.paste(40 + place // 4, (place, 60 + place // 3, place + 38, 200 + place // 3))
    return _in_the_dark(picture, light=0.9, spread=4)


def film(path: Path, frames: Sequence[Image.Image]) -> Path:
    """Write the frames back to back; whoever opens the camera next sees them, over and over."""
    scratch = path.with_suffix(".new")
    with scratch.open("wb") as file:
        for frame in frames:
            frame.convert("RGB").save(file, "JPEG", quality=88)
    shutil.copyfile(scratch, path)
    return path


@contextmanager
def chromium_with_camera(kind: BrowserType, chromium: str, path: Path, *, asks: bool = False, absent: bool = False) -> Iterator[Browser]:
    """`asks`: the question about the camera is answered by nobody, which headless is a no; `absent`: there is none."""
    flags = ["--no-sandbox", f"--use-file-for-fake-video-capture={path}"]
    flags += [] if absent else ["--use-fake-device-for-media-stream"]
    flags += [] if asks else ["--use-fake-ui-for-media-stream"]
    browser = kind.launch(executable_path=chromium, args=flags)
    yield browser
    browser.close()


def _tilted(plate: Image.Image) -> Image.Image:
    """Turned by 25 degrees and seen from the side: its far edge is shorter by a fifth."""
    width, height = plate.size
    here = [(0, 0), (width, height * 0.1), (width, height * 0.9), (0, height)]
    flat = [(0, 0), (width, 0), (width, height), (0, height)]
    rows = [
        row
        for (x, y), (u, v) in zip(here, flat, strict=True)
        for row in ([x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y])
    ]
    lens = np.linalg.solve(np.array(rows, dtype=float), np.array(flat, dtype=float).ravel())
    leaning = plate.transform(plate.size, Image.Transform.PERSPECTIVE, tuple(lens), Image.Resampling.BICUBIC, fillcolor=WALL)
    return leaning.rotate(25, Image.Resampling.BICUBIC, expand=True, fillcolor=WALL)


def _in_the_dark(picture: Image.Image, *, light: float = 0.22, spread: float = 9) -> Image.Image:
    tones = np.asarray(picture, dtype=float) * light + 14
    noise = np.random.default_rng(7).normal(0, spread, tones.shape)
    return Image.fromarray(np.clip(tones + noise, 0, 255).astype("uint8"))
