"""Fair lists: floors, caps, filters and order hold for any event; small events whose fair lists are seen by eye."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.domain.matching import Decision, Match, Matcher, Profile, Rules
from matchmaker.domain.matching.exposure import bounds_of, counts_of, fair_lists
from matchmaker.domain.matching.ranking import NOBODY, Shortlist

GROUPS = ("press", "founders", "funders")
PEOPLE = st.lists(
    st.builds(
        Profile,
        id=st.integers(0, 60),
        talk_about=st.lists(st.sampled_from(["rust", "water", "law", "choirs", "maps"]), max_size=3),
        offers=st.lists(st.sampled_from(["rust", "law", "maps"]), max_size=2),
        seeks=st.lists(st.sampled_from(["rust", "law", "maps"]), max_size=2),
        organisation=st.sampled_from(["", "", "", "Acme", "Bolt"]),
        groups=st.lists(st.sampled_from(GROUPS), max_size=2),
        listed=st.sampled_from([True, True, True, False]),
    ),
    unique_by=lambda profile: profile.id,
    min_size=1,
    max_size=30,
)
MAY_MEET = st.none() | st.lists(st.tuples(st.sampled_from(GROUPS), st.sampled_from(GROUPS)), max_size=3)
SLOTS = st.integers(1, 12)

Lists = dict[object, list[Match]]


def counted(lists: Lists) -> dict[object, int]:
    counts = dict.fromkeys(lists, 0)
    for matches in lists.values():
        for match in matches:
            counts[match.id] += 1
    return counts


def hub_event(n: int = 60) -> list[Profile]:
    """Everybody likes the first person best, then their own neighbours."""
    rest = [Profile(at, talk_about=["Rust", f"Street {at // 6}"]) for at in range(1, n)]
    return [Profile(0, talk_about=["Rust"]), *rest]


@st.composite
def events(draw: st.DrawFn) -> tuple[list[Profile], list[Decision], Rules]:
    people = draw(PEOPLE)
    ids = st.sampled_from([person.id for person in people])
    answers = st.lists(st.builds(Decision, ids, ids, st.sampled_from(["not_for_me", "met", "accepted"])), max_size=6)
    return people, draw(answers), Rules(apart=draw(st.lists(st.tuples(ids, ids), max_size=4)), may_meet=draw(MAY_MEET))


@given(events(), SLOTS)
@settings(deadline=None, max_examples=150)
def test_floor_cap_and_filters_hold_whatever_the_rules(event: tuple[list[Profile], list[Decision], Rules], k: int) -> None:
    people, decisions, rules = event
    matcher = Matcher().fit(people, decisions=decisions, rules=rules)
    visible = np.isfinite(matcher.scores(people, people))
    sees = visible.sum(axis=1)

    lists = matcher.recommend(k)
    counts = counted(lists)

    places = {person.id: at for at, person in enumerate(people)}
    for reader, matches in lists.items():
        assert len({match.id for match in matches}) == len(matches) <= k
        assert all(visible[places[reader], places[match.id]] for match in matches)
    for person in people:
        readers = visible[:, places[person.id]]
        share = round(float((np.minimum(sees, k) / np.maximum(sees, 1))[readers].sum()), 9)
        assert counts[person.id] >= min(int(0.3 * k + 1e-9), readers.sum(), int(share))
        assert counts[person.id] <= max(np.ceil(1.5 * k), np.ceil(round(1.5 * share, 9)))
        assert person.listed or counts[person.id] == 0


@given(events(), SLOTS, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_fair_lists_are_the_same_whatever_the_order_of_people_and_blocks(
    event: tuple[list[Profile], list[Decision], Rules], k: int, dice: Random
) -> None:
    people, decisions, rules = event
    shuffled = dice.sample(people, len(people))

    lists = Matcher().fit(people, decisions=decisions, rules=rules).recommend(k)

    assert Matcher(block_size=dice.randint(1, 99)).fit(shuffled, decisions=decisions, rules=rules).recommend(k) == lists


@given(events(), SLOTS)
@settings(deadline=None, max_examples=40)
def test_lists_are_best_first_and_spare_people_stand_behind_the_same_lists(
    event: tuple[list[Profile], list[Decision], Rules], k: int
) -> None:
    people, decisions, rules = event
    matcher = Matcher().fit(people, decisions=decisions, rules=rules)

    lists = matcher.recommend(k)
    longer = dict(matcher.each_list(k, spare=4))

    assert all(matches == sorted(matches, key=lambda match: (-match.score, match.id)) for matches in lists.values())
    assert {reader: matches[: len(lists[reader])] for reader, matches in longer.items()} == lists
    assert all(len({match.id for match in matches}) == len(matches) <= k + 4 for matches in longer.values())


@given(PEOPLE)
@settings(deadline=None, max_examples=40)
def test_an_event_no_larger_than_a_list_shows_everybody_to_everybody(people: list[Profile]) -> None:
    matcher = Matcher().fit(people)

    assert matcher.recommend(len(people)) == matcher.recommend(len(people), fair=False)


def test_on_a_checkerboard_everybody_is_shown_as_often_as_they_read() -> None:
    squares = [Profile(at, talk_about=[f"{'black' if at % 2 else 'white'} stones"]) for at in range(60)]
    matcher = Matcher().fit(squares)

    fair, free = matcher.recommend(), matcher.recommend(fair=False)

    assert set(counted(fair).values()) == {10}
    assert all(match.id % 2 == reader % 2 for reader, matches in fair.items() for match in matches)
    assert max(counted(free).values()) == 29


def test_a_hub_keeps_as_many_lists_as_the_cap_and_nobody_is_forgotten() -> None:
    matcher = Matcher().fit([*hub_event(), Profile(60, talk_about=["Kites"])])

    free, fair = counted(matcher.recommend(fair=False)), counted(matcher.recommend())

    assert (free[0], free[60]) == (60, 0)
    assert fair[0] <= 15
    assert fair[60] >= 3


def test_known_answer_two_readers_give_up_what_costs_least() -> None:
    # Everybody likes 0 best and 1 next; at k = 1 and a cap of two lists, 0 goes to those who would lose most without it.
    scores = np.array(
        [
            [-np.inf, 0.9, 0.5, 0.1],
            [0.9, -np.inf, 0.2, 0.1],
            [0.9, 0.3, -np.inf, 0.1],
            [0.9, 0.8, 0.1, -np.inf],
        ]
    )
    mine, theirs = (short_of(table) for table in (scores, scores.T))
    bounds = bounds_of(np.ones(4), np.full(4, 3), 1)

    lists = fair_lists(mine, theirs, bounds, 1)

    assert lists.people.ravel().tolist() == [1, 0, 0, 1]


def test_a_chain_of_exchanges_finds_the_place_that_no_single_one_has() -> None:
    # Only reader 3 may see person 2, and holds person 1, who is at the floor; person 1 moves to reader 4, who gives up 0.
    scores = np.full((5, 5), -np.inf)
    scores[3, 1], scores[3, 2], scores[4, 0], scores[4, 1], scores[2, 0] = 0.9, 0.1, 0.9, 0.2, 0.9
    mine, theirs = (short_of(table) for table in (scores, scores.T))
    bounds = replace(bounds_of(np.zeros(5), np.full(5, 2), 1), floors=np.array([1, 1, 1, 0, 0]))

    lists = fair_lists(mine, theirs, bounds, 1)

    assert lists.people.ravel().tolist() == [NOBODY, NOBODY, 0, 2, 1]
    assert lists.scores[3:].ravel().tolist() == [0.1, 0.2]


def test_a_chain_asks_each_holder_once_however_many_places_they_have() -> None:
    # Readers 3 and 5 may see person 2 and hold person 1, who needs both of two lists and can have a third with reader 4.
    scores = np.full((6, 6), -np.inf)
    scores[[3, 5], 1], scores[[3, 5], 2], scores[4, 0], scores[4, 1], scores[2, 0] = 0.9, 0.1, 0.9, 0.2, 0.9
    mine, theirs = (short_of(table) for table in (scores, scores.T))
    bounds = replace(bounds_of(np.zeros(6), np.full(6, 2), 1), floors=np.array([1, 2, 1, 0, 0, 0]))

    lists = fair_lists(mine, theirs, bounds, 1)

    assert counts_of(lists).tolist() == [1, 2, 1, 0, 0, 0]
    assert lists.people[4].tolist() == [1]


def test_a_floor_that_no_lists_could_hold_is_left_as_it_is() -> None:
    scores = np.full((3, 3), -np.inf)
    scores[2, 0], scores[2, 1] = 0.9, 0.8
    mine, theirs = (short_of(table) for table in (scores, scores.T))
    bounds = replace(bounds_of(np.zeros(3), np.ones(3, dtype=int), 1), floors=np.array([1, 1, 0]))

    assert counts_of(fair_lists(mine, theirs, bounds, 1)).tolist() == [1, 0, 0]


def short_of(scores: np.ndarray) -> Shortlist:
    """Everybody's candidates, the best first, equal ones in the circle that begins behind the reader."""
    n = len(scores)
    away = (np.arange(n)[None, :] - np.arange(n)[:, None] - 1) % n
    order = np.lexsort((away, -scores), axis=1)
    found = np.take_along_axis(scores, order, axis=1)
    return Shortlist(np.where(np.isneginf(found), NOBODY, order), found)


@pytest.mark.parametrize(
    ("k", "share", "readers", "floor", "cap"),
    [
        (10, 10.0, 99, 3, 15),
        (10, 1.9, 99, 1, 15),
        (10, 10.0, 2, 2, 15),
        (10, 10.9, 99, 3, 15),
        (10, 30.0, 99, 3, 45),
        (5, 11.67, 99, 1, 18),
        (1, 1.0, 99, 0, 2),
    ],
)
def test_floor_and_cap_follow_the_share_that_the_rules_leave(k: int, share: float, readers: int, floor: int, cap: int) -> None:
    bounds = bounds_of(np.full(100, share), np.full(100, readers), k)

    assert (set(bounds.floors.tolist()), set(bounds.caps.tolist())) == ({floor}, {cap})


def test_groups_that_cannot_reach_each_other_share_their_own_slots() -> None:
    few = [Profile(at, talk_about=["Rust"], groups=["funders"]) for at in range(2)]
    many = [Profile(at, talk_about=["Rust"], groups=["founders"]) for at in range(2, 42)]
    alone = Profile(42, talk_about=["Rust"], groups=["press"])
    rules = Rules(may_meet=[("funders", "founders")])

    matcher = Matcher().fit([*few, *many, alone], rules=rules)
    lists = matcher.recommend()

    assert counted(lists) == {0: 40, 1: 40, 42: 0} | {at: counted(lists)[at] for at in range(2, 42)}
    assert sum(counted(lists)[at] for at in range(2, 42)) == 20
    told = {seldom.id: seldom for seldom in matcher.seldom_shown()}
    assert set(told) == {*range(2, 43)}
    assert (told[42].listed, told[42].floor, told[42].rule) == (0, 0, "groups")
    assert {told[at].rule for at in range(2, 42)} == {"groups"}


@pytest.mark.parametrize(
    ("rules", "decisions", "floor", "rule"),
    [
        (Rules(apart=[(0, at) for at in range(2, 30)]), [], 0, "decisions"),
        (Rules(), [Decision(at, 0, "not_for_me") for at in range(2, 30)], 0, "decisions"),
        (Rules(common_language=True), [], 1, "languages"),
    ],
)
def test_who_can_hardly_be_seen_is_told_with_the_rule_that_hides_them(
    rules: Rules, decisions: list[Decision], floor: int, rule: str
) -> None:
    people = [Profile(0, languages=["fi"]), Profile(1, languages=["fi"]), *(Profile(at, languages=["sv"]) for at in range(2, 30))]

    told = Matcher().fit(people, decisions=decisions, rules=rules).seldom_shown()

    assert [(seldom.id, seldom.listed, seldom.floor, seldom.rule) for seldom in told if seldom.id == 0] == [(0, 1, floor, rule)]


def test_colleagues_hide_and_a_small_event_has_no_rule() -> None:
    firm = [Profile(at, organisation="Acme") for at in range(9)]

    matcher = Matcher().fit([*firm, Profile(9), Profile(10, listed=False)])

    assert [(seldom.id, seldom.listed, seldom.rule) for seldom in matcher.seldom_shown() if seldom.id == 0] == [(0, 2, "organisation")]
    assert [(seldom.id, seldom.rule) for seldom in Matcher().fit([Profile(1), Profile(2)]).seldom_shown()] == [(1, ""), (2, "")]
    assert 10 not in {seldom.id for seldom in matcher.seldom_shown()}


def test_one_and_two_people_and_nobody_have_their_lists() -> None:
    pair = [Profile(1, talk_about=["Rust"]), Profile(2)]

    assert Matcher().fit([]).recommend() == {}
    assert Matcher().fit(pair[:1]).recommend() == {1: []}
    assert {reader: [match.id for match in matches] for reader, matches in Matcher().fit(pair).recommend().items()} == {1: [2], 2: [1]}
    assert Matcher().fit([]).seldom_shown() == []


def test_of_two_hundred_equal_people_each_is_shown_as_often_as_any_other() -> None:
    lists = Matcher().fit([Profile(at, talk_about=["Rust"]) for at in range(200)]).recommend()

    assert set(counted(lists).values()) == {10}


def test_without_floor_and_with_a_high_cap_little_is_asked_of_anybody() -> None:
    people = hub_event()
    strict, loose = Matcher().fit(people), Matcher(exposure_floor=0, exposure_cap=100).fit(people)

    assert counted(loose.recommend())[0] == 59
    assert counted(strict.recommend())[0] <= 15


def test_fitting_again_forgets_the_fair_lists() -> None:
    people = hub_event()
    matcher = Matcher().fit(people)
    matcher.recommend()

    assert matcher.fit(people[:20]).recommend() == Matcher().fit(people[:20]).recommend()
