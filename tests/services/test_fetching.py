"""Fetching from an address somebody typed: what leads into a network of our own, and shops that never come to an end."""

import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from matchmaker.errors import ConflictError
from matchmaker.services.fetching import NOT_OUTSIDE, TOO_LONG, Fetcher, Place

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
INSIDE = [
    "::7f00:1",
    "::ffff:10.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::a00:1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::a00:1",
    "2002:7f00:1::",
    "fec0::1",
    "fd00::1",
    "ff0e::1",
    "5f00::1",
]


@pytest.mark.parametrize("host", INSIDE)
def test_newer_addresses_that_hide_an_older_one_or_are_nobody_s_are_refused(host: str) -> None:
    with pytest.raises(ConflictError) as refused:
        Fetcher(Place("https", host, 443), {}, within_seconds=1)

    assert refused.value.sentence == NOT_OUTSIDE


@pytest.mark.parametrize("host", ["2606:4700:4700::1111", "64:ff9b::101:101", "1.1.1.1"])
def test_addresses_of_the_world_are_not(host: str) -> None:
    Fetcher(Place("https", host, 443), {}, within_seconds=1)  # judged, and nobody is asked yet
    assert host


@pytest.fixture
def dripping() -> Iterator[Callable[[bytes], int]]:
    """A shop that sends its beginning at once and then a byte now and then, without an end; returns its port."""
    lines: list[socket.socket] = []
    over = threading.Event()

    def drip(server: socket.socket, beginning: bytes) -> None:
        line, _ = server.accept()
        lines.append(line)
        try:
            line.sendall(beginning)
            while not over.wait(0.02):
                line.sendall(b"1")
        except OSError:
            over.set()

    def open_shop(beginning: bytes) -> int:
        server = socket.create_server(("127.0.0.1", 0))
        lines.append(server)
        threading.Thread(target=drip, args=(server, beginning), daemon=True).start()
        return int(server.getsockname()[1])

    yield open_shop
    over.set()
    for line in lines:
        line.close()


@pytest.mark.parametrize(
    "beginning", [b"", HEAD + b"X-Long: ", HEAD + b"Content-Length: 9000000\r\n\r\n[", HEAD + b"Transfer-Encoding: chunked\r\n\r\n"]
)
def test_a_shop_that_drips_is_cut_off_in_time(dripping: Callable[[bytes], int], beginning: bytes) -> None:
    fetcher = Fetcher(Place("http", "127.0.0.1", dripping(beginning), may_be_private=True), {}, within_seconds=0.3)
    began = time.monotonic()

    with pytest.raises(ConflictError) as refused:
        fetcher.json("/api/v1/")

    assert time.monotonic() - began < 3
    assert refused.value.sentence == TOO_LONG
