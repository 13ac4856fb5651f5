"""The demo event with everything in it, served for a browser, and who looks at it."""

import secrets
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

from matchmaker.app import create_app
from matchmaker.domain.badges.token import badge_code
from matchmaker.domain.demo.doors import ORGANISER, door_token
from matchmaker.domain.demo.event import SLUG
from matchmaker.domain.demo.people import ATTENDEE
from matchmaker.jobs.loop import do
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.beats import beat
from matchmaker.services.contacts import exchange_contacts
from matchmaker.services.demo import load_demo
from matchmaker.services.uploads import stage_upload, take_file
from matchmaker.settings import Settings, load_settings, write_missing_keys
from matchmaker.store.engine import make_engine
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import ContactSide
from matchmaker.store.models.events import Event, EventRole
from matchmaker.store.models.matches import Recommendation
from matchmaker.store.models.signin import SessionRow
from matchmaker.web.visits import hash_id
from tests.cast import NOW, make_attendee, make_event, make_organiser, make_person

GUESTS = """\
name,email,company,What do you offer?,What are you looking for?
Kwabena Osei-Thorne,kwabena@saltworks,Saltworks,Tide tables anyone can read,A designer for maps
,p.cole@mossbank.example,Mossbank,,
Oonagh Brandt,oonagh@mossbank.example,Mossbank,An hour on your grant text,Somebody who has run a choir
Oonagh Brandt,oonagh@mossbank.example,Mossbank,An hour on your grant text,Somebody who has run a choir
Dafydd Penhallow,dafydd@ferrylane.example,Ferry Lane,Cycle lanes for valleys,First readers
Hye-jin Baek,hye-jin@vans.example,Book vans,Vans for libraries,Help with my first ten interviews
"""


class Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """One line a file would bury what a test says."""


@dataclass(frozen=True)
class Gallery:
    """A running service: its address, the cookies of those who look at it, and the addresses of single things."""

    base_url: str
    settings: Settings
    cookies: dict[str, str]
    things: dict[str, str]

    def address(self, path: str) -> str:
        return self.base_url + path.format(**self.things)

    def window(self, browser: Browser, who: str, *, width: int, height: int, theme: str = "light") -> BrowserContext:
        scheme = "dark" if theme == "dark" else "light"
        screen = {"width": width, "height": height}
        window = browser.new_context(viewport=screen, color_scheme=scheme, locale="en-GB", timezone_id="Europe/London")
        if who in self.cookies:
            window.add_cookies([{"name": self.settings.cookie_name, "value": self.cookies[who], "url": self.base_url}])
        return window


@contextmanager
def open_gallery(database_url: str, folder: Path) -> Iterator[Gallery]:
    write_missing_keys(folder)
    server = make_server("127.0.0.1", 0, lambda _environ, _start: [], threaded=True, request_handler=Quiet)
    settings = load_settings(data_dir=folder, database_url=database_url, base_url=f"http://localhost:{server.server_port}", demo=True)
    engine = make_engine(database_url)
    workshop = Workshop(settings, engine, now=lambda: NOW)
    server.app = create_app(settings, wake=lambda word: do(workshop, word), clock=lambda: NOW)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with Session(engine, expire_on_commit=False) as session:
            cookies, things = _furnish(session, settings)
            session.commit()
        do(workshop, "recommend")
        with Session(engine) as session:
            things |= _matches(session, int(things["attendee"]))
        yield Gallery(settings.base_url, settings, cookies, things)
    finally:
        server.shutdown()
        server.server_close()
        engine.dispose()


def _furnish(session: Session, settings: Settings) -> tuple[dict[str, str], dict[str, str]]:
    demo = load_demo(session, settings=settings, now=NOW)
    event = session.scalars(select(Event).where(Event.slug == SLUG)).one()
    attendee = session.scalars(select(Attendee).where(Attendee.event_id == event.id, Attendee.headline == ATTENDEE)).one()
    organiser_id = session.scalars(select(EventRole.person_id).where(EventRole.event_id == event.id)).one()
    guest = make_attendee(session, event, "Nia Achieng-Østergård", exchange_mode=None, shared_fields=[])
    newcomer = make_organiser(session, None, "Una Newly")
    beat(session, "the gallery's worker", now=NOW)
    cookies = {
        "organiser": _sign_in(session, organiser_id, "organiser"),
        "newcomer": _sign_in(session, newcomer.id, "organiser"),
        "attendee": _sign_in(session, attendee.person_id, "attendee"),
        "guest": _sign_in(session, guest.person_id, "attendee"),
        "passer-by": _sign_in(session, make_person(session, "Pat Passer-by").id, "attendee"),
    }
    empty = make_event(session, "eelhaven-makers", name="Eelhaven Makers’ Morning", place="")
    session.add(EventRole(event_id=empty.id, person_id=organiser_id, role="owner", created_at=NOW))
    file = take_file("marram-guests.csv", GUESTS.encode(), megabytes=settings.upload_megabytes)
    things = {
        "slug": event.slug,
        "empty": empty.slug,
        "upload": str(stage_upload(session, event.id, file, uploaded_by=organiser_id, now=NOW)),
        "attendee": str(attendee.id),
        "door": door_token(settings.signin_key, ORGANISER),
        "code": demo.badge_code,
        "own_code": _code_of(attendee, settings),
        **_meet(session, attendee, settings),
    }
    return cookies, things


def _matches(session: Session, reader_id: int) -> dict[str, str]:
    others = session.scalars(select(Recommendation.other_id).where(Recommendation.reader_id == reader_id).order_by(Recommendation.rank))
    return {"other": str(others.first())}


def _meet(session: Session, attendee: Attendee, settings: Settings) -> dict[str, str]:
    """One contact of each kind: exchanged, waiting for the other, waiting for the attendee."""
    known = select(ContactSide.contact_id).where(ContactSide.person_id == attendee.person_id)
    strangers = select(Attendee).where(
        Attendee.event_id == attendee.event_id,
        Attendee.exchange_mode == "ask",
        Attendee.person_id.not_in(select(ContactSide.person_id).where(ContactSide.contact_id.in_(known))),
    )
    first, second = session.scalars(strangers.order_by(Attendee.id).limit(2))
    met = session.scalars(known.order_by(ContactSide.contact_id)).first()
    asked = _scan(session, attendee, first, settings)
    attendee.exchange_mode = "ask"
    asking = _scan(session, second, attendee, settings)
    return {"met": str(met), "waiting": str(asked), "asking": str(asking)}


def _scan(session: Session, scanner: Attendee, owner: Attendee, settings: Settings) -> int | None:
    code = _code_of(owner, settings)
    return exchange_contacts(session, scanner.person_id, code, scan_id=str(uuid.uuid4()), settings=settings, now=NOW).contact_id


def _code_of(attendee: Attendee, settings: Settings) -> str:
    return badge_code(settings.badge_key, event_id=attendee.event_id, attendee_id=attendee.id, generation=1)


def _sign_in(session: Session, person_id: int, purpose: str, *, now: datetime = NOW) -> str:
    session_id = secrets.token_urlsafe(32)
    row = {"id_hash": hash_id(session_id), "person_id": person_id, "purpose": purpose, "created_at": now, "seen_at": now}
    session.add(SessionRow(**row, expires_at=now + timedelta(days=1)))
    return session_id
