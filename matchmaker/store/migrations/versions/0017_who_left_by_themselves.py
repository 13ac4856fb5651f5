"""When somebody left an event by themselves, so that no attendee file brings them back."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # In one statement that both engines take: see 0002.
    time = "TIMESTAMP WITH TIME ZONE" if op.get_bind().dialect.name == "postgresql" else "DATETIME"
    op.execute(f"ALTER TABLE attendee ADD COLUMN left_at {time}")


def downgrade() -> None:
    op.execute("ALTER TABLE attendee DROP COLUMN left_at")
