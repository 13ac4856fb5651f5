"""A sealed sheet: the same again with the key, noise without it."""

import pytest

from matchmaker.domain.badges.seal import seal, unseal

KEY = bytes(range(32))
NONCE = bytes(range(16))
SHEET = b"%PDF-1.4 " + b"9AQ4H0SKN140X89TCWDXW2YF6B " * 1000


def test_what_was_sealed_comes_back() -> None:
    assert unseal(KEY, seal(KEY, SHEET, nonce=NONCE)) == SHEET


@pytest.mark.parametrize("content", [b"", b"\x00\x00", b"\x00" * 100])
def test_leading_zeros_and_nothing_at_all_come_back(content: bytes) -> None:
    assert unseal(KEY, seal(KEY, content, nonce=NONCE)) == content


def test_a_sealed_sheet_shows_nothing_of_its_content() -> None:
    sealed = seal(KEY, SHEET, nonce=NONCE)

    assert b"9AQ4" not in sealed
    assert len({sealed[start : start + 27] for start in range(60, 20_000, 27)}) == len(range(60, 20_000, 27))


def test_another_nonce_hides_the_same_sheet_differently() -> None:
    assert seal(KEY, SHEET, nonce=NONCE)[48:] != seal(KEY, SHEET, nonce=bytes(16))[48:]


@pytest.mark.parametrize("place", [0, 20, 60, -1])
def test_a_changed_seal_is_refused(place: int) -> None:
    sealed = bytearray(seal(KEY, SHEET, nonce=NONCE))
    sealed[place] ^= 1

    with pytest.raises(ValueError, match="another key"):
        unseal(KEY, bytes(sealed))


def test_another_key_is_refused() -> None:
    with pytest.raises(ValueError, match="another key"):
        unseal(bytes(32), seal(KEY, SHEET, nonce=NONCE))
