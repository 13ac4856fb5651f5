"""Two owners who remove, demote or erase each other or themselves in the same moment: one stays, and the other hears why."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from matchmaker.errors import ConflictError
from matchmaker.services.erasure import erase_person
from matchmaker.services.team import By, change_role, remove_member
from matchmaker.store.models.events import Event, EventRole
from matchmaker.store.models.people import Person
from tests.cast import NOW, make_organiser

Deed = Callable[[Session, By, int], object]

DEEDS: dict[str, Deed] = {
    "removes the other": lambda session, by, other: remove_member(session, by, other, now=NOW),
    "demotes the other": lambda session, by, other: change_role(session, by, other, "host", now=NOW),
    "leaves": lambda session, by, _other: remove_member(session, by, by.person_id, now=NOW),
    "deletes everything": lambda session, by, _other: erase_person(session, by.person_id, now=NOW),
}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("removes the other", "demotes the other"),
        ("leaves", "leaves"),
        ("deletes everything", "deletes everything"),
        ("deletes everything", "leaves"),
    ],
)
def test_an_event_keeps_an_owner(session: Session, event: Event, organiser: Person, engine: Engine, first: str, second: str) -> None:
    owners = (organiser.id, make_organiser(session, event, "Second Owner").id)
    session.commit()
    start, refused = threading.Barrier(2), []

    def work(deed: Deed, mine: int, other: int) -> None:
        with Session(engine) as own:
            start.wait()
            try:
                deed(own, By(event.id, mine), other)
                own.commit()
            except ConflictError as error:
                refused.append(error)

    threads = [
        threading.Thread(target=work, args=(DEEDS[word], *pair)) for word, pair in zip((first, second), (owners, owners[::-1]), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    session.rollback()
    assert len(session.scalars(select(EventRole.person_id).where(EventRole.role == "owner")).all()) == 1
    assert len(refused) == 1


def test_an_owner_who_removes_the_other_and_deletes_everything_at_once_is_refused_one_of_the_two(
    session: Session, event: Event, organiser: Person, engine: Engine
) -> None:
    """The same person in two tabs: without waiting for each other both would pass."""
    mine, other = organiser.id, make_organiser(session, event, "Second Owner").id
    session.commit()
    with Session(engine) as removing:
        remove_member(removing, By(event.id, mine), other, now=NOW)
        gone: list[object] = []

        def erase() -> None:
            with Session(engine) as own:
                try:
                    gone.append(erase_person(own, mine, now=NOW))
                    own.commit()
                except ConflictError as error:
                    gone.append(error)

        thread = threading.Thread(target=erase)
        thread.start()
        thread.join(0.3)
        removing.commit()
    thread.join(60)

    assert [type(one) for one in gone] == [ConflictError]
    assert session.scalars(select(EventRole.person_id).where(EventRole.role == "owner")).all() == [mine]
