"""Introductions that attendees propose: a question to each of two, and how a contact came about."""

import sqlalchemy as sa
from alembic import op

from matchmaker.store.base import UtcTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE attendee ADD COLUMN takes_introductions BOOLEAN DEFAULT TRUE NOT NULL")
    op.execute("ALTER TABLE contact ADD COLUMN introduced BOOLEAN DEFAULT FALSE NOT NULL")
    _make_proposals()
    _make_sides()


def _make_proposals() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("proposer_id", sa.Integer(), nullable=False),
        sa.Column("low_person_id", sa.Integer(), nullable=False),
        sa.Column("high_person_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("to_low", sa.Text(), nullable=False),
        sa.Column("to_high", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("created_at", UtcTime(timezone=True), nullable=False),
        sa.Column("answer_until", UtcTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", UtcTime(timezone=True), nullable=True),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("low_person_id < high_person_id", name=op.f("ck_proposal_low_before_high")),
        sa.CheckConstraint("state IN ('open', 'void', 'made')", name=op.f("ck_proposal_state")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_proposal_event_id_event"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["proposer_id"], ["person.id"], name=op.f("fk_proposal_proposer_id_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["low_person_id"], ["person.id"], name=op.f("fk_proposal_low_person_id_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["high_person_id"], ["person.id"], name=op.f("fk_proposal_high_person_id_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_proposal_contact_id_contact"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index("ix_proposal_event_id_proposer_id", "proposal", ["event_id", "proposer_id"])
    for name in ("proposer_id", "low_person_id", "high_person_id"):
        op.create_index(op.f(f"ix_proposal_{name}"), "proposal", [name])


def _make_sides() -> None:
    op.create_table(
        "proposal_side",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=False),
        sa.Column("answered_at", UtcTime(timezone=True), nullable=True),
        sa.Column("may_tell", sa.Boolean(), nullable=False),
        sa.Column("shared_fields", sa.JSON(), nullable=False),
        sa.Column("consent_version", sa.String(length=40), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("answer IN ('', 'yes', 'no', 'later')", name=op.f("ck_proposal_side_answer")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_side_proposal_id_proposal"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_proposal_side_person_id_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"], name=op.f("fk_proposal_side_card_id_card"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_side")),
        sa.UniqueConstraint("proposal_id", "person_id", name=op.f("uq_proposal_side_proposal_id_person_id")),
    )
    op.create_index(op.f("ix_proposal_side_person_id"), "proposal_side", ["person_id"])


def downgrade() -> None:
    op.drop_table("proposal_side")
    op.drop_table("proposal")
    op.execute("ALTER TABLE contact DROP COLUMN introduced")
    op.execute("ALTER TABLE attendee DROP COLUMN takes_introductions")
