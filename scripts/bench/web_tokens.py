"""The form token of a guest's session, as a page would have carried it."""

from functools import cache
from typing import Any

from crowd import Guest
from flask import Flask

from matchmaker.app import create_app
from matchmaker.settings import Settings
from matchmaker.web.furniture import csrf_token

_settings: dict[str, Settings] = {}


def token_of(service: Any, guest: Guest) -> str:
    _settings[str(service.settings.data_dir)] = service.settings
    head = {"Cookie": f"{service.settings.cookie_name}={guest.session_id}"}
    with _app(str(service.settings.data_dir)).test_request_context("/", headers=head):
        return csrf_token()


@cache
def _app(data_dir: str) -> Flask:
    return create_app(_settings[data_dir], wake=lambda _word: None)
