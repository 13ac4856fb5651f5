"""A photo is drawn anew, or refused in a sentence."""

import time
from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from matchmaker.domain.photos.redraw import LARGEST, fingerprint_of, redraw
from matchmaker.errors import BadInputError
from tests.photographs import bomb, gps_photo, noisy_photo


def opened(picture: bytes) -> Image.Image:
    return Image.open(BytesIO(picture))


def refusal(data: bytes) -> str:
    began = time.process_time()
    with pytest.raises(BadInputError) as caught:
        redraw(data)
    assert time.process_time() - began < 1
    return str(caught.value.faults[0])


def test_a_photo_becomes_a_small_square_without_anything_written_into_it() -> None:
    sent = gps_photo()
    assert b"GPS-canary" in sent
    assert b"made by Ada" in sent
    assert opened(sent).getexif().get_ifd(0x8825)

    picture = redraw(sent)

    shown = opened(picture)
    assert (shown.format, shown.size, shown.mode) == ("JPEG", (320, 320), "RGB")
    assert dict(shown.getexif()) == {}
    assert {"exif", "comment", "icc_profile", "xmp", "photoshop"} & set(shown.info) == set()
    assert b"GPS" not in picture
    assert b"made by Ada" not in picture
    assert redraw(sent) == picture
    assert len(fingerprint_of(picture)) == 16


def test_a_photo_taken_sideways_stands_upright() -> None:
    lying = Image.new("RGB", (400, 400), "white")
    ImageDraw.Draw(lying).rectangle((0, 0, 199, 399), fill="red")  # red on the left; orientation 6 turns it to the top
    file = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    lying.save(file, "JPEG", quality=95, exif=exif)

    shown = opened(redraw(file.getvalue())).convert("RGB")

    top, bottom = shown.getpixel((160, 40)), shown.getpixel((160, 280))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert (top[0] > 200, top[1] < 80, bottom[1] > 200) == (True, True, True)


def test_the_hardest_picture_still_fits() -> None:
    assert len(redraw(noisy_photo())) <= LARGEST


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "CMYK", "LA", "1", "I;16"])
def test_every_kind_of_colours_is_read(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    file = BytesIO()
    Image.new(mode, (50, 90)).save(file, kind)

    assert opened(redraw(file.getvalue())).size == (320, 320)


def test_webp_is_read_and_what_is_written_into_a_png_goes() -> None:
    webp, png, words = BytesIO(), BytesIO(), PngInfo()
    words.add_text("Location", "GPS-canary")
    Image.new("RGB", (640, 480), "teal").save(webp, "WEBP")
    Image.new("RGB", (640, 480), "teal").save(png, "PNG", pnginfo=words)

    assert b"GPS-canary" in png.getvalue()
    assert (opened(redraw(webp.getvalue())).format, b"GPS-canary" in redraw(png.getvalue())) == ("JPEG", False)


NO_PHOTO = "We can’t read this as a picture. Send a JPEG, PNG or WebP file."
HOLDS_MORE = "This file holds more than a picture, so it was not taken. Take a new photo, or save the picture anew."


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a" + b"\0" * 100,
        b"%PDF-1.7\n",
        b"\x89PNG\r\n\x1a\n" + b"no picture at all",
        b"\xff\xd8\xff\xe0 cut off",
        b"\0" * 5000,
    ],
)
def test_what_is_no_photo_is_refused_at_once(data: bytes) -> None:
    assert refusal(data) == NO_PHOTO


@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"<?php system($_GET[0]);", b"PK\x05\x06" + b"\0" * 18])
def test_a_photo_that_is_a_page_or_an_archive_too_is_refused(tail: bytes) -> None:
    assert refusal(gps_photo() + tail) == HOLDS_MORE


def test_a_picture_of_30_000_points_is_refused_before_it_is_unpacked() -> None:
    for kind in ("PNG", "JPEG"):
        assert refusal(bomb(kind)).startswith("This picture has too many points to be unpacked here.")


def test_a_half_photo_and_none_are_refused() -> None:
    sent = gps_photo()

    assert refusal(sent[: len(sent) // 2]) == NO_PHOTO
    assert refusal(b"") == "No picture was chosen. Choose one first."
    assert refusal(b"\xff\xd8\xff" + b"\1" * (12 * 1024 * 1024)) == "This picture is larger than 12 MB. Send a smaller one."


def test_a_large_photo_of_a_phone_is_drawn_within_a_second() -> None:
    file = BytesIO()
    Image.new("RGB", (8000, 6000), "teal").save(file, "JPEG")

    began = time.process_time()
    picture = redraw(file.getvalue())

    assert opened(picture).size == (320, 320)
    assert time.process_time() - began < 1
