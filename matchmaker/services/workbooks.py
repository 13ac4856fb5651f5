"""Open a workbook in a process of its own, which has little memory and little time: a hostile one ends that process, not this one."""

import json
import os
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matchmaker.domain.roster.workbook import MOST_TEXT, WorkbookError, read_workbook
from matchmaker.errors import N_, BadInputError, Fault, TooLargeError
from matchmaker.services.packing import check_packing

MEMORY_BYTES = 200_000_000
CPU_SECONDS = 3
LONGEST_SECONDS = 8
REFUSED = 3
BROKE_OFF = 1
ROOT = Path(__file__).resolve().parents[2]

LARGE = N_("This workbook unpacks to more than a list of people has. Keep the sheet with the attendees, or save it as “CSV UTF-8”.")
FAULTS: Final = {
    "damaged": N_(
        "This file is no workbook we can open, or it is damaged. Open it in your spreadsheet, save it as “CSV UTF-8”, and bring that in."
    ),
    "locked": N_("This workbook is locked with a password. Save it without one, or as “CSV UTF-8”."),
    "empty": N_("No sheet of this workbook has anything in it."),
}


@dataclass(frozen=True, slots=True)
class OpenedWorkbook:
    """The first filled sheet as CSV in UTF-8; `others`: how many more sheets are filled."""

    sheet: str
    others: int
    content: bytes


def open_workbook(content: bytes) -> OpenedWorkbook:
    """Raises
    ------
    BadInputError
        It can't be read.
    TooLargeError
        It unpacks to more than it may, or needs more memory or time than it gets.
    """
    # No environment goes along: the child needs none of the service's secrets.
    command = [sys.executable, "-m", "matchmaker.services.workbooks"]
    environment = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath}
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=LONGEST_SECONDS, env=environment, check=False)  # noqa: S603  our own words
    except subprocess.TimeoutExpired:
        raise TooLargeError(LARGE) from None
    head, _, text = done.stdout.partition(b"\n")
    if done.returncode == 0:
        said = json.loads(head)
        return OpenedWorkbook(said["sheet"], said["others"], text)
    # A reader that broke off by itself met a file it has no word for; one that was ended had reached its limits.
    fault = {REFUSED: head.decode("ascii", "replace"), BROKE_OFF: "damaged"}.get(done.returncode, "large")
    if b"MemoryError" in done.stderr:
        fault = "large"
    if fault not in FAULTS:
        raise TooLargeError(LARGE)
    raise BadInputError(Fault("file", FAULTS[fault]))


def _answer() -> int:
    """The child's whole life: limits first, then the workbook."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_TEXT, MOST_TEXT))
    out = sys.stdout.buffer
    try:
        content = sys.stdin.buffer.read()
        check_packing(content)
        sheet = read_workbook(content)
    except WorkbookError as refused:
        out.write(refused.fault.encode() + b"\n")
        return REFUSED
    out.write(json.dumps({"sheet": sheet.name, "others": sheet.others}).encode() + b"\n")
    out.write(sheet.text.encode("utf-8", "replace"))
    return 0


if __name__ == "__main__":
    sys.exit(_answer())
