"""The draft of a personal follow-up: it names what only these two know, and gives before it asks."""

from dataclasses import dataclass
from urllib.parse import quote

from matchmaker.errors import N_

# Some mail programs cut an address off at about 2,000 signs; a draft that long has lost its reader anyway.
LONGEST_MAILTO = 1900
LONGEST_NOTE = 400
MOST_SHARED = 3


@dataclass(frozen=True, slots=True)
class Offer:
    """One side seeks, the other offers; each in the words of the one who wrote them."""

    i_give: bool
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """What the writer of a follow-up knows about the person they met, all of it visible to the writer."""

    event: str
    my_name: str
    their_name: str
    note: str = ""
    shared: tuple[str, ...] = ()
    offer: Offer | None = None
    they_seek: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A first draft to send from one's own mail; `question` asks for the one thing that would make it specific."""

    subject: str
    body: str
    question: str | None

    @property
    def is_specific(self) -> bool:
        return self.question is None


def draft_followup(meeting: Meeting) -> Draft:
    """Write the first draft of a follow-up.

    Parameters
    ----------
    meeting : Meeting
        The note stands first because only these two know it; then what one can do for the other; then what they share.

    Returns
    -------
    Draft
        Without a note, an offer, a seek or a shared interest it says nothing specific: then it carries one question.
    """
    said = [line for line in (_said(meeting), _give(meeting), _share(meeting)) if line]
    question = None if said else N_("What did you two talk about?")
    thanks = N_("thank you for the conversation at %(event)s.") % {"event": meeting.event}
    close = N_("Shall we keep talking? A short call in the next two weeks would suit me.")
    paragraphs = [N_("Dear %(name)s,") % {"name": meeting.their_name}, " ".join([thanks, *said[:1]]), *said[1:], close, meeting.my_name]
    return Draft(_subject(meeting), "\n\n".join(paragraphs), question)


def mailto(address: str, draft: Draft) -> str:
    """The draft as an address that opens it in the reader's own mail program."""
    subject = quote(draft.subject, safe="", errors="ignore")
    head = f"mailto:{quote(address, safe='@')}?subject={subject}&body="
    room = LONGEST_MAILTO - len(head)
    return head + _quoted_within(draft.body, room)


def _quoted_within(body: str, room: int) -> str:
    quoted = [quote("\r\n" if sign == "\n" else sign, safe="", errors="ignore") for sign in body]
    length = 0
    for place, piece in enumerate(quoted):
        length += len(piece)
        if length > room:
            return "".join(quoted[:place])
    return "".join(quoted)


def _said(meeting: Meeting) -> str:
    note = _shortened(meeting.note, LONGEST_NOTE)
    return N_("I kept a line of it: “%(note)s”") % {"note": note} if note else ""


def _give(meeting: Meeting) -> str:
    offer = meeting.offer
    if offer and offer.i_give:
        sentence = N_("You are looking for “%(theirs)s”. I can offer “%(mine)s”, and I would be glad to.")
        return sentence % {"theirs": offer.theirs, "mine": offer.mine}
    if meeting.they_seek:
        sentence = N_("You are looking for “%(theirs)s”. I will keep my ears open and write when I hear of something.")
        return sentence % {"theirs": meeting.they_seek}
    if offer:
        sentence = N_("You offer “%(theirs)s”, and that is close to what I am looking for: “%(mine)s”.")
        return sentence % {"theirs": offer.theirs, "mine": offer.mine}
    return ""


def _share(meeting: Meeting) -> str:
    if not meeting.shared:
        return ""
    return N_("We both like to talk about %(words)s.") % {"words": joined(meeting.shared[:MOST_SHARED])}


def joined(words: tuple[str, ...]) -> str:
    """Words in a row as a sentence has them: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return N_("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _subject(meeting: Meeting) -> str:
    if meeting.shared:
        return N_("%(event)s, and %(words)s") % {"event": meeting.event, "words": meeting.shared[0]}
    return N_("Our talk at %(event)s") % {"event": meeting.event}


def _shortened(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
