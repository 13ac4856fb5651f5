"""What undoing a file does to one attendee: the former value where the file's own still stands, and nothing where somebody wrote since."""

from collections.abc import Collection, Mapping
from typing import Any

# What an undo counts, by word.
TAKEN_OUT = "taken_out"
PUT_BACK = "put_back"
ACTED = "acted"  # added by the file, and has done something since
LATER = "later"  # touched by a later file
STAYED = "stayed"  # somebody has changed a value since, which stays

# Who a ticket belongs to goes back as a whole, or not at all.
TICKET = ("person_id", "invited_at")


def what_to_put_back(
    before: Mapping[str, Any], after: Mapping[str, Any], present: Mapping[str, Any], *, has_signed_in: bool, taken: Collection[str] = ()
) -> tuple[dict[str, Any], bool]:
    """The values to write, and whether that is all the file changed; those `taken` are somebody else's by now."""
    back = {name: value for name, value in before.items() if name in after and name not in taken and present.get(name) == after[name]}
    if "person_id" in before and (has_signed_in or "person_id" not in back):
        return {}, False  # whoever has this ticket now has come in with it
    if "person_id" in back:
        back["invited_at"] = before.get("invited_at")
    return back, set(back) >= set(before) - set(TICKET)
