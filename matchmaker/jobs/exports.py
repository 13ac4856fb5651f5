"""Makes the files of attendees that somebody of a team asked for, and throws away what has run out."""

import secrets

from matchmaker.domain.badges.seal import NONCE_BYTES
from matchmaker.jobs.workshop import Workshop
from matchmaker.services.exports import MAKING_TAKES_AT_MOST, begin_export, make_export, throw_away_old_exports
from matchmaker.store.queries.exports import exports_to_make


def make_exports(workshop: Workshop) -> None:
    with workshop.session() as session:
        throw_away_old_exports(session, now=workshop.now())
        session.commit()
    with workshop.read() as session:
        wanted = exports_to_make(session, given_up_before=workshop.now() - MAKING_TAKES_AT_MOST)
    for export_id in wanted:
        with workshop.session() as session:
            is_mine = begin_export(session, export_id, now=workshop.now())
            session.commit()
        if not is_mine:
            continue
        with workshop.session() as session:
            nonce = secrets.token_bytes(NONCE_BYTES)
            make_export(session, export_id, key=workshop.settings.badge_key, nonce=nonce, now=workshop.now())
            session.commit()
