"""What the team did, in a table that only grows; when somebody came in."""

import sqlalchemy as sa
from alembic import op

from matchmaker.store.base import UtcTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

REFUSAL = "the log of deeds only grows"


def upgrade() -> None:
    op.create_table(
        "deed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("deed", sa.String(length=40), nullable=False),
        sa.Column("object_kind", sa.String(length=24), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("done_at", UtcTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deed")),
    )
    op.create_index("ix_deed_event_id_done_at", "deed", ["event_id", "done_at"], unique=False)
    op.create_index("ix_deed_actor_id", "deed", ["actor_id"], unique=False)
    is_postgres = op.get_bind().dialect.name == "postgresql"
    if is_postgres:
        op.execute(
            f"CREATE OR REPLACE FUNCTION deed_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
        op.execute("CREATE TRIGGER deed_only_grows BEFORE UPDATE OR DELETE ON deed FOR EACH ROW EXECUTE FUNCTION deed_only_grows()")
    else:
        for what in ("UPDATE", "DELETE"):
            op.execute(f"CREATE TRIGGER deed_no_{what.lower()} BEFORE {what} ON deed BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END")
    time = "TIMESTAMP WITH TIME ZONE" if is_postgres else "DATETIME"
    op.execute(f"ALTER TABLE attendee ADD COLUMN checked_in_at {time}")


def downgrade() -> None:
    op.execute("ALTER TABLE attendee DROP COLUMN checked_in_at")
    op.drop_table("deed")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION deed_only_grows()")
