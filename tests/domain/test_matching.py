"""Known answers of the matcher: small events whose right lists are seen by eye."""

import math

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from matchmaker.domain.matching import Decision, Matcher, Profile, Rules

ADA = Profile("ada", talk_about=["Open records"], offers=["Interviews, done properly"], seeks=["A lawyer who reads contracts"])
GRACE = Profile("grace", talk_about=["Compilers"], offers=["Contracts read by a lawyer"], seeks=["Interviews, done properly"])
LINUS = Profile("linus", talk_about=["Open records", "Kernels"], offers=["Code review"], seeks=["A quiet room"])
MARY = Profile("mary", talk_about=["Flood maps"], offers=["Maps"], seeks=["Boats"])
CAST = [ADA, GRACE, LINUS, MARY]


def ids(matcher: Matcher, reader: object, k: int = 10) -> list[object]:
    return [match.id for match in matcher.recommend(k)[reader]]


def test_who_offers_what_i_seek_and_seeks_what_i_offer_comes_first() -> None:
    matcher = Matcher().fit(CAST)

    assert ids(matcher, "ada") == ["grace", "linus", "mary"]
    assert ids(matcher, "grace")[0] == "ada"


def test_likeness_and_complement_are_told_apart() -> None:
    lists = Matcher().fit(CAST).recommend()

    by_id = {match.id: match for match in lists["ada"]}

    assert by_id["grace"].likeness == 0
    assert by_id["grace"].complement > 0
    assert by_id["linus"].likeness > 0
    assert by_id["linus"].complement == 0


def test_on_a_checkerboard_everybody_meets_only_their_own_colour() -> None:
    squares = [Profile(at, talk_about=[f"{'black' if at % 2 else 'white'} stones"], texts=[f"number {at}"]) for at in range(12)]

    lists = Matcher().fit(squares).recommend(k=5)

    assert all([match.id for match in lists[at]] == [other for other in range(12) if other % 2 == at % 2 and other != at] for at in lists)


def test_a_rare_tag_weighs_more_than_one_that_everybody_has() -> None:
    crowd = [Profile(at, talk_about=["Python"]) for at in range(3, 20)]
    people = [Profile(0, talk_about=["Python", "Beekeeping"]), Profile(1, talk_about=["Python"]), Profile(2, talk_about=["Beekeeping"])]

    assert ids(Matcher().fit([*people, *crowd]), 0, k=1) == [2]


def test_words_of_earlier_events_teach_what_is_rare() -> None:
    now = [
        Profile(0, texts=["networks and bees"]),
        Profile(1, texts=["networks of rivers"]),
        Profile(2, texts=["bees in towns"]),
    ]
    past = [Profile(f"past {at}", texts=["networks everywhere"]) for at in range(20)]

    with_history = Matcher().fit(now, history=past).recommend()[0]

    assert [match.id for match in Matcher().fit(now).recommend()[0]] == [1, 2]
    assert [match.id for match in with_history] == [2, 1]


def test_an_unanswered_question_is_neither_a_penalty_nor_a_bonus() -> None:
    def event(texts_of_quiet: list[str]) -> list[Profile]:
        alike = [Profile(at, talk_about=["Rust"], texts=["soil science in dry places"]) for at in range(6)]
        unlike = [Profile(at, talk_about=["Rust"], texts=[f"{at}th century ceramics {at}"]) for at in range(6, 9)]
        return [*alike, *unlike, Profile("quiet", talk_about=["Rust"], texts=texts_of_quiet)]

    order = ids(Matcher().fit(event([])), 0)

    assert order == [1, 2, 3, 4, 5, "quiet", 6, 7, 8]


def test_nobody_is_on_their_own_list() -> None:
    twins = [Profile(1, talk_about=["Rust"]), Profile(2, talk_about=["Rust"])]

    assert ids(Matcher().fit(twins), 1) == [2]
    assert ids(Matcher().fit(twins[:1]), 1) == []
    assert Matcher().fit([]).recommend() == {}


def test_equal_scores_are_in_the_order_of_ids_whatever_the_order_of_people() -> None:
    people = [Profile(at, talk_about=["Rust"]) for at in (10, 9, 2, 1, "b", "a")]

    for order in (people, people[::-1]):
        assert ids(Matcher().fit(order), 1) == [2, 9, 10, "a", "b"]


@pytest.mark.parametrize("block_size", [1, 7, 10_000])
def test_the_size_of_blocks_changes_no_list(block_size: int) -> None:
    assert Matcher(block_size=block_size).fit(CAST).recommend() == Matcher().fit(CAST).recommend()


def test_a_list_has_the_best_k_of_all() -> None:
    people = [Profile(at, texts=[" ".join(f"word{number % 9}" for number in range(at, at + 4))]) for at in range(40)]
    matcher = Matcher().fit(people)

    table = matcher.scores(people, people)
    lists = matcher.recommend(k=6, fair=False)

    for at, row in enumerate(table):
        best = sorted((other for other in range(40) if np.isfinite(row[other])), key=lambda other: (-row[other], other))[:6]
        assert [match.id for match in lists[at]] == best
        assert [match.score for match in lists[at]] == [row[other] for other in best]


@pytest.mark.parametrize(
    ("rules", "decisions", "listed"),
    [
        (Rules(apart=[("grace", "ada")]), [], True),
        (Rules(may_meet={"seekers": ["givers"]}), [], True),
        (Rules(may_meet=[("givers", "seekers")]), [], True),
        (Rules(common_language=True), [], True),
        (Rules(), [Decision("ada", "grace", "not_for_me")], True),
        (Rules(), [Decision("ada", "grace", "declined")], True),
        (Rules(), [Decision("ada", "grace", "know_already")], True),
        (Rules(), [Decision("grace", "ada", "met")], True),
        (Rules(), [], False),
    ],
)
def test_a_filter_is_never_only_a_low_score(rules: Rules, decisions: list[Decision], listed: bool) -> None:
    ada = Profile("ada", talk_about=["Rust"], groups=["seekers"], languages=["en-GB"])
    grace = Profile("grace", talk_about=["Rust"], groups=["seekers"], languages=["de"], listed=listed)
    linus = Profile("linus", talk_about=["Knitting"], groups=["givers"], languages=["en", "fr"])
    people = [ada, grace, linus]

    matcher = Matcher().fit(people, decisions=decisions, rules=rules)

    assert ids(Matcher().fit([ada, Profile("grace", talk_about=["Rust"]), linus]), "ada") == ["grace", "linus"]
    assert ids(matcher, "ada") == ["linus"]
    assert matcher.scores([ada], people)[0].tolist()[:2] == [-math.inf, -math.inf]
    assert matcher.reasons("ada", "grace") == []


def test_not_for_me_stays_with_the_one_who_said_it_and_met_holds_both_ways() -> None:
    turned = Matcher().fit(CAST, decisions=[Decision("ada", "grace", "not_for_me")])
    met = Matcher().fit(CAST, decisions=[Decision("ada", "grace", "met")])

    assert "grace" not in ids(turned, "ada")
    assert "ada" in ids(turned, "grace")
    assert "ada" not in ids(met, "grace")


def test_accepting_hides_nobody() -> None:
    lists = Matcher().fit(CAST, decisions=[Decision("ada", "grace", "accepted")]).recommend()

    assert {match.id for match in lists["ada"]} == {"grace", "linus", "mary"}


def test_decisions_about_people_whom_nobody_knows_do_nothing() -> None:
    decisions = [Decision("ada", "nobody", "accepted"), Decision("nobody", "ada", "met"), Decision("ada", "ada", "declined")]

    assert Matcher().fit(CAST, decisions=decisions).recommend() == Matcher().fit(CAST).recommend()


def test_colleagues_meet_only_if_the_rules_say_so() -> None:
    people = [Profile(1, organisation="Brightwater Trust"), Profile(2, organisation=" brightwater  TRUST"), Profile(3), Profile(4)]

    assert ids(Matcher().fit(people), 1) == [3, 4]
    assert ids(Matcher().fit(people), 3) == [1, 2, 4]
    assert ids(Matcher().fit(people, rules=Rules(same_organisation=True)), 1) == [2, 3, 4]


def test_rules_about_groups_and_languages_leave_people_alone_who_name_none() -> None:
    people = [Profile(1, groups=["press"], languages=["sv"]), Profile(2), Profile(3, groups=["press"], languages=["fi"])]

    assert ids(Matcher().fit(people, rules=Rules(may_meet=[("founders", "funders")], common_language=True)), 1) == [2]


def test_people_who_were_not_in_fit_can_be_scored() -> None:
    matcher = Matcher().fit(CAST)
    newcomers = [Profile("new", talk_about=["Zeppelins"]), Profile("newer", talk_about=["Zeppelins"])]

    table = matcher.scores(newcomers, [*newcomers, MARY])

    assert table.shape == (2, 3)
    assert table[0, 0] == table[1, 1] == -math.inf
    assert table[0, 1] == table[1, 0] > table[0, 2]
    assert matcher.scores([], CAST).shape == (0, 4)
    assert matcher.scores(CAST, []).shape == (4, 0)


def test_the_matcher_keeps_the_promises_of_an_estimator() -> None:
    matcher = Matcher(talk_weight=0.5, words_weight=0.5, fit_weight=0)

    assert clone(matcher).get_params() == matcher.get_params()
    assert matcher.fit(CAST) is matcher
    with pytest.raises(NotFittedError):
        Matcher().recommend()


def test_fitting_again_forgets() -> None:
    matcher = Matcher().fit(CAST, decisions=[Decision("ada", "grace", "met")], rules=Rules(apart=[("ada", "linus")]))

    assert matcher.fit(CAST[:3]).recommend() == Matcher().fit(CAST[:3]).recommend()


def test_fitting_leaves_the_settings_as_they_were() -> None:
    matcher = Matcher(talk_weight=3)
    before = dict(matcher.get_params())

    matcher.fit(CAST)

    assert matcher.get_params() == before


def test_a_channel_without_weight_changes_no_score() -> None:
    only_talk = Matcher(words_weight=0, fit_weight=0).fit(CAST)

    assert ids(only_talk, "ada")[0] == "linus"
    assert {match.likeness for match in Matcher(talk_weight=0, words_weight=0).fit(CAST).recommend()["ada"]} == {0.0}


def test_reasons_of_somebody_unknown_are_a_key_error() -> None:
    with pytest.raises(KeyError):
        Matcher().fit(CAST).reasons("ada", "nobody")
