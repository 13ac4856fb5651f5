"""What another site makes a browser send is refused; what our own pages send is taken, from old phones too."""

import pytest
from flask import Flask

from tests.browsers import Phone

ASK, LAND = "/e/northlight/join", "/e/northlight/invitation"
FORM = {"email": "nia@tidepool.example", "name": "Nia", "token": "nonsense"}


@pytest.fixture(autouse=True)
def _open_event(event, session):
    session.commit()


@pytest.mark.parametrize(
    ("headers", "to_a_form", "to_a_landing"),
    [
        ({}, 303, 422),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 303, 422),
        ({"Sec-Fetch-Site": "none"}, 303, 422),
        ({"Sec-Fetch-Site": "cross-site"}, 403, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403, 403),
        ({"Origin": "http://localhost"}, 303, 422),
        ({"Origin": "null"}, 303, 403),  # an old phone; without a token nobody can tell it from a foreign page
        ({"Origin": "https://evil.example"}, 403, 403),
        ({"Origin": "http://localhost.evil.example"}, 403, 403),
        ({"Content-Type": "text/plain"}, 415, 415),
        ({"Content-Type": "application/json"}, 415, 415),  # read as an empty form, it would empty what stands there
    ],
)
def test_where_a_form_comes_from(stranger: Phone, headers: dict[str, str], to_a_form: int, to_a_landing: int) -> None:
    answers = [stranger.post(path, FORM, headers=headers).status_code for path in (ASK, LAND)]

    assert answers == [to_a_form, to_a_landing]


def test_a_form_without_its_token_is_refused_wherever_it_comes_from(app: Flask) -> None:
    answers = [app.test_client().post(ASK, data=FORM, headers=headers).status_code for headers in ({}, {"Origin": "null"})]

    assert answers == [403, 403]
