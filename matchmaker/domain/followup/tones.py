"""What somebody means by writing: a preset decides how a draft ends, the facts stay the same."""

from enum import StrEnum

from matchmaker.errors import N_


class Tone(StrEnum):
    """Why one writes the morning after; asking comes last, and opens after something is given."""

    THANKS = "thanks"
    SHARE = "share"
    INTRODUCE = "introduce"
    AGAIN = "again"
    ASK = "ask"


LABELS = {
    Tone.THANKS: N_("Say thanks"),
    Tone.SHARE: N_("Share something"),
    Tone.INTRODUCE: N_("Introduce"),
    Tone.AGAIN: N_("Meet again"),
    Tone.ASK: N_("Ask for something"),
}
# How a draft of each kind ends; an ask ends with what is asked for.
CLOSES = {
    Tone.THANKS: N_("Shall we keep talking? A short call in the next two weeks would suit me."),
    Tone.SHARE: N_("Something that belongs to our talk is below. No answer needed."),
    Tone.INTRODUCE: N_("There is somebody I would like you to meet. Shall I ask them, and put you two in touch if both of you like?"),
    Tone.AGAIN: N_("Shall we meet again? Half an hour over a coffee in the next two weeks would suit me."),
    Tone.ASK: N_("May I ask you something small?"),
}


def read_tone(text: str) -> Tone:
    """The preset an address names; anything else says thanks."""
    return Tone(text) if text in set(Tone) else Tone.THANKS
