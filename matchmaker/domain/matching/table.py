"""An attendee table as profiles, and a table of decisions: every fault with its line, nothing guessed."""

import re
import shlex
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from matchmaker.domain.matching.profile import ANSWERS, Decision, Profile
from matchmaker.domain.roster.cells import plain_key, read_languages, read_stage, split_list
from matchmaker.domain.roster.problems import Fate, Problem
from matchmaker.domain.roster.read import Row, Table
from matchmaker.errors import N_, MatchmakerError

_PLAIN: Final = ("external_id", "name", "email", "headline", "stage", "languages", "organisation", "groups", "remote")
_LISTS: Final = ("interests", "offers", "seeks")
_SPELLINGS: Final = {**{plain_key(name): name for name in (*_PLAIN, *_LISTS)}, "company": "organisation", "employer": "organisation"}
_BIO: Final = re.compile(r"bio( \d+)?")
_MATCHED: Final = frozenset({"headline", "bio", "interests", "offers", "seeks"})
_YES: Final = frozenset({"1", "true", "yes", "y", "x", "remote", "online"})

# What fills columns that are no answers: addresses, links, dates, numbers, codes.
_NO_ANSWER: Final = re.compile(r"\S+@\S+|(https?://|www\.)\S+|[\d\s:./+()TZ-]+|[\w-]{16,}|true|false|yes|no", re.IGNORECASE)
_NO_QUESTION: Final = re.compile(
    r"(first|last|full|sur|ticket|order|company)? ?name|.*(ticket|order|status|phone|price|address|utm|url|qr).*"
)


@dataclass(frozen=True, slots=True)
class ProfileTable:
    """The people of a table, what was wrong (in the order of lines), and the columns nobody asked for."""

    profiles: tuple[Profile, ...]
    problems: tuple[Problem, ...]
    unused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionTable:
    decisions: tuple[Decision, ...]
    problems: tuple[Problem, ...]


def profiles_in(table: Table, *, interest_columns: Sequence[str] = ()) -> ProfileTable:
    """Read profiles by the headers of `matchmaker match`.

    Parameters
    ----------
    table : Table
        A whole table.
    interest_columns : sequence of str
        Headers of further columns, such as a form's questions, whose answers people like to talk about.

    Raises
    ------
    MatchmakerError
        A column that is asked for is not there, or there is no column to match on.
    """
    columns = _columns_by_name(table.headers)
    extra = [_place_of(name, table.headers) for name in interest_columns]
    if not extra and not _MATCHED & columns.keys():
        raise _nothing_to_match(table)
    used = {place for places in columns.values() for place in places} | set(extra)
    reading = _Reading(columns, extra, _row_numbers(table))
    profiles = tuple(profile for row in table.rows if (profile := reading.profile(row)) is not None)
    problems = sorted([*table.problems, *reading.problems], key=lambda problem: problem.line)
    return ProfileTable(profiles, tuple(problems), tuple(h for at, h in enumerate(table.headers) if at not in used and h))


def decisions_in(table: Table) -> DecisionTable:
    """Read decisions by the headers `reader_id`, `other_id`, `answer` and, if there, `at` (ISO 8601).

    Raises
    ------
    MatchmakerError
        One of the three columns is missing.
    """
    places = {plain_key(header).replace(" ", "_"): at for at, header in enumerate(table.headers)}
    missing = [name for name in ("reader_id", "other_id", "answer") if name not in places]
    if missing:
        raise MatchmakerError(
            N_("The decisions need the columns reader_id, other_id and answer; missing: %(missing)s."), missing=", ".join(missing)
        )
    decisions, problems = [], list(table.problems)
    for row in table.rows:
        reader_id, other_id, answer, at = (
            row.cells[places[n]].strip() if n in places else "" for n in ("reader_id", "other_id", "answer", "at")
        )
        moment = _moment(at)
        if not reader_id or not other_id:
            problems.append(Problem(row.line, N_("Who answered, or about whom, is missing. The decision is left out.")))
        elif answer not in ANSWERS:
            sentence = N_("“%(answer)s” is no answer; there are %(answers)s. The decision is left out.")
            problems.append(Problem(row.line, sentence, {"answer": answer, "answers": ", ".join(ANSWERS)}))
        else:
            decisions.append(Decision(reader_id, other_id, answer, moment))
            if at and moment is None:
                sentence = N_("“%(at)s” is no time such as 2026-11-05T09:30:00Z. The decision counts without it.")
                problems.append(Problem(row.line, sentence, {"at": at}, fate=Fate.WITHOUT))
    return DecisionTable(tuple(decisions), tuple(sorted(problems, key=lambda problem: problem.line)))


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _columns_by_name(headers: Sequence[str]) -> dict[str, list[int]]:
    """The places of each known column; of two with the same meaning only bio gathers, otherwise the first one counts."""
    columns: dict[str, list[int]] = {}
    for at, header in enumerate(headers):
        key = plain_key(header)
        name = "bio" if _BIO.fullmatch(key) else _SPELLINGS.get(key)
        if name is not None and (name == "bio" or name not in columns):
            columns.setdefault(name, []).append(at)
    return columns


def _place_of(name: str, headers: Sequence[str]) -> int:
    for same in (lambda header: header == name.strip(), lambda header: plain_key(header) == plain_key(name)):
        for at, header in enumerate(headers):
            if same(header):
                return at
    raise MatchmakerError(
        N_("There is no column “%(name)s”. The columns are: %(columns)s."), name=name, columns=", ".join(f"“{h}”" for h in headers if h)
    )


def _row_numbers(table: Table) -> dict[int, int]:
    """Which row a line is, faulty rows counted, so that a fault above changes no number below."""
    lines = {row.line for row in table.rows} | {problem.line for problem in table.problems if not problem.about_file}
    return {line: number for number, line in enumerate(sorted(lines), 1)}


class _Reading:
    """One pass over the rows: problems gather here."""

    def __init__(self, columns: Mapping[str, list[int]], extra: Collection[int], numbers: Mapping[int, int]) -> None:
        self.columns, self.extra, self.numbers = columns, extra, numbers
        self.problems: list[Problem] = []
        self.lines: dict[str, int] = {}

    def profile(self, row: Row) -> Profile | None:
        identity = self._first(row, "external_id") or self._first(row, "email") or str(self.numbers[row.line])
        if identity in self.lines:
            sentence = N_("The id “%(id)s” stands on line %(line)s already, so this row is left out.")
            self._report(row, sentence, Fate.OUT, id=identity, line=self.lines[identity])
            return None
        self.lines[identity] = row.line
        asked = [item for at in self.extra for item in split_list(row.cells[at])]
        return Profile(
            identity,
            talk_about=(*self._items(row, "interests"), *asked),
            offers=self._items(row, "offers"),
            seeks=self._items(row, "seeks"),
            texts=tuple(text for text in self._cells(row, "bio") if text),
            headline=self._first(row, "headline"),
            stage=self._stage(row),
            languages=self._languages(row),
            groups=self._items(row, "groups"),
            organisation=self._first(row, "organisation"),
            remote=self._first(row, "remote").casefold() in _YES,
        )

    def _cells(self, row: Row, name: str) -> Iterator[str]:
        return (row.cells[at].strip() for at in self.columns.get(name, ()))

    def _first(self, row: Row, name: str) -> str:
        return next(self._cells(row, name), "")

    def _items(self, row: Row, name: str) -> tuple[str, ...]:
        return tuple(item for part in re.split(r"[;\n]", self._first(row, name)) if (item := part.strip()))

    def _stage(self, row: Row) -> int | None:
        told = self._first(row, "stage")
        stage = read_stage(told) if told else None
        if told and stage is None:
            sentence = N_(
                "“%(stage)s” is no stage: 0 student, 1 early, 2 mid, 3 senior, 4 lead, 5 giving back. The person is matched without one."
            )
            self._report(row, sentence, Fate.WITHOUT, stage=told)
        return stage

    def _languages(self, row: Row) -> tuple[str, ...]:
        known, unknown = read_languages(self._first(row, "languages"))
        if unknown:
            sentence = N_("These languages are not known here and are left out: %(languages)s.")
            self._report(row, sentence, Fate.LOOK, languages=", ".join(unknown))
        return known

    def _report(self, row: Row, sentence: str, fate: Fate, **values: object) -> None:
        self.problems.append(Problem(row.line, sentence, values, fate=fate))


def _nothing_to_match(table: Table) -> MatchmakerError:
    answers = [header for at, header in enumerate(table.headers) if _looks_like_answers(header, [row.cells[at] for row in table.rows])]
    known = ", ".join((*_LISTS, "headline", "bio"))
    if not answers:
        columns = ", ".join(f"“{header}”" for header in table.headers if header)
        return MatchmakerError(
            N_("There is no column to match on: %(known)s. The columns are: %(columns)s. Name one with --interest-column."),
            known=known,
            columns=columns,
        )
    return MatchmakerError(
        N_("There is no column to match on: %(known)s. These columns look like answers: %(answers)s. To match on them, add:\n%(option)s"),
        known=known,
        answers=", ".join(f"“{header}”" for header in answers),
        option=" ".join(f"--interest-column {shlex.quote(header)}" for header in answers),
    )


def _looks_like_answers(header: str, values: Sequence[str]) -> bool:
    """Whether people wrote words of their own here: a question above, or several words in most cells."""
    told = [value.strip() for value in values if value.strip()]
    key = plain_key(header)
    if not header or not told or _NO_QUESTION.fullmatch(key) or _SPELLINGS.get(key):
        return False
    if sum(_NO_ANSWER.fullmatch(value) is not None for value in told) * 2 > len(told):
        return False
    is_question = header.endswith("?") or len(key.split()) > 3
    return is_question or (len(set(told)) > 1 and sum(len(value.split()) for value in told) >= 2 * len(told))
