"""D13: a thousand badge codes of a real event: unlike each other, sound, and telling nothing about whose they are."""

import re
import unicodedata
from collections import Counter

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.domain.badges.token import CODE_LENGTH, SIGNS, badge_code, hash_code, normalise_code
from matchmaker.services.badges import ensure_badges
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.badges import Badge
from matchmaker.store.models.events import Event
from tests.cast import NOW, make_attendee, make_person

PEOPLE = 1000
# 26 places are tested at once and the key is new in every run:
# a sound generator exceeds this in one run of 100,000 (31 degrees of freedom).
SOUND_CHI_SQUARE = 95.0
FIRST_NAMES = ["Ada", "Grace", "Linus", "Xenia", "Bartholomew", "Zoë", "Jean-Baptiste", "Theodora", "Maximilian", "Katherine"]


@pytest.fixture
def codes(session: Session, event: Event, settings: Settings) -> dict[str, Attendee]:
    """The code of every attendee, each of which the database knows by its hash."""
    attendees = []
    for number in range(PEOPLE):
        name = f"{FIRST_NAMES[number % 10]} Familyname{number:04}"
        attendees.append(make_attendee(session, event, name, make_person(session, name, f"person{number}@example.org")))
    ensure_badges(session, event.id, key=settings.badge_key, now=NOW)
    known = set(session.scalars(sa.select(Badge.token_hash).where(Badge.event_id == event.id)))
    codes = {badge_code(settings.badge_key, event_id=event.id, attendee_id=who.id, generation=1): who for who in attendees}
    assert {hash_code(code) for code in codes} == known
    return codes


def plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).upper()
    return re.sub(r"[^A-Z0-9]", "", letters).translate(str.maketrans("ILO", "110"))


def test_d13_a_thousand_codes_are_opaque(codes: dict[str, Attendee]) -> None:
    assert len(codes) == PEOPLE
    assert {len(code) for code in codes} == {CODE_LENGTH}
    assert CODE_LENGTH >= 26
    assert all(normalise_code(code) == code for code in codes)

    for place in range(CODE_LENGTH):
        counts = Counter(code[place] for code in codes)
        expected = PEOPLE / len(SIGNS)
        assert sum((counts[sign] - expected) ** 2 / expected for sign in SIGNS) < SOUND_CHI_SQUARE

    beginnings, ends = Counter(code[:8] for code in codes), Counter(code[-8:] for code in codes)
    assert (max(beginnings.values()), max(ends.values())) == (1, 1)

    for code, attendee in codes.items():
        assert plain(attendee.name.split()[1]) not in code
        assert f"{attendee.id:08}" not in code
        assert plain(attendee.name)[:6] not in code
