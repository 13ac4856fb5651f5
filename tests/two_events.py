"""Two events side by side, with something of every kind in each; what belongs to people bears a canary."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from matchmaker.domain.badges.seal import NONCE_BYTES, seal
from matchmaker.domain.demo.doors import ORGANISER, door_token
from matchmaker.domain.exports.link import export_token
from matchmaker.domain.signin.secrets import invitation_token
from matchmaker.services.unsubscribe import unsubscribe_token
from matchmaker.services.uploads import stage_upload, take_file
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee, AttendeePhoto
from matchmaker.store.models.badges import BadgeSheet
from matchmaker.store.models.checkin import DeskDevice
from matchmaker.store.models.contacts import Contact, ContactSide, OwnWording, Promise
from matchmaker.store.models.events import Event, EventLogo, EventRole, Interest
from matchmaker.store.models.exports import ExportFile
from matchmaker.store.models.insights import InsightRelease
from matchmaker.store.models.interest_edits import InterestEdit
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.mailings import Mailing, MailingWording
from matchmaker.store.models.matches import Recommendation
from matchmaker.store.models.people import Card, Person
from matchmaker.store.models.proposals import Proposal, ProposalSide
from matchmaker.store.models.safety import Report
from matchmaker.store.models.team import TeamInvitation
from matchmaker.web.visits import hash_id
from tests.cast import NOW, give_interests, make_attendee, make_event, make_interest, make_organiser, make_person
from tests.scanning import Worn, wear_badge

CANARY = "canary-q9Zt4"
PHOTO = "0123456789abcdef"


@dataclass(frozen=True)
class Side:
    """One event: its organiser, two who met, a third, and a row of everything that has a number in an address."""

    event: Event
    organiser: Person
    ada: Attendee
    grace: Attendee
    linus: Attendee
    badge: Worn
    tag: Interest
    numbers: dict[str, int]
    invitation: str


@dataclass(frozen=True)
class TwoEvents:
    here: Side
    there: Side
    desk: Person
    settings: Settings

    def fill(self, side: Side) -> dict[str, Callable[[], object]]:
        """What stands for each <name> in a route. A route with another name fails the walk: add it here."""
        key = self.settings.mail_key
        return {
            "slug": lambda: side.event.slug,
            "code": lambda: side.badge.code,
            "token": lambda: unsubscribe_token(key, side.ada.person_id),
            "kind": lambda: "met",
            "verb": lambda: "retire",
            "fingerprint": lambda: PHOTO,
            "who": lambda: ORGANISER,
            "figure": lambda: "talks",
            "link": lambda: export_token(self.settings.badge_key, event_id=side.event.id, export_id=side.numbers["export_id"]),
            **{name: (lambda number=number: number) for name, number in side.numbers.items()},  # type: ignore[misc]
        }

    def demo_token(self) -> str:
        return door_token(self.settings.signin_key, ORGANISER)


def make_two_events(session: Session, settings: Settings) -> TwoEvents:
    here, there = _make_side(session, settings, "northlight", "here"), _make_side(session, settings, "southlight", "there")
    desk = make_person(session, "Dora Desk")
    session.add(EventRole(event_id=here.event.id, person_id=desk.id, role="desk", created_at=NOW))
    session.commit()
    session.expunge_all()  # their ids stay readable while the app works; a refresh would take SQLite's one write lock
    return TwoEvents(here, there, desk, settings)


def _make_side(session: Session, settings: Settings, slug: str, word: str) -> Side:
    event = make_event(session, slug)
    organiser = make_organiser(session, event, f"{word}-olga Organiser")
    ada, grace, linus = (_make_attendee(session, event, f"{word}-{name}") for name in ("ada", "grace", "linus"))
    badge = wear_badge(session, grace, settings.badge_key)
    for other in (ada, linus):
        wear_badge(session, other, settings.badge_key)
    place = {"rank": 1, "score": 1.0, "likeness": 1.0, "complement": 0.0, "reasons": []}
    session.add(Recommendation(event_id=event.id, reader_id=ada.id, other_id=grace.id, **place))
    invited = make_person(session, f"{word}-nia", confirmed=False)
    nia = make_attendee(session, event, f"{CANARY} Nia", invited, invited_at=NOW, first_signed_in_at=None)
    sheet = seal(settings.badge_key, b"%PDF-1.4", nonce=event.slug.ljust(NONCE_BYTES).encode())
    contact_id = _make_contact(session, event, ada, grace)
    promise = Promise(contact_id=contact_id, person_id=ada.person_id, text=f"{CANARY} promise", created_at=NOW)
    logo = {"picture": f"{CANARY} logo".encode(), "fingerprint": PHOTO, "made_at": NOW}
    session.add(EventLogo(event_id=event.id, **logo))
    tag = make_interest(session, event, f"{CANARY} tag")
    numbers = {
        "other_id": grace.id,
        "attendee_id": grace.id,
        "contact_id": contact_id,
        "promise_id": _add(session, promise),
        "upload_id": _stage(session, event, organiser),
        "sheet_id": _add(session, BadgeSheet(event_id=event.id, asked_by=organiser.id, asked_at=NOW, made_at=NOW, content=sheet)),
        "card_id": _add(session, Card(person_id=ada.person_id, label=f"{CANARY} card", headline=f"{CANARY} headline", created_at=NOW)),
        "letter_id": _make_letter(session, event, ada),
        "mailing_id": _write_mailing(session, event, organiser),
        "desk_id": _open_desk(session, event, organiser),
        "wording_id": _add(
            session,
            OwnWording(person_id=ada.person_id, name=f"{CANARY} wording", text=f"{CANARY} {{{{about}}}}", asks=False, created_at=NOW),
        ),
        "report_id": _make_report(session, event, ada, grace),
        "interest_id": tag.id,
        "edit_id": _edit_interest(session, event),
        "member_id": _make_host(session, event, word),
        "invitation_id": _invite(session, event, word),
        **_propose(session, event, ada, (grace, linus)),
    }
    tables = {"talks": {"none": 9, "some": 9, "many": 9}, "mixing": {}, "answers": {}, "hours": {}}
    counts = {"tables": tables, "facts": {"everybody": 27, "pairs": 20}}
    session.add(InsightRelease(event_id=event.id, family="talks", number=1, counts=counts, released_at=NOW))
    numbers["export_id"] = _make_export(session, event, organiser, settings)
    ids = {"event_id": event.id, "attendee_id": nia.id, "person_id": nia.person_id}
    invitation = invitation_token(settings.signin_key, **ids)
    return Side(event, organiser, ada, grace, linus, badge, tag, numbers, invitation)


def _make_export(session: Session, event: Event, organiser: Person, settings: Settings) -> int:
    content = seal(settings.badge_key, f"{CANARY} file".encode(), nonce=f"x{event.slug}".ljust(NONCE_BYTES).encode())
    times = {"asked_at": NOW, "made_at": NOW, "expires_at": NOW + timedelta(hours=24)}
    return _add(session, ExportFile(event_id=event.id, kind="attendees", format="csv", asked_by=organiser.id, **times, content=content))


def _make_attendee(session: Session, event: Event, name: str) -> Attendee:
    values = {
        "organisation": f"{CANARY} org",
        "headline": f"{CANARY} headline",
        "bio": f"{CANARY} bio",
        "phone": "+441234567",
        "searchable": True,
    }
    attendee = make_attendee(session, event, f"{name} {CANARY}", make_person(session, name, f"{name}@example.org"), **values)
    give_interests(session, attendee, talk=[f"{CANARY} talk"], seek=[f"{CANARY} seek"])
    face = {"picture": f"{CANARY} photo".encode(), "fingerprint": PHOTO, "made_at": NOW}
    session.add(AttendeePhoto(event_id=event.id, attendee_id=attendee.id, **face))
    return attendee


def _make_contact(session: Session, event: Event, one: Attendee, other: Attendee) -> int:
    low, high = sorted((one.person_id, other.person_id))
    contact = Contact(
        event_id=event.id, low_person_id=low, high_person_id=high, state="exchanged", asked_by=low, created_at=NOW, exchanged_at=NOW
    )
    contact_id = _add(session, contact)
    for person_id in (low, high):
        session.add(ContactSide(contact_id=contact_id, person_id=person_id, shared_fields=["email"], shared_at=NOW, note=f"{CANARY} note"))
    session.flush()
    return contact_id


def _stage(session: Session, event: Event, organiser: Person) -> int:
    file = take_file(f"{CANARY}.csv", f"name,email\n{CANARY} Row,row@{event.slug}.example\n".encode(), megabytes=10)
    return stage_upload(session, event.id, file, uploaded_by=organiser.id, now=NOW)


def _make_letter(session: Session, event: Event, to: Attendee) -> int:
    address = f"{CANARY}@example.org"
    letter = OutboxLetter(
        event_id=event.id,
        campaign="close",
        kind="met",
        recipient=address,
        address=address,
        person_id=to.person_id,
        state="uncertain",
        next_try_at=NOW,
        created_at=NOW,
        server_said=f"{CANARY} said",
    )
    return _add(session, letter)


def _write_mailing(session: Session, event: Event, by: Person) -> int:
    said = {"name": f"{CANARY} mailing", "based_on": "blank", "audience": {}, "state": "draft", "changed_by": by.id}
    mailing_id = _add(session, Mailing(event_id=event.id, created_at=NOW, changed_at=NOW, **said))
    words = {"language": "en-GB", "position": 0, "subject": f"{CANARY} subject", "body": f"{CANARY} body"}
    session.add(MailingWording(mailing_id=mailing_id, **words))
    return mailing_id


def _make_report(session: Session, event: Event, by: Attendee, about: Attendee) -> int:
    said = {"reason": "other", "words": f"{CANARY} report", "evidence": {"name": f"{CANARY} evidence"}, "created_at": NOW}
    return _add(session, Report(event_id=event.id, reporter_id=by.person_id, about_id=about.person_id, **said))


def _edit_interest(session: Session, event: Event) -> int:
    before = {"id": 987_654, "label": f"{CANARY} old tag", "key": f"{CANARY} old tag".casefold(), "position": 0, "synonyms": []}
    said = {"verb": "retire", "label": f"{CANARY} old tag", "people": 0, "before": before, "done_at": NOW}
    return _add(session, InterestEdit(event_id=event.id, **said))


def _make_host(session: Session, event: Event, word: str) -> int:
    return make_organiser(session, event, f"{word}-hugo {CANARY}", role="host").id


def _invite(session: Session, event: Event, word: str) -> int:
    times = {"invited_at": NOW, "expires_at": NOW + timedelta(days=14)}
    return _add(session, TeamInvitation(event_id=event.id, email_key=f"{CANARY}-{word}@example.org", role="desk", **times))


def _propose(session: Session, event: Event, by: Attendee, pair: tuple[Attendee, Attendee]) -> dict[str, int]:
    """What Ada proposed, and what she was asked herself."""
    times = {"created_at": NOW, "answer_until": NOW + timedelta(days=14)}
    grace, linus = pair
    mine = Proposal(
        event_id=event.id,
        proposer_id=by.person_id,
        low_person_id=min(grace.person_id, linus.person_id),
        high_person_id=max(grace.person_id, linus.person_id),
        reason=f"{CANARY} reason",
        **times,
    )
    asked = Proposal(
        event_id=event.id,
        proposer_id=grace.person_id,
        low_person_id=min(by.person_id, linus.person_id),
        high_person_id=max(by.person_id, linus.person_id),
        reason=f"{CANARY} question",
        **times,
    )
    session.add_all([mine, asked])
    session.flush()
    question = ProposalSide(proposal_id=asked.id, person_id=by.person_id)
    return {"proposal_id": mine.id, "question_id": _add(session, question)}


def _open_desk(session: Session, event: Event, organiser: Person) -> int:
    moments = {"made_at": NOW, "code_expires_at": NOW, "paired_at": NOW, "seen_at": NOW, "expires_at": event.ends_at + timedelta(days=1)}
    secret = hash_id(f"{event.slug} desk")
    desk = DeskDevice(event_id=event.id, name="North", made_by=organiser.id, code_hash="x", secret_hash=secret, device="", **moments)
    return _add(session, desk)


def _add(
    session: Session,
    row: BadgeSheet
    | Card
    | Contact
    | DeskDevice
    | ExportFile
    | Mailing
    | OwnWording
    | OutboxLetter
    | Promise
    | InterestEdit
    | ProposalSide
    | Report
    | TeamInvitation,
) -> int:
    session.add(row)
    session.flush()
    return row.id
