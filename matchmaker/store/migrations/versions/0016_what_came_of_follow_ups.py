"""What somebody did about the people they met: once per contact and act, on a day."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ACT = sa.table("follow_up_act", *map(sa.column, ("contact_id", "person_id", "act", "day")))
SIDE = sa.table("contact_side", *map(sa.column, ("contact_id", "person_id", "touched_at")))
LETTER = sa.table("personal_letter", *map(sa.column, ("contact_id", "person_id", "created_at")))
CONTACT = sa.table("contact", *map(sa.column, ("id", "event_id", "state", "exchanged_at")))
EVENT = sa.table("event", *map(sa.column, ("id", "forgotten_at")))


def upgrade() -> None:
    op.create_table(
        "follow_up_act",
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=8), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "act IN ('opened', 'copied', 'mailed', 'filed', 'sent', 'marked', 'reminded')", name=op.f("ck_follow_up_act_act")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id", "person_id"],
            ["contact_side.contact_id", "contact_side.person_id"],
            name=op.f("fk_follow_up_act_contact_id_person_id_contact_side"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("contact_id", "person_id", "act", name=op.f("pk_follow_up_act")),
    )
    op.create_index(op.f("ix_follow_up_act_person_id"), "follow_up_act", ["person_id"])
    _note_what_is_known()


def downgrade() -> None:
    op.drop_table("follow_up_act")


def _note_what_is_known() -> None:
    """Figures went by the touch alone until now; what it and the letters tell is noted, as far as the event is still counted."""
    is_postgres = op.get_bind().dialect.name == "postgresql"

    def day(moment: Any) -> Any:
        return sa.func.date(sa.func.timezone("UTC", moment) if is_postgres else moment)

    def told(table: sa.TableClause, act: str, moment: Any) -> sa.Select[Any]:
        rows = sa.select(table.c.contact_id, table.c.person_id, sa.literal(act), day(moment))
        at_its_event = rows.join(CONTACT, CONTACT.c.id == table.c.contact_id).join(EVENT, EVENT.c.id == CONTACT.c.event_id)
        return at_its_event.where(EVENT.c.forgotten_at.is_(None), CONTACT.c.state == "exchanged")

    touched = told(SIDE, "marked", SIDE.c.touched_at).where(SIDE.c.touched_at >= CONTACT.c.exchanged_at)
    sent = told(LETTER, "sent", sa.func.min(LETTER.c.created_at)).group_by(LETTER.c.contact_id, LETTER.c.person_id)
    for rows in (touched, sent):
        op.execute(sa.insert(ACT).from_select(["contact_id", "person_id", "act", "day"], rows))
