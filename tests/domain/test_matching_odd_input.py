"""Input nobody hoped for has a defined answer or one clear sentence: odd ids, odd texts, odd decisions, much of everything."""

import pickle
from time import process_time

import numpy as np
import pytest

from matchmaker.domain.matching import Decision, Match, Matcher, Profile, Rules
from matchmaker.domain.matching.quote import quote

ADA = Profile("ada", talk_about=["Rust"], seeks=["law"])
GRACE = Profile("grace", talk_about=["Rust"], offers=["law"])
LINUS = Profile("linus", talk_about=["Choirs"])
CAST = [ADA, GRACE, LINUS]


def ids(matches: list[Match]) -> list[object]:
    return [match.id for match in matches]


def lists_of(matcher: Matcher) -> dict[object, list[object]]:
    return {reader: ids(matches) for reader, matches in matcher.recommend().items()}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"profiles": None}, "profiles must be a list of Profile, not NoneType"),
        ({"profiles": ADA}, "profiles must be a list of Profile, not Profile"),
        ({"profiles": [ADA, "grace"]}, "each of profiles must be a Profile, not str"),
        ({"history": ["a text"]}, "each of history must be a Profile, not str"),
        ({"history": None}, "history must be a list of Profile, not NoneType"),
        ({"decisions": [("ada", "grace", "met")]}, "each of decisions must be a Decision, not tuple"),
        ({"rules": None}, "rules must be a Rules, not NoneType"),
        ({"rules": {"apart": []}}, "rules must be a Rules, not dict"),
    ],
)
def test_what_cannot_be_learned_from_is_named(arguments: dict[str, object], sentence: str) -> None:
    with pytest.raises(TypeError, match=f"^{sentence}$"):
        Matcher().fit(**({"profiles": CAST} | arguments))


def test_what_is_no_profile_or_decision_changes_nothing_later_either() -> None:
    matcher = Matcher().fit(CAST)
    before = matcher.recommend()

    with pytest.raises(TypeError, match=r"^profile must be a Profile, not str$"):
        matcher.put("ada")
    with pytest.raises(TypeError, match=r"^decision must be a Decision, not tuple$"):
        matcher.decide(("ada", "grace", "met"))
    with pytest.raises(TypeError, match=r"^each of candidates must be a Profile, not str$"):
        matcher.scores(CAST, ["ada"])
    with pytest.raises(TypeError, match=r"^readers must be a list of Profile, not Profile$"):
        matcher.scores(ADA, CAST)

    assert matcher.recommend() == before


def test_people_may_come_from_a_generator() -> None:
    matcher = Matcher().fit((person for person in CAST), history=(person for person in CAST), decisions=iter([]))

    assert matcher.recommend() == Matcher().fit(CAST, history=CAST).recommend()
    assert matcher.scores(iter(CAST), (person for person in CAST)).tolist() == matcher.scores(CAST, CAST).tolist()


def test_an_id_that_stands_twice_is_named() -> None:
    with pytest.raises(ValueError, match=r"^two profiles have the same id, 'ada'$"):
        Matcher().fit([ADA, GRACE, ADA])
    with pytest.raises(ValueError, match=r"^two profiles have the same id, 1$"):
        Matcher().fit([Profile(1), Profile("1"), Profile(1.0)])


def test_ids_of_any_kind_live_side_by_side_in_one_order() -> None:
    mixed = [Profile(identity) for identity in (3, "3", (3, "a"), b"3", 1.5, "1.5", np.int64(2), -1, "", "é", "\ud800", frozenset({1}))]

    lists = lists_of(Matcher().fit(mixed))

    assert lists == lists_of(Matcher().fit(mixed[::-1]))
    assert ids(Matcher().fit(mixed).recommend(k=20)[3]) == [-1, 2, "", (3, "a"), 1.5, "1.5", "3", b"3", frozenset({1}), "é", "\ud800"]


def test_nobody_but_me_has_an_empty_list_whoever_asks() -> None:
    matcher = Matcher().fit([ADA])

    assert matcher.recommend() == matcher.recommend(fair=False) == {"ada": []}
    assert matcher.scores([ADA], [ADA]).tolist() == [[-np.inf]]
    assert matcher.reasons("ada", "ada") == []
    assert matcher.remove("ada") == {}
    assert matcher.recommend() == {}


def test_three_hundred_equal_people_share_each_other_evenly() -> None:
    equal = [Profile(at, talk_about=["Rust"], texts=["I write code"], headline="x", stage=2, shared=["Oslo"]) for at in range(300)]

    fair = Matcher().fit(equal).recommend()

    assert {len(matches) for matches in fair.values()} == {10}
    assert set(np.bincount([match.id for matches in fair.values() for match in matches]).tolist()) == {10}


def test_people_who_say_nothing_are_shown_to_each_other_all_the_same() -> None:
    lists = Matcher().fit([Profile(at) for at in range(60)]).recommend()

    assert {len(matches) for matches in lists.values()} == {10}


@pytest.mark.parametrize("hidden", [{"listed": False}, {"organisation": "Acme"}])
def test_where_a_rule_hides_everybody_the_lists_are_empty_and_the_organiser_is_told(hidden: dict[str, object]) -> None:
    matcher = Matcher().fit([Profile(at, **hidden) for at in range(30)])

    assert set(map(len, matcher.recommend().values())) == {0}
    assert [seldom.rule for seldom in matcher.seldom_shown()] == ([] if "listed" in hidden else ["organisation"] * 30)


@pytest.mark.parametrize("k", [3, 100, 10**9])
@pytest.mark.parametrize("fair", [True, False])
def test_a_list_longer_than_the_event_holds_everybody(k: int, fair: bool) -> None:
    matcher = Matcher().fit(CAST)

    assert ids(matcher.recommend(k, fair=fair)["ada"]) == ["grace", "linus"]
    assert matcher.seldom_shown(k) == Matcher().fit(CAST).seldom_shown(k)


def test_decisions_about_people_who_are_not_here_or_oneself_do_nothing() -> None:
    odd = [Decision("ada", "ada", "met"), Decision("?", "ada", "met"), Decision("ada", "?", "declined"), Decision("?", "!", "accepted")]
    matcher = Matcher().fit(CAST, decisions=odd)
    plain = Matcher().fit(CAST).recommend()

    assert matcher.recommend() == plain
    assert [matcher.decide(decision) for decision in odd] == [{}] * 4
    assert matcher.take_back("?", "!") == matcher.take_back("ada", "ada") == {}
    assert matcher.recommend() == plain


@pytest.mark.parametrize(
    ("answers", "shown"),
    [
        (["declined", "accepted"], True),
        (["accepted", "declined"], False),
        (["not_for_me", "declined", "accepted"], True),
        (["met", "accepted"], False),
        (["know_already", "declined", "accepted"], False),
        (["accepted", "met"], False),
    ],
)
def test_of_contradicting_answers_the_last_counts_and_having_met_stays(answers: list[str], shown: bool) -> None:
    said = [Decision("ada", "grace", answer) for answer in answers]
    later = Matcher().fit(CAST)

    for decision in said:
        later.decide(decision)

    assert ("grace" in ids(Matcher().fit(CAST, decisions=said).recommend()["ada"])) is shown
    assert ("grace" in ids(later.recommend()["ada"])) is shown


def test_rules_about_unknown_people_and_groups_hide_nobody() -> None:
    rules = Rules(apart=[("?", "ada"), ("ada", "ada")], may_meet=[("press", "founders")])

    assert Matcher().fit(CAST, rules=rules).recommend() == Matcher().fit(CAST).recommend()


def test_earlier_events_may_hold_the_same_people_and_empty_texts() -> None:
    empty = [Profile(at, texts=["", None, "  ", "\n"], headline=" ") for at in range(60)]

    same = Matcher().fit(CAST, history=CAST)

    assert set(lists_of(same)) == {"ada", "grace", "linus"}
    assert Matcher().fit(CAST, history=empty).recommend() == Matcher().fit(CAST).recommend()


@pytest.mark.parametrize(
    "text",
    [
        "\x00",
        "nul\x00inside",
        "\x01\x07\x1b[31m\x7f",
        "\ud800",
        "lone \udfff surrogates \ud800here",
        "\u202eright to left\u202c \u200f\u200e",
        "\ufeff",
        "🎸👩\u200d👩\u200d👧🏽",
        "e\u0301\u0301\u0301",
        "\u0301",
        "ภาษาไทย ง่าย",
        "한국어 공부",
        "صيد السمك",
        "İıŉǰΐẞﬁ",
        "'; DROP TABLE people; --",
        "a" * 50_000,
    ],
    ids=ascii,
)
def test_any_text_in_any_field_goes_all_the_way(text: str) -> None:
    everywhere = {name: [text] for name in ("talk_about", "offers", "seeks", "texts", "languages", "groups", "shared")} | {"headline": text}
    people = [Profile(1, **everywhere, organisation=text), Profile(2, **everywhere), Profile(3, talk_about=["Rust"], texts=["Rust"])]
    history = [Profile(("past", at), texts=[f"{text} {at % 2}", "word " * (at % 3)]) for at in range(60)]

    matcher = Matcher().fit(people, history=history)
    changed = pickle.loads(pickle.dumps(matcher)).put(Profile(4, **everywhere))
    reasons = matcher.reasons(1, 2)

    assert sorted(ids(matcher.recommend()[1])) == [2, 3]
    assert sorted(ids(changed[4])) == [1, 2, 3]
    assert all(reason.mine == reason.theirs == text for reason in reasons)
    assert [quote(reason.mine, reason.mine_spans).text in text for reason in reasons] == [True] * len(reasons)
    assert np.isfinite(matcher.scores(people[:1], people[1:])).all()


@pytest.mark.filterwarnings("error")
def test_texts_that_are_all_the_same_teach_without_complaint() -> None:
    people = [Profile(at, texts=["한국어 공부"]) for at in range(60)]

    assert {len(matches) for matches in Matcher().fit(people).recommend().values()} == {10}


@pytest.mark.parametrize("text", ["lorem ipsum dolor " * 60_000, " ".join(f"w{at}" for at in range(150_000))], ids=["same", "different"])
def test_a_million_signs_are_no_burden(text: str) -> None:
    started = process_time()

    matcher = Matcher().fit([Profile(1, texts=[text], talk_about=[text]), Profile(2, texts=[text]), Profile(3)])
    lists = lists_of(matcher)
    reasons = matcher.reasons(1, 2)

    assert lists[3] == [1, 2]
    assert reasons[0].kind == "words"
    assert process_time() - started < 10


@pytest.mark.parametrize("name", ["talk_about", "offers", "seeks", "texts", "languages", "groups", "shared"])
def test_ten_thousand_entries_of_one_person_are_no_burden(name: str) -> None:
    many, few = [f"tag{at} x" for at in range(10_000)], ["tag3 x", "tag9 x"]
    started = process_time()

    matcher = Matcher().fit([Profile(1, **{name: many}), Profile(2, **{name: few}), Profile(3)])
    changed = matcher.put(Profile(4, **{name: many}))
    matcher.reasons(1, 2)

    assert sorted(ids(changed[4])) == [1, 2, 3]
    assert process_time() - started < 20
