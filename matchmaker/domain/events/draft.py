"""An event as an organiser types it, checked field by field."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from matchmaker.domain.events.join_code import read_join_code
from matchmaker.domain.interests.tags import read_tags
from matchmaker.domain.roster.cells import whole_text
from matchmaker.domain.signin.address import address_key
from matchmaker.domain.signin.name import one_line
from matchmaker.errors import N_, BadInputError, Fault

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])")
LONGEST_NAME = 120
LONGEST_PLACE = 200
LONGEST_DESCRIPTION = 4000
LONGEST_EVENT = timedelta(days=31)
JOIN_POLICIES = ("open", "code", "invited")
SEES = ("full_names", "first_names")
RETENTIONS = ("", "30", "90", "180", "365")  # days after the end; "": until somebody deletes it
HUES = ("", "indigo", "plum", "berry", "moss", "slate")
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
    safety_address: str = ""
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # other words by tag
    join_code: str = ""  # typed by newcomers of an open event; "": they need none
    retention_days: int | None = None
    hue: str = ""
    language: str = ""  # a tag such as "de"; "": as the visitor's browser asks


def read_draft(form: Mapping[str, str], languages: Collection[str] = ()) -> EventDraft:
    """Check the whole form; `languages`: the tags its pages can be in.

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
        faults.append(
            Fault("description", N_("The description is longer than %(most)s characters. Shorten it."), {"most": LONGEST_DESCRIPTION})
        )
    tags = read_tags(form.get("tags", ""))
    faults.extend(tags.faults)
    language = _one_of("language", form, ("", *languages), faults)
    safety_address = _safety_address(form.get("safety_address", ""), faults)
    join_policy, sees, exchange_rule = (_one_of(field, form, allowed, faults) for field, allowed in _POLICIES)
    retention = _one_of("retention_days", form, RETENTIONS, faults)
    hue, code = _one_of("hue", form, HUES, faults), _join_code(form, join_policy, faults)
    if faults:
        raise BadInputError(*faults)
    said = (name, slug, place, zone.key, starts_at, ends_at, description, tags.labels)
    # An open event with a code is one that takes everybody who knows it.
    rules = ("invited" if join_policy == "invited" else "open", sees, exchange_rule, safety_address)
    days = int(retention) if retention else None
    return EventDraft(*said, *rules, synonyms=tags.synonyms, language=language, retention_days=days, hue=hue, join_code=code)


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
        faults.append(Fault("name", N_("The name is longer than %(most)s characters. Shorten it."), {"most": LONGEST_NAME}))
    return name


def _slug(text: str, faults: list[Fault]) -> str:
    slug = text.strip().lower()
    if not SLUG.fullmatch(slug):
        faults.append(Fault("slug", N_("The short address takes 3 to 40 small letters, digits and hyphens, such as “tech-night”.")))
    return slug


def _short_text(field: str, text: str, faults: list[Fault]) -> str:
    line = one_line(text)
    if len(line) > LONGEST_PLACE:
        faults.append(Fault(field, N_("This is longer than %(most)s characters. Shorten it."), {"most": LONGEST_PLACE}))
    return line


def _safety_address(text: str, faults: list[Fault]) -> str:
    """Who is told of a report; empty: the owners."""
    if not text.strip():
        return ""
    try:
        return address_key(text, field="safety_address")
    except BadInputError as error:
        faults.extend(error.faults)
        return ""


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


def _join_code(form: Mapping[str, str], join_policy: str, faults: list[Fault]) -> str:
    if join_policy != "code":
        return ""
    try:
        return read_join_code(form.get("join_code", ""))
    except BadInputError as error:
        faults.extend(error.faults)
        return ""


def _one_of(field: str, form: Mapping[str, str], allowed: tuple[str, ...], faults: list[Fault]) -> str:
    value = form.get(field, allowed[0])
    if value not in allowed:
        faults.append(Fault(field, N_("Choose one of these.")))
    return value
