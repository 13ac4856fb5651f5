"""What each of the two sees, from the first scan to the last card taken back."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from matchmaker.domain.contacts.card import SharedCard
from matchmaker.domain.contacts.standing import Standing
from matchmaker.errors import BadInputError, NotFoundError
from matchmaker.services.contact_answers import decline, share_card, withdraw, write_note
from matchmaker.services.contact_book import contacts_of
from matchmaker.services.contact_cards import ContactCard, contact_for, met_people
from matchmaker.services.contacts import exchange_contacts
from matchmaker.settings import Settings
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.people import Person
from matchmaker.store.queries.contacts import About, Kept, MetAt
from tests.cast import NOW, make_attendee, make_event
from tests.scanning import Worn, new_scan_id, wear_badge

WHOLE_GRACE = SharedCard(
    "Grace Hopper", "Grace", "Navy", "Writes compilers", "grace@example.org", "+44 20 7946 0018", "https://grace.example"
)


@pytest.fixture(autouse=True)
def _filled_cards(session: Session, ada: Attendee, grace: Attendee) -> None:
    ada.headline = "Engines"
    grace.organisation, grace.headline, grace.phone, grace.link = "Navy", "Writes compilers", "+44 20 7946 0018", "https://grace.example"
    grace.shared_fields = ["email", "phone", "link"]
    session.flush()


@pytest.fixture
def scanned(session: Session, settings: Settings):
    """One attendee's scan of another's badge; returns the contact's id."""
    badges: dict[int, Worn] = {}

    def scanned(scanner: Attendee, owner: Attendee, *, mode: str = "share", now=NOW) -> int:
        owner.exchange_mode = mode
        worn = badges.get(owner.id) or badges.setdefault(owner.id, wear_badge(session, owner, settings.badge_key))
        done = exchange_contacts(session, scanner.person_id, worn.code, scan_id=new_scan_id(), settings=settings, now=now)
        assert done.contact_id is not None
        return done.contact_id

    return scanned


@pytest.fixture
def seen(session: Session):
    def seen(reader: Attendee, contact_id: int, sees: str = "full_names") -> ContactCard:
        return contact_for(session, contact_id, event_id=reader.event_id, person_id=reader.person_id, sees=sees)

    return seen


def of(attendee: Attendee) -> dict[str, int]:
    return {"event_id": attendee.event_id, "person_id": attendee.person_id}


def test_after_an_exchange_both_see_the_ticked_fields(session, ada, grace, scanned, seen) -> None:
    contact_id = scanned(ada, grace)

    assert seen(ada, contact_id) == ContactCard(
        id=contact_id,
        standing=Standing.MET,
        other_id=grace.person_id,
        seed=grace.id,
        card=WHOLE_GRACE,
        event=MetAt(ada.event_id, "northlight", "Northlight 26", "Europe/London", "full_names"),
        at=NOW,
        they_began=False,
        kept=Kept(),
        shares=("name", "headline", "email"),
        tickable=("email",),
        ticked=("email",),
        has_mine=True,
        about=About(languages=(("en", ""),)),
    )
    assert seen(grace, contact_id).card == SharedCard("Ada Lovelace", "Ada", "", "Engines", "ada@example.org")
    assert seen(grace, contact_id).they_began


def test_an_exchange_opens_the_name_that_the_event_keeps_short(session, ada, grace, scanned, seen) -> None:
    contact_id = scanned(ada, grace)

    assert seen(ada, contact_id, "first_names").card == WHOLE_GRACE


def test_a_pending_scan_teaches_the_scanner_nothing(session, ada, grace, scanned, seen) -> None:
    contact_id = scanned(ada, grace, mode="ask")

    waiting = seen(ada, contact_id)

    assert (waiting.standing, waiting.seed, waiting.card) == (Standing.WAITING, None, SharedCard())
    assert waiting.shares == ("name", "headline", "email")
    assert not waiting.has_mine


def test_the_owner_sees_who_asks_but_not_yet_what_they_ticked(session, ada, grace, scanned, seen) -> None:
    ada.organisation = "Analytical Society"
    contact_id = scanned(ada, grace, mode="ask")

    asking = seen(grace, contact_id)

    assert (asking.standing, asking.seed) == (Standing.ANSWER_DUE, ada.id)
    assert asking.card == SharedCard("Ada Lovelace", "Ada", "Analytical Society", "Engines")
    assert seen(grace, contact_id, "first_names").card == SharedCard("Ada", "Ada", "", "Engines")
    assert asking.tickable == ("email", "phone", "link")
    assert asking.shares == ()


def test_a_yes_gives_exactly_what_was_ticked_for_it(session, ada, grace, scanned, seen) -> None:
    contact_id = scanned(ada, grace, mode="ask")

    share_card(session, contact_id, **of(grace), ticked=["phone", "bio"], now=NOW + timedelta(minutes=5))

    assert seen(ada, contact_id).card == SharedCard("Grace Hopper", "Grace", "Navy", "Writes compilers", phone="+44 20 7946 0018")
    assert seen(ada, contact_id).at == NOW + timedelta(minutes=5)
    assert seen(grace, contact_id).card.email == "ada@example.org"


def test_a_no_looks_like_no_answer_and_can_become_a_yes(session, ada, grace, scanned, seen) -> None:
    contact_id = scanned(ada, grace, mode="ask")
    before = seen(ada, contact_id)

    decline(session, contact_id, **of(grace))
    after = seen(ada, contact_id)
    kept = seen(grace, contact_id)
    share_card(session, contact_id, **of(grace), ticked=[], now=NOW)

    assert after == before
    assert kept.standing is Standing.KEPT_MINE
    assert seen(ada, contact_id).card == SharedCard("Grace Hopper", "Grace", "Navy", "Writes compilers")


def test_a_card_taken_back_leaves_only_the_readers_own_note(session, ada, grace, scanned, seen) -> None:
    contact_id = scanned(ada, grace)
    write_note(session, contact_id, **of(ada), note="Compilers in the van", now=NOW)
    assert seen(ada, contact_id).card == WHOLE_GRACE

    withdraw(session, contact_id, **of(grace), now=NOW)

    left = seen(ada, contact_id)
    assert (left.standing, left.seed, left.card, left.note) == (Standing.LEFT, None, SharedCard(), "Compilers in the van")
    assert met_people(session, **of(ada)) == ()
    assert seen(grace, contact_id).card.email == "ada@example.org"
    assert (seen(grace, contact_id).has_mine, seen(grace, contact_id).shares) == (False, ())


def test_a_card_can_be_changed_and_given_again(session, ada, grace, scanned, seen) -> None:
    contact_id = scanned(ada, grace)
    withdraw(session, contact_id, **of(grace), now=NOW)

    share_card(session, contact_id, **of(grace), ticked=["link"], now=NOW)

    assert seen(ada, contact_id).card == SharedCard("Grace Hopper", "Grace", "Navy", "Writes compilers", link="https://grace.example")
    assert seen(grace, contact_id).shares == ("name", "headline", "organisation", "link")


def test_a_question_taken_back_is_gone_for_both(session, ada, grace, scanned, seen) -> None:
    contact_id = scanned(ada, grace, mode="ask")

    withdraw(session, contact_id, **of(ada), now=NOW)

    for reader in (ada, grace):
        with pytest.raises(NotFoundError):
            seen(reader, contact_id)
        with pytest.raises(NotFoundError):
            write_note(session, contact_id, **of(reader), note="x", now=NOW)


def test_nobody_answers_their_own_question(session, ada, grace, scanned, seen) -> None:
    contact_id = scanned(ada, grace, mode="ask")

    with pytest.raises(NotFoundError):
        share_card(session, contact_id, **of(ada), ticked=["email"], now=NOW)
    with pytest.raises(NotFoundError):
        decline(session, contact_id, **of(ada))
    with pytest.raises(NotFoundError):
        withdraw(session, contact_id, **of(grace), now=NOW)

    assert seen(grace, contact_id).standing is Standing.ANSWER_DUE


def test_a_contact_of_others_or_of_another_event_is_not_there(session, ada, grace, linus, scanned, seen) -> None:
    contact_id = scanned(ada, grace)
    elsewhere = make_event(session, "elsewhere")
    ada_elsewhere = make_attendee(session, elsewhere, "Ada Lovelace", session.get_one(Person, ada.person_id))

    for reader in (linus, ada_elsewhere):
        with pytest.raises(NotFoundError):
            seen(reader, contact_id)
        with pytest.raises(NotFoundError):
            withdraw(session, contact_id, **of(reader), now=NOW)
    assert contacts_of(session, **of(ada_elsewhere), sees="full_names").is_empty


def test_the_book_puts_each_contact_in_its_part_the_newest_first(session, event, ada, grace, linus, scanned) -> None:
    mina, noor, omar = (make_attendee(session, event, name) for name in ("Mina", "Noor", "Omar"))
    met = scanned(ada, grace)
    met_later = scanned(ada, linus, now=NOW + timedelta(minutes=1))
    waiting = scanned(ada, mina, mode="ask")
    asking = scanned(noor, ada, mode="ask")
    kept = scanned(omar, ada, mode="ask")
    decline(session, kept, **of(ada))

    book = contacts_of(session, **of(ada), sees="full_names")

    assert [card.id for card in book.met] == [met_later, met]
    assert {part: [card.id for card in getattr(book, part)] for part in ("asking", "waiting", "kept", "left")} == {
        "asking": [asking],
        "waiting": [waiting],
        "kept": [kept],
        "left": [],
    }
    assert not book.is_empty
    assert contacts_of(session, event_id=event.id, person_id=0, sees="full_names").holds_nobody
    assert [card.card.name for card in met_people(session, **of(ada))] == ["Linus Torvalds", "Grace Hopper"]


def test_somebody_who_left_the_list_of_attendees_stays_a_contact(session, ada, grace, scanned, seen) -> None:
    contact_id = scanned(ada, grace)
    person_id = grace.person_id
    session.delete(grace)
    session.flush()

    assert seen(ada, contact_id).card == SharedCard("Grace Hopper", "Grace", email="grace@example.org")
    assert seen(ada, contact_id).seed == -person_id


def test_a_note_is_cleaned_and_kept_for_its_writer_alone(session, ada, grace, scanned, seen) -> None:
    contact_id = scanned(ada, grace)

    write_note(session, contact_id, **of(ada), note="  Van route\r\nin\x00 Fife\x1b\ud800 ", now=NOW)

    assert seen(ada, contact_id).note == "Van route\nin Fife"
    assert seen(grace, contact_id).note == ""


def test_a_note_that_is_too_long_is_not_cut_but_refused(session, ada, grace, scanned, seen) -> None:
    contact_id = scanned(ada, grace)
    write_note(session, contact_id, **of(ada), note="n" * 2000, now=NOW)

    with pytest.raises(BadInputError) as refused:
        write_note(session, contact_id, **of(ada), note="m" * 2001, now=NOW)

    assert [str(fault) for fault in refused.value.faults] == [
        "The note has 2001 characters; at most 2000 fit. Nothing was saved yet: please shorten it."
    ]
    assert seen(ada, contact_id).note == "n" * 2000
