"""How a proposed introduction stands to each of the three, what a text gives away, and which pairs fit."""

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.domain.contacts.card import SharedCard
from matchmaker.domain.followup.ties import Interests
from matchmaker.domain.proposals.anonymous import holds_address, telling_words, word_found
from matchmaker.domain.proposals.course import (
    Answer,
    Asked,
    Proposed,
    Said,
    State,
    answer_until,
    as_asked,
    as_proposed,
    comes_about,
    is_told,
)
from matchmaker.domain.proposals.draft import LONGEST_LINE, LONGEST_REASON, ProposalDraft, read_proposal
from matchmaker.domain.proposals.pairs import MOST_PAIRS, Pair, pairs_that_fit
from matchmaker.errors import BadInputError
from tests.cast import NOW

EVERY_SAID = [Said(answer, may_tell) for answer in Answer for may_tell in (False, True)]
GRACE = SharedCard(name="Grace Hopper", short_name="Grace", organisation="Harbour Light GmbH", email="g.hopper@navy.example")
LINUS = SharedCard(name="Linus Torvalds", short_name="Linus")


def test_two_are_introduced_only_by_two_yes_of_an_open_one_in_time() -> None:
    worlds = product(State, EVERY_SAID, EVERY_SAID, (False, True), (False, True))
    made = {
        (state, one.answer, other.answer, back, over)
        for state, one, other, back, over in worlds
        if comes_about(state, one, other, is_taken_back=back, is_over=over)
    }

    assert made == {(State.OPEN, Answer.YES, Answer.YES, False, False)}


@pytest.mark.parametrize(
    ("answer", "how"),
    [(Answer.NONE, Asked.OPEN), (Answer.LATER, Asked.LATER), (Answer.YES, Asked.SAID_YES), (Answer.NO, Asked.SAID_NO)],
)
def test_one_of_the_two_sees_their_own_answer_until_the_last_day_and_then_the_same_whatever_it_was(answer: Answer, how: Asked) -> None:
    said = Said(answer)

    assert as_asked(said, is_made=False, is_over=False) is how
    assert as_asked(said, is_made=False, is_over=True) is Asked.OVER
    assert {as_asked(said, is_made=True, is_over=over) for over in (False, True)} == {Asked.MADE}


def test_whoever_proposed_sees_the_calendar_unless_both_let_them_know() -> None:
    told = {
        (state, one.may_tell, other.may_tell) for state, one, other in product(State, EVERY_SAID, EVERY_SAID) if is_told(state, one, other)
    }

    assert told == {(State.MADE, True, True)}
    assert as_proposed(is_told=True, is_taken_back=False, is_over=True) is Proposed.MADE
    assert as_proposed(is_told=False, is_taken_back=True, is_over=True) is Proposed.TAKEN_BACK
    assert as_proposed(is_told=False, is_taken_back=False, is_over=True) is Proposed.OVER
    assert as_proposed(is_told=False, is_taken_back=False, is_over=False) is Proposed.ASKED
    assert answer_until(NOW, days=14) == NOW + timedelta(days=14)


@pytest.mark.parametrize(
    "text",
    [
        "You should meet Grace.",
        "you should meet GRACE!",
        "Gráce knows",
        "Ask Hopper",
        "G r a c e has sailed",
        "G.R.A.C.E. has sailed",
        "Grace-Hopper",
        "GraceHopper",
        "Ｇｒａｃｅ",
        "She leads Harbour there",
        "Both of light",
    ],
)
def test_a_name_or_an_organisation_is_found_however_it_is_spelled(text: str) -> None:
    assert word_found(text, telling_words(GRACE)) != ""


@pytest.mark.parametrize("text", ["A graceful harbourside", "Both build GmbH structures", "You hop", "", "Enlightening"])
def test_other_words_are_left_in_peace(text: str) -> None:
    assert word_found(text, telling_words(GRACE)) == ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("山田太郎", "ぜひ山田さんに会ってください"),
        ("김민수", "김민수 씨를 만나세요"),
        ("สมชาย", "คุณสมชายเก่งมาก"),
        ("Ægir Þór", "Aegir is worth it"),
        ("Zoë Åberg", "Aberg"),
        ("محمد علي", "قابل محمد اليوم"),
    ],
)
def test_names_of_other_scripts_are_found_too(name: str, text: str) -> None:
    assert word_found(text, telling_words(SharedCard(name=name))) != ""


@pytest.mark.parametrize(
    "text",
    [
        "write to g@navy.example",
        "see https://x",
        "www.harbour",
        "harbour.com",
        "@gracehopper",
        "t.me/grace linkedin.com/in/x",
        "+44 20 7946 0001",
        "call 0171-555 1234",
    ],
)
def test_an_address_is_found(text: str) -> None:
    assert holds_address(text)


@pytest.mark.parametrize("text", ["e.g. in 2026", "Node.js and Vue", "at 10:30, room 12", "fifty/fifty", "1,000,000 boats", "a @ b"])
def test_what_is_no_address_is_left_in_peace(text: str) -> None:
    assert not holds_address(text)


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=30))
def test_a_name_as_it_is_written_never_passes(before: str, after: str, name: str) -> None:
    words = telling_words(SharedCard(name=name))

    assert all(word_found(f"{before} {word} {after}", [word]) == word for word in words)


def faults_of(typed: ProposalDraft, one: SharedCard | None = GRACE, other: SharedCard | None = LINUS) -> list[str]:
    with pytest.raises(BadInputError) as caught:
        read_proposal(typed, one=one, other=other)
    return [fault.field for fault in caught.value.faults]


def test_a_proposal_says_who_why_and_gives_nobody_away() -> None:
    typed = ProposalDraft(1, 2, "  Both sail.\r\nAnd draw.  ", " What  you plan ", "")

    assert read_proposal(typed, one=GRACE, other=LINUS) == ProposalDraft(1, 2, "Both sail.\nAnd draw.", "What you plan", "")
    assert faults_of(ProposalDraft(), None, None) == ["one", "other", "reason"]
    assert faults_of(ProposalDraft(1, 1, "x")) == ["other"]
    assert faults_of(ProposalDraft(1, 2, "Grace and Linus", "Torvalds", "a@b.example")) == ["reason", "to_one", "to_other"]
    assert faults_of(ProposalDraft(1, 2, "y" * (LONGEST_REASON + 1), "z" * (LONGEST_LINE + 1))) == ["reason", "to_one"]


def says(offer: tuple[str, ...] = (), seek: tuple[str, ...] = ()) -> Interests:
    return Interests(offer=offer, seek=seek)


def test_pairs_fit_by_what_one_offers_and_the_other_seeks_mutual_ones_first() -> None:
    people = {
        1: says(offer=("Rust",), seek=("Funding",)),
        2: says(seek=("rust ",)),
        3: says(offer=("funding", "Rust"), seek=("RUST",)),
        4: says(offer=("Sails",)),
        5: says(seek=("Sails",)),
    }

    assert pairs_that_fit(people) == (Pair(1, 3, "Rust", is_mutual=True), Pair(4, 5, "Sails"))
    assert pairs_that_fit(people, without=[frozenset((1, 3))]) == (Pair(1, 2, "Rust"), Pair(4, 5, "Sails"))
    assert pairs_that_fit({1: says(("Rust",), ("Rust",))}) == ()


def test_only_a_few_pairs_are_offered_and_nobody_twice() -> None:
    people = {number: says(offer=("Rust",), seek=("Rust",)) for number in range(20)}

    pairs = pairs_that_fit(people)

    assert len(pairs) == MOST_PAIRS
    assert len({one for pair in pairs for one in (pair.giver, pair.seeker)}) == 2 * MOST_PAIRS
