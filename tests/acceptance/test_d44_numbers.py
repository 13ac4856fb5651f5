"""D44: numbers and secrets of another event, in the address and in the body, are like those that never were."""

import re

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from matchmaker.store.models.attendees import AttendeeInterest
from matchmaker.web.access import Access, demands
from tests.browsers import Phone
from tests.cast import NOW
from tests.two_events import CANARY, TwoEvents
from tests.walking import GOOD_FORMS, NOWHERE, send, steps_of


def differing_from_random(app: Flask, world: TwoEvents, visitors: dict[str, Phone]) -> dict[str, set[str]]:
    """For each number in an address: the routes whose answer to another event's number is not 404, or not the one to a random number."""
    offenders: dict[str, set[str]] = {}
    for step in steps_of(app):
        visitor = visitors["team" if step.access in {Access.TEAM, Access.OWNER, Access.DESK} else "attendee"]
        form = GOOD_FORMS.get(step.rule.endpoint)
        for name in step.numbers:
            paths = [step.path(world, world.here, **{name: number}) for number in (world.there.numbers[name], NOWHERE)]
            foreign, random = (send(visitor, step.method, path, form) for path in paths)
            same = (foreign.data, list(foreign.headers)) == (random.data, list(random.headers))
            offenders.setdefault(name, set()).update(() if foreign.status_code == 404 and same else {step.rule.rule})
    return offenders


def test_d44_another_event_s_numbers_are_like_numbers_that_never_were(world, visitors, app) -> None:
    offenders = differing_from_random(app, world, visitors)

    assert {name: rules for name, rules in offenders.items() if rules} == {}
    assert set(offenders) >= {"other_id", "contact_id", "promise_id", "upload_id", "sheet_id", "letter_id"}


def test_d44_a_planted_page_that_takes_any_number_is_found(world, visitors, app) -> None:
    @demands(Access.ATTENDEE)
    def leak(slug: str, other_id: int) -> str:
        return f"attendee {other_id}"

    app.view_functions["planted"] = leak
    app.url_map.add(Rule("/e/<slug>/planted/<int:other_id>", endpoint="planted", methods={"GET"}))

    assert differing_from_random(app, world, visitors)["other_id"] == {"/e/<slug>/planted/<int:other_id>"}


def test_d44_somebody_else_s_contact_in_the_same_event_is_like_one_that_never_was(world, visitors, app, settings, session) -> None:
    linus = Phone(app, settings).sign_in(session, world.here.linus.person_id, purpose="attendee", now=NOW)
    steps = [(step, name) for step in steps_of(app) for name in step.numbers if name in {"contact_id", "promise_id"}]

    for step, name in steps:
        theirs, random = (
            send(linus, step.method, step.path(world, world.here, **{name: number})) for number in (world.here.numbers[name], NOWHERE)
        )
        assert (step.rule.rule, theirs.status_code) == (step.rule.rule, 404)
        assert (theirs.data, list(theirs.headers)) == (random.data, list(random.headers))
    assert len(steps) >= 20


def test_d44_another_event_s_secrets_in_a_body_are_like_random_ones(world, visitors, app, settings) -> None:
    ada = visitors["attendee"]
    other_badge = world.there.badge
    pairs = [
        ("/e/northlight/scan", {"code": other_badge.short}, {"code": "7KQ2M9VD"}),
        ("/e/northlight/invitation", {"token": world.there.invitation}, {"token": f"{NOWHERE}-{'a' * 43}"}),
        ("/e/northlight/in", {"token": "b" * 43}, {"token": "a" * 43}),
        (f"/b/{other_badge.code}", {"scan_id": "9f0c2f2e-63a5-4be5-a2a3-0a86c1d1a000"}, None),
    ]

    for path, foreign_form, random_form in pairs:
        foreign = send(ada, "POST", path, foreign_form)
        random = send(ada, "POST", path if random_form else f"/b/{'Z' * 26}", random_form or foreign_form)
        assert (path, foreign.status_code) == (path, random.status_code)
        assert same_but_for_what_was_typed(foreign, foreign_form) == same_but_for_what_was_typed(random, random_form or foreign_form)
        assert CANARY not in foreign.text


def same_but_for_what_was_typed(answer, form: dict[str, str]) -> str:
    text = answer.text
    for value in form.values():
        text = text.replace(value, "TYPED")
    return text.replace("Z" * 26, "CODE") if "Z" * 26 in text else re.sub(r"\b[0-9A-HJKMNP-TV-Z]{26}\b", "CODE", text)


def test_d44_another_event_s_tag_in_the_interests_is_never_stored(world, visitors, session) -> None:
    form = {"talk": [str(world.there.tag.id), str(NOWHERE)], "talk_words": ["Tides"]}
    visitors["attendee"].post("/e/northlight/interests", form)

    session.rollback()
    stored = session.execute(
        select(AttendeeInterest.text, AttendeeInterest.interest_id).where(AttendeeInterest.attendee_id == world.here.ada.id)
    ).all()
    assert [tuple(row) for row in stored] == [("Tides", None)]
