"""What a sign-in letter's link and code are made of."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.domain.signin.secrets import (
    TOKEN_LENGTH,
    hash_counted,
    hash_sign_in_code,
    hash_token,
    invitation_token,
    invited_attendee_id,
    link_token,
    read_code,
    read_token,
    same_secret,
    sign_in_code,
)

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
SALTS = st.binary(min_size=16, max_size=16).map(bytes.hex)


@given(SALTS)
def test_a_link_has_256_bits_and_is_read_back_from_a_letter(salt: str) -> None:
    token = link_token(KEY, salt)

    assert len(token) == TOKEN_LENGTH
    assert read_token(f" {token}\n") == token


@given(SALTS, SALTS)
def test_another_salt_or_key_gives_another_link(one: str, other: str) -> None:
    assert (link_token(KEY, one) == link_token(KEY, other)) == (one == other)
    assert link_token(KEY, one) != link_token(OTHER_KEY, one)


@given(SALTS)
def test_a_code_has_six_digits_and_is_the_same_tomorrow(salt: str) -> None:
    assert read_code(sign_in_code(KEY, salt)) == sign_in_code(KEY, salt)


def test_codes_use_every_digit_at_every_place_alike() -> None:
    codes = [sign_in_code(KEY, str(number)) for number in range(2000)]

    for place in range(6):
        counts = Counter(code[place] for code in codes)
        # 200 of each are expected; 9 degrees of freedom, the 99.99 % point
        assert sum((counts[digit] - 200) ** 2 / 200 for digit in "0123456789") < 33.7


def test_code_and_link_of_one_salt_have_nothing_in_common() -> None:
    invitation = invitation_token(KEY, event_id=1, attendee_id=2, person_id=3).removeprefix("2-")

    assert len({link_token(KEY, "1|2|3"), invitation, hash_counted(KEY, "1|2|3"), hash_token("1|2|3")}) == 4


def test_another_event_attendee_or_person_gives_another_invitation() -> None:
    tokens = {
        invitation_token(KEY, event_id=1, attendee_id=23, person_id=4),
        invitation_token(KEY, event_id=12, attendee_id=3, person_id=4),
        invitation_token(KEY, event_id=1, attendee_id=2, person_id=34),
        invitation_token(KEY, event_id=1, attendee_id=23, person_id=5),
        invitation_token(OTHER_KEY, event_id=1, attendee_id=23, person_id=4),
    }

    assert len({token.partition("-")[2] for token in tokens}) == 5


def test_an_invitation_names_its_attendee() -> None:
    token = invitation_token(KEY, event_id=1, attendee_id=23, person_id=4)

    assert invited_attendee_id(f" {token}\n") == 23


@pytest.mark.parametrize("text", ["", "23", "-" + "a" * 43, "0-" + "a" * 43, "23-" + "a" * 42, "٢٣-" + "a" * 43, "9" * 10 + "-" + "a" * 43])
def test_what_can_be_no_invitation_names_nobody(text: str) -> None:
    assert invited_attendee_id(text) is None


def test_a_stolen_row_does_not_tell_its_code() -> None:
    stored = hash_sign_in_code(KEY, "407123", salt="a")

    assert stored == hash_sign_in_code(KEY, "407123", salt="a")
    assert len({stored, hash_sign_in_code(OTHER_KEY, "407123", salt="a"), hash_sign_in_code(KEY, "407123", salt="b")}) == 3


@pytest.mark.parametrize("typed", ["407123", " 407 123 ", "407-123", "４０７１２３", "٤٠٧١٢٣", "4 0 7 1 2 3", "407\u2011123"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == "407123"


@pytest.mark.parametrize("typed", ["", "40712", "4071234", "40712a", "407123\x00", "½07123", "4071²3x", "9" * 10_000])
def test_what_can_be_no_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


@pytest.mark.parametrize("text", ["", "a" * 42, "a" * 44, "a" * 42 + "/", "a" * 42 + "é", "a" * 100_000])
def test_what_can_be_no_token_is_none(text: str) -> None:
    assert read_token(text) is None


def test_secrets_are_the_same_or_not() -> None:
    assert same_secret("407123", "407123")
    assert not same_secret("407123", "407124")
