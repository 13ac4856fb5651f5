"""Reports: what one attendee tells the owners about another, with a copy of what they saw. Whoever it is about learns nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matchmaker.domain.contacts.standing import Standing
from matchmaker.domain.events.deeds import Deed
from matchmaker.domain.safety.report import ReportDraft
from matchmaker.errors import N_, BadRequestError, NotFoundError, TooManyError
from matchmaker.mail.letter import Letter, render_letter
from matchmaker.services.contact_cards import ContactCard, contact_for
from matchmaker.services.deeds import note_deed
from matchmaker.services.letter_languages import language_of
from matchmaker.services.limits import HOUR, take_turn
from matchmaker.services.mail import queue_letter
from matchmaker.services.match_cards import card_of
from matchmaker.services.people_search import shown_to
from matchmaker.services.recommend import want_lists
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.safety import Report
from matchmaker.store.queries.contacts import contact_row
from matchmaker.store.queries.matches import one_place
from matchmaker.store.queries.people import person_here
from matchmaker.store.queries.reports import TAKEN_OUT, event_of_report, report_to_settle, safety_addresses
from matchmaker.store.queries.signin import person_with_address
from matchmaker.store.queries.visits import AttendeeFacts, EventFacts

KIND = "report"
REPORTS_AN_HOUR = 10
DEEDS = ("settle", "reopen", "take_out", "let_in")
_LOGGED = {"take_out": Deed.REPORT_TAKEN_OUT, "let_in": Deed.REPORT_LET_IN}


@dataclass(frozen=True, slots=True)
class Reported:
    """Somebody whom a reader may report, with what the reader sees of them right now."""

    person_id: int
    name: str
    evidence: Mapping[str, object]
    note: str


def reported_attendee(session: Session, event: EventFacts, me: AttendeeFacts, other_id: int, *, now: datetime) -> Reported:
    """Somebody seen on a list or found by name.

    Raises
    ------
    NotFoundError
        Nobody of that id is to be seen.
    """
    row = person_here(session, other_id, event_id=event.id, person_id=me.person_id)
    if row is None:
        raise NotFoundError
    shown = shown_to(row, event.sees)
    place = one_place(session, event_id=event.id, reader_id=me.id, person_id=me.person_id, other_id=other_id, now=now)
    reasons = card_of(place, reader_id=me.id, sees=event.sees).reasons if place else ()
    words = ["".join(str(piece[0]) for piece in reason.theirs) for reason in reasons]
    evidence = {
        "seen": "profile",
        **_facts(shown.name, shown.organisation, shown.headline),
        "languages": list(shown.languages),
        "words": words,
    }
    return Reported(row.person_id, shown.name, evidence, "")


def reported_contact(session: Session, event: EventFacts, person_id: int, contact_id: int) -> Reported:
    """The other of a contact; one that still waits has no name to the reader, and none goes into what they see of their report."""
    contact = contact_for(session, contact_id, event_id=event.id, person_id=person_id, sees=event.sees)
    return Reported(_other_of(session, contact, event.id, person_id), contact.card.name, _evidence_of(contact), contact.note)


def send_report(session: Session, event: EventFacts, reporter_id: int, about: Reported, draft: ReportDraft, *, now: datetime) -> None:
    """Keep the report with its evidence, and tell whoever answers for safety here that one waits.

    Raises
    ------
    TooManyError
        So many within the hour that nobody could read them.
    """
    if not take_turn(session, f"report|{event.id}|{reporter_id}", most=REPORTS_AN_HOUR, now=now):
        raise TooManyError(
            N_("You have sent many reports this hour. Those are safe; speak to somebody of the team now."),
            retry_after=int(HOUR.total_seconds()),
        )
    evidence = {**about.evidence, "note": about.note} if draft.with_note and about.note else dict(about.evidence)
    values = {"reason": draft.reason, "words": draft.words, "evidence": evidence, "created_at": now}
    report = Report(event_id=event.id, reporter_id=reporter_id, about_id=about.person_id, **values)
    session.add(report)
    session.flush()
    for address in safety_addresses(session, event.id):
        queue_letter(session, kind=KIND, address=address, event_id=event.id, campaign=f"report-{report.id}", now=now)


def write_report(session: Session, row: OutboxLetter, *, settings: Settings, now: datetime) -> Letter | None:  # noqa: ARG001  one signature for all writers
    """A report waits; without a name, for letters get forwarded and lie around. None if the event is gone."""
    event = event_of_report(session, row)
    if event is None:
        return None
    reader = person_with_address(session, row.address)
    language = language_of(settings, reader.locale if reader else "", event.language, reader.letter_language if reader else "")
    slots = {"event": event.name, "link": f"{settings.base_url}/organise/events/{event.slug}/reports"}
    return render_letter(KIND, slots, language=language, to_address=row.address)


def decide_report(session: Session, event_id: int, report_id: int, deed: str, *, by: int, now: datetime) -> None:
    """Settle a report or open it again; take whoever it is about out of the event, or let them back in.

    Raises
    ------
    BadRequestError
        A deed that the page does not offer.
    NotFoundError
        No such report at this event.
    """
    if deed not in DEEDS:
        raise BadRequestError(N_("That was none of the buttons of this page, so nothing was changed."))
    report = report_to_settle(session, event_id, report_id)
    if report is None:
        raise NotFoundError
    if deed in {"settle", "reopen"}:
        report.settled_at, report.settled_by = (now, by) if deed == "settle" else (None, None)
    else:
        report.evidence = {**report.evidence, TAKEN_OUT: True}
        them = update(Attendee).where(Attendee.event_id == event_id, Attendee.person_id == report.about_id)
        if deed == "let_in":
            _forget_taken_out(session, event_id, report.about_id)
            them = them.where(Attendee.left_at.is_(None))  # who has also left by themselves comes back by themselves
        session.execute(them.values(status="cancelled" if deed == "take_out" else "registered", updated_at=now))
        want_lists(session, event_id)
    session.flush()
    about_report = ("report", report_id)
    note_deed(session, _LOGGED.get(deed, Deed.REPORT_DECIDED), event_id=event_id, actor_id=by, about=about_report, now=now)


def _forget_taken_out(session: Session, event_id: int, person_id: int) -> None:
    for one in session.scalars(select(Report).where(Report.event_id == event_id, Report.about_id == person_id)):
        one.evidence = {name: value for name, value in one.evidence.items() if name != TAKEN_OUT}


def _facts(name: str, organisation: str, headline: str) -> dict[str, object]:
    return {"name": name, "organisation": organisation, "headline": headline}


def _evidence_of(contact: ContactCard) -> dict[str, object]:
    card = contact.card
    shared = {"email": card.email, "phone": card.phone, "link": card.link} if contact.standing is Standing.MET else {}
    return {"seen": "contact", **_facts(card.name, card.organisation, card.headline), **shared, "met_at": contact.at.isoformat()}


def _other_of(session: Session, contact: ContactCard, event_id: int, person_id: int) -> int:
    row = contact_row(session, contact.id, event_id=event_id, person_id=person_id)
    if row is None:
        raise NotFoundError
    return row.them.person_id
