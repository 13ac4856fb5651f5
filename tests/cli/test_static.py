"""`matchmaker static`: compressed once, and again only when something changed."""

import gzip
from pathlib import Path

import pytest
from click.testing import CliRunner

from matchmaker.cli import main
from matchmaker.cli.static import build_static


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    (folder / "css").mkdir(parents=True)
    (folder / "css" / "page.css").write_text("p { margin: 0 }\n" * 100)
    return folder


def test_every_style_sheet_gets_a_compressed_twin(source: Path, tmp_path: Path) -> None:
    done = build_static(tmp_path / "made", source=source)

    assert done is True
    assert gzip.decompress((tmp_path / "made/css/page.css.gz").read_bytes()) == (source / "css/page.css").read_bytes()


def test_what_is_made_already_is_left_alone(source: Path, tmp_path: Path) -> None:
    build_static(tmp_path / "made", source=source)
    made_at = (tmp_path / "made/css/page.css.gz").stat().st_mtime_ns

    assert build_static(tmp_path / "made", source=source) is False
    assert (tmp_path / "made/css/page.css.gz").stat().st_mtime_ns == made_at


def test_a_changed_style_sheet_is_made_anew_and_a_deleted_one_goes(source: Path, tmp_path: Path) -> None:
    (source / "old.css").write_text("p {}")
    build_static(tmp_path / "made", source=source)
    (source / "old.css").unlink()
    (source / "css" / "page.css").write_text("p { margin: 1px }\n" * 100)

    assert build_static(tmp_path / "made", source=source) is True
    assert gzip.decompress((tmp_path / "made/css/page.css.gz").read_bytes()) == (source / "css/page.css").read_bytes()
    assert not (tmp_path / "made/old.css").exists()


def test_the_command_says_whether_it_did_anything(tmp_path: Path) -> None:
    first = CliRunner().invoke(main, ["static", str(tmp_path / "made")])
    second = CliRunner().invoke(main, ["static", str(tmp_path / "made")])

    assert (first.output, second.output) == ("Written.\n", "They are there already.\n")
    assert (tmp_path / "made/css/base.css.gz").is_file()
