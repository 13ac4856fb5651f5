"""Badges of any size: what an event prints, whose badge was printed when, what a sheet was asked for."""

import sqlalchemy as sa
from alembic import op

from matchmaker.store.base import UtcTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "badge_setup",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_badge_setup_event_id_event"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_badge_setup")),
    )
    op.create_table(
        "badge_print",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("attendee_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=32), nullable=False),
        sa.Column("printed_at", UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id", "attendee_id"],
            ["attendee.event_id", "attendee.id"],
            name=op.f("fk_badge_print_event_id_attendee_id_attendee"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", "attendee_id", name=op.f("pk_badge_print")),
    )
    op.execute("ALTER TABLE badge_sheet ADD COLUMN kind VARCHAR(8) DEFAULT 'all' NOT NULL")
    op.execute("ALTER TABLE badge_sheet ADD COLUMN choice JSON DEFAULT '{}' NOT NULL")
    op.execute("ALTER TABLE badge_sheet ADD COLUMN people JSON DEFAULT '[]' NOT NULL")


def downgrade() -> None:
    for column in ("people", "choice", "kind"):
        op.execute(f"ALTER TABLE badge_sheet DROP COLUMN {column}")
    op.drop_table("badge_print")
    op.drop_table("badge_setup")
