"""A report about somebody's behaviour: one reason of a closed list, and the reporter's own words."""

from collections.abc import Mapping
from dataclasses import dataclass

from matchmaker.domain.roster.cells import whole_text
from matchmaker.errors import N_, BadInputError, Fault

LONGEST_WORDS = 2000
REASONS: Mapping[str, str] = {
    "pestering": N_("Does not leave me or others alone"),
    "harassment": N_("Harassment, threats or hate"),
    "touch": N_("Touched or cornered somebody"),
    "false_name": N_("Pretends to be somebody else"),
    "selling": N_("Advertising, selling or a scam"),
    "profile": N_("Something in their profile or photo"),
    "other": N_("Something else"),
}


@dataclass(frozen=True, slots=True)
class ReportDraft:
    reason: str
    words: str
    with_note: bool


def read_report(form: Mapping[str, str]) -> ReportDraft:
    """Check the whole form.

    Raises
    ------
    BadInputError
        With every fault, in the order of the form.
    """
    reason, words = form.get("reason", ""), whole_text(form.get("words", ""))
    faults = []
    if reason not in REASONS:
        faults.append(Fault("reason", N_("Choose what it is about.")))
    if reason == "other" and not words:
        faults.append(Fault("words", N_("Say in a sentence what happened.")))
    if len(words) > LONGEST_WORDS:
        sentence = N_("This has %(length)s characters; at most %(most)s fit. Nothing was sent yet: please shorten it.")
        faults.append(Fault("words", sentence, {"length": len(words), "most": LONGEST_WORDS}))
    if faults:
        raise BadInputError(*faults)
    return ReportDraft(reason, words, form.get("with_note") == "1")
