"""Ten papers and any other: sizes, corners, and what is refused."""

import pytest

from matchmaker.domain.badges.formats import LEAST_SIDE, NAMES, OWN, PAPERS, OwnSize, own_paper
from matchmaker.domain.badges.frame import Frame, back_code, front, has_room_in_front
from matchmaker.errors import BadInputError

A4, LETTER = (210.0, 297.0), (215.9, 279.4)


@pytest.mark.parametrize(
    ("key", "page", "badge", "count"),
    [
        ("a7", A4, (105.0, 74.25), 8),
        ("a6", A4, (105.0, 148.5), 4),
        ("90x54", A4, (90.0, 54.0), 10),
        ("90x60", A4, (90.0, 60.0), 8),
        ("75x40", A4, (75.0, 40.0), 12),
        ("80x50", A4, (80.0, 50.0), 10),
        ("4x3", LETTER, (101.6, 76.2), 6),
        ("one-100x62", (100.0, 62.0), (100.0, 62.0), 1),
        ("one-86x54", (86.0, 54.0), (86.0, 54.0), 1),
        ("one-a6", (105.0, 148.0), (105.0, 148.0), 1),
    ],
)
def test_ten_papers_have_their_size_and_count(key: str, page: tuple[float, float], badge: tuple[float, float], count: int) -> None:
    paper = PAPERS[key]

    assert (paper.width, paper.height, paper.badge_width, paper.badge_height, paper.per_sheet) == (*page, *badge, count)
    assert len(list(paper.corners())) == count


def test_every_paper_has_a_name() -> None:
    assert {*PAPERS, OWN} == set(NAMES)
    assert len(PAPERS) == 10


@pytest.mark.parametrize("key", PAPERS)
def test_badges_stand_on_the_page_and_not_on_each_other(key: str) -> None:
    paper = PAPERS[key]
    corners = list(paper.corners())

    for number, (x, y) in enumerate(corners):
        assert x >= 0
        assert y >= 0
        assert x + paper.badge_width <= paper.width + 0.001
        assert y + paper.badge_height <= paper.height + 0.001
        for other_x, other_y in corners[:number]:
            assert abs(x - other_x) >= paper.badge_width - 0.001 or abs(y - other_y) >= paper.badge_height - 0.001


@pytest.mark.parametrize("key", PAPERS)
def test_a_back_lies_behind_its_front_once_the_page_is_turned(key: str) -> None:
    paper = PAPERS[key]

    for (x, y), (back_x, back_y) in zip(paper.corners(), paper.back_corners(), strict=True):
        assert (x + paper.badge_width + back_x, back_y) == pytest.approx((paper.width, y))


@pytest.mark.parametrize("key", PAPERS)
def test_the_code_is_25_millimetres_with_four_modules_of_white_on_the_badge_and_nothing_in_them(key: str) -> None:
    paper = PAPERS[key]
    frames: list[Frame] = [front(paper.badge_width, paper.badge_height, has_code=True)]
    code = frames[0].code if has_room_in_front(paper.badge_width, paper.badge_height) else None
    for box in filter(None, (code, back_code(paper.badge_width, paper.badge_height))):
        quiet = 4 / 29 * box.width
        assert box.width == box.height >= 25
        assert box.x - quiet >= 0
        assert box.y - quiet >= 0
        assert box.x + box.width + quiet <= paper.badge_width
        assert box.bottom + quiet <= paper.badge_height
    if code:
        quiet = 4 / 29 * code.width
        band, low = frames[0].band, frames[0].low
        assert band.bottom <= code.y - quiet
        assert low.x + low.width <= code.x - quiet


def test_one_paper_alone_is_too_small_for_a_code_beside_a_name() -> None:
    assert [key for key, paper in PAPERS.items() if not has_room_in_front(paper.badge_width, paper.badge_height)] == ["75x40"]


def test_a_measured_badge_can_be_a_page_of_its_own() -> None:
    paper = own_paper(OwnSize(width=89, height=41, sheet=""))

    assert (paper.key, paper.width, paper.height, paper.per_sheet) == (OWN, 89, 41, 1)


def test_measured_badges_stand_in_the_middle_unless_an_edge_is_given() -> None:
    middle = own_paper(OwnSize(width=60, height=50, sheet="a4", columns=3, rows=4, gap_x=5, gap_y=3))
    edge = own_paper(OwnSize(width=60, height=50, sheet="a4", columns=3, rows=4, gap_x=5, gap_y=3, left=8, top=20.5))

    assert (middle.left, middle.top) == (10.0, 44.0)
    assert list(middle.corners())[:5] == [(10.0, 44.0), (75.0, 44.0), (140.0, 44.0), (10.0, 97.0), (75.0, 97.0)]
    assert (edge.left, edge.top) == (8, 20.5)


@pytest.mark.parametrize(
    ("size", "fields"),
    [
        (OwnSize(width=LEAST_SIDE - 0.1), ["width"]),
        (OwnSize(width=20, height=400), ["width", "height"]),
        (OwnSize(sheet="a4", columns=0, rows=13), ["columns", "rows"]),
        (OwnSize(width=80, height=60, sheet="a4", columns=3, rows=2), ["columns"]),
        (OwnSize(width=80, height=60, sheet="letter", columns=2, rows=4, top=50), ["columns"]),
    ],
)
def test_measures_that_can_not_be_printed_are_refused_field_by_field(size: OwnSize, fields: list[str]) -> None:
    with pytest.raises(BadInputError) as refusal:
        own_paper(size)

    assert [fault.field for fault in refusal.value.faults] == fields


@pytest.mark.parametrize("width", [38, 40, 45, 54, 60, 70, 80, 90, 100, 120, 200, 300])
@pytest.mark.parametrize("height", [38, 40, 45, 50, 54, 60, 66, 70, 78, 90, 120, 148, 300])
def test_any_size_has_boxes_that_stay_on_the_badge_and_apart(width: float, height: float) -> None:
    for has_code in {False, has_room_in_front(width, height)}:
        frame = front(width, height, has_code=has_code)
        boxes = [frame.band, frame.name, *filter(None, (frame.about,)), frame.low]
        for box in boxes:
            assert box.width > 0
            assert box.height > 0
            assert box.x >= 3
            assert box.x + box.width <= width - 3
            assert box.bottom <= height - 2
        assert frame.band.bottom < frame.name.y
        assert frame.name.bottom <= frame.low.y + 0.01
        code = frame.code or back_code(width, height)
        assert code.width >= 25
        assert min(code.x, code.y, width - code.x - code.width, height - code.bottom) >= 4 / 29 * code.width


def test_a_page_that_was_begun_holds_fewer() -> None:
    paper = PAPERS["90x60"]

    assert [paper.pages_for(count) for count in (0, 1, 8, 9)] == [0, 1, 1, 2]
    assert [paper.pages_for(count, place=8) for count in (0, 1, 2, 9, 10)] == [0, 1, 2, 2, 3]
    assert [paper.places_on(page, place=3) for page in (0, 1, 2)] == [range(6), range(6, 14), range(14, 22)]
