"""What somebody did about follow-ups, in figures for them alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.domain.followup.acts import TOLD_BY_PAGE, Act, own_rate, read_act


def test_each_person_met_counts_once_however_much_was_done_about_them() -> None:
    met = [{Act.OPENED, Act.COPIED, Act.MAILED, Act.SENT, Act.MARKED}, {Act.FILED}, {Act.REMINDED}, frozenset()]

    rate = own_rate(met)

    assert (rate.met, rate.opened, rate.taken, rate.written, rate.reminded, rate.percent) == (4, 2, 2, 1, 1, 25)


@pytest.mark.parametrize(("written", "met", "percent"), [(0, 0, 0), (0, 9, 0), (1, 300, 1), (299, 300, 99), (300, 300, 100), (1, 2, 50)])
def test_neither_all_nor_none_is_said_where_it_is_not_so(written: int, met: int, percent: int) -> None:
    assert own_rate([{Act.MARKED}] * written + [frozenset()] * (met - written)).percent == percent


@given(met=st.lists(st.frozensets(st.sampled_from(Act)), max_size=20))
def test_no_figure_is_larger_than_the_number_of_people_met(met: list[frozenset[Act]]) -> None:
    rate = own_rate(met)

    assert rate.taken <= rate.opened <= rate.met == len(met)
    assert max(rate.written, rate.reminded) <= rate.met


def test_a_page_has_no_say_in_what_is_known_elsewhere() -> None:
    assert {act for act in Act if read_act(act)} == TOLD_BY_PAGE == {Act.OPENED, Act.COPIED, Act.MAILED, Act.FILED}
    assert read_act("deleted") is None
