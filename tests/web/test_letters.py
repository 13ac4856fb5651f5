"""The organiser's letters: exact counts and previews before closing, every letter's fate after."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.services.followup import close_event
from matchmaker.services.unsubscribe import stop_letters
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from matchmaker.store.models.work import WorkerBeat
from tests.browsers import Phone, text_of
from tests.cast import NOW, make_attendee, make_event, make_organiser
from tests.conftest import Bell
from tests.letters import exchange

PAGE = "/organise/events/northlight/letters"

LaptopOf = Callable[[Person], Phone]


def mark(session: Session, address: str, **values: object) -> int:
    session.execute(sa.update(OutboxLetter).where(OutboxLetter.recipient == address).values(**values))
    return session.scalars(sa.select(OutboxLetter.id).where(OutboxLetter.recipient == address)).one()


def state_of(session: Session, letter_id: int) -> str:
    session.rollback()
    state = session.scalars(sa.select(OutboxLetter.state).where(OutboxLetter.id == letter_id)).one()
    session.rollback()
    return state


def rows_of(page: str) -> list[str]:
    body = page.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]
    return [" ".join(re.sub(r"<svg.*?</svg>|<input[^>]*>|<[^>]+>", " ", row, flags=re.S).split()) for row in body.split("</tr>")[:-1]]


def test_before_the_event_there_is_no_button_and_a_stray_press_sends_nothing(
    laptop_of: LaptopOf, session: Session, organiser: Person, event: Event, ada: Attendee
) -> None:
    event.starts_at = NOW + timedelta(days=1)
    event.ends_at = NOW + timedelta(days=2)
    laptop = laptop_of(organiser)

    page, pressed = laptop.get(PAGE), laptop.post(f"{PAGE}/close")

    assert "The event has not begun." in text_of(page)
    assert "/letters/close" not in page.text
    assert pressed.status_code == 422
    assert session.scalars(sa.select(OutboxLetter.id)).all() == []


def test_before_closing_the_button_carries_the_exact_number(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee, grace: Attendee, linus: Attendee
) -> None:
    exchange(session, ada, grace)
    stopped = make_attendee(session, event, "Stopped")
    stop_letters(session, session.get_one(Person, stopped.person_id), now=NOW)

    shown = text_of(laptop_of(organiser).get(PAGE))

    assert "Close the event and send 3 letters" in shown
    assert "get a letter when you close the event 3 want no letters and get none 1" in shown
    assert "met nobody 1" not in shown


def test_how_many_met_nobody_is_said_once_five_stand_on_each_side(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person
) -> None:
    people = [make_attendee(session, event, f"person{number}") for number in range(11)]
    for one, other in ((0, 1), (2, 3), (4, 0)):
        exchange(session, people[one], people[other])

    shown = text_of(laptop_of(organiser).get(PAGE))

    assert "met somebody 5 were here and met nobody 6 want no letters and get none 0" in shown


def test_both_letters_are_shown_to_one_real_attendee_without_telling_who_met_whom_or_nobody(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee, linus: Attendee
) -> None:
    hopper = make_attendee(session, event, "Hopper Canary")
    exchange(session, ada, hopper, note="canary-note")
    laptop = laptop_of(organiser)

    page = laptop.get(PAGE)
    met, nobody = laptop.get(f"{PAGE}/preview/met"), laptop.get(f"{PAGE}/preview/met_nobody")

    assert text_of(page).count("As Ada Lovelace would read it.") == 2
    assert "Hello Ada, Northlight 26 is over. Here is whom you met" in text_of(met)
    assert "Hello Ada, Northlight 26 is over, and thank you for being there." in text_of(nobody)
    for answer in (page, met, nobody):
        assert "Hopper" not in answer.text
        assert "Linus" not in answer.text
        assert "canary-note" not in answer.text
    assert "default-src 'none'" in met.headers["Content-Security-Policy"]


def test_without_readers_the_previews_show_somebody_invented(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person
) -> None:
    shown = text_of(laptop_of(organiser).get(PAGE))

    assert "Close the event without letters" in shown
    assert shown.count("Nobody is on the roster yet.") == 2


def test_a_third_letter_is_not_there(laptop_of: LaptopOf, event: Event, organiser: Person) -> None:
    assert laptop_of(organiser).get(f"{PAGE}/preview/sign_in").status_code == 404


def test_closing_queues_the_letters_and_wakes_the_worker(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee, bell: Bell
) -> None:
    answer = laptop_of(organiser).post(f"{PAGE}/close")

    assert (answer.status_code, answer.location) == (303, f"{PAGE}?said=event-closed")
    assert session.scalars(sa.select(OutboxLetter.recipient)).all() == ["ada@example.org"]
    assert bell.words == ["send_mail"]


def test_closing_without_readers_promises_no_letters(laptop_of: LaptopOf, event: Event, organiser: Person) -> None:
    page = laptop_of(organiser).post(f"{PAGE}/close", follow_redirects=True)

    assert "There was nobody to write to, so no letter goes out." in text_of(page)


def test_closing_twice_sends_nothing_twice(laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee) -> None:
    laptop = laptop_of(organiser)

    laptop.post(f"{PAGE}/close")
    again = laptop.post(f"{PAGE}/close", follow_redirects=True)

    assert "The event was closed already. Nothing is sent twice." in text_of(again)
    assert session.scalar(sa.select(sa.func.count()).select_from(OutboxLetter)) == 1


def test_an_event_opened_again_promises_letters_to_those_alone_who_have_none(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee
) -> None:
    laptop = laptop_of(organiser)
    laptop.post(f"{PAGE}/close")
    mark(session, "ada@example.org", state="sent")
    session.commit()
    laptop.post("/organise/events/northlight/steps/reopen")
    nobody_new = text_of(laptop.get(PAGE))
    again = text_of(laptop.post(f"{PAGE}/close", follow_redirects=True))
    laptop.post("/organise/events/northlight/steps/reopen")
    make_attendee(session, event, "Grace Hopper")
    session.commit()
    somebody_new = text_of(laptop.get(PAGE))

    assert "No follow-up is sent yet" not in nobody_new
    assert "Close the event without letters" in nobody_new
    assert "There was nobody to write to" not in again
    assert "Nothing is sent twice." in again
    assert "Close the event and send 1 letter" in somebody_new


def test_each_letter_says_how_it_fared_and_a_failed_one_why(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee, grace: Attendee, linus: Attendee
) -> None:
    for name in ("Sent", "Quiet", "Trying"):
        make_attendee(session, event, name)
    close_event(session, event.id, now=NOW)
    mark(session, "sent@example.org", state="sent", finished_at=NOW, server_said="250 OK")
    mark(session, "ada@example.org", state="failed", server_said="550 No such <user>", finished_at=NOW)
    mark(session, "grace@example.org", state="uncertain", finished_at=NOW)
    mark(session, "quiet@example.org", state="suppressed", finished_at=NOW)
    mark(session, "trying@example.org", attempts=2, server_said="451 Later")

    answer = laptop_of(organiser).get(PAGE)

    assert "sent 1 on their way 2 failed 1 uncertain 1 not sent 1" in text_of(answer)
    letter = "After the event"  # not which of the two: who met nobody is theirs to tell
    assert rows_of(answer.text) == [
        f"Ada Lovelace ada@example.org Failed The mail server said: 550 No such &lt;user&gt; {letter} Send again",
        "Grace Hopper grace@example.org Uncertain It may have arrived: the line broke while it was on its way. "
        f"{letter} Send again Leave it",
        f"Linus Torvalds linus@example.org On its way {letter}",
        f"Trying trying@example.org Trying again Tried 2 times, next at 09:30 GMT. 451 Later {letter}",
        f"Quiet quiet@example.org Not sent Its reader wants no letters, or what it was about was taken back. {letter}",
        f"Sent sent@example.org Sent Thu 5 Nov 2026, 09:30 GMT {letter}",
    ]


def test_a_failed_letter_goes_out_again_on_the_organisers_word(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee, bell: Bell
) -> None:
    close_event(session, event.id, now=NOW)
    letter_id = mark(session, "ada@example.org", state="failed", attempts=7, finished_at=NOW)

    answer = laptop_of(organiser).post(f"{PAGE}/{letter_id}/again")

    assert answer.location == f"{PAGE}?said=letter-again"
    assert (state_of(session, letter_id), bell.words) == ("queued", ["send_mail"])


def test_an_uncertain_letter_can_be_left_alone(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee
) -> None:
    close_event(session, event.id, now=NOW)
    letter_id = mark(session, "ada@example.org", state="uncertain", finished_at=NOW)

    answer = laptop_of(organiser).post(f"{PAGE}/{letter_id}/leave")

    assert answer.location == f"{PAGE}?said=letter-left"
    assert state_of(session, letter_id) == "cancelled"


@pytest.mark.parametrize("what", ["again", "leave"])
@pytest.mark.parametrize("state", ["queued", "transmitting", "sent"])
def test_a_letter_that_fared_well_or_is_on_its_way_is_left_as_it_is(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee, what: str, state: str
) -> None:
    close_event(session, event.id, now=NOW)
    letter_id = mark(session, "ada@example.org", state=state)

    answer = laptop_of(organiser).post(f"{PAGE}/{letter_id}/{what}")

    assert (answer.status_code, state_of(session, letter_id)) == (404, state)


def test_another_events_letter_is_not_there(laptop_of: LaptopOf, session: Session, event: Event, organiser: Person) -> None:
    other = make_event(session, "elsewhere")
    make_attendee(session, other, "Linus")
    make_organiser(session, other, name="Otto Other")
    close_event(session, other.id, now=NOW)
    letter_id = mark(session, "linus@example.org", state="failed")
    laptop = laptop_of(organiser)

    theirs, nobodys = laptop.post(f"{PAGE}/{letter_id}/again"), laptop.post(f"{PAGE}/{10**6}/again")

    assert (theirs.status_code, theirs.data) == (404, nobodys.data)
    assert state_of(session, letter_id) == "failed"
    assert laptop.get("/organise/events/elsewhere/letters").status_code == 404


def test_the_page_asks_as_often_for_three_letters_as_for_one(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person, ada: Attendee, statements: list[str]
) -> None:
    def asked(closed: bool) -> int:
        laptop = laptop_of(organiser)
        if closed:
            close_event(session, event.id, now=NOW)
            session.commit()
        statements.clear()
        assert laptop.get(PAGE).status_code == 200
        return len(statements)

    one_open = asked(False)
    grace, linus = make_attendee(session, event, "Grace"), make_attendee(session, event, "Linus")
    exchange(session, grace, linus)
    three_open, three_closed = asked(False), asked(True)
    session.execute(sa.delete(OutboxLetter).where(OutboxLetter.recipient != "ada@example.org"))
    one_closed = asked(False)

    assert (one_open, one_closed) == (three_open, three_closed)


def test_a_silent_worker_and_a_missing_mail_server_are_named(
    laptop_of: LaptopOf, session: Session, event: Event, organiser: Person
) -> None:
    laptop = laptop_of(organiser)

    before = text_of(laptop.get(PAGE))
    session.add(WorkerBeat(worker="here", beat_at=NOW))
    session.commit()
    after = text_of(laptop.get(PAGE))

    assert "No worker has been seen for 30 seconds." in before
    assert "No worker has been seen" not in after
    assert "No mail server is set." in after


def test_many_letters_come_in_pages(laptop_of: LaptopOf, session: Session, event: Event, organiser: Person) -> None:
    for number in range(101):
        make_attendee(session, event, f"Person{number:03}")
    close_event(session, event.id, now=NOW)
    laptop = laptop_of(organiser)

    first, second, beyond = (laptop.get(f"{PAGE}?page={page}") for page in ("1", "2", "99"))

    assert (len(rows_of(first.text)), len(rows_of(second.text)), len(rows_of(beyond.text))) == (100, 1, 1)
    assert laptop.get(f"{PAGE}?page=x").status_code == 200
