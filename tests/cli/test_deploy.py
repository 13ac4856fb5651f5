"""What stands in deploy/ fits the program."""

import re
from pathlib import Path

import pytest

from matchmaker.cli import COMMANDS
from matchmaker.settings import Settings

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
KNOWN = {f"MATCHMAKER_{name.upper()}" for name in Settings.model_fields}
CADDYS_OWN = {"MATCHMAKER_SITE", "MATCHMAKER_UPSTREAM"}


@pytest.mark.parametrize("path", [path for path in DEPLOY.rglob("*") if path.is_file()], ids=lambda path: path.name)
def test_only_settings_that_exist_are_set(path: Path) -> None:
    assert set(re.findall(r"MATCHMAKER_[A-Z_]+", path.read_text())) - KNOWN - CADDYS_OWN == set()


def test_only_commands_that_exist_are_started() -> None:
    started = re.findall(r"bin/matchmaker ([a-z]+)", "\n".join(path.read_text() for path in DEPLOY.rglob("*") if path.is_file()))

    assert set(started) == {"serve", "work", "secrets", "db", "static"}
    assert [command for command in started if command not in COMMANDS] == []
