"""Signing in by mail: ask for a code, and come in with it or with the link beside it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from matchmaker.domain.signin.address import address_key, limit_address
from matchmaker.domain.signin.name import read_name
from matchmaker.domain.signin.next_path import next_path
from matchmaker.domain.signin.secrets import (
    hash_counted,
    hash_sign_in_code,
    hash_token,
    link_token,
    read_code,
    read_token,
    same_secret,
    sign_in_code,
)
from matchmaker.errors import N_, BadInputError, Fault, TooManyError
from matchmaker.services.arrivals import Entered, ProvenAddress, Refused, SignInDoor, let_in
from matchmaker.services.limits import take_turn
from matchmaker.services.mail import queue_letter
from matchmaker.settings import Settings
from matchmaker.store.models.signin import LoginLink
from matchmaker.store.queries.signin import asked_code, link_with_token, newest_link_of_browser

NO_CODE = ""  # the hash of no code at all: what was never mailed lets nobody in

USED = Refused(N_("This link has done its work: it was used, a newer one was asked for, or its time is over. Ask for a new code."))
TOO_LATE = Refused(N_("The time of this code is over, or it was used already. Ask for a new one."))
TRIED_OUT = Refused(N_("Too many wrong tries for this code. Ask for a new one."))
NOT_SIX_DIGITS = Refused(N_("A code has six digits. It stands at the top of the letter."), may_try_again=True)
TYPE_THE_CODE = Refused(
    N_("This letter was asked for in another browser. Type the six digits from the same letter, so that we know it is you."),
    may_try_again=True,
)


@dataclass(frozen=True, slots=True)
class SignInForm:
    """What somebody typed to be let in, and the language of the page. `name` is None where no name is asked for."""

    email: str
    name: str | None = None
    next_path: str = ""
    seat_id: int | None = None
    language: str = ""


def admit_network(session: Session, network: str, *, settings: Settings, now: datetime) -> None:
    """Past the ceiling a network is slowed down, never locked out: a whole hall may sit behind one address.

    Raises
    ------
    TooManyError
        It is not this request's turn yet.
    """
    key = hash_counted(settings.signin_key, f"network|{network}")
    if take_turn(session, f"network|{key}", most=settings.signin_requests_per_hour, now=now):
        return
    pause = settings.signin_slow_seconds
    if not take_turn(session, f"slow|{key}", most=1, now=now, within=timedelta(seconds=pause)):
        raise TooManyError(
            N_("Very many people are signing in from this network just now. Wait %(seconds)s seconds, then press the button again."),
            retry_after=pause,
            seconds=pause,
        )


def ask_for_code(
    session: Session, form: SignInForm, door: SignInDoor, *, nonce_hash: str, salt: str, settings: Settings, now: datetime
) -> None:
    """Write down that this browser wants a code for this address; the worker decides whether a letter goes out.

    Known and unknown addresses cost the same work here, so neither the answer nor its time tells them apart.

    Raises
    ------
    BadInputError
        All that is wrong with the form.
    """
    email_key, name = _read(form)
    link = new_link(form, door, email_key=email_key, name=name, nonce_hash=nonce_hash, salt=salt, settings=settings, now=now)
    _keep_from_earlier(session, link)
    mailbox = hash_counted(settings.signin_key, f"mailbox|{limit_address(email_key)}")
    # The count's row is this transaction's own until it commits, so of two askers in parallel the later one's link stays alive
    if take_turn(session, f"letters|{mailbox}", most=settings.signin_mails_per_hour, now=now):
        end_links(session, email_key, door, now=now)
        session.add(link)
        session.flush()
        queue_letter(
            session,
            kind="sign_in",
            address=email_key,
            now=now,
            event_id=door.event_id,
            campaign=f"link-{link.id}",
            payload={"login_link": link.id, "language": form.language},
        )
    elif not _waits_already(session, link, now=now):
        link.code_hash = NO_CODE
        session.add(link)
        session.flush()


def enter_with_code(
    session: Session, typed: str, door: SignInDoor, *, nonce_hash: str, settings: Settings, now: datetime
) -> Entered | Refused:
    """Come in with the six digits, in the browser that asked for them. A wrong try counts once the door commits."""
    link = newest_link_of_browser(session, nonce_hash, purpose=door.purpose, event_id=door.event_id)
    return _try_code(session, link, typed, door, settings=settings, now=now)


def enter_with_link(
    session: Session, token_text: str, door: SignInDoor, *, nonce_hash: str, settings: Settings, now: datetime, typed: str | None = None
) -> Entered | Refused:
    """Come in with the link: by the button alone in the browser that asked, elsewhere with the six digits typed by a human."""
    token = read_token(token_text)
    link = link_with_token(session, hash_token(token), purpose=door.purpose, event_id=door.event_id) if token else None
    if link is None or link.used_at is not None or link.expires_at <= now:
        return USED
    if nonce_hash and same_secret(link.nonce_hash, nonce_hash):
        return _use(session, link, door, now=now) or USED
    return TYPE_THE_CODE if typed is None else _try_code(session, link, typed, door, settings=settings, now=now)


def _read(form: SignInForm) -> tuple[str, str]:
    faults: list[Fault] = []
    email_key = name = ""
    try:
        name = "" if form.name is None else read_name(form.name)
    except BadInputError as wrong:
        faults += wrong.faults
    try:
        email_key = address_key(form.email)
    except BadInputError as wrong:
        faults += wrong.faults
    if faults:
        raise BadInputError(*faults)
    return email_key, name


def new_link(
    form: SignInForm, door: SignInDoor, *, email_key: str, name: str, nonce_hash: str, salt: str, settings: Settings, now: datetime
) -> LoginLink:
    key = settings.signin_key
    return LoginLink(
        purpose=door.purpose,
        email=email_key,
        email_key=email_key,
        name=name,
        event_id=door.event_id,
        next_path=next_path(form.next_path) or "",
        seat_id=form.seat_id,
        salt=salt,
        token_hash=hash_token(link_token(key, salt)),
        code_hash=hash_sign_in_code(key, sign_in_code(key, salt), salt=salt),
        nonce_hash=nonce_hash,
        knows_code=door.knows_code,
        created_at=now,
        expires_at=now + timedelta(seconds=settings.signin_seconds),
    )


def _keep_from_earlier(session: Session, link: LoginLink) -> None:
    """Asked for again, a code still claims the seat the first one was asked for, and the event's own code is not typed twice."""
    earlier = newest_link_of_browser(session, link.nonce_hash, purpose=link.purpose, event_id=link.event_id)
    if earlier is None or earlier.email_key != link.email_key:
        return
    if link.seat_id is None and earlier.seat_id is not None:
        link.seat_id, link.name = earlier.seat_id, link.name or earlier.name
    if earlier.knows_code and earlier.expires_at > link.created_at:
        link.knows_code, link.name = True, link.name or earlier.name


def _waits_already(session: Session, link: LoginLink, *, now: datetime) -> bool:
    asked = asked_code(session, link.nonce_hash, purpose=link.purpose, event_id=link.event_id, now=now)
    return asked is not None and asked.email == link.email


def end_links(session: Session, email_key: str, door: SignInDoor, *, now: datetime) -> None:
    """One link is alive per address and purpose."""
    older = update(LoginLink).where(LoginLink.email_key == email_key, LoginLink.purpose == door.purpose, LoginLink.used_at.is_(None))
    session.execute(older.values(used_at=now))


def _try_code(
    session: Session, link: LoginLink | None, typed: str, door: SignInDoor, *, settings: Settings, now: datetime
) -> Entered | Refused:
    code = read_code(typed)
    if link is None:
        return TOO_LATE
    if code is None:
        return NOT_SIX_DIGITS
    tries = count_try(session, link, settings=settings, now=now)
    if tries is None:
        return TRIED_OUT if link.tries >= settings.signin_tries else TOO_LATE
    if not same_secret(link.code_hash, hash_sign_in_code(settings.signin_key, code, salt=link.salt)):
        return wrong_code(settings.signin_tries - tries)
    return _use(session, link, door, now=now) or TOO_LATE


def count_try(session: Session, link: LoginLink, *, settings: Settings, now: datetime) -> int | None:
    """The number of this try; None if the code takes no more. It counts before the digits are compared, so parallel guesses do too."""
    live = (LoginLink.id == link.id, LoginLink.used_at.is_(None), LoginLink.expires_at > now, LoginLink.tries < settings.signin_tries)
    counted = update(LoginLink).where(*live).values(tries=LoginLink.tries + 1).returning(LoginLink.tries)
    return session.execute(counted).scalar_one_or_none()


def wrong_code(tries_left: int) -> Refused:
    if tries_left == 0:
        return TRIED_OUT
    sentence = N_("These are not the digits of your newest letter. Tries left: %(left)s.")
    return Refused(sentence, {"left": tries_left}, may_try_again=True)


def _use(session: Session, link: LoginLink, door: SignInDoor, *, now: datetime) -> Entered | Refused | None:
    """One conditional update decides who of many in parallel comes in; None: somebody else did."""
    live = (LoginLink.id == link.id, LoginLink.used_at.is_(None), LoginLink.expires_at > now)
    if session.execute(update(LoginLink).where(*live).values(used_at=now).returning(LoginLink.id)).one_or_none() is None:
        return None
    end_links(session, link.email_key, door, now=now)
    proven = ProvenAddress(link.email_key, link.name, link.next_path, link.knows_code, link.seat_id)
    return let_in(session, proven, door, now=now)
