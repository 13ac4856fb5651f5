"""Attendee files in every state a page can show, and seats that wait."""

from datetime import timedelta

from sqlalchemy.orm import Session

from matchmaker.domain.roster.people import SeatRow
from matchmaker.services.rejected_rows import first_rejected
from matchmaker.services.seats import bring_in_seats, open_seats
from matchmaker.services.uploads import find_upload, read_upload, stage_upload, take_file
from matchmaker.settings import Settings
from matchmaker.store.models.events import Event
from matchmaker.store.models.roster import RosterUpload
from tests.cast import NOW

TICKETS = """\
Order code,Position ID,Status,E-mail,Attendee name,Attendee email,Product
QX7TR,1,paid,wren@tidepool.example,Wren Achterberg,wren@tidepool.example,Regular
QX7TR,2,paid,wren@tidepool.example,Journalist 1,,Press
QX7TR,3,paid,wren@tidepool.example,Journalist 2,,Press
"""


def fill_files(session: Session, event: Event, organiser_id: int, content: str, settings: Settings) -> dict[str, str]:
    """The addresses of one file in each state."""

    def file(name: str, text: str = content, **changes: object) -> str:
        brought = take_file(name, text.encode(), megabytes=settings.upload_megabytes)
        upload_id = stage_upload(session, event.id, brought, uploaded_by=organiser_id, now=NOW)
        row = session.get_one(RosterUpload, upload_id)
        row.rejected = first_rejected(read_upload(find_upload(session, event.id, upload_id)))
        for field, value in changes.items():
            setattr(row, field, value)
        session.flush()
        return str(upload_id)

    before = NOW - timedelta(hours=3)
    things = {
        "tickets": file("pretix-orders.csv", TICKETS),
        "reading": file("everybody.xlsx", state="reading"),
        "importing": file("everybody.csv", state="importing", confirmed_at=NOW, rows=41_860, done_rows=17_250),
        "done": file(
            "first-wave.csv", state="done", confirmed_at=before, added=212, updated=14, unchanged=3, skipped=3, cancelled=2, seats=3
        ),
        "undone": file(
            "wrong-list.csv", state="undone", confirmed_at=before, undone={"taken_out": 38, "put_back": 4, "acted": 2, "stayed": 1}
        ),
    }
    rows = [SeatRow(number, f"QX7TR-{number}", f"Journalist {number - 1}", "Press") for number in (2, 3, 4)]
    bring_in_seats(session, event.id, int(things["done"]), rows, key=settings.badge_key, now=NOW)
    seat = open_seats(session, event.id, slug=event.slug, key=settings.badge_key)[0]
    return things | {"seat": seat.path.partition("#")[2]}
