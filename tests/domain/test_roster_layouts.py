"""What Luma, Eventbrite and pretix write, and tickets that have no address of their own."""

from matchmaker.domain.roster.columns import guess_of, layout_of
from matchmaker.domain.roster.layouts import arrange
from matchmaker.domain.roster.people import Roster, read_roster
from matchmaker.domain.roster.read import read_table

EVENTBRITE = """Order #,Order Date,First Name,Last Name,Email,Quantity,Ticket Type,Attendee #,Attendee Status
901,2026-10-01,Ada,Lovelace,ada@example.org,1,Early bird,5001,Attending
901,2026-10-01,Ada,Lovelace,ada@example.org,1,Early bird,5002,Attending
902,2026-10-02,Grace,Hopper,grace@example.org,3,Regular,5003,Attending
903,2026-10-02,Linus,Torvalds,linus@example.org,1,Regular,5004,Refunded
"""
PRETIX = """Order code,Position ID,Status,E-mail,Attendee name,Attendee email,Product
ABCDE,1,paid,buyer@example.org,Ada Lovelace,,Regular
ABCDE,2,paid,buyer@example.org,Journalist 1,,Press
KLMNO,1,paid,press@example.org,Grace Hopper,grace@example.org,Regular
KLMNO,2,paid,press@example.org,Journalist 2,,Press
FGHIJ,1,canceled,linus@example.org,Linus Torvalds,linus@example.org,Regular
"""


def read(text: str, *, seats: bool = True) -> Roster:
    table = arrange(read_table(text.encode()))
    return read_roster(table, guess_of(table.headers), seats=seats)


def people(roster: Roster) -> list[tuple[str, str, str, str]]:
    return [(row.external_id, row.name, row.email, row.status) for row in roster.rows]


def told(roster: Roster) -> list[tuple[int, str, str]]:
    return [(problem.line, problem.outcome, str(problem)) for problem in roster.problems]


def test_an_eventbrite_export_gives_each_further_ticket_of_an_address_a_seat() -> None:
    roster = read(EVENTBRITE)

    assert people(roster) == [
        ("5001", "Ada Lovelace", "ada@example.org", "registered"),
        ("5003", "Grace Hopper", "grace@example.org", "registered"),
        ("5004", "Linus Torvalds", "linus@example.org", "cancelled"),
    ]
    assert [(seat.external_id, seat.label, seat.group) for seat in roster.seats] == [
        ("5002", "Ada Lovelace", "Early bird"),
        ("5003#2", "Grace Hopper", "Regular"),
        ("5003#3", "Grace Hopper", "Regular"),
    ]
    assert [(line, outcome) for line, outcome, _ in told(roster)] == [
        (3, "Becomes a seat"),
        (4, "Becomes a seat"),
        (5, "Ticket cancelled"),
    ]


def test_without_seats_a_further_ticket_stays_out_and_a_quantity_is_said() -> None:
    roster = read(EVENTBRITE, seats=False)

    assert roster.seats == ()
    assert told(roster)[:2] == [
        (3, "Stays out", "Line 2 is the same person: Ada Lovelace with the same address."),
        (4, "Comes in", "This row stands for 3 tickets; one person comes in. Let the others become seats under “Columns”."),
    ]


def test_pretix_numbers_a_position_by_its_order_and_the_buyer_takes_one_of_the_seats() -> None:
    roster = read(PRETIX)

    assert layout_of(read_table(PRETIX.encode()).headers) == "pretix"
    assert people(roster) == [
        ("ABCDE-1", "Ada Lovelace", "buyer@example.org", "registered"),
        ("KLMNO-1", "Grace Hopper", "grace@example.org", "registered"),
        ("FGHIJ-1", "Linus Torvalds", "linus@example.org", "cancelled"),
    ]
    assert [(seat.external_id, seat.label) for seat in roster.seats] == [("ABCDE-2", "Journalist 1"), ("KLMNO-2", "Journalist 2")]


def test_a_ticket_without_name_and_address_is_a_seat_only_if_it_has_a_number() -> None:
    roster = read("id,name,email\nt1,,\n,Nobody,\n")

    assert [seat.external_id for seat in roster.seats] == ["t1"]
    assert [(line, outcome) for line, outcome, _ in told(roster)] == [(2, "Becomes a seat"), (3, "Stays out")]


def test_a_ticket_number_makes_one_seat_however_often_it_stands_there() -> None:
    roster = read("id,name,email\nt1,Journalist 1,\nt1,Journalist 1,\n")

    assert [seat.line for seat in roster.seats] == [2]
    assert told(roster)[1] == (3, "Stays out", "Its ticket number stands in an earlier row.")


def test_a_quantity_that_is_none_is_one_ticket_and_a_huge_one_has_an_end() -> None:
    roster = read("id,name,email,quantity\nt1,Ada,ada@example.org,-3\nt2,Grace,grace@example.org,many\nt3,Linus,linus@example.org,99999\n")

    assert [row.quantity for row in roster.rows] == [1, 1, 50]
    assert len(roster.seats) == 49


def test_a_cancelled_seat_counts_no_more() -> None:
    roster = read("id,name,email,status\nt1,Journalist 1,,refunded\n")

    assert [(seat.external_id, seat.cancelled) for seat in roster.seats] == [("t1", True)]
