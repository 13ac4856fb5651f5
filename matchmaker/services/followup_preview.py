"""Both letters before they are sent: as one real attendee would get them, but with invented people in them.

The organiser never learns who met whom, so the people of a preview are nobody's contacts; and as who met nobody is nobody's
business either, both letters are shown to the same attendee, the first of the roster.
"""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from matchmaker.domain.contacts.card import SharedCard
from matchmaker.domain.followup.ties import Join
from matchmaker.errors import N_
from matchmaker.mail.letter import Letter
from matchmaker.services.followup_letters import MetPerson, met_letter, met_nobody_letter
from matchmaker.settings import Settings
from matchmaker.store.queries.followup import Reader, first_reader
from matchmaker.store.queries.visits import EventFacts

INVENTED = (
    MetPerson(
        0,
        SharedCard(
            "Hye-jin Baek", "Hye-jin", "Van Clinic Fife", "Runs a clinic on wheels", email="hye-jin@example.org", phone="01632 960 555"
        ),
        note=N_("Wants to sit in on an interview before she runs her own. Van route starts in January."),
        joins=(Join("offer", N_("Interviews with patients, done properly"), "seek", N_("Help with my first ten interviews")),),
        they_seek=N_("Help with my first ten interviews"),
    ),
    MetPerson(0, SharedCard("Dafydd Penhallow", "Dafydd", "", "Maps for cyclists", email="dafydd@example.org")),
)
# Stands in when the event has no reader of this letter yet.
SOMEBODY = ("Amara Nwosu", "amara@example.org")


@dataclass(frozen=True, slots=True)
class Preview:
    kind: str
    reader: str
    is_real_reader: bool
    letter: Letter


def preview_letter(session: Session, event: EventFacts, kind: str, *, settings: Settings) -> Preview:
    """One of the two letters."""
    return _preview(event, kind, first_reader(session, event.id), settings)


def preview_letters(session: Session, event: EventFacts, *, settings: Settings) -> tuple[Preview, Preview]:
    reader = first_reader(session, event.id)
    return _preview(event, "met", reader, settings), _preview(event, "met_nobody", reader, settings)


def _preview(event: EventFacts, kind: str, real: Reader | None, settings: Settings) -> Preview:
    reader = real or Reader(event.id, event.slug, event.name, 0, 0, *SOMEBODY, languages=(event.language,))
    # The preview's own way to stop letters leads nowhere: an organiser who tries it must not stop somebody else's.
    shown = replace(reader, person_id=0)
    letter = met_nobody_letter(shown, settings=settings) if kind == "met_nobody" else met_letter(shown, INVENTED, settings=settings)
    return Preview(kind, reader.name, real is not None, letter)
