"""The house holds its own rules, and each rule catches the offence it is for."""

import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from matchmaker.settings import Settings
from tests.architecture import rules
from tests.architecture.rules import Source

ROOT = Path(__file__).resolve().parents[2]
Rule = Callable[[list[Source]], list[str]]

MAXIMA: Rule = partial(rules.too_large, file=rules.LINES_PER_FILE, function=rules.LINES_PER_FUNCTION, view=rules.LINES_PER_VIEW)
RULES: dict[str, Rule] = {
    "imports only go down": rules.climbing_imports,
    "no circles": rules.circles,
    "libraries stay in their rooms": rules.foreign_libraries,
    "the domain is pure": rules.impure_domain,
    "the clock is an argument": rules.read_clocks,
    "settings are read in one file": rules.read_environments,
    "errors of ours fly": rules.swallowed_errors,
    "names say what is inside": rules.vague_names,
    "no look-up without its event": rules.unscoped_lookups,
    "the door commits": rules.commits_below_the_door,
    "inits say one sentence": rules.talkative_inits,
    "suppressions say why": rules.reasonless_suppressions,
    "nothing is too large": MAXIMA,
}
# Each offence is planted beside the real house; the rule must name exactly this file.
OFFENCES: dict[str, list[Source]] = {
    "imports only go down": [
        Source("matchmaker/domain/planted.py", "from matchmaker.services import roster\n"),
        Source("matchmaker/store/planted.py", "def late():\n    from matchmaker.mail import letter\n"),
        Source("matchmaker/web/planted.py", "import matchmaker.jobs.loop\n"),
    ],
    "no circles": [
        Source("matchmaker/domain/planted.py", "from matchmaker.domain.planted_too import x\n"),
        Source("matchmaker/domain/planted_too.py", "from matchmaker.domain.planted import y\n"),
    ],
    "libraries stay in their rooms": [
        Source("matchmaker/services/planted.py", "from flask import request\n"),
        Source("matchmaker/domain/planted.py", "import sqlalchemy as sa\n"),
        Source("matchmaker/web/planted.py", "from sklearn.feature_extraction import text\n"),
        Source("matchmaker/jobs/planted.py", "import smtplib\n"),
    ],
    "the domain is pure": [
        Source("matchmaker/domain/planted.py", "import random\nx = random.random()\n"),
        Source("matchmaker/domain/planted.py", "import numpy as np\nx = np.random.default_rng()\n"),
        Source("matchmaker/domain/planted_too.py", "words = open('words.txt').read()\n"),
    ],
    "the clock is an argument": [Source("matchmaker/services/planted.py", "from datetime import datetime, UTC\nnow = datetime.now(UTC)\n")],
    "settings are read in one file": [Source("matchmaker/jobs/planted.py", "import os\nkey = os.environ['KEY']\n")],
    "errors of ours fly": [Source("matchmaker/services/planted.py", "try:\n    pass\nexcept Exception:\n    pass\n")],
    "names say what is inside": [Source("matchmaker/services/mail_utils.py", "")],
    "no look-up without its event": [Source("matchmaker/services/planted.py", "def find(session, id): return session.get(Attendee, id)\n")],
    "the door commits": [Source("matchmaker/services/planted.py", "def save(session): session.commit()\n")],
    "inits say one sentence": [Source("matchmaker/planted/__init__.py", '"""One."""\nfrom os import path\n')],
    "suppressions say why": [Source("matchmaker/domain/planted.py", "x = eval('1')  # noqa: S307\n")],
    "nothing is too large": [
        Source("matchmaker/domain/planted.py", "x = 1\n" * 301),
        Source("matchmaker/domain/planted_too.py", "def f():\n" + "    x = 1\n" * 51),
        Source("matchmaker/web/planted.py", "@site.get('/')\ndef f():\n" + "    x = 1\n" * 26),
    ],
}


@pytest.fixture(scope="module")
def house() -> list[Source]:
    return [Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in sorted(ROOT.glob("matchmaker/**/*.py"))]


@pytest.mark.parametrize("name", RULES)
def test_the_house_keeps_the_rule(house: list[Source], name: str) -> None:
    assert RULES[name](house) == []


@pytest.mark.parametrize("name", RULES)
def test_the_rule_catches_a_planted_offence(house: list[Source], name: str) -> None:
    planted = OFFENCES[name]

    caught = "\n".join(RULES[name]([*house, *planted]))

    assert [
        source.path for source in planted if source.path not in caught and source.path.removesuffix(".py").replace("/", ".") not in caught
    ] == []


def test_the_alarm_bells_ring_without_failing(house: list[Source]) -> None:
    for line in rules.too_large(house, file=rules.BELL_FILE, function=rules.BELL_FUNCTION, view=rules.BELL_VIEW):
        warnings.warn(f"Above the size to talk about: {line}", stacklevel=1)

    assert len(house) > 20


def test_the_readme_lists_every_setting() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert [name for name in Settings.model_fields if f"MATCHMAKER_{name.upper()}" not in readme] == []


def test_every_setting_says_what_it_is_for() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_our_own_code_is_never_mocked() -> None:
    mocks = [
        path.relative_to(ROOT).as_posix()
        for path in ROOT.glob("tests/**/*.py")
        if "unittest.mock" in path.read_text() and path != Path(__file__)
    ]

    assert mocks == []
