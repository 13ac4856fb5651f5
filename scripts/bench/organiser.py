"""An organiser's browser bringing in a file, over HTTP."""

import re
import time
import urllib.parse
import urllib.request
import uuid
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


def bring_in(service: RunningService, crowd: Crowd, *, rows: int) -> tuple[float, int]:
    """Seconds from choosing the file to the page that says it is done, and how many people were added."""
    from sqlalchemy import func, select

    from matchmaker.store.models.attendees import Attendee

    count = select(func.count()).select_from(Attendee).where(Attendee.event_id == crowd.event_id)
    laptop = Laptop(service.url, crowd.organiser_session)
    roster = f"/organise/events/{crowd.slug}/roster"
    laptop.open(roster)
    with service.session() as session:
        before = session.scalar(count) or 0
    content = people_file(rows)
    start = time.perf_counter()
    preview = laptop.upload(f"{roster}/upload", "file", content)
    confirm = urllib.parse.urlsplit(preview).path + "/confirm"
    laptop.post(confirm, {})
    took = time.perf_counter() - start
    with service.session() as session:
        return took, (session.scalar(count) or 0) - before
