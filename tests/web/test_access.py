"""Who stands at the door."""

import pytest
from flask import Flask

from matchmaker.settings import Settings
from matchmaker.web.access import Access, declared_access, demands
from matchmaker.web.guard import refuse_undeclared
from tests.browsers import Phone


def test_a_route_that_declares_nothing_stops_the_start(app: Flask) -> None:
    app.view_functions["planted"] = lambda: "hello"
    app.url_map.add(app.url_rule_class("/planted", endpoint="planted"))

    with pytest.raises(RuntimeError, match="/planted"):
        refuse_undeclared(app)


def test_a_declaration_is_read_back() -> None:
    @demands(Access.TEAM)
    def view() -> str:
        return ""

    assert declared_access(view) is Access.TEAM


def test_a_page_without_a_form_leaves_no_cookie(stranger: Phone) -> None:
    answer = stranger.get("/healthz")

    assert answer.status_code == 200
    assert answer.headers.getlist("Set-Cookie") == []


def test_every_answer_carries_the_defences(stranger: Phone) -> None:
    answer = stranger.get("/healthz")

    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_a_form_token_is_the_same_twice_and_differs_between_browsers(app: Flask, settings: Settings) -> None:
    one, other = Phone(app, settings), Phone(app, settings)

    assert one.token() == one.token()
    assert one.token() != other.token()
