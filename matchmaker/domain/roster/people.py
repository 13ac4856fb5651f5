"""The rows of an attendee file turned into people: everybody who can come in, and every problem of those who can't."""

from collections.abc import Sequence
from dataclasses import dataclass

from matchmaker.domain.roster.person import RosterRow, RowReading
from matchmaker.domain.roster.problems import Fate, Problem
from matchmaker.domain.roster.read import Table
from matchmaker.errors import N_


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody who can come in, and all problems of the file, in the order of lines."""

    rows: tuple[RosterRow, ...]
    problems: tuple[Problem, ...]


def read_roster(table: Table, targets: Sequence[str]) -> Roster:
    """Read every row by the mapping; no fault stops the reading.

    Parameters
    ----------
    table : Table
        The file as `read_table` gave it.
    targets : sequence of str
        What each column says, one of `columns.TARGETS` or `IGNORED`, in the order of the columns.

    Returns
    -------
    Roster
        An address and a ticket number stand in it once at most; the second one is a problem that names the line of the first.
    """
    missing = _missing_columns(table, targets)
    if missing:
        return Roster((), (*table.problems, *missing))
    gathered = _Gathered()
    for row in table.rows:
        reading = RowReading(row, table.headers, targets)
        gathered.add(reading.read(), reading.problems)
    problems = [*table.problems, *(problem for problems in gathered.problems.values() for problem in problems)]
    problems.sort(key=lambda problem: (not problem.about_file, problem.line, problem.fate is not Fate.OUT))
    return Roster(tuple(sorted(gathered.rows.values(), key=lambda row: row.line)), tuple(problems))


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

    def __init__(self) -> None:
        self.rows: dict[int, RosterRow] = {}
        self.problems: dict[int, list[Problem]] = {}
        self._by_email: dict[str, RosterRow] = {}
        self._by_ticket: dict[str, RosterRow] = {}

    def add(self, row: RosterRow | None, problems: list[Problem]) -> None:
        if row is not None:
            earlier = self._by_ticket.get(row.external_id) if row.external_id else None
            if earlier is None:
                earlier = self._by_email.get(row.email)
            if earlier is None:
                self._keep(row)
            elif earlier.status == "cancelled" != row.status and earlier.email == row.email:
                self._leave(earlier, N_("Line %(line)s has the same address and a ticket that is not cancelled."), row)
                self._keep(row)
            else:
                problems = [_clash(row, earlier)]
        if problems:
            self.problems[problems[0].line] = problems

    def _keep(self, row: RosterRow) -> None:
        self.rows[row.line] = self._by_email[row.email] = row
        if row.external_id:
            self._by_ticket[row.external_id] = row

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
