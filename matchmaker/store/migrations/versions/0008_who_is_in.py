"""Check-in: desks at the door, the entries they make, and whether an event uses it."""

import sqlalchemy as sa
from alembic import op

from matchmaker.store.base import UtcTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "desk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcTime(timezone=True), nullable=False),
        sa.Column("code_start", sa.String(length=8), nullable=True),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("code_expires_at", UtcTime(timezone=True), nullable=False),
        sa.Column("code_tries", sa.Integer(), nullable=False),
        sa.Column("paired_at", UtcTime(timezone=True), nullable=True),
        sa.Column("secret_hash", sa.String(length=64), nullable=True),
        sa.Column("device", sa.String(length=80), nullable=False),
        sa.Column("seen_at", UtcTime(timezone=True), nullable=True),
        sa.Column("expires_at", UtcTime(timezone=True), nullable=True),
        sa.Column("revoked_at", UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_desk_event_id_event"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_desk_made_by_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk")),
        sa.UniqueConstraint("event_id", "id", name=op.f("uq_desk_event_id_id")),
        sa.UniqueConstraint("code_start", name=op.f("uq_desk_code_start")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_desk_secret_hash")),
    )
    _make_entries()
    op.execute("ALTER TABLE event ADD COLUMN check_in_on BOOLEAN DEFAULT FALSE NOT NULL")


def _make_entries() -> None:
    op.create_table(
        "check_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("attendee_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("done_at", UtcTime(timezone=True), nullable=False),
        sa.Column("client_at", UtcTime(timezone=True), nullable=True),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("desk_id", sa.Integer(), nullable=True),
        sa.Column("was_in", sa.Boolean(), nullable=False),
        sa.Column("undone_at", UtcTime(timezone=True), nullable=True),
        sa.Column("undone_desk_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("way IN ('camera', 'scanner', 'typed', 'search', 'walk_in')", name=op.f("ck_check_in_way")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_check_in_event_id_event"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["event_id", "attendee_id"],
            ["attendee.event_id", "attendee.id"],
            name=op.f("fk_check_in_event_id_attendee_id_attendee"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id", "desk_id"], ["desk.event_id", "desk.id"], name=op.f("fk_check_in_event_id_desk_id_desk"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["event_id", "undone_desk_id"],
            ["desk.event_id", "desk.id"],
            name=op.f("fk_check_in_event_id_undone_desk_id_desk"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name=op.f("fk_check_in_done_by_person"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in")),
        sa.UniqueConstraint("event_id", "entry_id", name=op.f("uq_check_in_event_id_entry_id")),
    )
    op.create_index("ix_check_in_event_id_attendee_id", "check_in", ["event_id", "attendee_id"], unique=False)
    op.create_index("ix_check_in_event_id_done_at", "check_in", ["event_id", "done_at"], unique=False)


def downgrade() -> None:
    op.execute("ALTER TABLE event DROP COLUMN check_in_on")
    op.drop_table("check_in")
    op.drop_table("desk")
