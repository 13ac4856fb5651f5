"""What lets the pages open without a network: the service worker, and the page it shows when there is no other."""

import hashlib
import json
from functools import cache

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from matchmaker.paths import STATIC
from matchmaker.web.access import Access, demands
from matchmaker.web.doors import site
from matchmaker.web.furniture import asset

WORKER = "js/sw.js"
# The organisers' sheets and scripts stay at home: their pages need a network anyway. A desk at the door brings its own.
DESK = frozenset(
    {
        *("badges", "design", "events", "letters", "matching", "roster", "sw"),
        *("checkin", "checkin_door", "checkin_list", "checkin_says", "print_badge"),
    }
)
FONT = "fonts/atkinson-hyperlegible-next-latin.woff2"


@site.get("/sw.js")
@demands(Access.ANYONE)
def send_service_worker() -> ResponseReturnValue:
    response = make_response(_worker())
    response.mimetype = "text/javascript"
    response.headers["Cache-Control"] = "no-cache"  # a browser asks each time whether there is a newer one
    return response


@site.get("/offline")
@demands(Access.ANYONE)
def show_offline() -> ResponseReturnValue:
    return render_template("offline.html")


@cache
def _worker() -> str:
    """The worker's script, led by what it keeps; its version is the hash of all of that."""
    body = (STATIC / WORKER).read_text(encoding="utf-8")
    shell = [*_shell(), f"/static/{FONT}"]
    version = hashlib.sha256("\n".join([body, *shell]).encode()).hexdigest()[:12]
    outbox = asset("js/outbox_store.js")
    return f"const VERSION = {json.dumps(version)};\nconst SHELL = {json.dumps(shell)};\nimportScripts({json.dumps(outbox)});\n{body}"


def _shell() -> list[str]:
    files = [*sorted((STATIC / "css").glob("*.css")), *sorted((STATIC / "js").glob("*.js")), *sorted((STATIC / "img").glob("*.svg"))]
    return [asset(path.relative_to(STATIC).as_posix()) for path in files if path.stem not in DESK]
