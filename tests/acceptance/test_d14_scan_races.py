"""D14 and its like: scans that arrive in the same moment, at gunicorn's own processes, on both engines."""

import re
from collections.abc import Callable

from sqlalchemy import func, select

from matchmaker.services.contacts import exchange_contacts
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact, ContactSide, Scan
from tests.acceptance.conftest import Guest
from tests.cast import NOW
from tests.running import RunningService, at_once
from tests.scanning import new_scan_id

PAIRS = 20


def send(service: RunningService, guest: Guest, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
    return service.send(guest.cookie, path, form)


def token_of(service: RunningService, guest: Guest) -> str:
    return re.findall(r'name="csrf_token" value="([^"]+)"', send(service, guest, "/e/races/scan")[1])[0]


def test_d14_the_same_scan_fifty_times_at_once_is_one_scan(service: RunningService, hall) -> None:
    ada, grace = hall(2)
    form = {"csrf_token": token_of(service, ada), "scan_id": new_scan_id()}

    answers = at_once([lambda: send(service, ada, grace.worn.path, form)] * 50)

    assert {status for status, _ in answers} == {200}
    assert len({body for _, body in answers}) == 1
    assert grace.attendee.name in answers[0][1]
    with service.session() as session:
        scans = session.scalars(select(Scan).where(Scan.scanner_id == ada.attendee.id)).all()
        contacts = session.scalars(select(Contact).where(Contact.asked_by == ada.attendee.person_id)).all()
        sides = session.scalar(select(func.count()).where(ContactSide.contact_id == contacts[0].id))
    assert [(scan.scan_id, scan.state) for scan in scans] == [(form["scan_id"], "exchanged")]
    assert [contact.state for contact in contacts] == ["exchanged"]
    assert sides == 2


def test_the_harness_would_see_fifty_scans(service: RunningService, hall) -> None:
    """Fifty different ids leave fifty rows: one row above is the product's doing, not the harness's blindness."""
    ada, grace = hall(2)
    token = token_of(service, ada)

    answers = at_once([lambda: send(service, ada, grace.worn.path, {"csrf_token": token, "scan_id": new_scan_id()}) for _ in range(50)])

    with service.session() as session:
        scans = session.scalar(select(func.count()).where(Scan.scanner_id == ada.attendee.id))
        contacts = session.scalar(select(func.count()).where(Contact.asked_by == ada.attendee.person_id))
    assert {status for status, _ in answers} == {200}
    assert (scans, contacts) == (50, 1)


def test_two_who_scan_each_other_in_the_same_moment_are_one_contact(service: RunningService, hall) -> None:
    guests = hall(2 * PAIRS)
    pairs = list(zip(guests[::2], guests[1::2], strict=True))
    tokens = {guest.cookie: token_of(service, guest) for guest in guests}

    def scan(scanner: Guest, owner: Guest) -> Callable[[], tuple[int, str]]:
        form = {"csrf_token": tokens[scanner.cookie], "scan_id": new_scan_id()}
        return lambda: send(service, scanner, owner.worn.path, form)

    answers = [at_once([scan(one, other), scan(other, one)]) for one, other in pairs]

    assert {status for pair in answers for status, _ in pair} == {200}
    ids = [guest.attendee.person_id for guest in guests]
    with service.session() as session:
        contacts = session.execute(
            select(Contact.low_person_id, Contact.high_person_id, Contact.state).where(Contact.low_person_id.in_(ids))
        ).all()
        sides = session.scalar(select(func.count()).where(ContactSide.person_id.in_(ids), ContactSide.shared_at.is_not(None)))
    assert sorted(tuple(row) for row in contacts) == sorted(
        (one.attendee.person_id, other.attendee.person_id, "exchanged") for one, other in pairs
    )
    assert sides == 2 * PAIRS


def test_everybody_scanning_one_badge_at_once_gets_through(service: RunningService, hall) -> None:
    grace, *crowd = hall(25)
    forms = [{"csrf_token": token_of(service, guest), "scan_id": new_scan_id()} for guest in crowd]

    answers = at_once(
        [lambda guest=guest, form=form: send(service, guest, grace.worn.path, form) for guest, form in zip(crowd, forms, strict=True)]
    )

    assert {status for status, _ in answers} == {200}
    with service.session() as session:
        states = session.scalars(select(Scan.state).where(Scan.owner_id == grace.attendee.id)).all()
    assert states == ["exchanged"] * 24


def test_yes_and_no_in_the_same_moment_leave_one_of_the_two(service: RunningService, hall) -> None:
    ada, grace = hall(2)
    with service.session() as session:
        session.get_one(Attendee, grace.attendee.id).exchange_mode = "ask"
        session.commit()
        asked = exchange_contacts(
            session, ada.attendee.person_id, grace.worn.code, scan_id=new_scan_id(), settings=service.settings, now=NOW
        )
        session.commit()
    here = f"/e/races/contacts/{asked.contact_id}"
    form = {"csrf_token": token_of(service, grace), "shared": "email"}

    answers = at_once([lambda word=word: send(service, grace, f"{here}/{word}", form) for word in ("accept", "decline") * 6])

    with service.session() as session:
        contact = session.get_one(Contact, asked.contact_id)
        given = session.scalar(select(func.count()).where(ContactSide.contact_id == contact.id, ContactSide.shared_at.is_not(None)))
    assert {status for status, _ in answers} <= {200, 404}
    # A no that comes after a yes finds nothing to decline any more, so the first yes ends it.
    assert (contact.state, given) == ("exchanged", 2)


def test_the_hours_budget_is_not_outrun(service: RunningService, hall) -> None:
    ada, *others = hall(13)
    settings = service.settings.model_copy(update={"scans_per_hour": 5})

    def scan(owner: Guest) -> tuple[int, str]:
        with service.session() as session:
            done = exchange_contacts(session, ada.attendee.person_id, owner.worn.code, scan_id=new_scan_id(), settings=settings, now=NOW)
            session.commit()
        return 0, done.outcome.value

    outcomes = at_once([lambda owner=owner: scan(owner) for owner in others])

    assert sorted(outcome for _, outcome in outcomes) == ["exchanged"] * 5 + ["pending"] * 7
