"""Makes the sheets that organisers asked for, and a badge for everybody who came in since."""

import secrets

from matchmaker.domain.badges.seal import NONCE_BYTES
from matchmaker.domain.badges.sheet import render_sheet
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.badge_sheets import MAKING_TAKES_AT_MOST, begin_sheet, finish_sheet, throw_away_old_sheets, work_on
from matchmaker.services.badges import ensure_badges
from matchmaker.services.typefaces import badge_families
from matchmaker.store.queries.badges import events_with_bare_attendees, sheets_to_make


def make_badges(workshop: Workshop) -> None:
    with workshop.read() as session:
        bare = events_with_bare_attendees(session)
        wanted = sheets_to_make(session, given_up_before=workshop.now() - MAKING_TAKES_AT_MOST)
    for event_id in bare:
        with workshop.session() as session:
            ensure_badges(session, event_id, key=workshop.settings.badge_key, now=workshop.now())
            session.commit()
    for sheet_id in wanted:
        _make_sheet(workshop, sheet_id)
    with workshop.session() as session:
        throw_away_old_sheets(session, now=workshop.now())
        session.commit()


def _make_sheet(workshop: Workshop, sheet_id: int) -> None:
    """Take it on, draw it outside any transaction, keep it."""
    with workshop.session() as session:
        is_mine = begin_sheet(session, sheet_id, now=workshop.now())
        session.commit()
    if not is_mine:
        return
    with workshop.read() as session:
        work = work_on(session, sheet_id, settings=workshop.settings)
    content = render_sheet(work.faces, event_name=work.event.name, day=work.day, families=badge_families()) if work.faces else b""
    key, nonce = workshop.settings.badge_key, secrets.token_bytes(NONCE_BYTES)
    with workshop.session() as session:
        finish_sheet(session, sheet_id, content, badges=len(work.faces), key=key, nonce=nonce, now=workshop.now())
        session.commit()
