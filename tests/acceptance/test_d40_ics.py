"""D40: whatever people write, the calendar file of reminders has one entry for each day, and nothing that they put in."""

import random
from datetime import date

import pytest
import vobject
from icalendar import Calendar

from matchmaker.domain.calendar.ics import Day, calendar_file
from matchmaker.services.promises import promise
from matchmaker.services.warm_care import choose_rhythm
from tests.cast import NOW
from tests.letters import exchange
from tests.meetings import side_of

BREAKS = ["\r\n", "\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\\n", "\\", ";", ",", "\t", "\r\n ", "\\\r\n", "\x00"]
TAILS = [
    *("END:VEVENT", "BEGIN:VEVENT", "END:VCALENDAR", "DTSTART:20200101", "RRULE:FREQ=SECONDLY", "ATTENDEE:mailto:evil@example.org"),
    *("URL:https://evil.example/x", "é" * 60, "漢字" * 40, "END:VCARD"),
]


def evil_text(dice: random.Random) -> str:
    parts = [dice.choice(["Grace", "", "https://example.org/", "漢字"])]
    for _ in range(dice.randint(1, 3)):
        parts += [dice.choice(BREAKS), dice.choice(TAILS)]
    return "".join(parts)[:140]


@pytest.mark.parametrize("seed", range(10))
def test_d40_a_hundred_evil_days_are_a_hundred_entries(seed: int) -> None:
    dice = random.Random(seed)
    days = [Day(f"{number}@example.org", date(2026, 12, 1), evil_text(dice), evil_text(dice)) for number in range(100)]

    content = calendar_file(days, name=evil_text(dice), now=NOW)

    for entries in (vobject.readOne(content.decode()).vevent_list, Calendar.from_ical(content).walk("VEVENT")):
        assert len(entries) == 100
    for entry in vobject.readOne(content.decode()).vevent_list:
        assert set(entry.contents) <= {"uid", "dtstamp", "dtstart", "dtend", "summary", "description", "transp", "valarm"}
        assert (entry.dtstart.value, len(entry.contents["valarm"])) == (date(2026, 12, 1), 1)
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line for line in lines if b"\n" in line or b"\r" in line or b"\x00" in line] == []


def test_d40_what_was_written_is_read_back_by_another_program(session, phone_of, ada, grace) -> None:
    note = "Line one; with, signs \\ and\nEND:VEVENT\nBEGIN:VEVENT"
    contact_id = exchange(session, ada, grace, note=note).id
    grace.name = "Grace; END:VEVENT, \\n Hopper"
    choose_rhythm(session, contact_id, person_id=ada.person_id, chosen="m1", now=NOW)
    promise(session, contact_id, person_id=ada.person_id, text="A map; of, \\Fife", due_on="2026-12-20", now=NOW)
    assert side_of(session, contact_id, ada).note == note

    answer = phone_of(ada).get("/contacts/warm.ics")

    entries = vobject.readOne(answer.text).vevent_list
    assert sorted(entry.summary.value for entry in entries) == [
        "Be in touch with Grace; END:VEVENT, \\n Hopper",
        "You promised Grace; END:VEVENT, \\n Hopper: A map; of, \\Fife",
    ]
    assert all(note in entry.description.value for entry in entries)


def test_d40_the_last_day_there_is_takes_its_one_day() -> None:
    content = calendar_file([Day("one@here", date.max, "The end")], name="Days", now=NOW)

    assert b"DTSTART;VALUE=DATE:99991231" in content
