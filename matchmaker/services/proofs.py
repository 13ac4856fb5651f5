"""Six digits by mail before something that can't be taken back: a borrowed phone alone must not be enough for it.

The digits come with the sign-in letters' machinery, so the same limits hold; the letter says what they are for, and holds no link.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.signin.address import limit_address
from matchmaker.domain.signin.secrets import Purpose, hash_counted, hash_sign_in_code, read_code, same_secret
from matchmaker.errors import N_, BadInputError, Fault, TooManyError
from matchmaker.services.arrivals import SignInDoor
from matchmaker.services.limits import HOUR, take_turn
from matchmaker.services.mail import SIGN_IN, queue_letter
from matchmaker.services.signin import NOT_SIX_DIGITS, TOO_LATE, TRIED_OUT, SignInForm, count_try, end_links, new_link, wrong_code
from matchmaker.settings import Settings
from matchmaker.store.models.signin import LoginLink

Errand = Literal["delete", "own_address", "address"]
PATHS: dict[Errand, str] = {"delete": "/me/data/delete", "own_address": "/me/data/address/own", "address": "/me/data/address"}
# What a link's path becomes once its digits were typed: a newer letter also ends an older link, and that proves nothing.
PROVEN = "?proven"
GOOD_FOR = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who wants something done, in which browser (only there the digits count), and on a page in which language."""

    person_id: int
    purpose: Purpose
    nonce_hash: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Awaited:
    """Digits that are on their way to this address for this browser."""

    email: str
    expires_at: datetime


def ask_for_proof(session: Session, asker: Asker, errand: Errand, *, email_key: str, salt: str, settings: Settings, now: datetime) -> None:
    """Have six digits mailed to an address.

    Raises
    ------
    TooManyError
        Enough letters went to that mailbox this hour.
    """
    door = SignInDoor(asker.purpose)
    mailbox = hash_counted(settings.signin_key, f"mailbox|{limit_address(email_key)}")
    if not take_turn(session, f"letters|{mailbox}", most=settings.signin_mails_per_hour, now=now):
        sentence = N_("Many letters went to this address within the hour. Use the digits of the newest one, or try again later.")
        raise TooManyError(sentence, retry_after=int(HOUR.total_seconds()))
    end_links(session, email_key, door, now=now)
    form = SignInForm(email_key, next_path=PATHS[errand])
    link = new_link(form, door, email_key=email_key, name="", nonce_hash=asker.nonce_hash, salt=salt, settings=settings, now=now)
    session.add(link)
    session.flush()
    queue_letter(
        session,
        kind=SIGN_IN,
        address=email_key,
        now=now,
        campaign=f"link-{link.id}",
        payload={"login_link": link.id, "errand": errand, "language": asker.language},
    )


def awaited_proof(session: Session, asker: Asker, errand: Errand, *, now: datetime) -> Awaited | None:
    link = _newest(session, asker, errand)
    return Awaited(link.email, link.expires_at) if link and link.used_at is None and link.expires_at > now else None


def take_proof(session: Session, asker: Asker, errand: Errand, typed: str, *, settings: Settings, now: datetime) -> str:
    """The address whose digits these are; they count once. A wrong try counts once the door commits.

    Raises
    ------
    BadInputError
        They are not the newest ones, or too late, or too many were tried.
    """
    link, code = _newest(session, asker, errand), read_code(typed)
    refused = TOO_LATE if link is None else NOT_SIX_DIGITS if code is None else None
    if refused is None and link is not None and code is not None:
        tries = count_try(session, link, settings=settings, now=now)
        if tries is None:
            refused = TRIED_OUT if link.tries >= settings.signin_tries else TOO_LATE
        elif not same_secret(link.code_hash, hash_sign_in_code(settings.signin_key, code, salt=link.salt)):
            refused = wrong_code(settings.signin_tries - tries)
        elif _used(session, link, now=now):
            return link.email_key
    refused = refused or TOO_LATE
    raise BadInputError(Fault("code", refused.sentence, refused.values))


def has_proven(session: Session, asker: Asker, errand: Errand, *, now: datetime) -> bool:
    """Whether this browser's digits for this errand were typed within the last half hour."""
    return bool(session.scalar(select(_of(asker, PATHS[errand] + PROVEN).where(LoginLink.used_at > now - GOOD_FOR).exists())))


def _used(session: Session, link: LoginLink, *, now: datetime) -> bool:
    live = (LoginLink.id == link.id, LoginLink.used_at.is_(None), LoginLink.expires_at > now)
    return (
        session.execute(
            update(LoginLink).where(*live).values(used_at=now, next_path=link.next_path + PROVEN).returning(LoginLink.id)
        ).one_or_none()
        is not None
    )


def _newest(session: Session, asker: Asker, errand: Errand) -> LoginLink | None:
    return session.scalars(_of(asker, PATHS[errand]).order_by(LoginLink.id.desc()).limit(1)).one_or_none()


def _of(asker: Asker, path: str) -> Select[LoginLink]:
    return select(LoginLink).where(
        LoginLink.nonce_hash == asker.nonce_hash,
        LoginLink.purpose == asker.purpose,
        LoginLink.event_id.is_(None),
        LoginLink.next_path == path,
    )
