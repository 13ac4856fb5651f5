"""How an event's lists are made, a reader's sliders, and lists that are plain."""

import sqlalchemy as sa
from alembic import op

import matchmaker.store.base

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In one statement that both engines take: Alembic would copy the table on SQLite, and dropping the old one would
    # cascade through every table that points to it.
    op.execute(
        "ALTER TABLE attendee ADD COLUMN list_kind VARCHAR(8) DEFAULT 'personal' NOT NULL "
        "CONSTRAINT ck_attendee_list_kind CHECK (list_kind IN ('personal', 'plain'))"
    )
    op.create_table(
        "matching_setup",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("former", sa.JSON(), nullable=True),
        sa.Column("draft", sa.JSON(), nullable=True),
        sa.Column("draft_state", sa.String(length=8), nullable=False),
        sa.Column("draft_number", sa.Integer(), nullable=False),
        sa.Column("draft_figures", sa.JSON(), nullable=True),
        sa.Column("live_figures", sa.JSON(), nullable=True),
        sa.Column("learned", sa.JSON(), nullable=True),
        sa.Column("changed_at", matchmaker.store.base.UtcTime(timezone=True), nullable=False),
        sa.CheckConstraint("draft_state IN ('none', 'wanted', 'ready')", name=op.f("ck_matching_setup_draft_state")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_matching_setup_event_id_event"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_matching_setup")),
    )
    op.create_table(
        "tuning_row",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id", "reader_id"],
            ["attendee.event_id", "attendee.id"],
            name=op.f("fk_tuning_row_event_id_reader_id_attendee"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", "reader_id", name=op.f("pk_tuning_row")),
    )


def downgrade() -> None:
    op.drop_table("tuning_row")
    op.drop_table("matching_setup")
    op.execute("ALTER TABLE attendee DROP COLUMN list_kind")
