"""The page of reminders as a browser sees it: who stands where, what its buttons do, the calendar, what it costs."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
import vobject

from matchmaker.services.contact_care import ask_no_follow_up
from matchmaker.services.promises import promise
from matchmaker.services.retention import forget_event
from matchmaker.services.warm_care import choose_rhythm, let_fade, snooze
from matchmaker.store.models.warm import TagRhythm, WarmHours
from tests.browsers import Phone, text_of
from tests.cast import NOW, make_attendee, make_person
from tests.letters import exchange
from tests.meetings import side_of

PAGE = "/contacts/warm"
DUE = datetime(2026, 12, 8, 10, tzinfo=UTC)


@pytest.fixture
def phone_then(app, settings, session, clock):
    """The phone of somebody who comes back a month later and signs in then."""

    def sign_in(attendee) -> Phone:
        clock.now = DUE
        return Phone(app, settings).sign_in(session, attendee.person_id, purpose="attendee", now=DUE)

    return sign_in


@pytest.fixture
def due(session, ada, grace) -> int:
    """Ada met Grace a month ago, wrote something down, and chose to be reminded."""
    contact_id = exchange(session, ada, grace, note="Wants the interview guide").id
    choose_rhythm(session, contact_id, person_id=ada.person_id, chosen="steps", now=NOW)
    return contact_id


def test_a_stranger_signs_in_first(stranger) -> None:
    assert [stranger.get(path).status_code for path in (PAGE, f"{PAGE}.ics", f"{PAGE}/letter")] == [401] * 3


def test_nobody_met_is_no_reproach(phone_of, ada) -> None:
    page = text_of(phone_of(ada).get(PAGE))

    assert "Nobody to be reminded of yet" in page
    assert "All contacts" in page


def test_one_press_begins_reminders_of_everybody_met(session, phone_of, ada, grace) -> None:
    contact_id = exchange(session, ada, grace).id
    phone = phone_of(ada)
    offered = text_of(phone.get(PAGE))

    answer = phone.post(f"{PAGE}/start", {"zone": "Asia/Tokyo"})

    assert "You met one person. A letter can remind you after 1, 3 and 6 months, with your note in it." in offered
    assert answer.location == f"{PAGE}?said=reminders-on&before=2026-11-05T09:30:00Z"
    assert side_of(session, contact_id, ada).rhythm == "steps"
    assert session.scalars(sa.select(WarmHours.zone)).one() == "Asia/Tokyo"
    page = text_of(phone.get(answer.location))
    assert "You are reminded of them at 1, 3 and 6 months." in page
    assert "Soon GH Grace Hopper Met Thu 5 Nov 2026, Northlight 26. Reminder at 1, 3 and 6 months, next Sat 5 Dec 2026." in page.replace(
        "Further off", "Soon"
    )


def test_another_press_undoes_it_and_leaves_who_had_it_before(session, phone_of, clock, ada, grace, linus, due) -> None:
    new = exchange(session, ada, linus).id
    phone = phone_of(ada)
    clock.now = NOW + timedelta(hours=1)
    page = phone.get(phone.post(f"{PAGE}/start").location)
    started = side_of(session, new, ada).rhythm
    session.rollback()

    for before in ("rubbish", "2026-11-05T10:30:00Z"):
        phone.post(f"{PAGE}/start/undo", {"before": before})

    assert f'action="{PAGE}/start/undo"' in page.text
    assert (started, side_of(session, new, ada).rhythm, side_of(session, due, ada).rhythm) == ("steps", "", "steps")


@pytest.mark.parametrize("zone", ["", "Mars/Base", "x" * 300])
def test_a_zone_that_is_none_is_the_event_s(session, phone_of, ada, grace, zone: str) -> None:
    exchange(session, ada, grace)

    phone_of(ada).post(f"{PAGE}/start", {"zone": zone})

    assert session.scalars(sa.select(WarmHours.zone)).one() == "Europe/London"


def test_who_is_due_stands_first_with_the_old_note(session, event, phone_then, ada, linus, due) -> None:
    later = exchange(session, ada, linus).id
    choose_rhythm(session, later, person_id=ada.person_id, chosen="m6", now=NOW)
    faded = exchange(session, ada, make_attendee(session, event, "Edsger Dijkstra")).id
    choose_rhythm(session, faded, person_id=ada.person_id, chosen="m1", now=NOW)
    let_fade(session, faded, person_id=ada.person_id, now=NOW)
    session.flush()

    page = text_of(phone_then(ada).get(PAGE))

    order = ["Due now", "Grace Hopper", "Wants the interview guide", "I was in touch", "Open a draft", "Further off", "Linus Torvalds"]
    order += ["One person left to fade", "Edsger Dijkstra", "Bring back"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert "What is due comes in one letter, on Tuesday at 09:00." in page


def test_promises_stand_first_of_all(session, phone_then, ada, linus, due) -> None:
    other = exchange(session, ada, linus).id
    promise(session, other, person_id=ada.person_id, text="A map of Fife", due_on="2026-12-08", now=NOW)
    promise(session, other, person_id=ada.person_id, text="A boat", due_on="2027-06-01", now=NOW)

    page = text_of(phone_then(ada).get(PAGE))

    assert page.index("Promises that are due") < page.index("A map of Fife") < page.index("Due now")
    assert page.index("One promise to come") < page.index("A boat")


def test_i_was_in_touch_resets_the_clock_and_undo_takes_it_back(session, phone_then, ada, due) -> None:
    phone = phone_then(ada)
    before = text_of(phone.get(PAGE))

    answer = phone.post(f"/contacts/{due}/touch", {"to": "warm"})
    after = phone.get(answer.location)
    undone = phone.post(f"/contacts/{due}/touch/undo", {"to": "warm", "before": "never"})

    assert answer.location == f"{PAGE}?said=touched&undo={due}&before=never"
    assert ("Due now" in before, "Due now" in text_of(after)) == (True, False)
    assert "Last in touch Tue 8 Dec 2026. Reminder at 1, 3 and 6 months, next Fri 8 Jan 2027." in text_of(after)
    assert f'action="/contacts/{due}/touch/undo"' in after.text
    assert "Due now" in text_of(phone.get(undone.location))


def test_not_now_puts_off_and_undo_wakes(session, phone_then, ada, due) -> None:
    phone = phone_then(ada)

    answer = phone.post(f"/contacts/{due}/snooze", {"how": "month"})
    page = phone.get(answer.location)

    assert answer.location == f"{PAGE}?said=snoozed&undo={due}"
    assert "next Fri 8 Jan 2027" in text_of(page)
    assert f'action="/contacts/{due}/wake"' in page.text
    phone.post(f"/contacts/{due}/wake")
    assert "Due now" in text_of(phone.get(PAGE))


def test_a_day_that_is_none_is_said_and_nothing_changes(session, phone_then, ada, due) -> None:

    answer = phone_then(ada).post(f"/contacts/{due}/snooze", {"how": "day", "day": "2026-12-01"})

    assert answer.status_code == 422
    assert "Choose a day from tomorrow on, at most two years from now." in text_of(answer)
    assert side_of(session, due, ada).snoozed_until is None


def test_let_fade_and_bring_back(session, phone_then, ada, due) -> None:
    phone = phone_then(ada)

    faded = phone.get(phone.post(f"/contacts/{due}/fade").location)
    on_their_page = text_of(phone.get(f"/contacts/{due}"))
    back = phone.get(phone.post(f"/contacts/{due}/keep").location)

    assert "No more reminders of them. They stay in your list, and are not told." in text_of(faded)
    assert "Reminders: left to fade" in on_their_page
    assert "Grace Hopper" in text_of(phone.get("/contacts"))
    assert ("Due now" in text_of(faded), "Due now" in text_of(back)) == (False, True)


def test_a_rhythm_is_chosen_on_somebody_s_own_page(session, phone_of, ada, grace) -> None:
    contact_id = exchange(session, ada, grace).id
    phone = phone_of(ada)

    kept = phone.post(f"/contacts/{contact_id}/rhythm", {"rhythm": "own", "every": "6", "unit": "w"})
    page = phone.get(kept.location)
    wrong = phone.post(f"/contacts/{contact_id}/rhythm", {"rhythm": "own", "every": "99", "unit": "w"})

    assert kept.location == f"/contacts/{contact_id}?said=rhythm-kept"
    assert "Reminders: every 6 weeks" in text_of(page)
    assert 'value="6"' in page.text
    assert wrong.status_code == 422
    assert "A rhythm is 1 to 52 weeks, or 1 to 24 months." in text_of(wrong)
    assert side_of(session, contact_id, ada).rhythm == "w6"


def test_whoever_asks_for_no_follow_up_is_nobody_to_be_reminded_of(session, phone_then, ada, grace, due) -> None:
    ask_no_follow_up(session, due, person_id=grace.person_id, wanted=True)
    session.flush()
    phone = phone_then(ada)

    assert "Grace Hopper" not in text_of(phone.get(PAGE))
    assert "Reminders:" not in text_of(phone.get(f"/contacts/{due}"))


def test_a_tag_has_a_rhythm(session, phone_of, ada, grace) -> None:
    contact_id = exchange(session, ada, grace).id
    side_of(session, contact_id, ada).tags = ["Mentors"]
    phone = phone_of(ada)

    answer = phone.post(f"{PAGE}/tags", {"tag": "Mentors", "rhythm": "m3"})
    page = text_of(phone.get(answer.location))

    assert answer.location == f"{PAGE}?said=tag-rhythm-kept"
    assert session.scalars(sa.select(TagRhythm.rhythm)).all() == ["m3"]
    assert "Mentors : every 3 months One person" in page
    assert "Reminder every 3 months, next Fri 5 Feb 2027." in page


def test_the_letter_comes_as_chosen_or_not_at_all(session, phone_of, ada, due) -> None:
    phone = phone_of(ada)
    form = {"zone": "Asia/Tokyo", "weekday": "4", "hour": "18", "quiet_from": "22", "quiet_until": "7", "letter": "1"}

    kept = phone.get(phone.post(f"{PAGE}/letter", form).location)
    off = phone.get(phone.post(f"{PAGE}/letter", {**form, "letter": ""} | {}).location)
    without = {name: value for name, value in form.items() if name != "letter"}
    off = phone.get(phone.post(f"{PAGE}/letter", without).location)

    assert "on Friday at 18:00" in text_of(kept)
    assert "No letter comes; this page is all." in text_of(off)
    hours = session.scalars(sa.select(WarmHours)).one()
    assert (hours.zone, hours.weekday, hours.hour, hours.quiet_from, hours.quiet_until, hours.quiet_weekends) == (
        *("Asia/Tokyo", 4, 18, 22, 7),
        False,
    )


def test_a_letter_in_quiet_hours_is_refused_and_the_form_keeps_what_was_chosen(phone_of, ada, due) -> None:
    form = {"zone": "Asia/Tokyo", "weekday": "4", "hour": "23", "quiet_from": "22", "quiet_until": "7", "letter": "1"}

    answer = phone_of(ada).post(f"{PAGE}/letter", form)

    assert answer.status_code == 422
    assert "This hour is in your quiet hours." in text_of(answer)
    assert 'value="Asia/Tokyo"' in answer.text


def test_follow_ups_offer_it_once_for_the_event_and_take_it_back(session, phone_of, ada, grace) -> None:
    contact_id = exchange(session, ada, grace).id
    phone, place = phone_of(ada), "/e/northlight/followups"
    offered = text_of(phone.get(place))

    on = phone.get(phone.post(f"{place}/remind", {"zone": "Europe/Paris"}).location)
    is_on = side_of(session, contact_id, ada).rhythm
    session.rollback()
    off = phone.get(phone.post(f"{place}/remind", {"off": "1"}).location)

    assert "One person is in no rhythm yet." in offered
    assert ("You are reminded of one person at 1, 3 and 6 months." in text_of(on), is_on) == (True, "steps")
    assert "No reminders of them any more." in text_of(off)
    assert side_of(session, contact_id, ada).rhythm == ""


def test_the_page_and_the_calendar_outlive_the_event_s_data(session, event, phone_then, ada, due) -> None:
    phone = phone_then(ada)
    forget_event(session, event.id, now=DUE)
    session.commit()

    assert "Wants the interview guide" in text_of(phone.get(PAGE))
    assert "Wants the interview guide" in phone.get(f"{PAGE}.ics").text
    assert phone.get(f"/e/northlight/followups/{due}?tone=again").status_code == 200


def test_the_calendar_has_everybody_with_note_and_address(session, event, phone_then, ada, grace, linus, due) -> None:
    yearly = exchange(session, ada, linus, note="Boats", shared=["phone"]).id
    linus.phone = "+44 20 7946 0000"
    choose_rhythm(session, yearly, person_id=ada.person_id, chosen="m3", now=NOW)
    promise(session, yearly, person_id=ada.person_id, text="A map", due_on="2026-12-20", now=NOW)
    off = exchange(session, ada, make_attendee(session, event, "Edsger Dijkstra"), note="Nobody").id
    choose_rhythm(session, off, person_id=ada.person_id, chosen="never", now=NOW)
    session.flush()

    answer = phone_then(ada).get(f"{PAGE}.ics")

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="keep-warm.ics"'
    entries = [entry for calendar in vobject.readComponents(answer.text) for entry in calendar.vevent_list]
    told = sorted((entry.dtstart.value, entry.summary.value, entry.rrule.value if hasattr(entry, "rrule") else "") for entry in entries)
    assert told == [
        (date(2026, 12, 8), "Be in touch with Grace Hopper", ""),
        (date(2026, 12, 20), "You promised Linus Torvalds: A map", ""),
        (date(2027, 2, 5), "Be in touch with Grace Hopper", ""),
        (date(2027, 2, 5), "Be in touch with Linus Torvalds", "FREQ=MONTHLY;INTERVAL=3"),
        (date(2027, 5, 5), "Be in touch with Grace Hopper", ""),
    ]
    texts = {entry.summary.value: entry.description.value for entry in entries}
    assert texts["Be in touch with Grace Hopper"] == "Last in touch Thu 5 Nov 2026.\nWants the interview guide\ngrace@example.org"
    assert "+44 20 7946 0000" in texts["Be in touch with Linus Torvalds"]
    assert "linus@example.org" not in answer.text
    assert "Nobody" not in answer.text


def test_a_calendar_downloaded_again_replaces_its_entries(phone_of, phone_then, ada, due) -> None:
    """Also once somebody is due: what stood on the day that is over then stands on today."""
    days = []
    for sign_in in (phone_of, phone_then):
        calendar = vobject.readOne(sign_in(ada).get(f"{PAGE}.ics").text)
        days.append({entry.uid.value: entry.dtstart.value for entry in calendar.vevent_list})

    assert set(days[0]) == set(days[1])
    assert [sorted(told.values())[0] for told in days] == [date(2026, 12, 5), date(2026, 12, 8)]
    assert sorted(days[0].values())[1:] == sorted(days[1].values())[1:]


def test_many_people_take_as_many_questions_as_one(session, event, phone_of, statements, ada) -> None:
    phone, counts = phone_of(ada), []
    for number in (1, 3):
        for name in range(number):
            other = make_attendee(session, event, f"P{number}{name} Person", make_person(session, f"P{number}{name} Person"))
            contact_id = exchange(session, ada, other).id
            choose_rhythm(session, contact_id, person_id=ada.person_id, chosen="m1", now=NOW)
            snooze(session, contact_id, person_id=ada.person_id, how="week", now=NOW)
        session.commit()
        phone.get(PAGE)
        statements.clear()
        phone.get(PAGE)
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 9
