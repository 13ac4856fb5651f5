"""The command line as a whole: what it lists, what it imports, how it refuses."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from matchmaker import __version__
from matchmaker.cli import COMMANDS, main

HEAVY = ("flask", "sqlalchemy", "sklearn", "numpy", "huey", "pydantic")


def modules_after(*words: str) -> set[str]:
    program = (
        "import sys, contextlib, io\nfrom matchmaker.cli import main\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        f"    main({list(words)!r})\nprint(*sys.modules)"
    )
    return set(subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("no-such-command",)])
def test_help_imports_no_heavy_library(words: tuple[str, ...]) -> None:
    loaded = modules_after(*words)

    assert "click" in loaded
    assert [name for name in HEAVY if name in loaded] == []


def test_help_names_every_command_with_its_purpose() -> None:
    shown = CliRunner().invoke(main, ["--help"]).output

    for name, (_, purpose) in COMMANDS.items():
        assert f"  {name}  " in shown
        assert purpose.split(",")[0] in " ".join(shown.split())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    outcome = CliRunner().invoke(main, [name, "--help"])

    assert outcome.exit_code == 0
    assert outcome.output.startswith(f"Usage: matchmaker {name}")


def test_both_ways_of_asking_for_the_version_agree() -> None:
    assert CliRunner().invoke(main, ["--version"]).output == f"{__version__}\n"
    assert CliRunner().invoke(main, ["version"]).output == f"{__version__}\n"


def test_a_wrong_setting_is_named_and_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHMAKER_PROXY_COUNT", "many")

    outcome = CliRunner().invoke(main, ["secrets"])

    assert outcome.exit_code == 2
    assert outcome.output.startswith("Error: The settings are not right. MATCHMAKER_PROXY_COUNT: ")


def test_secrets_are_written_once_and_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MATCHMAKER_DATA_DIR", str(tmp_path))

    first = CliRunner().invoke(main, ["secrets"]).output
    keys = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    second = CliRunner().invoke(main, ["secrets"]).output

    assert first.count("Written: ") == len(keys) == 4
    assert second == "All keys are there; none was changed.\n"
    assert {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()} == keys
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "secrets").iterdir()} == {0o600}
