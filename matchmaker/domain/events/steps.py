"""The steps of an event: a draft that its team alone sees, open, closed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Step(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class HasSteps(Protocol):
    @property
    def opened_at(self) -> datetime | None: ...
    @property
    def closed_at(self) -> datetime | None: ...


class Joinable(HasSteps, Protocol):
    @property
    def join_policy(self) -> str: ...
    @property
    def join_code(self) -> str: ...


def step_of(event: HasSteps) -> Step:
    if event.closed_at is not None:
        return Step.CLOSED
    return Step.DRAFT if event.opened_at is None else Step.OPEN


def takes_newcomers(event: Joinable, *, knows_code: bool) -> bool:
    """Whether somebody who is on no list may come in; an event with a code takes those who have typed it."""
    return event.join_policy == "open" and step_of(event) is Step.OPEN and (knows_code or not event.join_code)


@dataclass(frozen=True, slots=True)
class Readiness:
    """What is known of an event before it opens."""

    join_policy: str
    attendees: int
    interests: int
    ends_at: datetime
    safety_address: str
    retention_days: int | None
    worker_is_silent: bool


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the list: `done`, or what is missing; `needed`: opening waits for it."""

    word: str
    done: bool
    needed: bool = False


def before_opening(event: Readiness, *, now: datetime) -> tuple[Check, ...]:
    """What is left before opening, in the order in which one would do it."""
    return (
        Check("dates", event.ends_at > now, needed=True),
        Check("interests", event.interests > 0),
        Check("people", event.attendees > 0 or event.join_policy == "open"),
        Check("safety", bool(event.safety_address)),
        Check("badges", done=True),
        Check("retention", event.retention_days is not None),
        Check("letters", not event.worker_is_silent),
    )
