"""The demo event with everything in it, served for a browser, and who looks at it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext
from sqlalchemy import Engine
from sqlalchemy.orm import Session
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from matchmaker.app import create_app
from matchmaker.jobs.loop import do
from matchmaker.jobs.workshop import Workshop
from matchmaker.mail.postbox import PostBox, newest_letters
from matchmaker.settings import Settings, load_settings, write_missing_keys
from matchmaker.store.engine import make_engine
from matchmaker.web.database import db
from tests.cast import NOW
from tests.chromium import PATIENCE
from tests.journeys.furnishing import first_match, furnish, put_everybody_off, see_some, spoil_letters


class Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """One line a file would bury what a test says."""


@dataclass(frozen=True)
class Gallery:
    """A running service: its address, the cookies of those who look at it, and the addresses of single things."""

    base_url: str
    settings: Settings
    cookies: dict[str, str]
    things: dict[str, str]

    def address(self, path: str) -> str:
        return self.base_url + path.format(**self.things)

    def window(
        self, browser: Browser, who: str, *, width: int, height: int, theme: str = "light", language: str = "en-GB"
    ) -> BrowserContext:
        """A browser that keeps no pages: a busy machine would have it show what was there before."""
        scheme = "dark" if theme == "dark" else "light"
        screen = {"width": width, "height": height}
        window = browser.new_context(
            viewport=screen, color_scheme=scheme, locale=language, timezone_id="Europe/London", service_workers="block"
        )
        window.set_default_timeout(PATIENCE)
        if who in self.cookies:
            window.add_cookies([{"name": self.settings.cookie_name, "value": self.cookies[who], "url": self.base_url}])
        return window


@contextmanager
def open_doors(database_url: str, folder: Path, *, clock: Callable[[], datetime] = lambda: NOW) -> Iterator[Workshop]:
    """Serve what the database holds; jobs are done the moment a page calls for them, and the clock stands still."""
    write_missing_keys(folder)
    server = make_server("127.0.0.1", 0, lambda _environ, _start: [], threaded=True, request_handler=Quiet)
    engine = make_engine(database_url)
    with PostBox(folder / "post") as post:
        settings = load_settings(
            data_dir=folder,
            database_url=database_url,
            base_url=f"http://localhost:{server.server_port}",
            smtp_url=post.url,
            post_dir=post.directory,
            demo=True,
        )
        workshop = Workshop(settings, engine, now=clock)
        app = server.app = create_app(settings, wake=lambda word: do(workshop, word), clock=clock)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield workshop
        finally:
            _close(server)
            with app.app_context():
                db.engine.dispose()
            engine.dispose()


@contextmanager
def open_gallery(database_url: str, folder: Path, *, clock: Callable[[], datetime] = lambda: NOW) -> Iterator[Gallery]:
    """The furnished event behind open doors."""
    with open_doors(database_url, folder, clock=clock) as workshop:
        yield _hang(workshop.engine, workshop)


def _hang(engine: Engine, workshop: Workshop) -> Gallery:
    settings = workshop.settings
    with Session(engine, expire_on_commit=False) as session:
        cookies, things = furnish(session, settings)
        session.commit()
    do(workshop, "recommend")
    do(workshop, "send_mail")
    do(workshop, "insights")
    with Session(engine) as session:
        things["other"] = first_match(session, int(things["attendee"]))
        see_some(session, int(things["attendee"]))
        put_everybody_off(session, int(things["later"]))
        spoil_letters(session)
        session.commit()
    things["letter"] = newest_letters(workshop.settings.data_dir / "post")[0].id
    return Gallery(settings.base_url, settings, cookies, things)


def _close(server: BaseWSGIServer) -> None:
    server.shutdown()
    server.server_close()
