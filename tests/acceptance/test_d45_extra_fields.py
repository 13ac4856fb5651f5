"""D45: fields that nobody asked for ride along with every form of the app, and are never stored."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from matchmaker.store.models.everything import METADATA
from matchmaker.web.access import Access
from tests.two_events import Side
from tests.walking import GOOD_FORMS, send, steps_of

PLANTED = datetime(1999, 1, 1, tzinfo=UTC)
EXTRA = {
    "id": "424242",
    "role": "owner",
    "is_admin": "1",
    "admin": "true",
    "verified": "1",
    "confirmed": "1",
    "confirmed_at": "1999-01-01T00:00:00+00:00",
    "first_signed_in_at": "1999-01-01T00:00:00+00:00",
    "created_at": "1999-01-01T00:00:00+00:00",
    "closed_at": "1999-01-01T00:00:00+00:00",
    "consent": "1",
    "consent_version": "planted-consent",
    "consent_at": "1999-01-01T00:00:00+00:00",
    "purpose": "organiser",
    "state": "sent",
    "status": "cancelled",
    "is_demo": "1",
    "lists_wanted": "424242",
    "attendee_id": "424242",
    "external_id": "planted-external",
    "salt": "planted-salt",
    "slug": "planted-slug",
}
# After these somebody is no longer there, or no longer seen
LAST = {
    "site.sign_out",
    "site.sign_out_all",
    "attendee.leave_this_event",
    "attendee.block_somebody",
    "attendee.block_a_contact",
    "organiser.close_and_send",
}


def test_d45_fields_that_nobody_asked_for_are_never_stored(world, visitors, app, session) -> None:
    before = rows_of(session)
    extra = {**EXTRA, "event_id": str(world.there.event.id), "person_id": str(world.there.ada.person_id), "email_key": "planted@x.example"}
    writes = sorted((step for step in steps_of(app) if step.method != "GET"), key=lambda step: step.rule.endpoint in LAST)

    statuses = {}
    for step in writes:
        who = "team" if step.access in {Access.TEAM, Access.DESK, Access.OWNER, Access.ORGANISER_ACCOUNT} else "attendee"
        form = {**extra, **GOOD_FORMS.get(step.rule.endpoint, {})}
        statuses[f"{step.method} {step.rule.rule}"] = send(visitors[who], step.method, step.path(world, world.here), form).status_code

    assert {path: status for path, status in statuses.items() if status >= 500} == {}
    after = rows_of(session)
    assert planted_values(after) == []
    assert rows_about(after, world.there) == rows_about(before, world.there)
    assert purposes(after) <= purposes(before)
    assert after["event_role"] == [
        row for row in after["event_role"] if row in before["event_role"] or row["person_id"] == world.here.organiser.id
    ]
    assert after["organiser_account"] == before["organiser_account"]
    # The forms were taken, and the search finds what is planted
    assert "Owes me a map." in {row["note"] for row in after["contact_side"]}
    assert {row["slug"]: row["name"] for row in after["event"]} == {
        "northlight": "A new name",
        "southlight": "Northlight 26",
        "brand-new": "A new name",
    }
    assert planted_values({"person": [{"created_at": PLANTED}, {"name": "planted-salt"}]}) == [
        ("person", "created_at", PLANTED),
        ("person", "name", "planted-salt"),
    ]


def rows_of(session: Session) -> dict[str, list[dict[str, object]]]:
    session.rollback()
    rows = {
        table.name: [dict(row) for row in session.execute(select(table).order_by(*table.primary_key.columns)).mappings()]
        for table in METADATA.sorted_tables
    }
    session.rollback()
    return rows


def purposes(rows: dict[str, list[dict[str, object]]]) -> set[tuple[object, object]]:
    return {(row["person_id"], row["purpose"]) for row in rows["session"]}


def rows_about(rows: dict[str, list[dict[str, object]]], side: Side) -> list[dict[str, object]]:
    """Everything that belongs to one event or one of its people."""
    people = {attendee.person_id for attendee in (side.ada, side.grace, side.linus)} | {side.organiser.id}
    return [
        row
        for name, table in rows.items()
        for row in table
        if row.get("event_id") == side.event.id
        or row.get("person_id") in people
        or (name == "event" and row["id"] == side.event.id)
        or (name == "person" and row["id"] in people)
    ]


def planted_values(rows: dict[str, list[dict[str, object]]]) -> list[tuple[str, str, object]]:
    planted = {"planted-consent", "planted-external", "planted-salt", "planted@x.example", 424242, "424242", PLANTED}
    return [
        (name, column, value)
        for name, table in rows.items()
        for row in table
        for column, value in row.items()
        if isinstance(value, str | int | datetime) and value in planted
    ]
