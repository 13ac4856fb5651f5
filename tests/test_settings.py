"""Settings: each wrong one stops the start and names itself."""

from pathlib import Path

import pytest

from matchmaker.errors import SettingsError
from matchmaker.settings import KEY_NAMES, key_file, load_settings, read_key, write_missing_keys


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in [name for name in os.environ if name.startswith("MATCHMAKER_")]:
        monkeypatch.delenv(name)


@pytest.mark.parametrize(
    "base_url",
    ["https://meet.example.org", "https://meet.example.org:8443/", "http://localhost:8000", "http://127.0.0.1:8000", "http://[::1]:8000"],
)
def test_a_safe_base_url_is_taken(base_url: str) -> None:
    assert load_settings(base_url=base_url).base_url == base_url.rstrip("/")


@pytest.mark.parametrize(
    "base_url",
    [
        "http://meet.example.org",
        "http://192.168.1.5:8000",
        "ftp://meet.example.org",
        "meet.example.org",
        "https://",
        "https://a.example/path",
    ],
)
def test_an_unsafe_base_url_stops_the_start(base_url: str) -> None:
    with pytest.raises(SettingsError, match="MATCHMAKER_BASE_URL must"):
        load_settings(base_url=base_url)


@pytest.mark.parametrize("base_url", ["http://192.168.1.5:8000", "http://10.0.0.7:8000", "http://venue.local:8000"])
def test_a_private_address_is_taken_on_the_lan(base_url: str) -> None:
    assert load_settings(base_url=base_url, lan=True).is_https is False


@pytest.mark.parametrize(
    "smtp_url", ["foo://mail.example.org", "mail.example.org:25", "smtp://", "smtp://ada:canary@mail.example.org:port", "smtp://[canary"]
)
def test_an_unreadable_mail_server_stops_the_start_and_its_password_is_not_repeated(smtp_url: str) -> None:
    with pytest.raises(SettingsError) as stop:
        load_settings(smtp_url=smtp_url)

    assert (
        str(stop.value)
        == "The settings are not right. MATCHMAKER_SMTP_URL must look like smtp+starttls://user:password@mail.example.org:587."
    )


@pytest.mark.parametrize(
    "smtp_url", ["", "smtp://127.0.0.1:2525", "smtps://ada:secret@mail.example.org", "smtp+starttls://mail.example.org:587"]
)
def test_a_mail_server_is_taken_as_it_was_written(smtp_url: str) -> None:
    assert load_settings(smtp_url=smtp_url).smtp_url == smtp_url


def test_every_wrong_value_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHMAKER_LIST_LENGTH", "many")
    monkeypatch.setenv("MATCHMAKER_SQLITE_SYNCHRONOUS", "OFF")

    with pytest.raises(SettingsError) as caught:
        load_settings()

    assert "MATCHMAKER_LIST_LENGTH" in str(caught.value)
    assert "MATCHMAKER_SQLITE_SYNCHRONOUS" in str(caught.value)


def test_https_brings_the_host_cookie() -> None:
    assert load_settings(base_url="https://meet.example.org").cookie_name == "__Host-session"
    assert load_settings(base_url="http://localhost:8000").cookie_name == "session"


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://db/meet", "postgresql+psycopg://db/meet"),
        ("postgresql://db/meet", "postgresql+psycopg://db/meet"),
        ("postgresql+psycopg://db/meet", "postgresql+psycopg://db/meet"),
        ("sqlite:////srv/meet.db", "sqlite:////srv/meet.db"),
    ],
)
def test_the_driver_is_spelled_out(given: str, used: str) -> None:
    assert load_settings(database_url=given).database == used


@pytest.mark.parametrize("tag", ["tlh", "../../etc/passwd", ""])
def test_a_house_speaks_only_what_it_has_words_for(tag: str) -> None:
    with pytest.raises(SettingsError, match="MATCHMAKER_LANGUAGE"):
        load_settings(language=tag)

    assert load_settings(language="de").language == "de"


def test_without_an_address_the_data_folder_holds_the_database(tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path)

    assert settings.database == f"sqlite:///{tmp_path / 'matchmaker.db'}"
    assert settings.queue == f"sqlite:///{tmp_path / 'queue.db'}"


def test_keys_are_written_once_and_only_for_their_owner(tmp_path: Path) -> None:
    first = write_missing_keys(tmp_path)
    kept = {name: read_key(tmp_path, name) for name in KEY_NAMES}

    again = write_missing_keys(tmp_path)

    assert (first, again) == (list(KEY_NAMES), [])
    assert {name: read_key(tmp_path, name) for name in KEY_NAMES} == kept
    assert len(set(kept.values())) == len(KEY_NAMES)
    assert {key_file(tmp_path, name).stat().st_mode & 0o077 for name in KEY_NAMES} == {0}


@pytest.mark.parametrize("content", ["", "not hexadecimal", "ab" * 8])
def test_a_damaged_key_names_its_file(tmp_path: Path, content: str) -> None:
    write_missing_keys(tmp_path)
    key_file(tmp_path, "badge").write_text(content)

    with pytest.raises(SettingsError, match="badge_key"):
        read_key(tmp_path, "badge")
