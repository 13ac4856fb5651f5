"""Reminders that keep a contact warm: rhythms, their letter's hours, and whom somebody was reminded of."""

import sqlalchemy as sa
from alembic import op

from matchmaker.store.base import UtcTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_SIDE = ("rhythm", "rhythm_at", "snoozed_until", "faded_at")


def upgrade() -> None:
    op.add_column("contact_side", sa.Column("rhythm", sa.String(length=8), nullable=False, server_default=""))
    op.add_column("contact_side", sa.Column("rhythm_at", UtcTime(timezone=True), nullable=True))
    op.add_column("contact_side", sa.Column("snoozed_until", sa.Date(), nullable=True))
    op.add_column("contact_side", sa.Column("faded_at", UtcTime(timezone=True), nullable=True))
    op.create_table(
        "warm_hours",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.Column("quiet_weekends", sa.Boolean(), nullable=False),
        sa.Column("look_at", UtcTime(timezone=True), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_warm_hours_person_id_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_warm_hours")),
    )
    op.create_index("ix_warm_hours_look_at", "warm_hours", ["look_at"])
    op.create_table(
        "tag_rhythm",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=160), nullable=False),
        sa.Column("rhythm", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_tag_rhythm_person_id_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "tag", name=op.f("pk_tag_rhythm")),
    )
    op.create_table(
        "reminder",
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("cause", sa.String(length=8), nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=False),
        sa.Column("answered_at", UtcTime(timezone=True), nullable=True),
        sa.CheckConstraint("cause IN ('rhythm', 'promise')", name=op.f("ck_reminder_cause")),
        sa.ForeignKeyConstraint(
            ["contact_id", "person_id"],
            ["contact_side.contact_id", "contact_side.person_id"],
            name=op.f("fk_reminder_contact_id_person_id_contact_side"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("contact_id", "person_id", "day", "cause", name=op.f("pk_reminder")),
    )
    op.create_index("ix_reminder_person_id_day", "reminder", ["person_id", "day"])
    _let_promises_come_back()


def _let_promises_come_back() -> None:
    """Promises with a day come back from now on; their zone is that of the newest event where one was given."""
    op.execute(
        sa.text(
            "INSERT INTO warm_hours (person_id, zone, weekday, hour, quiet_from, quiet_until, quiet_weekends, look_at, looked_on) "
            "SELECT promise.person_id, "
            "(SELECT event.time_zone FROM promise AS given JOIN contact ON contact.id = given.contact_id "
            "JOIN event ON event.id = contact.event_id WHERE given.person_id = promise.person_id ORDER BY contact.id DESC LIMIT 1), "
            "1, 9, 21, 8, :yes, max(promise.created_at), NULL "
            "FROM promise WHERE promise.due_on IS NOT NULL AND promise.done_at IS NULL GROUP BY promise.person_id"
        ).bindparams(sa.bindparam("yes", value=True, type_=sa.Boolean()))
    )


def downgrade() -> None:
    op.drop_table("reminder")
    op.drop_table("tag_rhythm")
    op.drop_table("warm_hours")
    for name in reversed(_SIDE):
        op.drop_column("contact_side", name)
