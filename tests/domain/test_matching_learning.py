"""What decisions teach: known answers, smoothness, no dislike of whom one met, and that it can be looked into and taken back."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from scipy.optimize import minimize

from matchmaker.domain.matching import Decision, Matcher, Profile, Rules
from matchmaker.domain.matching.evidence import evidence_of
from matchmaker.domain.matching.newton import posterior_mode

HOBBIES = ["Choirs", "Chess", "Kilns", "Bees", "Rivers", "Maps"]


def anybody(_reader: int, _person: int) -> bool:
    return True


def crowd_of(n: int, prefix: str = "") -> list[Profile]:
    return [
        Profile(f"{prefix}{at:03}", talk_about=[HOBBIES[at % 6], HOBBIES[(at // 2) % 6]], offers=["Bread"] if at % 2 else ["Code review"])
        for at in range(n)
    ]


def bread_is_liked(people: list[Profile], each: int = 8) -> list[Decision]:
    """Everybody accepts whoever offers bread, and declines all others."""
    dice, decisions = np.random.default_rng(4), []
    for reader in people:
        for other in dice.permutation(len(people))[:each].tolist():
            if people[other].id != reader.id:
                answer = "accepted" if "Bread" in people[other].offers else "declined"
                decisions.append(Decision(reader.id, people[other].id, answer))
    return decisions


def rank_of_bakers(matcher: Matcher, people: list[Profile]) -> float:
    """The mean place of whoever offers bread, 0 the best and 1 the worst, over readers who have answered nobody."""
    table = matcher.scores(people, people)
    order = np.argsort(np.argsort(-table, axis=1), axis=1) / (len(people) - 1)
    baker = np.array(["Bread" in person.offers for person in people])
    return float(order[:, baker].mean())


def test_without_decisions_scores_are_those_of_a_matcher_that_never_learns() -> None:
    people = crowd_of(30)

    assert np.array_equal(Matcher().fit(people).scores(people, people), Matcher(learning=0).fit(people).scores(people, people))
    assert Matcher().fit(people).lessons() == []


def test_what_people_of_an_earlier_event_accepted_turns_the_lists_of_this_one() -> None:
    people, past = crowd_of(40), crowd_of(60, "past ")
    decisions = bread_is_liked(past)

    before, after = Matcher().fit(people, history=past), Matcher().fit(people, history=past, decisions=decisions)

    assert rank_of_bakers(before, people) == pytest.approx(0.5, abs=0.05)
    assert rank_of_bakers(after, people) < 0.35


def test_what_was_learned_is_named_with_the_answers_it_comes_from() -> None:
    past = crowd_of(60, "past ")

    lessons = Matcher().fit(crowd_of(40), history=past, decisions=bread_is_liked(past)).lessons()

    best = max((one for one in lessons if one.kind == "accepted"), key=lambda one: one.weight)
    assert best.name == "offers:bread"
    assert best.weight > 0
    assert best.answers > 100


def test_a_matcher_that_shall_not_learn_only_filters() -> None:
    people = crowd_of(20)
    decisions = [Decision("000", "001", "declined")]

    table = Matcher(learning=False).fit(people, decisions=decisions).scores(people, people)
    plain = Matcher().fit(people).scores(people, people)

    assert table[0, 1] == -np.inf
    assert np.array_equal(np.delete(table.ravel(), 1), np.delete(plain.ravel(), 1))


def test_decisions_before_a_moment_teach_nothing_any_more_but_still_filter() -> None:
    people = crowd_of(20)
    old = [Decision("000", "001", "declined", at=datetime(2026, 1, 1, tzinfo=UTC))]

    matcher = Matcher(learns_from=datetime(2026, 6, 1, tzinfo=UTC)).fit(people, decisions=old)

    assert matcher.lessons() == []
    assert matcher.scores(people[:1], people[1:2])[0, 0] == -np.inf


def test_one_answer_moves_scores_a_little_and_many_move_them_more() -> None:
    people = crowd_of(40)
    decisions = bread_is_liked(crowd_of(60, "past "))
    plain = Matcher().fit(people, history=crowd_of(60, "past ")).scores(people, people)

    moves = []
    for count in (1, 2, 400):
        table = Matcher().fit(people, history=crowd_of(60, "past "), decisions=decisions[:count]).scores(people, people)
        seen = np.isfinite(table) & np.isfinite(plain)
        moves.append(float(np.abs(table[seen] - plain[seen]).mean()))

    assert moves[0] < 0.02
    assert moves[1] < 0.04
    assert moves[2] > moves[0]


def test_to_have_met_many_makes_more_welcome_and_never_counts_as_a_no() -> None:
    people = crowd_of(30)
    decisions = [Decision("000", f"{at:03}", "met") for at in range(1, 8)]
    places = {person.id: at for at, person in enumerate(people)}

    evidence = evidence_of(decisions, places, anybody)
    liked = Matcher().fit(people, decisions=decisions).ranker_.people_

    assert liked["000"][0] == max(accepted for accepted, _ in liked.values()) > 0
    assert evidence.yes[: evidence.answered].min() == 1.0
    assert not any(0 in {int(i), int(j)} for i, j, yes in zip(evidence.readers, evidence.people, evidence.yes, strict=True) if not yes)


def test_a_person_who_is_accepted_by_all_still_stands_in_no_more_lists_than_the_cap() -> None:
    people = crowd_of(120)
    decisions = [Decision(person.id, "005", "accepted") for person in people if person.id != "005"]
    decisions += [Decision(person.id, "007", "declined") for person in people[:60] if person.id != "007"]

    lists = Matcher().fit(people, decisions=decisions).recommend()
    counts = Counter(match.id for matches in lists.values() for match in matches)

    assert counts["005"] <= 15
    assert min(counts[person.id] for person in people if person.id != "007") >= 3


def test_scores_that_were_learned_stay_between_zero_and_one() -> None:
    past = crowd_of(60, "past ")
    people = [*crowd_of(20), Profile("blank")]

    table = Matcher().fit(people, history=past, decisions=bread_is_liked(past)).scores(people, people)

    assert ((table == -np.inf) | ((table >= 0) & (table <= 1))).all()


def test_the_order_of_decisions_and_of_history_changes_nothing() -> None:
    people, past = crowd_of(20), crowd_of(40, "past ")
    decisions = bread_is_liked(past, each=4)

    one = Matcher().fit(people, history=past, decisions=decisions).scores(people, people)
    two = Matcher().fit(people[::-1], history=past[::-1], decisions=decisions[::-1]).scores(people, people)

    assert np.allclose(one, two, atol=1e-9)


def test_somebody_who_comes_later_is_scored_with_what_was_learned() -> None:
    people, past = crowd_of(40), crowd_of(60, "past ")
    matcher = Matcher().fit(people, history=past, decisions=bread_is_liked(past))
    matcher.recommend()
    baker = Profile("late a", talk_about=["Chess"], offers=["Bread"])
    other = Profile("late b", talk_about=["Chess"], offers=["Code review"])

    matcher.put(baker)
    matcher.put(other)
    lists = matcher.recommend()

    scores = matcher.scores(people, [baker, other])
    of_baker = dict(zip((person.id for person in people), scores[:, 0], strict=True))
    shown = {reader: match.score for reader, matches in lists.items() for match in matches if match.id == "late a" and reader in of_baker}
    assert (scores[:, 0] > scores[:, 1]).all()
    assert shown == pytest.approx({reader: of_baker[reader] for reader in shown})


def test_where_people_only_meet_those_they_did_not_meet_stand_in_as_noes() -> None:
    places = {name: at for at, name in enumerate("abcdef")}
    met = [Decision("a", "b", "met"), Decision("c", "d", "know_already"), Decision("a", "e", "met")]

    evidence = evidence_of(met, places, anybody)

    assert evidence.answered == 6
    assert evidence.yes[:6].tolist() == [1.0] * 6
    assert set(evidence.yes[6:].tolist()) == {0.0}
    assert not {(int(i), int(j)) for i, j in zip(evidence.readers[6:], evidence.people[6:], strict=True)} & {(0, 1), (1, 0), (0, 4), (4, 0)}


def test_nobody_stands_in_as_a_no_who_could_not_be_seen() -> None:
    people = [Profile(at, groups=["buyers" if at % 2 else "sellers"], talk_about=[HOBBIES[at % 6]]) for at in range(24)]
    met = [Decision(at, at + 1, "accepted") for at in range(0, 24, 2)]
    rules = Rules(may_meet=[("buyers", "sellers")])

    matcher = Matcher().fit(people, decisions=met, rules=rules)

    assert matcher.ranker_.n_answers_ == 12
    assert np.isfinite(matcher.scores(people[:1], people[1:2]))[0, 0]


def test_the_last_answer_to_one_person_counts() -> None:
    places = {"a": 0, "b": 1}

    evidence = evidence_of([Decision("a", "b", "declined"), Decision("a", "b", "accepted")], places, anybody)

    assert evidence.yes[: evidence.answered].tolist() == [1.0]


def test_the_mode_is_the_one_a_general_optimiser_finds() -> None:
    dice = np.random.default_rng(0)
    one, two = dice.normal(size=(200, 3)), dice.normal(size=(200, 2))
    yes = (dice.random(200) < 0.4).astype(float)
    offset, weights = dice.normal(size=200), dice.random(200)
    table, deviations = np.hstack([one, two]), np.array([0.5] * 3 + [2.0] * 2)

    def loss(flat: np.ndarray) -> float:
        eta = offset + table @ flat
        return float(weights @ (np.logaddexp(0, eta) - yes * eta) + 0.5 * ((flat / deviations) ** 2).sum())

    found = np.concatenate(posterior_mode([(0.5, one), (2.0, two)], offset, yes, weights))

    assert found == pytest.approx(minimize(loss, np.zeros(5), method="BFGS").x, abs=1e-3)


def test_nobody_in_particular_is_learned_about_where_that_is_turned_off() -> None:
    past = crowd_of(60, "past ")

    matcher = Matcher(person_effects=0).fit(crowd_of(40), history=past, decisions=bread_is_liked(past))

    assert set(matcher.ranker_.people_.values()) == {(0.0, 0.0)}
    assert rank_of_bakers(matcher, matcher.profiles_) < 0.4


def test_a_learning_below_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="learning"):
        Matcher(learning=-1).fit([])


@pytest.mark.parametrize(("rows", "columns", "deviation", "spread"), [(40, 6, 2.0, 3.0), (40, 6, 20.0, 40.0), (400, 300, 100.0, 10.0)])
@pytest.mark.parametrize("seed", range(4))
def test_however_far_the_mode_is_learning_only_ever_comes_nearer(
    rows: int, columns: int, deviation: float, spread: float, seed: int
) -> None:
    dice = np.random.default_rng(seed)
    table, yes, weights = dice.normal(0, 3, (rows, columns)), dice.integers(0, 2, rows).astype(float), dice.random(rows)
    offset = dice.normal(0, spread, rows)

    def loss(found: np.ndarray) -> float:
        eta = offset + table @ found
        return float(weights @ (np.logaddexp(0, eta) - yes * eta) + 0.5 * (found / deviation) @ (found / deviation))

    found = posterior_mode([(deviation, table)], offset, yes, weights)[0]

    assert np.isfinite(found).all()
    assert loss(found) < 0.9 * loss(np.zeros(columns))


def test_where_groups_may_not_meet_learning_goes_on_and_filters_hold() -> None:
    people = [replace(person, groups=["a"] if at % 3 else ["b"]) for at, person in enumerate(crowd_of(40))]
    met = [Decision(people[at].id, people[at + 3].id, "met") for at in range(30)]

    matcher = Matcher().fit(people, decisions=met, rules=Rules(may_meet=[("a", "a"), ("b", "b")]))

    groups = {person.id: person.groups for person in people}
    assert matcher.lessons() != []
    assert all(groups[reader] == groups[match.id] for reader, matches in matcher.recommend().items() for match in matches)


@pytest.mark.parametrize("zone", [None, UTC])
def test_a_time_without_a_zone_is_compared_as_utc(zone: object) -> None:
    people, at = crowd_of(20), datetime(2026, 11, 5, 9, tzinfo=UTC)
    decisions = [replace(decision, at=at.replace(tzinfo=None)) for decision in bread_is_liked(people)]

    before, after = (Matcher(learns_from=at.replace(hour=hour, tzinfo=zone)).fit(people, decisions=decisions) for hour in (8, 10))

    assert (before.lessons() != [], after.lessons()) == (True, [])
