"""`matchmaker doctor` names the scripts that badges can't print."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from matchmaker.cli import main

CJK = Path("/usr/share/fonts/opentype/noto")


def run(folder: Path | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    monkeypatch.setenv("MATCHMAKER_DATA_DIR", str(tmp_path))
    if folder:
        monkeypatch.setenv("MATCHMAKER_FONT_FOLDER", str(folder))
    answer = CliRunner().invoke(main, ["doctor"])
    return answer.exit_code, answer.output


def test_without_a_folder_it_names_what_is_missing_and_what_helps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, said = run(None, tmp_path, monkeypatch)

    assert code == 0
    assert "Missing: fonts for Chinese, Japanese, Korean." in said
    assert "MATCHMAKER_FONT_FOLDER" in said


def test_a_folder_without_such_fonts_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, said = run(tmp_path, tmp_path, monkeypatch)

    assert code == 1
    assert "Missing: fonts for Chinese, Japanese, Korean." in said


def test_a_folder_that_is_not_there_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, said = run(tmp_path / "nowhere", tmp_path, monkeypatch)

    assert code == 1
    assert "which is no folder" in said


@pytest.mark.skipif(not list(CJK.glob("NotoSansCJK-*.ttc")), reason="Noto Sans CJK is not on this machine")
def test_a_folder_with_noto_sans_cjk_has_them_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fonts").mkdir()
    for weight in ("Regular", "Bold"):
        (tmp_path / "fonts" / f"NotoSansCJK-{weight}.ttc").symlink_to(CJK / f"NotoSansCJK-{weight}.ttc")

    code, said = run(tmp_path / "fonts", tmp_path, monkeypatch)

    assert code == 0
    assert "Chinese, Japanese and Korean too." in said
