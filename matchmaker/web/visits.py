"""The visitor’s cookie: a random id and nothing else. What it means stands in the database, under the id's hash."""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from typing import Any

from flask import Flask, Request, Response, session
from flask.sessions import SessionInterface, SessionMixin

from matchmaker.settings import Settings

ID_BYTES = 32
CSRF_FIELD = "csrf_token"


class Visitor(SessionMixin):
    """Flask's session, holding only the id. Its CSRF secret is derived from the id, so nothing else needs keeping.

    The id is made on first need: a page without a form leaves no cookie.
    """

    def __init__(self, key: bytes, visitor_id: str | None) -> None:
        self._key = key
        self._id = visitor_id
        self.modified = False
        self.accessed = True  # sends Vary: Cookie; every page may differ by visitor
        self.lasts = False
        self.is_dropped = False

    @property
    def id(self) -> str:
        if self._id is None:
            self.renew()
        return self._id or ""

    @property
    def known_id(self) -> str | None:
        return self._id

    def renew(self, *, lasts: bool = False) -> str:
        """A new id, so that nobody who knew the old one comes along."""
        self._id = secrets.token_urlsafe(ID_BYTES)
        self.modified = True
        self.lasts = lasts
        self.is_dropped = False
        return self._id

    def drop(self) -> None:
        self._id = None
        self.modified = True
        self.is_dropped = True

    def __getitem__(self, key: str) -> Any:
        if key == CSRF_FIELD:
            return hmac.new(self._key, b"csrf|" + self.id.encode(), hashlib.sha256).hexdigest()
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return key == CSRF_FIELD

    def __setitem__(self, key: str, value: Any) -> None:
        raise TypeError("The session keeps an id alone; what a page must remember goes into the database.")

    def __delitem__(self, key: str) -> None:
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class VisitorCookie(SessionInterface):
    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def open_session(self, app: Flask, request: Request) -> Visitor:  # noqa: ARG002  Flask's signature
        return Visitor(self._settings.session_key, request.cookies.get(self._settings.cookie_name) or None)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:  # noqa: ARG002  Flask's signature
        if not isinstance(session, Visitor) or not session.modified:
            return
        common: dict[str, Any] = {"path": "/", "secure": self._settings.is_https, "httponly": True, "samesite": "Lax"}
        if session.is_dropped:
            response.delete_cookie(self._settings.cookie_name, **common)
            return
        max_age = self._settings.session_days * 86400 if session.lasts else None
        response.set_cookie(self._settings.cookie_name, session.id, max_age=max_age, **common)


def visitor() -> Visitor:
    if not isinstance(session._get_current_object(), Visitor):  # type: ignore[attr-defined]  # werkzeug's proxy has it
        raise TypeError("The app has no visitor cookie.")
    return session  # type: ignore[return-value]  # a proxy of the Visitor checked above


def hash_id(visitor_id: str) -> str:
    return hashlib.sha256(visitor_id.encode()).hexdigest()
