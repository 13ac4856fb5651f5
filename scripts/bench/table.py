"""One way to print a bench's results: what was measured, the figure, the target, and whether it is met."""

import os
import platform
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    what: str
    figure: str
    target: str = ""
    met: bool | None = None


def print_table(title: str, rows: list[Row]) -> None:
    print(f"\n## {title}\n")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, OPENBLAS_CORETYPE={os.environ.get('OPENBLAS_CORETYPE', 'unset')}\n")
    print("| what | measured | target | |\n| --- | --- | --- | --- |")
    for row in rows:
        mark = "" if row.met is None else ("met" if row.met else "MISSED")
        print(f"| {row.what} | {row.figure} | {row.target} | {mark} |")
