"""Every setting, read once; a bad value stops the start and names itself."""

import ipaddress
import os
import re
import secrets
from functools import cached_property
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from matchmaker.errors import N_, SettingsError
from matchmaker.paths import TRANSLATIONS

KEY_BYTES = 32
# British English is the house's own voice; its dates read "5 Nov", its zones "BST". Every other language is a file of translations/.
HOUSE = "en-GB"
MAIL_SCHEMES = frozenset({"smtp", "smtp+starttls", "smtps"})
BOUNCES = re.compile(r"[A-Za-z0-9._-]{1,30}@[A-Za-z0-9.-]+")  # its local part gets a number and a mark behind it, and ends at 64 characters
KEY_NAMES = ("session", "badge", "signin", "mail")


class Settings(BaseSettings):
    """One value per environment variable ``MATCHMAKER_<NAME>``; the README lists them all."""

    model_config = SettingsConfigDict(env_prefix="MATCHMAKER_", frozen=True, extra="forbid", validate_default=True)

    base_url: str = Field(default="http://localhost:8000", description="Where people reach the service; it decides cookies and links.")
    data_dir: Path = Field(default=Path("instance"), description="Folder for the database, the queue and the secrets.")
    database_url: str = Field(default="", description="SQLAlchemy address; empty: SQLite in the data folder.")
    queue_url: str = Field(default="", description="sqlite:, postgresql: or redis: address; empty: SQLite in the data folder.")
    sqlite_synchronous: Literal["FULL", "NORMAL"] = Field(
        default="FULL", description="NORMAL may lose the last commits when the power fails."
    )
    static_dir: Path | None = Field(default=None, description="Folder with compressed static files, made by `matchmaker static`.")

    font_folder: Path | None = Field(
        default=None, description="Folder with further fonts for badges, such as Noto Sans CJK for Chinese, Japanese and Korean names."
    )

    language: str = Field(
        default=HOUSE, description="Language of pages and letters for whoever chose none and asks for none we speak, such as de."
    )

    smtp_url: str = Field(default="", description="smtp://, smtp+starttls:// or smtps://user:password@host:port of your relay.")
    mail_from: str = Field(default="matchmaker <matchmaker@localhost>", description="Sender of every letter.")
    mail_connections: int = Field(default=3, ge=1, le=64, description="SMTP connections at the same time.")
    mail_per_minute: int = Field(default=0, ge=0, description="Most letters a minute, of all workers together; 0: no limit.")
    mail_per_day: int = Field(default=0, ge=0, description="Most letters a day, of all workers together; 0: no limit.")
    mail_bounces: str = Field(
        default="", description="Where letters come back to, such as bounces@example.org; each one gets its own bounces+…@example.org."
    )
    mail_undo_seconds: int = Field(
        default=60, ge=0, le=600, description="How long letters to many wait after the press, so that they can be taken back."
    )
    mail_lease_seconds: int = Field(default=300, ge=1, description="How long a worker may hold a claimed letter.")

    demo: bool = Field(default=False, description="Demo mode: design page, post box page, an event that always runs.")
    post_dir: Path | None = Field(default=None, description="Folder where the demo's post box keeps letters.")
    lan: bool = Field(default=False, description="Allow plain http on private addresses, with a banner.")
    proxy_count: int = Field(default=0, ge=0, le=5, description="Proxies in front whose X-Forwarded headers are true.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(default="INFO", description="How much the log says.")

    signin_seconds: int = Field(default=600, ge=1, description="Lifetime of a sign-in link and its code.")
    signin_tries: int = Field(default=5, ge=1, description="Tries per code.")
    signin_mails_per_hour: int = Field(default=10, ge=1, description="Sign-in letters per address and hour.")
    signin_requests_per_hour: int = Field(default=1000, ge=1, description="Requests per network address and hour before they slow down.")
    signin_slow_seconds: int = Field(default=2, ge=1, description="Pause between requests from a network address past that number.")
    session_days: int = Field(default=90, ge=1, description="Lifetime of a session.")
    invitation_days: int = Field(default=14, ge=1, description="Lifetime of an invitation's button.")
    scans_per_hour: int = Field(default=60, ge=1, description="Exchanges at once per person and hour; later ones ask first.")
    short_code_tries: int = Field(default=10, ge=1, description="Short codes a person may try in an hour.")
    introduction_days: int = Field(default=14, ge=1, le=90, description="Days in which two people may answer a proposed introduction.")
    introductions_per_day: int = Field(default=5, ge=1, description="Introductions a person may propose in a day.")
    undo_seconds: int = Field(default=10, ge=1, le=600, description="How long a scan may be taken back as if it had never been.")
    upload_megabytes: int = Field(default=10, ge=1, le=100, description="Largest attendee file.")
    fetch_private: bool = Field(
        default=False, description="Allow fetching attendees from a pretix on a private address, and over plain http."
    )
    retention_days: int = Field(
        default=90, ge=0, description="Days after an event's end until its people's data teach later events nothing."
    )
    list_length: int = Field(default=8, ge=5, le=10, description="People on a match list.")
    list_wait_seconds: float = Field(default=1.0, ge=0, le=5, description="How long a page waits for a fresh list.")
    worker_silence_seconds: int = Field(default=30, ge=1, description="Silence after which pages say that no worker runs.")

    @field_validator("base_url")
    @classmethod
    def _without_trailing_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @model_validator(mode="after")
    def _names_a_mail_server(self) -> Self:
        try:
            parts = urlsplit(self.smtp_url)
            is_whole = parts.scheme in MAIL_SCHEMES and bool(parts.hostname) and parts.port != 0
        except ValueError:
            is_whole = False
        if self.smtp_url and not is_whole:
            # The address may hold a password: the sentence doesn't repeat it.
            raise ValueError("MATCHMAKER_SMTP_URL must look like smtp+starttls://user:password@mail.example.org:587.")
        return self

    @field_validator("language")
    @classmethod
    def _is_spoken(cls, value: str) -> str:
        if value != HOUSE and not (TRANSLATIONS / f"{value.replace('-', '_')}.po").is_file():
            raise ValueError("MATCHMAKER_LANGUAGE must be en-GB or a language of matchmaker/translations, such as de.")
        return value

    @field_validator("mail_bounces")
    @classmethod
    def _is_one_address(cls, value: str) -> str:
        if value and not BOUNCES.fullmatch(value):
            raise ValueError("MATCHMAKER_MAIL_BOUNCES must look like bounces@example.org.")
        return value

    @model_validator(mode="after")
    def _reachable_safely(self) -> Self:
        parts = urlsplit(self.base_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
            raise ValueError("MATCHMAKER_BASE_URL must look like https://meet.example.org, without a path.")
        if parts.scheme == "http" and not self._may_be_plain(parts.hostname):
            raise ValueError("MATCHMAKER_BASE_URL must start with https://, except here or, with MATCHMAKER_LAN=1, on a private address.")
        return self

    def _may_be_plain(self, host: str) -> bool:
        if host == "localhost":
            return True
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return self.lan and host.endswith((".local", ".lan", ".internal"))
        return address.is_loopback or (self.lan and address.is_private)

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def cookie_name(self) -> str:
        return "__Host-session" if self.is_https else "session"

    @property
    def desk_cookie_name(self) -> str:
        return "__Host-desk" if self.is_https else "desk"

    @property
    def origin(self) -> str:
        return self.base_url

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).hostname or ""

    @property
    def database(self) -> str:
        """The address for SQLAlchemy, with the driver spelled out."""
        if not self.database_url:
            return f"sqlite:///{(self.data_dir / 'matchmaker.db').resolve()}"
        for bare in ("postgres://", "postgresql://"):
            if self.database_url.startswith(bare):
                return "postgresql+psycopg://" + self.database_url.removeprefix(bare)
        return self.database_url

    @property
    def queue(self) -> str:
        return self.queue_url or f"sqlite:///{(self.data_dir / 'queue.db').resolve()}"

    @cached_property
    def session_key(self) -> bytes:
        return read_key(self.data_dir, "session")

    @cached_property
    def badge_key(self) -> bytes:
        return read_key(self.data_dir, "badge")

    @cached_property
    def signin_key(self) -> bytes:
        return read_key(self.data_dir, "signin")

    @cached_property
    def mail_key(self) -> bytes:
        return read_key(self.data_dir, "mail")


def load_settings(**overrides: object) -> Settings:
    """Read the settings from the environment; overrides win.

    Raises
    ------
    SettingsError
        A value is missing or wrong; the sentence names every one.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks each value itself
    except ValidationError as fault:
        lines = []
        for problem in fault.errors():
            name = "MATCHMAKER_" + str(problem["loc"][0]).upper() + ": " if problem["loc"] else ""
            lines.append(name + problem["msg"].removeprefix("Value error, "))
        raise SettingsError(N_("The settings are not right. %(lines)s"), lines=" ".join(lines)) from None


def environment_with(settings: Settings) -> dict[str, str]:
    """The environment for a child process that shall see these settings."""
    spelled = {
        f"MATCHMAKER_{name.upper()}": str(int(value)) if isinstance(value, bool) else str(value)
        for name, value in settings.model_dump(exclude_defaults=True, exclude_none=True).items()
    }
    return {**os.environ, **spelled}


def key_file(data_dir: Path, name: str) -> Path:
    return data_dir / "secrets" / f"{name}_key"


def read_key(data_dir: Path, name: str) -> bytes:
    """The secret called `name` from its file; secrets are never in the database."""
    path = key_file(data_dir, name)
    try:
        key = bytes.fromhex(path.read_text().strip())
    except (OSError, ValueError):
        raise SettingsError(
            N_("The secret %(path)s is missing or damaged. `matchmaker secrets` writes the missing ones."), path=path
        ) from None
    if len(key) < KEY_BYTES:
        raise SettingsError(N_("The secret %(path)s is too short; it needs 32 bytes in hexadecimal."), path=path)
    return key


def write_missing_keys(data_dir: Path) -> list[str]:
    """Write a random secret for each name that has none yet; return the names written."""
    folder = data_dir / "secrets"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    written = []
    for name in KEY_NAMES:
        path = key_file(data_dir, name)
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(KEY_BYTES) + "\n")
            written.append(name)
    return written
