"""Which part of a person's card another one gets: exactly what was ticked."""

from collections.abc import Collection
from dataclasses import dataclass

from matchmaker.domain.privacy.cards import Sees, shown_person

# What a person may tick or not; name, headline and organisation always go along, they are what a card is.
TICKABLE = ("email", "phone", "link")
_IN_ORDER = ("name", "headline", "organisation", *TICKABLE)


@dataclass(frozen=True, slots=True)
class WholeCard:
    """All that could be on a person's card."""

    name: str
    organisation: str = ""
    headline: str = ""
    email: str = ""
    phone: str = ""
    link: str = ""
    hidden: tuple[str, ...] = ()
    photo: str = ""


@dataclass(frozen=True, slots=True)
class SharedCard:
    """What a reader gets of it; a field that was not ticked is empty."""

    name: str = ""
    short_name: str = ""
    organisation: str = ""
    headline: str = ""
    email: str = ""
    phone: str = ""
    link: str = ""
    photo: str = ""


def exchanged_card(card: WholeCard, ticked: Collection[str]) -> SharedCard:
    """The card as it goes to somebody it was exchanged with."""
    shown = shown_person(card.name, organisation=card.organisation, headline=card.headline, sees="full_names", exchanged=True)
    return SharedCard(
        shown.name,
        shown.short_name,
        shown.organisation,
        shown.headline,
        email=card.email if "email" in ticked else "",
        phone=card.phone if "phone" in ticked else "",
        link=card.link if "link" in ticked else "",
        photo=card.photo,
    )


def asking_card(card: WholeCard, sees: Sees) -> SharedCard:
    """Of somebody who asks to exchange: enough to answer by, nothing that was ticked for afterwards."""
    shown = shown_person(
        card.name,
        organisation=card.organisation,
        headline=card.headline,
        sees=sees,
        exchanged=False,
        hidden=card.hidden,
        photo=card.photo,
    )
    return SharedCard(shown.name, shown.short_name, shown.organisation, shown.headline, photo=shown.photo)


def fields_on(card: SharedCard) -> tuple[str, ...]:
    """The names of the fields that a card really carries, in the order in which people read them."""
    return tuple(name for name in _IN_ORDER if getattr(card, name))


def tickable_on(card: WholeCard) -> tuple[str, ...]:
    """What a person can offer at all: nobody is asked to share a telephone number they have not given."""
    return tuple(name for name in TICKABLE if getattr(card, name))


def valid_ticks(ticked: Collection[str]) -> list[str]:
    """The ticks of a form, without what is not on the form, each once and in a fixed order."""
    return [name for name in TICKABLE if name in ticked]
