"""D43: every route of the app, walked as it is registered: who gets in, and what others see of it.

A new route is walked without a line here; one with a new <name> in its address needs that name in tests/two_events.py.
"""

import pytest
from flask import Flask
from werkzeug.routing import Rule

from matchmaker.app import create_app
from matchmaker.web.access import Access, declared_access
from matchmaker.web.guard import refuse_undeclared
from tests.browsers import Phone
from tests.two_events import CANARY
from tests.walking import send, steps_of

OPEN = 200
# A paired device is nobody: outside its own desk it is asked to sign in, like any stranger.
NOBODY = ("anonymous", "paired desk", "other event's desk")
STRANGERS = dict.fromkeys(NOBODY, 401)
VISITORS = (*NOBODY, "attendee", "other event's attendee", "other event's organiser", "desk", "team", "team as attendee")
EXPECTED = {
    Access.ANYONE: dict.fromkeys(VISITORS, OPEN),
    Access.SIGNED_IN: {**dict.fromkeys(VISITORS, OPEN), **STRANGERS},
    Access.ATTENDEE: {**dict.fromkeys(VISITORS, 404), **STRANGERS, "attendee": OPEN},
    Access.MET: {**dict.fromkeys(VISITORS, 404), **STRANGERS, "attendee": OPEN},
    Access.ORGANISER: {
        **dict.fromkeys(VISITORS, OPEN),
        **STRANGERS,
        "attendee": 404,
        "other event's attendee": 404,
        "team as attendee": 404,
    },
    Access.ORGANISER_ACCOUNT: {**dict.fromkeys(VISITORS, 404), **STRANGERS, "team": OPEN, "other event's organiser": OPEN},
    Access.DESK: {**dict.fromkeys(VISITORS, 404), **STRANGERS, "paired desk": OPEN, "desk": OPEN, "team": OPEN},
    Access.TEAM: {**dict.fromkeys(VISITORS, 404), **STRANGERS, "team": OPEN},
    Access.OWNER: {**dict.fromkeys(VISITORS, 404), **STRANGERS, "team": OPEN},
    Access.DEMO: dict.fromkeys(VISITORS, OPEN),
    Access.DEMO_HERE: dict.fromkeys(VISITORS, OPEN),
}
# Forms whose page leaves no cookie: the mailed secret in them is the proof (unsubscribing must also work from a mail program)
WITHOUT_TOKEN = {
    "site.enter_link",
    "organiser.enter_link",
    "attendee.enter_event_link",
    "attendee.enter_invitation",
    "site.unsubscribe",
    "site.choose_language",  # offered on pages without a cookie; changes nothing but words
}
FROM_ANYWHERE = {"site.unsubscribe"}
# No post box and no demo event stand behind these in a test; their doors are tried all the same
# The last: cards of people who are asked for by their numbers, and nobody was.
NOTHING_THERE = {"/_post/<letter_id>", "/_post/<letter_id>/letter", "/demo/<who>/<token>", "/e/<slug>/matches/cards"}


def behind_the_door(app: Flask) -> None:
    """Put a bell behind every door, so that opening one changes nothing and a view's own 404 is not taken for a closed door."""
    for endpoint, view in list(app.view_functions.items()):

        def bell(**_values: object) -> str:
            return "let in"

        bell.__module__, bell.__name__ = view.__module__, view.__name__  # what is exempt from the form token is known by name
        bell.__dict__.update(view.__dict__)
        app.view_functions[endpoint] = bell


def test_d43_every_route_declares_who_may_use_it_and_one_that_does_not_stops_the_start(app) -> None:
    undeclared = [rule.rule for rule in app.url_map.iter_rules() if declared_access(app.view_functions[rule.endpoint]) is None]
    app.view_functions["planted"] = lambda: "leaks"
    app.url_map.add(Rule("/planted", endpoint="planted"))

    assert undeclared == []
    with pytest.raises(RuntimeError, match="/planted"):
        refuse_undeclared(app)


@pytest.mark.parametrize("visitor", VISITORS)
def test_d43_doors_open_to_whom_they_are_meant_for(visitor, world, visitors, app) -> None:
    steps = steps_of(app)
    behind_the_door(app)

    got = {}
    for step in steps:
        answer = send(visitors[visitor], step.method, step.path(world, world.here))
        got[f"{step.method} {step.rule.rule}"] = OPEN if answer.data == b"let in" else answer.status_code

    assert got == {f"{step.method} {step.rule.rule}": EXPECTED[step.access][visitor] for step in steps}
    assert len(got) > 50


@pytest.mark.parametrize("visitor", VISITORS)
def test_d43_closed_doors_show_nothing_of_what_is_behind(visitor, world, visitors, app) -> None:
    """The same walk with the real views where the door stays shut: no canary, and the same bytes as for an event that isn't there."""
    closed = [step for step in steps_of(app) if EXPECTED[step.access][visitor] != OPEN]

    for step in closed:
        answer = send(visitors[visitor], step.method, step.path(world, world.here))
        assert (step.rule.rule, answer.status_code) == (step.rule.rule, EXPECTED[step.access][visitor])
        assert CANARY not in answer.text
        if answer.status_code == 404 and "slug" in step.rule.arguments:
            nowhere = send(visitors[visitor], step.method, step.path(world, world.here, slug="nowhere-at-all"))
            assert (answer.status_code, answer.data, list(answer.headers)) == (nowhere.status_code, nowhere.data, list(nowhere.headers))
    assert bool(closed) == any(EXPECTED[access][visitor] != OPEN for access in EXPECTED)


@pytest.mark.parametrize("visitor", ["attendee", "team"])
def test_d43_open_pages_really_open_and_show_the_canary_that_others_must_not_see(visitor, world, visitors, app) -> None:
    open_pages = [step for step in steps_of(app) if step.method == "GET" and EXPECTED[step.access][visitor] == OPEN]

    answers = {step.rule.rule: visitors[visitor].get(step.path(world, world.here)) for step in open_pages}

    refused = {rule for rule, answer in answers.items() if answer.status_code not in {200, 302, 303, 308}}
    not_the_teams = {"/b/<code>", "/B/<code>", "/contacts/<int:contact_id>", "/contacts/<int:contact_id>.vcf"}
    assert refused - NOTHING_THERE == (not_the_teams if visitor == "team" else set())
    home = "/e/<slug>/contacts" if visitor == "attendee" else "/organise/events/<slug>/roster"
    assert CANARY in answers[home].text


def test_d43_outside_demo_mode_the_demo_s_pages_are_not_there(world, settings, bell, clock) -> None:
    real = create_app(settings.model_copy(update={"demo": False}), wake=bell, clock=clock)
    steps = [step for step in steps_of(real) if step.access in {Access.DEMO, Access.DEMO_HERE}]

    answers = {step.rule.rule: send(Phone(real, settings), step.method, step.path(world, world.here)).status_code for step in steps}

    assert set(answers.values()) == {404}


def test_d43_the_post_box_opens_on_this_machine_alone(world, app, settings) -> None:
    steps = [step for step in steps_of(app) if step.access is Access.DEMO_HERE]

    answers = [app.test_client().get(step.path(world, world.here), environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code for step in steps]

    assert set(answers) == {404}


@pytest.mark.parametrize("visitor", ["anonymous", "attendee", "team"])
def test_every_form_needs_its_token_and_comes_from_our_own_pages(visitor, world, visitors, app) -> None:
    writes = [step for step in steps_of(app) if step.method != "GET"]
    behind_the_door(app)
    client = visitors[visitor].client
    accepted_without_token, accepted_from_elsewhere = set(), set()

    for step in writes:
        path = step.path(world, world.here)
        if client.open(path, method=step.method, data={}).status_code not in {403, 415}:  # 415: takes no form at all
            accepted_without_token.add(step.rule.endpoint)
        foreign = {"csrf_token": visitors[visitor].token()}
        if client.open(path, method=step.method, data=foreign, headers={"Origin": "https://evil.example"}).status_code != 403:
            accepted_from_elsewhere.add(step.rule.endpoint)

    assert accepted_without_token == WITHOUT_TOKEN
    assert accepted_from_elsewhere == FROM_ANYWHERE
