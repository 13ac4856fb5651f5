"""A letter somebody wrote themself, as it may be handed over: both parts said, neither without an end."""

from dataclasses import dataclass

from matchmaker.domain.contacts.note import clean_note
from matchmaker.domain.followup.wording import LONGEST_SUBJECT, escape_subject
from matchmaker.errors import N_, Fault

LONGEST_BODY = 5000


@dataclass(frozen=True, slots=True)
class Written:
    """What came with the form, cleaned."""

    subject: str
    body: str


def read_written(subject: str, body: str) -> tuple[Written, list[Fault]]:
    """The letter without control signs, and what is wrong with it; it is refused whole, never cut."""
    line = " ".join(subject.split())
    written = Written(escape_subject(line), clean_note(body))
    faults = []
    if not written.subject or len(line) > LONGEST_SUBJECT:
        faults.append(Fault("subject", N_("A subject has one to %(most)s characters."), {"most": LONGEST_SUBJECT}))
    if not written.body or len(written.body) > LONGEST_BODY:
        faults.append(Fault("body", N_("A letter has one to %(most)s characters. Nothing was sent."), {"most": LONGEST_BODY}))
    return written, faults
