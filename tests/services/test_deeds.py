"""The log of deeds only grows, on both engines."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from matchmaker.domain.events.deeds import SENTENCES, Deed
from matchmaker.services.deeds import note_deed
from matchmaker.store.models.deeds import DeedRow
from tests.cast import NOW


@pytest.fixture
def logged(session: Session) -> Session:
    note_deed(session, Deed.REPORT_DECIDED, event_id=3, actor_id=7, about=("report", 12), fields=("settled_at",), now=NOW)
    session.commit()
    return session


def test_a_deed_is_kept_with_ids_and_names_of_fields(logged: Session) -> None:
    kept = logged.scalars(sa.select(DeedRow)).one()

    assert (kept.deed, kept.event_id, kept.actor_id, kept.object_kind, kept.object_id) == ("report.decided", 3, 7, "report", 12)
    assert (kept.fields, kept.count, kept.done_at) == (["settled_at"], None, NOW)


@pytest.mark.parametrize("change", [sa.update(DeedRow).values(actor_id=8), sa.delete(DeedRow)], ids=["update", "delete"])
def test_the_database_refuses_to_change_a_deed(logged: Session, change: sa.Executable) -> None:
    with pytest.raises(DatabaseError, match="only grows"):
        logged.execute(change)
    logged.rollback()

    assert logged.scalars(sa.select(DeedRow.actor_id)).all() == [7]


def test_every_deed_has_its_words() -> None:
    assert set(SENTENCES) == set(Deed)
