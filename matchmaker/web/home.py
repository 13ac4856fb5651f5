"""The front door: what this is in one sentence, and the way to one's event."""

import re
from urllib.parse import quote

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from matchmaker.errors import N_, Fault
from matchmaker.web.access import Access, demands
from matchmaker.web.doors import site

# People type "northlight-26", paste "https://meet.example/e/northlight-26/" or copy the join page's whole address.
EVENT_ADDRESS = re.compile(r"(?:/e/([a-z0-9][a-z0-9-]*)(?:/|$))|(?:^([a-z0-9][a-z0-9-]*)/?$)")


@site.get("/")
@demands(Access.ANYONE)
def show_home() -> ResponseReturnValue:
    typed = request.args.get("event", "").strip()
    slug = event_slug(typed)
    if slug:
        return redirect(f"/e/{quote(slug)}/", 303)
    faults = (
        (Fault("event", N_("“%(typed)s” is not an event’s address. It has small letters, digits and hyphens only."), {"typed": typed}),)
        if typed
        else ()
    )
    return render_template("home.html", typed=typed, faults=faults)


def event_slug(typed: str) -> str:
    """The short address in what was typed or pasted; "" if there is none."""
    found = EVENT_ADDRESS.search(re.split("[?#]", typed.lower())[0])
    return found.group(1) or found.group(2) if found else ""
