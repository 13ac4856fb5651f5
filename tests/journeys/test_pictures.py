"""A picture of every page, phone and laptop, light and dark, kept in test-output/pictures/ for whoever wants to look."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.gallery import Gallery
from tests.journeys.walk import WALK, Stop, go_to

PICTURES = Path(__file__).resolve().parents[2] / "test-output" / "pictures"
DEVICES = {"phone": (390, 844), "laptop": (1280, 800)}

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("stop", WALK, ids=str)
def test_every_page_has_its_pictures(stop: Stop, theme: str, gallery: Gallery, chromium: Browser) -> None:
    complaints: list[str] = []
    PICTURES.mkdir(parents=True, exist_ok=True)
    with gallery.window(chromium, stop.who, width=390, height=844, theme=theme) as window:
        page = window.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))

        go_to(stop, gallery, page)
        for device, (width, height) in DEVICES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=PICTURES / f"{stop.name}-{device}-{theme}.png", animations="disabled")

    assert [line for line in complaints if not line.startswith("Failed to load resource: the server responded with a status of 4")] == []
