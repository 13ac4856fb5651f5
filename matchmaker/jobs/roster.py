"""Reads long attendee files, brings them in and takes them back, a portion at a time, while pages go on writing in between."""

from datetime import timedelta

from matchmaker.jobs.badges import give_all_badges
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.ledger import Ledger, read_ledger
from matchmaker.services.roster import PORTION, finish_import, open_import, write_portion
from matchmaker.services.roster_undo import PORTION as UNDO_PORTION
from matchmaker.services.roster_undo import finish_undo, undo_portion
from matchmaker.services.upload_preview import keep_findings, preview_upload
from matchmaker.services.uploads import UploadReading, read_upload, take_on
from matchmaker.store.queries.uploads import StagedUpload, staged_upload, uploads_to_do

SILENT = timedelta(seconds=20)  # after so long another worker goes on with it


def bring_in_files(workshop: Workshop) -> None:
    """Everything that waits; a file whose worker has fallen silent is taken over."""
    with workshop.read() as session:
        waiting = uploads_to_do(session, silent_since=workshop.now() - SILENT)
    for event_id, upload_id, state in waiting:
        with workshop.session() as session:
            is_mine = take_on(session, event_id, upload_id, state, silent_since=workshop.now() - SILENT, now=workshop.now())
            session.commit()
        if is_mine:
            {"reading": _read, "importing": _bring_in, "undoing": _undo}[state](workshop, event_id, upload_id)


def _upload(workshop: Workshop, event_id: int, upload_id: int) -> StagedUpload | None:
    with workshop.read() as session:
        return staged_upload(session, event_id, upload_id)


def _read(workshop: Workshop, event_id: int, upload_id: int) -> None:
    """What the file would do, for the page that shows it."""
    upload = _upload(workshop, event_id, upload_id)
    if upload is None:
        return
    reading = read_upload(upload)
    with workshop.read() as session:
        preview = preview_upload(session, reading, ledger=read_ledger(workshop.settings))
    with workshop.session() as session:
        keep_findings(session, event_id, upload_id, preview, mapping=upload.mapping)
        session.commit()


def _bring_in(workshop: Workshop, event_id: int, upload_id: int) -> None:
    upload = _upload(workshop, event_id, upload_id)
    if upload is None or not upload.content:
        return
    reading, ledger = read_upload(upload), read_ledger(workshop.settings)
    with workshop.session() as session:
        open_import(session, reading)
        session.commit()
    if _write_all(workshop, reading, ledger, start=upload.done_rows):
        with workshop.session() as session:
            finish_import(session, reading, now=workshop.now())
            session.commit()
        give_all_badges(workshop, event_id)


def _write_all(workshop: Workshop, reading: UploadReading, ledger: Ledger, *, start: int) -> bool:
    """All portions; False if the file is somebody else's by now, or gone."""
    everything = len(reading.roster.rows) + len(reading.roster.seats)
    for place in range(start, everything, PORTION):
        with workshop.session() as session:
            done = write_portion(
                session,
                reading,
                start=place,
                most=PORTION,
                badge_key=workshop.settings.badge_key,
                ledger=ledger,
                now=workshop.now(),
            )
            session.commit()
        if done is None:
            return False
        workshop.give_way()
    return True


def _undo(workshop: Workshop, event_id: int, upload_id: int) -> None:
    while True:
        with workshop.session() as session:
            dealt_with = undo_portion(session, event_id, upload_id, most=UNDO_PORTION, now=workshop.now())
            session.commit()
        if not dealt_with:
            break
        workshop.give_way()
    with workshop.session() as session:
        finish_undo(session, event_id, upload_id, now=workshop.now())
        session.commit()
