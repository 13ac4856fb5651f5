"""What somebody may keep for those they exchanged cards with."""

from collections.abc import Collection
from typing import Final

HIDEABLE: Final = ("headline", "organisation", "bio", "stage", "languages", "pronouns", "name_sounds", "photo")
# What a reason of the kind "shared" may tell of.
_SHARED: Final = frozenset({"languages", "stage", "organisation"})


def may_be_told(field: str, hidden: Collection[str]) -> bool:
    """Whether a reason may quote this field of somebody who keeps the hidden ones for contacts."""
    return field not in hidden and not (field == "shared" and _SHARED & set(hidden))
