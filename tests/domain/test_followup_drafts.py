"""Drafts of every kind: specific or flagged, quoting only what their writer knows, and giving before they ask."""

import re
import unicodedata
from dataclasses import replace

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.domain.followup.draft import LONGEST_NOTE, Draft, Meeting, Offer, Say, draft_followup
from matchmaker.domain.followup.gifts import suggest_gifts
from matchmaker.domain.followup.own_wording import OwnWording, draft_in, read_wording
from matchmaker.domain.followup.ties import Interests, Join
from matchmaker.domain.followup.tones import CLOSES, LABELS, Tone, read_tone
from matchmaker.paths import TRANSLATIONS

BARE = Meeting(event="Northlight 26", my_name="Ada", their_name="Grace")
# Nothing of this can be seen, or says anything, however many signs it has: blanks of all kinds, marks without a letter, fillers, dots.
SAYS_NOTHING = st.text(
    st.characters(categories=["Zs", "Zl", "Zp", "Cc", "Cf", "Co", "Cn", "Mn", "Pd", "Po"])
    | st.sampled_from(["\u115f", "\u1160", "\u3164", "\uffa0", "\u2800"]),
    max_size=12,
)
HOSTILE = [
    "%(note)s",
    "%s%n",
    "{{about}}",
    "{{name}}{{me}}",
    "{% for %}",
    "\r\nBcc: x@example.org",
    "\u202eevil",
    "“x”",
    "&amp;<b>",
    "خريطة",
    "地図",
]
WORDS = st.text(max_size=60) | SAYS_NOTHING | st.sampled_from([*HOSTILE, "A map", "a  MAP", "x" * 500])
NAMES = st.sampled_from(["Ada", "{{about}}", "%(name)s", "مريم", "A\u202eda", "O'Neill & Sons"])


def meetings(words: st.SearchStrategy[str]) -> st.SearchStrategy[Meeting]:
    offers = st.builds(Offer, i_give=st.booleans(), mine=words, theirs=words)
    return st.builds(
        Meeting,
        event=st.sampled_from(["Northlight 26", "100 % Nord %(event)s", "{{about}}"]),
        my_name=NAMES,
        their_name=NAMES,
        note=words,
        shared=st.lists(words, max_size=4).map(tuple),
        offer=st.none() | offers,
        they_seek=words,
        i_seek=WORDS,  # what its writer seeks is about nobody else, whatever it says
        promise=words,
        gifts=st.lists(offers, max_size=3).map(tuple),
    )


def own_wordings() -> st.SearchStrategy[OwnWording]:
    pieces = st.sampled_from(["{{name}}", "{{event}}", "{{about}}", "{{me}}", "Hi ", "\n\n", "100 % yours", "ش", "{{ about }}", "{x}"])
    texts = st.lists(pieces, min_size=1, max_size=6).map("".join).filter(lambda text: not read_wording("Mine", text)[2])
    return st.builds(OwnWording, id=st.just(1), name=st.just("Mine"), text=texts, asks=st.booleans())


def spoken(language: str) -> Say:
    """A language as the file in translations/ has it; what is not translated yet stays English, as on a page."""
    with (TRANSLATIONS / f"{language}.po").open("rb") as file:
        catalog = read_po(file, language)

    def say(sentence: str) -> str:
        found = catalog.get(sentence)
        return str(found.string) if found and found.string else sentence

    return say


LANGUAGES = {"en": str, "de": spoken("de"), "ar": spoken("ar")}
WAYS = st.sampled_from(Tone) | own_wordings()


def draft(meeting: Meeting, way: Tone | OwnWording, language: str) -> Draft:
    say = LANGUAGES[language]
    return draft_followup(meeting, way, say=say) if isinstance(way, Tone) else draft_in(way, meeting, say=say)


def facts_of(meeting: Meeting) -> set[str]:
    """Every word about the other that the writer knows, as it stands on one line; a long note is cut."""
    offers = [one for one in (meeting.offer, *meeting.gifts) if one]
    known = [
        meeting.note,
        meeting.they_seek,
        meeting.promise,
        *meeting.shared,
        *(text for one in offers for text in (one.mine, one.theirs)),
    ]
    lines = {" ".join(text.split()) for text in known}
    return lines | {line[: LONGEST_NOTE - 1].rstrip() + "…" for line in lines if len(line) > LONGEST_NOTE}


@given(meeting=meetings(SAYS_NOTHING), way=WAYS, language=st.sampled_from(sorted(LANGUAGES)))
def test_what_says_nothing_makes_no_draft_specific_in_any_kind_template_or_language(
    meeting: Meeting, way: Tone | OwnWording, language: str
) -> None:
    written = draft(meeting, way, language)

    assert (written.is_specific, written.quotes) == (False, ())
    assert written.question == "What did you two talk about?"


@given(meeting=meetings(WORDS), way=WAYS, language=st.sampled_from(sorted(LANGUAGES)))
def test_no_draft_without_anything_specific_goes_unflagged(meeting: Meeting, way: Tone | OwnWording, language: str) -> None:
    written = draft(meeting, way, language)

    # Quoted is what the writer knows about the two, it stands in the letter word for word, and it says something.
    assert set(written.quotes) <= facts_of(meeting)
    assert all(quote in written.body for quote in written.quotes)
    assert all(re.search(r"[^\W_]", quote) or any(unicodedata.category(sign) == "So" for sign in quote) for quote in written.quotes)
    assert written.question == (None if written.quotes else "What did you two talk about?")


@given(note=st.sampled_from(["A map", *HOSTILE]), way=WAYS, language=st.sampled_from(sorted(LANGUAGES)))
def test_a_note_is_quoted_whatever_stands_in_it_unless_a_template_leaves_it_out(note: str, way: Tone | OwnWording, language: str) -> None:
    written = draft(replace(BARE, note=note), way, language)

    has_room = isinstance(way, Tone) or re.search(r"{{ ?about ?}}", way.text) is not None
    assert written.quotes == ((" ".join(note.split()),) if has_room else ())
    # Filled in once: what looks like a slot in somebody's words stays their words
    assert written.body.count(" ".join(note.split())) >= (1 if has_room else 0)


@given(meeting=meetings(WORDS))
def test_an_ask_stands_behind_what_is_given(meeting: Meeting) -> None:
    written = draft_followup(replace(meeting, note="", promise="", shared=(), i_seek="A funder", offer=None), Tone.ASK)

    asked = written.body.rindex("May I ask you something? I am looking for “A funder”.")
    assert all(written.body.index(quote) < asked for quote in written.quotes)


@pytest.mark.parametrize("tone", [tone for tone in Tone if tone is not Tone.ASK])
def test_each_kind_ends_in_its_own_words(tone: Tone) -> None:
    assert draft_followup(BARE, tone).body.endswith(f"{CLOSES[tone]}\n\nAda")


def test_an_ask_lists_the_chosen_gifts_and_names_what_is_sought() -> None:
    gifts = (Offer(i_give=True, mine="Interviews", theirs="First users"), Offer(i_give=True, mine="A desk", theirs="A room"))

    draft = draft_followup(replace(BARE, gifts=gifts, i_seek="A funder"), Tone.ASK)

    assert draft.body.split("\n\n")[1:3] == [
        "thank you for the conversation at Northlight 26. Before anything else, what I could do for you:\n"
        "– For “First users” I can offer “Interviews”.\n– For “A room” I can offer “A desk”.",
        "May I ask you something? I am looking for “A funder”. Does somebody come to your mind?",
    ]
    assert draft.quotes == ("First users", "Interviews", "A room", "A desk")


def test_what_i_seek_alone_makes_no_draft_specific() -> None:
    assert not draft_followup(replace(BARE, i_seek="A funder"), Tone.ASK).is_specific


def test_a_promise_is_spoken_of() -> None:
    assert "I have not forgotten what I promised you: “the guide”." in draft_followup(replace(BARE, promise="the guide")).body


def test_a_draft_is_said_in_its_writers_language() -> None:
    said: list[str] = []

    draft_followup(replace(BARE, note="maps"), say=lambda sentence: said.append(sentence) or sentence)

    assert "Dear %(name)s," in said
    assert "I kept a line of it: “%(note)s”" in said


def test_three_gifts_are_suggested_each_of_another_kind_and_what_fits_first() -> None:
    mine = Interests(offer=("Interviews", "A desk in Leith", "Maps"))
    theirs = Interests(seek=("A driver", "A desk for a week", "First users"))
    told = [Join("offer", "Interviews", "seek", "First users"), Join("talk", "Tea", "talk", "Tea")]

    gifts = suggest_gifts(mine, theirs, told)

    assert [(gift.mine, gift.theirs) for gift in gifts] == [
        ("Interviews", "First users"),
        ("A desk in Leith", "A desk for a week"),
        ("Maps", ""),
    ]


def test_an_offer_that_answers_nothing_they_seek_is_given_as_it_is() -> None:
    gifts = suggest_gifts(Interests(offer=("First job", "Boards", "AI")), Interests(seek=("Rust", "ai")))

    draft = draft_followup(replace(BARE, gifts=gifts), Tone.ASK)

    assert [(gift.mine, gift.theirs) for gift in gifts] == [("AI", "ai"), ("First job", ""), ("Boards", "")]
    assert "– You are looking for “ai”, and I can offer it.\n– First job\n– Boards\n" in draft.body
    assert draft.quotes == ("ai",)
    assert not draft_followup(replace(BARE, gifts=gifts[1:]), Tone.ASK).is_specific


@pytest.mark.parametrize(("offer", "seek", "count"), [((), ("A map",), 0), (("A map",), (), 0), (("A map",), ("A", "B", "C", "D"), 1)])
def test_no_gift_is_made_up(offer: tuple[str, ...], seek: tuple[str, ...], count: int) -> None:
    gifts = suggest_gifts(Interests(offer=offer), Interests(seek=seek))

    assert len(gifts) == count
    assert all(gift.mine in offer and gift.theirs in {"", *seek} for gift in gifts)


def test_an_address_that_names_no_tone_says_thanks() -> None:
    assert [read_tone(text) for text in ("ask", "", "shout")] == [Tone.ASK, Tone.THANKS, Tone.THANKS]
    assert set(LABELS) == set(CLOSES) == set(Tone)
