"""What hangs in the gallery: the demo event, and beside it one of every state a page can be in."""

import secrets
import uuid
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.domain.badges.token import badge_code
from matchmaker.domain.demo.doors import ORGANISER, door_token
from matchmaker.domain.demo.event import SLUG
from matchmaker.domain.demo.people import ATTENDEE
from matchmaker.services.badges import ensure_badges
from matchmaker.services.beats import beat
from matchmaker.services.contacts import exchange_contacts
from matchmaker.services.demo import load_demo
from matchmaker.services.followup import close_event
from matchmaker.services.unsubscribe import unsubscribe_token
from matchmaker.services.uploads import stage_upload, take_file
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import ContactSide
from matchmaker.store.models.events import Event, EventRole
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.matches import Decision, Recommendation
from matchmaker.store.models.matching import StoredSetup
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


def furnish(session: Session, settings: Settings) -> tuple[dict[str, str], dict[str, str]]:
    """The cookies of those who look, and the addresses of single things."""
    demo = load_demo(session, settings=settings, now=NOW)
    event = session.scalars(select(Event).where(Event.slug == SLUG)).one()
    attendee = session.scalars(select(Attendee).where(Attendee.event_id == event.id, Attendee.headline == ATTENDEE)).one()
    organiser_id = session.scalars(select(EventRole.person_id).where(EventRole.event_id == event.id)).one()
    guest = make_attendee(session, event, "Nia Achieng-Østergård", exchange_mode=None, shared_fields=[])
    plain = make_attendee(session, event, "Ludo Plain", headline="Would rather look for himself", list_kind="plain")
    session.add(Decision(event_id=event.id, reader_id=plain.id, other_id=guest.id, answer="know_already", decided_at=NOW))
    newcomer = make_organiser(session, None, "Una Newly")
    beat(session, "the gallery's worker", now=NOW)
    cookies = {
        "organiser": sign_in(session, organiser_id, "organiser"),
        "newcomer": sign_in(session, newcomer.id, "organiser"),
        "attendee": sign_in(session, attendee.person_id, "attendee"),
        "guest": sign_in(session, guest.person_id, "attendee"),
        "plain": sign_in(session, plain.person_id, "attendee"),
        "passer-by": sign_in(session, make_person(session, "Pat Passer-by").id, "attendee"),
    }
    file = take_file("marram-guests.csv", GUESTS.encode(), megabytes=settings.upload_megabytes)
    things = {
        "slug": event.slug,
        "attendee": str(attendee.id),
        "empty": _empty_event(session, organiser_id),
        "closed": _closed_event(session, organiser_id, settings),
        "upload": str(stage_upload(session, event.id, file, uploaded_by=organiser_id, now=NOW)),
        "door": door_token(settings.signin_key, ORGANISER),
        "code": demo.badge_code,
        "own_code": _code_of(attendee, settings),
        "unsubscribe": unsubscribe_token(settings.mail_key, attendee.person_id),
        **_meet(session, attendee, settings),
    }
    return cookies, things


def first_match(session: Session, reader_id: int) -> str:
    others = session.scalars(select(Recommendation.other_id).where(Recommendation.reader_id == reader_id).order_by(Recommendation.rank))
    return str(others.first())


def spoil_letters(session: Session) -> None:
    """Of the letters that went, one was refused and one may have arrived."""
    ids = list(session.scalars(select(OutboxLetter.id).where(OutboxLetter.state == "sent").order_by(OutboxLetter.id).limit(2)))
    refused = {"state": "failed", "server_said": "550 5.1.1 There is no mailbox of this name here."}
    for letter_id, fate in zip(ids, (refused, {"state": "uncertain"}), strict=True):
        session.execute(update(OutboxLetter).where(OutboxLetter.id == letter_id).values(**fate))


def _empty_event(session: Session, organiser_id: int) -> str:
    event = make_event(session, "eelhaven-makers", name="Eelhaven Makers’ Morning", place="")
    session.add(EventRole(event_id=event.id, person_id=organiser_id, role="owner", created_at=NOW))
    return event.slug


def _closed_event(session: Session, organiser_id: int, settings: Settings) -> str:
    """An evening that is over; its letters wait in the outbox."""
    event = make_event(session, "marram-spring", name="Marram Spring Night", time_zone="Europe/Amsterdam")
    session.add(EventRole(event_id=event.id, person_id=organiser_id, role="owner", created_at=NOW))
    names = ("Ada Lund", "Grace Okoro", "Linus Varga", "Mairead Quill")
    ada, grace, _linus, mairead = (make_attendee(session, event, name) for name in names)
    ensure_badges(session, event.id, key=settings.badge_key, now=NOW)
    _scan(session, ada, grace, settings)
    _scan(session, mairead, grace, settings)
    close_event(session, event.id, now=NOW)
    # A draft that no worker ever compares: its page waits in every picture.
    session.add(StoredSetup(event_id=event.id, settings={}, draft_state="wanted", changed_at=NOW))
    return event.slug


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


def sign_in(session: Session, person_id: int, purpose: str, *, now: datetime = NOW) -> str:
    session_id = secrets.token_urlsafe(32)
    row = {"id_hash": hash_id(session_id), "person_id": person_id, "purpose": purpose, "created_at": now, "seen_at": now}
    session.add(SessionRow(**row, expires_at=now + timedelta(days=1)))
    return session_id
