"""What bringing a file in would do to people who are there already."""

from dataclasses import replace

import pytest

from matchmaker.domain.roster.person import RosterRow
from matchmaker.domain.roster.plan import Addition, Change, Facts, ImportPlan, Known, plan_import

ADA = Facts(name="Ada Lovelace", email="ada@example.org", external_id="t1", organisation="Engines", headline="Analyst", talk=("Looms",))
ADA_ROW = RosterRow(2, "Ada Lovelace", "ada@example.org", "t1", organisation="Engines", headline="Analyst", talk=("Looms",))
GRACE = Facts(name="Grace Hopper", email="grace@example.org")


def plan_of(*rows: RosterRow, known: tuple[Known, ...] = (), labels: dict[str, str] | None = None) -> ImportPlan:
    return plan_import(rows, known, labels or {})


def sentences(plan: ImportPlan) -> list[tuple[int, bool, str]]:
    return [(problem.line, problem.stays_out, str(problem)) for problem in plan.problems]


def test_somebody_nobody_knows_is_new_and_registered() -> None:
    assert plan_of(ADA_ROW) == ImportPlan(additions=(Addition(2, ADA),))


def test_the_same_row_again_changes_nothing() -> None:
    assert plan_of(ADA_ROW, known=(Known(1, ADA),)) == ImportPlan(unchanged=1)


def test_what_differs_is_named() -> None:
    plan = plan_of(replace(ADA_ROW, organisation="Mills", status="cancelled"), known=(Known(1, ADA),))

    assert plan.changes == (Change(2, 1, replace(ADA, organisation="Mills", status="cancelled"), ("organisation", "status")),)


def test_an_empty_cell_takes_nothing_away() -> None:
    row = RosterRow(2, "Ada Lovelace", "ada@example.org", "t1")

    assert plan_of(row, known=(Known(1, replace(ADA, status="cancelled")),)) == ImportPlan(unchanged=1)


def test_a_person_without_ticket_number_is_found_by_address_and_given_it() -> None:
    plan = plan_of(RosterRow(2, "Grace Hopper", "grace@example.org", "t9"), known=(Known(5, GRACE),))

    assert plan.changes == (Change(2, 5, replace(GRACE, external_id="t9"), ("external_id",)),)


def test_what_people_have_saved_themselves_is_only_filled_up() -> None:
    own = Known(1, ADA, has_signed_in=True, has_saved_interests=True)
    row = replace(
        ADA_ROW, name="Ada King", headline="Countess", bio="From the file", stage=4, talk=("Poetry",), seek=("A mill",), phone="12345"
    )

    plan = plan_of(row, known=(own,))

    expected = replace(ADA, name="Ada King", bio="From the file", stage=4, seek=("A mill",), phone="12345")
    assert plan.changes == (Change(2, 1, expected, ("name", "bio", "stage", "phone", "seek")),)
    assert plan.own_words == 1


def test_a_card_that_was_chosen_keeps_its_phone_number_and_link() -> None:
    held = replace(ADA, phone="+44 1", link="https://ada.example")

    plan = plan_of(replace(ADA_ROW, phone="+44 2", link="https://other.example"), known=(Known(1, held, has_chosen_card=True),))

    assert plan == ImportPlan(unchanged=1)


def test_words_of_the_file_become_the_events_own_tags() -> None:
    plan = plan_of(replace(ADA_ROW, talk=("looms", "LOOMS", "Poetry")), known=(Known(1, ADA),), labels={"looms": "Looms"})

    assert plan.changes == (Change(2, 1, replace(ADA, talk=("Looms", "Poetry")), ("talk",)),)


def test_a_corrected_address_goes_with_its_ticket() -> None:
    plan = plan_of(replace(ADA_ROW, email="ada@new.example"), known=(Known(1, ADA),))

    assert plan.changes == (Change(2, 1, replace(ADA, email="ada@new.example"), ("email",)),)
    assert sentences(plan) == [(2, False, "This ticket was Ada Lovelace’s, ada@example.org, until now.")]


def test_a_ticket_that_passes_on_leaves_nothing_of_its_former_holder() -> None:
    plan = plan_of(RosterRow(2, "Linus Torvalds", "linus@example.org", "t1"), known=(Known(1, ADA),))

    assert [change.facts for change in plan.changes] == [Facts("Linus Torvalds", "linus@example.org", "t1")]


def test_a_ticket_whose_holder_has_signed_in_never_passes_on() -> None:
    plan = plan_of(RosterRow(2, "Linus Torvalds", "linus@example.org", "t1"), known=(Known(1, ADA, has_signed_in=True),))

    assert (plan.additions, plan.changes) == ((), ())
    assert sentences(plan) == [
        (2, True, "This ticket is Ada Lovelace’s, who has signed in as ada@example.org. Another address would open their pages to it.")
    ]


def test_a_ticket_of_one_and_the_address_of_another_stay_out() -> None:
    plan = plan_of(RosterRow(2, "Ada Lovelace", "grace@example.org", "t1"), known=(Known(1, ADA), Known(5, GRACE)))

    assert (plan.additions, plan.changes) == ((), ())
    assert sentences(plan) == [(2, True, "The ticket number is Ada Lovelace’s and the address is Grace Hopper’s. Which one is right?")]


@pytest.mark.parametrize("turned", [False, True])
def test_an_address_that_another_row_gives_up_waits_for_the_next_time(turned: bool) -> None:
    moved, fresh = replace(ADA_ROW, email="ada@new.example"), RosterRow(3, "Ada Byron", "ada@example.org", "t2")

    plan = plan_of(*((fresh, moved) if turned else (moved, fresh)), known=(Known(1, ADA),))

    assert [change.line for change in plan.changes] == [2]
    assert (
        3,
        True,
        "The address is still Ada Lovelace’s, whose ticket another row changes. Bring the file in a second time.",
    ) in sentences(plan)
