"""What the sign-in pages share: asking for a code, coming in by code, link or invitation, and going on."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from matchmaker.domain.signin.device import device_of
from matchmaker.domain.signin.next_path import next_path
from matchmaker.domain.signin.secrets import SALT_BYTES
from matchmaker.errors import BadInputError, Fault, TooManyError
from matchmaker.services.arrivals import Entered, Refused, SignInDoor
from matchmaker.services.people import keep_language, note_language_read
from matchmaker.services.sessions import start_session
from matchmaker.services.signin import SignInForm, admit_network, ask_for_code, enter_with_code, enter_with_link
from matchmaker.store.queries.beats import is_worker_silent
from matchmaker.store.queries.signin import AskedCode, asked_code
from matchmaker.web.access import visit
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings
from matchmaker.web.languages import browsers_choice, language
from matchmaker.web.times import time_text
from matchmaker.web.visits import hash_id, visitor
from matchmaker.web.wake import wake


@dataclass(frozen=True)
class Entrance:
    """One way in: whose door it is, its page, and the addresses its forms go to."""

    door: SignInDoor
    template: str
    start: str
    ask: str
    code: str
    link: str
    slots: Callable[[], Mapping[str, object]] = dict  # what else its template shows; asked only when a page is shown


@dataclass(frozen=True)
class EntrancePage:
    """What a sign-in page shows: the code field while a code is on its way, else the question for an address."""

    entrance: Entrance
    asked: AskedCode | None
    form: SignInForm
    faults: tuple[Fault, ...] = ()
    token: str = ""
    minutes_left: int = 0
    letters_wait: bool = False

    @property
    def good_until(self) -> str:
        event = self.entrance.door.event
        return time_text(self.asked.expires_at, event.time_zone) if self.asked and event else ""


def show_entrance(entrance: Entrance, *, form: SignInForm | None = None, faults: tuple[Fault, ...] = (), status: int = 200) -> Response:
    asked = None if "other" in request.args or form is not None else _asked(entrance)
    typed = form or SignInForm(request.args.get("email", ""), "", next_path(request.args.get("next")) or "")
    page = EntrancePage(
        entrance, asked, typed, faults, minutes_left=_minutes_left(asked), letters_wait=asked is not None and _letters_wait()
    )
    return _page(entrance.template, page, status)


def take_address(entrance: Entrance, *, asks_name: bool, seat_id: int | None = None) -> ResponseReturnValue:
    """Known and unknown addresses get this one answer: back to the page, which now shows the code field."""
    form = replace(_form(), seat_id=seat_id, language=language())
    try:
        admit_network(db.session(), request.remote_addr or "", settings=house_settings(), now=utc_now())
        ask_for_code(
            db.session(),
            form if asks_name else replace(form, name=None),
            entrance.door,
            nonce_hash=_browser(),
            salt=secrets.token_hex(SALT_BYTES),
            settings=house_settings(),
            now=utc_now(),
        )
    except BadInputError as wrong:
        return show_entrance(entrance, form=form, faults=wrong.faults, status=wrong.status)
    except TooManyError as much:
        slower = show_entrance(entrance, form=form, faults=(Fault("", much.sentence, much.values),), status=much.status)
        slower.headers["Retry-After"] = str(much.retry_after)
        return slower
    db.session.commit()
    wake("send_mail")
    return keep_secret(make_response(redirect(entrance.start + ("?said=code-again" if "again" in request.form else ""), 303)))


def take_code(entrance: Entrance) -> ResponseReturnValue:
    typed = request.form.get("code", "")
    result = enter_with_code(db.session(), typed, entrance.door, nonce_hash=_browser(), settings=house_settings(), now=utc_now())
    if isinstance(result, Entered):
        return come_in(result)
    db.session.commit()  # the try counts
    return show_entrance(entrance, form=None if result.may_try_again else _form(), faults=(_fault(result),), status=422)


def show_link(entrance: Entrance) -> ResponseReturnValue:
    return _page("signin/link.html", EntrancePage(entrance, None, SignInForm("")), 200)


def take_link(entrance: Entrance) -> ResponseReturnValue:
    token, typed = request.form.get("token", ""), request.form.get("code")
    result = enter_with_link(
        db.session(), token, entrance.door, nonce_hash=_browser(), settings=house_settings(), now=utc_now(), typed=typed
    )
    if isinstance(result, Entered):
        return come_in(result)
    db.session.commit()  # the try counts
    if not result.may_try_again:
        return _page("signin/used.html", EntrancePage(entrance, None, SignInForm(""), (_fault(result),)), 410)
    faults = () if typed is None else (_fault(result),)
    return _page("signin/link_code.html", EntrancePage(entrance, None, SignInForm(""), faults, token), 422 if faults else 200)


def come_in(entered: Entered) -> ResponseReturnValue:
    """Start a session under a new id; what the browser carried before opens nothing any more."""
    person = visit().person
    is_organiser = person is not None and person.id == entered.person_id and person.purpose == "organiser"
    start_session(
        db.session(),
        entered.person_id,
        purpose="organiser" if is_organiser else entered.purpose,  # coming to one's own event keeps the organiser's pages open
        former_hash=_browser(),
        id_hash=hash_id(visitor().renew(lasts=True)),
        now=utc_now(),
        days=house_settings().session_days,
        device=device_of(request.headers.get("User-Agent", "")),
    )
    chosen = browsers_choice()
    if chosen:
        keep_language(db.session(), entered.person_id, chosen, only_first=True)
    note_language_read(db.session(), entered.person_id, language())
    db.session.commit()
    return keep_secret(make_response(redirect(way_on(entered), 303)))


def way_on(entered: Entered) -> str:
    if entered.next_path:
        return entered.next_path
    if entered.purpose == "organiser":
        return "/organise/"
    if entered.event_slug is None:
        return url_for("site.show_home")
    return f"/e/{entered.event_slug}/{'matches' if entered.has_interests else 'interests'}"


def _page(template: str, page: EntrancePage, status: int) -> Response:
    return keep_secret(make_response(render_template(template, page=page, **page.entrance.slots()), status))


def _form() -> SignInForm:
    form = request.form
    return SignInForm(form.get("email", ""), form.get("name", ""), form.get("next", ""))


def _browser() -> str:
    """The hash of this browser's id; a browser without one is nobody's."""
    known = visitor().known_id
    return hash_id(known) if known else ""


def _asked(entrance: Entrance) -> AskedCode | None:
    browser, door = _browser(), entrance.door
    return asked_code(db.session(), browser, purpose=door.purpose, event_id=door.event_id, now=utc_now()) if browser else None


def _minutes_left(asked: AskedCode | None) -> int:
    return max(1, round((asked.expires_at - utc_now()).total_seconds() / 60)) if asked else 0


def _letters_wait() -> bool:
    return is_worker_silent(db.session(), silence_seconds=house_settings().worker_silence_seconds, now=utc_now())


def _fault(refused: Refused) -> Fault:
    return Fault("code" if refused.may_try_again else "", refused.sentence, refused.values)
