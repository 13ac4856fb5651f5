"""Finding somebody of the event by name, among those who allow it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.domain.privacy.cards import Sees, first_name, shown_person
from matchmaker.errors import N_, BadInputError, Fault, NotFoundError, TooManyError
from matchmaker.services.limits import HOUR, take_turn
from matchmaker.services.roster_page import plain
from matchmaker.store.queries.people import PersonRow, people_found, person_here, searchable_names
from matchmaker.store.queries.visits import AttendeeFacts, EventFacts

MOST_FOUND = 20
FEWEST_SIGNS = 2
LONGEST_SEARCH = 80
SEARCHES_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody as this reader may see them."""

    other_id: int
    name: str
    short_name: str
    organisation: str
    headline: str
    languages: tuple[str, ...]
    has_exchanged: bool


def take_search_turn(session: Session, me: AttendeeFacts, typed: str, *, now: datetime) -> str:
    """The search as it is asked, once it is long enough and the hour's turns are not used up.

    Raises
    ------
    BadInputError
        Fewer than two signs, which would list half the event.
    TooManyError
        So many searches that somebody goes through the names.
    """
    asked = " ".join(typed.split())[:LONGEST_SEARCH]
    if sum(sign.isalnum() for sign in asked) < FEWEST_SIGNS:
        raise BadInputError(Fault("q", N_("Type at least two letters of the name.")))
    if not take_turn(session, f"search|{me.event_id}|{me.person_id}", most=SEARCHES_AN_HOUR, now=now):
        raise TooManyError(N_("You have searched very often this hour, so we pause for a while."), retry_after=int(HOUR.total_seconds()))
    return asked


def search_people(session: Session, event: EventFacts, me: AttendeeFacts, asked: str) -> tuple[FoundPerson, ...]:
    """The first twenty whose name has a word that begins with each word of the search; two statements."""
    words = plain(asked).split()
    if not words:
        return ()
    names = searchable_names(session, event_id=event.id, person_id=me.person_id)
    found = [other_id for other_id, name in names if _fits(words, _seen_name(name, event.sees))][:MOST_FOUND]
    rows = people_found(session, found, event_id=event.id, person_id=me.person_id)
    return tuple(shown_to(row, event.sees) for row in rows)


def person_to_ask(session: Session, event: EventFacts, me: AttendeeFacts, other_id: int) -> FoundPerson:
    """One person who lets others find them by name.

    Raises
    ------
    NotFoundError
        Nobody of that id is to be found.
    """
    row = person_here(session, other_id, event_id=event.id, person_id=me.person_id)
    if row is None or not row.is_searchable:
        raise NotFoundError
    return shown_to(row, event.sees)


def _seen_name(name: str, sees: str) -> str:
    # Where only first names are seen, a search for the rest would tell it.
    return first_name(name) if sees == "first_names" else name


def _fits(words: list[str], name: str) -> bool:
    parts = plain(name).replace("-", " ").split()
    whole = " ".join(parts)
    return all(any(part.startswith(word) for part in parts) or ("-" in word and word.replace("-", " ") in whole) for word in words)


def shown_to(row: PersonRow, sees: str) -> FoundPerson:
    """A person as a reader sees them under the event's rule."""
    seen: Sees = "first_names" if sees == "first_names" else "full_names"
    hidden = () if row.has_exchanged else tuple(row.hidden_fields)
    said = {"organisation": row.organisation, "headline": row.headline}
    person = shown_person(row.name, **said, sees=seen, exchanged=row.has_exchanged, hidden=hidden)
    about = (person.organisation, person.headline, () if "languages" in hidden else tuple(row.languages), row.has_exchanged)
    return FoundPerson(row.other_id, person.name, person.short_name, *about)
