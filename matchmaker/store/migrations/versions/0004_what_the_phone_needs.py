"""Profiles in full, several cards, promises, blocks, and scans that come in later."""

import uuid

import sqlalchemy as sa
from alembic import op

from matchmaker.store.base import UtcTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# One statement each that both engines take: Alembic would copy the table on SQLite, and dropping the old one would cascade.
COLUMNS = (
    ("attendee", "pronouns", "VARCHAR(40) DEFAULT '' NOT NULL"),
    ("attendee", "name_sounds", "VARCHAR(120) DEFAULT '' NOT NULL"),
    ("attendee", "language_levels", "JSON DEFAULT '{}' NOT NULL"),
    (
        "attendee",
        "approach",
        "VARCHAR(8) DEFAULT '' NOT NULL CONSTRAINT ck_attendee_approach CHECK (approach IN ('', 'hello', 'ask', 'rest'))",
    ),
    ("attendee", "wants_few", "BOOLEAN DEFAULT FALSE NOT NULL"),
    ("attendee", "hidden_fields", "JSON DEFAULT '[]' NOT NULL"),
    ("attendee", "searchable", "BOOLEAN DEFAULT FALSE NOT NULL"),
    ("attendee", "paused_at", "{time}"),
    ("attendee", "group_name", "VARCHAR(80) DEFAULT '' NOT NULL"),
    ("person", "erased_at", "{time}"),
    ("session", "device", "VARCHAR(80) DEFAULT '' NOT NULL"),
    ("event", "language", "VARCHAR(16) DEFAULT '' NOT NULL"),
    ("event", "safety_address", "VARCHAR(320) DEFAULT '' NOT NULL"),
    ("scan", "way", "VARCHAR(8) DEFAULT 'printed' NOT NULL"),
    ("scan", "client_at", "{time}"),
)
ANSWERS = "'accepted', 'declined', 'not_for_me', 'know_already', 'met'"


def upgrade() -> None:
    _make_cards()
    _widen_contact_sides()
    _make_tables()
    time = "TIMESTAMP WITH TIME ZONE" if op.get_bind().dialect.name == "postgresql" else "DATETIME"
    for table, column, kind in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind.replace('{time}', time)}")
    with op.batch_alter_table("decision") as decision:  # no table points to it
        decision.add_column(sa.Column("reason", sa.String(24), nullable=False, server_default=""))
        decision.add_column(sa.Column("until", UtcTime(timezone=True), nullable=True))
        decision.drop_constraint(op.f("ck_decision_answer"), type_="check")
        decision.create_check_constraint(op.f("ck_decision_answer"), f"answer IN ({ANSWERS}, 'later')")
    first = sa.text("INSERT INTO installation (id, epoch, began_at) VALUES (1, :epoch, CURRENT_TIMESTAMP)")
    op.get_bind().execute(first, {"epoch": str(uuid.uuid4())})


def _make_cards() -> None:
    op.create_table(
        "card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("headline", sa.String(length=140), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.Column("shared_fields", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_card_person_id_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
    )
    op.create_index(op.f("ix_card_person_id"), "card", ["person_id"], unique=False)
    op.create_table(
        "card_choice",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("attendee_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"], name=op.f("fk_card_choice_card_id_card"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["event_id", "attendee_id"],
            ["attendee.event_id", "attendee.id"],
            name=op.f("fk_card_choice_event_id_attendee_id_attendee"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", "attendee_id", name=op.f("pk_card_choice")),
    )
    op.create_index(op.f("ix_card_choice_card_id"), "card_choice", ["card_id"], unique=False)


def _widen_contact_sides() -> None:
    with op.batch_alter_table("contact_side") as side:  # no table points to it yet
        side.add_column(sa.Column("card_id", sa.Integer(), nullable=True))
        side.add_column(sa.Column("tags", sa.JSON(), nullable=False, server_default="[]"))
        side.add_column(sa.Column("may_follow_up", sa.Boolean(), nullable=True))
        side.add_column(sa.Column("asks_no_follow_up", sa.Boolean(), nullable=False, server_default=sa.false()))
        side.add_column(sa.Column("touched_at", UtcTime(timezone=True), nullable=True))
        side.add_column(sa.Column("let_go_at", UtcTime(timezone=True), nullable=True))
        side.create_foreign_key(op.f("fk_contact_side_card_id_card"), "card", ["card_id"], ["id"], ondelete="SET NULL")


def _make_tables() -> None:
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.String(length=36), nullable=False),
        sa.Column("began_at", UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "block",
        sa.Column("blocker_id", sa.Integer(), nullable=False),
        sa.Column("blocked_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcTime(timezone=True), nullable=False),
        sa.CheckConstraint("blocker_id <> blocked_id", name=op.f("ck_block_other_is_another")),
        sa.ForeignKeyConstraint(["blocked_id"], ["person.id"], name=op.f("fk_block_blocked_id_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["blocker_id"], ["person.id"], name=op.f("fk_block_blocker_id_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("blocker_id", "blocked_id", name=op.f("pk_block")),
    )
    op.create_index("ix_block_blocked_id", "block", ["blocked_id"], unique=False)

    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcTime(timezone=True), nullable=False),
        sa.Column("settled_at", UtcTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["about_id"], ["person.id"], name=op.f("fk_report_about_id_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_report_event_id_event"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["reporter_id"], ["person.id"], name=op.f("fk_report_reporter_id_person"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name=op.f("fk_report_settled_by_person"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index(op.f("ix_report_about_id"), "report", ["about_id"], unique=False)
    op.create_index(op.f("ix_report_event_id"), "report", ["event_id"], unique=False)

    op.create_table(
        "interest_synonym",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("interest_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id", "interest_id"],
            ["interest.event_id", "interest.id"],
            name=op.f("fk_interest_synonym_event_id_interest_id_interest"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", "key", name=op.f("pk_interest_synonym")),
    )
    op.create_table(
        "attendee_photo",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("attendee_id", sa.Integer(), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(length=16), nullable=False),
        sa.Column("made_at", UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id", "attendee_id"],
            ["attendee.event_id", "attendee.id"],
            name=op.f("fk_attendee_photo_event_id_attendee_id_attendee"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", "attendee_id", name=op.f("pk_attendee_photo")),
    )
    op.create_table(
        "promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("created_at", UtcTime(timezone=True), nullable=False),
        sa.Column("done_at", UtcTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id", "person_id"],
            ["contact_side.contact_id", "contact_side.person_id"],
            name=op.f("fk_promise_contact_id_person_id_contact_side"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
    )
    op.create_index("ix_promise_contact_id_person_id", "promise", ["contact_id", "person_id"], unique=False)

    op.create_table(
        "seen_match",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("reader_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id", "other_id"],
            ["attendee.event_id", "attendee.id"],
            name=op.f("fk_seen_match_event_id_other_id_attendee"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id", "reader_id"],
            ["attendee.event_id", "attendee.id"],
            name=op.f("fk_seen_match_event_id_reader_id_attendee"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", "reader_id", "other_id", name=op.f("pk_seen_match")),
    )
    op.create_index("ix_seen_match_event_id_other_id", "seen_match", ["event_id", "other_id"], unique=False)


def downgrade() -> None:
    op.execute("DELETE FROM decision WHERE answer = 'later'")
    with op.batch_alter_table("decision") as decision:
        decision.drop_constraint(op.f("ck_decision_answer"), type_="check")
        decision.create_check_constraint(op.f("ck_decision_answer"), f"answer IN ({ANSWERS})")
        decision.drop_column("until")
        decision.drop_column("reason")
    for table, column, _kind in reversed(COLUMNS):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    for table in ("installation", "report", "block", "seen_match", "promise", "interest_synonym", "attendee_photo", "card_choice"):
        op.drop_table(table)
    with op.batch_alter_table("contact_side") as side:
        side.drop_constraint(op.f("fk_contact_side_card_id_card"), type_="foreignkey")
        for column in ("let_go_at", "touched_at", "asks_no_follow_up", "may_follow_up", "tags", "card_id"):
            side.drop_column(column)
    op.drop_table("card")
