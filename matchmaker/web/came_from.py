"""Where somebody pressed the button, so that a refusal is no dead end."""

from urllib.parse import urlsplit

from flask import current_app, request

from matchmaker.domain.signin.next_path import next_path


def came_from() -> str:
    """The page of ours whose form was refused; "" if the browser does not say, or if it can't be opened again as it was."""
    told = urlsplit(request.referrer or "")
    if request.method != "POST" or told.netloc != request.host:
        return ""
    query = "" if "said=" in told.query else told.query  # what was said there is over
    path = next_path(f"{told.path}?{query}" if query else told.path)
    return path if path and current_app.url_map.bind(request.host).test(told.path, "GET") else ""
