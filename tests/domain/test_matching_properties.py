"""What holds for any event: symmetry, absolute filters, order by id, true reasons."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.domain.matching import Matcher, Profile, Rules

WORDS = st.sampled_from(["rust", "open data", "choirs", "water", "law", "日本語", "صيد السمك", "🎸", "the", "maps of rivers", "data law"])
LISTS = st.lists(WORDS | st.text(max_size=12), max_size=3)
PEOPLE = st.lists(
    st.builds(
        Profile,
        id=st.integers(0, 30) | st.text("ab", min_size=1, max_size=2),
        talk_about=LISTS,
        offers=LISTS,
        seeks=LISTS,
        texts=LISTS,
        headline=WORDS,
        organisation=st.sampled_from(["", "Acme", "acme "]),
        listed=st.booleans(),
    ),
    unique_by=lambda profile: profile.id,
    min_size=1,
    max_size=7,
)


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


@given(PEOPLE, st.data())
@settings(deadline=None, max_examples=40)
def test_nobody_hidden_stands_in_a_list(people: list[Profile], data: st.DataObject) -> None:
    ids = [person.id for person in people]
    apart = data.draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=4))
    by_id = {person.id: person for person in people}

    lists = Matcher().fit(people, rules=Rules(apart=apart)).recommend(k=3)

    assert set(lists) == set(ids)
    for reader, matches in lists.items():
        for match in matches:
            mine, theirs = by_id[reader].organisation.strip().lower(), by_id[match.id].organisation.strip().lower()
            assert match.id != reader
            assert by_id[match.id].listed
            assert not mine or mine != theirs
            assert (reader, match.id) not in apart
            assert (match.id, reader) not in apart


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
    return (*person.talk_about, *person.offers, *person.seeks, *person.texts, person.headline)


def without(person: Profile, field: str, text: str) -> Profile:
    if field == "headline":
        return replace(person, headline="")
    return replace(person, **{field: [word for word in getattr(person, field) if word != text]})
