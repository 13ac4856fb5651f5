"""One of several cards of a person, as they write it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from matchmaker.domain.badges.choice import read_link, read_phone
from matchmaker.domain.contacts.card import TICKABLE, valid_ticks
from matchmaker.domain.signin.address import address_key
from matchmaker.errors import N_, BadInputError, Fault

MOST_CARDS: Final = 8
LONGEST: Final = {"label": 40, "organisation": 200, "headline": 140}


@dataclass(frozen=True, slots=True)
class CardDraft:
    """What stands in the form; `ticked` is what a scan gives of it."""

    label: str = ""
    organisation: str = ""
    headline: str = ""
    email: str = ""
    phone: str = ""
    link: str = ""
    ticked: tuple[str, ...] = ()


def read_card_draft(typed: CardDraft, *, others: Collection[str]) -> CardDraft:
    """Check the whole form.

    Parameters
    ----------
    typed
        The form as it came in.
    others
        The labels of the person's other cards.

    Raises
    ------
    BadInputError
        With every fault, in the order of the form.
    """
    faults: list[Fault] = []
    label, organisation, headline = (" ".join(text.split()) for text in (typed.label, typed.organisation, typed.headline))
    if not label:
        faults.append(Fault("label", N_("Give the card a name, such as Work. Only you see it.")))
    elif label.casefold() in {other.casefold() for other in others}:
        faults.append(Fault("label", N_("You have a card of this name already. Choose another one.")))
    for field, text in (("label", label), ("organisation", organisation), ("headline", headline)):
        if len(text) > LONGEST[field]:
            faults.append(Fault(field, N_("At most %(most)s characters fit here."), {"most": LONGEST[field]}))
    email = _email(typed.email, faults)
    phone, link = read_phone(typed.phone, faults), read_link(typed.link, faults)
    faulty = {fault.field for fault in faults}
    for field, text in zip(TICKABLE, (email, phone, link), strict=True):
        if field in typed.ticked and not text and field not in faulty:
            faults.append(Fault(field, N_("This is ticked, but there is nothing to share. Write it down or take the tick away.")))
    if faults:
        raise BadInputError(*faults)
    return CardDraft(label, organisation, headline, email, phone, link, tuple(valid_ticks(typed.ticked)))


def _email(text: str, faults: list[Fault]) -> str:
    if not text.strip():
        return ""
    try:
        return address_key(text)
    except BadInputError as error:
        faults.extend(error.faults)
        return text.strip()
