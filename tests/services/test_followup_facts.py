"""Every fact a draft quotes is something its writer may see at that moment; everything else about the other is nowhere in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from matchmaker.domain.followup.own_wording import OwnWording
from matchmaker.domain.followup.tones import Tone
from matchmaker.mail.draft_file import Person as Named
from matchmaker.mail.draft_file import draft_bytes
from matchmaker.services.contact_answers import withdraw
from matchmaker.services.contact_care import ask_no_follow_up
from matchmaker.services.erasure import erase_person
from matchmaker.services.followups import FollowUp, Wanted, followups_of
from matchmaker.services.leaving import leave_event
from matchmaker.services.promises import promise
from matchmaker.services.safety import block_person
from matchmaker.store.models.attendees import Attendee, AttendeeInterest
from matchmaker.store.models.contacts import ContactSide
from matchmaker.store.models.events import Event
from matchmaker.store.models.matches import Decision, Recommendation
from matchmaker.store.models.people import Card, Person
from matchmaker.store.queries.followup import Reader
from tests.cast import NOW, give_interests, make_attendee, make_event
from tests.letters import exchange

SECRET = "geheim7Kq"
OWN = [OwnWording(number, "Mine", "{{name}} {{event}} {{about}} {{me}}", asks) for number, asks in enumerate((False, True))]
WAYS = [
    *(Wanted(tone, is_opened=True, given=range(9)) for tone in Tone),
    *(Wanted(wording=one, is_opened=True, given=(0, 1)) for one in OWN),
]
# What Grace says of herself there, as Ada's list has it, and what of it a draft may quote.
TALK, OFFER, SEEK = "tides of Fife", "a desk in Leith", "first users in clinics"
KEPT = {"Ada’s note", "Ada’s promise"}


@dataclass
class Met:
    session: Session
    event: Event
    ada: Attendee
    grace: Attendee
    contact_id: int

    def drafts(self, *, attendee_id: int | None = None) -> Iterator[FollowUp]:
        """Everything that is drafted for Ada, in every way there is."""
        me = self.ada.id if attendee_id is None else attendee_id
        reader = Reader(self.event.id, self.event.slug, self.event.name, me, self.ada.person_id, "Ada Lovelace", "ada@example.org")
        self.session.flush()
        for wanted in WAYS:
            yield from followups_of(self.session, reader, wanted=wanted, today=NOW.date())

    def quotes(self, **reader: int) -> set[str]:
        return {quote for one in self.drafts(**reader) if one.draft for quote in one.draft.quotes}

    def words(self, **reader: int) -> str:
        return "\n".join(f"{one.draft.subject}\n{one.draft.body}\n{one.gifts}" for one in self.drafts(**reader) if one.draft)


@pytest.fixture
def met(session: Session, event: Event, ada: Attendee, grace: Attendee, linus: Attendee) -> Met:
    """Ada met Grace and holds her card; wherever else something of Grace stands, it is a secret."""
    give_interests(session, ada, talk=["Tides of Fife"], offer=["interviews"], seek=["a desk for a week"])
    give_interests(session, grace, talk=[TALK], offer=[OFFER], seek=[SEEK])
    contact = exchange(session, ada, grace, note="Ada’s note", shared=["link"]).id
    promise(session, contact, person_id=ada.person_id, text="Ada’s promise", due_on="", now=NOW)
    reasons = [_reason("offer", "interviews", "seek", SEEK), _reason("seek", "a desk for a week", "offer", OFFER)]
    place = {"event_id": event.id, "rank": 1, "score": 1.0, "likeness": 1.0, "complement": 0.0}
    session.add(Recommendation(**place, reader_id=ada.id, other_id=grace.id, reasons=reasons))
    session.add(Recommendation(**place, reader_id=grace.id, other_id=ada.id, reasons=[_reason("bio", SECRET, "bio", SECRET)]))
    _hide_secrets(session, event, grace, linus, contact)
    session.flush()
    return Met(session, event, ada, grace, contact)


def _reason(mine_field: str, mine: str, theirs_field: str, theirs: str) -> dict[str, object]:
    return {"kind": "get", "mine_field": mine_field, "mine": [[mine, True]], "theirs_field": theirs_field, "theirs": [[theirs, True]]}


def _hide_secrets(session: Session, event: Event, grace: Attendee, linus: Attendee, contact_id: int) -> None:
    """Fields that were not ticked, Grace's own notes and answers, her other cards and events, and a third person's words."""
    grace.phone, grace.external_id, grace.group_name, grace.bio = (f"{SECRET}{name}" for name in ("phone", "ticket", "group", "bio"))
    session.get_one(Person, grace.person_id).email = f"{SECRET}@example.org"
    side = update(ContactSide).where(ContactSide.contact_id == contact_id, ContactSide.person_id == grace.person_id)
    session.execute(side.values(note=f"{SECRET}note", tags=[f"{SECRET}tag"]))
    promise(session, contact_id, person_id=grace.person_id, text=f"{SECRET}promise", due_on="", now=NOW)
    session.add(Card(person_id=grace.person_id, label=SECRET, organisation=SECRET, headline=SECRET, email=SECRET, created_at=NOW))
    session.add(Decision(event_id=event.id, reader_id=grace.id, other_id=linus.id, answer="later", reason=SECRET[:8], decided_at=NOW))
    elsewhere = make_event(session, "southlight", name=f"{SECRET} event", starts_at=NOW - timedelta(days=9))
    twin = make_attendee(session, elsewhere, grace.name, session.get_one(Person, grace.person_id), headline=f"{SECRET}head")
    words = {"talk": [f"{SECRET}talk"], "offer": [f"{SECRET}offer"], "seek": [f"{SECRET}seek"]}
    give_interests(session, twin, **words)
    give_interests(session, linus, **words)
    exchange(session, grace, linus, note=f"{SECRET}about")


def test_a_draft_quotes_what_its_writer_sees_and_nothing_else_of_the_other(met: Met) -> None:
    file = b"".join(
        draft_bytes(
            one.draft.subject, one.draft.body, writer=Named("Ada", "ada@example.org"), to=Named("Grace", one.contact.card.email), now=NOW
        )
        for one in met.drafts()
        if one.draft
    )

    assert met.quotes() == KEPT | {"Tides of Fife", "interviews", SEEK}
    assert SECRET not in met.words()
    assert SECRET not in message_from_bytes(file, policy=default).as_string() + file.decode()


def _pauses(met: Met) -> None:
    met.grace.paused_at = NOW


def _hides(met: Met) -> None:
    met.grace.listed = False


def _leaves(met: Met) -> None:
    leave_event(met.session, met.event.id, met.grace.id, now=NOW)


def _takes_words_back(met: Met) -> None:
    met.session.execute(delete(AttendeeInterest).where(AttendeeInterest.attendee_id == met.grace.id))


@pytest.mark.parametrize("turn", [_pauses, _hides, _leaves, _takes_words_back])
def test_what_the_other_no_longer_shows_goes_from_the_draft_though_a_list_still_has_it(met: Met, turn: Callable[[Met], None]) -> None:
    assert SEEK in met.quotes()

    turn(met)

    assert met.quotes() == KEPT
    assert not any(words in met.words() for words in (TALK, OFFER, SEEK, SECRET))


def test_only_the_half_that_was_taken_back_goes(met: Met) -> None:
    seeks = (AttendeeInterest.attendee_id == met.grace.id, AttendeeInterest.kind == "seek")
    met.session.execute(update(AttendeeInterest).where(*seeks).values(text="a choir"))

    assert SEEK not in met.words()
    assert {OFFER, "a choir"} <= met.quotes()


def test_whoever_left_the_event_quotes_their_own_words_alone(met: Met) -> None:
    assert met.quotes(attendee_id=0) == KEPT
    assert not any(words in met.words(attendee_id=0) for words in (TALK, OFFER, SEEK, SECRET))


def _takes_card_back(met: Met) -> None:
    withdraw(met.session, met.contact_id, event_id=met.event.id, person_id=met.grace.person_id, now=NOW)


def _blocks(met: Met) -> None:
    block_person(met.session, met.grace.person_id, met.ada.person_id, now=NOW)


def _is_blocked(met: Met) -> None:
    block_person(met.session, met.ada.person_id, met.grace.person_id, now=NOW)


def _is_erased(met: Met) -> None:
    erase_person(met.session, met.grace.person_id, now=NOW)


@pytest.mark.parametrize("turn", [_takes_card_back, _blocks, _is_blocked, _is_erased])
def test_there_is_no_draft_to_somebody_whose_card_is_not_held_any_more(met: Met, turn: Callable[[Met], None]) -> None:
    assert len(list(met.drafts())) == len(WAYS)

    turn(met)

    assert list(met.drafts()) == []


def test_whoever_asks_for_peace_stays_without_a_word(met: Met) -> None:
    ask_no_follow_up(met.session, met.contact_id, person_id=met.grace.person_id, wanted=True)

    assert [one.draft for one in met.drafts()] == [None] * len(WAYS)


def test_an_ask_quotes_nothing_before_it_is_opened(met: Met) -> None:
    reader = Reader(met.event.id, "northlight", "N", met.ada.id, met.ada.person_id, "Ada", "ada@example.org")

    asks = [replace(wanted, is_opened=False) for wanted in (WAYS[-1], Wanted(Tone.ASK))]

    assert [followups_of(met.session, reader, wanted=one, today=NOW.date())[0].draft for one in asks] == [None, None]
