"""Somebody's own wording of a follow-up: their words around slots, checked once when it is kept."""

from dataclasses import dataclass

from matchmaker.domain.contacts.note import clean_note
from matchmaker.domain.followup.draft import Draft, Meeting, Say, draft_of, lines_about, subject_of
from matchmaker.domain.followup.tones import Tone
from matchmaker.domain.followup.wording import faults_in, fill_in, read_template
from matchmaker.domain.signin.name import one_line
from matchmaker.errors import N_, Fault

# `about` is what the draft knows of the two: without it, a wording could go to anybody.
SLOTS = ("name", "event", "about", "me")
# What a new one starts from: every slot at its place.
START = N_("Dear {{name}},\n\nthank you for our talk at {{event}}.\n\n{{about}}\n\n{{me}}")
LONGEST_NAME = 40
LONGEST_TEXT = 3000


@dataclass(frozen=True, slots=True)
class OwnWording:
    """`asks`: it asks for something, so it opens after what could be given."""

    id: int
    name: str
    text: str
    asks: bool


def read_wording(name: str, text: str) -> tuple[str, str, list[Fault]]:
    """Name and text cleaned, and what is wrong with them."""
    line, words, faults = one_line(name), clean_note(text), []
    if not 0 < len(line) <= LONGEST_NAME:
        faults.append(Fault("name", N_("A name has one to %(most)s characters."), {"most": LONGEST_NAME}))
    if not 0 < len(words) <= LONGEST_TEXT:
        faults.append(Fault("text", N_("A template has one to %(most)s characters."), {"most": LONGEST_TEXT}))
    if unknown := faults_in(words, allowed=SLOTS):
        faults.append(Fault("text", N_("This can’t be filled in: %(slots)s"), {"slots": ", ".join(unknown)}))
    return line, words, faults


def draft_in(wording: OwnWording, meeting: Meeting, *, say: Say = str) -> Draft:
    """The draft as its writer words it; without `about`, or with nothing to say there, it carries its question."""
    template = read_template(wording.text, allowed=SLOTS)
    lines = lines_about(meeting, Tone.ASK if wording.asks else Tone.THANKS, say) if "about" in template.slots else ()
    values = {
        "name": meeting.their_name,
        "event": meeting.event,
        "about": "\n\n".join(line.text for line in lines),
        "me": meeting.my_name,
    }
    return draft_of(subject_of(meeting, say), fill_in(template, values, escape=str), lines)
