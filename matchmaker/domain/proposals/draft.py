"""A proposed introduction as it is written: two people, a reason for both, and a line for each."""

from dataclasses import dataclass
from typing import Final

from matchmaker.domain.contacts.card import SharedCard
from matchmaker.domain.contacts.note import clean_note
from matchmaker.domain.proposals.anonymous import holds_address, telling_words, word_found
from matchmaker.errors import N_, BadInputError, Fault

LONGEST_REASON: Final = 400
LONGEST_LINE: Final = 140


@dataclass(frozen=True, slots=True)
class ProposalDraft:
    """What stands in the form.

    Attributes
    ----------
    one, other
        The proposer's contacts with the two; 0: nobody chosen.
    reason
        Both read it.
    to_one, to_other
        What only the first, or only the second, reads about the other.
    """

    one: int = 0
    other: int = 0
    reason: str = ""
    to_one: str = ""
    to_other: str = ""


def read_proposal(typed: ProposalDraft, *, one: SharedCard | None, other: SharedCard | None) -> ProposalDraft:
    """Check the whole form.

    Parameters
    ----------
    typed
        The form as it came in.
    one, other
        The cards of the two as the proposer holds them; None: none of theirs.

    Raises
    ------
    BadInputError
        With every fault, in the order of the form.
    """
    reason = clean_note(typed.reason)
    to_one, to_other = (" ".join(clean_note(line).split()) for line in (typed.to_one, typed.to_other))
    faults = [Fault(field, N_("Choose somebody whose card you hold.")) for field, card in (("one", one), ("other", other)) if card is None]
    if one is not None and typed.one == typed.other:
        faults.append(Fault("other", N_("These are one and the same person. Choose two.")))
    if not reason:
        faults.append(Fault("reason", N_("Say why the two should meet. Both read it before they decide.")))
    words = [word for card in (one, other) if card for word in telling_words(card)]
    for field, text, most in (("reason", reason, LONGEST_REASON), ("to_one", to_one, LONGEST_LINE), ("to_other", to_other, LONGEST_LINE)):
        faults += _text_faults(field, text, words, most)
    if faults:
        raise BadInputError(*faults)
    return ProposalDraft(typed.one, typed.other, reason, to_one, to_other)


def _text_faults(field: str, text: str, words: list[str], most: int) -> list[Fault]:
    faults = []
    if len(text) > most:
        faults.append(Fault(field, N_("At most %(most)s characters fit here."), {"most": most}))
    if found := word_found(text, words):
        faults.append(Fault(field, N_("“%(word)s” says who one of the two is. Neither may know before both agree."), {"word": found}))
    if holds_address(text):
        faults.append(Fault(field, N_("Leave out addresses, links and numbers: they say who somebody is.")))
    return faults
