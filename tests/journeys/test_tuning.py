"""The sliders' order in a real browser is the one that Python makes."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.gallery import Gallery

TABLE = json.loads((Path(__file__).parents[1] / "domain" / "tuning_table.json").read_text(encoding="utf-8"))
LAY_OUT = """async (cases) => {
  const { tunedOrder } = await import("/static/js/tuning.js");
  return cases.map(({ rows, sliders, k }) => tunedOrder(rows, sliders, k).map(([id]) => id));
}"""

pytestmark = pytest.mark.browser


def test_the_browser_orders_the_whole_table_as_python_does(gallery: Gallery, chromium: Browser) -> None:
    with gallery.window(chromium, "stranger", width=390, height=844) as window:
        page = window.new_page()
        page.goto(gallery.address("/"))

        orders = page.evaluate(LAY_OUT, TABLE)

    assert {case["name"]: order for case, order in zip(TABLE, orders, strict=True)} == {case["name"]: case["order"] for case in TABLE}
