"""The rules of the house, each a function from source files to offences."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

# From the top floor down. Rooms of one floor don't know each other; an import may skip floors, never climb.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("cli",),
    ("app",),
    ("web", "jobs"),
    ("services",),
    ("store", "mail"),
    ("domain",),
    ("errors", "settings", "paths", "languages", "times", "numbers"),
)
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
GROUND = {"errors", "settings", "paths", "languages", "times", "numbers"}  # these may know each other
LIBRARIES = {
    "flask": {"web", "cli", "app"},
    "flask_sqlalchemy": {"web", "app"},
    "flask_wtf": {"web", "app"},
    "flask_babel": {"web", "app"},
    "werkzeug": {"web", "cli", "app"},
    "sqlalchemy": {"store", "services", "jobs"},
    "alembic": {"store"},
    "sklearn": {"domain"},
    "scipy": {"domain"},
    "numpy": {"domain"},
    "reportlab": {"domain"},
    "smtplib": {"mail"},
    "aiosmtpd": {"mail"},
    "css_inline": {"mail"},
    "huey": {"jobs"},
}
# The joint between Flask-SQLAlchemy and the store's engine; the command line that makes an engine says so by type alone.
LIBRARY_EXCEPTIONS = {("matchmaker/web/database.py", "sqlalchemy")}
IMPURE = {"socket", "http", "urllib.request", "requests", "subprocess", "secrets", "tempfile", "os", "time"}
SEEDED = {"Random", "default_rng", "Generator"}
FORBIDDEN_WORDS = {"utils", "util", "helpers", "helper", "common", "manager", "handler", "data", "info", "misc"}
LINES_PER_FILE, LINES_PER_FUNCTION, LINES_PER_VIEW = 300, 50, 25
BELL_FILE, BELL_FUNCTION, BELL_VIEW = 250, 35, 12


@dataclass(frozen=True)
class Source:
    """One Python file; `path` from the project's root."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def room(self) -> str:
        parts = PurePosixPath(self.path).parts
        return parts[1].removesuffix(".py") if len(parts) > 1 else ""


def imports_of(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")


def climbing_imports(sources: Iterable[Source]) -> list[str]:
    offences = []
    for source in sources:
        if source.room in {"__init__", "__main__"}:
            continue
        for line, name in imports_of(source):
            other = name.split(".")[1] if name.startswith("matchmaker.") else ""
            if not other or other == source.room or {other, source.room} <= GROUND:
                continue
            if FLOOR_OF.get(other, -1) <= FLOOR_OF.get(source.room, 99):
                offences.append(f"{source.path}:{line} {source.room} imports {name}")
    return offences


def circles(sources: Iterable[Source]) -> list[str]:
    """Files that import each other, directly or around corners, at the time they are loaded."""
    known = {_module(source.path): source for source in sources}
    needs = {name: _needs(source, known) for name, source in known.items()}
    found = []
    for start, first in needs.items():
        seen, ahead = set(), list(first)
        while ahead:
            module = ahead.pop()
            if module == start:
                found.append(start)
                break
            if module not in seen:
                seen.add(module)
                ahead.extend(needs[module])
    return found


def foreign_libraries(sources: Iterable[Source]) -> list[str]:
    offences = []
    for source in sources:
        for line, name in imports_of(source):
            library = name.split(".")[0]
            rooms = LIBRARIES.get(library)
            if rooms is not None and source.room not in rooms and (source.path, library) not in LIBRARY_EXCEPTIONS:
                offences.append(f"{source.path}:{line} {source.room} imports {name}")
    return offences


def impure_domain(sources: Iterable[Source]) -> list[str]:
    """A clock, dice, a network or an open file inside `domain/`."""
    offences = []
    for source in sources:
        if source.room != "domain":
            continue
        offences += [f"{source.path}:{line} imports {name}" for line, name in imports_of(source) if name in IMPURE]
        # random.Random(seed) and default_rng(seed) are handed-in dice; the modules' own functions roll hidden ones
        offences += [
            f"{source.path}:{node.lineno} rolls hidden dice"
            for node in ast.walk(source.tree)
            if isinstance(node, ast.Attribute) and _last_name(node.value) == "random" and node.attr not in SEEDED
        ]
        offences += [
            f"{source.path}:{node.lineno} rolls hidden dice"
            for node in ast.walk(source.tree)
            if isinstance(node, ast.Call) and _is_call(node, {"default_rng"}) and not node.args
        ]
        offences += [f"{source.path}:{node.lineno} opens a file" for node in ast.walk(source.tree) if _is_call(node, {"open"})]
    return offences


def read_clocks(sources: Iterable[Source]) -> list[str]:
    """The clock is an argument; only doors, jobs and the command line read it."""
    offences = []
    for source in sources:
        if source.room in {"cli", "web", "jobs"} or source.path == "matchmaker/mail/postbox.py":
            continue
        offences += [
            f"{source.path}:{node.lineno} reads the clock" for node in ast.walk(source.tree) if _is_call(node, {"now", "utcnow", "today"})
        ]
    return offences


def read_environments(sources: Iterable[Source]) -> list[str]:
    return [
        f"{source.path}:{node.lineno} reads the environment"
        for source in sources
        if source.room not in {"settings", "app", "cli"}
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    ]


def swallowed_errors(sources: Iterable[Source]) -> list[str]:
    return [
        f"{source.path}:{node.lineno} catches everything"
        for source in sources
        if source.path != "matchmaker/jobs/loop.py"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
    ]


def vague_names(sources: Iterable[Source]) -> list[str]:
    return [source.path for source in sources if FORBIDDEN_WORDS & set(re.split(r"[/_.]", source.path.removesuffix(".py")))]


# People, their sessions and links, and events themselves belong to no event.
UNBOUND = {"Person", "OrganiserAccount", "Event", "LoginLink", "SessionRow", "Suppression", "OutboxLetter", "RateCount", "WorkerBeat"}


def unscoped_lookups(sources: Iterable[Source]) -> list[str]:
    """A row fetched by its bare id could be another event's."""
    return [
        f"{source.path}:{node.lineno} fetches by a bare id"
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"get", "get_one", "get_or_404"}
        and isinstance(node.func.value, ast.Name | ast.Attribute | ast.Call)
        and _last_name(node.func.value) in {"session", "query"}
        and not (node.args and _last_name(node.args[0]) in UNBOUND)
    ]


def commits_below_the_door(sources: Iterable[Source]) -> list[str]:
    return [
        f"{source.path}:{node.lineno} commits"
        for source in sources
        if source.room in {"services", "store", "domain", "mail"}
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"commit", "rollback"}
    ]


def talkative_inits(sources: Iterable[Source]) -> list[str]:
    """`__init__.py` says one sentence; the library's facade and the package's version are the two that say more."""
    allowed = {"matchmaker/__init__.py", "matchmaker/domain/matching/__init__.py", "matchmaker/cli/__init__.py"}
    offences = []
    for source in sources:
        if source.path.endswith("__init__.py") and source.path not in allowed:
            body = source.tree.body
            if len(body) != 1 or not isinstance(body[0], ast.Expr) or not ast.get_docstring(source.tree):
                offences.append(source.path)
    return offences


def reasonless_suppressions(sources: Iterable[Source]) -> list[str]:
    bare = re.compile(r"#\s*noqa(:\s*[A-Z0-9, ]+)?\s*$|#\s*type:\s*ignore(\[[^\]]*\])?\s*$|#\s*pragma: no cover\s*$")
    return [f"{source.path}:{number}" for source in sources for number, line in enumerate(source.text.splitlines(), 1) if bare.search(line)]


def too_large(sources: Iterable[Source], *, file: int, function: int, view: int) -> list[str]:
    offences = []
    for source in sources:
        if "/migrations/versions/" in source.path:
            continue  # written by Alembic, read once
        lines = len(source.text.splitlines())
        if lines > file:
            offences.append(f"{source.path} has {lines} lines")
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                most = view if any(_is_route(mark) for mark in node.decorator_list) else function
                if length - _docstring_lines(node) > most:
                    offences.append(f"{source.path}:{node.lineno} {node.name} has {length} lines")
    return offences


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    # What a public function says about itself is not what makes it long
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return (first.end_lineno or first.lineno) - first.lineno + 1
    return 0


def _is_route(mark: ast.expr) -> bool:
    return isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute) and mark.func.attr in {"get", "post", "route"}


def _is_call(node: ast.AST, names: set[str]) -> bool:
    return isinstance(node, ast.Call) and _last_name(node.func) in names


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Call):
        return _last_name(node.func)
    return node.id if isinstance(node, ast.Name) else ""


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _needs(source: Source, known: dict[str, Source]) -> set[str]:
    needed = set()
    for node in source.tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            needed |= {name for name in (node.module, *(f"{node.module}.{alias.name}" for alias in node.names)) if name in known}
        elif isinstance(node, ast.Import):
            needed |= {alias.name for alias in node.names if alias.name in known}
    return needed - {_module(source.path)}
