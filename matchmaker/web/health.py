"""A sign of life for whoever watches the service."""

from flask.typing import ResponseReturnValue

from matchmaker.web.access import Access, demands
from matchmaker.web.doors import site


@site.get("/healthz")
@demands(Access.ANYONE)
def show_health() -> ResponseReturnValue:
    return {"status": "ok"}
