"""Notes, answers, the profile and taking back, as a phone kept them."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from matchmaker.domain.contacts.standing import Standing
from matchmaker.services.contact_answers import decline, share_card, withdraw
from matchmaker.services.contact_cards import every_contact
from matchmaker.store.models.attendees import Attendee
from matchmaker.store.models.contacts import ContactSide, FollowUpAct, Promise
from matchmaker.store.models.matches import Decision, Recommendation
from matchmaker.store.models.safety import Block
from tests.cast import NOW
from tests.outboxes import acks, item, scan_item, states
from tests.scanning import Worn, contact_states, fields_given, new_scan_id, scan_states, wear_badge


@pytest.fixture
def badge(session, settings, grace) -> Worn:
    return wear_badge(session, grace, settings.badge_key)


@pytest.fixture
def phone(phone_of, ada, badge):
    return phone_of(ada)


def my_side(session, ada) -> ContactSide:
    session.expire_all()
    return session.scalars(select(ContactSide).where(ContactSide.person_id == ada.person_id)).one()


def standings(session, one: Attendee) -> list[Standing]:
    """What somebody sees of their contacts."""
    session.expire_all()
    return [card.standing for card in every_contact(session, event_id=one.event_id, person_id=one.person_id)]


def test_the_newest_note_by_the_phones_clock_stands(phone, ada, badge, session, clock) -> None:
    one = scan_item(badge)
    later, sooner = (
        item("note", scan_id=one["id"], note=text, tags=[text], may_follow_up=may) for text, may in (("later", True), ("sooner", False))
    )
    sooner["at"] = (NOW - timedelta(minutes=5)).isoformat()
    ada.created_at = NOW - timedelta(days=1)
    session.commit()

    got = states(phone, one, later, sooner), states(phone, sooner, later)

    side = my_side(session, ada)
    assert got == (["exchanged", "kept", "kept"], ["kept", "kept"])
    assert (side.note, side.tags, side.may_follow_up, side.noted_at) == ("later", ["later"], True, NOW)


def test_what_a_note_does_not_say_stays(phone, ada, badge, session) -> None:
    (ack,) = acks(phone, scan_item(badge))
    where = {"contact_id": ack["contact_id"]}

    states(
        phone, item("note", **where, note=" Moths\r\n\x00", tags=["insects", "insects", " "]), item("note", **where, note="Moths and more")
    )

    side = my_side(session, ada)
    assert (side.note, side.tags, side.may_follow_up) == ("Moths and more", ["insects"], None)


NOTHING_YET = {"note": "", "tags": [], "promise": ""}


def test_what_was_noted_when_they_met_before_stays_under_a_new_scan(phone, ada, badge, session, clock) -> None:
    one = scan_item(badge)
    states(phone, one, item("note", scan_id=one["id"], note="Moths", tags=["insects"], may_follow_up=True, over=NOTHING_YET))
    clock.now = NOW + timedelta(hours=2)
    two = scan_item(badge, at=clock.now)
    at = {"scan_id": two["id"], "at": clock.now.isoformat()}
    tagged = item("note", **at, note="", tags=["map"], may_follow_up=None, over=NOTHING_YET)
    half = item("note", **at, note="Bo", tags=["map", "rope"], may_follow_up=None, over={**NOTHING_YET, "tags": ["map"]})
    whole = item("note", **at, note="Boats", tags=["rope"], may_follow_up=None, over={"note": "Bo", "tags": ["map", "rope"], "promise": ""})

    got = states(phone, two, tagged)
    after_tag = my_side(session, ada).note, my_side(session, ada).tags
    session.rollback()
    states(phone, half, whole)
    states(phone, whole)  # its answer was lost on the way

    side = my_side(session, ada)
    assert (got, after_tag) == (["exchanged", "kept"], ("Moths", ["insects", "map"]))
    assert (side.note, side.tags, side.may_follow_up) == ("Moths\n\nBoats", ["insects", "rope"], True)


def test_half_a_promise_that_was_kept_when_the_phone_went_dark_becomes_the_whole_one(phone, ada, badge, session) -> None:
    one = scan_item(badge)
    half = item("note", scan_id=one["id"], note="", promise={"text": "Send a m", "due_on": None}, over=NOTHING_YET)
    whole = item(
        "note", scan_id=one["id"], note="", promise={"text": "Send a map", "due_on": None}, over={**NOTHING_YET, "promise": "Send a m"}
    )
    none = item("note", scan_id=one["id"], note="", promise=None, over={**NOTHING_YET, "promise": "Send a map"})

    states(phone, one, half, whole, whole)
    whole_ones = list(session.scalars(select(Promise.text)))
    session.rollback()
    states(phone, none)

    assert whole_ones == ["Send a map"]
    assert list(session.scalars(select(Promise.text))) == []


def test_a_note_that_grew_too_long_over_two_scans_is_refused_whole(phone, ada, badge, session) -> None:
    one, two = scan_item(badge), scan_item(badge)
    states(phone, one, item("note", scan_id=one["id"], note="M" * 1500, over=NOTHING_YET))

    (_, ack) = acks(phone, two, item("note", scan_id=two["id"], note="B" * 1500, over=NOTHING_YET))

    assert (ack["state"], ack["sentence"][:35]) == ("refused", "The note has 3002 characters; at mo")
    assert my_side(session, ada).note == "M" * 1500


def test_a_phone_whose_clock_is_years_behind_loses_no_note(phone, ada, badge, session, clock) -> None:
    clock.now = NOW + timedelta(hours=1)
    (ack,) = acks(phone, scan_item(badge))
    phone.post(f"/e/northlight/contacts/{ack['contact_id']}", {"note": "Moths"})
    clock.now = NOW + timedelta(hours=2)
    then = (NOW - timedelta(days=900)).isoformat()

    states(phone, item("note", contact_id=ack["contact_id"], note="Boats", at=then, waited=5000))

    side = my_side(session, ada)
    assert (side.note, side.noted_at) == ("Boats", clock.now - timedelta(seconds=5))


def test_a_clock_that_is_right_orders_what_a_slow_network_brings_in_turns(phone, ada, badge, session, clock) -> None:
    ada.created_at = NOW - timedelta(days=1)
    (ack,) = acks(phone, scan_item(badge))
    first, second = (
        item("note", contact_id=ack["contact_id"], note=text, at=(NOW + timedelta(seconds=late)).isoformat(), waited=0)
        for text, late in (("Bo", 0), ("Boats", 2))
    )

    clock.now = NOW + timedelta(seconds=9)  # this one took nine seconds to arrive
    states(phone, first)
    clock.now = NOW + timedelta(seconds=10)
    states(phone, {**second, "waited": 5000})

    assert my_side(session, ada).note == "Boats"


def test_a_promise_sent_twice_is_one_promise(phone, ada, badge, session) -> None:
    one = scan_item(badge)
    note = item("note", scan_id=one["id"], note="", promise={"text": "Send the  map", "due_on": "2026-11-12"})

    states(phone, one, note), states(phone, note, {**note, "id": new_scan_id(), "promise": {"text": "Send the map", "due_on": None}})

    assert [(row.person_id, row.text, row.due_on) for row in session.scalars(select(Promise))] == [(ada.person_id, "Send the map", None)]


@pytest.mark.parametrize(
    "changes",
    [
        {"note": "x" * 2001},
        {"note": 7},
        {"tags": ["x" * 41]},
        {"tags": "insects"},
        {"may_follow_up": "yes"},
        {"promise": {"text": ""}},
        {"promise": {"text": "x", "due_on": "soon"}},
        {"scan_id": "7"},
        {"scan_id": None, "contact_id": "1"},
        {"scan_id": None, "contact_id": 2_000_000_000},
    ],
)
def test_a_faulty_note_is_refused_with_its_sentences_and_nothing_is_kept(changes, phone, ada, badge, session) -> None:
    one = scan_item(badge)

    got = acks(phone, one, item("note", **{"scan_id": one["id"], "note": "Moths", **changes}))

    assert [ack["state"] for ack in got] == ["exchanged", "refused"]
    assert got[1]["sentence"]
    assert my_side(session, ada).note == ""


def test_a_promise_from_before_a_newer_note_is_kept_and_touches_no_note(phone, ada, badge, session) -> None:
    (ack,) = acks(phone, scan_item(badge))
    where = {"contact_id": ack["contact_id"]}
    ada.created_at = NOW - timedelta(days=1)
    session.commit()
    promise = item("note", **where, promise={"text": "The guide", "due_on": "2026-12-01"})
    promise["at"] = (NOW - timedelta(minutes=5)).isoformat()

    got = states(phone, item("note", **where, note="Moths"), promise, promise | {"id": new_scan_id()})

    side = my_side(session, ada)
    assert got == ["kept"] * 3
    assert (side.note, side.noted_at) == ("Moths", NOW)
    assert session.execute(select(Promise.text, Promise.due_on)).all() == [("The guide", date(2026, 12, 1))]


def test_a_touch_and_letting_go_come_in_from_a_phone_and_what_was_later_stands(phone, ada, badge, session, clock) -> None:
    (ack,) = acks(phone, scan_item(badge))
    where = {"contact_id": ack["contact_id"]}
    ada.created_at = NOW - timedelta(days=1)
    session.commit()
    sooner = item("care", **where, deed="touch")
    sooner["at"] = (NOW - timedelta(hours=1)).isoformat()

    got = states(phone, item("care", **where, deed="touch"), sooner, item("care", **where, deed="let_go"))
    clock.now += timedelta(hours=1)
    again = states(phone, item("care", **where, deed="let_go"))

    side = my_side(session, ada)
    assert (got, again) == (["kept"] * 3, ["kept"])
    assert (side.touched_at, side.let_go_at) == (NOW, NOW)
    assert session.scalars(select(FollowUpAct.act)).all() == ["marked"]


@pytest.mark.parametrize("changes", [{"deed": "erase"}, {"deed": ["touch"]}, {"deed": None}, {"contact_id": "1"}, {"contact_id": 987654}])
def test_care_that_cannot_be_taken_in_is_refused_and_changes_nothing(changes, phone, ada, badge, session) -> None:
    (ack,) = acks(phone, scan_item(badge))

    assert states(phone, item("care", **{"contact_id": ack["contact_id"], "deed": "touch", **changes})) == ["refused"]
    assert my_side(session, ada).touched_at is None


def test_a_note_about_somebody_elses_contact_is_not_there(phone_of, phone, linus, badge) -> None:
    other = phone_of(linus)
    (ack,) = acks(phone, scan_item(badge))

    (refused,) = acks(other, item("note", contact_id=ack["contact_id"], note="Mine?"))

    assert (refused["state"], refused["status"]) == ("refused", 404)


def test_a_scan_is_undone_within_seconds_as_if_it_had_never_been(phone, badge, session, clock) -> None:
    one = scan_item(badge)
    note, undo = item("note", scan_id=one["id"], note="Moths"), item("undo", scan_id=one["id"])
    states(phone, one, note)
    clock.now = NOW + timedelta(seconds=10)

    first = states(phone, undo)
    again = states(phone, one, note, undo)

    assert (first, again) == (["undone"], ["undone"] * 3)
    assert (contact_states(session), scan_states(session)) == ([], ["undone"])


def test_a_batch_that_takes_its_own_scan_back_says_so_from_the_first_answer_on(phone, badge, session) -> None:
    one = scan_item(badge)
    batch = [one, item("note", scan_id=one["id"], note="Moths"), item("undo", scan_id=one["id"])]

    first, second = acks(phone, *batch), acks(phone, *batch)

    assert first == second
    assert [ack["state"] for ack in first] == ["undone"] * 3
    assert contact_states(session) == []


def test_undone_too_late_is_said_and_changes_nothing(phone, badge, session, clock) -> None:
    one = scan_item(badge)
    states(phone, one)
    clock.now = NOW + timedelta(seconds=11)

    (ack,) = acks(phone, item("undo", scan_id=one["id"]))

    assert (ack["state"], ack["status"]) == ("conflict", 422)
    assert ack["sentence"].startswith("A scan can be undone for 10 seconds.")
    assert contact_states(session) == ["exchanged"]


def test_undoing_what_led_to_nobody_is_done_already(phone) -> None:
    assert states(phone, item("undo", scan_id=new_scan_id())) == ["undone"]


def test_undoing_the_second_scan_leaves_the_contact(phone, badge, session) -> None:
    one, two = scan_item(badge), scan_item(badge)

    got = states(phone, one, two, item("undo", scan_id=two["id"]))

    assert got == ["exchanged", "undone", "undone"]
    assert contact_states(session) == ["exchanged"]


def test_undoing_a_scan_takes_back_the_card_that_had_been_taken_back_before(phone, ada, grace, badge, session, clock) -> None:
    (ack,) = acks(phone, scan_item(badge))
    withdraw(session, ack["contact_id"], event_id=ada.event_id, person_id=ada.person_id, now=NOW)
    session.commit()
    clock.now = NOW + timedelta(hours=2)
    two = scan_item(badge, at=clock.now)

    before = states(phone, two)
    session.expire_all()
    given, _ = fields_given(session), session.rollback()
    states(phone, item("undo", scan_id=two["id"]))

    session.expire_all()
    assert (before, set(given)) == (["exchanged"], {ada.person_id, grace.person_id})
    assert set(fields_given(session)) == {grace.person_id}


@pytest.mark.parametrize("grace_does", ["nothing", "declines", "blocks"])
def test_undoing_a_second_scan_takes_back_a_question_that_had_been_taken_back_before(
    phone, ada, grace, badge, session, clock, grace_does: str
) -> None:
    """Whatever Grace did meanwhile, Ada sees the same: nothing is left, and her old note is there if she ever asks again."""
    grace.exchange_mode = "ask"
    session.commit()
    one, mine = scan_item(badge), {"event_id": ada.event_id, "person_id": ada.person_id}
    states(phone, one, item("note", scan_id=one["id"], note="Moths"))
    contact_id = session.scalars(select(ContactSide.contact_id)).first()
    if grace_does == "declines":
        decline(session, contact_id, event_id=grace.event_id, person_id=grace.person_id)
    if grace_does == "blocks":
        session.add(Block(blocker_id=grace.person_id, blocked_id=ada.person_id, created_at=NOW))
        session.flush()
    withdraw(session, contact_id, **mine, now=NOW)
    session.commit()
    clock.now = NOW + timedelta(hours=2)
    two = scan_item(badge, at=clock.now)

    before = states(phone, two)
    asked, _ = standings(session, ada), session.rollback()
    after = states(phone, item("undo", scan_id=two["id"]))

    assert (before, asked, after) == (["pending"], [Standing.WAITING], ["undone"])
    assert standings(session, ada) == []
    assert standings(session, grace) == []
    assert my_side(session, ada).note == "Moths"


def test_undoing_a_second_scan_leaves_the_question_that_stands(phone, ada, grace, badge, session) -> None:
    grace.exchange_mode = "ask"
    session.commit()
    one, two = scan_item(badge), scan_item(badge)

    states(phone, one, two, item("undo", scan_id=two["id"]))

    assert (standings(session, ada), standings(session, grace)) == ([Standing.WAITING], [Standing.ANSWER_DUE])


def test_undoing_a_scan_of_somebody_who_had_asked_and_taken_it_back_leaves_no_question(
    phone_of, phone, ada, grace, badge, session, settings, clock
) -> None:
    ada.exchange_mode = grace.exchange_mode = "ask"
    mine = wear_badge(session, ada, settings.badge_key)
    states(phone_of(grace), scan_item(mine))
    contact_id = session.scalars(select(ContactSide.contact_id)).first()
    withdraw(session, contact_id, event_id=grace.event_id, person_id=grace.person_id, now=NOW)
    session.commit()
    clock.now = NOW + timedelta(hours=2)
    one = scan_item(badge, at=clock.now)

    states(phone, one)
    asked = (standings(session, ada), standings(session, grace))
    session.rollback()
    states(phone, item("undo", scan_id=one["id"]))

    assert asked == ([Standing.WAITING], [Standing.ANSWER_DUE])
    assert (standings(session, ada), standings(session, grace)) == ([], [])


def test_undoing_a_yes_by_scan_leaves_their_question(phone_of, phone, ada, grace, badge, session, settings) -> None:
    ada.exchange_mode = "ask"
    mine = wear_badge(session, ada, settings.badge_key)
    states(phone_of(grace), scan_item(mine))
    one = scan_item(badge)

    before = states(phone, one)
    states(phone, item("undo", scan_id=one["id"]))

    side = my_side(session, ada)
    assert (before, contact_states(session)) == (["exchanged"], ["pending"])
    assert (side.shared_at, side.shared_fields, side.consent_version) == (None, [], "")


def test_undoing_leaves_what_the_other_has_answered_meanwhile(phone, grace, badge, session) -> None:
    grace.exchange_mode = "ask"
    session.commit()
    one = scan_item(badge)
    states(phone, one)
    contact_id = session.scalars(select(ContactSide.contact_id)).first()
    share_card(session, contact_id, event_id=grace.event_id, person_id=grace.person_id, ticked=[], now=NOW)
    session.commit()

    states(phone, item("undo", scan_id=one["id"]))

    assert contact_states(session) == ["exchanged"]


def test_answers_about_matches_come_in_and_the_newest_stands(phone, ada, grace, session) -> None:
    place = {"rank": 1, "score": 1.0, "likeness": 1.0, "complement": 0.0, "reasons": []}
    session.add(Recommendation(event_id=ada.event_id, reader_id=ada.id, other_id=grace.id, **place))
    ada.created_at = NOW - timedelta(days=1)
    session.commit()
    other_id = grace.id
    met = item("answer", other_id=other_id, answer="met", reason="")
    sooner = {**item("answer", other_id=other_id, answer="not_for_me", reason=""), "at": (NOW - timedelta(hours=1)).isoformat()}

    def answers() -> list[str]:
        session.rollback()
        found = list(session.scalars(select(Decision.answer)))
        session.rollback()
        return found

    got = states(phone, met, sooner, met)

    assert got == ["kept"] * 3
    assert answers() == ["met"]
    assert states(phone, item("answer", other_id=other_id, answer="undo")) == ["kept"]
    assert states(phone, item("answer", other_id=other_id, answer="undo")) == ["kept"]
    assert answers() == []


def test_an_answer_about_nobody_on_the_list_is_said(phone, linus, session) -> None:
    session.commit()
    got = acks(phone, item("answer", other_id=linus.id, answer="met"), item("answer", other_id=linus.id, answer="nonsense"))

    assert [(ack["state"], bool(ack["sentence"])) for ack in got] == [("conflict", True), ("refused", True)]


def test_the_profiles_form_comes_in_as_its_page_would_send_it(phone, ada, session, bell) -> None:
    ada.created_at = NOW - timedelta(days=1)
    session.commit()
    form = [["talk_words", "Tides"], ["headline", "Reads maps"], ["languages", "English"]]
    newer = item("interests", form=form)
    older = {**item("interests", form=[["talk_words", "Moths"]]), "at": (NOW - timedelta(hours=1)).isoformat()}

    got = states(phone, newer, older)

    session.expire_all()
    me = session.get_one(Attendee, ada.id)
    assert (got, me.headline, me.interests_saved_at, "recommend" in bell.words) == (["kept", "kept"], "Reads maps", NOW, True)


def test_a_faulty_profile_is_refused_with_the_pages_own_sentence(phone, ada) -> None:
    got = acks(phone, item("interests", form=[["headline", "x" * 141]]), item("interests", form=[["one"]]), item("interests"))

    assert [(ack["state"], ack["status"]) for ack in got] == [("refused", 422), ("refused", 400), ("refused", 400)]
