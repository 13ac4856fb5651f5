"""Every estimator of the library keeps the same promises; the kit says which."""

import pkgutil
from collections import Counter
from collections.abc import Hashable
from importlib import import_module
from typing import Any

import numpy as np
import pytest
from sklearn.base import BaseEstimator

import matchmaker.domain.matching as library
from matchmaker.domain.matching import Decision, Matcher, Profile, Rules
from matchmaker.domain.matching.evidence import evidence_of
from matchmaker.domain.matching.learning import DecisionRanker
from matchmaker.domain.matching.rarity import TermWeights
from matchmaker.domain.matching.spelling import NearSpellings
from matchmaker.domain.matching.topics import TopicModel
from matchmaker.domain.matching.traits import Traits
from matchmaker.domain.matching.vectors import BLOCKS, ProfileVectorizer, Vectors
from tests.domain.estimator_kit import Case, EstimatorPromises

THEMES = (["guitar", "chords", "band", "stage", "amplifier"], ["violin", "orchestra", "strings", "conductor", "hall"])
TAGS = ["Kubernetes", "Rust", "Choirs", "Maps", "Flood defence", "Old letters"]


def crowd(seed: int, n: int = 60) -> list[Profile]:
    dice = np.random.default_rng(seed)

    def some(words: list[str], most: int) -> list[str]:
        return [str(word) for word in dice.choice(words, dice.integers(1, most + 1), replace=False)]

    return [
        Profile(
            at,
            talk_about=some([*TAGS, "Kuberentes"], 3),
            offers=some(TAGS, 2),
            seeks=some(TAGS, 2),
            texts=[" ".join(some(THEMES[at % 2], 4)) + f" place{seed}"],
            headline=some(TAGS, 1)[0],
            stage=int(dice.integers(0, 6)),
            languages=some(["en", "de", "fr"], 2),
            groups=some(["press", "founders"], 1),
            shared=some(["Oslo", "Bergen"], 1),
            organisation=str(dice.choice(["", "Acme", "Bolt"])),
            listed=bool(dice.random() < 0.9),
        )
        for at in range(n)
    ]


NEWCOMER = Profile("new", talk_about=["Rust", "Zeppelins"], offers=["Maps"], texts=["guitar and chords"], stage=3)


def event(seed: int) -> tuple[Any, ...]:
    people = crowd(seed)
    decisions = [Decision(1, 2, "met"), Decision(3, 4, "declined"), Decision(5, 6, "accepted")]
    return people, crowd(seed + 100, 20), decisions, Rules(apart=[(7, 8), (9, 10)], may_meet=[("press", "press"), ("founders", "press")])


def of_matcher(matcher: Matcher) -> dict[str, Any]:
    some = [*matcher.profiles_[:6], NEWCOMER]
    ids: list[Hashable] = [person.id for person in matcher.profiles_[:6]]
    return {
        "fair": matcher.recommend(),
        "free": matcher.recommend(4, fair=False),
        "spare": dict(matcher.each_list(3, spare=2)),
        "scores": matcher.scores(some, some).tolist(),
        "reasons": [matcher.reasons(one, two) for one in ids for two in ids],
        "seldom": matcher.seldom_shown(),
        "room": matcher.room_above_floor(),
        "lists of some": matcher.lists_of(ids, spare=3),
        "people": matcher.profiles_,
        "fair again": matcher.recommend(),
    }


def change_matcher(matcher: Matcher) -> list[Any]:
    here = [person.id for person in matcher.profiles_]
    return [
        matcher.put(NEWCOMER),
        matcher.remove(here[-2]),
        matcher.put(Profile(here[0], talk_about=["Maps"], seeks=["Rust"])),
        matcher.decide(Decision(here[1], here[3], "not_for_me")),
        matcher.take_back(here[1], here[3]),
    ]


def of_vectors(vectors: Vectors) -> list[Any]:
    return [*(vectors.blocks[block].toarray().tolist() for block in BLOCKS), vectors.topics.tolist(), vectors.stages.tolist()]


def of_vectorizer(vectorizer: ProfileVectorizer) -> list[Any]:
    some = [*crowd(5, 4), NEWCOMER]
    return [of_vectors(vectorizer.transform(some)), [vectorizer.fields(person, block) for person in some for block in BLOCKS]]


def texts(seed: int) -> tuple[list[Counter[str]]]:
    dice = np.random.default_rng(seed)
    return ([Counter(str(word) for word in dice.choice([*THEMES[at % 2], f"place{seed}"], 4)) for at in range(60)],)


def of_topics(model: TopicModel) -> list[Any]:
    rows = model.transform([{"guitar": 1}, {"violin": 2, "hall": 1}, {"place1": 1}, {"unknown": 1}, {}])
    return [model.n_topics, rows.tolist()]


def uses(seed: int) -> tuple[dict[str, int]]:
    return ({"kubernetes": 3, "kuberentes": 1, "orchestra": 2, f"orchestrea{seed}": 1, "choirmaster": 1},)


def of_spellings(spellings: NearSpellings) -> list[Any]:
    words = ("kubernetes", "kuberentes", "kubernettes", "orchestra", "orchestrea1", "orchestrea2", "choirmasters", "tree", "new word")
    return [spellings.neighbour(word) for word in words]


def of_weights(weights: TermWeights) -> list[float]:
    return [weights.weight(word) for word in ("rust", "maps", "choirs", "nobody's")]


def answers_given(seed: int) -> tuple[Any, ...]:
    """Evidence of an event as the matcher hands it to the ranker."""
    people, dice = crowd(seed), np.random.default_rng(seed)
    pairs = dice.choice(len(people), (80, 2))
    decisions = [Decision(one, two, "accepted" if "Rust" in people[two].offers else "declined") for one, two in pairs.tolist()]
    evidence = evidence_of(decisions, {person.id: person.id for person in people}, lambda reader, person: reader != person)
    sums = dice.random((evidence.yes.size, 3))
    return evidence, sums.mean(axis=1), sums, people, Traits(ProfileVectorizer().fit(people)).fit(people)


def of_ranker(ranker: DecisionRanker) -> list[Any]:
    some, sums = [*crowd(5, 4), NEWCOMER], np.linspace(0, 1, 12).reshape(4, 3)
    among = ranker.among(some)
    adjusted = among.adjusted(sums.mean(axis=1), sums, np.arange(4), np.arange(4) + 1, sums[::-1])
    return [ranker.lessons(["alike", "get", "give"]), [ranker.effects(person) for person in some], adjusted.tolist()]


CASES = {
    "DecisionRanker": Case(
        DecisionRanker,
        lambda: answers_given(1),
        lambda: answers_given(2),
        of_ranker,
        {
            "among": lambda ranker: ranker.among([NEWCOMER]),
            "lessons": lambda ranker: ranker.lessons(["alike"]),
            "effects": lambda ranker: ranker.effects(NEWCOMER),
        },
        {"strength": 0.5},
        learn=lambda ranker, given: ranker.fit(*given, spread=1.0),
    ),
    "Matcher": Case(
        Matcher,
        lambda: event(1),
        lambda: event(2),
        of_matcher,
        {
            "recommend": lambda matcher: matcher.recommend(),
            "each_list": lambda matcher: list(matcher.each_list()),
            "scores": lambda matcher: matcher.scores([NEWCOMER], [NEWCOMER]),
            "reasons": lambda matcher: matcher.reasons(1, 2),
            "seldom_shown": lambda matcher: matcher.seldom_shown(),
            "room_above_floor": lambda matcher: matcher.room_above_floor(),
            "lists_of": lambda matcher: matcher.lists_of([1]),
            "keep_fresh": lambda matcher: matcher.keep_fresh(3),
            "put": lambda matcher: matcher.put(NEWCOMER),
            "remove": lambda matcher: matcher.remove(1),
            "decide": lambda matcher: matcher.decide(Decision(1, 2, "met")),
            "take_back": lambda matcher: matcher.take_back(1, 2),
            "profiles_": lambda matcher: matcher.profiles_,
        },
        {"talk_weight": 2.0, "topic_sizes": (4, 8), "diversity": 0.2, "random_state": 7},
        change_matcher,
    ),
    "ProfileVectorizer": Case(
        ProfileVectorizer,
        lambda: (crowd(1),),
        lambda: (crowd(2),),
        of_vectorizer,
        {
            "transform": lambda vectorizer: vectorizer.transform([NEWCOMER]),
            "fields": lambda vectorizer: vectorizer.fields(NEWCOMER, "talk_about"),
        },
        {"topic_sizes": (4,), "least_spelling": 0.9, "random_state": 3},
    ),
    "TopicModel": Case(
        TopicModel,
        lambda: texts(1),
        lambda: texts(2),
        of_topics,
        {"transform": lambda model: model.transform([{"guitar": 1}]), "n_topics": lambda model: model.n_topics},
        {"sizes": (2, 4), "random_state": 3},
    ),
    "NearSpellings": Case(
        NearSpellings,
        lambda: uses(1),
        lambda: uses(2),
        of_spellings,
        {"neighbour": lambda spellings: spellings.neighbour("kuberentes")},
        {"least": 0.9},
    ),
    "TermWeights": Case(
        TermWeights,
        lambda: ([{"rust", "maps"}, {"rust"}, set()],),
        lambda: ([{"choirs"}, {"choirs", "maps"}],),
        of_weights,
        {"weight": lambda weights: weights.weight("rust")},
    ),
}


class TestEstimators(EstimatorPromises):
    @pytest.fixture(params=CASES.values(), ids=CASES)
    def case(self, request: pytest.FixtureRequest) -> Case:
        return request.param


def test_every_estimator_of_the_library_is_under_test() -> None:
    modules = [import_module(f"{library.__name__}.{found.name}") for found in pkgutil.iter_modules(library.__path__)]
    found = {
        name
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, BaseEstimator) and value.__module__ == module.__name__
    }

    assert found == set(CASES)


@pytest.mark.parametrize("ask", ["reader", "other", "remove"])
def test_somebody_unknown_is_a_key_error_that_names_them(ask: str) -> None:
    matcher = Matcher().fit(*event(1))
    questions = {
        "reader": lambda: matcher.reasons("nobody", 1),
        "other": lambda: matcher.reasons(1, "nobody"),
        "remove": lambda: matcher.remove("nobody"),
    }

    with pytest.raises(KeyError, match="nobody"):
        questions[ask]()


def test_people_who_were_not_in_fit_are_scored_as_if_they_had_come() -> None:
    people, history, _, _ = event(1)
    matcher = Matcher().fit(people, history)
    before = matcher.scores([NEWCOMER], people)

    matcher.put(NEWCOMER)

    assert matcher.scores([NEWCOMER], people).tolist() == before.tolist()
    assert [match.score for match in matcher.recommend(30, fair=False)["new"]] == sorted(before[0], reverse=True)[:30]


def test_the_seed_decides_the_topics_and_nothing_else_does() -> None:
    given = texts(1)

    one, same, other = (TopicModel((2, 4), random_state=seed).fit(*given) for seed in (1, 1, 2))

    assert one.components_.tolist() == same.components_.tolist()
    assert one.components_.tolist() != other.components_.tolist()
    assert Matcher(random_state=5).fit(*event(1)).vectorizer_.topics_.random_state == 5


@pytest.mark.parametrize("few", [[], [{"guitar": 1}] * 39, [{f"own{at}": 1} for at in range(60)]])
def test_from_too_few_texts_or_words_no_topic_is_learned(few: list[dict[str, int]]) -> None:
    model = TopicModel().fit(few)

    assert (model.n_topics, model.transform([{"guitar": 1}]).shape) == (0, (1, 0))


def test_learning_does_not_touch_the_dice_of_the_program() -> None:
    np.random.seed(1)
    before = np.random.get_state()[1].tolist()

    Matcher().fit(*event(1)).recommend()

    assert np.random.get_state()[1].tolist() == before
