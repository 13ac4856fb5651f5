"""The draft of a personal follow-up: it names what only these two know, and gives before it asks."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote

from matchmaker.domain.followup.same import key
from matchmaker.domain.followup.tones import CLOSES, Tone
from matchmaker.errors import N_

# Some mail programs cut an address off at about 2,000 characters; a draft that long has lost its reader anyway.
LONGEST_MAILTO = 1900
LONGEST_NOTE = 400
MOST_SHARED = 3
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # fillers of Hangul and Braille: letters that nobody sees

# How a sentence of a draft is said in its writer's language.
Say: TypeAlias = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Offer:
    """One side seeks, the other offers; each in the words of the one who wrote them. An offer to nothing sought has no `theirs`."""

    i_give: bool
    mine: str
    theirs: str

    @property
    def says_the_same(self) -> bool:
        """Both chose the same words, which a sentence needs once."""
        return key(self.mine) == key(self.theirs)


@dataclass(frozen=True, slots=True)
class Meeting:
    """What the writer of a follow-up knows about the person they met, all of it visible to the writer.

    `gifts` are the offers the writer chose to open an ask with; `promise` is what they owe the other.
    """

    event: str
    my_name: str
    their_name: str
    note: str = ""
    shared: tuple[str, ...] = ()
    offer: Offer | None = None
    they_seek: str = ""
    i_seek: str = ""
    promise: str = ""
    gifts: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a draft, and the words of the two that it quotes; without any it could go to anybody."""

    text: str
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A first draft to send from one's own mail; `question` asks for the one thing that would make it specific."""

    subject: str
    body: str
    question: str | None
    quotes: tuple[str, ...] = ()

    @property
    def is_specific(self) -> bool:
        return self.question is None


def draft_followup(meeting: Meeting, tone: Tone = Tone.THANKS, *, say: Say = str) -> Draft:
    """Write the first draft of a follow-up.

    Parameters
    ----------
    meeting : Meeting
        The note stands first because only these two know it; then what one can do for the other; then what they share.
    tone : Tone
        What the draft is for; it decides the end.
    say : callable
        Puts a sentence into the writer's language.

    Returns
    -------
    Draft
        Without a note, a promise, an offer, a seek or a shared interest it says nothing specific: then it carries one question.
    """
    said = lines_about(meeting, tone, say)
    close = _close(meeting, tone, say)
    thanks = say(N_("thank you for the conversation at %(event)s.")) % {"event": meeting.event}
    greeting = say(N_("Dear %(name)s,")) % {"name": meeting.their_name}
    texts = [line.text for line in said]
    paragraphs = [greeting, " ".join([thanks, *texts[:1]]), *texts[1:], close.text, meeting.my_name]
    return draft_of(subject_of(meeting, say), "\n\n".join(paragraphs), [*said, close])


def draft_of(subject: str, body: str, lines: Sequence[Line]) -> Draft:
    """A draft of these lines; it asks its question as long as none of them quotes anything."""
    quotes = tuple(dict.fromkeys(quote for line in lines for quote in line.quotes))
    return Draft(subject, body, None if quotes else N_("What did you two talk about?"), quotes)


def lines_about(meeting: Meeting, tone: Tone, say: Say) -> tuple[Line, ...]:
    """The specific sentences of a draft, in their order."""
    gives = _gifts(meeting, say) if tone is Tone.ASK else _give(meeting, say)
    lines = (_said(meeting, say), _owed(meeting, say), gives, _share(meeting, say))
    return tuple(line for line in lines if line)


def mailto(address: str, draft: Draft) -> str:
    """The draft as an address that opens it in the reader's own mail program."""
    subject = quote(draft.subject, safe="", errors="ignore")
    head = f"mailto:{quote(address, safe='@')}?subject={subject}&body="
    room = LONGEST_MAILTO - len(head)
    return head + _quoted_within(draft.body, room)


def _quoted_within(body: str, room: int) -> str:
    whole = quote(body.replace("\n", "\r\n"), safe="", errors="ignore")
    if len(whole) <= room:
        return whole
    quoted = [quote("\r\n" if sign == "\n" else sign, safe="", errors="ignore") for sign in body]
    length = 0
    for place, piece in enumerate(quoted):
        length += len(piece)
        if length > room:
            return "".join(quoted[:place])
    return "".join(quoted)


def _said(meeting: Meeting, say: Say) -> Line | None:
    note = _shortened(meeting.note, LONGEST_NOTE)
    return _quoting(say(N_("I kept a line of it: “%(note)s”")), note=note)


def _owed(meeting: Meeting, say: Say) -> Line | None:
    return _quoting(say(N_("I have not forgotten what I promised you: “%(promise)s”.")), promise=meeting.promise)


def _give(meeting: Meeting, say: Say) -> Line | None:
    offer = meeting.offer
    if offer and offer.i_give:
        if offer.says_the_same:
            return _quoting(
                say(N_("You are looking for “%(theirs)s”. That is what I can offer, and I would be glad to.")), theirs=offer.theirs
            )
        sentence = say(N_("You are looking for “%(theirs)s”. I can offer “%(mine)s”, and I would be glad to."))
        return _quoting(sentence, theirs=offer.theirs, mine=offer.mine)
    if _plain(meeting.they_seek):
        sentence = say(N_("You are looking for “%(theirs)s”. I will keep my ears open and write when I hear of something."))
        return _quoting(sentence, theirs=meeting.they_seek)
    if offer and offer.says_the_same:
        return _quoting(say(N_("You offer “%(theirs)s”, and that is what I am looking for.")), theirs=offer.theirs)
    if offer:
        sentence = say(N_("You offer “%(theirs)s”, and that is close to what I am looking for: “%(mine)s”."))
        return _quoting(sentence, theirs=offer.theirs, mine=offer.mine)
    return None


def _gifts(meeting: Meeting, say: Say) -> Line | None:
    """What is given before something is asked for, each on a line of its own."""
    lines = [line for gift in meeting.gifts if (line := _gift(gift, say))]
    if not lines:
        return None
    first = say(N_("Before anything else, what I could do for you:"))
    return Line("\n".join([first, *(f"– {line.text}" for line in lines)]), tuple(quote for line in lines for quote in line.quotes))


def _gift(gift: Offer, say: Say) -> Line | None:
    mine = _plain(gift.mine)
    if not _plain(gift.theirs):  # what only its writer says of themself fits anybody: no quote
        return Line(mine) if mine else None
    if gift.says_the_same:
        return _quoting(say(N_("You are looking for “%(theirs)s”, and I can offer it.")), theirs=gift.theirs)
    return _quoting(say(N_("For “%(theirs)s” I can offer “%(mine)s”.")), theirs=gift.theirs, mine=gift.mine)


def _share(meeting: Meeting, say: Say) -> Line | None:
    words = tuple(plain for word in meeting.shared if (plain := _plain(word)))[:MOST_SHARED]
    if not words:
        return None
    return Line(say(N_("We both like to talk about %(words)s.")) % {"words": joined(words, say)}, words)


def _close(meeting: Meeting, tone: Tone, say: Say) -> Line:
    if tone is Tone.ASK:
        return _ask(meeting, say) or Line(say(CLOSES[tone]))
    return Line(say(CLOSES[tone]))


def _ask(meeting: Meeting, say: Say) -> Line | None:
    offer = meeting.offer
    if offer and not offer.i_give:
        if offer.says_the_same:
            return _quoting(
                say(N_("May I ask you something? You offer “%(theirs)s”, and I am looking for just that.")), theirs=offer.theirs
            )
        sentence = say(N_("May I ask you something? I am looking for “%(mine)s”, and you offer “%(theirs)s”."))
        return _quoting(sentence, mine=offer.mine, theirs=offer.theirs)
    seek = _plain(meeting.i_seek)
    # What only its writer says of themself fits anybody: no quote, so it makes no draft specific
    sentence = say(N_("May I ask you something? I am looking for “%(mine)s”. Does somebody come to your mind?"))
    return Line(sentence % {"mine": seek}) if seek else None


def _quoting(sentence: str, **words: str) -> Line | None:
    """A sentence with the words it quotes in it; none if one of them says nothing."""
    plain = {name: _plain(text) for name, text in words.items()}
    return Line(sentence % plain, tuple(plain.values())) if all(plain.values()) else None


def joined(words: tuple[str, ...], say: Say = str) -> str:
    """Words in a row as a sentence has them: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return say(N_("%(first)s and %(last)s")) % {"first": ", ".join(words[:-1]), "last": words[-1]}


def subject_of(meeting: Meeting, say: Say) -> str:
    """What a draft is about, in one line: the event, and the first thing both like to talk about."""
    words = next((plain for word in meeting.shared if (plain := _plain(word))), "")
    if words:
        return say(N_("%(event)s, and %(words)s")) % {"event": meeting.event, "words": words}
    return say(N_("Our talk at %(event)s")) % {"event": meeting.event}


def _plain(text: str) -> str:
    """Words on one line; "" if nothing in them can be read, however many signs there are."""
    line = " ".join(text.split())
    return line if any(_is_read(sign) for sign in line) else ""


def _is_read(sign: str) -> bool:
    """Whether this sign says something by itself: a letter, a number or a picture. Dots and dashes don't."""
    category = unicodedata.category(sign)
    return sign not in _BLANK_LETTERS and (category[0] in "LN" or category == "So")


def _shortened(text: str, most: int) -> str:
    line = _plain(text)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
