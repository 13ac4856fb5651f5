"""Who stands in a letter to many: those of the reader's own list, those they met, and invented ones where it is only shown."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from matchmaker.domain.followup.ties import Join
from matchmaker.services.contact_cards import met_people
from matchmaker.services.followup_letters import facts_between
from matchmaker.services.match_cards import MatchCard, card_of
from matchmaker.store.queries.followup import Reader
from matchmaker.store.queries.mailings import MailingReader
from matchmaker.store.queries.matches import open_places

FIVE = 5
FEW = 3  # for whoever wants few
MOST_MET = 20


@dataclass(frozen=True, slots=True)
class ShownPerson:
    """Somebody in a letter."""

    name: str
    short_name: str
    about: str = ""
    join: Join | None = None


# As people wrote them, so in no language but their own.
INVENTED = (
    ShownPerson(
        "Hye-jin Baek",
        "Hye-jin",
        "Runs a clinic on wheels, Van Clinic Fife",
        Join("offer", "Interviews with patients, done properly", "seek", "Help with my first ten interviews"),
    ),
    ShownPerson("Dafydd Penhallow", "Dafydd", "", Join("talk", "Maps", "talk", "Maps for cyclists")),
)


def people_on_list(session: Session, reader: MailingReader, *, now: datetime) -> tuple[ShownPerson, ...]:
    """As the reader's own page shows them at this moment; none for somebody who wants a plain list."""
    if reader.list_kind == "plain":
        return ()
    most = FEW if reader.wants_few else FIVE
    asked = {"event_id": reader.event_id, "reader_id": reader.attendee_id, "person_id": reader.person_id}
    cards = [
        card_of(row, reader_id=reader.attendee_id, sees=reader.sees) for row in open_places(session, **asked, limit=most, now=now).places
    ]
    return tuple(ShownPerson(card.name, card.short_name, _about(card.headline, card.organisation), _first_join(card)) for card in cards)


def people_met_by(session: Session, reader: MailingReader) -> tuple[ShownPerson, ...]:
    """Those whose card the reader holds right now, each with the first of what speaks for the two, as in the letter after the event."""
    met = met_people(session, event_id=reader.event_id, person_id=reader.person_id)[:MOST_MET]
    known = Reader(reader.event_id, reader.slug, reader.event, reader.attendee_id, reader.person_id, reader.name, reader.email)
    return tuple(
        ShownPerson(
            one.card.name,
            one.card.short_name,
            _about(one.card.headline, one.card.organisation),
            one.joins[0] if one.joins else None,
        )
        for one in facts_between(session, known, met)
    )


def _first_join(card: MatchCard) -> Join | None:
    """The first reason, in the words of the two."""
    if not card.reasons:
        return None
    reason = card.reasons[0]
    mine, theirs = ("".join(str(text) for text, *_ in pieces) for pieces in (reason.mine, reason.theirs))
    return Join(reason.mine_field, mine, reason.theirs_field, theirs)


def _about(*words: str) -> str:
    return ", ".join(word for word in words if word)
