"""Thousands of codes by exclusive or, module for module what the encoder draws one by one."""

import time

import pytest

from matchmaker.domain.badges.qr import qr_modules
from matchmaker.domain.badges.qr_stencil import QrMask, QrStencil, qr_masks
from matchmaker.domain.badges.token import badge_address, badge_code


def addresses(count: int, host: str = "https://meet.example.org") -> list[str]:
    return [badge_address(host, badge_code(bytes(32), event_id=1, attendee_id=number, generation=1)) for number in range(count)]


def one_by_one(text: str) -> QrMask:
    rows = qr_modules(text)
    filling = -len(rows) % 8
    bits = "".join("".join("01"[black] for black in row) + "0" * filling for row in rows)
    return QrMask(len(rows), int(bits, 2).to_bytes(len(bits) // 8, "big"))


# Odd and even beginnings and lengths, versions 3 and 4
@pytest.mark.parametrize(
    "host", ["https://m.example", "https://me.example", "https://networking.regional-tech-meetup.example", "http://192.168.1.7:8000"]
)
def test_a_stencil_draws_what_the_encoder_draws(host: str) -> None:
    texts = addresses(250, host)

    assert list(qr_masks(texts)) == [one_by_one(text) for text in texts]


@pytest.mark.parametrize(("beginning", "texts"), [("A", ["A$%", "A/:", "AZZ", "A00"]), ("", ["7", "Z", ":"]), ("AB", ["ABC", "AB:"])])
def test_every_sign_of_the_alphabet_and_an_odd_last_one_are_drawn(beginning: str, texts: list[str]) -> None:
    stencil = QrStencil(beginning, len(texts[0]) - len(beginning))

    drawn = [stencil.draw(text).to_bytes(stencil.side * 3, "big") for text in texts]
    assert drawn == [one_by_one(text).rows for text in texts]


def test_few_codes_texts_of_several_lengths_and_small_letters_are_drawn_one_by_one() -> None:
    few = addresses(3)
    mixed = [*addresses(250), "HTTPS://MEET.EXAMPLE.ORG/B/SHORT"]
    small = [text.replace("/B/", "/b/") for text in addresses(250)]

    for texts in (few, mixed, small, ["HTTPS://SAME.EXAMPLE"] * 250):
        assert list(qr_masks(texts)) == [one_by_one(text) for text in texts]


def test_no_texts_are_no_codes() -> None:
    assert list(qr_masks([])) == []


def test_a_thousand_codes_take_a_small_part_of_the_time_of_one_by_one() -> None:
    texts = addresses(1000)
    list(qr_masks(texts))  # learn
    started = time.process_time()
    list(qr_masks(texts))
    together = time.process_time() - started
    started = time.process_time()
    for text in texts[:50]:
        qr_modules(text)
    apart = (time.process_time() - started) * 20

    # Measured 60 times; a busy machine gets some air here.
    assert together < apart / 15
