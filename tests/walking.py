"""Walks the app's routes as they are registered, with every <name> in their addresses filled in."""

import re
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from matchmaker.web.access import Access, declared_access
from tests.browsers import Phone
from tests.two_events import Side, TwoEvents

NOWHERE = 987_654_321
EVENT_FORM = {
    "name": "A new name",
    "place": "Here",
    "time_zone": "UTC",
    "starts_at": "2026-11-05T08:00",
    "ends_at": "2026-12-01T17:00",
    "join_policy": "open",
    "sees": "full_names",
    "exchange_rule": "owner_chooses",
}
# A form that is taken, so that the extra fields ride along with something that is really stored
GOOD_FORMS = {
    "attendee.ask_to_join": {"email": "new@tidepool.example", "name": "Nia"},
    "attendee.save_my_interests": {"talk_words": "Tides"},
    "attendee.save_about_me": {"fields": "pronouns approach", "pronouns": "they", "approach": "hello"},
    "attendee.choose_who_sees_what": {"fields": "hidden", "hidden": "bio"},
    "attendee.answer_one_question": {"fields": "headline", "headline": "Draws engines"},
    "attendee.decide": {"answer": "met"},
    "attendee.choose_kind_of_list": {"list_kind": "personal"},
    "attendee.turn_my_safety": {"turn": "hide"},
    "attendee.report_person": {"reason": "pestering", "words": "By the stairs."},
    "attendee.report_contact": {"reason": "pestering", "words": "By the stairs."},
    "attendee.ask_to_exchange": {"scan_id": "9f0c2f2e-63a5-4be5-a2a3-0a86c1d1a0aa"},
    "attendee.search_by_name": {"q": "here"},
    "organiser.invite_to_team": {"email": "new-host@tidepool.example", "role": "host"},
    "organiser.change_role_of_member": {"role": "desk"},
    "organiser.decide_on_report": {"deed": "settle"},
    "attendee.keep_note": {"note": "Owes me a map."},
    "site.keep_words": {"note": "Owes me a map.", "tags": "Fife", "may_follow_up": "yes"},
    "site.make_promise": {"promise": "A map", "due_on": "2026-11-13"},
    "site.ask_for_peace": {"peace": "yes"},
    "attendee.make_my_card": {"label": "Private"},
    "attendee.change_my_card": {"label": "Work"},
    "attendee.choose_what_a_scan_does": {"exchange_mode": "ask", "mode": "ask"},
    "organiser.ask_to_sign_in": {"email": "new@tidepool.example"},
    "organiser.open_a_desk": {"name": "South"},
    "desk.check_somebody_in": {"q": "7KQ2 M9VD", "entry_id": "9f0c2f2e-63a5-4be5-a2a3-0a86c1d1a0ab"},
    "desk.take_walk_in": {"name": "Wanda", "email": "wanda@walk.example", "entry_id": "9f0c2f2e-63a5-4be5-a2a3-0a86c1d1a0ac"},
    "organiser.create_new_event": {**EVENT_FORM, "slug": "brand-new"},
    "organiser.preview_matching": {"talk_weight": "80", "words_weight": "25", "fit_weight": "40"},
    "organiser.change_settings": {**EVENT_FORM, "slug": "northlight"},
    "site.ask_to_sign_in": {"email": "new@tidepool.example"},
}


@dataclass(frozen=True)
class Step:
    """One route, one method."""

    rule: Rule
    method: str
    access: Access

    def path(self, world: TwoEvents, side: Side, **instead: object) -> str:
        fill = world.fill(side)
        values = {name: fill[name]() for name in self.rule.arguments}
        if self.rule.endpoint.startswith("site.") and "demo" in self.rule.endpoint:
            values["token"] = world.demo_token()
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str({**values, **instead}[found[1]]), self.rule.rule)

    @property
    def numbers(self) -> list[str]:
        return sorted(re.findall(r"<int:(\w+)>", self.rule.rule))


def steps_of(app: Flask) -> list[Step]:
    steps = [
        Step(rule, method, access)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if (access := declared_access(app.view_functions[rule.endpoint])) is not None
    ]
    return sorted(steps, key=lambda step: (step.rule.endpoint, step.rule.rule, step.method))


def send(phone: Phone, method: str, path: str, data: dict[str, object] | None = None) -> TestResponse:
    if method == "POST" and path.endswith("/outbox"):
        return phone.post_json(path, {"items": [], **(data or {})}, Accept="text/html")
    return (
        phone.get(path) if method == "GET" else phone.client.open(path, method=method, data={"csrf_token": phone.token(), **(data or {})})
    )
