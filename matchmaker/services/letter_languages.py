"""Which language a letter speaks: what its reader chose, else the event's, else that of the page they last signed in on, else the house's.

The first three go the way pages go; a letter has no browser to ask, so the last page answers for it.
"""

from matchmaker.languages import Language, first_known
from matchmaker.settings import Settings
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person


def language_of(settings: Settings, *wishes: str) -> Language:
    """The first of these tags that we speak; "" wishes nothing."""
    return first_known(*wishes, settings.language)


def language_for(person: Person | None, event: Event | None, *, settings: Settings) -> Language:
    """Of a letter to this person about this event; either may be unknown."""
    chosen, read = (person.locale, person.letter_language) if person else ("", "")
    return language_of(settings, chosen, event.language if event else "", read)
