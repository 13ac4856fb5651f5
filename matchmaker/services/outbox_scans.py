"""Scans that a phone kept, and those it takes back."""

from matchmaker.domain.contacts.outcome import Outcome
from matchmaker.domain.outbox.items import ScanItem, UndoItem
from matchmaker.errors import N_, ConflictError
from matchmaker.services.contacts import exchange_by_short_code, exchange_contacts
from matchmaker.services.exchange import Exchange
from matchmaker.services.outbox_desk import Desk, Taken
from matchmaker.services.undo import undo_scan


def take_scan(desk: Desk, item: ScanItem) -> Taken:
    done = _carry_out(desk, item)
    if done.outcome in {Outcome.UNKNOWN, Outcome.OWN, Outcome.RUN_OUT}:
        if item.id in desk.scans:
            raise ConflictError(N_("This scan was kept for another badge already, so nothing was changed. Scan the badge once more."))
        return Taken(done.outcome.value)
    desk.scans.setdefault(item.id, done.outcome.value)
    # Of a question that waits, the scanner learns nothing, not even which one it is.
    return Taken(done.outcome.value, done.contact_id if done.outcome is Outcome.EXCHANGED else None)


def take_undo(desk: Desk, item: UndoItem) -> Taken:
    me = {"event_id": desk.event.id, "attendee_id": desk.reader.id, "person_id": desk.reader.person_id}
    undo_scan(desk.session, item.scan_id, **me, seconds=desk.settings.undo_seconds, now=desk.now)
    if item.scan_id in desk.scans:
        desk.scans[item.scan_id] = "undone"
    return Taken("undone")


def _carry_out(desk: Desk, item: ScanItem) -> Exchange:
    me, read_at = desk.reader.person_id, desk.time_of(item.at)
    if item.way == "typed":
        where = {"event_id": desk.event.id, "person_id": me}
        return exchange_by_short_code(
            desk.session, **where, typed=item.code, scan_id=item.id, read_at=read_at, settings=desk.settings, now=desk.now
        )
    done = exchange_contacts(desk.session, me, item.code, scan_id=item.id, read_at=read_at, settings=desk.settings, now=desk.now)
    return done if done.slug in {"", desk.event.slug} else _belongs_elsewhere()


def _belongs_elsewhere() -> Exchange:
    # The savepoint takes away what was just written: a scan counts at the event it was made at.
    raise ConflictError(N_("This badge is of another event. Open that event here and scan it once more."))
