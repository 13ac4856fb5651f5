"""The letter of reminders, word for word, and how it arrives: never in quiet hours, however late it is."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
import sqlalchemy as sa

from matchmaker.jobs.loop import JOBS, do
from matchmaker.jobs.remind import remind_people
from matchmaker.jobs.send_mail import send_mail
from matchmaker.jobs.workshop import Workshop
from matchmaker.mail.postbox import PostBox
from matchmaker.services.followup_letters import LARGEST_HTML, MOST_PEOPLE
from matchmaker.services.letter_page import letter_page
from matchmaker.services.letters import write_letter
from matchmaker.services.promises import promise
from matchmaker.services.remind import campaign_of, remind
from matchmaker.services.warm_care import choose_rhythm
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from matchmaker.store.models.warm import Reminder
from tests.cast import NOW, make_attendee
from tests.letters import exchange

TUESDAY = datetime(2026, 12, 8, 9, 0, tzinfo=UTC)
WHOLE = """\
Hello Ada,

You promised:

- A map of Fife
  To Linus Torvalds, by Sun 6 Dec 2026: http://localhost/contacts/{linus}

Time to be in touch:

Grace Hopper
Writes compilers
Last in touch: Thu 5 Nov 2026
Your note: Wants the interview guide
E-mail: grace@example.org
Their card and your note:
http://localhost/contacts/{grace}
A draft to begin with:
http://localhost/e/northlight/followups/{grace}?tone=again

You asked for this letter. Once you say that you were in touch, the time begins anew. You can also put somebody off, let them fade, \
or change when this letter comes.

Open your reminders:
http://localhost/contacts/warm
"""


def warm(session, one, other, *, note: str = "") -> int:
    contact_id = exchange(session, one, other, note=note).id
    choose_rhythm(session, contact_id, person_id=one.person_id, chosen="m1", now=NOW)
    return contact_id


def written(session, settings):
    remind(session, as_of=TUESDAY, now=TUESDAY)
    return write_letter(session, session.scalars(sa.select(OutboxLetter.id)).one(), settings=settings, now=TUESDAY)


def test_it_says_what_was_promised_and_who_is_due_word_for_word(session, settings, ada, grace, linus) -> None:
    grace.headline = "Writes compilers"
    ids = {"grace": warm(session, ada, grace, note="Wants the interview guide"), "linus": exchange(session, ada, linus).id}
    promise(session, ids["linus"], person_id=ada.person_id, text="A map of Fife", due_on="2026-12-06", now=NOW)

    letter = written(session, settings)

    assert letter is not None
    assert letter.text.startswith(WHOLE.format(**ids))
    assert letter.text.index("No more letters like this") > letter.text.index("Open your reminders")
    for words in ("A map of Fife", "Grace Hopper", "Wants the interview guide", "mailto:grace@example.org", "/contacts/warm"):
        assert words in letter.html


def test_it_speaks_its_reader_s_language(session, settings, ada, grace) -> None:
    warm(session, ada, grace)
    session.get_one(Person, ada.person_id).locale = "de"
    session.flush()

    letter = written(session, settings)

    assert letter is not None
    assert (letter.language, "Di., 8. Dez. 2026" in letter.subject) == ("de", True)


def test_words_of_others_are_no_header_and_no_link(session, settings, event, ada) -> None:
    evil = make_attendee(session, event, "Eve\r\nBcc: all@example.org")
    evil.headline = "https://evil.example {{address}} [[Hello]]"
    contact_id = warm(session, ada, evil, note="<script>alert(1)</script> https://evil.example/2")
    promise(session, contact_id, person_id=ada.person_id, text="https://evil.example/3 {{warm_link}}", due_on="2026-12-06", now=NOW)

    letter = written(session, settings)

    assert letter is not None
    assert "\n" not in letter.subject
    assert "https://evil.example" not in letter.html + letter.text
    assert "<script>" not in letter.html
    assert "{{address}}" in letter.text


def test_a_long_letter_ends_and_counts_the_rest(session, settings, event, ada) -> None:
    for number in range(MOST_PEOPLE + 2):
        warm(session, ada, make_attendee(session, event, f"P{number:02} Person"))

    letter = written(session, settings)

    assert letter is not None
    assert letter.text.count("Last in touch:") == MOST_PEOPLE
    assert "And 2 more people, on the page of your reminders." in letter.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Reminder)) == MOST_PEOPLE + 2


def test_long_notes_end_it_sooner_as_mail_programs_cut_large_letters(session, settings, event, ada) -> None:
    for number in range(MOST_PEOPLE):
        warm(session, ada, make_attendee(session, event, f"P{number:02} Person"), note="é" * 2000)

    letter = written(session, settings)

    assert letter is not None
    assert len(letter.html.encode()) <= LARGEST_HTML
    shown = letter.text.count("Last in touch:")
    assert 1 < shown < MOST_PEOPLE
    assert f"And {MOST_PEOPLE - shown} more people, on the page of your reminders." in letter.text


@pytest.fixture
def house(session, engine, settings, clock, tmp_path):
    """The worker with a real SMTP server."""
    session.commit()
    with PostBox(tmp_path / "post") as box:
        yield Workshop(settings.model_copy(update={"smtp_url": box.url}), engine, clock), box


def test_the_worker_s_sweep_reminds_once_and_the_letter_arrives_with_the_way_to_stop_it(session, house, clock, ada, grace) -> None:
    workshop, box = house
    warm(session, ada, grace)
    session.commit()
    clock.now = TUESDAY
    assert list(JOBS).index("remind") < list(JOBS).index("send_mail")

    for _ in range(3):
        for word in ("remind", "send_mail"):
            do(workshop, word)
        clock.now += timedelta(minutes=1)

    (path,) = box.directory.glob("*.eml")
    message = message_from_bytes(path.read_bytes(), policy=default)
    assert (message["X-Envelope-To"], message["List-Unsubscribe-Post"]) == ("ada@example.org", "List-Unsubscribe=One-Click")
    assert message["List-Unsubscribe"].startswith("<http://localhost/u/w")
    assert session.scalars(sa.select(OutboxLetter.campaign)).all() == [campaign_of(TUESDAY.date())]


def test_a_letter_that_is_late_waits_for_the_end_of_quiet_hours(session, house, clock, ada, grace) -> None:
    """The mail server was away all day: the letter is not thrown away, and wakes nobody."""
    workshop, box = house
    warm(session, ada, grace)
    session.commit()
    clock.now = TUESDAY
    remind_people(workshop)
    clock.now = TUESDAY.replace(hour=23)

    send_mail(workshop)
    by_night = list(box.directory.glob("*.eml"))
    state, next_try = session.execute(sa.select(OutboxLetter.state, OutboxLetter.next_try_at)).one()
    session.rollback()
    clock.now = TUESDAY.replace(day=9, hour=8)
    send_mail(workshop)

    assert (by_night, state, next_try) == ([], "queued", TUESDAY.replace(day=9, hour=8))
    assert len(list(box.directory.glob("*.eml"))) == 1


def test_no_organiser_sees_who_is_reminded_of_whom(session, event, ada, grace) -> None:
    warm(session, ada, grace)
    remind(session, as_of=TUESDAY, now=TUESDAY)
    session.execute(sa.update(OutboxLetter).values(state="failed", event_id=event.id))

    assert letter_page(session, event, page=1).lines == ()
