"""Who may do what at an event, and how long an invitation to its team waits."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from matchmaker.errors import N_, BadInputError, Fault

ROLES: Final = ("owner", "host", "desk")
# How long an invitation may be taken up, and somebody who was removed be brought back with one press.
WAITS: Final = timedelta(days=14)

NAMES: Final[Mapping[str, str]] = {"owner": N_("Owner"), "host": N_("Host"), "desk": N_("Desk")}
MEANINGS: Final[Mapping[str, str]] = {
    "owner": N_("May do everything a host may, and has the team and the reports."),
    "host": N_("Prepares, opens, runs and closes the event. Reads no reports and does not change the team."),
    "desk": N_("Lets people in at the door and sees names only."),
}


def read_role(text: str) -> str:
    """Raises
    ------
    BadInputError
        None of the roles.
    """
    if text not in ROLES:
        raise BadInputError(Fault("role", N_("Choose one of these.")))
    return text


def leaves_no_owner(roles: Mapping[int, str], person_id: int, *, becomes: str | None) -> bool:
    """Whether nobody would own the event once this person has another role, or (None) is removed."""
    after = {**roles, person_id: becomes}
    return "owner" in roles.values() and "owner" not in after.values()


def runs_out(invited_at: datetime) -> datetime:
    return invited_at + WAITS
