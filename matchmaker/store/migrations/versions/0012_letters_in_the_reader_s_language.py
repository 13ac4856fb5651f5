"""Which language somebody read when they last signed in, for letters that have no other wish to go by."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("letter_language", sa.String(length=16), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("person", "letter_language")
