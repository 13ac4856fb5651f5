"""A draft that was thrown away, as the page holds it that offers it back: told in one line, read again as strictly as any form."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from matchmaker.domain.followup.wording import LONGEST_SUBJECT
from matchmaker.domain.mailings.audience import Audience, read_audience
from matchmaker.domain.mailings.library import BY_KEY
from matchmaker.domain.mailings.wording import LONGEST_BODY, Version, read_version
from matchmaker.domain.signin.name import one_line
from matchmaker.errors import N_, BadRequestError

LONGEST_NAME: Final = 80
_LONGEST_GROUP: Final = 80
_NO_DRAFT: Final = N_("This is no draft that was thrown away here, so nothing was brought back.")


@dataclass(frozen=True, slots=True)
class ThrownAway:
    """A draft as it was; `made_at` tells it from others of its name."""

    name: str
    based_on: str
    audience: Audience
    versions: tuple[Version, ...]
    made_at: datetime


def told(gone: ThrownAway) -> str:
    """The draft as text, for a hidden field."""
    versions = [[one.language, one.subject, one.body] for one in gone.versions]
    kept = {"name": gone.name, "based_on": gone.based_on, "audience": gone.audience.as_json(), "versions": versions}
    return json.dumps({**kept, "made": gone.made_at.isoformat()}, ensure_ascii=False)


def read_thrown_away(text: str, *, languages: Collection[str], now: datetime) -> ThrownAway:
    """The draft that a form brings back. Words that can't be filled in come back too: a draft may hold them, and is told so.

    Raises
    ------
    BadRequestError
        Nothing that was ever told like this.
    """
    try:
        kept = json.loads(text)
        name, based_on = one_line(_text(kept["name"])), _text(kept["based_on"])
        allowed = BY_KEY[based_on].slots
        versions = tuple(
            read_version(_text(language), _text(subject), _text(body), allowed=allowed)[0] for language, subject, body in kept["versions"]
        )
        audience = _audience({key: _text(value) for key, value in kept.get("audience", {}).items()}, languages)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadRequestError(_NO_DRAFT) from error
    if not (0 < len(name) <= LONGEST_NAME and are_words(versions, languages)):
        raise BadRequestError(_NO_DRAFT)
    return ThrownAway(name, based_on, audience, versions, min(_moment(kept.get("made")) or now, now))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _audience(said: Mapping[str, str], languages: Collection[str]) -> Audience:
    """A group may have lost its people since the draft was written; whom it goes to stays as it was said."""
    group = one_line(said.get("group", ""))[:_LONGEST_GROUP]
    audience, faults = read_audience({**said, "group": group}, groups=[group], languages=languages)
    if faults or group != said.get("group", ""):
        raise ValueError
    return audience


def are_words(versions: Sequence[Version], languages: Collection[str]) -> bool:
    """Whether a letter may hold these, each language once; slots aside."""
    tags = [one.language for one in versions]
    fit = all(len(one.subject) <= LONGEST_SUBJECT and len(one.body) <= LONGEST_BODY for one in versions)
    return bool(tags) and fit and len(set(tags)) == len(tags) and set(tags) <= set(languages)


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
        return moment.astimezone(UTC) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
