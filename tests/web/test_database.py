"""A request that is done writing can't write: neither on a page that is only read nor on one that answers a form."""

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from matchmaker.store.models.events import Event
from matchmaker.web.database import commit_and_read, db


def rename(words: str) -> None:
    db.session.execute(sa.update(Event).values(name=words))


def test_a_page_that_is_read_cannot_write(app: Flask, event: Event, session: Session) -> None:
    session.commit()

    with app.test_request_context("/", method="GET"), pytest.raises(sa.exc.DBAPIError):
        rename("changed")

    assert event.name != "changed"


def test_after_its_commit_a_form_reads_and_others_write(app: Flask, event: Event, session: Session, engine: Engine) -> None:
    session.commit()

    with app.test_request_context("/", method="POST"):
        rename("by the form")
        commit_and_read()
        read = db.session.scalar(sa.select(Event.name))
        with engine.begin() as other:  # fails after five seconds where the form still holds the one place of a writer
            other.execute(sa.update(Event).values(name="by another"))
        with pytest.raises(sa.exc.DBAPIError):
            rename("once more")

    session.expire_all()
    assert (read, event.name) == ("by the form", "by another")


def test_the_next_request_writes_again(app: Flask, event: Event, session: Session) -> None:
    session.commit()
    for words in ("first", "second"):
        with app.test_request_context("/", method="POST"):
            rename(words)
            commit_and_read()

    session.expire_all()
    assert event.name == "second"
