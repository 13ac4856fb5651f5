"""The preview is the printed page: same lines, same codes, same places, same colours."""

import re

import pytest

from matchmaker.domain.badges import ink
from matchmaker.domain.badges.badge import BadgeFace, LaidBadge
from matchmaker.domain.badges.formats import A4_EIGHT
from matchmaker.domain.badges.frame import front
from matchmaker.domain.badges.layout import lay_out
from matchmaker.domain.badges.preview import preview_page
from matchmaker.domain.badges.qr import qr_svg_path
from matchmaker.paths import STATIC
from matchmaker.services.typefaces import badge_families

FRAME = front(105.0, 74.25, has_code=True)
assert FRAME.code
NAME, QR = FRAME.name, FRAME.code


def laid(name: str) -> LaidBadge:
    face = BadgeFace(name, f"HTTPS://X.ORG/B/{name.upper()}", "7KQ2 M9VD")
    return lay_out(face, event_name="Northlight 26", day="5 November", families=badge_families(), frame=FRAME)


def test_each_badge_stands_where_the_printer_puts_it() -> None:
    badges = [laid(name) for name in ("Ada", "Grace", "Linus")]

    page = preview_page(badges, A4_EIGHT).badges

    assert [(badge.x, badge.y) for badge in page] == list(A4_EIGHT.corners())[:3]
    assert [badge.lines for badge in page] == [badge.lines for badge in badges]
    assert [badge.code for badge in page] == [qr_svg_path(badge.address) for badge in badges]


def test_the_code_without_its_quiet_zone_is_as_large_as_the_printed_one() -> None:
    badge = preview_page([laid("Ada")], A4_EIGHT).badges[0]
    assert badge.code
    assert badge.square

    module = badge.square.width / badge.code.size
    assert module * (badge.code.size - 8) == pytest.approx(QR.width)
    assert badge.square.x + 4 * module == pytest.approx(QR.x)
    assert badge.square.y + 4 * module == pytest.approx(QR.y)


def test_a_name_for_the_pen_has_its_line() -> None:
    page = preview_page([laid("Ada"), laid("王小明")], A4_EIGHT).badges

    assert page[0].pen_line is None
    assert page[1].pen_line is not None
    assert (page[1].pen_line.x, page[1].pen_line.width) == (NAME.x, NAME.width)
    assert NAME.y < page[1].pen_line.y < NAME.y + NAME.height


@pytest.mark.parametrize(
    ("token", "printed"),
    [
        ("--plate-ink", ink.COLOURS["ink"]),
        ("--plate-ink-2", ink.COLOURS["soft"]),
        ("--warm-ink", ink.COLOURS["warm"]),
        ("--on-deep", ink.COLOURS["on_deep"]),
        ("--on-deep-2", ink.COLOURS["on_deep_soft"]),
        ("--deep", ink.DEEP.hexval()[2:]),
        ("--edge", ink.CUT.hexval()[2:]),
        ("--you-on-deep", ink.YOU.hexval()[2:]),
        ("--warm-on-deep", ink.THEY.hexval()[2:]),
    ],
)
def test_the_printer_gets_the_colours_of_the_tokens(token: str, printed: str) -> None:
    tokens = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")

    found = re.search(rf"{token}: (#[0-9a-f]{{6}});", tokens)
    assert found is not None
    assert found[1] == f"#{printed}"
