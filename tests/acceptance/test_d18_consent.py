"""D18: nothing before a yes, exactly the ticked fields after it, nothing after a card was taken back. On every surface at once."""

from itertools import chain, combinations
from urllib.parse import quote

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.mail.letter import Letter
from matchmaker.services.followup import close_event
from matchmaker.services.letters import write_letter
from matchmaker.store.models.contacts import Contact
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.people import Person
from tests.browsers import Phone
from tests.cast import NOW, give_interests
from tests.scanning import Worn, new_scan_id, wear_badge

CANARIES = {"email": "canary-e7@example.org", "phone": "+44 20 7946 0777", "link": "https://canary-l7.example"}
NAME, ORGANISATION = "Grace Canary-n7", "Canary-o7 Navy"
CHOICES = list(chain.from_iterable(combinations(CANARIES, count) for count in range(len(CANARIES) + 1)))


@pytest.fixture
def graces(session: Session, settings, event, ada, grace) -> Worn:
    """Grace, whose every field is a canary; she is asked first, at an event that shows first names only."""
    event.sees = "first_names"
    grace.name, grace.organisation, grace.headline = NAME, ORGANISATION, "Writes compilers"
    grace.phone, grace.link = CANARIES["phone"], CANARIES["link"]
    grace.exchange_mode, grace.shared_fields = "ask", list(CANARIES)
    session.get_one(Person, grace.person_id).email = CANARIES["email"]
    for attendee in (ada, grace):
        give_interests(session, attendee, talk=["Compilers"])
    worn = wear_badge(session, grace, settings.badge_key)
    session.commit()
    return worn


def pages_of(phone: Phone, grace_id: int, contact_id: int) -> dict[str, str]:
    """Everything that Ada can open, by address."""
    here = "/e/northlight"
    paths = [f"{here}/contacts", f"{here}/contacts/{contact_id}", f"{here}/contacts/{contact_id}.vcf", f"{here}/matches"]
    paths += [f"{here}/matches/{grace_id}", f"{here}/scan", f"{here}/badge", f"{here}/interests"]
    return {path.removeprefix(here): phone.get(path).text.replace("\r\n ", "") for path in paths}


def letter_to(session: Session, person_id: int, settings) -> Letter | None:
    row = session.scalars(select(OutboxLetter).where(OutboxLetter.person_id == person_id)).one()
    letter = write_letter(session, row.id, settings=settings, now=NOW)
    session.commit()
    return letter


def words_of(letter: Letter | None) -> str:
    if letter is None:
        return ""
    attached = "".join(part.content.decode().replace("\r\n ", "") for part in letter.attachments)
    return letter.subject + letter.text + letter.html + attached


def seen_in(text: str) -> set[str]:
    """The canaries that a text holds, in any of the ways in which it may be written."""
    ways = {name: {value, quote(value), value.replace(" ", "")} for name, value in CANARIES.items()}
    return {name for name, values in ways.items() if any(value in text for value in values)}


def ask(phone: Phone, worn: Worn, session: Session) -> int:
    answer = phone.post(worn.path, {"scan_id": new_scan_id()})
    assert answer.status_code == 200
    contact_id = session.scalars(select(Contact.id)).one()
    session.commit()
    return contact_id


def test_before_a_yes_the_scanner_learns_nothing(session, phone_of, ada, grace, graces) -> None:
    phone, graces_phone = phone_of(ada), phone_of(grace)

    told = phone.post(graces.path, {"scan_id": new_scan_id()}).text
    contact_id = ask(phone, graces, session)
    pages = pages_of(phone, grace.id, contact_id)
    graces_phone.post(f"/e/northlight/contacts/{contact_id}/accept", {"shared": list(CANARIES)})
    after = pages_of(phone, grace.id, contact_id)

    assert set().union(*(seen_in(page) for page in after.values())) == set(CANARIES)
    assert [address for address, page in pages.items() if seen_in(page)] == []
    assert [address for address, page in pages.items() if "Canary-n7" in page or ORGANISATION in page] == []
    assert "They are asked first" in told
    assert [word for word in ("Grace", "Writes compilers", *CANARIES.values()) if word in told] == []


@pytest.mark.parametrize("ticked", CHOICES)
def test_after_a_yes_exactly_the_ticked_fields_show_and_after_taking_back_none(
    session, settings, event, phone_of, ada, grace, graces, ticked
) -> None:
    phone, graces_phone = phone_of(ada), phone_of(grace)
    contact_id = ask(phone, graces, session)
    here = f"/contacts/{contact_id}"

    graces_phone.post(f"/e/northlight{here}/accept", {"shared": list(ticked)})
    close_event(session, event.id, now=NOW)
    session.commit()
    given, letter = pages_of(phone, grace.id, contact_id), letter_to(session, ada.person_id, settings)

    assert {address: seen_in(given[address]) for address in (here, f"{here}.vcf")} == {here: set(ticked), f"{here}.vcf": set(ticked)}
    assert seen_in(words_of(letter)) == set(ticked)
    assert [NAME in words for words in (given["/contacts"], given[here], given[f"{here}.vcf"], words_of(letter))] == [True] * 4
    assert set().union(*(seen_in(page) for page in given.values())) == set(ticked)

    graces_phone.post(f"/e/northlight{here}/withdraw")
    left, letter = pages_of(phone, grace.id, contact_id), letter_to(session, ada.person_id, settings)

    everything = words_of(letter) + "".join(left.values())
    assert seen_in(everything) == set()
    assert [word for word in ("Canary-n7", ORGANISATION) if word in everything] == []
    assert phone.get(f"/e/northlight{here}.vcf").status_code == 404
    assert "They took their card back" in left[here]


def test_one_who_asks_shows_the_owner_no_more_than_the_event_shows_anyway(session, settings, phone_of, ada, grace, graces) -> None:
    """The other way round: Grace asks, Ada has not answered."""
    adas = wear_badge(session, ada, settings.badge_key)
    ada.exchange_mode = "ask"
    contact_id = ask(phone_of(grace), adas, session)
    adas_phone = phone_of(ada)

    pages = pages_of(adas_phone, grace.id, contact_id)
    adas_phone.post(f"/e/northlight/contacts/{contact_id}/accept", {"shared": "email"})
    after = pages_of(adas_phone, grace.id, contact_id)

    assert set().union(*(seen_in(page) for page in pages.values())) == set()
    assert "Grace" in pages["/contacts"]
    assert [address for address, page in pages.items() if "Canary-n7" in page] == []
    assert seen_in(after[f"/contacts/{contact_id}"]) == set(CANARIES)
