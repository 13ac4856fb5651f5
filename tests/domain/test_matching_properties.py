"""What holds for any event: symmetry, absolute filters, order by id, true reasons, any alphabet."""

from collections import Counter
from collections.abc import Hashable
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.domain.matching import Decision, Match, Matcher, Profile, Rules

WORDS = st.sampled_from(
    [
        *("rust", "open data", "choirs", "water", "law", "the", "maps of rivers", "data law", "Kubernetes", "Kuberentes", "C++"),
        *(
            "日本語",
            "صيد السمك",
            "الصيد",
            "ภาษาไทย",
            "한국어",
            "हिन्दी",
            "שָׁלוֹם",
            "e\u0301te\u0301",
            "été",
            "🎸",
            "👩\u200d🔬",
            "\u200fשלום\u200e",
            "می\u200cخواهم",
        ),
    ]
)
LISTS = st.lists(WORDS | st.text(max_size=12), max_size=3)
GROUPS = ("press", "founders", "funders")
PEOPLE = st.lists(
    st.builds(
        Profile,
        id=st.integers(0, 30) | st.text("ab", min_size=1, max_size=2),
        talk_about=LISTS,
        offers=LISTS,
        seeks=LISTS,
        texts=LISTS,
        headline=WORDS,
        stage=st.none() | st.integers(0, 5),
        languages=st.lists(st.sampled_from(["en", "de", "pt-BR"]), max_size=2),
        groups=st.lists(st.sampled_from(GROUPS), max_size=2),
        shared=st.lists(st.sampled_from(["Oslo", " oslo", "Bergen"]), max_size=2),
        organisation=st.sampled_from(["", "Acme", "acme "]),
        listed=st.booleans(),
    ),
    unique_by=lambda profile: profile.id,
    min_size=1,
    max_size=7,
)
ANSWERS = st.sampled_from(["accepted", "declined", "not_for_me", "know_already", "met"])
Lists = dict[Hashable, list[Match]]


@st.composite
def events(draw: st.DrawFn) -> tuple[list[Profile], list[Decision], Rules]:
    people = draw(PEOPLE)
    ids = st.sampled_from([person.id for person in people])
    groups = st.sampled_from(GROUPS)
    rules = Rules(
        apart=draw(st.lists(st.tuples(ids, ids), max_size=3)),
        may_meet=draw(st.none() | st.lists(st.tuples(groups, groups), max_size=3)),
        same_organisation=draw(st.booleans()),
        common_language=draw(st.booleans()),
    )
    return people, draw(st.lists(st.builds(Decision, ids, ids, ANSWERS), max_size=4)), rules


def may_see(reader: Profile, other: Profile, decisions: list[Decision], rules: Rules) -> bool:
    """The filter as the documentation words it, spelled out pair by pair."""
    if reader.id == other.id or not other.listed:
        return False
    if (reader.id, other.id) in rules.apart or (other.id, reader.id) in rules.apart:
        return False
    mine, theirs = reader.organisation.strip().lower(), other.organisation.strip().lower()
    if mine and mine == theirs and not rules.same_organisation:
        return False
    if rules.common_language and reader.languages and other.languages and not {*reader.languages} & {*other.languages}:
        return False
    if rules.may_meet is not None and reader.groups and other.groups:
        both_ways = {*rules.may_meet, *((two, one) for one, two in rules.may_meet)}
        if not any((one, two) in both_ways for one in reader.groups for two in other.groups):
            return False
    said = [decision.answer for decision in decisions if (decision.reader_id, decision.other_id) == (reader.id, other.id)]
    heard = [decision.answer for decision in decisions if (decision.reader_id, decision.other_id) == (other.id, reader.id)]
    parted = {"met", "know_already"} & {*said, *heard}
    return not parted and said[-1:] not in (["declined"], ["not_for_me"])


def shown_pairs(lists: Lists) -> set[tuple[Hashable, Hashable]]:
    return {(reader, match.id) for reader, matches in lists.items() for match in matches}


@given(PEOPLE)
@settings(deadline=None, max_examples=40)
def test_scores_are_the_same_in_both_directions_and_between_zero_and_one(people: list[Profile]) -> None:
    everybody = [replace(person, listed=True) for person in people]

    table = Matcher().fit(everybody).scores(everybody, everybody)

    assert np.array_equal(table, table.T)
    assert ((table == -np.inf) | ((table >= 0) & (table <= 1))).all()
    assert (np.diag(table) == -np.inf).all()


@given(PEOPLE, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_the_order_of_people_changes_nothing(people: list[Profile], dice: object) -> None:
    shuffled = list(people)
    dice.shuffle(shuffled)

    assert Matcher().fit(shuffled).recommend(k=4) == Matcher().fit(people).recommend(k=4)


@given(events())
@settings(deadline=None, max_examples=60)
def test_filters_are_absolute_wherever_one_asks(event: tuple[list[Profile], list[Decision], Rules]) -> None:
    people, decisions, rules = event
    matcher = Matcher().fit(people, decisions=decisions, rules=rules)
    allowed = {(one.id, two.id) for one in people for two in people if may_see(one, two, decisions, rules)}

    table = matcher.scores(people, people)

    assert {(people[row].id, people[column].id) for row, column in zip(*np.nonzero(np.isfinite(table)), strict=True)} == allowed
    assert shown_pairs(matcher.recommend(k=10)) == shown_pairs(matcher.recommend(k=10, fair=False)) == allowed
    assert shown_pairs(matcher.recommend(k=2)) <= allowed
    assert all((one.id, two.id) in allowed or matcher.reasons(one.id, two.id) == [] for one in people for two in people)


@given(events(), PEOPLE, st.data())
@settings(deadline=None, max_examples=60)
def test_filters_stay_absolute_while_people_come_go_and_answer(
    event: tuple[list[Profile], list[Decision], Rules], newcomers: list[Profile], data: st.DataObject
) -> None:
    people, decisions, rules = event
    matcher = Matcher().fit(people, decisions=decisions, rules=rules)
    here, said = {person.id: person for person in people}, list(decisions)
    lists = matcher.recommend(k=10)

    for newcomer in newcomers:
        here[newcomer.id] = newcomer
        lists |= matcher.put(newcomer)
        decision = data.draw(st.builds(Decision, st.sampled_from(sorted(here, key=str)), st.sampled_from(sorted(here, key=str)), ANSWERS))
        said.append(decision)
        lists |= matcher.decide(decision)
        if data.draw(st.booleans()):
            gone = data.draw(st.sampled_from(sorted(here, key=str)))
            del here[gone]
            lists |= matcher.remove(gone)
            del lists[gone]
        allowed = {(one.id, two.id) for one in here.values() for two in here.values() if may_see(one, two, said, rules)}

        assert shown_pairs(lists) == allowed
        assert lists == matcher.recommend(k=10)
        assert shown_pairs(matcher.recommend(k=10, fair=False)) == allowed


@given(PEOPLE, st.integers(1, 9))
@settings(deadline=None, max_examples=30)
def test_the_size_of_blocks_changes_nothing(people: list[Profile], block_size: int) -> None:
    small, large = Matcher(block_size=block_size).fit(people), Matcher().fit(people)

    assert small.recommend(k=3) == large.recommend(k=3)
    assert small.recommend(k=3, fair=False) == large.recommend(k=3, fair=False)


@given(PEOPLE)
@settings(deadline=None, max_examples=30)
def test_equal_scores_come_by_id_and_copies_of_one_person_score_alike(people: list[Profile]) -> None:
    twins = [replace(people[0], id=("twin", at), organisation="", listed=True) for at in range(3)]
    everybody = [*people, *twins]
    matcher = Matcher().fit(everybody)

    free = matcher.recommend(k=20, fair=False)

    for reader, matches in free.items():
        scores = {match.id: match.score for match in matches}
        order = [match.id for match in matches if isinstance(match.id, tuple)]
        assert [match.score for match in matches] == sorted(scores.values(), reverse=True)
        assert order == [twin.id for twin in twins if twin.id != reader]
        assert len({scores[identity] for identity in order}) == 1


@given(st.lists(st.sets(st.integers(0, 12), min_size=1, max_size=5), min_size=2, max_size=8), st.data())
@settings(deadline=None, max_examples=60)
def test_one_more_tag_that_both_share_never_lowers_their_score(tags: list[set[int]], data: st.DataObject) -> None:
    people = [Profile(at, talk_about=[f"tag{tag}" for tag in sorted(mine)]) for at, mine in enumerate(tags)]
    me, other = data.draw(st.permutations(people))[:2]
    more = data.draw(st.sampled_from(other.talk_about))
    matcher = Matcher().fit(people)

    before = matcher.scores([me], [other])[0, 0]
    after = matcher.scores([replace(me, talk_about=[*me.talk_about, more])], [other])[0, 0]

    assert after >= before


@given(PEOPLE)
@settings(deadline=None, max_examples=30)
def test_an_event_filled_person_by_person_and_emptied_again_still_answers(people: list[Profile]) -> None:
    matcher = Matcher().fit([])

    for person in people:
        matcher.put(person)
    full = matcher.recommend(k=10)
    for person in people:
        matcher.remove(person.id)

    assert shown_pairs(full) == {(one.id, two.id) for one in people for two in people if may_see(one, two, [], Rules())}
    assert matcher.recommend() == matcher.recommend(fair=False) == {}
    assert matcher.seldom_shown() == []
    assert matcher.profiles_ == []
    assert matcher.scores(people, people).shape == (len(people), len(people))
    assert set(matcher.put(people[0])) <= {people[0].id}
    assert matcher.recommend() == {people[0].id: []}


@given(st.integers(12, 45), st.integers(1, 6), st.integers(0, 1_000))
@settings(deadline=None, max_examples=15)
def test_people_put_in_one_by_one_all_stand_between_floor_and_cap(n: int, k: int, seed: int) -> None:
    dice = np.random.default_rng(seed)
    matcher = Matcher().fit([])
    matcher.recommend(k)

    for at in dice.permutation(n).tolist():
        matcher.put(Profile(at, talk_about=[f"tag{tag}" for tag in dice.integers(0, 6, dice.integers(0, 4))]))
    lists = matcher.recommend(k)

    counts = Counter(match.id for matches in lists.values() for match in matches)
    # Where people are few, all whom a reader lacks may be at the cap already: a list may be shorter.
    assert 0.95 * n * k <= sum(len(matches) for matches in lists.values()) <= n * k
    assert all(int(0.3 * k + 1e-9) <= counts[at] <= np.ceil(1.5 * k) for at in range(n))


@given(PEOPLE)
@settings(deadline=None, max_examples=40)
def test_every_reason_quotes_what_the_two_wrote_and_carries_weight(people: list[Profile]) -> None:
    by_id = {person.id: person for person in people}
    matcher = Matcher().fit(people)

    for reader, matches in matcher.recommend().items():
        for match in matches:
            reasons = matcher.reasons(reader, match.id)
            assert sum(reason.weight for reason in reasons) <= match.score + 1e-9
            for reason in reasons:
                assert reason.mine in written(by_id[reader])
                assert reason.theirs in written(by_id[match.id])
                assert reason.weight > 0
                assert all(reason.mine[start:end] for start, end in reason.mine_spans)
                assert reason.mine_spans
                assert reason.theirs_spans


@given(PEOPLE)
@settings(deadline=None, max_examples=40)
def test_taking_a_reason_away_lowers_the_score(people: list[Profile]) -> None:
    by_id = {person.id: person for person in people}
    matcher = Matcher().fit(people)

    for reader, matches in matcher.recommend(k=3).items():
        for match in matches:
            for reason in matcher.reasons(reader, match.id):
                me, they = by_id[reader], by_id[match.id]
                assert matcher.scores([without(me, reason.mine_field, reason.mine)], [they])[0, 0] < match.score
                assert matcher.scores([me], [without(they, reason.theirs_field, reason.theirs)])[0, 0] < match.score


def written(person: Profile) -> tuple[str, ...]:
    return (*person.talk_about, *person.offers, *person.seeks, *person.texts, *person.shared, person.headline)


def without(person: Profile, field: str, text: str) -> Profile:
    if field == "headline":
        return replace(person, headline="")
    return replace(person, **{field: [word for word in getattr(person, field) if word != text]})
