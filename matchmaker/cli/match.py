"""`matchmaker match`: lists for an attendee file, without a server."""

import csv
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import click

from matchmaker.cli.progress import Progress
from matchmaker.domain.matching.profile import Decision, Match, Profile, Reason, Seldom
from matchmaker.domain.matching.quote import quote
from matchmaker.domain.matching.table import decisions_in, profiles_in
from matchmaker.domain.matching.telling import best_reasons
from matchmaker.domain.roster.problems import Fate, Problem
from matchmaker.domain.roster.read import Table, read_table
from matchmaker.errors import MatchmakerError

COLUMNS = ("id", "rank", "match_id", "score", "likeness", "complement", "reasons")
DONE, WITH_FAULTS, NOT_STARTED = 0, 1, 2
MOST_REASONS = 5
MOST_NAMED = 10
HIDING = {
    "organisation": "colleagues are not shown to each other",
    "groups": "their group may meet few others",
    "languages": "few others share a language with them",
    "decisions": "many know them already, have met them or turned them away",
}
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

Listed = tuple[Match, list[Reason]]


@click.command(epilog="Exit code: 0 done, 1 some rows have faults (the rest is written), 2 could not start.")
@click.argument("attendees", type=FILE)
@click.option(
    "--history", type=FILE, multiple=True, metavar="PAST.csv", help="Attendees of an earlier event, to learn which words are rare."
)
@click.option("--decisions", type=FILE, metavar="D.csv", help="What people answered: reader_id, other_id, answer and, if known, at.")
@click.option("--top", type=click.IntRange(min=1), default=10, show_default=True, metavar="K", help="How many people a list has.")
@click.option("--no-exposure", is_flag=True, help="Give each reader the best, even if some people then stand in no list.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON Lines, one object a person, instead of CSV.")
@click.option("--interest-column", multiple=True, metavar="NAME", help="Match on this column too, such as a form's question.")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path, allow_dash=True), metavar="OUT")
def match(
    attendees: Path,
    history: tuple[Path, ...],
    decisions: Path | None,
    top: int,
    no_exposure: bool,
    as_json: bool,
    interest_column: tuple[str, ...],
    output: Path,
) -> None:
    """Suggest people to meet for each row of ATTENDEES, a CSV file with headers.

    Known headers: external_id, name, email, headline, bio, bio_2 …, interests, offers, seeks, stage (0 to 5 or its word), languages,
    organisation (or company, employer), groups, remote. Lists are parted by semicolons.
    """
    told = _Told()
    people = told.people(attendees, interest_column)
    past = [profile for file in history for profile in told.people(file, interest_column, ask_all=False)]
    answers = told.decisions(decisions) if decisions else ()
    with _opened(output) as target, Progress("Matching", len(people)) as progress:
        lists = progress.through(_lists(people, past, answers, top, fair=not no_exposure))
        _write_json(lists, target) if as_json else _write_csv(lists, target)
    if told.faults:
        click.echo(f"{told.faults} faults in rows, listed above; the rest is written.", err=True)
    raise SystemExit(WITH_FAULTS if told.faults else DONE)


class _Told:
    """Reads the files and tells on stderr what is wrong with them; counts the faults of rows."""

    def __init__(self) -> None:
        self.faults = 0

    def people(self, file: Path, interest_columns: Sequence[str], *, ask_all: bool = True) -> tuple[Profile, ...]:
        table = self._whole(file)
        asked = interest_columns if ask_all else [name for name in interest_columns if name in table.headers]
        try:
            found = profiles_in(table, interest_columns=asked)
        except MatchmakerError as mistake:
            raise MatchmakerError("%(file)s: %(sentence)s", file=file.name, sentence=str(mistake)) from mistake
        self._tell(file, found.problems)
        if found.unused:
            click.echo(f"{file.name}: these columns are not used: {', '.join(found.unused)}.", err=True)
        return found.profiles

    def decisions(self, file: Path) -> tuple[Decision, ...]:
        try:
            found = decisions_in(self._whole(file))
        except MatchmakerError as mistake:
            raise MatchmakerError("%(file)s: %(sentence)s", file=file.name, sentence=str(mistake)) from mistake
        self._tell(file, found.problems)
        return found.decisions

    def _whole(self, file: Path) -> Table:
        table = read_table(file.read_bytes())
        if not table.is_whole:
            self._tell(file, table.problems)
            raise SystemExit(NOT_STARTED)
        return table

    def _tell(self, file: Path, problems: Iterable[Problem]) -> None:
        for problem in problems:
            click.echo(f"{file.name}, line {problem.line}: {problem}", err=True)
            self.faults += problem.fate is not Fate.LOOK


def _lists(
    people: Sequence[Profile], past: Sequence[Profile], answers: Sequence[Decision], top: int, *, fair: bool
) -> Iterator[tuple[str, list[Listed]]]:
    from matchmaker.domain.matching import Matcher  # a second of imports; --help and faults in the file need not wait for it

    matcher = Matcher().fit(people, history=past, decisions=answers)
    for reader_id, matches in matcher.each_list(top, fair=fair):
        yield str(reader_id), [(found, best_reasons(matcher.reasons(reader_id, found.id), MOST_REASONS)) for found in matches]
    if fair:
        _tell_seldom_shown(matcher.seldom_shown(top))


def _tell_seldom_shown(people: Iterable[Seldom]) -> None:
    """Who stands in fewer lists than meant, by the rule that hides them; at a small event it is nobody's rule."""
    hidden = [person for person in people if person.rule]
    for rule in dict.fromkeys(person.rule for person in hidden):
        ids = [f"{person.id} ({person.listed})" for person in hidden if person.rule == rule]
        shown = ", ".join(ids[:MOST_NAMED]) + (f" and {len(ids) - MOST_NAMED} more" if len(ids) > MOST_NAMED else "")
        click.echo(f"In few lists, because {HIDING[rule]}: {shown}.", err=True)


def _write_csv(lists: Iterable[tuple[str, list[Listed]]], target: TextIO) -> None:
    rows = csv.writer(target, lineterminator="\n")
    rows.writerow(COLUMNS)
    for reader_id, found in lists:
        for rank, (one, reasons) in enumerate(found, 1):
            told = " | ".join(f"{r['kind']}: “{r['mine']}” – “{r['theirs']}”" for r in map(_as_dict, reasons))
            rows.writerow([reader_id, rank, one.id, f"{one.score:.6f}", f"{one.likeness:.6f}", f"{one.complement:.6f}", told])


def _write_json(lists: Iterable[tuple[str, list[Listed]]], target: TextIO) -> None:
    for reader_id, found in lists:
        matches = [
            {
                "id": one.id,
                "score": round(one.score, 6),
                "likeness": round(one.likeness, 6),
                "complement": round(one.complement, 6),
                "reasons": [_as_dict(reason) for reason in reasons],
            }
            for one, reasons in found
        ]
        target.write(json.dumps({"id": reader_id, "matches": matches}, ensure_ascii=False) + "\n")


def _as_dict(reason: Reason) -> dict[str, Any]:
    """A reason with the stretch of each field around what fired, on one line."""
    mine, theirs = (" ".join(quote(text, spans).text.split()) for text, spans in _fields(reason))
    return {"kind": reason.kind, "mine": mine, "theirs": theirs, "weight": round(reason.weight, 6)}


def _fields(reason: Reason) -> tuple[tuple[str, Any], tuple[str, Any]]:
    return (reason.mine, reason.mine_spans), (reason.theirs, reason.theirs_spans)


@contextmanager
def _opened(output: Path) -> Iterator[TextIO]:
    """The output as a whole or not at all: it takes its name when everything is written."""
    if str(output) == "-":
        text = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="", write_through=True)
        yield text
        text.detach()
        return
    try:
        handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
    except OSError as fault:
        raise MatchmakerError("%(output)s can't be written: %(reason)s.", output=output, reason=fault.strerror) from fault
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as target:
            yield target
        draft.chmod(0o666 & ~_umask())
        draft.replace(output)
    finally:
        draft.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
