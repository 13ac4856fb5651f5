"""Who should meet whom at an event, and why: a library on lists of profiles, without a database and without a web."""

from typing import TYPE_CHECKING

from matchmaker.domain.matching.profile import Decision, Match, Profile, Reason, Rules

if TYPE_CHECKING:
    from matchmaker.domain.matching.matcher import Matcher

__all__ = ["Decision", "Match", "Matcher", "Profile", "Reason", "Rules"]


def __getattr__(name: str) -> object:
    """Load the matcher when it is asked for: whoever only builds profiles must not wait for scikit-learn."""
    if name == "Matcher":
        from matchmaker.domain.matching.matcher import Matcher  # noqa: PLC0415  the web reads profiles, never the matcher

        return Matcher
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
