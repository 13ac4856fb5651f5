"""Every question that shows people to people asks whether they may meet; a new one is guarded, or says why it need not be."""

from pathlib import Path

import pytest

from tests.architecture.people_queries import EXEMPT, forgotten, people_questions
from tests.architecture.rules import Source

ROOT = Path(__file__).resolve().parents[2]
GUARDED = "from matchmaker.store.queries.safety import may_meet\n"


@pytest.fixture(scope="module")
def house() -> list[Source]:
    return [Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")) for path in sorted(ROOT.glob("matchmaker/**/*.py"))]


def test_every_question_about_people_asks_whether_they_may_meet_or_says_why_not(house: list[Source]) -> None:
    assert forgotten(house, EXEMPT) == []


def test_every_reason_is_about_a_question_that_is_there_and_unguarded(house: list[Source]) -> None:
    questions = people_questions(house)

    assert sorted(unit for unit in EXEMPT if questions.get(unit) is not False) == []


def test_a_question_planted_without_the_guard_is_caught(house: list[Source]) -> None:
    planted = [
        Source("matchmaker/store/queries/planted.py", "def near(session): return session.scalars(select(Attendee.name))\n"),
        Source("matchmaker/services/planted.py", "_WHO = Contact.__table__.c\n_SEEN = select(_WHO.id)\n"),
        Source("matchmaker/store/queries/guarded.py", f"{GUARDED}_ALL = select(Attendee.name).where(may_meet(1, 2))\n"),
    ]

    assert sorted(set(forgotten([*house, *planted], EXEMPT)) - set(forgotten(house, EXEMPT))) == [
        "services/planted:_SEEN",
        "store/queries/planted:near",
    ]
