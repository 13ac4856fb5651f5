"""Lists of a full pass that is under way, swapped in as a whole."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recommendation_draft",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("likeness", sa.Double(), nullable=False),
        sa.Column("complement", sa.Double(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_recommendation_draft_event_id_event"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", "reader_id", "rank", name=op.f("pk_recommendation_draft")),
    )


def downgrade() -> None:
    op.drop_table("recommendation_draft")
