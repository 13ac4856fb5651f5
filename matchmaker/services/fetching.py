"""Fetch JSON from somebody else's service, of an address that a person typed, without being led to where it must not go.

A host is looked up once, every address it has is judged, and the connection goes to the very address that was judged: a name that
points elsewhere a moment later changes nothing. Redirects are not followed.
"""

import http.client
import ipaddress
import json
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from matchmaker.errors import N_, ConflictError

MOST_BYTES = 8_000_000
SECONDS_PER_ANSWER = 10
PART = 65_536
OUTSIDE = ipaddress.ip_network("2000::/3")  # of the newer addresses these alone are given out to the world
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # by a gateway between newer and older addresses

NOT_OUTSIDE = N_("This address is not out in the open, so nothing is fetched from it.")
ONLY_HTTPS = N_("Only addresses that begin with https:// are fetched from, because the token goes along.")
NOT_REACHED = N_("Nobody answers at this address just now. Nothing was changed; try again in a while.")
NOT_UNDERSTOOD = N_("What came back is not what such a shop answers. Look at the address again.")
REFUSED = N_("The shop refuses this token, or it may not see this event’s orders.")
NOT_THERE = N_("The shop knows no such event. Look at the address again.")
TOO_LONG = N_("The shop takes too long or has too many orders to fetch at once. Export its attendee list, and bring that file in.")


@dataclass(frozen=True, slots=True)
class Place:
    """A host to fetch from; `may_be_private` also allows plain http and the house's own network, as whoever runs the service says."""

    scheme: str
    host: str
    port: int
    may_be_private: bool = False


class Fetcher:
    """Fetches from one place, within one span of time for everything."""

    def __init__(self, place: Place, headers: Mapping[str, str], *, within_seconds: float) -> None:
        if place.scheme != "https" and not place.may_be_private:
            raise ConflictError(ONLY_HTTPS)
        self._place, self._headers = place, dict(headers)
        self._until = time.monotonic() + within_seconds
        self._address = _judged_address(place)

    def json(self, path: str) -> Any:
        """What stands at this path.

        Raises
        ------
        ConflictError
            It can't be had; the sentence says why.
        """
        left = self._until - time.monotonic()
        if left <= 0:
            raise ConflictError(TOO_LONG)
        connection = _Pinned(self._place, self._address, timeout=min(left, SECONDS_PER_ANSWER))
        # A timeout is for one silence only: a shop that sends a byte now and then would hold a worker for ever.
        alarm = threading.Timer(left, connection.cut)
        alarm.daemon = True
        alarm.start()
        try:
            connection.request("GET", path, headers={**self._headers, "Accept": "application/json", "Connection": "close"})
            answer = connection.getresponse()
            return self._read(answer)
        except (OSError, http.client.HTTPException):
            raise ConflictError(TOO_LONG if time.monotonic() >= self._until else NOT_REACHED) from None
        finally:
            alarm.cancel()
            connection.close()

    def _read(self, answer: http.client.HTTPResponse) -> Any:
        if answer.status in {401, 403}:
            raise ConflictError(REFUSED)
        if answer.status == 404:
            raise ConflictError(NOT_THERE)
        if answer.status != 200:
            raise ConflictError(NOT_UNDERSTOOD)
        content = b""
        while part := answer.read1(PART):
            content += part
            if len(content) > MOST_BYTES:
                raise ConflictError(TOO_LONG)
        if time.monotonic() >= self._until:  # what was cut off is no answer
            raise ConflictError(TOO_LONG)
        try:
            return json.loads(content)
        except (ValueError, RecursionError):
            raise ConflictError(NOT_UNDERSTOOD) from None


class _Pinned(http.client.HTTPConnection):
    """Speaks to one address under the name of its host, whose certificate is checked."""

    def __init__(self, place: Place, address: str, *, timeout: float) -> None:
        super().__init__(place.host, place.port, timeout=timeout)
        self._place, self._address = place, address
        self._line: socket.socket | None = None

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self._place.port), self.timeout)
        if self._place.scheme == "https":
            context = ssl.create_default_context()
            sealed = context.wrap_socket(plain, server_hostname=self._place.host, do_handshake_on_connect=False)
            self.sock = self._line = sealed
            sealed.do_handshake()
        else:
            self.sock = self._line = plain

    def cut(self) -> None:
        """End whatever is being sent or read, from another thread; closing alone would not wake a reader."""
        if self._line is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._line, socket.SHUT_RDWR)


def _judged_address(place: Place) -> str:
    """One address of the host; refused if any of them leads into a network of our own."""
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        raise ConflictError(NOT_REACHED) from None
    if not place.may_be_private and not all(_is_outside(address) for address in found):
        raise ConflictError(NOT_OUTSIDE)
    return min(found)


def _is_outside(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    if address.version == 6 and address not in OUTSIDE and address not in TRANSLATED and address.ipv4_mapped is None:
        return False
    hidden = _hidden_in(address)
    return address.is_global and not address.is_multicast and (hidden is None or hidden.is_global)


def _hidden_in(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The older address that a gateway would make of a newer one."""
    if address.version == 4:
        return None
    if address in TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour
