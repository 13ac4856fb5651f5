"""Pages a browser may keep for itself, asking each time whether they still hold."""

import hashlib

from flask import Response, make_response, request


def print_of(page: str) -> str:
    return hashlib.sha256(page.encode()).hexdigest()[:32]


def answer_if_changed(page: str, fingerprint: str, *, mimetype: str = "text/html") -> Response:
    """The page, or 304 if the browser has this very one."""
    response = make_response(page)
    response.mimetype = mimetype
    response.set_etag(fingerprint)
    response.make_conditional(request)
    return response
