"""Which language a letter speaks: what its reader chose, else the event's, else the page's they signed in on, else the house's."""

import pytest
from sqlalchemy.orm import Session

from matchmaker.services.letter_languages import language_for, language_of
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.events import Event
from matchmaker.store.models.people import Person
from matchmaker.store.queries.followup import reader_at


@pytest.mark.parametrize(
    ("chosen", "event_s", "read", "house_s", "speaks"),
    [
        ("ar", "de", "de", "de", "ar"),
        ("", "de", "ar", "ar", "de"),
        ("", "", "ar", "de", "ar"),
        ("", "", "", "de", "de"),
        ("", "", "", "en-GB", "en-GB"),
        ("tlh", "de", "", "en-GB", "de"),  # its file is gone
    ],
)
def test_the_reader_s_choice_goes_first_and_the_house_last(
    session: Session, event: Event, ada: Attendee, settings: Settings, chosen: str, event_s: str, read: str, house_s: str, speaks: str
) -> None:
    person = session.get_one(Person, ada.person_id)
    person.locale, person.letter_language, event.language = chosen, read, event_s
    session.flush()
    house = settings.model_copy(update={"language": house_s})

    reader = reader_at(session, event.id, ada.person_id)

    assert language_for(person, event, settings=house).tag == speaks
    assert reader is not None
    assert language_of(house, *reader.languages).tag == speaks


def test_a_letter_to_somebody_unknown_goes_by_the_event(event: Event, settings: Settings) -> None:
    event.language = "de"

    assert language_for(None, event, settings=settings).tag == "de"
    assert language_for(None, None, settings=settings).tag == "en-GB"
