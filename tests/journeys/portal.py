"""A network between phone and service that misbehaves: a real HTTP server that passes on, or answers what a bad network answers."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

HEALTHY = "healthy"
# What a phone may meet instead of the service
FAULTS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "portal page": (200, {"Content-Type": "text/html"}, b"<!doctype html><title>Guest network</title><p>Please accept the terms.</p>"),
    "portal JSON": (200, {"Content-Type": "application/json"}, b'{"ok": true, "items": []}'),
    "redirect": (302, {"Location": "/portal"}, b""),
    "500": (500, {"Content-Type": "text/html"}, b"broken"),
    "502": (502, {"Content-Type": "text/html"}, b"bad gateway"),
    "429": (429, {"Content-Type": "text/html", "Retry-After": "1"}, b"slow down"),
}


class Portal:
    """`mode` is HEALTHY or one of FAULTS; `refused` counts what did not get through."""

    def __init__(self, service_url: str) -> None:
        self.target = urlsplit(service_url)
        self.mode = HEALTHY
        self.refused = 0
        portal = self

        class Hop(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                portal.answer(self)

            do_POST = do_GET  # noqa: N815  the server's own name

            def log_message(self, *_words: object) -> None:
                """One line a request would bury what a test says."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Hop)
        self.server.daemon_threads = True
        self.url = f"http://localhost:{self.server.server_port}"

    def answer(self, hop: BaseHTTPRequestHandler) -> None:
        body = hop.rfile.read(int(hop.headers.get("Content-Length") or 0))
        if self.mode != HEALTHY:
            self.refused += 1
            self._write(hop, *FAULTS[self.mode])
            return
        try:
            upstream = http.client.HTTPConnection(self.target.hostname or "", self.target.port, timeout=30)
            headers = {name: value for name, value in hop.headers.items() if name.lower() != "connection"}
            upstream.request(hop.command, hop.path, body, headers)
            got = upstream.getresponse()
            kept = [
                (name, value)
                for name, value in got.getheaders()
                if name.lower() not in {"connection", "transfer-encoding", "content-length"}
            ]
            self._write(hop, got.status, kept, got.read())
            upstream.close()
        except (OSError, http.client.HTTPException):  # the service was killed in the middle of it
            with suppress(OSError):  # and the phone may be gone, too
                self._write(hop, *FAULTS["502"])

    @staticmethod
    def _write(hop: BaseHTTPRequestHandler, status: int, headers: dict[str, str] | list[tuple[str, str]], body: bytes) -> None:
        hop.send_response_only(status)
        for name, value in headers.items() if isinstance(headers, dict) else headers:
            hop.send_header(name, value)
        hop.send_header("Content-Length", str(len(body)))
        hop.end_headers()
        if hop.command != "HEAD":
            hop.wfile.write(body)


@contextmanager
def open_portal(service_url: str) -> Iterator[Portal]:
    portal = Portal(service_url)
    threading.Thread(target=portal.server.serve_forever, daemon=True).start()
    try:
        yield portal
    finally:
        portal.server.shutdown()
        portal.server.server_close()
