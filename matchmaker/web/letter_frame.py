"""A letter inside a page: its HTML part as a document of its own, which may show its one style sheet and do nothing else."""

import base64
import hashlib
import re

from flask import Response, make_response

from matchmaker.web.headers import CONTENT_SECURITY_POLICY, keep_secret

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
# Links of a letter open over the whole window, and only after a press; a letter's page has no script at all.
_LINKS = '<base target="_top">'
_SANDBOX = "sandbox allow-top-navigation-by-user-activation allow-popups"


def letter_document(html: str) -> Response:
    """The HTML part, for an <iframe> of our own pages alone; its styles stand on its elements, and its words were escaped."""
    sums = [base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() for style in _STYLE.findall(html)]
    styles = " ".join(f"'sha256-{one}'" for one in sums) or "'none'"
    response = make_response(html.replace("<head>", f"<head>{_LINKS}", 1))
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src {styles}; style-src-attr 'unsafe-inline'; frame-ancestors 'self'; form-action 'none'; {_SANDBOX}"
    )
    return keep_secret(response)


def page_with_letter(page: str) -> Response:
    """A page that shows a letter in a frame."""
    response = make_response(page)
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY + "; frame-src 'self'"
    return keep_secret(response)
