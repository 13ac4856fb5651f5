"""One suggestion for each person who is alone, and a reason that both let be seen."""

from matchmaker.domain.insights.introductions import NO_WORDS, Candidate, choose_introductions, why_of

NAMES = ("Ada", "Grace")


def reason(kind: str, mine: str, theirs: str, *, theirs_field: str = "talk") -> dict[str, object]:
    return {"kind": kind, "mine_field": "talk", "theirs_field": theirs_field, "mine": [[mine, True]], "theirs": [[theirs, True]]}


def test_who_is_willing_comes_before_who_stands_higher() -> None:
    chosen = choose_introductions([1], [Candidate(1, 8, 1, is_willing=False), Candidate(1, 9, 5, is_willing=True)])

    assert chosen[1].other_id == 9


def test_nobody_is_asked_for_twice_while_somebody_else_is_free() -> None:
    candidates = [Candidate(one, other, rank, is_willing=True) for one in (1, 2) for other, rank in ((8, 1), (9, 2))]

    chosen = choose_introductions([1, 2], candidates)

    assert (chosen[1].other_id, chosen[2].other_id) == (8, 9)


def test_two_who_would_meet_each_other_are_one_suggestion() -> None:
    chosen = choose_introductions([1, 2], [Candidate(1, 2, 1, is_willing=True), Candidate(2, 1, 1, is_willing=True)])

    assert {one: pick.other_id for one, pick in chosen.items()} == {1: 2}


def test_whoever_has_nobody_gets_no_suggestion() -> None:
    assert choose_introductions([1, 2], [Candidate(2, 9, 1, is_willing=False)]).keys() == {2}


def test_a_reason_is_told_by_what_both_say() -> None:
    both, apart = (why_of([reason("alike", "Tides", theirs)], NAMES, ((), ())) for theirs in ("tides", "Tide tables"))

    assert both.sentence % both.values == "Both bring up “Tides”."
    assert apart.sentence % apart.values == "Ada brings up “Tides”, Grace “Tide tables”."


def test_a_reason_of_seeking_says_who_offers() -> None:
    found = why_of([reason("get", "A map", "Maps of harbours", theirs_field="offer")], NAMES, ((), ()))

    assert found.sentence % found.values == "Ada seeks “A map”, and Grace offers “Maps of harbours”."


def test_what_either_keeps_for_people_they_met_is_never_a_reason() -> None:
    reasons = [reason("alike", "Tides", "secret headline", theirs_field="headline"), reason("alike", "Choirs", "Choirs")]

    found = why_of(reasons, NAMES, ((), ("headline",)))
    nothing = why_of(reasons[:1], NAMES, ((), ("headline",)))

    assert (found.values["mine"], nothing.sentence) == ("Choirs", NO_WORDS)
