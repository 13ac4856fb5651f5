"""The organiser's figures in words: what each is called, how it is counted, and what its parts mean."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_time
from flask_babel import get_locale, gettext

from matchmaker.domain.insights.cells import LEAST, Cell, How
from matchmaker.errors import N_

# A figure's title, and its definition.
FIGURES = {
    "talks": (
        N_("Conversations"),
        N_(
            "People by how many conversations they had. One counts once two people exchanged cards by a scan, "
            "or one of them said “we have met”."
        ),
    ),
    "hours": (
        N_("Scans over time"),
        N_("People who scanned somebody’s code or were scanned, each counted once in every hour. Scans that came to nothing don’t count."),
    ),
    "cards": (
        N_("Matches seen and answered"),
        N_("People by what they did with their list. “Answered” is any answer to at least one card, “later” too."),
    ),
    "exposure": (
        N_("Who stands in lists"),
        N_("People by the number of other people’s lists they stand in now. Whose lists those are is nobody’s to see."),
    ),
    "answers": (
        N_("How soon questions are answered"),
        N_("People who were asked for their card, by how soon they first said yes. A “no” looks like no answer, for its giver’s sake."),
    ),
    "mixing": (
        N_("Newcomers and regulars"),
        N_("A newcomer was at no earlier event of yours that is kept here. Mixing is a conversation between one and somebody who was."),
    ),
    "profiles": (N_("Profiles filled"), N_("People who saved what they talk about, offer or seek at least once.")),
    "followups": (
        N_("Follow-ups"),
        N_(
            "People by how far they came with a draft to anybody they met. “Written” is a letter sent from here, or their word that they "
            "wrote; “taken along” is a draft they copied, opened in their own mail or saved. What they then sent is not known."
        ),
    ),
    "reminders": (N_("Reminders"), N_("People whom a letter reminded of somebody they met here, at least once.")),
}
CELLS = {
    "talks": {"none": N_("none yet"), "some": N_("one or two"), "many": N_("three or more")},
    "cards": {"unseen": N_("not looked yet"), "seen": N_("looked"), "answered": N_("answered")},
    "exposure": {"none": N_("in nobody’s list"), "some": N_("in one or two"), "many": N_("in three or more")},
    "answers": {
        "minutes": N_("within 5 minutes"),
        "hour": N_("within an hour"),
        "later": N_("later"),
        "waiting": N_("no yes so far"),
        "unasked": N_("not asked"),
    },
    "mixing": {
        "new_apart": N_("newcomers, not mixed yet"),
        "new_mixed": N_("newcomers who met a regular"),
        "back_apart": N_("regulars, not mixed yet"),
        "back_mixed": N_("regulars who met a newcomer"),
    },
    "profiles": {"filled": N_("filled"), "not": N_("not yet")},
    "followups": {
        "wrote": N_("written to somebody"),
        "taken": N_("taken along"),
        "opened": N_("draft opened"),
        "not": N_("none so far"),
    },
    "reminders": {"reminded": N_("reminded"), "not": N_("not so far")},
}


def cell_label(figure: str, cell: str, time_zone: str) -> str:
    """A cell in words; of the scans it is an hour of the event's own clock, or a day."""
    if figure != "hours":
        return str(gettext(CELLS[figure][cell]))
    if "T" not in cell:
        return cell
    hour = datetime.strptime(cell, "%Y-%m-%dT%H").replace(tzinfo=UTC).astimezone(ZoneInfo(time_zone))
    return str(format_time(hour, "HH:mm", locale=get_locale()))


def people_words(cell: Cell) -> str:
    """How many people a cell has, as far as it may be told."""
    if cell.how is How.EXACT:
        return str(cell.people)
    if cell.how is How.FEW:
        return str(gettext("fewer than %(least)s", least=LEAST))
    if cell.how is How.ALL:
        return str(gettext("all but fewer than %(least)s", least=LEAST))
    return str(gettext("not shown apart, %(people)s together", people=cell.people))
