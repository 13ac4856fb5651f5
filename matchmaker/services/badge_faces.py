"""What the badge of each attendee says, whose badges are printed, and in which order."""

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, cast
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton
from sqlalchemy.orm import Session

from matchmaker.domain.badges.badge import APPROACHES, ASK_ME, GROUP_COLOURS, BadgeFace
from matchmaker.domain.badges.printing import CHANGED, PrintChoice
from matchmaker.domain.badges.token import badge_address, badge_code, short_code, shown_short_code
from matchmaker.domain.privacy.cards import Sees, shown_person
from matchmaker.languages import Language, first_known
from matchmaker.settings import HOUSE, Settings
from matchmaker.store.queries.badge_sheets import SheetEvent
from matchmaker.store.queries.badges import BadgeRow, badge_rows

_MOST_LANGUAGES = 4
_FEW = 200  # people a statement names one by one


def chosen_rows(event: SheetEvent, rows: Iterable[BadgeRow], choice: PrintChoice) -> list[BadgeRow]:
    """Whose badges are printed, in the order of the sheet."""
    ordered = in_order(event, rows, choice.sort)
    if choice.whom == CHANGED:
        ordered = [row for row in ordered if row.printed != fingerprint(event, row, choice)]
    return ordered[(choice.first or 1) - 1 : choice.last]


def rows_of(session: Session, event_id: int, people: Sequence[int]) -> list[BadgeRow]:
    """The badges of a sheet in its order; who has left since is left out. A sheet of many asks for everybody: no list of thousands."""
    rows = {row.attendee_id: row for row in badge_rows(session, event_id, only=people if len(people) <= _FEW else None)}
    return [rows[number] for number in people if number in rows]


def in_order(event: SheetEvent, rows: Iterable[BadgeRow], sort: str) -> list[BadgeRow]:
    """By name, accents aside, or by something else and then by name; who says nothing there comes last, and the id settles it."""

    def key(row: BadgeRow) -> tuple[bool, str | datetime, str, int]:
        said = shown(event, row, None)
        name = plain(said["name"])
        if sort == "added":
            return False, row.added_at, name, row.attendee_id
        by = name if sort == "name" else plain(said[sort])
        return not by, by, name, row.attendee_id

    return sorted(rows, key=key)


def face_of(event: SheetEvent, row: BadgeRow, choice: PrintChoice, settings: Settings) -> BadgeFace:
    """The badge of one attendee; its code is that of the generation in force."""
    language = printed_in(event, settings)
    said = shown(event, row, choice)
    subject = {"event_id": event.id, "attendee_id": row.attendee_id, "generation": row.generation}
    return BadgeFace(
        address=badge_address(settings.base_url, badge_code(settings.badge_key, **subject)),
        short_code=shown_short_code(short_code(settings.badge_key, turn=row.turn, **subject)),
        **said,
        ask_words=language.say(ASK_ME),
        approach_words=language.say(APPROACHES[said["approach"]]) if said.get("approach") else "",
    )


def shown(event: SheetEvent, row: BadgeRow, choice: PrintChoice | None) -> dict[str, Any]:
    """What stands on the badge in words; without a choice, all of it.

    A badge is read by everybody in the hall: it shows what the list of matches would show, and nothing that is kept for contacts.
    """
    sees = cast("Sees", event.sees)
    card = shown_person(row.name, organisation=row.organisation, headline=row.headline, sees=sees, exchanged=False, hidden=row.hidden)
    said: dict[str, Any] = {
        "organisation": card.organisation,
        "headline": card.headline,
        "topics": row.topics,
        "pronouns": row.pronouns if "pronouns" not in row.hidden else "",
        "languages": _names(row.languages, event.language) if "languages" not in row.hidden else (),
        "approach": row.approach,
        "group": row.group,
    }
    kept = said if choice is None else {field: value for field, value in said.items() if field in choice.fields}
    if kept.get("group"):
        kept["group_colour"] = group_colours(event.groups).get(row.group, "")
    return {"name": card.name, **kept}


def fingerprint(event: SheetEvent, row: BadgeRow, choice: PrintChoice) -> str:
    """The same for as long as the badge would say the same and its code is in force."""
    ours = () if event.language in {"", HOUSE} else (event.language,)  # our own words on it change with the language
    said = repr((row.generation, row.turn, sorted(shown(event, row, choice).items()), *ours))
    return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


def group_colours(groups: Sequence[str]) -> Mapping[str, str]:
    """A colour for each group of the event, in turn; the name beside it tells apart what shares one."""
    return {group: GROUP_COLOURS[number % len(GROUP_COLOURS)] for number, group in enumerate(groups)}


def printed_in(event: SheetEvent, settings: Settings) -> Language:
    """The language of our own words on an event's badges: everybody in the hall reads them, so nobody's own choice counts."""
    return first_known(event.language, settings.language)


def day_of(event: SheetEvent, language: Language) -> str:
    """Such as "5 November"."""
    start = event.starts_at.astimezone(ZoneInfo(event.time_zone))
    return str(format_skeleton("MMMMd", start, locale=language.locale))


def plain(name: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign)).casefold()


def _names(tags: Sequence[str], language: str) -> tuple[str, ...]:
    return tuple(_name(tag, language or "en") for tag in tags[:_MOST_LANGUAGES])


@lru_cache(maxsize=512)
def _name(tag: str, language: str) -> str:
    try:
        return str(Locale.parse(language.replace("-", "_")).languages.get(tag.replace("-", "_"), tag))
    except (UnknownLocaleError, ValueError):
        return tag
