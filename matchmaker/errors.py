"""What a person can do wrong, as one small family.

A sentence is written in English with ``%(name)s`` slots and marked with ``N_``; the door translates it and fills the slots,
so that no room below the doors needs to know a language.
"""

import dataclasses
from dataclasses import dataclass
from typing import ClassVar


def N_(sentence: str) -> str:  # noqa: N802  the name gettext tools look for
    """Mark a sentence for translation; it is translated where it is shown."""
    return sentence


def filled(sentence: str, values: dict[str, object]) -> str:
    return sentence % values if values else sentence


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one field of a form or one line of a file."""

    field: str
    sentence: str
    values: dict[str, object] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        return filled(self.sentence, self.values)


class MatchmakerError(Exception):
    """A person's mistake, with a sentence for that person."""

    status: ClassVar[int] = 400

    def __init__(self, sentence: str, /, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.values = values

    def __str__(self) -> str:
        return filled(self.sentence, self.values)


class BadRequestError(MatchmakerError):
    """The request itself makes no sense, such as a scan without its id."""

    status = 400


class SignInNeededError(MatchmakerError):
    status = 401


class NoDeskError(SignInNeededError):
    """A device at the door that is no desk of the event, or no longer one."""


class NotOpenError(MatchmakerError):
    """An event that its team is still preparing."""

    status = 403


class NotAllowedError(MatchmakerError):
    status = 403


class NotFoundError(MatchmakerError):
    """Not there, or not yours: the two are told apart by nobody."""

    status = 404

    def __init__(self) -> None:
        super().__init__(N_("There is nothing at this address."))


class TooLargeError(MatchmakerError):
    status = 413


class WrongKindError(MatchmakerError):
    """The body is of a kind this address does not take."""

    status = 415


class ConflictError(MatchmakerError):
    status = 422


class BadInputError(MatchmakerError):
    """A form with faults: all of them, field by field."""

    status = 422

    def __init__(self, *faults: Fault) -> None:
        super().__init__(N_("Some fields need another look."))
        self.faults = faults


class TooManyError(MatchmakerError):
    status = 429

    def __init__(self, sentence: str, /, *, retry_after: int, **values: object) -> None:
        super().__init__(sentence, **values)
        self.retry_after = retry_after


class SettingsError(MatchmakerError):
    """A setting that stops the start, and names itself."""
