"""Letters an organiser writes to many, in one or several languages."""

import sqlalchemy as sa
from alembic import op

from matchmaker.store.base import UtcTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mailing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("based_on", sa.String(length=24), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("goes_at", UtcTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcTime(timezone=True), nullable=False),
        sa.Column("changed_at", UtcTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("sent_by", sa.Integer(), nullable=True),
        sa.Column("began_at", UtcTime(timezone=True), nullable=True),
        sa.Column("taken_back", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'scheduled', 'going', 'paused')", name=op.f("ck_mailing_state")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_mailing_event_id_event"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
    )
    op.create_index("ix_mailing_event_id", "mailing", ["event_id"])
    op.create_index("ix_mailing_state_goes_at", "mailing", ["state", "goes_at"])
    op.create_table(
        "mailing_wording",
        sa.Column("mailing_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["mailing_id"], ["mailing.id"], name=op.f("fk_mailing_wording_mailing_id_mailing"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("mailing_id", "language", name=op.f("pk_mailing_wording")),
    )


def downgrade() -> None:
    op.drop_table("mailing_wording")
    op.drop_table("mailing")
