"""A profile changed in two places: nothing that only one of them changed is lost."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from matchmaker.domain.interests.answers import Choice, InterestAnswers
from matchmaker.domain.interests.merge import NO_ROOM, OURS_STANDS, THEIRS_STANDS, Merged, merge
from matchmaker.errors import Fault

BASE = InterestAnswers(
    talk=(Choice("Rust", 7), Choice("Old maps"), Choice("Tides")),
    headline="Reads maps",
    bio="By the sea.",
    stage=2,
    languages=("en", "cy"),
    levels={"en": "first", "cy": "little"},
    hidden=("bio",),
)


def words(*texts: str) -> tuple[Choice, ...]:
    return tuple(Choice(text) for text in texts)


def test_what_only_one_place_changed_is_as_that_place_says() -> None:
    here = replace(BASE, headline="Draws maps", remote=True)
    there = replace(BASE, bio="By the river.", stage=None, approach="hello")

    for is_newest in (True, False):
        merged = merge(BASE, here, there, is_newest=is_newest)
        assert merged == Merged(replace(there, headline="Draws maps", remote=True))


def test_where_both_changed_one_field_the_newer_stands_and_it_is_told() -> None:
    here, there = replace(BASE, headline="Draws maps", bio="Here."), replace(BASE, headline="Sells maps", stage=3)

    newer, older = (merge(BASE, here, there, is_newest=is_newest) for is_newest in (True, False))

    assert newer == Merged(replace(there, headline="Draws maps", bio="Here."), (Fault("headline", OURS_STANDS),))
    assert older == Merged(replace(there, bio="Here."), (Fault("headline", THEIRS_STANDS),))


def test_the_same_change_in_both_places_is_nothing_to_tell() -> None:
    both = replace(BASE, headline="Draws maps", wants_few=True)

    assert merge(BASE, both, both, is_newest=False) == Merged(both)


def test_lists_are_merged_by_what_was_added_and_taken_away() -> None:
    here = replace(BASE, talk=(Choice("Rust", 7), *words("Tides", "Moths")), languages=("en", "de"), levels={"en": "first"}, hidden=())
    there = replace(
        BASE, talk=words("Old maps", "Tides", "Boats"), languages=("en", "cy"), levels={"en": "fluent"}, hidden=("bio", "photo")
    )

    merged = merge(BASE, here, there, is_newest=False)

    assert merged.told == ()
    assert merged.answers.talk == words("Tides", "Boats", "Moths")
    assert (merged.answers.languages, merged.answers.levels, merged.answers.hidden) == (("en", "de"), {"en": "fluent"}, ("photo",))


def test_words_spelled_anew_are_as_spelled_last_here() -> None:
    merged = merge(BASE, replace(BASE, talk=(Choice("Rust", 7), *words("Old Maps", "Tides"))), BASE, is_newest=True)

    assert [choice.text for choice in merged.answers.talk] == ["Rust", "Old Maps", "Tides"]


def test_an_order_changed_here_holds_also_with_what_came_from_elsewhere() -> None:
    here = replace(BASE, talk=(Choice("Tides"), Choice("Rust", 7), Choice("Old maps")))
    there = replace(BASE, talk=(*BASE.talk, *words("Boats")))

    merged = merge(BASE, here, there, is_newest=True)

    assert [choice.text for choice in merged.answers.talk] == ["Tides", "Rust", "Old maps", "Boats"]


def test_an_order_changed_elsewhere_stays_when_only_a_word_was_added_here() -> None:
    here = replace(BASE, talk=(*BASE.talk, *words("Moths")))
    there = replace(BASE, talk=BASE.talk[::-1])

    merged = merge(BASE, here, there, is_newest=True)

    assert [choice.text for choice in merged.answers.talk] == ["Tides", "Old maps", "Rust", "Moths"]


def test_more_than_fits_leaves_out_what_was_added_here_last_and_says_so() -> None:
    here = replace(BASE, seek=words(*(f"here {n}" for n in range(8))))
    there = replace(BASE, seek=words(*(f"there {n}" for n in range(8))))

    merged = merge(BASE, here, there, is_newest=True)

    assert [choice.text for choice in merged.answers.seek] == [*(f"there {n}" for n in range(8)), *(f"here {n}" for n in range(4))]
    assert merged.told == (Fault("seek", NO_ROOM, {"most": 12}),)


ANSWERS = st.builds(
    InterestAnswers,
    talk=st.lists(st.sampled_from(("Rust", "Tides", "Moths", "Boats")), unique=True).map(lambda texts: words(*texts)),
    headline=st.sampled_from(("", "Reads maps", "Draws maps")),
    stage=st.sampled_from((None, 1, 2)),
    languages=st.lists(st.sampled_from(("en", "cy", "de")), unique=True).map(tuple),
    hidden=st.sampled_from(((), ("headline",), ("headline", "bio"))),
)


@given(ANSWERS, ANSWERS, st.booleans())
def test_a_form_that_changed_nothing_changes_nothing_and_one_alone_decides_alone(
    base: InterestAnswers, other: InterestAnswers, is_newest: bool
) -> None:
    assert merge(base, base, other, is_newest=is_newest) == Merged(other)
    assert merge(base, other, base, is_newest=is_newest) == Merged(other)
