"""Lends a session to each request. GET and HEAD get one that can't write."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from flask import Flask, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import Engine
from sqlalchemy.orm import Session as PlainSession

from matchmaker.settings import Settings
from matchmaker.store.base import Base
from matchmaker.store.engine import make_engine, reading

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_DONE = "done writing"


class RequestSession(Session):
    """On a page that is only read, a write is our own mistake and fails at once, on both engines."""

    # One for all statements of the request: each new one would open a connection and a transaction of its own.
    _reader: Engine | None = None

    def get_bind(self, *args: Any, **kwargs: Any) -> Any:
        bind = super().get_bind(*args, **kwargs)
        if isinstance(bind, Engine) and has_request_context() and (_DONE in self.info or request.method in SAFE_METHODS):
            self._reader = self._reader or reading(bind)
            return self._reader
        return bind


@contextmanager
def writing() -> Iterator[PlainSession]:
    """A session of its own for the one line that a page which is only read must write: who looked at what.

    It is committed before the page is made, so that nothing is shown that the log does not know of.
    """
    with PlainSession(db.engine) as session:
        yield session
        session.commit()


class HouseSQLAlchemy(SQLAlchemy):
    """Flask-SQLAlchemy on the engine of the store, so that web, jobs and command line behave alike."""

    def _make_engine(self, _bind_key: str | None, options: dict[str, Any], app: Flask) -> Engine:
        settings: Settings = app.extensions["matchmaker.settings"]
        return make_engine(options["url"].render_as_string(hide_password=False), synchronous=settings.sqlite_synchronous)


db = HouseSQLAlchemy(metadata=Base.metadata, session_options={"class_": RequestSession})


def commit_and_read() -> None:
    """Commit what a form did. Its answer is drawn without holding up others: SQLite has one writer at a time."""
    db.session.commit()
    db.session().info[_DONE] = True


def open_database(app: Flask, settings: Settings) -> None:
    app.config["SQLALCHEMY_DATABASE_URI"] = sa.make_url(settings.database)
    db.init_app(app)
