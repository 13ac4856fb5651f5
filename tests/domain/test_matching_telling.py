"""Reasons worth showing."""

import pytest

from matchmaker.domain.matching import Matcher, Profile, Reason
from matchmaker.domain.matching.telling import best_reasons, is_telling


def shown(me: Profile, they: Profile, most: int = 4) -> list[tuple[str, str, str]]:
    crowd = [Profile(at, talk_about=["Skiing"], offers=["Bread"], seeks=["Salt"]) for at in range(20, 26)]
    reasons = best_reasons(Matcher().fit([me, they, *crowd]).reasons(me.id, they.id), most)
    return [(reason.kind, reason.mine, reason.theirs) for reason in reasons]


@pytest.mark.parametrize(
    ("mine", "theirs", "is_reason"),
    [
        ("First job", "New job", False),
        ("Public speaking", "Public sector IT", False),
        ("Machine learning", "protecting machines older than you", False),
        ("Machine learning", "machine learning for rivers and lakes", True),
        ("Choirs", "Singing bass in a very small choir", True),
        ("Interviews with patients, done properly", "Help with my first ten reader interviews", True),
    ],
)
def test_a_label_is_a_reason_as_a_whole_or_not_at_all(mine: str, theirs: str, is_reason: bool) -> None:
    found = Matcher().fit([Profile(1, talk_about=[mine]), Profile(2, talk_about=[theirs])]).reasons(1, 2)

    assert [is_telling(reason) for reason in found] == [is_reason]


def test_what_fits_is_told_before_what_is_alike_and_own_words_before_a_label() -> None:
    me = Profile(1, talk_about=["Electronics", "Boats that row themselves home"], seeks=["Pricing"])
    they = Profile(2, talk_about=["Electronics", "Boats that sail themselves home"], offers=["Pricing"])

    assert shown(me, they) == [
        ("get", "Pricing", "Pricing"),
        ("alike", "Boats that row themselves home", "Boats that sail themselves home"),
        ("alike", "Electronics", "Electronics"),
    ]


def test_a_matter_is_told_once_while_there_are_two_others() -> None:
    me = Profile(1, talk_about=["Firmware", "Chess", "Bees"], seeks=["Firmware"])
    they = Profile(2, talk_about=["Firmware", "Chess", "Bees"], offers=["Firmware"])

    assert shown(me, they) == [("get", "Firmware", "Firmware"), ("alike", "Bees", "Bees"), ("alike", "Chess", "Chess")]


def test_a_matter_is_told_twice_rather_than_leaving_one_reason() -> None:
    me, they = Profile(1, talk_about=["Firmware"], seeks=["Firmware"]), Profile(2, talk_about=["Firmware"], offers=["Firmware"])

    assert [kind for kind, _, _ in shown(me, they)] == ["get", "alike"]


def test_no_more_than_asked_for_and_nothing_that_reads_like_chance() -> None:
    strong, weak = (
        Reason("alike", "a", "a", 1.0, "", "", ((0, 1),), ((0, 1),)),
        Reason("alike", "b", "b", 0.1, "", "", ((0, 1),), ((0, 1),)),
    )

    assert best_reasons([strong, weak], 4) == [strong]
    assert best_reasons([], 4) == []
    assert len(shown(Profile(1, talk_about=["A", "B", "C"]), Profile(2, talk_about=["A", "B", "C"]), most=2)) == 2
