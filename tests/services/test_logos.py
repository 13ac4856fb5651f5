"""A logo is drawn anew, and nothing else of its file is kept."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.domain.photos.logo import LARGEST, redraw_logo
from matchmaker.errors import BadInputError, NotFoundError
from matchmaker.services.logos import keep_logo, remove_logo, see_logo
from matchmaker.store.models.events import Event, EventLogo
from tests.cast import NOW, make_event
from tests.photographs import bomb, gps_photo, noisy_photo


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


@pytest.mark.parametrize(
    ("size", "drawn"), [((960, 320), (480, 160)), ((100, 40), (100, 40)), ((300, 1200), (40, 160)), ((4000, 10), (480, 1))]
)
def test_it_keeps_its_shape_and_fits(size: tuple[int, int], drawn: tuple[int, int]) -> None:
    logo = opened(redraw_logo(gps_photo(*size)))

    assert (logo.format, logo.size) == ("PNG", drawn if size[0] > size[1] or size == (300, 1200) else size)


def test_no_byte_of_the_file_is_kept_but_transparency_is(session: Session, event: Event) -> None:
    file = BytesIO()
    clear = Image.new("RGBA", (200, 80), (0, 0, 0, 0))
    clear.putpixel((10, 10), (200, 30, 60, 255))
    clear.save(file, "PNG", pnginfo=None)
    keep_logo(session, event.id, gps_photo(), now=NOW)
    from_phone = session.scalars(select(EventLogo.picture)).one()
    logo = opened(redraw_logo(file.getvalue())).convert("RGBA")

    assert [word in from_phone for word in (b"canary", b"made by Ada", b"Exif")] == [False] * 3
    assert (logo.getpixel((10, 10)), logo.getpixel((50, 50))) == ((200, 30, 60, 255), (0, 0, 0, 0))
    assert len(redraw_logo(noisy_photo())) <= LARGEST


@pytest.mark.parametrize(
    "data", [b"", b"no picture", b"<svg xmlns='x'></svg>", bomb("PNG"), bomb("JPEG"), gps_photo() + b"<script>", b"GIF89a"]
)
def test_hostile_files_are_refused(data: bytes) -> None:
    with pytest.raises(BadInputError) as caught:
        redraw_logo(data)

    assert [fault.field for fault in caught.value.faults] == ["logo"]


def test_removing_hands_it_back_once_and_another_event_has_its_own(session: Session, event: Event) -> None:
    other = make_event(session, "elsewhere")
    keep_logo(session, event.id, gps_photo(), now=NOW)
    session.expire_all()
    fingerprint = session.get_one(Event, event.id).logo
    picture = see_logo(session, event.id, fingerprint)

    with pytest.raises(NotFoundError):
        see_logo(session, other.id, fingerprint)
    assert (remove_logo(session, event.id), remove_logo(session, event.id)) == (picture, None)
    with pytest.raises(NotFoundError):
        see_logo(session, event.id, fingerprint)
