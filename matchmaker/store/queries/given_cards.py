"""Whether somebody's card is in another's hands right now, as one part of a larger question."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists
from sqlalchemy.orm import aliased

from matchmaker.store.models.contacts import ContactSide


def gives_card(contact: Any, giver: Any) -> ColumnElement[bool]:
    """Cards were exchanged, and the giver has not taken theirs back: what they keep for contacts goes with it, at once.

    Parameters
    ----------
    contact
        The contact of the two, with its columns `id` and `state`.
    giver
        The person id of the one whose card it is.
    """
    side = aliased(ContactSide)
    taken_back = exists().where(side.contact_id == contact.id, side.person_id == giver, side.withdrawn_at.is_not(None))
    return and_(contact.state == "exchanged", ~taken_back)
