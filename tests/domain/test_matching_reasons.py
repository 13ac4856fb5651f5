"""Reasons: true, exact, in people's own words."""

from dataclasses import replace

import pytest

from matchmaker.domain.matching import Matcher, Profile, Reason

MINE = Profile(
    "me",
    talk_about=["Choirs", "Chess"],
    offers=["Interviews with patients, done properly"],
    seeks=["Someone who has moved a clinic to open records", "A tenor"],
    headline="Reads old letters",
    texts=["I measure rivers and draw their maps, slowly."],
)
THEIRS = Profile(
    "tobias",
    talk_about=["Singing bass in a very small choir"],
    offers=["Two hospitals on open records, mistakes included"],
    seeks=["A way to hear patients before we build"],
    texts=["Maps of the old rivers hang on my wall."],
)
OTHERS = [Profile(at, talk_about=["Skiing"], offers=["Bread"], seeks=["Salt"], texts=["Nothing of that kind."]) for at in range(3)]


def fired(text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in spans]


def reasons_by_kind(reader: str = "me", other: str = "tobias") -> dict[str, Reason]:
    return {reason.kind: reason for reason in Matcher().fit([MINE, THEIRS, *OTHERS]).reasons(reader, other)}


def test_each_reason_quotes_both_fields_and_names_the_words_that_fired() -> None:
    found = reasons_by_kind()

    assert {kind: (reason.mine, reason.theirs) for kind, reason in found.items()} == {
        "get": (MINE.seeks[0], THEIRS.offers[0]),
        "give": (MINE.offers[0], THEIRS.seeks[0]),
        "alike": ("Choirs", THEIRS.talk_about[0]),
        "words": (MINE.texts[0], THEIRS.texts[0]),
    }
    assert fired(found["get"].mine, found["get"].mine_spans) == ["open records"]
    assert fired(found["get"].theirs, found["get"].theirs_spans) == ["open records"]
    assert fired(found["alike"].theirs, found["alike"].theirs_spans) == ["choir"]
    assert fired(found["words"].mine, found["words"].mine_spans) == ["rivers", "maps"]
    assert (found["words"].mine_field, found["words"].theirs_field) == ("texts", "texts")


def test_the_other_sees_the_same_reasons_the_other_way_round() -> None:
    mine, theirs = reasons_by_kind(), reasons_by_kind("tobias", "me")

    turned = {"get": "give", "give": "get", "alike": "alike", "words": "words"}
    assert {turned[kind]: (r.theirs, r.mine, r.weight) for kind, r in theirs.items()} == {
        kind: (r.mine, r.theirs, r.weight) for kind, r in mine.items()
    }


def test_the_strongest_reason_comes_first_and_all_together_are_no_more_than_the_score() -> None:
    matcher = Matcher().fit([MINE, THEIRS, *OTHERS])

    weights = [reason.weight for reason in matcher.reasons("me", "tobias")]

    assert weights == sorted(weights, reverse=True)
    assert 0 < sum(weights) <= matcher.scores([MINE], [THEIRS])[0, 0] + 1e-9


def test_reasons_that_use_every_field_add_up_to_the_score() -> None:
    pair = [Profile(1, talk_about=["Choirs"], seeks=["Bread"]), Profile(2, talk_about=["Choir"], offers=["Fresh bread"])]
    only = {name: 0.0 for name in Matcher().get_params() if name.endswith("_weight")} | {"talk_weight": 0.5, "fit_weight": 0.5}
    matcher = Matcher(**only, reciprocity=0).fit([*pair, Profile(3, offers=["Salt"], seeks=["Pepper"])])

    neutral = sum(channel.weight * channel.neutral for channel in matcher.channels_ if channel.kind == "give")

    assert sum(r.weight for r in matcher.reasons(1, 2)) + neutral == pytest.approx(matcher.scores(pair[:1], pair[1:])[0, 0])


def without(person: Profile, field: str, text: str) -> Profile:
    value = getattr(person, field)
    return replace(person, **{field: "" if value == text else tuple(word for word in value if word != text)})


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_without_a_reason_the_score_is_lower(side: str) -> None:
    matcher = Matcher().fit([MINE, THEIRS, *OTHERS])
    before = matcher.scores([MINE], [THEIRS])[0, 0]

    for reason in matcher.reasons("me", "tobias"):
        person, field, text = (MINE, reason.mine_field, reason.mine) if side == "mine" else (THEIRS, reason.theirs_field, reason.theirs)
        rest = without(person, field, text)
        after = matcher.scores(*([rest], [THEIRS]) if side == "mine" else ([MINE], [rest]))[0, 0]
        assert after < before


def test_a_field_that_drags_the_score_down_is_no_reason() -> None:
    sentence = "bees, " + " ".join(f"trade{number}" for number in range(40))
    me = Profile(1, texts=["bread " * 20, sentence])
    they = Profile(2, texts=["bread", "bees"])
    matcher = Matcher().fit([me, they, Profile(3, texts=["wool"]), Profile(4, texts=["clay"])])

    reasons = matcher.reasons(1, 2)

    assert [(reason.mine, reason.theirs) for reason in reasons] == [("bread " * 20, "bread")]
    assert matcher.scores([Profile(9, texts=["bread " * 20])], [they])[0, 0] > matcher.scores([me], [they])[0, 0]


def test_people_with_nothing_in_common_have_no_reason() -> None:
    assert Matcher().fit([MINE, THEIRS, *OTHERS]).reasons("me", 0) == []


def test_a_pair_of_two_people_has_its_reason() -> None:
    pair = [Profile("ada", seeks=["a lawyer"]), Profile("grace", offers=["lawyer for founders"])]

    reasons = Matcher().fit(pair).reasons("ada", "grace")

    assert [(reason.kind, reason.mine, reason.theirs) for reason in reasons] == [("get", "a lawyer", "lawyer for founders")]


def test_of_very_many_fields_the_strongest_are_told() -> None:
    me = Profile(1, talk_about=[f"tag {at}" for at in range(60)])
    they = Profile(2, talk_about=[f"tag {at}" for at in range(60)])

    reasons = Matcher().fit([me, they]).reasons(1, 2)

    assert len(reasons) == 40
    assert all(reason.mine == reason.theirs for reason in reasons)


def test_what_was_worked_out_is_thrown_away_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matchmaker.domain.matching.reasons._MOST_PEOPLE", 1)
    matcher = Matcher().fit([MINE, THEIRS, *OTHERS])

    assert matcher.reasons("me", "tobias") == Matcher().fit([MINE, THEIRS, *OTHERS]).reasons("me", "tobias")
    assert len(matcher.explainer_.sides) == 1


def test_each_field_stands_in_one_reason_of_a_kind() -> None:
    matcher = Matcher().fit([Profile(1, talk_about=["Open data", "Open records"]), Profile(2, talk_about=["Open records", "Open data"])])

    assert [(reason.mine, reason.theirs) for reason in matcher.reasons(1, 2)] == [
        ("Open data", "Open data"),
        ("Open records", "Open records"),
    ]
