"""The organiser's figures: what is counted, how it is released, and that it costs the same for 5 and for 500 people."""

import random
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from matchmaker.domain.followup.acts import Act
from matchmaker.services.followup_acts import note_acts
from matchmaker.services.insights import count_families, counts_that_move, insights_page, release
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import Contact, Scan
from matchmaker.store.models.events import Event, EventRole
from matchmaker.store.models.insights import InsightRelease
from matchmaker.store.models.matches import Decision, Recommendation, SeenMatch
from matchmaker.store.models.people import Person
from tests.cast import NOW, make_attendee, make_event
from tests.meetings import meet


def crowd(session: Session, event: Event, people: int) -> list[Attendee]:
    return [make_attendee(session, event, f"Person{number} Somebody") for number in range(people)]


def tables_of(session: Session, event: Event) -> dict[str, dict[str, int]]:
    return {name: table for counts in count_families(session, event.id).values() for name, table in counts["tables"].items()}


def refresh(session: Session, event: Event) -> set[str]:
    counted = counts_that_move(session, event.id)
    release(session, event.id, counted, now=NOW)
    return set(counted)


def test_a_conversation_is_an_exchange_or_a_word_that_two_have_met_and_counts_once_a_pair(session: Session, event: Event) -> None:
    ada, grace, linus, mary, nia = crowd(session, event, 5)
    meet(session, ada, grace)
    meet(session, ada, linus, state="pending")
    for reader, other in ((ada, grace), (mary, ada)):
        session.add(Decision(event_id=event.id, reader_id=reader.id, other_id=other.id, answer="met", decided_at=NOW))
    session.add(Decision(event_id=event.id, reader_id=nia.id, other_id=ada.id, answer="not_for_me", decided_at=NOW))
    session.flush()

    assert tables_of(session, event)["talks"] == {"none": 2, "some": 3, "many": 0}
    assert count_families(session, event.id)["talks"]["facts"]["pairs"] == 2


def test_two_who_were_introduced_have_not_talked_until_one_scans_the_other(session: Session, event: Event) -> None:
    ada, grace = crowd(session, event, 2)
    meet(session, ada, grace)
    contact = session.scalars(sa.select(Contact)).one()
    contact.introduced = True
    session.flush()
    before = tables_of(session, event)["talks"]
    contact.introduced = False
    session.flush()

    assert before == {"none": 2, "some": 0, "many": 0}
    assert tables_of(session, event)["talks"] == {"none": 0, "some": 2, "many": 0}


def test_three_conversations_are_many(session: Session, event: Event) -> None:
    ada, *others = crowd(session, event, 4)
    for other in others:
        meet(session, ada, other)

    assert tables_of(session, event)["talks"] == {"none": 0, "some": 3, "many": 1}


def test_once_somebody_is_checked_in_the_figures_are_about_those_alone(session: Session, event: Event) -> None:
    people = crowd(session, event, 6)
    before = count_families(session, event.id)["talks"]["facts"]
    for one in people[:4]:
        one.checked_in_at = NOW
    people[0].status = "cancelled"
    session.flush()

    after = count_families(session, event.id)["talks"]["facts"]

    assert (before["hall"], before["everybody"], after["hall"], after["everybody"]) == (False, 6, True, 3)


def test_newcomers_were_at_no_earlier_event_of_the_same_owner(session: Session, event: Event, organiser: Person) -> None:
    earlier = make_event(session, "last-year", starts_at=NOW - timedelta(days=365), ends_at=NOW - timedelta(days=364))
    foreign = make_event(session, "foreign", starts_at=NOW - timedelta(days=365), ends_at=NOW - timedelta(days=364))
    session.add(EventRole(event_id=earlier.id, person_id=organiser.id, role="owner", created_at=NOW))
    old, new, _other = crowd(session, event, 3)
    make_attendee(session, earlier, old.name, session.get_one(Person, old.person_id))
    make_attendee(session, foreign, new.name, session.get_one(Person, new.person_id))
    meet(session, old, new)

    assert tables_of(session, event)["mixing"] == {"new_apart": 1, "new_mixed": 1, "back_apart": 0, "back_mixed": 1}


def test_answers_lists_cards_and_follow_ups_are_counted_by_person(session: Session, event: Event) -> None:
    ada, grace, linus, mary = crowd(session, event, 4)
    ada.interests_saved_at = NOW
    meet(session, ada, grace)
    waiting = meet(session, ada, linus, state="pending")
    slow = meet(session, ada, mary, state="pending")
    session.execute(
        sa.text("UPDATE contact SET state = 'exchanged', exchanged_at = :at WHERE id = :id").bindparams(
            sa.bindparam("at", NOW + timedelta(minutes=40), type_=sa.inspect(Attendee).columns.created_at.type), id=slow
        )
    )
    session.add(
        Recommendation(event_id=event.id, reader_id=ada.id, rank=1, other_id=grace.id, score=1, likeness=1, complement=0, reasons=[])
    )
    session.add(SeenMatch(event_id=event.id, reader_id=linus.id, other_id=ada.id, seen_at=NOW))
    session.add(Decision(event_id=event.id, reader_id=ada.id, other_id=linus.id, answer="later", decided_at=NOW))
    session.flush()

    tables = tables_of(session, event)

    assert waiting
    assert tables["answers"] == {"unasked": 2, "waiting": 1, "hour": 1}
    assert tables["profiles"] == {"filled": 1, "not": 3}
    assert tables["exposure"] == {"none": 3, "some": 1}
    assert tables["cards"] == {"answered": 1, "seen": 1, "unseen": 2}


def test_follow_ups_are_counted_by_how_far_each_person_came(session: Session, event: Event) -> None:
    wrote, sent, copied, opened, reminded, idle = crowd(session, event, 6)
    elsewhere = make_event(session, "southlight")
    twin = make_attendee(session, elsewhere, "Twin", session.get_one(Person, idle.person_id))
    with_idle = {one.id: meet(session, one, idle) for one in (wrote, sent, copied, opened, reminded)}
    meeting_elsewhere = meet(session, twin, make_attendee(session, elsewhere, "Stranger"))
    unanswered = meet(session, wrote, sent, state="pending")
    for one, acts in ((wrote, "opened marked"), (sent, "sent reminded"), (copied, "opened copied filed"), (opened, "opened")):
        for act in acts.split():
            note_acts(session, one.person_id, [with_idle[one.id]], Act(act), NOW)
    note_acts(session, reminded.person_id, list(with_idle.values()), Act.REMINDED, NOW)
    note_acts(session, idle.person_id, [meeting_elsewhere], Act.SENT, NOW)
    note_acts(session, opened.person_id, [unanswered], Act.SENT, NOW)

    tables = tables_of(session, event)

    assert tables["followups"] == {"wrote": 2, "taken": 1, "opened": 1, "not": 2}
    assert tables["reminders"] == {"reminded": 2, "not": 4}


def test_follow_up_figures_show_nothing_of_four_people_and_move_only_with_five(session: Session, event: Event) -> None:
    people = crowd(session, event, 30)
    contacts = {one.id: meet(session, one, people[-1]) for one in people[:20]}

    def write(count: int) -> tuple[int | None, int | None]:
        for one in people[:count]:
            note_acts(session, one.person_id, [contacts[one.id]], Act.MARKED, NOW)
        refresh(session, event)
        figure = insights_page(session, event.id).released.figures["followups"]
        return figure.people("wrote"), figure.people("wrote", "taken", "opened", "not")

    assert [write(count) for count in (4, 8, 9, 12, 13, 14)] == [(None, 30), (None, 30), (9, 30), (9, 30), (9, 30), (14, 30)]


def test_counts_that_were_released_before_reminders_were_counted_still_stand(session: Session, event: Event) -> None:
    crowd(session, event, 12)
    old = {"tables": {"followups": {"wrote": 5, "not": 7}}, "facts": {"hall": False, "everybody": 12}}
    session.add(InsightRelease(event_id=event.id, family="followups", number=1, counts=old, released_at=NOW))
    session.flush()

    figures = insights_page(session, event.id).released.figures

    assert (figures["followups"].people("wrote"), figures["reminders"].cells) == (5, ())


def test_scans_are_counted_by_hour_and_each_person_once(session: Session, event: Event) -> None:
    ada, grace, linus = crowd(session, event, 3)
    for number, (scanner, owner, at) in enumerate(((ada, grace, NOW), (grace, ada, NOW), (ada, linus, NOW + timedelta(hours=2)))):
        row = {"event_id": event.id, "scanner_id": scanner.id, "owner_id": owner.id, "scan_id": str(number), "state": "exchanged"}
        session.add(Scan(**row, scanned_at=at))
    session.flush()

    assert tables_of(session, event)["hours"] == {"2026-11-05T09": 2, "2026-11-05T11": 2}


def test_released_figures_stay_until_five_people_have_changed_them(session: Session, event: Event) -> None:
    people = crowd(session, event, 30)
    for one, other in zip(people[:12:2], people[1:12:2], strict=True):
        meet(session, one, other)
    first = refresh(session, event)
    meet(session, people[12], people[13])
    meet(session, people[14], people[15])
    after_four = refresh(session, event), insights_page(session, event.id).released.figures["talks"].people("none")
    meet(session, people[16], people[0])

    after_five = refresh(session, event), insights_page(session, event.id).released.figures["talks"].people("none")

    assert first == {"talks", "profiles", "cards", "exposure", "followups"}
    assert (after_four, after_five) == ((set(), 18), ({"talks"}, 13))


def test_nothing_is_shown_before_anything_was_counted(session: Session, event: Event) -> None:
    page = insights_page(session, event.id)

    assert (page.released_at, page.released.figures, page.released.pairs) == (None, {}, None)


@pytest.mark.parametrize("people", [5, 500])
def test_counting_takes_eleven_statements_however_many_people_there_are(session: Session, event: Event, people: int) -> None:
    everybody = crowd(session, event, people)
    for one, other in zip(everybody[::2], everybody[1::2], strict=False):
        meet(session, one, other)
    session.flush()
    seen: list[str] = []
    engine = session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_rest: seen.append(statement))

    count_families(session, event.id)

    assert len([statement for statement in seen if statement.lstrip().startswith(("SELECT", "WITH"))]) == 11


@pytest.mark.parametrize("seed", range(6))
def test_what_one_person_does_or_is_done_to_moves_no_figure(session: Session, event: Event, seed: int) -> None:
    dice = random.Random(seed)
    people = crowd(session, event, 40)
    for one, other in {tuple(sorted(dice.sample(range(40), 2))) for _ in range(dice.randint(0, 60))}:
        meet(session, people[one], people[other])
    for one in dice.sample(people, 15):
        one.interests_saved_at = NOW
    refresh(session, event)
    shown = insights_page(session, event.id)
    target, somebody = dice.sample(people, 2)

    for change in (
        lambda: make_attendee(session, event, "Newly Added"),
        lambda: setattr(target, "status", "cancelled"),
        lambda: setattr(target, "status", "registered"),
        lambda: setattr(target, "interests_saved_at", None if target.interests_saved_at else NOW),
        lambda: session.merge(Decision(event_id=event.id, reader_id=target.id, other_id=somebody.id, answer="met", decided_at=NOW)),
    ):
        change()
        session.flush()
        assert refresh(session, event) == set()
        assert insights_page(session, event.id) == shown
