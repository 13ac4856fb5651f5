"""A browser without a screen: Flask's test client that keeps its cookie, signs in by a row and sends the form token."""

import re
import secrets
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from matchmaker.settings import Settings
from matchmaker.store.models.signin import SessionRow
from matchmaker.web.furniture import csrf_token
from matchmaker.web.visits import hash_id


class Phone:
    """One person's browser."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.app = app
        self.client = app.test_client()
        self._cookie = settings.cookie_name

    def sign_in(self, session: Session, person_id: int, *, purpose: str, now: datetime) -> "Phone":
        session_id = secrets.token_urlsafe(32)
        session.add(
            SessionRow(
                id_hash=hash_id(session_id),
                person_id=person_id,
                purpose=purpose,
                created_at=now,
                seen_at=now,
                expires_at=now + timedelta(days=1),
            )
        )
        session.commit()
        self.client.set_cookie(self._cookie, session_id, domain="localhost")
        return self

    def get(self, path: str, **options: Any) -> TestResponse:
        return self.client.get(path, **options)

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        """Post a form as a page of ours would: with the token that belongs to this browser's cookie."""
        return self.client.post(path, data={"csrf_token": self.token(), **(data or {})}, **options)

    def post_json(self, path: str, body: object, **headers: str) -> TestResponse:
        """Post as the phone's outbox does."""
        return self.client.post(path, json=body, headers={"X-CSRFToken": self.token(), "Accept": "application/json", **headers})

    def token(self) -> str:
        if self.client.get_cookie(self._cookie, domain="localhost") is None:
            self.client.set_cookie(self._cookie, secrets.token_urlsafe(32), domain="localhost")
        cookie = self.client.get_cookie(self._cookie, domain="localhost")
        assert cookie is not None
        with self.app.test_request_context("/", headers={"Cookie": f"{self._cookie}={cookie.value}"}):
            return csrf_token()


def text_of(response: TestResponse) -> str:
    """What a reader reads: the page without its tags, white space folded."""
    body = re.sub(r"<(script|style|svg).*?</\1>", " ", response.text, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def form_to(page: str, action: str) -> dict[str, str]:
    """What the first form of a page that leads there sends by itself: its hidden fields, as a browser sends them."""
    form = page.partition(f'action="{action}"')[2].partition("</form>")[0]
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
    return {name: unescape(value).replace("\n", "\r\n") for name, value in hidden.items() if name != "csrf_token"}
