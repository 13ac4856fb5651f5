"""A team that is invited by mail; what an event needs to be opened, and to be changed by two at once."""

import sqlalchemy as sa
from alembic import op

from matchmaker.store.base import UtcTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# Events that are there count as open: their people come and go.
EVENT_COLUMNS = (
    ("version", "INTEGER DEFAULT 0 NOT NULL"),
    ("opened_at", "{time}"),
    ("join_code", "VARCHAR(40) DEFAULT '' NOT NULL"),
    ("hue", "VARCHAR(16) DEFAULT '' NOT NULL"),
    ("logo", "VARCHAR(16) DEFAULT '' NOT NULL"),
    ("retention_days", "INTEGER"),
    ("forgotten_at", "{time}"),
)
ROLE = "role IN ('owner', 'host', 'desk')"


def upgrade() -> None:
    op.create_table(
        "team_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("email_key", sa.String(length=320), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("invited_by", sa.Integer(), nullable=True),
        sa.Column("invited_at", UtcTime(timezone=True), nullable=False),
        sa.Column("expires_at", UtcTime(timezone=True), nullable=False),
        sa.Column("ended_at", UtcTime(timezone=True), nullable=True),
        sa.CheckConstraint(ROLE, name=op.f("ck_team_invitation_role")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_team_invitation_event_id_event"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_invitation")),
    )
    op.create_index("ix_team_invitation_event_id", "team_invitation", ["event_id"], unique=False)
    op.create_index("ix_team_invitation_email_key", "team_invitation", ["email_key"], unique=False)
    op.create_table(
        "former_role",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("removed_at", UtcTime(timezone=True), nullable=False),
        sa.CheckConstraint(ROLE, name=op.f("ck_former_role_role")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_former_role_event_id_event"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_former_role_person_id_person"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", "person_id", name=op.f("pk_former_role")),
    )
    op.create_index(op.f("ix_former_role_person_id"), "former_role", ["person_id"], unique=False)
    _remember_interest_edits()
    time = "TIMESTAMP WITH TIME ZONE" if op.get_bind().dialect.name == "postgresql" else "DATETIME"
    for column, kind in EVENT_COLUMNS:
        op.execute(f"ALTER TABLE event ADD COLUMN {column} {kind.replace('{time}', time)}")
    op.execute("UPDATE event SET opened_at = created_at")
    no = "FALSE" if op.get_bind().dialect.name == "postgresql" else "0"
    op.execute(f"ALTER TABLE login_link ADD COLUMN knows_code BOOLEAN DEFAULT {no} NOT NULL")
    _keep_groups_apart()
    _keep_logos()
    _remember_addresses()


def _keep_groups_apart() -> None:
    op.create_table(
        "group_apart",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("one", sa.String(length=80), nullable=False),
        sa.Column("other", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_group_apart_event_id_event"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", "one", "other", name=op.f("pk_group_apart")),
    )


def _keep_logos() -> None:
    op.create_table(
        "event_logo",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("picture", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.String(length=16), nullable=False),
        sa.Column("made_at", UtcTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_logo_event_id_event"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_logo")),
    )


def _remember_addresses() -> None:
    op.create_table(
        "former_slug",
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_former_slug_event_id_event"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_former_slug")),
    )
    op.create_index(op.f("ix_former_slug_event_id"), "former_slug", ["event_id"], unique=False)


def _remember_interest_edits() -> None:
    op.create_table(
        "interest_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=8), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("into_label", sa.String(length=80), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("done_at", UtcTime(timezone=True), nullable=False),
        sa.Column("undone_at", UtcTime(timezone=True), nullable=True),
        sa.CheckConstraint("verb IN ('rename', 'merge', 'retire')", name=op.f("ck_interest_edit_verb")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_interest_edit_event_id_event"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest_edit")),
    )
    op.create_index("ix_interest_edit_event_id", "interest_edit", ["event_id"], unique=False)
    op.create_table(
        "interest_edit_choice",
        sa.Column("edit_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("attendee_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("had_both", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edit_id"], ["interest_edit.id"], name=op.f("fk_interest_edit_choice_edit_id_interest_edit"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["event_id", "attendee_id"],
            ["attendee.event_id", "attendee.id"],
            name=op.f("fk_interest_edit_choice_event_id_attendee"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("edit_id", "event_id", "attendee_id", "kind", name=op.f("pk_interest_edit_choice")),
    )


def downgrade() -> None:
    op.drop_table("former_slug")
    op.drop_table("event_logo")
    op.drop_table("group_apart")
    op.execute("ALTER TABLE login_link DROP COLUMN knows_code")
    op.drop_table("interest_edit_choice")
    op.drop_table("interest_edit")
    for column, _kind in reversed(EVENT_COLUMNS):
        op.execute(f"ALTER TABLE event DROP COLUMN {column}")
    op.drop_table("former_role")
    op.drop_table("team_invitation")
