"""What a badge code is made of, and what it gives away: nothing."""

import hashlib
from collections import Counter
from itertools import pairwise

import pytest

from matchmaker.domain.badges.token import (
    CODE_LENGTH,
    SHORT_CODE_LENGTH,
    SIGNS,
    badge_address,
    badge_code,
    hash_code,
    hash_short_code,
    normalise_code,
    normalise_short_code,
    short_code,
    shown_short_code,
)

KEY = bytes(range(32))
ADA = badge_code(KEY, event_id=1, attendee_id=7, generation=1)
# The 99.99 % point of chi² with 31 degrees of freedom, so that an honest code fails once in 10,000 keys; this key is fixed.
SOUND_CHI_SQUARE = 68.0


def thousand_codes() -> list[str]:
    return [badge_code(KEY, event_id=1 + number % 3, attendee_id=number, generation=1) for number in range(1000)]


def test_a_code_has_130_bits_and_is_the_same_tomorrow() -> None:
    again = badge_code(KEY, event_id=1, attendee_id=7, generation=1)

    assert (len(ADA), again) == (CODE_LENGTH, ADA)
    assert CODE_LENGTH * 5 == 130
    assert ADA == "9AQ4H0SKN140X89TCWDXW2YF6B"


def test_thousand_codes_all_differ_in_whole_and_in_their_beginnings() -> None:
    codes = thousand_codes()

    assert len(set(codes)) == 1000
    assert len({code[:8] for code in codes}) == 1000
    assert len({code[-8:] for code in codes}) == 1000


@pytest.mark.parametrize("place", range(CODE_LENGTH))
def test_every_place_of_a_code_uses_all_signs_alike(place: int) -> None:
    counts = Counter(code[place] for code in thousand_codes())
    expected = 1000 / len(SIGNS)

    chi_square = sum((counts[sign] - expected) ** 2 / expected for sign in SIGNS)

    assert chi_square < SOUND_CHI_SQUARE


def test_codes_share_no_run_of_seven_signs_with_each_other() -> None:
    runs = Counter(code[start : start + 7] for code in thousand_codes() for start in range(CODE_LENGTH - 6))

    # 20,000 runs out of 2^35: 0.006 pairs by chance
    assert [run for run, times in runs.items() if times > 1] == []


def test_neighbours_codes_agree_no_more_than_strangers_codes() -> None:
    codes = thousand_codes()
    agreeing = sum(one == other for code, following in pairwise(codes) for one, other in zip(code, following, strict=True))

    # One place in 32 agrees by chance: 812 of 25,974, give or take 28
    assert 700 < agreeing < 925


@pytest.mark.parametrize(
    "other",
    [
        badge_code(KEY, event_id=2, attendee_id=7, generation=1),
        badge_code(KEY, event_id=1, attendee_id=8, generation=1),
        badge_code(KEY, event_id=1, attendee_id=7, generation=2),
        badge_code(bytes(32), event_id=1, attendee_id=7, generation=1),
        badge_code(KEY, event_id=17, attendee_id=1, generation=1),
        badge_code(KEY, event_id=1, attendee_id=71, generation=1),
    ],
)
def test_another_event_attendee_generation_or_key_gives_another_code(other: str) -> None:
    assert other[:4] != ADA[:4]


def test_the_short_code_is_no_part_of_the_long_one() -> None:
    short = short_code(KEY, event_id=1, attendee_id=7, generation=1)

    assert len(short) == SHORT_CODE_LENGTH
    assert short not in ADA
    assert set(short) <= set(SIGNS)


def test_another_turn_and_another_generation_give_another_short_code() -> None:
    codes = {
        short_code(KEY, event_id=1, attendee_id=7, generation=1),
        short_code(KEY, event_id=1, attendee_id=7, generation=1, turn=1),
        short_code(KEY, event_id=1, attendee_id=7, generation=2),
    }

    assert len(codes) == 3


def test_the_database_holds_sha_256_of_the_long_code() -> None:
    assert hash_code(ADA) == hashlib.sha256(ADA.encode()).hexdigest()


def test_a_short_code_is_hashed_for_its_event_and_with_the_key() -> None:
    hashes = {
        hash_short_code(KEY, "7KQ2M9VD", event_id=1),
        hash_short_code(KEY, "7KQ2M9VD", event_id=2),
        hash_short_code(bytes(32), "7KQ2M9VD", event_id=1),
        hashlib.sha256(b"7KQ2M9VD").hexdigest(),
    }

    assert len(hashes) == 4


@pytest.mark.parametrize("written", ["7KQ2M9VD", "7kq2 m9vd", " 7KQ2-M9VD ", "７ＫＱ２ Ｍ９ＶＤ", "7kq2\u2011m9vd", "7 K Q 2 M 9 V D"])
def test_a_typed_short_code_is_read_however_it_is_written(written: str) -> None:
    assert normalise_short_code(written) == "7KQ2M9VD"


def test_signs_that_look_alike_are_read_as_the_one_that_is_meant() -> None:
    assert normalise_short_code("oO0i Il1L") == "00011111"


@pytest.mark.parametrize(
    "written", ["", "7KQ2M9V", "7KQ2M9VDD", "7KQ2M9VU", "7KQ2M9V!", "7KQ2M9Vß", "7KQ2M9V\x00", "٧KQ2M9VD", " " * 10_000]
)
def test_what_can_be_no_short_code_is_none(written: str) -> None:
    assert normalise_short_code(written) is None


def test_a_badge_code_is_read_in_any_case() -> None:
    assert (normalise_code(ADA.lower()), normalise_code(ADA)) == (ADA, ADA)


@pytest.mark.parametrize("written", ["", ADA[:-1], ADA + "0", ADA[:-1] + "U", ADA[:-1] + "/", "7KQ2M9VD", "é" * 26])
def test_what_can_be_no_badge_code_is_none(written: str) -> None:
    assert normalise_code(written) is None


def test_a_short_code_is_shown_in_two_groups() -> None:
    assert shown_short_code("7KQ2M9VD") == "7KQ2 M9VD"


@pytest.mark.parametrize(
    ("base_url", "address"),
    [
        ("https://meet.example.org", "HTTPS://MEET.EXAMPLE.ORG/B/" + ADA),
        ("https://meet.example.org/", "HTTPS://MEET.EXAMPLE.ORG/B/" + ADA),
        ("http://192.168.1.7:8000", "HTTP://192.168.1.7:8000/B/" + ADA),
        ("http://[::1]:8000", "HTTP://[::1]:8000/B/" + ADA),
        ("https://example.org/meet", "HTTPS://EXAMPLE.ORG/meet/B/" + ADA),
        ("https://münchen.example:8443", "HTTPS://XN--MNCHEN-3YA.EXAMPLE:8443/B/" + ADA),
    ],
)
def test_the_address_is_in_capitals_where_capitals_mean_the_same(base_url: str, address: str) -> None:
    assert badge_address(base_url, ADA) == address
