"""What the log says of one person's own data, for that person."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.domain.events.deeds import ROLES, SENTENCES, Deed
from matchmaker.services.deeds import note_deed
from matchmaker.store.queries.own_deeds import OwnDeed, own_deed_rows

_SENTENCES = {deed.value: sentence for deed, sentence in SENTENCES.items()}


def deeds_about(session: Session, person_id: int) -> tuple[OwnDeed, ...]:
    """The oldest first; a file of figures alone holds nobody."""
    return tuple(line for line in own_deed_rows(session, person_id) if line.deed != Deed.EXPORT_MADE or "attendees" in line.fields)


def words_of(line: OwnDeed) -> tuple[str, str]:
    """What was done and in which role, as a page says it; a deed of another version says its own name."""
    return _SENTENCES.get(line.deed, line.deed), ROLES[line.by]


def note_consent(session: Session, person_id: int, *, event_id: int, fields: Sequence[str], now: datetime) -> None:
    """Somebody agreed to this. With whom is not written down here: what only grows must not tell for ever who met whom."""
    note_deed(session, Deed.CONSENT_GIVEN, event_id=event_id, actor_id=person_id, fields=fields, now=now)


def note_consent_ended(session: Session, person_id: int, *, event_id: int, now: datetime) -> None:
    note_deed(session, Deed.CONSENT_ENDED, event_id=event_id, actor_id=person_id, now=now)
