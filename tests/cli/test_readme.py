"""What the README promises."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from matchmaker.cli import COMMANDS, main
from tests.readme import settings_table

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]


def test_the_table_of_settings_is_the_settings() -> None:
    assert settings_table() in README


def test_the_table_of_settings_would_notice_a_new_default() -> None:
    assert settings_table().replace("`600`", "`601`") not in README


def test_every_command_of_the_readme_exists() -> None:
    named = set(re.findall(r"^\s*matchmaker ([a-z]+)", README, re.MULTILINE))

    assert named >= {"secrets", "db", "serve", "work", "match"}
    assert [name for name in sorted(named) if name not in COMMANDS or CliRunner().invoke(main, [name, "--help"]).exit_code] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_our_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())

    assert [link for link in links if not (page.parent / link).exists()] == []
