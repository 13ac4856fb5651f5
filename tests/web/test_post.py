"""The demo's post box: letters are read on this machine alone, and a letter can do nothing but be read."""

from pathlib import Path

import pytest
from flask import Flask

from matchmaker.app import create_app
from matchmaker.mail.letter import Letter
from matchmaker.mail.message import message_bytes, sender_of
from matchmaker.mail.postbox import keep_letter
from matchmaker.settings import Settings
from tests.browsers import Phone, text_of
from tests.cast import NOW
from tests.conftest import Bell, Clock

HTML = "<html><head><style>p { color: red; }</style></head><body><p>Hello <b>Ada</b></p></body></html>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "post"
    folder.mkdir()
    return folder


def browser(settings: Settings, bell: Bell, clock: Clock, **changes: object) -> Phone:
    settings = settings.model_copy(update=changes)
    return Phone(create_app(settings, wake=bell, clock=clock), settings)


@pytest.fixture
def here(settings: Settings, bell: Bell, clock: Clock, folder: Path) -> Phone:
    return browser(settings, bell, clock, post_dir=folder)


def post(folder: Path, *, subject: str = "Your code", text: str = "See https://meet.example.org/in#a\n", html: str = HTML) -> str:
    letter = Letter("sign_in", "ada@example.org", "Ada", subject, text, html)
    content = message_bytes(letter, sender=sender_of("matchmaker <m@x.example>"), message_id="<1@x>", now=NOW)
    return keep_letter(folder, content, recipients=["ada@example.org"]).stem


def test_letters_are_listed_and_read_with_both_parts(here: Phone, folder: Path) -> None:
    letter_id = post(folder)

    listed, read = here.get("/_post"), here.get(f"/_post/{letter_id}")

    assert "Your code To ada@example.org" in text_of(listed)
    assert f'href="/_post/{letter_id}"' in listed.text
    assert f'src="/_post/{letter_id}/letter"' in read.text
    assert '<a href="https://meet.example.org/in#a"' in read.text
    assert "Auto-Submitted auto-generated" in text_of(read)
    assert "frame-src 'self'" in read.headers["Content-Security-Policy"]


def test_the_html_part_may_show_its_style_and_do_nothing_else(here: Phone, folder: Path) -> None:
    answer = here.get(f"/_post/{post(folder)}/letter")

    policy = answer.headers["Content-Security-Policy"]
    assert "<p>Hello <b>Ada</b></p>" in answer.text
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'self'" in policy
    assert "sandbox" in policy
    # Its elements carry their styles; a sheet that is none of ours, and any script, stay shut out
    assert [one.strip() for one in policy.split(";") if "unsafe" in one] == ["style-src-attr 'unsafe-inline'"]


def test_a_hostile_subject_and_text_stay_words(here: Phone, folder: Path) -> None:
    letter_id = post(folder, subject="<script>alert(1)</script>", text="<img src=x onerror=alert(1)>\n")

    for page in ("/_post", f"/_post/{letter_id}"):
        assert "<script>alert" not in here.get(page).text
        assert "<img src=x" not in here.get(page).text


def test_an_empty_box_and_no_box_say_so(settings: Settings, bell: Bell, clock: Clock, here: Phone) -> None:
    assert "No letter yet" in text_of(here.get("/_post"))
    assert "There is no post box" in text_of(browser(settings, bell, clock).get("/_post"))


@pytest.mark.parametrize("letter_id", ["0-0", "..", "%2e%2e", "nothing"])
def test_what_is_not_there_is_not_found(here: Phone, letter_id: str) -> None:
    assert here.get(f"/_post/{letter_id}").status_code == 404


@pytest.mark.parametrize("path", ["/_post", "/_post/{}", "/_post/{}/letter"])
def test_nobody_elses_machine_and_no_real_house_shows_letters(
    settings: Settings, bell: Bell, clock: Clock, here: Phone, folder: Path, path: str
) -> None:
    path = path.format(post(folder))
    real = browser(settings, bell, clock, post_dir=folder, demo=False)

    assert here.get(path).status_code == 200
    assert here.get(path, environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 404
    assert real.get(path).status_code == 404


def test_a_house_without_a_box_has_no_letters(app: Flask, stranger: Phone) -> None:
    assert stranger.get("/_post/0-0").status_code == 404
