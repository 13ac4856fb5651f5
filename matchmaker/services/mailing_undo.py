"""Taking words of a letter to many away so that one press brings them back: they are handed back once, and kept nowhere here."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matchmaker.domain.mailings.thrown_away import ThrownAway
from matchmaker.domain.mailings.wording import Version
from matchmaker.errors import N_, ConflictError
from matchmaker.services.mailings import add_words, audience_kept, the_mailing, touch
from matchmaker.store.models.mailings import Mailing, MailingWording
from matchmaker.store.queries.event_changes import event_to_change
from matchmaker.store.queries.mailings import counts_of, versions_of


@dataclass(frozen=True, slots=True)
class Dropped:
    """The words in one language, and where they stood: the first are for whoever reads none of the others."""

    version: Version
    position: int


def throw_away(session: Session, event_id: int, mailing_id: int) -> ThrownAway:
    """
    Raises
    ------
    ConflictError
        Somebody has got it, so that it stays written down.
    """
    mailing = the_mailing(session, event_id, mailing_id, to_change=True)
    if mailing.state != "draft" or counts_of(session, event_id, mailing_id):
        raise ConflictError(N_("Only a draft that nobody has got can be thrown away."))
    gone = ThrownAway(mailing.name, mailing.based_on, audience_kept(mailing), versions_of(session, mailing.id), mailing.created_at)
    session.delete(mailing)
    session.flush()
    return gone


def bring_back(session: Session, event_id: int, gone: ThrownAway, *, by: int, now: datetime) -> int:
    """Keep the draft again and return its number; asked for twice, it is there once."""
    event_to_change(session, event_id)
    its_own = (
        Mailing.event_id == event_id,
        Mailing.created_at == gone.made_at,
        Mailing.name == gone.name,
        Mailing.based_on == gone.based_on,
    )
    there = session.scalars(select(Mailing.id).where(*its_own).limit(1)).one_or_none()
    if there is not None:
        return there
    kept: dict[str, object] = {"name": gone.name, "based_on": gone.based_on, "audience": gone.audience.as_json()}
    mailing = Mailing(event_id=event_id, **kept, created_at=gone.made_at, changed_at=now, changed_by=by)
    session.add(mailing)
    session.flush()
    for position, version in enumerate(gone.versions):
        add_words(session, mailing.id, version, position=position)
    return mailing.id


def drop_version(session: Session, mailing: Mailing, language: str, *, by: int, now: datetime) -> Dropped | None:
    """Take the words in one language away; None if there are none. The letter must be held by `mailing_to_change`.

    Raises
    ------
    ConflictError
        It is the only one.
    """
    languages = {one.language for one in versions_of(session, mailing.id)}
    if languages == {language}:
        raise ConflictError(N_("A letter needs words in at least one language."))
    its_own = delete(MailingWording).where(MailingWording.mailing_id == mailing.id, MailingWording.language == language)
    words = (MailingWording.language, MailingWording.subject, MailingWording.body, MailingWording.position)
    gone = session.execute(its_own.returning(*words)).one_or_none()
    touch(mailing, by=by, now=now)
    session.flush()
    return Dropped(Version(*gone[:3]), gone.position) if gone else None


def bring_version_back(session: Session, mailing: Mailing, dropped: Dropped, *, by: int, now: datetime) -> None:
    """Where it stood; words that somebody wrote in that language meanwhile stay. The letter must be held by `mailing_to_change`."""
    if dropped.version.language not in {one.language for one in versions_of(session, mailing.id)}:
        add_words(session, mailing.id, dropped.version, position=dropped.position)
        touch(mailing, by=by, now=now)
        session.flush()
