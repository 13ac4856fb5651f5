"""A door to stand at: one event with people who come, and desks paired for it."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from playwright.sync_api import Browser, BrowserContext, Page, Route
from sqlalchemy import func, select

from matchmaker.domain.badges.token import badge_address
from matchmaker.paths import STATIC
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.checkin import CheckIn, DeskDevice
from matchmaker.store.models.events import EventRole
from matchmaker.store.models.people import Person
from matchmaker.store.models.signin import SessionRow
from matchmaker.web.visits import hash_id
from tests.cast import make_attendee, make_event, make_person
from tests.chromium import PATIENCE
from tests.running import RunningService
from tests.scanning import wear_badge

# The browser's own waking of the service worker passes by what a test does to the page's network.
NO_BACKGROUND_SYNC = "Object.defineProperty(ServiceWorkerRegistration.prototype, 'sync', { value: undefined })"

PATIENCE_OF_PAGES = "PATIENCE = 2500"


def be_patient(route: Route) -> None:
    """A desk waits two and a half seconds for the service, then says what it knows itself; a busy machine is no slow network."""
    script = (STATIC / "js" / "checkin_door.js").read_text(encoding="utf-8")
    assert PATIENCE_OF_PAGES in script
    route.fulfill(body=script.replace(PATIENCE_OF_PAGES, "PATIENCE = 60000"), content_type="text/javascript")


@dataclass
class Guest:
    id: int
    name: str
    address: str
    short: str


class Door:
    def __init__(self, service: RunningService) -> None:
        self.service = service
        self.slug = f"door-{uuid4().hex[:12]}"
        now = datetime.now(UTC)
        times = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=8)}
        with service.session() as session:
            self.event_id = make_event(session, self.slug, check_in_on=True, **times).id
            owner = make_person(session, "Olga Owner", f"olga-{self.slug}@example.org")
            self.owner_id = owner.id
            session.add(EventRole(event_id=self.event_id, person_id=owner.id, role="owner", created_at=now))
            session.commit()

    def guest(self, name: str, **changes: object) -> Guest:
        return self.guests([name], **changes)[0]

    def guests(self, names: list[str], **changes: object) -> list[Guest]:
        from matchmaker.store.models.events import Event

        with self.service.session() as session:
            event, made = session.get_one(Event, self.event_id), []
            for name in names:
                person = make_person(session, name, f"{uuid4().hex}@example.org")
                attendee = make_attendee(session, event, name, person, **changes)
                worn = wear_badge(session, attendee, self.service.settings.badge_key)
                made.append(Guest(attendee.id, name, badge_address(self.service.settings.base_url, worn.code), worn.short))
            session.commit()
        return made

    def pair(self, name: str) -> str:
        """A paired device; returns its cookie."""
        secret, now = secrets.token_urlsafe(32), datetime.now(UTC)
        moments = {"made_at": now, "code_expires_at": now, "paired_at": now, "seen_at": now, "expires_at": now + timedelta(days=2)}
        with self.service.session() as session:
            desk = DeskDevice(
                event_id=self.event_id, name=name, made_by=self.owner_id, code_hash="x", secret_hash=hash_id(secret), device="", **moments
            )
            session.add(desk)
            session.commit()
        return secret

    def sign_in_owner(self) -> str:
        secret, now = secrets.token_urlsafe(32), datetime.now(UTC)
        times = {"created_at": now, "seen_at": now, "expires_at": now + timedelta(hours=1)}
        with self.service.session() as session:
            session.add(SessionRow(id_hash=hash_id(secret), person_id=self.owner_id, purpose="organiser", **times))
            session.commit()
        return secret

    def close_desks(self) -> None:
        with self.service.session() as session:
            for desk in session.scalars(select(DeskDevice).where(DeskDevice.event_id == self.event_id)):
                desk.revoked_at, desk.secret_hash = datetime.now(UTC), None
            session.commit()

    def entries(self) -> int:
        with self.service.session() as session:
            return session.scalar(select(func.count()).where(CheckIn.event_id == self.event_id)) or 0

    def inside(self) -> list[str]:
        here = (Attendee.event_id == self.event_id, Attendee.checked_in_at.is_not(None))
        with self.service.session() as session:
            return list(session.scalars(select(Attendee.name).where(*here).order_by(Attendee.id)))

    def came_at(self, guest: Guest) -> datetime | None:
        with self.service.session() as session:
            return session.scalar(select(Attendee.checked_in_at).where(Attendee.id == guest.id))

    def address_of(self, name: str) -> str | None:
        with self.service.session() as session:
            mine = select(Person.email).join(Attendee, Attendee.person_id == Person.id)
            return session.scalar(mine.where(Attendee.event_id == self.event_id, Attendee.name == name))

    def window(self, browser: Browser, secret: str = "", *, owner: str = "", size: tuple[int, int] = (390, 844)) -> BrowserContext:
        screen = {"width": size[0], "height": size[1]}
        window = browser.new_context(viewport=screen, locale="en-GB", timezone_id="Europe/London")
        window.set_default_timeout(PATIENCE)
        window.add_init_script(NO_BACKGROUND_SYNC)
        window.route("**/static/js/checkin_door.js*", be_patient)
        settings = self.service.settings
        self.give(window, settings.desk_cookie_name, secret)
        self.give(window, settings.cookie_name, owner)
        return window

    def give(self, window: BrowserContext, name: str, value: str) -> None:
        if value:
            window.add_cookies([{"name": name, "value": value, "url": self.service.url}])

    def open(self, window: BrowserContext) -> Page:
        page = window.new_page()
        page.goto(f"{self.service.url}/desk/{self.slug}")
        page.locator("main[data-ready]").wait_for()
        return page
