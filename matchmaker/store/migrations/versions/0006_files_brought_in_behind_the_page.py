"""Attendee files brought in by the worker, what each did so that it can be undone, and seats to claim."""

import sqlalchemy as sa
from alembic import op

from matchmaker.store.base import UtcTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# One statement each that both engines take: Alembic would copy the table on SQLite, and dropping the old one would cascade.
COLUMNS = (
    ("roster_upload", "form", "VARCHAR(8) DEFAULT 'csv' NOT NULL"),
    ("roster_upload", "state", "VARCHAR(10) DEFAULT 'staged' NOT NULL"),
    ("roster_upload", "cancelled", "INTEGER DEFAULT 0 NOT NULL"),
    ("roster_upload", "seats", "INTEGER DEFAULT 0 NOT NULL"),
    ("roster_upload", "rows", "INTEGER DEFAULT 0 NOT NULL"),
    ("roster_upload", "done_rows", "INTEGER DEFAULT 0 NOT NULL"),
    ("roster_upload", "confirmed_by", "INTEGER"),
    ("roster_upload", "taken_at", "{time}"),
    ("roster_upload", "finished_at", "{time}"),
    ("roster_upload", "findings", "{bytes}"),
    ("roster_upload", "rejected", "{bytes}"),
    ("roster_upload", "undone", "JSON DEFAULT '{}' NOT NULL"),
    ("roster_upload", "undo_by", "INTEGER"),
    ("login_link", "seat_id", "INTEGER"),
)


def upgrade() -> None:
    is_postgres = op.get_bind().dialect.name == "postgresql"
    time, data = ("TIMESTAMP WITH TIME ZONE", "BYTEA") if is_postgres else ("DATETIME", "BLOB")
    for table, column, kind in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind.replace('{time}', time).replace('{bytes}', data)}")
    op.execute("UPDATE roster_upload SET state = 'done', finished_at = confirmed_at WHERE confirmed_at IS NOT NULL")
    _make_undo()
    _make_seats()


def _make_undo() -> None:
    op.create_table(
        "roster_undo",
        sa.Column("upload_id", sa.Integer(), nullable=False),
        sa.Column("attendee_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("former_person_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("written_at", UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id", "attendee_id"],
            ["attendee.event_id", "attendee.id"],
            name=op.f("fk_roster_undo_event_id_attendee_id_attendee"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id", "upload_id"],
            ["roster_upload.event_id", "roster_upload.id"],
            name=op.f("fk_roster_undo_event_id_upload_id_roster_upload"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("upload_id", "attendee_id", name=op.f("pk_roster_undo")),
    )
    op.create_index("ix_roster_undo_event_id_attendee_id", "roster_undo", ["event_id", "attendee_id"], unique=False)
    op.create_index("ix_roster_undo_former_person_id", "roster_undo", ["former_person_id"], unique=False)


def _make_seats() -> None:
    op.create_table(
        "seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("group_name", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("upload_id", sa.Integer(), nullable=True),
        sa.Column("attendee_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcTime(timezone=True), nullable=False),
        sa.Column("claimed_at", UtcTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('open', 'claimed', 'cancelled')", name=op.f("ck_seat_status")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_seat_event_id_event"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["event_id", "attendee_id"],
            ["attendee.event_id", "attendee.id"],
            name=op.f("fk_seat_event_id_attendee_id_attendee"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
        sa.UniqueConstraint("event_id", "external_id", name=op.f("uq_seat_event_id_external_id")),
        sa.UniqueConstraint("event_id", "id", name=op.f("uq_seat_event_id_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_seat_token_hash")),
    )


def downgrade() -> None:
    op.drop_table("seat")
    op.drop_table("roster_undo")
    for table, column, _kind in reversed(COLUMNS):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
