"""Everything that is kept of one person, asked for by table; each answer is a list of plain rows for that person's own eyes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, Select, and_, case, or_, select
from sqlalchemy.orm import Session

from matchmaker.store.models.attendees import Attendee, AttendeeInterest, AttendeePhoto, CardChoice
from matchmaker.store.models.badges import Badge
from matchmaker.store.models.checkin import CheckIn
from matchmaker.store.models.contacts import Contact, ContactSide, FollowUpAct, OwnWording, PersonalLetter, Promise, Scan
from matchmaker.store.models.events import Event, EventRole
from matchmaker.store.models.mail import OutboxLetter, Suppression
from matchmaker.store.models.matches import Decision, Recommendation, SeenMatch
from matchmaker.store.models.people import Card, Person
from matchmaker.store.models.proposals import Proposal, ProposalSide
from matchmaker.store.models.roster import RosterUpload
from matchmaker.store.models.safety import Block, Report
from matchmaker.store.models.signin import LoginLink, SessionRow
from matchmaker.store.models.team import TeamInvitation
from matchmaker.store.models.warm import Reminder, TagRhythm, WarmHours
from matchmaker.store.queries.safety import may_meet, takes_part

Rows = list[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class MyPlace:
    """One event somebody is or was at."""

    event_id: int
    attendee_id: int
    slug: str
    name: str
    time_zone: str
    starts_at: datetime
    ends_at: datetime
    closed_at: datetime | None
    sees: str
    status: str

    def is_over(self, *, now: datetime) -> bool:
        return self.closed_at is not None or self.ends_at <= now


def places_of(session: Session, person_id: int) -> tuple[MyPlace, ...]:
    """The newest event first."""
    columns = (Event.id, Attendee.id, Event.slug, Event.name, Event.time_zone, Event.starts_at, Event.ends_at, Event.closed_at, Event.sees)
    places = _ask(*columns, Attendee.status).join(Event, Event.id == Attendee.event_id).where(Attendee.person_id == person_id)
    return tuple(MyPlace(*row) for row in session.execute(places.order_by(Event.starts_at.desc(), Event.id.desc())))


def person_row(session: Session, person_id: int) -> Mapping[str, Any]:
    return _rows(session, select(Person.__table__).where(Person.id == person_id))[0]


def attendee_rows(session: Session, person_id: int) -> Rows:
    return _rows(session, select(Attendee.__table__).where(Attendee.person_id == person_id))


def interest_rows(session: Session, person_id: int) -> Rows:
    columns = (AttendeeInterest.attendee_id, AttendeeInterest.kind, AttendeeInterest.text)
    ordered = _ask(*columns).order_by(AttendeeInterest.kind, AttendeeInterest.position, AttendeeInterest.id)
    return _rows(session, _of_mine(ordered, AttendeeInterest.attendee_id, person_id))


def photo_rows(session: Session, person_id: int) -> Rows:
    columns = (AttendeePhoto.attendee_id, AttendeePhoto.picture, AttendeePhoto.made_at)
    return _rows(session, _of_mine(_ask(*columns), AttendeePhoto.attendee_id, person_id))


def card_rows(session: Session, person_id: int) -> Rows:
    return _rows(session, select(Card.__table__).where(Card.person_id == person_id).order_by(Card.id))


def card_choice_rows(session: Session, person_id: int) -> Rows:
    return _rows(session, _of_mine(_ask(CardChoice.attendee_id, CardChoice.card_id), CardChoice.attendee_id, person_id))


def badge_rows(session: Session, person_id: int) -> Rows:
    columns = (Badge.attendee_id, Badge.generation, Badge.created_at, Badge.revoked_at, Badge.tries_after)
    return _rows(session, _of_mine(_ask(*columns).order_by(Badge.generation), Badge.attendee_id, person_id))


def check_in_rows(session: Session, person_id: int) -> Rows:
    """When I came in at the door, and how the desk found me."""
    columns = (CheckIn.attendee_id, CheckIn.done_at, CheckIn.client_at, CheckIn.way, CheckIn.undone_at)
    return _rows(session, _of_mine(_ask(*columns).order_by(CheckIn.done_at, CheckIn.id), CheckIn.attendee_id, person_id))


def scan_rows(session: Session, person_id: int) -> Rows:
    """Scans I made, and scans of my badge; who the other is stands with the contacts, as far as I may know it."""
    columns = (Scan.event_id, Scan.scan_id, Scan.state, Scan.scanned_at, Scan.way, Scan.client_at, Scan.owner_id, Scan.scanner_id)
    mine = select(Attendee.id).where(Attendee.person_id == person_id)
    theirs = or_(Scan.scanner_id.in_(mine), Scan.owner_id.in_(mine))
    return _rows(session, _ask(*columns).where(theirs).order_by(Scan.scanned_at, Scan.id))


def side_rows(session: Session, person_id: int) -> Rows:
    """My side of each contact."""
    mine = select(ContactSide.__table__, Contact.event_id, Contact.created_at).join(Contact, Contact.id == ContactSide.contact_id)
    return _rows(session, mine.where(ContactSide.person_id == person_id).order_by(Contact.created_at, Contact.id))


def promise_rows(session: Session, person_id: int) -> Rows:
    return _rows(session, select(Promise.__table__).where(Promise.person_id == person_id).order_by(Promise.id))


def warm_hours_rows(session: Session, person_id: int) -> Rows:
    return _rows(session, select(WarmHours.__table__).where(WarmHours.person_id == person_id))


def tag_rhythm_rows(session: Session, person_id: int) -> Rows:
    return _rows(session, select(TagRhythm.__table__).where(TagRhythm.person_id == person_id).order_by(TagRhythm.tag))


def reminder_rows(session: Session, person_id: int) -> Rows:
    return _rows(session, select(Reminder.__table__).where(Reminder.person_id == person_id).order_by(Reminder.day, Reminder.cause))


def wording_rows(session: Session, person_id: int) -> Rows:
    return _rows(session, select(OwnWording.__table__).where(OwnWording.person_id == person_id).order_by(OwnWording.id))


def act_rows(session: Session, person_id: int) -> Rows:
    """What I did about writing to people I met."""
    mine = select(FollowUpAct.__table__).where(FollowUpAct.person_id == person_id)
    return _rows(session, mine.order_by(FollowUpAct.contact_id, FollowUpAct.day, FollowUpAct.act))


def written_rows(session: Session, person_id: int) -> Rows:
    return _rows(session, select(PersonalLetter.__table__).where(PersonalLetter.person_id == person_id).order_by(PersonalLetter.id))


def proposal_rows(session: Session, person_id: int) -> Rows:
    """What I proposed, in my words; what became of it is told where its two allow that."""
    columns = (Proposal.event_id, Proposal.reason, Proposal.to_low.label("to_one"), Proposal.to_high.label("to_other"))
    mine = _ask(*columns, Proposal.created_at, Proposal.answer_until, Proposal.taken_back_at).where(Proposal.proposer_id == person_id)
    return _rows(session, mine.order_by(Proposal.id))


def proposal_side_rows(session: Session, person_id: int) -> Rows:
    """What I was asked and how I answered; of the other one there is nothing in it."""
    line = case((ProposalSide.person_id == Proposal.low_person_id, Proposal.to_low), else_=Proposal.to_high).label("line")
    said = (ProposalSide.answer, ProposalSide.answered_at, ProposalSide.may_tell, ProposalSide.shared_fields, ProposalSide.consent_version)
    asked = _ask(Proposal.event_id, Proposal.created_at, Proposal.answer_until, Proposal.reason, line, *said)
    mine = asked.join(Proposal, Proposal.id == ProposalSide.proposal_id).where(ProposalSide.person_id == person_id)
    seen = mine.where(Proposal.taken_back_at.is_(None), may_meet(Proposal.proposer_id, person_id))
    return _rows(session, seen.order_by(ProposalSide.id))


def suggestion_rows(session: Session, person_id: int) -> Rows:
    """My lists as I may see them: who is still there and to be seen."""
    other = Attendee.__table__.alias("other")
    columns = (
        Recommendation.event_id,
        Recommendation.rank,
        Recommendation.other_id,
        Recommendation.reasons,
        other.c.name,
        other.c.headline,
        other.c.hidden_fields,
    )
    listed = _ask(*columns).join(other, and_(other.c.event_id == Recommendation.event_id, other.c.id == Recommendation.other_id))
    seen = listed.where(takes_part(other.c), may_meet(person_id, other.c.person_id))
    return _rows(session, _of_mine(seen.order_by(Recommendation.event_id, Recommendation.rank), Recommendation.reader_id, person_id))


def answer_rows(session: Session, person_id: int) -> Rows:
    other = Attendee.__table__.alias("other")
    columns = (Decision.event_id, Decision.answer, Decision.reason, Decision.decided_at, Decision.until, other.c.name)
    answers = _ask(*columns).join(other, and_(other.c.event_id == Decision.event_id, other.c.id == Decision.other_id))
    seen = answers.where(may_meet(person_id, other.c.person_id))
    return _rows(session, _of_mine(seen.order_by(Decision.decided_at), Decision.reader_id, person_id))


def seen_rows(session: Session, person_id: int) -> Rows:
    return _rows(session, _of_mine(_ask(SeenMatch.event_id, SeenMatch.seen_at), SeenMatch.reader_id, person_id))


def letter_rows(session: Session, person_id: int, email_key: str) -> Rows:
    columns = (
        OutboxLetter.event_id,
        OutboxLetter.kind,
        OutboxLetter.address,
        OutboxLetter.state,
        OutboxLetter.created_at,
        OutboxLetter.finished_at,
    )
    mine = or_(OutboxLetter.person_id == person_id, OutboxLetter.recipient == email_key)
    return _rows(session, _ask(*columns).where(mine).order_by(OutboxLetter.created_at, OutboxLetter.id))


def no_letter_rows(session: Session, email_key: str) -> Rows:
    return _rows(session, select(Suppression.kind, Suppression.reason, Suppression.created_at).where(Suppression.recipient == email_key))


def session_rows(session: Session, person_id: int) -> Rows:
    columns = (SessionRow.device, SessionRow.purpose, SessionRow.created_at, SessionRow.seen_at, SessionRow.expires_at)
    return _rows(session, _ask(*columns).where(SessionRow.person_id == person_id).order_by(SessionRow.created_at))


def sign_in_rows(session: Session, email_key: str) -> Rows:
    columns = (LoginLink.event_id, LoginLink.purpose, LoginLink.tries, LoginLink.created_at, LoginLink.expires_at, LoginLink.used_at)
    return _rows(session, _ask(*columns).where(LoginLink.email_key == email_key).order_by(LoginLink.created_at, LoginLink.id))


def role_rows(session: Session, person_id: int) -> Rows:
    roles = select(Event.name, EventRole.role, EventRole.created_at).join(Event, Event.id == EventRole.event_id)
    return _rows(session, roles.where(EventRole.person_id == person_id).order_by(Event.id))


def team_invitation_rows(session: Session, email_key: str) -> Rows:
    columns = (Event.name, TeamInvitation.role, TeamInvitation.invited_at, TeamInvitation.expires_at, TeamInvitation.ended_at)
    mine = select(*columns).join(Event, Event.id == TeamInvitation.event_id).where(TeamInvitation.email_key == email_key)
    return _rows(session, mine.order_by(TeamInvitation.id))


def upload_rows(session: Session, person_id: int) -> Rows:
    columns = (RosterUpload.file_name, RosterUpload.uploaded_at, RosterUpload.confirmed_at, RosterUpload.added, RosterUpload.updated)
    return _rows(session, _ask(*columns).where(RosterUpload.uploaded_by == person_id).order_by(RosterUpload.id))


def report_rows(session: Session, person_id: int) -> Rows:
    """What this person reported; what others reported is theirs."""
    columns = (Report.event_id, Report.reason, Report.words, Report.created_at, Report.settled_at)
    return _rows(session, _ask(*columns).where(Report.reporter_id == person_id).order_by(Report.id))


def block_rows(session: Session, person_id: int) -> Rows:
    """Whom this person blocked, by a name they could see: of an event both were at."""
    return _rows(session, select(Block.blocked_id, Block.created_at).where(Block.blocker_id == person_id).order_by(Block.created_at))


def _ask(*columns: Any) -> Select[Any]:
    return select(*columns)


def _of_mine(rows: Select[Any], attendee_id: Any, person_id: int) -> Select[Any]:
    return rows.where(attendee_id.in_(select(Attendee.id).where(Attendee.person_id == person_id)))


def _rows(session: Session, rows: Executable) -> Rows:
    return [dict(row) for row in session.execute(rows).mappings()]
