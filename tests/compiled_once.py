"""What every test would compile anew is compiled once a process: the addresses of our pages and the statements of our queries.

Each test has an app and engines of its own, all alike. What is kept here is a pure function of what it was made from.
"""

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

STATEMENTS_KEPT = 5000


def compile_once() -> None:
    _share_routes()
    for dialect in (PGDialect_psycopg, SQLiteDialect_pysqlite):
        _share_statements(dialect)


def _share_routes() -> None:
    compile_anew = Rule.compile
    kept: dict[tuple[object, ...], dict[str, Any]] = {}

    def compile_route(rule: Rule) -> None:
        converters = tuple(rule.map.converters.items()) if rule.map else ()
        alike = (rule.rule, rule.subdomain, rule.host, rule.merge_slashes, converters)
        if rule.defaults:  # their values are built in
            compile_anew(rule)
        elif alike in kept:
            made = kept[alike]
            rule._parts, rule._trace, rule._converters = made["parts"], made["trace"], made["converters"]
            rule.arguments = set(made["converters"])
            rule._build, rule._build_unknown = made["build"].__get__(rule, None), made["build_unknown"].__get__(rule, None)
        else:
            compile_anew(rule)
            functions = {"build": rule._build.__func__, "build_unknown": rule._build_unknown.__func__}  # type: ignore[attr-defined]
            kept[alike] = {"parts": rule._parts, "trace": rule._trace, "converters": rule._converters, **functions}

    Rule.compile = compile_route  # type: ignore[method-assign]


def _share_statements(dialect: type[Any]) -> None:
    """Engines of one kind keep what they compiled in one place, and find it there although each has a dialect of its own."""
    dialect.__eq__ = lambda self, other: type(self) is type(other)
    dialect.__hash__ = lambda self: hash(type(self))
    kept: LRUCache[Any, Any] = LRUCache(STATEMENTS_KEPT)
    begin = Engine.__init__

    def begin_with_what_is_kept(engine: Engine, *words: Any, **named: Any) -> None:
        begin(engine, *words, **named)
        if isinstance(engine.dialect, dialect):
            engine._compiled_cache = kept

    Engine.__init__ = begin_with_what_is_kept  # type: ignore[method-assign]
