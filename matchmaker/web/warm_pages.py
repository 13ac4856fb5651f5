"""The pages of reminders, and the calendar that is made of them."""

from datetime import time
from zoneinfo import available_timezones

from babel.dates import format_time, get_day_names
from flask import Response, make_response, render_template, request
from flask_babel import get_locale, gettext

from matchmaker.domain.calendar.ics import Day, calendar_file
from matchmaker.domain.warm.quiet import Hours
from matchmaker.errors import Fault
from matchmaker.services.warm import Owed, Warm, calendar_days, warm_page
from matchmaker.services.warm_care import read_own_hours, wants_letter
from matchmaker.store.queries.attended import newest_event_of
from matchmaker.web.access import current_person
from matchmaker.web.clock import utc_now
from matchmaker.web.database import db
from matchmaker.web.headers import keep_secret
from matchmaker.web.house import house_settings
from matchmaker.web.legible import row_number
from matchmaker.web.paging import page_of
from matchmaker.web.times import day_text

PEOPLE_SHOWN = 50


def page_of_reminders(*, faults: tuple[Fault, ...] = (), status: int = 200) -> Response:
    person_id = current_person().id
    page = warm_page(db.session(), person_id, now=utc_now())
    shown = render_template(
        "attendee/warm.html",
        page=page,
        shown=page_of(page.people, length=PEOPLE_SHOWN),
        letter=wants_letter(db.session(), person_id),
        weekday=dict(_days())[page.hours.weekday],
        hour=dict(_clock())[page.hours.hour],
        undo=_undo(),
        faults=faults,
        home_slug=newest_event_of(db.session(), person_id) or "",
    )
    return keep_secret(make_response(shown, status))


def page_of_letter(hours: Hours | None = None, *, faults: tuple[Fault, ...] = (), status: int = 200) -> Response:
    person_id = current_person().id
    shown = render_template(
        "attendee/warm_letter.html",
        hours=hours or read_own_hours(db.session(), person_id),
        letter="letter" in request.form if faults else wants_letter(db.session(), person_id),
        days=_days(),
        clock=_clock(),
        zones=sorted(available_timezones()),
        faults=faults,
        home_slug=newest_event_of(db.session(), person_id) or "",
    )
    return keep_secret(make_response(shown, status))


def calendar_of_reminders() -> Response:
    site = house_settings().base_url.partition("://")[2].partition("/")[0]
    days, hours = calendar_days(db.session(), current_person().id, site=site, now=utc_now())
    entries = [_with_words(one, day, hours) for one, day in days]
    answer = make_response(calendar_file(entries, name=gettext("Keep warm"), now=utc_now()))
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = 'attachment; filename="keep-warm.ics"'
    return keep_secret(answer)


def _with_words(one: Warm | Owed, day: Day, hours: Hours) -> Day:
    card = one.known.contact.card
    who = card.name or gettext("Somebody you met")
    if isinstance(one, Owed):
        title = gettext("You promised %(name)s: %(what)s", name=who, what=one.promise.text)
        return Day(day.uid, day.on, title, _reach(one), day.rule)
    last = gettext("Last in touch %(day)s.", day=day_text(one.known.last_touch, hours.zone))
    return Day(day.uid, day.on, gettext("Be in touch with %(name)s", name=who), f"{last}\n{_reach(one)}", day.rule)


def _reach(one: Warm | Owed) -> str:
    """The note, and what the card shows of how to reach them."""
    known, card = one.known, one.known.contact.card
    lines = (known.note, card.headline, card.organisation, card.email, card.phone, card.link)
    return "\n".join(line for line in lines if line)


def _undo() -> tuple[str, dict[str, str]] | None:
    """Where the form of what was just done leads back, by the words of the address."""
    contact_id = request.args.get("undo", type=row_number)
    said, here = request.args.get("said"), {"to": "warm"}
    if said == "reminders-on":
        return "/contacts/warm/start/undo", {"before": request.args.get("before", "")}
    if contact_id is None:
        return None
    if said == "promise-kept" and (promise_id := request.args.get("promise", type=row_number)):
        return f"/contacts/promises/{promise_id}/undo", here
    if said == "touched":
        return f"/contacts/{contact_id}/touch/undo", {**here, "before": request.args.get("before", "")}
    ends = {"snoozed": "wake", "faded": "keep"}
    return (f"/contacts/{contact_id}/{ends[said]}", here) if said in ends else None


def _days() -> list[tuple[int, str]]:
    names = get_day_names("wide", context="stand-alone", locale=get_locale() or "en")
    return [(number, names[number]) for number in range(7)]


def _clock() -> list[tuple[int, str]]:
    locale = get_locale()
    pattern = "HH:mm" if locale is None or locale.language == "en" else "short"
    return [(hour, str(format_time(time(hour), pattern, locale=locale or "en"))) for hour in range(24)]
