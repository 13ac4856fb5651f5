"""A promise: words, perhaps a day, and an order that shows what is due first."""

from datetime import date

from matchmaker.domain.contacts.promise import due_first, read_promise


def test_a_promise_with_and_without_a_day() -> None:
    assert read_promise(" the\nguide ", "2026-11-13") == ("the guide", date(2026, 11, 13), [])
    assert read_promise("the guide", " ") == ("the guide", None, [])


def test_every_fault_is_said() -> None:
    _, day, faults = read_promise(" ", "Friday")

    assert day is None
    assert [(fault.field, str(fault)) for fault in faults] == [
        ("promise", "Say what you promised, such as “the interview guide”."),
        ("due_on", "This is no day. Leave it empty, or choose one from the calendar."),
    ]
    assert [str(fault) for fault in read_promise("p" * 301, "")[2]] == ["The promise is too long: at most 300 characters fit."]


def test_what_is_due_soonest_comes_first_and_what_has_no_day_last() -> None:
    given = [(None, 1), (date(2026, 11, 13), 2), (date(2026, 11, 2), 3), (None, 0)]

    assert [number for _, number in sorted(given, key=lambda one: due_first(*one))] == [3, 2, 0, 1]
