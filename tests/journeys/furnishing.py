"""What hangs in the gallery: the demo event, and beside it one of every state a page can be in."""

import secrets
import uuid
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.domain.badges.live import live_code, live_step
from matchmaker.domain.badges.token import badge_code
from matchmaker.domain.contacts.own_card import CardDraft
from matchmaker.domain.demo.doors import ORGANISER, door_token
from matchmaker.domain.demo.event import SLUG
from matchmaker.domain.demo.people import ATTENDEE
from matchmaker.domain.events.deeds import Deed
from matchmaker.services.badges import ensure_badges
from matchmaker.services.beats import beat
from matchmaker.services.contacts import exchange_contacts
from matchmaker.services.deeds import note_deed
from matchmaker.services.demo import load_demo
from matchmaker.services.followup import KINDS, close_event
from matchmaker.services.group_rules import keep_groups_apart
from matchmaker.services.interest_edits import rename_interest, retire_interest
from matchmaker.services.logos import keep_logo
from matchmaker.services.own_cards import make_card
from matchmaker.services.own_wordings import keep_wording
from matchmaker.services.photos import keep_photo
from matchmaker.services.proofs import PATHS, PROVEN
from matchmaker.services.team import By, invite, remove_member
from matchmaker.services.unsubscribe import unsubscribe_token
from matchmaker.services.uploads import stage_upload, take_file
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import ContactSide
from matchmaker.store.models.events import Event, EventRole, Interest
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.matches import Decision, Recommendation, SeenMatch
from matchmaker.store.models.matching import StoredSetup
from matchmaker.store.models.safety import Block, Report
from matchmaker.store.models.signin import LoginLink, SessionRow
from matchmaker.web.visits import hash_id
from tests.cast import NOW, give_interests, make_attendee, make_event, make_organiser, make_person
from tests.journeys.address_book import fill_books
from tests.journeys.files_in import fill_files
from tests.journeys.gate import open_gate
from tests.journeys.introducing import introduce_people
from tests.journeys.mailings_out import send_mailing, write_mailings
from tests.photographs import gps_photo

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
    plain = make_attendee(session, event, "Ludo Plain", headline="Would rather look for himself", list_kind="plain", searchable=True)
    sheltered = make_attendee(session, event, "Sena Abara", headline="Back after lunch", paused_at=NOW, searchable=True)
    for other in (plain, guest):
        session.add(Block(blocker_id=sheltered.person_id, blocked_id=other.person_id, created_at=NOW))
    _report(session, event, attendee, plain, settled=False)
    _report(session, event, guest, attendee, settled=True)
    session.add(Decision(event_id=event.id, reader_id=plain.id, other_id=guest.id, answer="know_already", decided_at=NOW))
    shy = make_attendee(session, event, "Shirin Few", headline="Maps for small harbours", wants_few=True)
    give_interests(session, shy, talk=["Electronics", "Maps"], seek=["First job"])
    later = make_attendee(session, event, "Lale Later", headline="Choirs and tide tables")
    _furnish_profile(session, attendee)
    keep_wording(session, attendee.person_id, name="Short", text="Dear {{name}},\n\n{{about}}\n\n{{me}}", asks=True, now=NOW)
    newcomer = make_organiser(session, None, "Una Newly")
    _furnish_team(session, event, organiser_id)
    keep_logo(session, event.id, gps_photo(900, 240), now=NOW)
    ensure_badges(session, event.id, key=settings.badge_key, now=NOW)
    beat(session, "the gallery's worker", now=NOW)
    cookies = {
        "organiser": sign_in(session, organiser_id, "organiser"),
        "newcomer": sign_in(session, newcomer.id, "organiser"),
        "attendee": sign_in(session, attendee.person_id, "attendee"),
        "guest": sign_in(session, guest.person_id, "attendee"),
        "plain": sign_in(session, plain.person_id, "attendee"),
        "mover": _mover(session, event),
        "sheltered": sign_in(session, sheltered.person_id, "attendee"),
        "shy": sign_in(session, shy.person_id, "attendee"),
        "later": sign_in(session, later.person_id, "attendee"),
        "passer-by": sign_in(session, make_person(session, "Pat Passer-by").id, "attendee"),
    }
    file = take_file("marram-guests.csv", GUESTS.encode(), megabytes=settings.upload_megabytes)
    things = {
        "slug": event.slug,
        "attendee": str(attendee.id),
        "findable": str(plain.id),
        "later": str(later.id),
        "tag": _change_interests(session, event, organiser_id),
        "empty": _empty_event(session, organiser_id),
        "coded": make_event(session, "plumhaven", name="Plumhaven Maker Fair", hue="plum", join_code="harbour lights").slug,
        "draft": _draft_event(session, organiser_id),
        **_closed_event(session, organiser_id, settings),
        **write_mailings(session, event, organiser_id),
        "upload": str(stage_upload(session, event.id, file, uploaded_by=organiser_id, now=NOW)),
        **fill_files(session, event, organiser_id, GUESTS, settings),
        "door": door_token(settings.signin_key, ORGANISER),
        "code": demo.badge_code,
        "own_code": _code_of(attendee, settings),
        "run_out": _run_out_code(guest, settings),
        "card": str(_make_card(session, attendee)),
        "unsubscribe": unsubscribe_token(settings.mail_key, attendee.person_id),
        **_meet(session, attendee, settings),
    }
    cookies["doorkeeper"], gate = open_gate(session, organiser_id, settings)
    things |= gate
    keepers, book = fill_books(session, event)
    cookies |= {who: sign_in(session, person_id, "attendee") for who, person_id in keepers.items()}
    things |= book
    idun, asked = introduce_people(session, event, settings)
    cookies["connector"] = sign_in(session, idun, "attendee")
    things |= asked
    return cookies, things


def _mover(session: Session, event: Event) -> str:
    """Somebody on the way to another address: the present one is proven."""
    mover = make_attendee(session, event, "Mo Ving")
    cookie = sign_in(session, mover.person_id, "attendee")
    link = {
        "purpose": "attendee",
        "email": "mo@example.org",
        "email_key": "mo@example.org",
        "salt": "s",
        "token_hash": "mover",
        "code_hash": "",
    }
    times = {"created_at": NOW, "expires_at": NOW, "used_at": NOW}
    session.add(LoginLink(**link, **times, nonce_hash=hash_id(cookie), next_path=PATHS["own_address"] + PROVEN))
    return cookie


def _furnish_team(session: Session, event: Event, owner_id: int) -> None:
    """Two who help, one who was removed, one who is invited, and some of what they did."""
    by = By(event.id, owner_id)
    hugo, dora, petra = (make_person(session, name) for name in ("Hugo Castellane", "Dora Eskildsen", "Petra Whin"))
    for person, role in ((hugo, "owner"), (dora, "desk"), (petra, "host")):
        session.add(EventRole(event_id=event.id, person_id=person.id, role=role, created_at=NOW))
    session.flush()
    remove_member(session, by, petra.id, now=NOW)
    invite(session, by, "a.long.address.of.somebody@committee.northern-festivals.example", "host", now=NOW)
    invite(session, by, "una@example.org", "desk", now=NOW)
    note_deed(session, Deed.SETTINGS_CHANGED, event_id=event.id, actor_id=hugo.id, fields=("name", "starts_at"), now=NOW)
    note_deed(session, Deed.ROSTER_IMPORTED, event_id=event.id, actor_id=987_654, count=240, now=NOW - timedelta(days=2))


def _change_interests(session: Session, event: Event, owner_id: int) -> str:
    """One renamed, one retired; a third to look at."""
    by = By(event.id, owner_id)
    first, second, third = session.scalars(select(Interest).where(Interest.event_id == event.id).order_by(Interest.position).limit(3))
    rename_interest(session, by, first.id, f"{first.label} for everybody", seen=first.label, now=NOW)
    retire_interest(session, by, second.id, None, seen=second.label, now=NOW)
    return str(third.id)


def first_match(session: Session, reader_id: int) -> str:
    others = session.scalars(select(Recommendation.other_id).where(Recommendation.reader_id == reader_id).order_by(Recommendation.rank))
    return str(others.first())


def see_some(session: Session, reader_id: int) -> None:
    """The reader looked at their list when its third person was not on it yet."""
    seen = (Recommendation.reader_id == reader_id, Recommendation.rank != 3)
    for event_id, other_id in session.execute(select(Recommendation.event_id, Recommendation.other_id).where(*seen)).all():
        session.add(SeenMatch(event_id=event_id, reader_id=reader_id, other_id=other_id, seen_at=NOW - timedelta(hours=1)))


def put_everybody_off(session: Session, reader_id: int) -> None:
    others = select(Recommendation.event_id, Recommendation.other_id).where(Recommendation.reader_id == reader_id)
    for event_id, other_id in session.execute(others).all():
        values = {"answer": "later", "decided_at": NOW, "until": NOW + timedelta(hours=2)}
        session.add(Decision(event_id=event_id, reader_id=reader_id, other_id=other_id, **values))


def spoil_letters(session: Session) -> None:
    """Of the letters that went, one was refused and one may have arrived."""
    ids = list(
        session.scalars(
            select(OutboxLetter.id).where(OutboxLetter.state == "sent", OutboxLetter.kind.in_(KINDS)).order_by(OutboxLetter.id).limit(2)
        )
    )
    refused = {"state": "failed", "server_said": "550 5.1.1 There is no mailbox of this name here."}
    for letter_id, fate in zip(ids, (refused, {"state": "uncertain"}), strict=True):
        session.execute(update(OutboxLetter).where(OutboxLetter.id == letter_id).values(**fate))


def _furnish_profile(session: Session, attendee: Attendee) -> None:
    """A profile with everything in it but a stage, which the page of matches asks for."""
    attendee.pronouns, attendee.name_sounds, attendee.approach = "she", "JOO-lya", "hello"
    attendee.language_levels, attendee.stage = {attendee.languages[0]: "first"}, None
    attendee.hidden_fields = ["pronouns"]
    keep_photo(session, attendee.event_id, attendee.id, gps_photo(), now=NOW)


def _empty_event(session: Session, organiser_id: int) -> str:
    event = make_event(session, "eelhaven-makers", name="Eelhaven Makers’ Morning", place="")
    session.add(EventRole(event_id=event.id, person_id=organiser_id, role="owner", created_at=NOW))
    return event.slug


def _draft_event(session: Session, organiser_id: int) -> str:
    """Nobody but its team sees it yet."""
    times = {"starts_at": NOW + timedelta(days=20), "ends_at": NOW + timedelta(days=20, hours=4), "opened_at": None}
    event = make_event(session, "cockle-founders", name="Cockle Bay Founders’ Night", join_policy="invited", **times)
    session.add(EventRole(event_id=event.id, person_id=organiser_id, role="owner", created_at=NOW))
    return event.slug


def _closed_event(session: Session, organiser_id: int, settings: Settings) -> dict[str, str]:
    """An evening that is over; its letters wait in the outbox."""
    event = make_event(session, "marram-spring", name="Marram Spring Night", time_zone="Europe/Amsterdam")
    session.add(EventRole(event_id=event.id, person_id=organiser_id, role="owner", created_at=NOW))
    names = ("Ada Lund", "Grace Okoro", "Linus Varga", "Mairead Quill")
    ada, grace, linus, mairead = (make_attendee(session, event, name) for name in names)
    for attendee, group in ((ada, "Mentors"), (grace, "Mentors"), (linus, "Students of the evening school"), (mairead, "Speakers")):
        attendee.group_name = group
    keep_groups_apart(session, event.id, [("Mentors", "Mentors")], seen="")
    ensure_badges(session, event.id, key=settings.badge_key, now=NOW)
    _scan(session, ada, grace, settings)
    _scan(session, mairead, grace, settings)
    sent = send_mailing(session, event, organiser_id)
    close_event(session, event.id, now=NOW)
    # A draft that no worker ever compares: its page waits in every picture.
    session.add(StoredSetup(event_id=event.id, settings={}, draft_state="wanted", changed_at=NOW))
    return {"closed": event.slug, "mailing_sent": str(sent)}


def _report(session: Session, event: Event, by: Attendee, about: Attendee, *, settled: bool) -> None:
    """One report that waits and one that is settled."""
    words = "He stood in my way at the door, twice, and would not let me pass. Two people from the desk saw it the second time."
    evidence = {
        "name": about.name,
        "headline": about.headline,
        "words": ["Would rather look for himself"],
        "note": "" if settled else "By the stairs",
    }
    said = {"reason": "selling" if settled else "pestering", "words": "" if settled else words, "evidence": evidence}
    report = Report(event_id=event.id, reporter_id=by.person_id, about_id=about.person_id, created_at=NOW, **said)
    report.settled_at = NOW if settled else None
    session.add(report)


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


def _run_out_code(attendee: Attendee, settings: Settings) -> str:
    names = {"event_id": attendee.event_id, "attendee_id": attendee.id, "generation": 1}
    return live_code(settings.badge_key, **names, step=live_step(NOW) - 5)


def _make_card(session: Session, attendee: Attendee) -> int:
    draft = CardDraft("Private", "", "Sings in the harbour choir", "giulia@home.example", "", "", ("email",))
    return make_card(session, attendee.person_id, draft, now=NOW)


def sign_in(session: Session, person_id: int, purpose: str, *, now: datetime = NOW) -> str:
    session_id = secrets.token_urlsafe(32)
    row = {"id_hash": hash_id(session_id), "person_id": person_id, "purpose": purpose, "created_at": now, "seen_at": now}
    session.add(SessionRow(**row, expires_at=now + timedelta(days=1)))
    return session_id
