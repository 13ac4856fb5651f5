"""The database that many tests use one after the other: each finds it as if it were new."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.store.engine import make_engine
from matchmaker.store.models.deeds import DeedRow
from matchmaker.store.models.everything import METADATA
from tests import databases
from tests.cast import NOW, make_attendee, make_event, make_organiser
from tests.conftest import leave_out


@pytest.fixture
def url(_postgres_url: str | None) -> str:
    if _postgres_url is None:
        leave_out(databases.HOW_TO_GET_IT)
    databases.empty_postgres(_postgres_url)
    return _postgres_url


def test_nothing_is_left_and_everything_counts_from_one_again(url: str) -> None:
    engine = make_engine(url)
    with Session(engine) as session:
        event = make_event(session)
        make_organiser(session, event)
        make_attendee(session, event, "Ada Lovelace")
        session.add(DeedRow(event_id=event.id, deed="event_opened", done_at=NOW))
        session.commit()

    databases.empty_postgres(url)

    with Session(engine) as session:
        left = {table.name for table in METADATA.sorted_tables if session.scalar(sa.select(sa.exists().select_from(table)))}
        again = make_event(session)
        assert (left, again.id) == (set(), 1)
        session.add(DeedRow(id=1, event_id=again.id, deed="event_opened", done_at=NOW))
        session.flush()
        with pytest.raises(sa.exc.DatabaseError, match="only grows"):
            session.execute(sa.delete(DeedRow))
    engine.dispose()
