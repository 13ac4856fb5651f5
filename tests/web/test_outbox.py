"""The door of the outbox: who gets in with what, one acknowledgement for each item, the same again for the same batch."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from matchmaker.services.badges import rotate_badge
from matchmaker.services.installation import begin_epoch
from matchmaker.store.models.badges import Badge
from matchmaker.store.models.contacts import Contact, Scan
from tests.cast import NOW, make_attendee, make_event, make_person
from tests.outboxes import OUTBOX, acks, item, scan_item, states
from tests.scanning import Worn, contact_states, new_scan_id, scan_states, wear_badge


@pytest.fixture
def badge(session, settings, grace) -> Worn:
    return wear_badge(session, grace, settings.badge_key)


def test_the_state_names_the_account_and_brings_a_fresh_token(phone_of, ada, grace, session) -> None:
    begin_epoch(session, "life-1", now=NOW)
    phone = phone_of(ada)

    answer = phone.get(OUTBOX, headers={"Accept": "application/json"})

    assert answer.json == {"account": answer.json["account"], "csrf": phone.token(), "epoch": "life-1", "undo_seconds": 10}
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(answer.json["account"]) == 24
    assert answer.json["account"] != phone_of(grace).get(OUTBOX).json["account"]
    assert f'data-account="{answer.json["account"]}" data-event="northlight"' in phone.get("/e/northlight/contacts").text


def test_strangers_and_those_of_elsewhere_get_json_too(stranger, phone_of, session, event) -> None:
    elsewhere = make_attendee(session, make_event(session, "elsewhere"), "Sam Elsewhere")
    phone = phone_of(elsewhere)
    headers = {"Accept": "application/json"}

    answers = [stranger.get(OUTBOX, headers=headers), stranger.post_json(OUTBOX, {"items": []}), phone.get(OUTBOX, headers=headers)]

    assert [(answer.status_code, answer.mimetype) for answer in answers] == [
        (401, "application/json"),
        (401, "application/json"),
        (404, "application/json"),
    ]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"X-CSRFToken": "nonsense"}, 403),
        ({"X-CSRFToken": ""}, 403),
        ({"Content-Type": "text/plain"}, 415),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_d12_what_another_site_could_send_is_refused_and_leaves_no_row(headers, status, phone_of, ada, badge, session) -> None:
    answer = phone_of(ada).post_json(OUTBOX, {"items": [scan_item(badge)]}, **headers)

    assert answer.status_code == status
    assert scan_states(session) == []


def test_other_forms_still_take_no_json(phone_of, ada, badge) -> None:
    answers = [phone_of(ada).post_json(path, {"scan_id": new_scan_id()}).status_code for path in (badge.path, "/e/northlight/scan")]

    assert answers == [415, 415]


@pytest.mark.parametrize("body", [[], {}, {"items": {}}, {"items": [{}] * 101}, "text", 7])
def test_what_is_no_batch_is_refused_as_a_whole(body, phone_of, ada) -> None:
    assert phone_of(ada).post_json(OUTBOX, body).status_code == 400


def test_a_body_past_all_measure_is_not_read(phone_of, ada) -> None:
    assert phone_of(ada).post_json(OUTBOX, {"items": [], "x": "x" * 2_200_000}).status_code == 413


def test_a_scan_is_acknowledged_with_what_the_contact_page_shows(phone_of, ada, grace, badge, session) -> None:
    grace.organisation, grace.headline, grace.phone = "Navy", "Finds bugs", "+44 1"
    one = scan_item(badge)

    (ack,) = acks(phone_of(ada), one)

    assert ack == {
        "id": one["id"],
        "state": "exchanged",
        "status": 200,
        "contact_id": session.scalars(select(Contact.id)).one(),
        "name": "Grace Hopper",
        "headline": "Finds bugs",
        "organisation": "Navy",
        "fields": {"email": "grace@example.org"},
        "seed": grace.id,
    }


def test_a_question_teaches_the_scanner_nothing(phone_of, ada, grace, badge) -> None:
    grace.exchange_mode = "ask"
    one = scan_item(badge)

    assert acks(phone_of(ada), one) == [{"id": one["id"], "state": "pending", "status": 200}]


def test_ways_and_times_are_kept_as_evidence_within_what_is_possible(phone_of, ada, badge, session) -> None:
    ada.created_at = NOW - timedelta(days=2)
    told = [NOW - timedelta(hours=1), NOW + timedelta(days=900), NOW - timedelta(days=900)]
    items = [scan_item(badge, at=at) for at in told]

    states(
        phone_of(ada),
        *items,
        scan_item(badge, code=badge.short, way="typed"),
        {**scan_item(badge), "at": "yesterday"},
        scan_item(badge, way="live"),
    )

    session.expire_all()
    kept = session.execute(select(Scan.way, Scan.client_at, Scan.scanned_at).order_by(Scan.id)).all()
    assert [tuple(row) for row in kept] == [
        ("printed", NOW - timedelta(hours=1), NOW),
        ("printed", NOW, NOW),
        ("printed", NOW - timedelta(days=2), NOW),
        ("typed", NOW, NOW),
        ("printed", None, NOW),
        ("printed", NOW, NOW),  # what it is stands on the badge, whatever the phone takes it for
    ]


def test_d15_the_same_id_with_another_badge_changes_nothing(phone_of, ada, grace, linus, badge, session, settings) -> None:
    other, own = (wear_badge(session, who, settings.badge_key) for who in (linus, ada))
    one = scan_item(badge)
    phone = phone_of(ada)
    first = acks(phone, one)

    got = [acks(phone, {**one, "code": code})[0] for code in (other.code, own.code, "nonsense")]
    within = acks(phone, fresh := scan_item(badge), {**fresh, "code": other.code})

    assert [(ack["state"], ack["status"]) for ack in got] == [("conflict", 422)] * 3
    assert [ack["state"] for ack in within] == ["exchanged", "conflict"]
    assert (acks(phone, one), contact_states(session), scan_states(session)) == (first, ["exchanged"], ["exchanged"] * 2)


def test_d15_an_item_without_its_id_is_refused_by_itself(phone_of, ada, badge) -> None:
    got = acks(phone_of(ada), {**scan_item(badge), "id": None}, {**scan_item(badge), "id": "7"}, {"kind": "scan"}, "text", scan_item(badge))

    assert [(ack["state"], ack["status"]) for ack in got] == [("refused", 400)] * 4 + [("exchanged", 200)]


def test_d16_of_a_hundred_with_three_bad_ones_97_are_stored_and_a_repeat_says_the_same(phone_of, ada, event, session, settings) -> None:
    owners = [make_attendee(session, event, f"Guest{number} Canary") for number in range(97)]
    items = [scan_item(wear_badge(session, owner, settings.badge_key)) for owner in owners]
    bad = [{**items[0], "id": "not-an-id"}, {**items[1], "id": str(items[0]["id"])}, item("note", scan_id=new_scan_id(), note="to nobody")]
    batch = items[:40] + bad[:1] + items[40:80] + bad[1:2] + items[80:] + bad[2:]
    phone = phone_of(ada)

    first, second = acks(phone, *batch), acks(phone, *batch)

    assert first == second
    assert [ack["id"] for ack in first] == [one["id"] for one in batch]
    wrong = [(ack["status"], bool(ack["sentence"])) for ack in first if ack["state"] not in {"exchanged", "pending"}]
    assert wrong == [(400, True), (422, True), (422, True)]
    assert len(scan_states(session)) == 97
    assert sorted(set(contact_states(session))) == ["exchanged", "pending"]  # the hour's exchanges at once are used up


@pytest.mark.parametrize(
    ("read_at", "state", "kept"),
    [(-60, "pending", ["pending"]), (60, "unknown", []), (None, "unknown", [])],
    ids=["before", "after", "unsaid"],
)
def test_a_code_that_was_replaced_after_it_was_read_asks_and_no_more(
    read_at, state, kept, phone_of, ada, grace, badge, session, clock, settings
) -> None:
    phone = phone_of(ada)
    ada.created_at = NOW - timedelta(days=1)
    rotate_badge(session, grace.event_id, grace.id, key=settings.badge_key, now=NOW)
    session.commit()
    clock.now = NOW + timedelta(hours=1)
    one = {**scan_item(badge), "at": (NOW + timedelta(seconds=read_at)).isoformat() if read_at else None}

    first, second = acks(phone, one), acks(phone, one)

    assert (first, first[0]["state"]) == (second, state)
    assert (scan_states(session), contact_states(session)) == (kept, kept)
    session.expire_all()
    assert session.scalars(select(Badge.tries_after).where(Badge.generation == 1)).one() == (1 if kept else 2)


def test_two_phones_that_scanned_each_other_offline_are_one_contact_with_both_notes(phone_of, ada, grace, badge, session, settings) -> None:
    for who in (ada, grace):
        who.exchange_mode = "ask"
    mine = wear_badge(session, ada, settings.badge_key)
    hers, his = scan_item(badge), scan_item(mine)

    at_first = acks(phone_of(ada), hers, item("note", scan_id=hers["id"], note="Moths"))
    then = acks(phone_of(grace), his, item("note", scan_id=his["id"], note="Engines"))

    assert [ack["state"] for ack in at_first + then] == ["pending", "kept", "exchanged", "kept"]
    assert contact_states(session) == ["exchanged"]
    pages = [phone_of(who).get(f"/e/northlight/contacts/{then[0]['contact_id']}").text for who in (ada, grace)]
    assert [("Moths" in page, "Engines" in page) for page in pages] == [(True, False), (False, True)]


def test_a_badge_of_another_event_is_told_apart_from_an_unknown_one(phone_of, ada, session, settings) -> None:
    elsewhere = make_event(session, "elsewhere")
    sam = make_attendee(session, elsewhere, "Sam Elsewhere")
    foreign = wear_badge(session, sam, settings.badge_key)
    unknown = states(phone_of(ada), scan_item(foreign))
    make_attendee(session, elsewhere, "Ada Lovelace", session.get_one(type(make_person(session, "x")), ada.person_id))

    assert (unknown, states(phone_of(ada), scan_item(foreign)), scan_states(session)) == (["unknown"], ["conflict"], [])


def test_short_codes_past_the_hours_tries_are_sent_again_later(phone_of, ada, badge, app) -> None:
    phone = phone_of(ada)

    got = acks(phone, *[scan_item(badge, code=badge.short, way="typed") for _ in range(11)])

    assert [ack["state"] for ack in got] == ["pending"] * 10 + ["later"]
