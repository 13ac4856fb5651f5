"""A letter to many before it goes: as one real attendee would get it, with invented people in it; and once to oneself."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.domain.mailings.wording import Version, version_for
from matchmaker.errors import N_, NotFoundError, TooManyError
from matchmaker.mail.letter import Letter
from matchmaker.services.limits import HOUR, take_turn
from matchmaker.services.mail import queue_letter
from matchmaker.services.mailing_letters import Facts, compose
from matchmaker.services.mailing_people import INVENTED
from matchmaker.services.mailings import the_mailing
from matchmaker.services.unsubscribe import unsubscribe_url
from matchmaker.settings import Settings
from matchmaker.store.models.mailings import Mailing
from matchmaker.store.queries.mailings import organiser_as_reader, person_named, reader_to_show, versions_of

TESTS_AN_HOUR = 30


@dataclass(frozen=True, slots=True)
class MailingPreview:
    """`reader`: whose letter it would be; `language`: of the version they get."""

    reader: str
    attendee_id: int | None
    language: str
    letter: Letter


def preview_mailing(
    session: Session, mailing: Mailing, *, attendee_id: int | None, language: str, by: int, settings: Settings, now: datetime
) -> MailingPreview | None:
    """In the version this attendee would get, or in the one asked for; None while there are no words.

    Whether somebody is in the audience doesn't show: where it stands on whom they met, that would tell it.

    Raises
    ------
    NotFoundError
        No such attendee.
    """
    reader = reader_to_show(session, mailing.event_id, attendee_id)
    if reader is None and attendee_id is not None:
        raise NotFoundError
    shown = reader or organiser_as_reader(session, mailing.event_id, by)
    versions = versions_of(session, mailing.id)
    if shown is None or not versions:
        return None
    version = version_for(versions, (language,) if language else (*shown.languages, settings.language)) or versions[0]
    facts = Facts(shown, person_named(session, by), now, INVENTED, INVENTED)
    # The preview's own way to stop letters leads nowhere: an organiser who tries it must not stop somebody else's.
    letter = compose(version, facts, settings=settings, unsubscribe=unsubscribe_url(settings, 0))
    return MailingPreview(shown.name, reader.attendee_id if reader else None, version.language, letter)


def send_test(session: Session, event_id: int, mailing_id: int, *, language: str, by: int, now: datetime) -> str:
    """The letter in one language to the address of whoever asks; returns the address.

    Raises
    ------
    NotFoundError
        Not there, or nobody.
    TooManyError
        So many within the hour that something is wrong.
    """
    mailing = the_mailing(session, event_id, mailing_id)
    _, address = person_named(session, by)
    if not address:
        raise NotFoundError
    if not take_turn(session, f"mailing-test|{by}", most=TESTS_AN_HOUR, now=now):
        sentence = N_("You have sent yourself many letters this hour. The preview shows the same words; wait an hour for the next letter.")
        raise TooManyError(sentence, retry_after=int(HOUR.total_seconds()))
    queue_letter(
        session,
        kind="mailing_test",
        address=address,
        event_id=event_id,
        campaign=f"test-{mailing.id}-{now.timestamp():.3f}",
        person_id=by,
        payload={"mailing_id": mailing.id, "language": language},
        now=now,
    )
    return address


def version_in(versions: tuple[Version, ...], language: str) -> Version | None:
    return next((one for one in versions if one.language == language), None)
