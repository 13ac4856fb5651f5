"""What a database refuses, in sentences for the person who runs the service."""

import sqlite3

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from matchmaker.errors import SettingsError
from matchmaker.store.engine import make_engine
from matchmaker.store.reach import plain_faults

ADDRESS = "postgresql+psycopg://somebody:hush@db.example.org/matchmaker"


@pytest.fixture
def silent() -> Engine:
    """An engine that is never connected."""
    return make_engine(ADDRESS)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("database or disk is full", "The disk is full or damaged: the database {} can’t grow. Make room, then start again."),
        ("disk I/O error", "The disk is full or damaged: the database {} can’t grow. Make room, then start again."),
        ("attempt to write a readonly database", "The database {} can’t be written to. Run this as the user who owns it."),
        ("unable to open database file", "The database {} can’t be written to. Run this as the user who owns it."),
        ("connection refused\nIs the server running?", "The database at {} does not answer: connection refused"),
    ],
)
@pytest.mark.parametrize("by_sqlalchemy", [True, False])
def test_the_databases_words_become_a_sentence_without_the_password(
    silent: Engine, said: str, sentence: str, *, by_sqlalchemy: bool
) -> None:
    fault: Exception = sqlite3.OperationalError(said)
    if by_sqlalchemy:
        fault = OperationalError("SELECT 1", None, fault)

    with pytest.raises(SettingsError) as refused, plain_faults(silent):
        raise fault

    assert str(refused.value) == sentence.format("postgresql+psycopg://somebody:***@db.example.org/matchmaker")


def test_our_own_mistakes_fly_on(silent: Engine) -> None:
    with pytest.raises(ZeroDivisionError), plain_faults(silent):
        raise ZeroDivisionError
