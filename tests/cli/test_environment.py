"""scripts/environment.py: what scripts/run and scripts/test do before matchmaker itself can run."""

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
OLD_PYTHONS = [
    path
    for minor in range(6, 11)
    for path in [shutil.which(f"python3.{minor}"), *map(str, Path.home().glob(f".pyenv/versions/3.{minor}.*/bin/python3"))]
    if path and subprocess.run([path, "-c", ""], capture_output=True, check=False).returncode == 0
]


@pytest.fixture
def environment(tmp_path: Path) -> ModuleType:
    """The module, as if the project lay in an empty folder."""
    spec = importlib.util.spec_from_file_location("environment_on_trial", SCRIPTS / "environment.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.ROOT = str(tmp_path)
    (tmp_path / "requirements.lock").write_text("")
    return module


@pytest.mark.parametrize("version", [(3, 11), (3, 12, 1), (3, 14, 0, "final", 0)])
def test_a_fitting_python_is_let_through(environment: ModuleType, version: tuple[int, ...]) -> None:
    assert environment.unfit_python(version) is None


@pytest.mark.parametrize(
    ("version", "begins"),
    [
        ((3, 8, 18), "matchmaker needs Python 3.11 or newer; this is 3.8. Install one"),
        ((2, 7, 18), "matchmaker needs Python 3.11 or newer; this is 2.7. Install one"),
        ((3, 15, 0), "matchmaker needs Python 3.11 to 3.14; this is 3.15. Install one"),
    ],
)
def test_another_python_is_told_what_is_needed(environment: ModuleType, version: tuple[int, ...], begins: str) -> None:
    sentence = environment.unfit_python(version)

    assert sentence.startswith(begins)
    assert "\n" not in sentence


def test_the_oldest_and_newest_python_are_those_of_the_package(environment: ModuleType) -> None:
    wanted = 'requires-python = ">={}.{},<{}.{}"'.format(*environment.OLDEST, environment.NEWEST[0], environment.NEWEST[1] + 1)

    assert wanted in (SCRIPTS.parent / "pyproject.toml").read_text()


@pytest.mark.parametrize("old", OLD_PYTHONS)
@pytest.mark.parametrize("script", ["run", "test"])
def test_an_old_python_ends_with_one_sentence(old: str, script: str, tmp_path: Path) -> None:
    """Run by real old Pythons, where this machine has some; on a path where no better one can be found."""
    ended = subprocess.run([old, str(SCRIPTS / script)], capture_output=True, text=True, check=False, env={"PATH": str(tmp_path)})

    assert ended.returncode == 2
    assert ended.stderr.startswith("matchmaker needs Python 3.11 or newer; this is 3.")
    assert ended.stderr.count("\n") == 1


def test_the_scripts_use_nothing_that_an_old_python_cannot_read() -> None:
    """Where no old Python is at hand: the grammar of 3.7 is the oldest that today's parser still knows."""
    import ast

    for name in ("environment.py", "run", "test"):
        tree = ast.parse((SCRIPTS / name).read_text(), feature_version=(3, 7))
        assert [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr | ast.NamedExpr)] == []


@pytest.mark.parametrize(
    ("said", "begins"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "The disk is full."),
        ("WARNING: Retrying … NewConnectionError … Temporary failure in name resolution", "The packages could not be fetched."),
        ("ERROR: No matching distribution found for flask==3.1.3", "The packages could not be fetched."),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "A downloaded package is not the one"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "The package index was reached, but"),
        ("ERROR: Could not install packages: [Errno 13] Permission denied: '/srv'", "{root} may not be written to."),
        ("something\nnobody\nknows", "The environment could not be made."),
    ],
)
def test_what_pip_says_becomes_a_plain_sentence(environment: ModuleType, said: str, begins: str) -> None:
    assert environment.explained(said).startswith(begins.format(root=environment.ROOT))


def test_of_unknown_words_the_last_are_shown(environment: ModuleType) -> None:
    assert environment.explained("one\ntwo\nthree\nfour\nfive\nsix").endswith("  two\n  three\n  four\n  five\n  six")


def test_a_nearly_full_disk_stops_before_anything_is_made(environment: ModuleType, tmp_path: Path) -> None:
    environment.demand_room(500_000_000, 500)

    with pytest.raises(environment.StopError, match=r"needs 500 MB beside .*, and 499 MB are free. Make room and run this again.$"):
        environment.demand_room(499_999_999, 500)


def test_a_python_without_venv_names_the_package_that_has_it(
    environment: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = tmp_path / "python"
    bare.write_text("#!/bin/sh\nexit 1\n")  # as Debian's python3 without python3-venv: `import ensurepip` fails
    bare.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(bare))

    with pytest.raises(environment.StopError, match=r"comes without its venv part.* apt install python3\.\d+-venv; then run this again\.$"):
        environment.make_venv()


def test_a_folder_that_may_not_be_written_to_is_named(environment: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_words: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied", str(tmp_path))

    monkeypatch.setattr(environment, "one_at_a_time", refuse)  # root, who runs CI, may write everywhere

    with pytest.raises(environment.StopError, match=r"may not be written to\. Run this as the user who owns it\.$"):
        environment.make_environment("requirements.lock")


def stamp(environment: ModuleType, lock: str) -> None:
    """As left behind by an installation that went through."""
    Path(environment.venv_python()).parent.mkdir(parents=True)
    Path(environment.venv_python()).symlink_to(sys.executable)
    Path(environment.inside("matchmaker.json")).write_text(json.dumps({"root": environment.ROOT, "locks": environment.stamp_of(lock)}))


def test_what_is_installed_already_is_not_installed_again(environment: ModuleType, tmp_path: Path) -> None:
    stamp(environment, "requirements.lock")

    environment.make_environment("requirements.lock")

    assert not (tmp_path / ".venv.lock").exists()


def test_a_changed_lock_a_moved_folder_and_a_lost_python_are_noticed(environment: ModuleType, tmp_path: Path) -> None:
    stamp(environment, "requirements.lock")
    assert environment.stamped() == environment.stamp_of("requirements.lock")

    (tmp_path / "requirements.lock").write_text("flask==9\n")
    assert environment.stamped() != environment.stamp_of("requirements.lock")

    Path(environment.venv_python()).unlink()
    assert environment.stamped() == {}

    environment.ROOT = str(tmp_path / "elsewhere")
    assert environment.stamped() == {}


def test_the_environment_is_made_offline_from_an_empty_lock_and_runs_the_project(
    environment: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With no packages to fetch, everything but the download is real: venv, pip, the command, the stamp."""
    (tmp_path / "matchmaker" / "cli").mkdir(parents=True)
    (tmp_path / "matchmaker" / "cli" / "__init__.py").write_text("def main():\n    print('here')\n")
    (tmp_path / "matchmaker" / "__init__.py").write_text("")
    monkeypatch.setenv("PIP_NO_INDEX", "1")

    environment.make_environment("requirements.lock")

    said = subprocess.run([environment.inside("bin", "matchmaker")], capture_output=True, text=True, check=True, cwd="/")
    assert said.stdout == "here\n"
    assert environment.stamped() == environment.stamp_of("requirements.lock")


def test_a_package_that_cannot_be_fetched_leaves_no_stamp(environment: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    (tmp_path / "requirements.lock").write_text("flask==3.1.3 \\\n    --hash=sha256:" + "0" * 64 + "\n")

    with pytest.raises(environment.StopError, match=r"The packages could not be fetched\. Is there a network"):
        environment.make_environment("requirements.lock")

    assert environment.stamped() == {}
    assert "flask" in Path(environment.inside("pip.log")).read_text()


def test_an_environment_that_has_pip_is_filled_up_and_not_thrown_away(environment: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    environment.make_environment("requirements.lock")
    (Path(environment.inside()) / "mine.txt").write_text("kept")
    (Path(environment.ROOT) / "requirements.lock").write_text("# changed\n")

    environment.make_environment("requirements.lock")

    assert (Path(environment.inside()) / "mine.txt").read_text() == "kept"


def test_both_locks_agree_on_what_they_share() -> None:
    """They share one folder: a package must not go to and fro between scripts/run and scripts/test."""
    pins = {}
    for name in ("requirements.lock", "requirements-dev.lock"):
        lines = (SCRIPTS.parent / name).read_text().splitlines()
        pins[name] = dict(line.split()[0].split("==") for line in lines if "==" in line and not line.startswith((" ", "#")))

    run, test = pins["requirements.lock"], pins["requirements-dev.lock"]
    assert {name: test.get(name) for name in run} == run
