"""What two people have in common comes from what both wrote, in their own words."""

from matchmaker.domain.followup.draft import Offer
from matchmaker.domain.followup.ties import MOST_JOINS, Interests, Join, joins_between, offer_in, shared_words

ADA = Interests(talk=("Rust", "Maps"), offer=("Interviews",), seek=("A mentor",))
GRACE = Interests(talk=("maps", "Choirs"), offer=("a  MENTOR",), seek=("interviews",))


def told(mine_field: str, mine: str, theirs_field: str, theirs: str) -> dict[str, object]:
    return {"mine_field": mine_field, "mine": [[mine, True]], "theirs_field": theirs_field, "theirs": [["… ", False], [theirs, True]]}


def test_shared_words_are_in_the_readers_spelling() -> None:
    assert shared_words(ADA, GRACE) == ("Maps",)
    assert shared_words(GRACE, ADA) == ("maps",)


def test_without_a_reason_told_equal_words_join_offer_and_seek_both_ways() -> None:
    assert joins_between(ADA, GRACE) == (Join("offer", "Interviews", "seek", "interviews"), Join("seek", "A mentor", "offer", "a  MENTOR"))


def test_strangers_have_nothing_in_common() -> None:
    assert joins_between(ADA, Interests(talk=("Tea",))) == ()
    assert shared_words(ADA, Interests()) == ()


def test_what_the_reader_was_told_comes_first_and_stays_short() -> None:
    reasons = [told("bio", f"mine {number}", "headline", f"theirs {number}") for number in range(4)]

    joins = joins_between(ADA, GRACE, told=reasons)

    assert joins == (Join("bio", "mine 0", "headline", "… theirs 0"), Join("bio", "mine 1", "headline", "… theirs 1"))
    assert len(joins) == MOST_JOINS


def test_what_both_say_word_for_word_is_not_said_twice() -> None:
    reason = {"mine_field": "talk", "mine": "Maps", "theirs_field": "talk", "theirs": "maps"}

    assert joins_between(ADA, GRACE, told=[reason]) == ()


def test_a_damaged_reason_says_nothing_instead_of_breaking_the_letter() -> None:
    assert joins_between(ADA, GRACE, told=[{**told("seek", "a", "offer", "b"), "theirs": None}]) == (Join("seek", "a", "offer", ""),)


def test_each_half_says_whose_field_it_is() -> None:
    join = Join("seek", "a mentor", "bio", "I mentor")

    assert (join.mine_how(), join.theirs_how("Grace")) == ("You seek", "Grace writes")


def test_giving_comes_before_getting() -> None:
    get, give = Join("seek", "a mentor", "offer", "mentoring"), Join("offer", "interviews", "seek", "help")

    assert offer_in([get, give]) == Offer(i_give=True, mine="interviews", theirs="help")
    assert offer_in([get]) == Offer(i_give=False, mine="a mentor", theirs="mentoring")
    assert offer_in([Join("talk", "maps", "talk", "old maps")]) is None
