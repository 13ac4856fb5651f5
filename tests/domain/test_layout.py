"""Where things stand on a badge: the same numbers for the printer and for the preview."""

import pytest

from matchmaker.domain.badges.badge import BadgeFace, LaidBadge
from matchmaker.domain.badges.formats import A4_EIGHT
from matchmaker.domain.badges.frame import front
from matchmaker.domain.badges.layout import LEAST_NAME, lay_out, name_size
from matchmaker.domain.badges.typeset import MM_PER_POINT
from matchmaker.services.typefaces import badge_families

FAMILIES = badge_families()
FRAME = front(105.0, 74.25, has_code=True)
ABOUT, BAND = FRAME.low, FRAME.band
assert FRAME.code
QR = FRAME.code
FACES = {face.key: face for family in FAMILIES for face in (family.regular, family.bold)}
LONG = "the Northern Hospitals' Open Records Cooperative, Section for Data, Statistics and Plain Words"


def laid(name: str = "Ada Lovelace", organisation: str = "", headline: str = "", topics: tuple[str, ...] = (), **more: str) -> LaidBadge:
    face = BadgeFace(name, "HTTPS://X.ORG/B/0", "7KQ2 M9VD", organisation, headline, topics, **more)
    return lay_out(face, event_name="Northlight 26", day="5 November", families=FAMILIES, frame=FRAME)


def texts(badge: LaidBadge) -> list[str]:
    return [line.text for line in badge.lines]


def test_eight_badges_fill_an_a4_sheet_in_reading_order() -> None:
    corners = list(A4_EIGHT.corners())

    assert (A4_EIGHT.badge_width, A4_EIGHT.badge_height, len(corners)) == (105.0, 74.25, 8)
    assert corners[:3] == [(0.0, 0.0), (105.0, 0.0), (0.0, 74.25)]


def test_four_straight_cuts_part_the_sheet() -> None:
    assert list(A4_EIGHT.cuts()) == [
        (105.0, 0.0, 105.0, 297.0),
        (0.0, 74.25, 210.0, 74.25),
        (0.0, 148.5, 210.0, 148.5),
        (0.0, 222.75, 210.0, 222.75),
    ]


def test_a_badge_says_event_day_name_organisation_headline_topics_and_short_code() -> None:
    badge = laid("Amara Lindqvist", "Northlight Clinics", "Makes appointments humane", ("choirs", "health records"))

    assert texts(badge) == [
        "5 November",
        "Northlight 26",
        "Amara Lindqvist",
        "Northlight Clinics",
        "Makes appointments humane",
        "Ask me about",
        "choirs, health records",
        "7KQ2 M9VD",
    ]
    assert badge.left_out == ()


def test_what_is_not_said_leaves_no_line() -> None:
    assert texts(laid()) == ["5 November", "Northlight 26", "Ada Lovelace", "7KQ2 M9VD"]


@pytest.mark.parametrize("name", ["Ada", "Amara Lindqvist", "Maria-Magdalena Konstantinopoulou von Hohenstein", "Ольга Ковальчук"])
def test_a_name_is_at_least_24_points(name: str) -> None:
    assert (laid(name).name_size or 0) >= LEAST_NAME == 24.0


@pytest.mark.parametrize("name", ["Ada", "Mathilde-Wilhelmina-Elisabeth von Hohenstein", "W" * 90])
@pytest.mark.parametrize("organisation", ["", "ACME", LONG])
@pytest.mark.parametrize("headline", ["", "Builds vans", LONG * 3])
def test_nothing_overlaps_and_nothing_leaves_the_badge(name: str, organisation: str, headline: str) -> None:
    badge = laid(name, organisation, headline, ("tides", "maps"))
    boxes = [
        (line.x, line.y - 0.68 * line.size_mm, line.x + FACES[line.face].width(line.text) * line.size_mm, line.y) for line in badge.lines
    ]

    quiet = (QR.x - 4 / 29 * QR.width, QR.y - 4 / 29 * QR.height, 105.0, 74.25)
    for number, box in enumerate(boxes):
        assert box[0] >= 5
        assert box[2] <= 100
        assert box[1] >= 5
        assert box[3] <= 74.25 - 5
        assert not any(overlap(box, other) for other in [*boxes[:number], quiet])


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_the_code_is_at_least_25_millimetres_with_its_quiet_zone_on_the_badge() -> None:
    module = QR.width / 29

    assert QR.width == QR.height >= 25.0
    assert QR.x + QR.width + 4 * module <= 105.0
    assert QR.y + QR.height + 4 * module <= 74.25
    assert ABOUT.x + ABOUT.width <= QR.x - 4 * module
    assert BAND.x == 105.0 - BAND.x - BAND.width


def test_organisation_and_headline_share_four_lines() -> None:
    badge = laid(organisation=LONG, headline=LONG)

    lines = [line for line in badge.lines if ABOUT.y < line.y < QR.bottom]
    assert [(line.tone, line.text.endswith("…")) for line in lines] == [("ink", False), ("ink", True), ("soft", False), ("soft", True)]


def test_as_many_whole_topics_are_printed_as_one_line_holds() -> None:
    badge = laid(topics=("tides", "plain maps", "why small towns lose their bookshops"))

    assert texts(badge)[3:5] == ["Ask me about", "tides, plain maps"]


def test_our_own_words_are_printed_as_they_are_handed_in() -> None:
    badge = laid(topics=("tides",), ask_words="Frag mich nach", approach="hello", approach_words="Sag gern Hallo")

    assert {"Frag mich nach", "Sag gern Hallo"} < set(texts(badge))
    assert not {"Ask me about", "Please say hello"} & set(texts(badge))


def test_words_written_from_the_right_stand_at_the_right_and_their_sign_before_them() -> None:
    badge = laid(topics=("tides",), ask_words="يمكن سؤالي عن", approach="hello", approach_words="أهلًا بالتحية")

    at = {line.text: line.x for line in badge.lines}
    (sign,) = badge.signs
    assert at["tides"] < at["يمكن سؤالي عن"]
    assert at["أهلًا بالتحية"] < sign.x
    assert sign.x + sign.side == pytest.approx(FRAME.low.x + FRAME.low.width, abs=0.01)


@pytest.mark.parametrize("topics", [("x" * 80,), ("王",), ("🚀",)])
def test_topics_that_can_not_be_printed_leave_no_empty_question(topics: tuple[str, ...]) -> None:
    assert "Ask me about" not in texts(laid(topics=topics))


@pytest.mark.parametrize("name", ["王小明", "김민준", "🚀"])
def test_a_name_no_face_can_set_leaves_room_to_write_it_and_is_told(name: str) -> None:
    badge = laid(name, "清华大学", "Builds vans")

    assert badge.name_size is None
    assert badge.left_out[0] == "name"
    assert texts(badge) == ["5 November", "Northlight 26", "Builds vans", "7KQ2 M9VD"]


def test_what_could_not_be_printed_is_named() -> None:
    assert [laid(organisation="清华大学").left_out, laid(headline="你好").left_out] == [("organisation",), ("headline",)]


def test_the_size_of_a_name_is_known_without_the_rest() -> None:
    assert [name_size(name, FAMILIES, FRAME) for name in ("Li Bo", "王小明")] == [44.0, None]


def test_an_event_with_a_name_no_face_can_set_still_has_its_day() -> None:
    badge = lay_out(BadgeFace("Ada", "X", "Y"), event_name="北光", day="5 November", families=FAMILIES, frame=FRAME)

    assert texts(badge) == ["5 November", "Ada", "Y"]


def test_a_day_no_face_can_set_leaves_the_event_its_name() -> None:
    badge = lay_out(BadgeFace("Ada", "X", "Y"), event_name="Northlight", day="十一月", families=FAMILIES, frame=FRAME)

    assert texts(badge) == ["Northlight", "Ada", "Y"]


def test_a_long_event_name_stops_before_the_day() -> None:
    badge = lay_out(BadgeFace("Ada", "X", "Y"), event_name=LONG, day="5 November", families=FAMILIES, frame=FRAME)

    day, event = badge.lines[:2]
    assert event.text.endswith("…")
    assert event.x + FACES[event.face].width(event.text) * event.size * MM_PER_POINT <= day.x - 3
