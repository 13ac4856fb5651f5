"""T7: one signed-in match page beside a bare Flask hello and beside the same page by ORM and joinedload, in one process."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from crowd import Crowd, invite_crowd
from flask import Flask
from table import Row

from matchmaker.app import create_app
from matchmaker.jobs.recommend import refresh_stale_lists
from matchmaker.jobs.workshop import Workshop
from matchmaker.settings import Settings, load_settings, write_missing_keys
from matchmaker.store.engine import make_engine, reading
from matchmaker.store.schema import upgrade_schema

ROUNDS, PER_ROUND = 15, 40


def compare_pages(folder: Path, *, people: int) -> list[Row]:
    app, crowd = _house(folder / "pages", people)
    hello = Flask("hello")
    hello.add_url_rule("/", "hello", lambda: "hello")
    orm = _orm_page(app, crowd)  # hung before the first request
    page = _requests(app, crowd)
    rows = _cpu({"hello": _hello(hello), "page": page, "orm": orm})
    base = rows["hello"]
    ratio, half = rows["page"] / base, rows["page"] / rows["orm"]
    return [
        Row("bare Flask hello, CPU", f"{base:.3f} ms"),
        Row(f"T7 match page, {people} attendees, CPU", f"{rows['page']:.3f} ms = {ratio:.1f}× hello", "≤ 10×", ratio <= 10),
        Row("T7 the same page by ORM + joinedload", f"{rows['orm']:.3f} ms; ours is {half:.2f} of it", "≤ 0.5", half <= 0.5),
    ]


def count_statements(folder: Path) -> list[Row]:
    """The same number of statements for few and many attendees, for one card and for many."""
    counts = {}
    for people in (2, 50, 5000):
        app, crowd = _house(folder / f"count-{people}", people)
        counts[people] = _statements(app, crowd)
    figures = ", ".join(f"{people} people: {count}" for people, count in counts.items())
    return [Row("T7 SQL statements of the match page", figures, "equal, ≤ 4", len(set(counts.values())) == 1 and max(counts.values()) <= 4)]


def _house(folder: Path, people: int) -> tuple[Flask, Crowd]:
    folder.mkdir(parents=True)
    write_missing_keys(folder)
    settings: Settings = load_settings(data_dir=folder, base_url="http://localhost")
    engine = make_engine(settings.database)
    upgrade_schema(engine)
    crowd = invite_crowd(engine, settings, people=people)
    refresh_stale_lists(Workshop(settings, engine))
    return create_app(settings, wake=lambda _word: None), crowd


def _requests(app: Flask, crowd: Crowd) -> Callable[[], None]:
    client = app.test_client()
    client.set_cookie("session", crowd.guests[0].session_id, domain="localhost")
    address = f"/e/{crowd.slug}/matches"

    def ask() -> None:
        answer = client.get(address)
        assert answer.status_code == 200, answer.status
        assert answer.data.count(b'<li class="card match') >= 1, "the page shows no card"

    ask()
    return ask


def _hello(app: Flask) -> Callable[[], None]:
    client = app.test_client()

    def ask() -> None:
        client.get("/")

    return ask


def _orm_page(app: Flask, crowd: Crowd) -> Callable[[], None]:
    """What one would write first: entities, relationships loaded by join, the same template."""
    from orm_page import hang_orm_page

    hang_orm_page(app)
    client = app.test_client()
    client.set_cookie("session", crowd.guests[0].session_id, domain="localhost")

    def ask() -> None:
        answer = client.get(f"/e/{crowd.slug}/matches-by-orm")
        assert answer.status_code == 200, answer.status

    ask()
    return ask


def _cpu(pages: dict[str, Callable[[], None]]) -> dict[str, float]:
    """Median CPU milliseconds per request, the candidates in turn so that drift hits all alike."""
    times: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(ROUNDS):
        for name, ask in pages.items():
            start = time.process_time()
            for _ in range(PER_ROUND):
                ask()
            times[name].append((time.process_time() - start) / PER_ROUND * 1000)
    return {name: statistics.median(figures) for name, figures in times.items()}


def _statements(app: Flask, crowd: Crowd) -> int:
    from matchmaker.web.database import db

    seen: list[str] = []
    with app.app_context():
        engines = (db.engine, reading(db.engine))
    ask = _requests(app, crowd)
    for engine in engines:
        sa.event.listen(engine, "before_cursor_execute", lambda _c, _u, text, *_r: seen.append(text))
    ask()
    return sum(1 for text in seen if not text.startswith(("BEGIN", "PRAGMA", "SET")))
