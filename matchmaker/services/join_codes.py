"""Whether somebody knows an event's code; wrong tries are counted for each event and network."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from matchmaker.domain.events.join_code import join_code_key
from matchmaker.domain.signin.secrets import hash_counted, same_secret
from matchmaker.errors import N_, BadInputError, Fault, TooManyError
from matchmaker.services.limits import take_turn
from matchmaker.settings import Settings
from matchmaker.store.queries.visits import EventFacts

# A whole hall behind one network may mistype; a program that guesses gets nowhere.
WRONG_TRIES, WITHIN = 40, timedelta(minutes=10)


def knows_join_code(session: Session, event: EventFacts, typed: str, *, network: str, settings: Settings, now: datetime) -> bool:
    """True with the right code, False without any: those on the list need none. A wrong try counts once the door commits.

    Raises
    ------
    BadInputError
        It is another one.
    TooManyError
        So many wrong tries from this network that no more are looked at for a while.
    """
    if not event.join_code or not typed.strip():
        return False
    if same_secret(join_code_key(typed), join_code_key(event.join_code)):
        return True
    key = hash_counted(settings.signin_key, f"join-code|{event.id}|{network}")
    if not take_turn(session, f"join-code|{key}", most=WRONG_TRIES, now=now, within=WITHIN):
        sentence = N_("Very many wrong codes came from this network. Wait ten minutes, or ask the organiser.")
        raise TooManyError(sentence, retry_after=int(WITHIN.total_seconds()))
    raise BadInputError(Fault("join_code", N_("That is not the code of this event. Ask the organiser for it.")))
