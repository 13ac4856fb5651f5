"""What every answer carries, so that a browser defends the page."""

from flask import Flask, Response, request

from matchmaker.settings import Settings

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
PRIVATE = "private, no-cache"
NO_STORE = "no-store"


def send_headers(app: Flask, settings: Settings) -> None:
    @app.after_request
    def defend(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(self), microphone=(), geolocation=()")
        # What the pages show is personal: without a rule of its own, an answer is not kept anywhere.
        headers.setdefault("Cache-Control", PRIVATE if request.method in {"GET", "HEAD"} else NO_STORE)
        if settings.is_https:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response


def let_read_codes(response: Response) -> Response:
    """For the page with the camera alone: its reader is WebAssembly. A camera's picture and a chosen photo need no word of the policy."""
    policy = CONTENT_SECURITY_POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
    response.headers["Content-Security-Policy"] = policy
    return response


def keep_secret(response: Response) -> Response:
    """For sign-in, badge, scan, contact and data pages: nothing is cached, nothing leaks by referrer, nothing is indexed."""
    response.headers["Cache-Control"] = NO_STORE
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
