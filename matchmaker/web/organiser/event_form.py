"""The form of an event, new or old: what its fields hold and offer."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import available_timezones

from flask import render_template

from matchmaker.domain.events.draft import local_text
from matchmaker.domain.interests.tags import TECH
from matchmaker.errors import Fault
from matchmaker.store.queries.visits import EventFacts


def blank_form(now: datetime) -> dict[str, str]:
    """A new event starts out as an evening two weeks from now."""
    day = (now + timedelta(days=14)).date().isoformat()
    return {
        "time_zone": "UTC",
        "starts_at": f"{day}T18:00",
        "ends_at": f"{day}T22:00",
        "join_policy": "open",
        "sees": "full_names",
        "exchange_rule": "owner_chooses",
    }


def form_of(event: EventFacts) -> dict[str, str]:
    return {
        "name": event.name,
        "slug": event.slug,
        "place": event.place,
        "time_zone": event.time_zone,
        "starts_at": local_text(event.starts_at, event.time_zone),
        "ends_at": local_text(event.ends_at, event.time_zone),
        "description": event.description,
        "join_policy": event.join_policy,
        "sees": event.sees,
        "exchange_rule": event.exchange_rule,
    }


def show_form(template: str, form: Mapping[str, str], *, faults: tuple[Fault, ...] = (), tags: tuple[str, ...] = ()) -> str:
    return render_template(template, form=form, faults=faults, tags=tags, zones=sorted(available_timezones()), ready="\n".join(TECH))
