"""Whom a reader's sliders may bring up, out of everybody whom the reader may see."""

from collections.abc import Hashable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.exceptions import NotFittedError

from matchmaker.domain.matching import Decision, Matcher, Profile, Rules
from matchmaker.domain.matching.crowd import Crowd
from matchmaker.domain.matching.event import EventLists
from matchmaker.domain.matching.sliders import BEST, EACH_END, ENDS, filled_up
from matchmaker.domain.matching.tuning import MOST_PEOPLE, Sliders, TunedPerson, mentor_value, tuned_order

LIKE, UNLIKE, PEERS, MENTORS, GETTING, GIVING = ENDS
TAGS = [f"tag {at}" for at in range(40)]
WORDS = [f"word{at}" for at in range(200)]
Row = list[TunedPerson]
Numbers, Places = npt.NDArray[np.float64], npt.NDArray[np.intp]

SAID = st.sampled_from(["rust", "open data", "choirs", "water", "law", "日本語", "maps of rivers", "data law"])
LISTS = st.lists(SAID, max_size=2)
PEOPLE = st.lists(
    st.builds(
        Profile,
        id=st.integers(0, 60) | st.text("ab", min_size=1, max_size=3),
        talk_about=LISTS,
        offers=LISTS,
        seeks=LISTS,
        headline=SAID | st.just(""),
        shared=st.lists(st.sampled_from(["Aachen", "Basel"]), max_size=1),
        organisation=st.sampled_from(["", "", "Acme"]),
        stage=st.none() | st.integers(0, 5),
        listed=st.sampled_from([True, True, False]),
    ),
    unique_by=lambda profile: profile.id,
    min_size=1,
    max_size=30,
)


def person(identity: Hashable, dice: np.random.Generator, most: int = 5) -> Profile:
    def some(most: int) -> list[str]:
        return [TAGS[at] for at in dice.choice(len(TAGS), dice.integers(0, most), replace=False)]

    return Profile(
        identity,
        talk_about=some(most),
        offers=some(3),
        seeks=some(3),
        texts=[" ".join(dice.choice(WORDS, 8))] if dice.random() < 0.5 else [],
        stage=int(dice.integers(0, 6)) if dice.random() < 0.7 else None,
        listed=bool(dice.random() < 0.95),
    )


def crowd_of(n: int, seed: int = 1, most: int = 5) -> list[Profile]:
    dice = np.random.default_rng(seed)
    return [person(at, dice, most) for at in range(n)]


def row_of(matcher: Matcher, reader: Hashable) -> Row:
    return dict(matcher.tuning_rows([reader]))[reader]


def ids(row: Row) -> list[Hashable]:
    return [one.id for one in row]


def visible_people(matcher: Matcher) -> dict[Hashable, Row]:
    """Everybody whom each reader may see, worked out pair by pair."""
    people, crowd = matcher.profiles_, matcher.event_.crowd
    places = np.array(crowd.here(), dtype=np.intp)
    scores, found = matcher.scores(people, people), {}
    for mine, reader in enumerate(people):
        seen = np.flatnonzero(np.isfinite(scores[mine]))
        bare, levelled = (crowd.sums(np.full(seen.size, places[mine]), places[seen], neutral=neutral) for neutral in (False, True))
        found[reader.id] = [
            tuned(matcher, reader, people[at], float(scores[mine, at]), one, two) for at, one, two in zip(seen, bare, levelled, strict=True)
        ]
    return found


def tuned(matcher: Matcher, reader: Profile, other: Profile, score: float, bare: Numbers, levelled: Numbers) -> TunedPerson:
    parts, with_levels = (
        {channel.kind: channel.weight * value for channel, value in zip(matcher.channels_, sums, strict=True)} for sums in (bare, levelled)
    )
    return TunedPerson(
        other.id,
        round(score, 9),
        round(sum(with_levels[kind] for kind in ("alike", "words", "topics", "shared")), 7),
        round(parts["get"], 7),
        round(parts["give"], 7),
        None if reader.stage is None or other.stage is None else other.stage - reader.stage,
        not any(parts[kind] for kind in ("alike", "words", "get", "give", "shared")),
    )


def expected_rows(matcher: Matcher) -> dict[Hashable, Row]:
    default = matcher.recommend(BEST, fair=False)
    rows = {}
    for reader, everybody in visible_people(matcher).items():
        by_id = {one.id: one for one in everybody}
        ends = [tuned_order(everybody, end, EACH_END) for end in ENDS]
        rows[reader] = filled_up([by_id[match.id] for match in default[reader]], ends)
    return rows


def assert_same(found: dict[Hashable, Row], expected: dict[Hashable, Row]) -> None:
    """The same people in the same order, with the same values up to the last digit that is kept."""
    assert {reader: ids(row) for reader, row in found.items()} == {reader: ids(row) for reader, row in expected.items()}
    for reader, row in found.items():
        for one, two in zip(row, expected[reader], strict=True):
            assert (one.gap, one.wild) == (two.gap, two.wild)
            assert (one.score, one.likeness, one.get, one.give) == pytest.approx((two.score, two.likeness, two.get, two.give), abs=1.1e-7)


def asked_anew(matcher: Matcher) -> Matcher:
    """The people who are there, laid out from nothing, with the words, topics and levels that the matcher learned."""
    crowd = Crowd(matcher.vectorizer_, matcher.profiles_, matcher.channels_)
    crowd.channels = matcher.channels_
    old, fresh = matcher.event_, Matcher()
    fresh.event_ = EventLists(crowd, old.pairs, old.score, old.fairness, block_size=old.block_size)
    return fresh


def crowd_like_me(n: int) -> list[Profile]:
    """So many people who talk and write about the same as I do, at my stage; each a little otherwise."""
    return [Profile(at, talk_about=["Rust", f"part {at % 7}"], headline="Rust compilers", stage=1) for at in range(n)]


def test_a_mentor_two_stages_ahead_stands_at_the_mentor_end_though_hundreds_are_more_like_me() -> None:
    me = Profile("me", talk_about=["Rust"], headline="Rust compilers", stage=1)
    mentors = [Profile(f"mentor {at}", talk_about=["Gardens"], headline="Roses and tulips", stage=3) for at in range(5)]
    matcher = Matcher().fit([me, *crowd_like_me(294), *mentors])
    hundred = {match.id for match in matcher.recommend(100, fair=False)["me"]}

    row = row_of(matcher, "me")

    assert hundred.isdisjoint({mentor.id for mentor in mentors})
    assert ids(tuned_order(row, MENTORS, 5)) == [mentor.id for mentor in mentors]
    assert {one.gap for one in tuned_order(row, PEERS, EACH_END)} == {0}
    assert not {mentor.id for mentor in mentors} & set(ids(tuned_order(row, Sliders(), EACH_END)))


def test_somebody_unlike_me_who_offers_what_i_seek_stands_at_the_difference_end() -> None:
    me = Profile("me", talk_about=["Rust"], headline="Rust compilers", seeks=["patent law"], stage=1)
    lawyer = Profile("lawyer", talk_about=["Gardens"], headline="Roses and tulips", offers=["patent law for all"], stage=1)
    matcher = Matcher().fit([me, *crowd_like_me(298), lawyer])
    hundred = {match.id for match in matcher.recommend(100, fair=False)["me"]}

    row = row_of(matcher, "me")

    assert "lawyer" not in hundred
    assert ids(tuned_order(row, UNLIKE, 1)) == ["lawyer"]
    assert "lawyer" not in ids(tuned_order(row, LIKE, EACH_END))


def test_who_offers_what_i_seek_and_who_seeks_what_i_offer_stand_at_opposite_ends() -> None:
    me = Profile("me", talk_about=["Rust"], headline="Rust compilers", seeks=["patent law"], offers=["sewing"])
    lawyer = Profile("lawyer", talk_about=["Gardens"], offers=["patent law"])
    learner = Profile("learner", talk_about=["Gardens"], seeks=["sewing"])
    matcher = Matcher().fit([me, *crowd_like_me(297), lawyer, learner])

    row = row_of(matcher, "me")

    by_id = {one.id: one for one in row}
    assert by_id["lawyer"].get > 0 == by_id["lawyer"].give
    assert by_id["learner"].give > 0 == by_id["learner"].get
    getting, giving = ids(tuned_order(row, GETTING, EACH_END)), ids(tuned_order(row, GIVING, EACH_END))
    assert "lawyer" in getting
    assert "learner" not in getting
    assert "learner" in giving
    assert "lawyer" not in giving


def test_each_person_comes_with_what_the_pair_is_made_of() -> None:
    ada = Profile("ada", talk_about=["choirs"], seeks=["sewing"], stage=1)
    grace = Profile("grace", talk_about=["choirs"], offers=["sewing"], stage=4)
    linus = Profile("linus", talk_about=["boats"])
    matcher = Matcher(talk_weight=0.5, fit_weight=0.5, words_weight=0, topics_weight=0, stage_weight=0, shared_weight=0).fit(
        [ada, grace, linus]
    )
    weights = {channel.kind: channel.weight for channel in matcher.channels_}

    row = row_of(matcher, "ada")

    score = round(float(matcher.scores([ada], [grace])[0, 0]), 9)
    assert row[0] == TunedPerson("grace", score, round(weights["alike"], 7), round(weights["get"], 7), 0.0, 3, wild=False)
    assert (row[1].id, row[1].likeness, row[1].get, row[1].give, row[1].gap, row[1].wild) == ("linus", 0.0, 0.0, 0.0, None, True)


@given(PEOPLE, st.data())
@settings(deadline=None, max_examples=60)
def test_of_few_people_the_rows_are_those_found_pair_by_pair(people: list[Profile], data: st.DataObject) -> None:
    known = [one.id for one in people]
    apart = data.draw(st.lists(st.tuples(st.sampled_from(known), st.sampled_from(known)), max_size=4))
    matcher = Matcher().fit(people, rules=Rules(apart=apart))

    rows = dict(matcher.tuning_rows())

    assert_same(rows, expected_rows(matcher))
    everybody = visible_people(matcher)
    for reader, row in rows.items():
        for end in ENDS:
            assert ids(tuned_order(row, end, EACH_END)) == ids(tuned_order(everybody[reader], end, EACH_END))


@pytest.mark.parametrize("most", [2, 5])
@pytest.mark.parametrize("block_size", [1_000_000, 3_000])
def test_of_many_people_with_many_equals_the_rows_are_those_found_pair_by_pair(most: int, block_size: int) -> None:
    matcher = Matcher(block_size=block_size).fit(crowd_of(220, most=most))

    rows = dict(matcher.tuning_rows())

    assert_same(rows, expected_rows(matcher))
    assert max(map(len, rows.values())) <= MOST_PEOPLE


def test_when_everybody_is_equal_each_end_holds_the_first_by_id() -> None:
    matcher = Matcher().fit([Profile(at, talk_about=["Rust"]) for at in range(300)])

    row = row_of(matcher, 150)

    assert len(row) == BEST + EACH_END
    assert all(ids(tuned_order(row, end, EACH_END)) == list(range(EACH_END)) for end in ENDS)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_default_comes_first_and_is_the_best_thirty_of_the_scores(seed: int) -> None:
    matcher = Matcher().fit(crowd_of(90, seed))
    people = matcher.profiles_
    scores = matcher.scores(people, people)

    rows = dict(matcher.tuning_rows())

    for mine, reader in enumerate(people):
        best = sorted(np.flatnonzero(np.isfinite(scores[mine])).tolist(), key=lambda at: (-scores[mine, at], at))[:BEST]
        assert ids(rows[reader.id])[:BEST] == [people[at].id for at in best]


@pytest.mark.parametrize("slider", ["difference", "mentor", "giving"])
def test_within_each_row_a_list_moves_the_way_its_slider_does(slider: str) -> None:
    quantity = {
        "difference": lambda one: -one.likeness,
        "mentor": lambda one: mentor_value(one.gap),
        "giving": lambda one: one.give - one.get,
    }[slider]

    for _, row in Matcher().fit(crowd_of(200)).tuning_rows():
        lists = [tuned_order(row, Sliders(**{slider: place}), EACH_END) for place in np.linspace(-1, 1, 9).tolist()]
        means = [float(np.mean([quantity(one) for one in shown])) for shown in lists]
        assert all(one <= two + 1e-7 for one, two in pairwise(means))


def test_after_any_change_the_rows_are_those_of_a_matcher_asked_anew() -> None:
    dice = np.random.default_rng(5)
    matcher = Matcher().fit(crowd_of(160))
    matcher.recommend()
    next(matcher.tuning_rows())

    for turn in range(90):
        known = [one.id for one in matcher.profiles_]
        one, other = (known[at] for at in dice.choice(len(known), 2, replace=False))
        if turn % 3 == 0:
            matcher.remove(one)
        elif turn % 3 == 1:
            matcher.put(person(one if turn % 2 else f"new {turn}", dice))
        else:
            matcher.decide(Decision(one, other, "not_for_me" if turn % 2 else "met"))

    alone = {one.id: row_of(matcher, one.id) for one in matcher.profiles_}  # the late ones exactly
    everybody = dict(matcher.tuning_rows())  # the fast columns laid out anew
    assert list(everybody) == [one.id for one in matcher.profiles_]
    assert_same(alone, everybody)
    assert_same(everybody, dict(asked_anew(matcher).tuning_rows()))
    assert_same(everybody, expected_rows(matcher))


def test_whoever_may_not_be_seen_stands_in_no_row() -> None:
    people = [Profile(at, talk_about=["Rust"], offers=["law"], seeks=["law"], stage=at % 6) for at in range(8)]
    people[5], people[6] = replace(people[5], listed=False), replace(people[6], organisation="Acme")
    people[0] = replace(people[0], organisation="Acme")
    matcher = Matcher().fit(people, decisions=[Decision(0, 1, "not_for_me"), Decision(2, 0, "met")], rules=Rules(apart=[(0, 3)]))

    row = row_of(matcher, 0)

    assert sorted(ids(row)) == [4, 7]
    assert 0 in ids(row_of(matcher, 1))


def test_what_was_learned_counts_in_the_rows_too() -> None:
    people = crowd_of(120)
    decisions = [Decision(at, (at * 7 + turn) % 120, "accepted" if turn % 2 else "declined") for at in range(60) for turn in range(1, 4)]
    matcher = Matcher().fit(people, decisions=decisions)

    rows = dict(matcher.tuning_rows())

    best = {reader: [match.id for match in matches] for reader, matches in matcher.recommend(30, fair=False).items()}
    assert {reader: ids(row)[:30] for reader, row in rows.items()} == best
    assert rows != dict(Matcher(learning=0).fit(people, decisions=decisions).tuning_rows())


def test_whoever_is_alone_has_an_empty_row() -> None:
    assert dict(Matcher().fit([Profile("me", talk_about=["Rust"])]).tuning_rows()) == {"me": []}
    assert dict(Matcher().fit([]).tuning_rows()) == {}


def test_the_first_ones_to_come_to_an_empty_event_have_rows() -> None:
    matcher = Matcher().fit([])

    matcher.put(Profile("ada", talk_about=["Rust"]))
    matcher.put(Profile("grace", talk_about=["Rust"]))

    assert ids(row_of(matcher, "ada")) == ["grace"]
    assert {reader: ids(row) for reader, row in matcher.tuning_rows()} == {"ada": ["grace"], "grace": ["ada"]}


def test_a_row_is_filled_in_turns_and_holds_each_person_once() -> None:
    best = [TunedPerson(at, 0.5) for at in range(30)]
    ends = [[TunedPerson(at, 0.1) for at in range(start, start + 10)] for start in (100, 200, 300, 400, 500)]
    few = [best[3], ends[0][0], TunedPerson(600, 0.1)]

    row = filled_up(best, [*ends, few])

    turns = [turn for at in range(3) for turn in (100 + at, 200 + at, 300 + at, 400 + at, 500 + at)]
    assert ids(row)[:45] == [*range(30), *turns]
    assert ids(row)[45] == 600
    assert len(row) == len(set(ids(row))) == MOST_PEOPLE


def test_who_is_asked_for_must_be_here() -> None:
    matcher = Matcher().fit([Profile("me")])

    with pytest.raises(KeyError, match="nobody"):
        matcher.tuning_rows(["nobody"])
    with pytest.raises(NotFittedError):
        Matcher().tuning_rows()
