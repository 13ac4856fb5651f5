"""Templates and addresses that are compiled late, or once for all: the same pages, whatever the disk does."""

from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Map, Rule
from werkzeug.routing.converters import NumberConverter

from matchmaker.app import create_app
from matchmaker.settings import Settings
from matchmaker.web import compiled
from matchmaker.web.addresses import LateRule


@pytest.fixture
def another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """It knows nothing of what this one has compiled."""
    monkeypatch.setattr(compiled, "_KEPT", {})


def compiled_in(settings: Settings) -> list[Path]:
    return sorted(settings.data_dir.glob("compiled/*/*.cache"))


@pytest.mark.usefixtures("another_process")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_one_process_compiled_the_next_one_reads(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    first = app.test_client().get("/").text
    written = {file: file.stat().st_mtime_ns for file in compiled_in(settings)}
    monkeypatch.setattr(compiled, "_KEPT", {})
    monkeypatch.setattr("jinja2.Environment.compile", None)  # whoever compiles now fails

    second = create_app(settings, wake=lambda _word: None).test_client().get("/").text

    assert written != {}
    assert (second == first, {file: file.stat().st_mtime_ns for file in compiled_in(settings)}) == (True, written)
    assert compiled_in(settings)[0].parent.stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("another_process")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_where_nothing_can_be_written_pages_come_all_the_same(app: Flask, settings: Settings) -> None:
    (settings.data_dir / "compiled").write_text("a file stands where the folder should be")

    assert app.test_client().get("/").status_code == 200


@pytest.mark.usefixtures("another_process")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("end", [0, 3, 15, 20, 40, 60, -20])
def test_a_half_written_file_is_compiled_anew(app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch, end: int) -> None:
    first = app.test_client().get("/").text
    whole = {file: file.stat().st_size for file in compiled_in(settings)}
    for file in whole:
        file.write_bytes(file.read_bytes()[:end])
    monkeypatch.setattr(compiled, "_KEPT", {})

    second = create_app(settings, wake=lambda _word: None).test_client().get("/").text

    assert (second == first, {file: file.stat().st_size for file in whole}) == (True, whole)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_address_is_built_as_werkzeug_builds_it(app: Flask) -> None:
    late = list(app.url_map.iter_rules())
    plain = Map([Rule(rule.rule, endpoint=str(number)) for number, rule in enumerate(late)], converters=app.url_map.converters)
    adapter = plain.bind("localhost")

    for number, rule in enumerate(late):
        values: dict[str, object] = {name: 7 if isinstance(part, NumberConverter) else "a b/ä" for name, part in rule._converters.items()}
        for more in ({}, {"q": "é&=", "n": 2}):
            assert isinstance(rule, LateRule)
            for _ in range(2):
                built = rule.build({**values, **more}, append_unknown=True)
                assert built is not None
                assert built[1] == adapter.build(str(number), {**values, **more})
