"""An event in figures: released in steps, with what each means, as a picture, a table and a file."""

from collections.abc import Mapping
from typing import Any

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from matchmaker.domain.exports.tables import csv_of
from matchmaker.domain.insights.cells import LEAST
from matchmaker.domain.insights.charts import bars_of, shares_of
from matchmaker.domain.insights.figures import ORDER, Figure
from matchmaker.domain.insights.network import FEWEST_DOTS, ROOMY, dots_path, lines_path
from matchmaker.errors import NotFoundError
from matchmaker.services.insights import insights_page
from matchmaker.store.queries.beats import is_worker_silent
from matchmaker.web import insight_words as words
from matchmaker.web.access import Access, current_event, demands
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.doors import organiser
from matchmaker.web.fresh import answer_if_changed, print_of
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings


@organiser.get("/events/<slug>/insights")
@demands(Access.TEAM)
def show_insights(slug: str) -> ResponseReturnValue:
    session, event, settings = db.session(), current_event(), house_settings()
    shown = insights_page(session, event.id)
    silent = is_worker_silent(session, silence_seconds=settings.worker_silence_seconds, now=utc_now())
    figures = [shown.released.figures[name] for name in ORDER if name in shown.released.figures]
    drawn = {one.name: bars_of(one.cells, one.everybody) if one.name == "hours" else shares_of(one.cells) for one in figures}
    values = {"figures": figures, "drawn": drawn, "words": words, "least": LEAST, "web": _web_of(shown.picture), "fewest_dots": FEWEST_DOTS}
    page = render_template("organiser/insights.html", event=event, shown=shown, worker_is_silent=silent, **values)
    return keep_secret(answer_if_changed(page, print_of(page)))


@organiser.get("/events/<slug>/insights/<figure>.csv")
@demands(Access.TEAM)
def download_figure(slug: str, figure: str) -> ResponseReturnValue:
    event = current_event()
    found = insights_page(db.session(), event.id).released.figures.get(figure)
    if found is None or not found.cells:
        raise NotFoundError
    answer = Response(csv_of([gettext("What"), gettext("People")], figure_rows(found, event.time_zone)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-{figure}.csv"'
    return keep_secret(answer)


def _web_of(picture: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The stored picture as two paths, with its sums for those who can't see it."""
    if not picture:
        return None
    dots, lines = picture["dots"], picture["lines"]
    sums = {"dots": len(dots), "lines": len(lines), "largest": picture["largest"], "small": picture["small"]}
    top = max(0, min(y for _, y in dots) - 14)  # without groups of three, the upper part is empty
    return {**sums, "top": top, "is_roomy": len(dots) <= ROOMY, "dots_path": dots_path(dots), "lines_path": lines_path(dots, lines)}


def figure_rows(figure: Figure, time_zone: str) -> list[tuple[str, str]]:
    """Label and number, as the page's table shows them."""
    return [(words.cell_label(figure.name, name, time_zone), words.people_words(cell)) for name, cell in figure.cells]
