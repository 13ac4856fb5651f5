"""The preview is the printed page: same lines, same codes, same places, same colours."""

import re

import pytest

from matchmaker.domain.badges import sheet
from matchmaker.domain.badges.layout import A4_EIGHT, NAME, QR, BadgeFace, LaidBadge, lay_out
from matchmaker.domain.badges.preview import preview_page
from matchmaker.domain.badges.qr import qr_svg_path
from matchmaker.paths import STATIC
from matchmaker.services.typefaces import badge_families


def laid(name: str) -> LaidBadge:
    face = BadgeFace(name, f"HTTPS://X.ORG/B/{name.upper()}", "7KQ2 M9VD")
    return lay_out(face, event_name="Northlight 26", day="5 November", families=badge_families())


def test_each_badge_stands_where_the_printer_puts_it() -> None:
    badges = [laid(name) for name in ("Ada", "Grace", "Linus")]

    page = preview_page(badges)

    assert [(badge.x, badge.y) for badge in page] == list(A4_EIGHT.corners())[:3]
    assert [badge.lines for badge in page] == [badge.lines for badge in badges]
    assert [badge.code for badge in page] == [qr_svg_path(badge.address) for badge in badges]


def test_the_code_without_its_quiet_zone_is_as_large_as_the_printed_one() -> None:
    badge = preview_page([laid("Ada")])[0]

    module = badge.square.width / badge.code.size
    assert module * (badge.code.size - 8) == pytest.approx(QR.width)
    assert badge.square.x + 4 * module == pytest.approx(QR.x)
    assert badge.square.y + 4 * module == pytest.approx(QR.y)


def test_a_name_for_the_pen_has_its_line() -> None:
    page = preview_page([laid("Ada"), laid("王小明")])

    assert page[0].pen_line is None
    assert page[1].pen_line is not None
    assert (page[1].pen_line.x, page[1].pen_line.width) == (NAME.x, NAME.width)
    assert NAME.y < page[1].pen_line.y < NAME.y + NAME.height


@pytest.mark.parametrize(
    ("token", "printed"),
    [
        ("--plate-ink", sheet._COLOURS["ink"]),
        ("--plate-ink-2", sheet._COLOURS["soft"]),
        ("--warm-ink", sheet._COLOURS["warm"]),
        ("--on-deep", sheet._COLOURS["on_deep"]),
        ("--on-deep-2", sheet._COLOURS["on_deep_soft"]),
        ("--deep", sheet._DEEP.hexval()[2:]),
        ("--edge", sheet._CUT.hexval()[2:]),
        ("--you-on-deep", sheet._YOU.hexval()[2:]),
        ("--warm-on-deep", sheet._THEY.hexval()[2:]),
    ],
)
def test_the_printer_gets_the_colours_of_the_tokens(token: str, printed: str) -> None:
    tokens = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")

    found = re.search(rf"{token}: (#[0-9a-f]{{6}});", tokens)
    assert found is not None
    assert found[1] == f"#{printed}"
