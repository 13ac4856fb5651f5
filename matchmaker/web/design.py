"""Every part of the pages on one page, both themes side by side. New parts come here first."""

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue

from matchmaker.errors import N_, Fault
from matchmaker.web.access import Access, demands
from matchmaker.web.doors import site


@dataclass(frozen=True, slots=True)
class SampleReason:
    """A reason as the `join` macro takes it."""

    kind: str
    name: str
    mine_field: str
    mine: tuple[tuple[str, bool], ...]
    theirs_field: str
    theirs: tuple[tuple[str, bool], ...]


REASONS = (
    SampleReason(
        "get",
        "Tobias",
        "seek",
        (("Someone who has moved a clinic to ", False), ("open records", True)),
        "offer",
        (("Two hospitals on ", False), ("open records", True), (", mistakes included", False)),
    ),
    SampleReason(
        "give",
        "Hye-jin",
        "offer",
        (("Interviews", True), (" with patients, done properly", False)),
        "seek",
        (("Help with my first ten reader ", False), ("interviews", True)),
    ),
    SampleReason(
        "alike", "Dafydd", "talk", (("Cycling", True), (" cities", False)), "talk", (("Cycling", True), (" where there are hills", False))
    ),
)
PEOPLE = (
    "Tobias Okafor-Lind",
    "Hye-jin Baek",
    "Mairead Quill",
    "Dafydd Penhallow",
    "Kwabena Osei-Thorne",
    "Leila Farzan-Moss",
    "Jonas Wetterlund",
    "Solveig Varga",
)
COLOURS = ("paper", "card", "sunk", "ink", "accent", "you", "warm", "they", "deep", "good", "bad", "warn")


@site.get("/_design")
@demands(Access.DEMO)
def show_design() -> ResponseReturnValue:
    faults = {theme: (Fault(f"{theme}-email", N_("The address has no ending, such as .org.")),) for theme in ("light", "dark")}
    return render_template("design.html", reasons=REASONS, people=PEOPLE, colours=COLOURS, faults=faults)
