"""An organiser's browser bringing in a file, over HTTP."""

import re
import time
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPResponse

from crowd import Crowd

from tests.running import RunningService


class Laptop:
    """Keeps the session cookie, sends the token of the last page."""

    def __init__(self, url: str, session_id: str) -> None:
        self.url, self._cookie, self.page = url, f"session={session_id}", ""

    def open(self, path: str) -> str:
        return self._send(urllib.request.Request(self.url + path))

    def post(self, path: str, values: dict[str, str]) -> str:
        body = urllib.parse.urlencode({"csrf_token": self._token(), **values}).encode()
        return self._send(urllib.request.Request(self.url + path, data=body))

    def upload(self, path: str, name: str, content: bytes) -> str:
        line = uuid.uuid4().hex
        token = f'--{line}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{self._token()}\r\n'
        head = f'--{line}\r\nContent-Disposition: form-data; name="{name}"; filename="people.csv"\r\nContent-Type: text/csv\r\n\r\n'
        body = (token + head).encode() + content + f"\r\n--{line}--\r\n".encode()
        return self._send(
            urllib.request.Request(self.url + path, data=body, headers={"Content-Type": f"multipart/form-data; boundary={line}"})
        )

    def _token(self) -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.page)
        assert found, "the page has no form"
        return found[1]

    def _send(self, request: urllib.request.Request) -> str:
        request.add_header("Cookie", self._cookie)
        request.add_header("Origin", self.url)
        answer: HTTPResponse
        with urllib.request.urlopen(request, timeout=120) as answer:
            self.page = answer.read().decode()
            return answer.geturl()


def people_file(rows: int) -> bytes:
    """Names, addresses and texts of so many invented people."""
    lines = ["external_id,name,email,headline,bio,organisation,interests"]
    for n in range(rows):
        about = f'"Builds bridges, mostly {n % 7}","Twelve years of bridges and ferries number {n}.",House {n % 300}'
        lines.append(f'x{n},"Person Number {n}",file-{n}@example.org,{about},"Topic {n % 40}; Topic {n % 11}"')
    return "\n".join(lines).encode()


@dataclass(frozen=True)
class BroughtIn:
    """Seconds of each part, and how many people were added."""

    upload: float
    look: float
    bring: float
    added: int

    @property
    def took(self) -> float:
        return self.upload + self.look + self.bring


def bring_in(service: RunningService, crowd: Crowd, *, rows: int, begun: Callable[[], None] = lambda: None) -> BroughtIn:
    """From choosing the file to the page that says it is done, as an organiser's browser does; `begun` is told when it is confirmed."""
    laptop = Laptop(service.url, crowd.organiser_session)
    roster = f"/organise/events/{crowd.slug}/roster"
    laptop.open(roster)
    before, content = _people(service, crowd), people_file(rows)
    start = time.perf_counter()
    page = urllib.parse.urlsplit(laptop.upload(f"{roster}/upload", "file", content)).path
    uploaded = time.perf_counter()
    _wait(laptop, page)
    looked = time.perf_counter()
    begun()
    laptop.post(f"{page}/confirm", {})
    _wait(laptop, page)
    done = time.perf_counter()
    return BroughtIn(uploaded - start, looked - uploaded, done - looked, _people(service, crowd) - before)


def _wait(laptop: Laptop, page: str) -> None:
    """The page looks again by itself until there is nothing to wait for."""
    for _ in range(1200):
        laptop.open(page)
        if "data-refresh" not in laptop.page:
            return
        time.sleep(0.5)
    raise TimeoutError(page)


def _people(service: RunningService, crowd: Crowd) -> int:
    from sqlalchemy import func, select

    from matchmaker.store.models.attendees import Attendee

    with service.session() as session:
        return session.scalar(select(func.count()).select_from(Attendee).where(Attendee.event_id == crowd.event_id)) or 0
