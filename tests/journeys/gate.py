"""The gallery's door: an evening with check-in on, desks in every state, some people in and one whose ticket is cancelled."""

import secrets
from datetime import timedelta
from uuid import uuid4

from sqlalchemy.orm import Session

from matchmaker.services.badges import ensure_badges
from matchmaker.services.checkin import Doorkeeper, Entry, check_in, undo_check_in
from matchmaker.settings import Settings
from matchmaker.store.models.checkin import DeskDevice
from matchmaker.store.models.events import EventRole
from matchmaker.store.models.signin import SessionRow
from matchmaker.web.visits import hash_id
from tests.cast import NOW, make_attendee, make_event, make_person

NAMES = ("Mairead Quill", "Zoë Ångström", "Nia Achieng-Østergård of the Long Name", "Hye-jin Baek", "Łukasz Żak", "Wanda Walks-In")


def open_gate(session: Session, organiser_id: int, settings: Settings) -> tuple[str, dict[str, str]]:
    """The cookie of somebody whose role is the desk, and the addresses of what is behind it."""
    event = make_event(session, "marram-door", name="Marram Winter Evening", check_in_on=True)
    keeper = make_person(session, "Dora Doorkeeper", "dora@marram.example")
    roles = ((organiser_id, "owner"), (keeper.id, "desk"))
    session.add_all(EventRole(event_id=event.id, person_id=person_id, role=role, created_at=NOW) for person_id, role in roles)
    people = [make_attendee(session, event, name, make_person(session, name, f"{uuid4().hex}@marram.example")) for name in NAMES]
    make_attendee(session, event, "Jonas Wetterlund", status="cancelled")
    ensure_badges(session, event.id, key=settings.badge_key, now=NOW)
    desks = [_desk(session, event.id, organiser_id, name) for name in ("North door", "Cloakroom")]
    _desk(session, event.id, organiser_id, "Side door", revoked_at=NOW)
    _desk(session, event.id, organiser_id, "Garden gate", paired_at=None, seen_at=None, code_expires_at=NOW + timedelta(minutes=9))
    for place, way, desk_id in ((0, "camera", desks[0]), (2, "search", desks[1]), (4, "typed", None), (5, "walk_in", desks[0])):
        at = Doorkeeper(event.id, person_id=None if desk_id else organiser_id, desk_id=desk_id)
        entry = Entry(str(uuid4()), way, attendee_id=people[place].id)
        check_in(session, at, entry, settings=settings, now=NOW - timedelta(minutes=30 - place))
        if place == 4:
            undo_check_in(session, at, entry.entry_id, now=NOW)
    secret, times = secrets.token_urlsafe(32), {"created_at": NOW, "seen_at": NOW, "expires_at": NOW + timedelta(days=1)}
    session.add(SessionRow(id_hash=hash_id(secret), person_id=keeper.id, purpose="organiser", **times))
    return secret, {"gate": event.slug, "gate_guest": str(people[5].id)}


def _desk(session: Session, event_id: int, made_by: int, name: str, **changes: object) -> int:
    moments = {"made_at": NOW, "code_expires_at": NOW, "paired_at": NOW, "seen_at": NOW, "expires_at": NOW + timedelta(days=1)}
    values = {"event_id": event_id, "made_by": made_by, "name": name, "code_hash": "x", "device": "Chrome|Android", **moments, **changes}
    desk = DeskDevice(**values)
    session.add(desk)
    session.flush()
    return desk.id
