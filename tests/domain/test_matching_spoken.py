"""Reasons from the words of two people alone."""

from matchmaker.domain.matching.spoken import spoken_reasons


def told(mine: dict[str, list[str]], theirs: dict[str, list[str]]) -> list[tuple[str, str, str, list[str]]]:
    reasons = spoken_reasons(mine, theirs, 4)
    return [(one.kind, one.mine, one.theirs, [one.theirs[first:last] for first, last in one.theirs_spans]) for one in reasons]


def test_what_one_seeks_and_the_other_offers_is_quoted_with_the_words_that_both_used() -> None:
    mine = {"seek": ["Somebody who reads contracts"], "offer": ["Interviews, done properly"]}
    theirs = {"offer": ["Contracts read by a lawyer"], "seek": ["An interview with patients"], "talk": ["Contracts"]}

    assert told(mine, theirs) == [
        ("get", "Somebody who reads contracts", "Contracts read by a lawyer", ["Contracts read"]),
        ("give", "Interviews, done properly", "An interview with patients", ["interview"]),
    ]


def test_what_both_talk_about_is_alike() -> None:
    assert told({"talk": ["Open records", "Choirs"]}, {"talk": ["choirs"]}) == [("alike", "Choirs", "choirs", ["choirs"])]


def test_people_without_a_word_in_common_have_no_reason() -> None:
    assert told({"talk": ["Choirs"], "seek": ["Maps"]}, {"talk": ["Kilns"], "offer": ["Bread"]}) == []
    assert told({}, {}) == []


def test_the_words_that_bind_a_sentence_are_no_reason() -> None:
    assert told({"seek": ["Somebody with a van"]}, {"offer": ["An hour with a lawyer"]}) == []
