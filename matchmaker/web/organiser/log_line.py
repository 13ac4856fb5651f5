"""One line for the log, in the transaction of the deed itself."""

from collections.abc import Sequence

from matchmaker.domain.events.deeds import Deed
from matchmaker.services.deeds import note_deed
from matchmaker.web.access import current_event, current_person
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db


def log(deed: Deed, *, about: tuple[str, int] | None = None, fields: Sequence[str] = (), count: int | None = None) -> None:
    """Write down that the visitor did this at this event; the view commits both."""
    event_id, actor_id = current_event().id, current_person().id
    note_deed(db.session(), deed, event_id=event_id, actor_id=actor_id, about=about, fields=fields, count=count, now=utc_now())
