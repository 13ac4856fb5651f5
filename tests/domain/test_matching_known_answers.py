"""Known answers, channel by channel: small events whose right answer is seen by eye."""

import numpy as np
import pytest

from matchmaker.domain.matching import Matcher, Profile
from matchmaker.domain.matching.market import expected_matches, order_market
from matchmaker.domain.matching.spelling import NearSpellings

WEIGHTS = [name for name in Matcher().get_params() if name.endswith("_weight")]


def only(*channels: str, **settings: object) -> Matcher:
    """A matcher that looks at nothing but these channels."""
    return Matcher(**dict.fromkeys(WEIGHTS, 0.0) | {f"{channel}_weight": 1.0 for channel in channels} | settings)


def order(matcher: Matcher, reader: object) -> list[object]:
    return [match.id for match in matcher.recommend(fair=False)[reader]]


def score(matcher: Matcher, one: Profile, other: Profile) -> float:
    return float(matcher.scores([one], [other])[0, 0])


PLUCKED, BOWED = ["guitar", "chords", "band", "amplifier"], ["violin", "orchestra", "strings", "conductor"]


def past_concerts() -> list[Profile]:
    """Texts of earlier events, in which the words of a theme stand together and those of two themes never."""
    dice = np.random.default_rng(1)
    themes = [PLUCKED, BOWED, ["kiln", "glaze", "clay", "pottery"], ["river", "flood", "dyke", "sluice"]]
    return [Profile(("past", at), texts=[" ".join(dice.choice(themes[at % 4], 3, replace=False))]) for at in range(200)]


def test_two_who_mean_the_same_in_other_words_meet_through_what_earlier_events_taught() -> None:
    people = [
        Profile("chords", texts=["chords"]),
        Profile("amplifier", texts=["amplifier"]),
        Profile("conductor", texts=["conductor"]),
        Profile("sluice", texts=["sluice"]),
        Profile("strings", texts=["strings"]),
    ]

    taught = only("topics", topic_sizes=(4,)).fit(people, history=past_concerts())
    untaught = only("topics").fit(people)

    assert [order(taught, name)[0] for name in ("chords", "amplifier", "conductor", "strings")] == [
        "amplifier",
        "chords",
        "strings",
        "conductor",
    ]
    assert score(taught, people[0], people[1]) > 0.9 > 0.1 > score(taught, people[0], people[2])
    assert order(untaught, "chords") == ["amplifier", "conductor", "sluice", "strings"]
    assert {match.score for matches in untaught.recommend().values() for match in matches} == {0.0}


def test_topics_give_no_reason_that_nobody_wrote() -> None:
    people = [Profile(1, texts=["chords"]), Profile(2, texts=["amplifier"])]

    assert Matcher().fit(people, history=past_concerts()).reasons(1, 2) == []


def test_by_stage_alone_two_or_three_ahead_comes_before_peers_and_peers_before_five_ahead() -> None:
    people = [Profile(f"stage {stage}", stage=stage) for stage in range(6)]
    matcher = only("stage").fit([Profile("me", stage=0), *people])

    assert order(matcher, "me") == ["stage 2", "stage 3", "stage 1", "stage 4", "stage 0", "stage 5"]
    assert order(matcher, "stage 5")[:2] == ["stage 2", "stage 3"]
    assert [score(matcher, Profile("x", stage=0), person) for person in people] == [0.5, 0.75, 1.0, 1.0, 0.6, 0.4]


def test_who_does_not_tell_their_stage_stands_between_the_fitting_and_the_unfitting() -> None:
    people = [Profile(at, stage=at % 6) for at in range(60)]
    matcher = only("stage").fit([*people, Profile("quiet")])

    quiet = score(matcher, people[0], Profile("quiet"))

    assert score(matcher, people[0], people[5]) < quiet < score(matcher, people[0], people[2])


def test_people_of_one_city_meet_however_it_is_written_and_a_rarer_tie_is_stronger() -> None:
    oslo = [Profile(at, shared=["Oslo"]) for at in range(8)]
    people = [
        Profile("me", shared=["  OSLO ", "Kappeler Chor"]),
        Profile("choir", shared=["kappeler chor"]),
        *oslo,
        Profile("x", shared=["Rome"]),
    ]

    matcher = only("shared").fit(people)

    assert order(matcher, "me") == ["choir", 0, 1, 2, 3, 4, 5, 6, 7, "x"]
    assert [(r.kind, r.mine, r.theirs) for r in matcher.reasons("me", "choir")] == [("shared", "Kappeler Chor", "kappeler chor")]
    assert score(matcher, people[0], people[-1]) == 0


def test_a_name_shared_in_part_is_not_shared() -> None:
    pair = [Profile(1, shared=["University of Oslo"]), Profile(2, shared=["University of Rome"])]

    assert only("shared").fit(pair).recommend()[1][0].score == 0


def test_a_common_language_counts_whatever_its_country_and_two_of_two_count_more_than_one_of_three() -> None:
    me = Profile("me", languages=["en-GB", "nb_NO"])
    people = [Profile("both", languages=["nb", "EN"]), Profile("one", languages=["en-US", "fr", "de"]), Profile("none", languages=["fi"])]

    matcher = only("languages").fit([me, *people])

    assert order(matcher, "me") == ["both", "one", "none"]
    assert [score(matcher, me, other) for other in people] == pytest.approx([1.0, 1 / np.sqrt(6), 0.0])


@pytest.mark.parametrize(
    ("slip", "right"),
    [
        ("Kuberentes", "Kubernetes"),
        ("Kubernetess", "Kubernetes"),
        ("photovoltaik", "photovoltaics"),
        ("البرمجيات", "برمجيات"),
        ("Машинное", "машинного"),
    ],
)
def test_a_slip_of_the_pen_meets_the_word_it_stands_for(slip: str, right: str) -> None:
    people = [
        Profile("slip", talk_about=[slip]),
        *(Profile(at, talk_about=[right]) for at in range(2)),
        Profile("far", talk_about=["Beekeeping"]),
    ]

    matcher = only("talk").fit(people)

    assert order(matcher, "slip") == [0, 1, "far"]
    assert 0 < score(matcher, people[0], people[1]) < score(matcher, people[1], people[2]) == pytest.approx(1.0)
    assert [(reason.mine, reason.theirs, reason.mine_spans) for reason in matcher.reasons("slip", 0)] == [(slip, right, ((0, len(slip)),))]


def test_words_that_several_people_use_are_nobody_s_slip() -> None:
    spellings = NearSpellings().fit({"marination": 2, "marinations": 3, "machination": 2})

    assert [spellings.neighbour(word) for word in ("marination", "marinations", "machination")] == [None] * 3
    assert spellings.neighbour("marinatoins")[0] == "marinations"


def test_two_letters_the_other_way_round_are_a_slip_and_two_far_apart_are_another_word() -> None:
    spellings = NearSpellings().fit({"kubernet": 3, "convers": 2, "conserv": 1})

    assert spellings.neighbour("kuberent") == ("kubernet", 0.6)
    assert spellings.neighbour("conserv") is None
    assert NearSpellings(least=1).fit({"kubernet": 3}).neighbour("kuberent") is None


@pytest.mark.parametrize("word", ["kuberent", "kubernetic", "stations", "stationary", "stating", "restate", "kubist"])
def test_a_newcomer_s_word_has_the_neighbour_it_would_have_had_from_the_start(word: str) -> None:
    uses = {"kubernet": 3, "station": 2, "statics": 2}

    assert NearSpellings().fit(uses).neighbour(word) == NearSpellings().fit(uses | {word: 1}).neighbour(word)


def test_a_short_word_is_no_slip_of_another() -> None:
    people = [Profile(1, talk_about=["Java"]), Profile(2, talk_about=["Lava"]), Profile(3, talk_about=["Lava"])]

    assert [match.score for match in only("talk").fit(people).recommend()[1]] == [0.0, 0.0]


def test_of_two_equal_sums_the_fit_that_goes_both_ways_wins() -> None:
    me = Profile("me", seeks=["law", "maps"], offers=["music", "bread"])
    both_ways = Profile("z both", offers=["law"], seeks=["music"])
    one_way = Profile("a one", offers=["law", "maps"], seeks=["goats", "sheep"])
    rest = [Profile(at, seeks=[word], offers=[word]) for at, word in enumerate(["law", "maps", "music", "bread", "goats", "sheep"])]

    matcher, plain = (only("fit", reciprocity=part).fit([me, both_ways, one_way, *rest]) for part in (1, 0))

    assert score(matcher, me, both_ways) > score(matcher, me, one_way)
    assert order(matcher, "me")[0] == "z both"
    assert score(plain, me, both_ways) == pytest.approx(score(plain, both_ways, me))


def test_where_only_both_ways_count_a_fit_one_way_is_worth_next_to_nothing() -> None:
    pair = [Profile(1, seeks=["law"], offers=["music"]), Profile(2, offers=["law"], seeks=["goats"])]

    assert score(only("fit", reciprocity=1).fit(pair), *pair) == 0.0
    assert score(only("fit", reciprocity=0).fit(pair), *pair) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("field", "kinds", "like_the_first"),
    [
        ("organisation", ["Acme"] * 4 + ["Bolt", "Cog", "Dyn", "Elf"], 1),
        ("texts", [*PLUCKED, "kiln", "glaze", "sluice", "dyke"], 2),
    ],
)
def test_with_diversity_a_list_of_the_same_spreads(field: str, kinds: list[str], like_the_first: int) -> None:
    # The first four fit a little better than the others, and are of one organisation, or of one theme among three.
    people = [
        Profile(
            at, talk_about=["Rust", "Maps", *([f"own {at}"] if at >= 4 else [])], **{field: kind if field == "organisation" else [kind]}
        )
        for at, kind in enumerate(kinds)
    ]
    me = Profile("me", talk_about=["Rust", "Maps"])
    settings = {"topic_sizes": (4,), "exposure_floor": 0, "exposure_cap": 100}

    same, varied = (only("talk", diversity=part, **settings).fit([me, *people], history=past_concerts()) for part in (0, 0.9))

    assert [match.id for match in same.recommend(k=4)["me"]] == [0, 1, 2, 3]
    assert len({0, 1, 2, 3} & {match.id for match in varied.recommend(k=4)["me"]}) == like_the_first
    assert [match.score for match in varied.recommend(k=8)["me"]] == [match.score for match in same.recommend(k=8)["me"]]


def test_a_market_of_one_and_one_is_their_common_yes() -> None:
    likes, liked = np.array([[0.5]]), np.array([[0.4]])

    left, right = order_market(likes, liked)

    assert (left.tolist(), right.tolist()) == ([[0]], [[0]])
    assert expected_matches(likes, liked, left, right) == pytest.approx(0.2)


def test_a_market_of_two_and_two_by_hand() -> None:
    # Both of the left like 0 best: by product both would look at 0 first, 0 looks at one of them, and 1 stands alone.
    likes, liked = np.array([[1.0, 0.8], [1.0, 0.4]]), np.ones((2, 2))

    left, right = order_market(likes, liked)

    # 0 with 1 and 1 with 0 on top of each other's lists (0.8 + 1.0), the others second with second (1.0 / 4 + 0.4 / 4).
    assert (left.tolist(), right.tolist()) == ([[1, 0], [0, 1]], [[1, 0], [0, 1]])
    assert expected_matches(likes, liked, left, right) == pytest.approx(0.8 + 1.0 + 1.0 / 4 + 0.4 / 4)
    by_product = np.array([[0, 1], [0, 1]]), np.array([[0, 1], [0, 1]])
    assert expected_matches(likes, liked, *by_product) == pytest.approx(1.0 + 0.8 / 2 + 1.0 / 2 + 0.4 / 4)


def test_a_checkerboard_of_offers_and_seeks_lists_only_the_other_colour() -> None:
    squares = [
        Profile(at, offers=["black paint" if at % 2 else "white chalk"], seeks=["white chalk" if at % 2 else "black paint"])
        for at in range(20)
    ]

    lists = only("fit").fit(squares).recommend(k=5)

    assert all((match.id + reader) % 2 == 1 and match.score == pytest.approx(1.0) for reader, matches in lists.items() for match in matches)
    assert all(len(matches) == 5 for matches in lists.values())
