"""The rows of an attendee file turned into people: everybody who can come in, and every problem of those who can't."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from matchmaker.domain.roster.person import RosterRow, RowReading
from matchmaker.domain.roster.problems import COMES_IN, Fate, Problem
from matchmaker.domain.roster.read import Table
from matchmaker.errors import N_

BECOMES_A_SEAT = N_("Becomes a seat")


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A ticket that nobody can be told by: no address of its own. `cancelled`: it counts no more."""

    line: int
    external_id: str
    label: str
    group: str = ""
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody who can come in, the seats that wait for a name, and all problems of the file, in the order of lines."""

    rows: tuple[RosterRow, ...]
    problems: tuple[Problem, ...]
    seats: tuple[SeatRow, ...] = ()


def read_roster(table: Table, targets: Sequence[str], *, seats: bool = False) -> Roster:
    """Read every row by the mapping; no fault stops the reading.

    Parameters
    ----------
    table : Table
        The file as `read_table` gave it.
    targets : sequence of str
        What each column says, one of `columns.TARGETS` or `IGNORED`, in the order of the columns.
    seats : bool
        A ticket with a number and no address of its own becomes a seat, which its holder claims by a link.

    Returns
    -------
    Roster
        An address and a ticket number stand in it once at most; the second one is a problem that names the line of the first.
    """
    missing = _missing_columns(table, targets)
    if missing:
        return Roster((), (*table.problems, *missing))
    gathered = _Gathered(seats=seats)
    for row in table.rows:
        reading = RowReading(row, table.headers, targets, seats=seats)
        gathered.add(reading.read(), reading.problems)
    problems = [*table.problems, *(problem for problems in gathered.problems.values() for problem in problems)]
    problems.sort(key=lambda problem: (not problem.about_file, problem.line, problem.fate is not Fate.OUT))
    return Roster(tuple(sorted(gathered.rows.values(), key=lambda row: row.line)), tuple(problems), tuple(gathered.seats.values()))


def _missing_columns(table: Table, targets: Sequence[str]) -> list[Problem]:
    if not table.headers:
        return []
    sentences = []
    if "email" not in targets:
        sentences.append(N_("No column is read as the e-mail address, so nobody can come in. Choose it under “Columns”."))
    if not {"name", "first_name", "last_name"} & set(targets):
        sentences.append(N_("No column is read as the name, so nobody can come in. Choose it under “Columns”."))
    return [Problem(1, sentence, stops=True, about_file=True) for sentence in sentences]


class _Gathered:
    """People by line; an address and a ticket number are let in once."""

    def __init__(self, *, seats: bool) -> None:
        self.rows: dict[int, RosterRow] = {}
        self.problems: dict[int, list[Problem]] = {}
        self.seats: dict[str, SeatRow] = {}
        self._with_seats = seats
        self._by_email: dict[str, RosterRow] = {}
        self._by_ticket: dict[str, RosterRow] = {}

    def add(self, row: RosterRow | None, problems: list[Problem]) -> None:
        if row is not None:
            problems = self._take(row, problems)
        if problems:
            self.problems[problems[0].line] = problems

    def _take(self, row: RosterRow, problems: list[Problem]) -> list[Problem]:
        if not row.email:
            return self._seat(row)
        earlier = self._by_ticket.get(row.external_id) if row.external_id else None
        if earlier is None:
            earlier = self._by_email.get(row.email)
        if earlier is None:
            return self._keep(row, problems)
        if earlier.status == "cancelled" != row.status and earlier.email == row.email:
            self._leave(earlier, N_("Line %(line)s has the same address and a ticket that is not cancelled."), row)
            return self._keep(row, problems)
        if self._with_seats and row.external_id and row.external_id != earlier.external_id:
            return self._seat(row)
        return [_clash(row, earlier)]

    def _keep(self, row: RosterRow, problems: list[Problem]) -> list[Problem]:
        self.rows[row.line] = self._by_email[row.email] = row
        if row.external_id:
            self._by_ticket[row.external_id] = row
        if row.quantity == 1:
            return problems
        if not self._with_seats:
            sentence = N_("This row stands for %(count)s tickets; one person comes in. Let the others become seats under “Columns”.")
            return [*problems, Problem(row.line, sentence, {"count": row.quantity}, "quantity", Fate.LOOK, COMES_IN)]
        for place in range(2, row.quantity + 1):
            self._note_seat(replace(row, external_id=f"{row.external_id or _mark_of(row.email)}#{place}"))
        sentence = N_(
            "This row stands for %(count)s tickets. The others become seats: each gets a link with which its holder says who they are."
        )
        return [*problems, Problem(row.line, sentence, {"count": row.quantity}, "quantity", Fate.LOOK, BECOMES_A_SEAT)]

    def _seat(self, row: RosterRow) -> list[Problem]:
        if row.external_id in self.seats or row.external_id in self._by_ticket:
            return [Problem(row.line, N_("Its ticket number stands in an earlier row."), field="external_id")]
        self._note_seat(row)
        sentence = (
            N_("An earlier row has this address already. This ticket becomes a seat: whoever holds its link says who they are.")
            if row.email
            else N_("No address of its own. This ticket becomes a seat: whoever holds its link says who they are.")
        )
        return [Problem(row.line, sentence, {}, "seat", Fate.LOOK, BECOMES_A_SEAT)]

    def _note_seat(self, row: RosterRow) -> None:
        self.seats[row.external_id] = SeatRow(row.line, row.external_id[:200], row.name, row.group, row.status == "cancelled")

    def _leave(self, row: RosterRow, sentence: str, other: RosterRow) -> None:
        del self.rows[row.line]
        self.problems[row.line] = [Problem(row.line, sentence, {"line": other.line})]


def _clash(row: RosterRow, earlier: RosterRow) -> Problem:
    """Why the later of two rows that claim to be one person stays out."""
    if row.email == earlier.email and row.name == earlier.name:
        sentence = N_("Line %(line)s is the same person: %(name)s with the same address.")
    elif row.email == earlier.email:
        sentence = N_("Line %(line)s (%(name)s) has the same address. One address is one person; give this one their own.")
    else:
        sentence = N_("Line %(line)s (%(name)s) has the same ticket number and another address. Which one is right?")
    return Problem(row.line, sentence, {"line": earlier.line, "name": earlier.name})


def _mark_of(email: str) -> str:
    """Stands for an address in a ticket's number, the same each time: the number stays with whoever claims the ticket."""
    return hashlib.sha256(email.encode()).hexdigest()[:16]
