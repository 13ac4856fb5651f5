"""What comes back names its letter by a signed address, and says in a form machines read whether it is for good."""

import random

import pytest

from matchmaker.mail.bounce import MOST_SIGNS, bounce_address, read_bounce
from tests.bounces import KEY, bounced

OURS = bounce_address(7, key=KEY, address="bounces@meet.example.org")


def test_each_letter_has_an_address_of_its_own_and_none_without_the_setting() -> None:
    assert OURS.startswith("bounces+7-")
    assert OURS.endswith("@meet.example.org")
    assert bounce_address(8, key=KEY, address="bounces@meet.example.org") != OURS
    assert len(OURS.partition("@")[0]) <= 64
    assert bounce_address(7, key=KEY, address="") == ""


def test_a_refusal_for_good_is_read_with_its_words() -> None:
    came_back = read_bounce(bounced(OURS, status="5.1.1", words="550 5.1.1 No such user here"), key=KEY)

    assert came_back is not None
    assert (came_back.letter_id, came_back.said) == (7, "550 5.1.1 No such user here")
    assert (came_back.is_final, came_back.nobody_there) == (True, True)


@pytest.mark.parametrize(
    ("status", "action", "is_final", "nobody_there"),
    [
        ("5.1.1", "failed", True, True),
        ("5.1.10", "Failed", True, True),
        ("5.2.1", "failed", True, True),
        ("5.2.2", "failed", True, False),  # the mailbox is full, for now
        ("5.7.1", "failed", True, False),  # a rule against us says nothing of the reader
        ("4.4.7", "failed", False, False),  # their own server gave up waiting; another letter may find it
        ("4.4.1", "delayed", False, False),
        ("2.0.0", "delivered", False, False),
        ("", "failed", False, False),
        ("5.1", "failed", False, False),
    ],
)
def test_what_is_not_final_is_told_apart(status: str, action: str, is_final: bool, nobody_there: bool) -> None:
    came_back = read_bounce(bounced(OURS, status=status, action=action), key=KEY)

    assert came_back is not None
    assert (came_back.is_final, came_back.nobody_there) == (is_final, nobody_there)


def test_the_relay_may_say_to_whom_it_came_and_write_it_large() -> None:
    content = bounced("somebody@meet.example.org", status="5.1.1")

    assert read_bounce(content, key=KEY) is None
    came_back = read_bounce(content, key=KEY, recipient=OURS.upper())
    assert came_back is not None
    assert came_back.letter_id == 7


@pytest.mark.parametrize(
    "address", [OURS.replace("+7-", "+8-"), OURS.replace("+7-", "+07"), "bounces@meet.example.org", "", "+-@", "x" * 10_000]
)
def test_nobody_makes_one_up(address: str) -> None:
    assert read_bounce(bounced(address, status="5.1.1"), key=KEY) is None
    assert read_bounce(bounced(OURS, status="5.1.1"), key=b"another house") is None


def test_an_answer_from_a_holiday_is_no_bounce() -> None:
    content = f"From: ada@example.org\r\nTo: {OURS}\r\nAuto-Submitted: auto-replied\r\n\r\nI am away. Action: failed. 5.1.1\r\n".encode()

    came_back = read_bounce(content, key=KEY)

    assert came_back is not None
    assert not came_back.is_final


def test_anything_at_all_is_read_without_a_fault_and_its_words_stay_one_short_line() -> None:
    dice = random.Random(31)
    whole = bounced(OURS, status="5.1.1", words="550 \x00\x1b[31m" + "no " * 500)
    came_back = read_bounce(whole, key=KEY)
    assert came_back is not None
    assert came_back.said.isprintable()
    assert len(came_back.said) <= MOST_SIGNS

    for _ in range(300):
        broken = bytearray(whole[: dice.randint(0, len(whole))])
        for _ in range(dice.randint(0, 20)):
            if broken:
                broken[dice.randrange(len(broken))] = dice.randrange(256)
        found = read_bounce(bytes(broken), key=KEY)
        assert found is None or found.letter_id == 7
