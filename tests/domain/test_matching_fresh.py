"""Lists that stay right while people come, change, go and answer."""

from collections import Counter
from collections.abc import Hashable
from dataclasses import replace

import numpy as np
import pytest

from matchmaker.domain.matching import Decision, Match, Matcher, Profile, Rules
from matchmaker.domain.matching.crowd import Crowd
from matchmaker.domain.matching.live import RawLists
from matchmaker.domain.matching.ranking import NOBODY
from matchmaker.domain.matching.shortlists import pool_of

Lists = dict[Hashable, list[Match]]
RAW = 60
TAGS = [f"tag {at}" for at in range(60)]
WORDS = [f"word{at}" for at in range(300)]


def person(identity: Hashable, dice: np.random.Generator, **more: object) -> Profile:
    popularity = 1 / np.arange(1, len(TAGS) + 1)

    def some(most: int) -> list[str]:
        return [TAGS[at] for at in dice.choice(len(TAGS), dice.integers(0, most), replace=False, p=popularity / popularity.sum())]

    return Profile(
        identity,
        talk_about=some(7),
        offers=some(3),
        seeks=some(3),
        texts=[" ".join(dice.choice(WORDS, 12))] if dice.random() < 0.7 else [],
        stage=int(dice.integers(0, 6)) if dice.random() < 0.5 else None,
        **more,
    )


def crowd_of(n: int, seed: int = 1) -> list[Profile]:
    dice = np.random.default_rng(seed)
    return [person(at, dice) for at in range(n)]


def raw_lists(matcher: Matcher) -> dict[Hashable, list[tuple[Hashable, float]]]:
    """The best sixty of each as they are kept."""
    crowd = matcher.event_.crowd
    mine = matcher.event_.live[0]
    rows = {at: mine.row(at) for at in crowd.here()}
    return {
        crowd.profiles[at].id: [(crowd.profiles[p].id, score) for p, score in zip(people[:RAW], scores[:RAW], strict=True)]
        for at, (people, scores) in rows.items()
    }


def rebuilt(matcher: Matcher) -> dict[Hashable, list[tuple[Hashable, float]]]:
    """The same lists from nothing, with the words, topics and levels that the matcher learned."""
    people = matcher.profiles_
    crowd = Crowd(matcher.vectorizer_, people, matcher.channels_)
    crowd.channels = matcher.channels_
    hidden = matcher.filter_.between(people, people)
    pool = pool_of(crowd.space, crowd.widths(), hidden.rows, matcher.score_, min(100, len(people)), block_size=1_000_000)
    lists = RawLists(crowd, matcher.filter_, matcher.score_, pool)
    rows = {at: lists.row(at) for at in range(len(people))}
    return {
        people[at].id: [(people[p].id, score) for p, score in zip(found[:RAW], scores[:RAW], strict=True)]
        for at, (found, scores) in rows.items()
    }


def assert_fair(matcher: Matcher, lists: Lists, k: int = 10) -> None:
    """Floor, cap and filters hold, as a full pass counts them."""
    people = matcher.profiles_
    bounds = matcher.event_.fair(k).bounds
    counts = Counter(match.id for matches in lists.values() for match in matches)
    visible = np.isfinite(matcher.scores(people, people))
    place = {profile.id: at for at, profile in enumerate(people)}
    assert set(lists) == set(place)
    for at, profile in enumerate(people):
        assert bounds.floors[at] <= counts[profile.id] <= bounds.caps[at]
    for reader, matches in lists.items():
        assert len({match.id for match in matches}) == len(matches) <= k
        assert all(visible[place[reader], place[match.id]] for match in matches)


def kept(lists: Lists) -> float:
    return sum(match.score for matches in lists.values() for match in matches)


@pytest.mark.parametrize("rules", [Rules(), Rules(may_meet=[("a", "b"), ("a", "a")])])
def test_after_two_hundred_changes_the_raw_lists_are_those_of_a_rebuild(rules: Rules) -> None:
    dice = np.random.default_rng(5)
    groups = [["a"], ["b"], []]
    people = [replace(profile, groups=groups[at % 3], listed=at % 11 != 0) for at, profile in enumerate(crowd_of(260))]
    matcher = Matcher().fit(people, rules=rules)
    matcher.recommend()

    for turn in range(200):
        ids = [profile.id for profile in matcher.profiles_]
        if dice.random() < 0.45:
            matcher.remove(ids[dice.integers(len(ids))])
        else:
            identity = ids[dice.integers(len(ids))] if dice.random() < 0.5 else f"new {turn}"
            matcher.put(person(identity, dice, groups=groups[turn % 3]))

    assert raw_lists(matcher) == rebuilt(matcher)


def test_equal_people_are_kept_in_the_circle_of_ids_too() -> None:
    matcher = Matcher().fit([Profile(at, talk_about=["Rust"]) for at in range(220)])
    matcher.recommend()

    for at in range(40, 80):
        matcher.remove(at)
    for at in range(300, 330):
        matcher.put(Profile(at, talk_about=["Rust"]))

    assert raw_lists(matcher) == rebuilt(matcher)


def test_lists_that_lost_too_many_are_worked_out_anew() -> None:
    matcher = Matcher().fit(crowd_of(300))
    matcher.recommend()

    for at in range(120):
        matcher.remove(at)

    assert raw_lists(matcher) == rebuilt(matcher)


def test_at_a_great_event_floor_cap_and_filters_hold_after_changes_too() -> None:
    dice = np.random.default_rng(4)
    matcher = Matcher().fit(crowd_of(1_020))
    lists = matcher.recommend()

    for turn in range(8):
        lists |= matcher.put(person(f"new {turn}" if turn % 2 else turn, dice))
        lists |= matcher.remove(100 + turn)
        del lists[100 + turn]

    assert lists == matcher.recommend()
    assert_fair(matcher, lists)


def test_whom_everybody_likes_best_stands_in_no_more_lists_than_the_cap() -> None:
    matcher = Matcher().fit([Profile(at, talk_about=["Rust", f"own {at}"]) for at in range(40)])
    matcher.recommend()

    matcher.put(Profile("star", talk_about=["Rust"]))

    assert sum(match.id == "star" for matches in matcher.recommend().values() for match in matches) == 15


def test_getting_ready_for_changes_changes_no_list_and_sets_the_length() -> None:
    ready, plain = Matcher().fit(crowd_of(60)), Matcher().fit(crowd_of(60))

    ready.keep_fresh(4)

    assert ready.put(Profile("new", talk_about=TAGS[:5])).keys() >= {"new"}
    assert len(ready.lists_of(["new"])["new"]) == 4
    plain.recommend(4)
    plain.put(Profile("new", talk_about=TAGS[:5]))
    assert ready.recommend(4) == plain.recommend(4)
    assert ready.lists_of([1, 2]) == {at: ready.recommend(4)[at] for at in (1, 2)}


def test_after_every_change_floor_cap_and_filters_hold_and_little_is_lost() -> None:
    dice = np.random.default_rng(9)
    matcher = Matcher().fit(crowd_of(200))
    lists = matcher.recommend()

    for turn in range(60):
        before, people = dict(lists), [profile.id for profile in matcher.profiles_]
        if turn % 3 == 0:
            gone = people[dice.integers(len(people))]
            changed = matcher.remove(gone)
            lists.pop(gone)
        else:
            gone = people[dice.integers(len(people))] if turn % 3 == 1 else f"new {turn}"
            changed = matcher.put(person(gone, dice))
        lists |= changed

        assert lists == matcher.recommend()
        assert all(changed[reader] != before.get(reader) for reader in changed)
        touched = {reader for reader in before if gone in {match.id for match in [*before[reader], *lists.get(reader, [])]}} | {gone}
        assert len(set(changed) - touched) <= 0.02 * len(people)
        if turn % 6 == 0:
            assert_fair(matcher, lists)
    assert kept(lists) >= 0.99 * kept(full_pass(matcher))


def full_pass(matcher: Matcher) -> Lists:
    """The lists of a full pass over the kept raw lists."""
    event = matcher.event_
    here, found = event.crowd.here(), event.fair(10).lists
    profiles = event.crowd.profiles
    return {
        profiles[here[row]].id: [
            Match(profiles[here[at]].id, score, 0.0, 0.0)
            for at, score in zip(found.people[row].tolist(), found.scores[row].tolist(), strict=True)
            if at != NOBODY
        ]
        for row in range(len(here))
    }


def test_a_newcomer_stands_in_the_lists_of_whom_they_fit_best() -> None:
    people = [Profile(at, talk_about=["Rust" if at % 2 else "Choirs"], seeks=["A kiln"] if at == 4 else ()) for at in range(40)]
    matcher = Matcher().fit(people)
    matcher.recommend()

    changed = matcher.put(Profile("potter", talk_about=["Choirs"], offers=["A kiln"]))

    assert changed[4][0].id == "potter"
    assert changed["potter"][0].id == 4
    assert {reason.kind for reason in matcher.reasons(4, "potter")} == {"get", "alike"}


def test_whoever_may_see_nobody_any_more_is_told_so() -> None:
    matcher = Matcher().fit([Profile(1, talk_about=["Rust"]), Profile(2, talk_about=["Rust"], organisation="Acme")])
    matcher.recommend()

    assert matcher.put(Profile(1, talk_about=["Rust"], organisation="Acme")) == {1: [], 2: []}
    assert matcher.put(Profile(3, organisation="Acme")) == {3: []}


def test_who_has_left_stands_in_no_list_and_has_none() -> None:
    matcher = Matcher().fit(crowd_of(60))
    matcher.recommend()

    changed = matcher.remove(7)
    lists = matcher.recommend()

    assert 7 not in lists
    assert 7 not in {match.id for matches in lists.values() for match in matches}
    assert 7 not in changed
    assert len(lists) == 59
    with pytest.raises(KeyError):
        matcher.remove(7)


def test_an_answer_takes_a_person_off_the_list_and_taking_it_back_may_bring_them_again() -> None:
    matcher = Matcher().fit(crowd_of(80))
    first = matcher.recommend()[3][0].id

    changed = matcher.decide(Decision(3, first, "not_for_me"))
    without = matcher.recommend()

    assert first not in {match.id for match in changed[3]}
    assert len(changed[3]) == 10
    assert_fair(matcher, without)

    matcher.take_back(3, first)

    assert first in {match.id for match in matcher.recommend()[3]}
    assert_fair(matcher, matcher.recommend())


def test_two_who_met_are_off_both_lists() -> None:
    matcher = Matcher().fit(crowd_of(80))
    lists = matcher.recommend()
    reader, other = next((r, m.id) for r, ms in lists.items() for m in ms if r in {x.id for x in lists[m.id]})

    matcher.decide(Decision(reader, other, "met"))
    after = matcher.recommend()

    assert other not in {match.id for match in after[reader]}
    assert reader not in {match.id for match in after[other]}


def test_an_event_that_begins_with_nobody_grows_person_by_person() -> None:
    dice = np.random.default_rng(2)
    matcher = Matcher().fit([])

    for at in range(30):
        matcher.put(person(at, dice))

    lists = matcher.recommend()
    assert len(lists) == 30
    assert_fair(matcher, lists)
    assert raw_lists(matcher) == rebuilt(matcher)


def test_a_decision_about_somebody_who_is_not_here_changes_nothing_until_they_come() -> None:
    matcher = Matcher().fit(crowd_of(20))
    matcher.recommend()

    assert matcher.decide(Decision(1, "late", "not_for_me")) == {}
    matcher.put(Profile("late", talk_about=TAGS[:5]))

    assert "late" not in {match.id for match in matcher.recommend()[1]}


def ids_in(lists: Lists) -> dict[Hashable, list[Hashable]]:
    return {reader: [match.id for match in matches] for reader, matches in lists.items()}


@pytest.mark.parametrize("k", [110, 150])
def test_lists_longer_than_those_kept_are_as_long_after_a_change(k: int) -> None:
    matcher = Matcher().fit(crowd_of(130))
    lists = matcher.recommend(k)

    changes = [
        matcher.put(Profile("new", talk_about=TAGS[:5])),
        matcher.put(Profile(7, talk_about=TAGS[:5])),
        matcher.remove(3),
        matcher.decide(Decision(1, 2, "met")),
        matcher.take_back(1, 2),
    ]
    lists.pop(3)
    for changed in changes:
        lists |= {reader: matches for reader, matches in changed.items() if reader != 3}

    assert lists == matcher.recommend(k)
    assert {len(matches) for matches in lists.values()} == {min(k, 129)}
    assert_fair(matcher, lists, k)


def test_after_changes_a_list_of_any_length_has_the_best_of_all() -> None:
    matcher = Matcher(reciprocity=0).fit(crowd_of(220))
    matcher.recommend()
    for at in range(30, 50):
        matcher.remove(at)
        matcher.put(Profile(f"new {at}", talk_about=TAGS[at - 30 : at - 25]))

    free, people = matcher.recommend(180, fair=False), matcher.profiles_
    table = matcher.scores(people, people)

    place = {person.id: at for at, person in enumerate(people)}
    for reader, matches in free.items():
        assert [match.score for match in matches] == sorted(table[place[reader]], reverse=True)[:180]
        assert [match.score for match in matches] == [table[place[reader], place[match.id]] for match in matches]


@pytest.mark.parametrize("k", [10, 10**9])
def test_an_event_smaller_than_a_list_grows_into_it(k: int) -> None:
    matcher = Matcher().fit(crowd_of(4))
    matcher.recommend(k)

    for at in range(4, 9):
        matcher.put(Profile(at, talk_about=TAGS[:3]))

    assert ids_in(matcher.recommend(k)) == ids_in(matcher.recommend(k, fair=False))
    assert {len(matches) for matches in matcher.recommend(k).values()} == {8}
