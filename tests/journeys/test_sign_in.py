"""Mailed links in a real browser: the secret stays behind the #, one press where it was asked for, digits elsewhere."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from matchmaker.domain.signin.secrets import link_token, sign_in_code
from matchmaker.store.models.signin import LoginLink
from tests.cast import make_event
from tests.journeys.conftest import PHONE
from tests.running import RunningService, running_service

pytestmark = pytest.mark.browser
OpenWindow = Callable[[tuple[int, int]], Page]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """Without a worker: what the letter would say is derived here as the worker derives it."""
    folder: Path = tmp_path_factory.mktemp("sign-in")
    with running_service(f"sqlite:///{folder / 'matchmaker.db'}", folder, worker=False) as running:
        with running.session() as session:
            make_event(session)
            session.commit()
        yield running


@dataclass(frozen=True)
class Mailed:
    link: str
    code: str


@pytest.fixture
def asked(service: RunningService, open_window: OpenWindow, request: pytest.FixtureRequest) -> tuple[Page, Mailed]:
    """Somebody's phone after asking for a code, and what the letter to them says."""
    phone = open_window(PHONE)
    phone.goto(f"{service.url}/e/northlight/")
    phone.get_by_label("Your name").fill("Nia Okoye")
    phone.get_by_label("Your e-mail address").fill(f"{abs(hash(request.node.name))}@tidepool.example")
    phone.get_by_role("button", name="Send me a code").click()
    expect(phone.get_by_label("Six digits")).to_be_visible()
    with service.session() as session:
        salt = session.scalars(select(LoginLink.salt).order_by(LoginLink.id.desc())).first()
    assert salt is not None
    key = service.settings.signin_key
    return phone, Mailed(f"{service.url}/e/northlight/in#{link_token(key, salt)}", sign_in_code(key, salt))


def test_one_press_in_the_browser_that_asked(asked: tuple[Page, Mailed], service: RunningService) -> None:
    phone, mailed = asked
    requested: list[str] = []
    tab = phone.context.new_page()
    tab.on("request", lambda request: requested.append(request.url))

    tab.goto(mailed.link)
    expect(tab).to_have_url(f"{service.url}/e/northlight/in")  # nothing secret is left in the address
    tab.get_by_role("button", name="Come in").click()

    expect(tab).to_have_url(f"{service.url}/e/northlight/interests")
    secret = mailed.link.partition("#")[2]
    assert [url for url in requested if secret in url.partition("#")[0]] == []


def test_in_another_browser_the_digits_are_typed(asked: tuple[Page, Mailed], service: RunningService, open_window: OpenWindow) -> None:
    _, mailed = asked
    other = open_window(PHONE)

    other.goto(mailed.link)
    other.get_by_role("button", name="Come in").click()
    expect(other.get_by_role("heading", name="Type the code from the letter")).to_be_visible()
    other.get_by_label("Six digits").fill(mailed.code)
    other.get_by_role("button", name="Come in").click()

    expect(other).to_have_url(f"{service.url}/e/northlight/interests")


def test_the_code_is_typed_where_it_was_asked_for(asked: tuple[Page, Mailed], service: RunningService) -> None:
    phone, mailed = asked

    phone.get_by_label("Six digits").fill(mailed.code)
    phone.get_by_role("button", name="Come in").click()

    expect(phone).to_have_url(f"{service.url}/e/northlight/interests")


def test_without_script_the_landing_page_leads_to_the_code(asked: tuple[Page, Mailed], service: RunningService, chromium: Browser) -> None:
    _, mailed = asked
    plain = chromium.new_context(java_script_enabled=False).new_page()

    plain.goto(mailed.link)
    expect(plain.get_by_role("button", name="Come in")).to_be_hidden()
    plain.get_by_role("link", name="To that page").click()

    expect(plain).to_have_url(f"{service.url}/e/northlight/")
    plain.context.close()
