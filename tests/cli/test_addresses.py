"""The addresses a demo prints and writes."""

import json
from pathlib import Path

import pytest

from matchmaker.cli.addresses import Addresses, drawn_code, is_port_free
from matchmaker.mail.postbox import free_port

ADDRESSES = Addresses("http://h/demo/organiser/x", "http://h/demo/attendee/y", "http://h/B/Z", "http://h/_post")


def test_the_file_holds_the_four_addresses(tmp_path: Path) -> None:
    ADDRESSES.write(tmp_path / "addresses.json")

    assert json.loads((tmp_path / "addresses.json").read_text()) == {
        "organiser": "http://h/demo/organiser/x",
        "attendee": "http://h/demo/attendee/y",
        "badge": "http://h/B/Z",
        "post": "http://h/_post",
    }


def test_an_older_file_is_replaced_and_nothing_lies_about(tmp_path: Path) -> None:
    (tmp_path / "addresses.json").write_text("old")

    ADDRESSES.write(tmp_path / "addresses.json")

    assert [path.name for path in tmp_path.iterdir()] == ["addresses.json"]
    assert json.loads((tmp_path / "addresses.json").read_text())["post"] == "http://h/_post"


def test_a_file_that_cannot_be_written_leaves_the_old_one_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "addresses.json").write_text("old")

    def full(*_words: object, **_options: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space left"):
        ADDRESSES.write(tmp_path / "addresses.json")

    assert [path.name for path in tmp_path.iterdir()] == ["addresses.json"]
    assert (tmp_path / "addresses.json").read_text() == "old"


def test_the_terminal_shows_each_address_once() -> None:
    lines = "\n".join(ADDRESSES.lines(is_lan=False))

    for address in ("http://h/demo/organiser/x", "http://h/demo/attendee/y", "http://h/B/Z", "http://h/_post"):
        assert lines.count(address) == 1


def test_without_a_post_box_no_line_speaks_of_one() -> None:
    lines = Addresses("o", "a", "b", None).lines(is_lan=False)

    assert [line for line in lines if "Letters" in line] == []


def test_the_code_in_the_terminal_is_a_rectangle_with_a_quiet_border() -> None:
    rows = [line.strip().removeprefix("\033[30;107m").removesuffix("\033[0m") for line in drawn_code("http://192.168.1.7:8000/demo")]

    assert len({len(row) for row in rows}) == 1
    assert rows[0].strip() == ""
    assert [row for row in rows if row[:2] != "  " or row[-2:] != "  "] == []
    assert set("".join(rows)) == {" ", "▀", "▄", "█"}


def test_a_port_that_something_listens_on_is_not_free() -> None:
    import socket

    port = free_port("127.0.0.1")
    assert is_port_free("127.0.0.1", port)

    with socket.create_server(("127.0.0.1", port)):
        assert not is_port_free("127.0.0.1", port)
