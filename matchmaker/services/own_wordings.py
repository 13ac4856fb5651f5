"""Templates of one's own: kept, used for every draft, deleted."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from matchmaker.domain.followup.own_wording import OwnWording, read_wording
from matchmaker.errors import N_, BadInputError, Fault, NotFoundError
from matchmaker.store.models.contacts import OwnWording as Row

MOST_WORDINGS = 10


def wordings_of(session: Session, person_id: int) -> tuple[OwnWording, ...]:
    """All of this person, in the order in which they were kept."""
    rows = session.execute(select(Row.id, Row.name, Row.text, Row.asks).where(Row.person_id == person_id).order_by(Row.id))
    return tuple(OwnWording(*row) for row in rows)


def keep_wording(
    session: Session, person_id: int, *, name: str, text: str, asks: bool, now: datetime, wording_id: int | None = None
) -> None:
    """Keep a new one, or change the one of this number.

    Raises
    ------
    BadInputError
        A part says nothing, is too long or has a slot that can't be filled in; or there are enough of them.
    NotFoundError
        The one to change is not there any more, or another's.
    """
    line, words, faults = read_wording(name, text)
    own = wordings_of(session, person_id)
    if wording_id is None and any((one.name, one.text, one.asks) == (line, words, asks) for one in own):
        return  # brought back twice, or sent twice: one is enough
    if wording_id is None and len(own) >= MOST_WORDINGS:
        faults.append(Fault("name", N_("There are %(most)s templates already. Delete one first."), {"most": MOST_WORDINGS}))
    if faults:
        raise BadInputError(*faults)
    if wording_id is None:
        session.add(Row(person_id=person_id, name=line, text=words, asks=asks, created_at=now))
        session.flush()
        return
    mine = update(Row).where(Row.person_id == person_id, Row.id == wording_id).values(name=line, text=words, asks=asks)
    if session.execute(mine.returning(Row.id)).one_or_none() is None:
        raise NotFoundError


def delete_wording(session: Session, person_id: int, wording_id: int) -> OwnWording:
    """Gone at once; it is handed back once, so that its writer may undo this, and kept nowhere here.

    Raises
    ------
    NotFoundError
        It is not there any more, or another's.
    """
    mine = delete(Row).where(Row.person_id == person_id, Row.id == wording_id)
    gone = session.execute(mine.returning(Row.id, Row.name, Row.text, Row.asks)).one_or_none()
    if gone is None:
        raise NotFoundError
    return OwnWording(*gone)
