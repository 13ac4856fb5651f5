"""Figures that move in steps, the picture without names, introductions by hosts, and files that run out."""

import sqlalchemy as sa
from alembic import op

from matchmaker.store.base import UtcTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE attendee ADD COLUMN may_be_introduced BOOLEAN DEFAULT FALSE NOT NULL")
    _make_figures()
    _make_introductions()
    op.create_table(
        "export_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcTime(timezone=True), nullable=False),
        sa.Column("begun_at", UtcTime(timezone=True), nullable=True),
        sa.Column("made_at", UtcTime(timezone=True), nullable=True),
        sa.Column("expires_at", UtcTime(timezone=True), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("kind IN ('attendees', 'contacts', 'insights')", name=op.f("ck_export_file_kind")),
        sa.CheckConstraint("format IN ('csv', 'xlsx')", name=op.f("ck_export_file_format")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_export_file_asked_by_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_export_file_event_id_event"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_file")),
        sa.UniqueConstraint("event_id", "id", name=op.f("uq_export_file_event_id_id")),
    )


def _make_figures() -> None:
    op.create_table(
        "insight_release",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("family", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("released_at", UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_insight_release_event_id_event"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", "family", name=op.f("pk_insight_release")),
    )
    op.create_table(
        "network_picture",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("drawing", sa.JSON(), nullable=False),
        sa.Column("drawn_at", UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_network_picture_event_id_event"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_network_picture")),
    )


def _make_introductions() -> None:
    op.create_table(
        "introduction",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("attendee_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", UtcTime(timezone=True), nullable=False),
        sa.CheckConstraint("attendee_id <> other_id", name=op.f("ck_introduction_other_is_another")),
        sa.CheckConstraint("state IN ('made', 'not_now')", name=op.f("ck_introduction_state")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_introduction_by_id_person"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["event_id", "attendee_id"],
            ["attendee.event_id", "attendee.id"],
            name=op.f("fk_introduction_event_id_attendee_id_attendee"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id", "other_id"],
            ["attendee.event_id", "attendee.id"],
            name=op.f("fk_introduction_event_id_other_id_attendee"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", "attendee_id", "other_id", name=op.f("pk_introduction")),
    )


def downgrade() -> None:
    for table in ("export_file", "introduction", "network_picture", "insight_release"):
        op.drop_table(table)
    op.execute("ALTER TABLE attendee DROP COLUMN may_be_introduced")
