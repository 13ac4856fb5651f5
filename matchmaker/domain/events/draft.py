"""An event as an organiser types it, checked field by field."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from matchmaker.domain.interests.tags import read_tags
from matchmaker.domain.roster.cells import whole_text
from matchmaker.domain.signin.name import one_line
from matchmaker.errors import N_, BadInputError, Fault

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])")
LONGEST_NAME = 120
LONGEST_PLACE = 200
LONGEST_DESCRIPTION = 4000
LONGEST_EVENT = timedelta(days=31)
JOIN_POLICIES = ("open", "invited")
SEES = ("full_names", "first_names")
EXCHANGE_RULES = ("owner_chooses", "ask_first")


@dataclass(frozen=True, slots=True)
class EventDraft:
    """What an event is to be; times are aware UTC."""

    name: str
    slug: str
    place: str
    time_zone: str
    starts_at: datetime
    ends_at: datetime
    description: str
    tags: tuple[str, ...]
    join_policy: str
    sees: str
    exchange_rule: str


def read_draft(form: Mapping[str, str]) -> EventDraft:
    """Check the whole form.

    Raises
    ------
    BadInputError
        With every fault, in the order of the form.
    """
    faults: list[Fault] = []
    name = _name(form.get("name", ""), faults)
    slug = _slug(form.get("slug", ""), faults)
    place = _short_text("place", form.get("place", ""), faults)
    zone = _zone(form.get("time_zone", ""), faults)
    starts_at, ends_at = _times(form, zone, faults)
    description = whole_text(form.get("description", ""))
    if len(description) > LONGEST_DESCRIPTION:
        faults.append(Fault("description", N_("The description is longer than %(most)s signs. Shorten it."), {"most": LONGEST_DESCRIPTION}))
    tags = read_tags(form.get("tags", ""))
    faults.extend(tags.faults)
    policies = [_one_of(field, form, allowed, faults) for field, allowed in _POLICIES]
    if faults:
        raise BadInputError(*faults)
    return EventDraft(name, slug, place, zone.key, starts_at, ends_at, description, tags.labels, *policies)


_POLICIES = (("join_policy", JOIN_POLICIES), ("sees", SEES), ("exchange_rule", EXCHANGE_RULES))


def slug_from(name: str) -> str:
    """A short address proposed from a name; empty when the name has no Latin letter."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")


def local_text(moment: datetime, time_zone: str) -> str:
    """A moment as a date-and-time field shows it in the event's zone."""
    return moment.astimezone(ZoneInfo(time_zone)).strftime("%Y-%m-%dT%H:%M")


def _name(text: str, faults: list[Fault]) -> str:
    name = one_line(text)
    if not any(sign.isalnum() for sign in name):
        faults.append(Fault("name", N_("Give the event a name, as people know it.")))
    elif len(name) > LONGEST_NAME:
        faults.append(Fault("name", N_("The name is longer than %(most)s signs. Shorten it."), {"most": LONGEST_NAME}))
    return name


def _slug(text: str, faults: list[Fault]) -> str:
    slug = text.strip().lower()
    if not SLUG.fullmatch(slug):
        faults.append(Fault("slug", N_("The short address takes 3 to 40 small letters, figures and hyphens, such as “tech-night”.")))
    return slug


def _short_text(field: str, text: str, faults: list[Fault]) -> str:
    line = one_line(text)
    if len(line) > LONGEST_PLACE:
        faults.append(Fault(field, N_("This is longer than %(most)s signs. Shorten it."), {"most": LONGEST_PLACE}))
    return line


def _zone(text: str, faults: list[Fault]) -> ZoneInfo:
    if text in available_timezones():
        return ZoneInfo(text)
    faults.append(Fault("time_zone", N_("Choose the time zone of the place, such as Europe/London.")))
    return ZoneInfo("UTC")


def _times(form: Mapping[str, str], zone: ZoneInfo, faults: list[Fault]) -> tuple[datetime, datetime]:
    starts_at = _moment("starts_at", form.get("starts_at", ""), zone, faults)
    ends_at = _moment("ends_at", form.get("ends_at", ""), zone, faults)
    if starts_at is None or ends_at is None:
        return datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    if ends_at <= starts_at:
        faults.append(Fault("ends_at", N_("The end is not after the start. Check the dates.")))
    elif ends_at - starts_at > LONGEST_EVENT:
        faults.append(Fault("ends_at", N_("An event lasts at most 31 days. Check the dates.")))
    return starts_at, ends_at


def _moment(field: str, text: str, zone: ZoneInfo, faults: list[Fault]) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is not None or not 2000 <= moment.year <= 2100:
        faults.append(Fault(field, N_("Give day and time, such as 2026-11-05 18:30.")))
        return None
    return moment.replace(tzinfo=zone).astimezone(UTC)


def _one_of(field: str, form: Mapping[str, str], allowed: tuple[str, ...], faults: list[Fault]) -> str:
    value = form.get(field, allowed[0])
    if value not in allowed:
        faults.append(Fault(field, N_("Choose one of these.")))
    return value
