"""Signing in as people do: ask, wait for the letter that really went over SMTP, then type the code or open the link."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from werkzeug.test import TestResponse

from matchmaker.jobs.send_mail import send_mail
from matchmaker.jobs.workshop import Workshop
from matchmaker.mail.postbox import PostBox, PostedLetter, newest_letters
from matchmaker.settings import Settings
from tests.browsers import Phone


@dataclass(frozen=True)
class PostOffice:
    """A post box that the worker's mailer really speaks to."""

    workshop: Workshop
    directory: Path

    def letters(self) -> list[PostedLetter]:
        """Let the worker send what is due; all letters, the newest first."""
        send_mail(self.workshop)
        return newest_letters(self.directory, limit=10_000)

    def code(self) -> str:
        found = re.search(r"\b\d{6}\b", self.letters()[0].text)
        assert found is not None
        return found[0]

    def link(self) -> str:
        found = re.search(r"https?://\S+#\S+", self.letters()[0].text)
        assert found is not None
        return found[0]

    def token(self) -> str:
        return self.link().partition("#")[2]


@contextmanager
def open_post_office(settings: Settings, engine: Engine, folder: Path, now: Any) -> Iterator[PostOffice]:
    with PostBox(folder / "post") as box:
        workshop = Workshop(settings.model_copy(update={"smtp_url": box.url}), engine, now=now)
        yield PostOffice(workshop, box.directory)


def ask(phone: Phone, email: str, *, slug: str = "northlight", **options: Any) -> TestResponse:
    return phone.post(f"/e/{slug}/join", {"email": email, "name": "Ada Lovelace"}, **options)


def is_in(phone: Phone, path: str = "/e/northlight/interests") -> bool:
    return phone.get(path).status_code == 200
