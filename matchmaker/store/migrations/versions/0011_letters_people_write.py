"""Letters that people write to somebody they met and let the service carry, and their own wordings."""

import sqlalchemy as sa
from alembic import op

from matchmaker.store.base import UtcTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "personal_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=150), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id", "person_id"],
            ["contact_side.contact_id", "contact_side.person_id"],
            name=op.f("fk_personal_letter_contact_id_person_id_contact_side"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_letter")),
    )
    op.create_index("ix_personal_letter_contact_id_person_id", "personal_letter", ["contact_id", "person_id"])
    op.create_table(
        "own_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_own_wording_person_id_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_wording")),
    )
    op.create_index(op.f("ix_own_wording_person_id"), "own_wording", ["person_id"])


def downgrade() -> None:
    op.drop_table("own_wording")
    op.drop_table("personal_letter")
