"""The tags that one person has given to people they met: what a field for tags offers them."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matchmaker.domain.contacts.tags import read_tags
from matchmaker.store.models.contacts import Contact, ContactSide


def tags_used(session: Session, person_id: int, limit: int) -> tuple[str, ...]:
    """This person's own tags, the latest used first, each once; nobody else's ever."""
    newest = func.coalesce(ContactSide.noted_at, Contact.created_at).desc()
    rows = (
        select(ContactSide.tags)
        .join(Contact, Contact.id == ContactSide.contact_id)
        .where(ContactSide.person_id == person_id)
        .order_by(newest, Contact.id.desc())
    )
    return read_tags(tag for tags in session.scalars(rows) for tag in tags)[:limit]
