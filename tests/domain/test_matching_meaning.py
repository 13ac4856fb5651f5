"""A model of meaning of one's own, plugged in beside the topics."""

import numpy as np
import pytest

from matchmaker.domain.matching import Matcher, Profile

THEMES = {"guitar": 0, "chords": 0, "sonata": 0, "kernel": 1, "compiler": 1, "linker": 1}
PEOPLE = [Profile(name, texts=[word]) for name, word in zip("abcdef", THEMES, strict=True)]


def by_theme(texts: list[str]) -> np.ndarray:
    return np.array([np.eye(2)[THEMES[text]] for text in texts])


def test_who_means_the_same_in_other_words_meets() -> None:
    lists = Matcher(embed=by_theme).fit([*PEOPLE, Profile("blank")]).recommend(k=2, fair=False)

    assert {reader: {match.id for match in lists[reader]} for reader in "abcdef"} == {
        "a": {"b", "c"}, "b": {"a", "c"}, "c": {"a", "b"}, "d": {"e", "f"}, "e": {"d", "f"}, "f": {"d", "e"},
    }  # fmt: skip


def test_without_a_model_the_matcher_is_whole() -> None:
    assert len(Matcher().fit(PEOPLE).recommend(k=2)["a"]) == 2


def test_somebody_who_comes_later_is_asked_about_too() -> None:
    matcher = Matcher(embed=by_theme).fit(PEOPLE)
    matcher.recommend(k=3)

    changed = matcher.put(Profile("late", texts=["guitar"]))

    assert {match.id for match in changed["late"]} == {"a", "b", "c"}


def test_who_says_nothing_may_come_and_go_like_anybody() -> None:
    matcher = Matcher(embed=by_theme).fit([Profile("blank")])
    matcher.recommend()

    for person in [*PEOPLE, Profile("blank too")]:
        matcher.put(person)

    assert {match.id for match in matcher.recommend(k=2, fair=False)["a"]} == {"b", "c"}


@pytest.mark.parametrize(
    "broken",
    [lambda texts: np.zeros(len(texts)), lambda texts: np.zeros((len(texts) - 1, 2)), lambda texts: np.full((len(texts), 2), np.nan)],
    ids=["no table", "too few rows", "not a number"],
)
def test_a_model_that_returns_nonsense_is_named(broken: object) -> None:
    with pytest.raises(ValueError, match="embed must return"):
        Matcher(embed=broken).fit(PEOPLE)
