"""Makes the sheets that organisers asked for, and a badge for everybody who came in since."""

import secrets

from matchmaker.domain.badges.seal import NONCE_BYTES
from matchmaker.domain.badges.sheet import render_sheet, render_test_page
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.badge_sheets import (
    MAKING_TAKES_AT_MOST,
    TEST,
    SheetWork,
    begin_sheet,
    finish_sheet,
    throw_away_old_sheets,
    work_on,
)
from matchmaker.services.badges import badges_to_give, give_badges
from matchmaker.services.typefaces import badge_families
from matchmaker.settings import Settings
from matchmaker.store.queries.badge_sheets import sheets_to_make
from matchmaker.store.queries.badges import events_with_bare_attendees

BADGES_AT_ONCE = 1000


def make_badges(workshop: Workshop) -> None:
    with workshop.read() as session:
        bare = events_with_bare_attendees(session)
        wanted = sheets_to_make(session, given_up_before=workshop.now() - MAKING_TAKES_AT_MOST)
    for event_id in bare:
        give_all_badges(workshop, event_id)
    for sheet_id in wanted:
        _make_sheet(workshop, sheet_id)
    with workshop.session() as session:
        throw_away_old_sheets(session, now=workshop.now())
        session.commit()


def give_all_badges(workshop: Workshop, event_id: int) -> None:
    """A badge for everybody who has none, worked out outside any transaction and written in portions, so that others write in between."""
    with workshop.read() as session:
        rows = badges_to_give(session, event_id, key=workshop.settings.badge_key, now=workshop.now())
    for start in range(0, len(rows), BADGES_AT_ONCE):
        with workshop.session() as session:
            give_badges(session, event_id, rows[start : start + BADGES_AT_ONCE])
            session.commit()
        workshop.give_way()


def _make_sheet(workshop: Workshop, sheet_id: int) -> None:
    """Take it on, draw it outside any transaction, keep it."""
    with workshop.session() as session:
        is_mine = begin_sheet(session, sheet_id, now=workshop.now())
        session.commit()
    if not is_mine:
        return
    with workshop.read() as session:
        work = work_on(session, sheet_id, settings=workshop.settings)
    content = _drawn(work, workshop.settings)
    key, nonce = workshop.settings.badge_key, secrets.token_bytes(NONCE_BYTES)
    with workshop.session() as session:
        finish_sheet(session, sheet_id, content, badges=len(work.faces), key=key, nonce=nonce, now=workshop.now())
        session.commit()


def _drawn(work: SheetWork, settings: Settings) -> bytes:
    families, paper = badge_families(settings.font_folder), work.choice.sheet
    if work.kind == TEST:
        return render_test_page(work.address, families=families, paper=paper, says=work.ruler)
    if not work.faces:
        return b""
    words = {"event_name": work.event.name, "day": work.day}
    choice = work.choice
    return render_sheet(work.faces, families=families, paper=paper, code_in_front=choice.code_in_front, place=choice.place, **words)
