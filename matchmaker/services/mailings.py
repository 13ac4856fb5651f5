"""Letters to many as drafts: opened from the library, written in one or several languages, copied, thrown away."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.events.deeds import Deed
from matchmaker.domain.mailings.audience import Audience, audience_of
from matchmaker.domain.mailings.library import BY_KEY, Ready
from matchmaker.domain.mailings.thrown_away import LONGEST_NAME
from matchmaker.domain.mailings.wording import Version, read_version
from matchmaker.domain.signin.name import one_line
from matchmaker.errors import N_, ConflictError, Fault, NotFoundError
from matchmaker.services.deeds import note_deed
from matchmaker.store.models.mailings import Mailing, MailingWording
from matchmaker.store.queries.mailings import counts_of, mailing_at, versions_of

# By its tag, how a sentence is said in a language; the door knows the languages.
Say = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form of a letter sends: its name, whom it goes to, and its words in one language."""

    name: str
    audience: Audience
    version: Version


def ready_called(key: str) -> Ready:
    """
    Raises
    ------
    NotFoundError
        The library has no such letter.
    """
    if key not in BY_KEY:
        raise NotFoundError
    return BY_KEY[key]


def open_ready(session: Session, event_id: int, ready: Ready, *, name: str, version: Version, by: int, now: datetime) -> Mailing:
    """A draft that begins as a letter of the library says it."""
    kept: dict[str, object] = {"name": name[:LONGEST_NAME], "based_on": ready.key, "audience": ready.audience.as_json()}
    mailing = Mailing(event_id=event_id, **kept, created_at=now, changed_at=now, changed_by=by)
    session.add(mailing)
    session.flush()
    add_words(session, mailing.id, version, position=0)
    return mailing


def copy_mailing(session: Session, event_id: int, mailing_id: int, *, by: int, now: datetime) -> Mailing:
    """The same words to the same people as a draft of its own; who has the first may get the second too."""
    old = the_mailing(session, event_id, mailing_id)
    kept: dict[str, object] = {"name": old.name, "based_on": old.based_on, "audience": old.audience}
    mailing = Mailing(event_id=event_id, **kept, created_at=now, changed_at=now, changed_by=by)
    session.add(mailing)
    session.flush()
    for position, version in enumerate(versions_of(session, old.id)):
        add_words(session, mailing.id, version, position=position)
    return mailing


def the_mailing(session: Session, event_id: int, mailing_id: int, *, to_change: bool = False) -> Mailing:
    """
    Raises
    ------
    NotFoundError
        Not there, or another event's.
    """
    mailing = mailing_at(session, event_id, mailing_id, to_change=to_change)
    if mailing is None:
        raise NotFoundError
    return mailing


def mailing_to_change(session: Session, event_id: int, mailing_id: int) -> Mailing:
    """The letter, held until the commit.

    Raises
    ------
    ConflictError
        It is going out: some would get other words than the rest.
    """
    mailing = the_mailing(session, event_id, mailing_id, to_change=True)
    if mailing.state == "going":
        raise ConflictError(N_("This letter is going out, so it can’t be changed. Pause it or take it back first."))
    return mailing


def read_mailing(
    name: str, audience: tuple[Audience, list[Fault]], *, language: str, subject: str, body: str, based_on: str
) -> tuple[Draft, list[Fault]]:
    """What the form said, cleaned, with every fault in the order of the form."""
    line, faults = one_line(name), []
    if not 0 < len(line) <= LONGEST_NAME:
        faults.append(Fault("name", N_("A name has one to %(most)s characters."), {"most": LONGEST_NAME}))
    version, wrong = read_version(language, subject, body, allowed=BY_KEY[based_on].slots)
    return Draft(line, audience[0], version), [*faults, *audience[1], *wrong]


def audience_faults(session: Session, mailing: Mailing, wanted: Audience) -> list[Fault]:
    """What keeps a letter from another audience; it must be held by `mailing_to_change`.

    Its page names whoever has got it, unless being addressed is private: that must not end once somebody has got it.
    """
    opens_up = audience_kept(mailing).is_private and not wanted.is_private
    if not (opens_up and counts_of(session, mailing.event_id, mailing.id)):
        return []
    sentence = N_("Who met somebody or nobody stays with them, so this letter has no list of names, and its numbers are steps of five.")
    return [Fault("met", sentence)]


def save_mailing(session: Session, mailing: Mailing, draft: Draft, *, by: int, now: datetime) -> None:
    """Keep what was written; the letter must be held by `mailing_to_change`.

    Whoever confirmed a number did so for that audience: with another one, a day that was set is taken back.
    """
    if mailing.state == "scheduled" and draft.audience != audience_kept(mailing):
        mailing.state, mailing.goes_at = "draft", None
    mailing.name, mailing.audience = draft.name, draft.audience.as_json()
    touch(mailing, by=by, now=now)
    words = {"subject": draft.version.subject, "body": draft.version.body}
    its_own = (MailingWording.mailing_id == mailing.id, MailingWording.language == draft.version.language)
    kept = session.execute(update(MailingWording).where(*its_own).values(**words).returning(MailingWording.language)).one_or_none()
    if kept is None:  # somebody else took this version away meanwhile; what was written is not lost
        add_words(session, mailing.id, draft.version, position=_next_position(session, mailing.id))
    session.flush()


def add_version(session: Session, mailing: Mailing, version: Version, *, by: int, now: datetime) -> None:
    """One more language; one that is there already stays as it is."""
    if version.language not in {one.language for one in versions_of(session, mailing.id)}:
        add_words(session, mailing.id, version, position=_next_position(session, mailing.id))
        touch(mailing, by=by, now=now)
        session.flush()


def faults_of(mailing: Mailing, versions: Collection[Version]) -> list[tuple[str, Fault]]:
    """Everything that keeps a letter from going out, each with the language it is in."""
    allowed = BY_KEY[mailing.based_on].slots
    return [
        (version.language, fault)
        for version in versions
        for fault in read_version(version.language, version.subject, version.body, allowed=allowed)[1]
    ]


def audience_kept(mailing: Mailing) -> Audience:
    return audience_of(mailing.audience)


def touch(mailing: Mailing, *, by: int, now: datetime) -> None:
    mailing.version += 1
    mailing.changed_by, mailing.changed_at = by, now


def _next_position(session: Session, mailing_id: int) -> int:
    """Behind all others; a language that was dropped may leave a gap."""
    last = session.scalar(select(func.max(MailingWording.position)).where(MailingWording.mailing_id == mailing_id))
    return 0 if last is None else last + 1


def add_words(session: Session, mailing_id: int, version: Version, *, position: int) -> None:
    words = {"language": version.language, "subject": version.subject, "body": version.body}
    session.add(MailingWording(mailing_id=mailing_id, position=position, **words))
    session.flush()


def require_words(session: Session, mailing: Mailing) -> None:
    """
    Raises
    ------
    ConflictError
        Something in it can't be filled in.
    """
    if faults_of(mailing, versions_of(session, mailing.id)):
        raise ConflictError(N_("Something in this letter can’t be filled in yet. Its editor says what, line by line."))


def in_state(session: Session, event_id: int, mailing_id: int, *states: str) -> Mailing:
    """The letter, held until the commit.

    Raises
    ------
    ConflictError
        It is in none of these states any more.
    """
    mailing = the_mailing(session, event_id, mailing_id, to_change=True)
    if mailing.state not in states:
        raise ConflictError(N_("Somebody else was faster, or it is done already. This page now shows how the letter stands."))
    return mailing


def log_mailing(session: Session, mailing: Mailing, deed: Deed, *, by: int | None, now: datetime, count: int | None = None) -> None:
    """Write down who did what with it, in the transaction of the deed."""
    # How many of those who met somebody, or nobody, there are is said on no page to the last one.
    told = None if count is None or audience_kept(mailing).is_private else count
    note_deed(session, deed, event_id=mailing.event_id, actor_id=by, about=("mailing", mailing.id), count=told, now=now)
    session.flush()
