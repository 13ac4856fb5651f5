"""The form of an event, new or old: what its fields hold and offer."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import available_timezones

from flask import render_template

from matchmaker.domain.events.draft import local_text
from matchmaker.domain.events.templates.ready import EventTemplate
from matchmaker.domain.interests.tags import TECH
from matchmaker.errors import Fault
from matchmaker.services.event_copies import Model
from matchmaker.store.models.events import Event
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
        "language": "",
        "retention_days": "90",
        "hue": "",
    }


def template_form(template: EventTemplate, now: datetime) -> dict[str, str]:
    form = blank_form(now)
    starts_at = datetime.fromisoformat(f"{form['starts_at'][:10]}T{template.begins}")
    times = (starts_at, starts_at + timedelta(hours=template.hours))
    rules = {"join_policy": template.join_policy, "sees": template.sees, "exchange_rule": template.exchange_rule}
    return {
        **form,
        **dict(zip(("starts_at", "ends_at"), (f"{at:%Y-%m-%dT%H:%M}" for at in times), strict=True)),
        **rules,
        "tags": template.interests,
    }


def copied_form(model: Model, now: datetime) -> dict[str, str]:
    """The same event two weeks from now, at the same time of day; its address is to be chosen anew."""
    event, form = model.event, form_of(model.event)
    day = (now + timedelta(days=14)).date().isoformat()
    starts_at = f"{day}{form['starts_at'][10:]}"
    ends_at = datetime.fromisoformat(starts_at) + (event.ends_at - event.starts_at)
    return {**form, "slug": "", "starts_at": starts_at, "ends_at": f"{ends_at:%Y-%m-%dT%H:%M}", "tags": model.interests}


def form_of(event: EventFacts | Event) -> dict[str, str]:
    return {
        "name": event.name,
        "slug": event.slug,
        "place": event.place,
        "time_zone": event.time_zone,
        "starts_at": local_text(event.starts_at, event.time_zone),
        "ends_at": local_text(event.ends_at, event.time_zone),
        "description": event.description,
        "join_policy": "code" if event.join_code else event.join_policy,
        "join_code": event.join_code,
        "hue": event.hue,
        "retention_days": str(event.retention_days or ""),
        "sees": event.sees,
        "exchange_rule": event.exchange_rule,
        "language": event.language,
        "safety_address": event.safety_address,
    }


def show_form(
    template: str,
    form: Mapping[str, str],
    *,
    faults: tuple[Fault, ...] = (),
    tags: tuple[str, ...] = (),
    seen: Mapping[str, object] | None = None,
    begun: Mapping[str, object] | None = None,
    kept_until: str = "",
) -> str:
    """`seen`: what the form was filled with, and the event's version then; `begun`: what a new event begins with."""
    offered = {"zones": sorted(available_timezones()), "ready": "\n".join(TECH)}
    return render_template(template, form=form, faults=faults, tags=tags, seen=seen, begun=begun or {}, kept_until=kept_until, **offered)
