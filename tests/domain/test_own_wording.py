"""A template of one's own: filled in once, flagged like every draft, and refused if it can't be filled in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker.domain.followup.draft import Meeting, Offer
from matchmaker.domain.followup.own_wording import OwnWording, draft_in, read_wording

MEETING = Meeting(event="Northlight 26", my_name="Ada", their_name="Grace", note="maps {{me}}")


def own(text: str, *, asks: bool = False) -> OwnWording:
    return OwnWording(1, "Mine", text, asks)


def test_slots_are_filled_once() -> None:
    draft = draft_in(own("Hi {{name}} of {{event}}!\n{{about}}\n{{me}}"), MEETING)

    assert draft.body == "Hi Grace of Northlight 26!\nI kept a line of it: “maps {{me}}”\nAda"
    assert draft.is_specific


def test_an_ask_lists_the_chosen_gifts() -> None:
    meeting = Meeting("N", "Ada", "Grace", gifts=(Offer(i_give=True, mine="A desk", theirs="A room"),))

    assert "For “A room” I can offer “A desk”." in draft_in(own("{{about}}", asks=True), meeting).body


@given(note=st.text(max_size=40), text=st.sampled_from(["Hi {{name}}", "{{about}}", "Hi {{name}}, {{about}}", "maps"]))
def test_no_template_without_anything_specific_goes_unflagged(note: str, text: str) -> None:
    draft = draft_in(own(text), Meeting("N", "Ada", "Grace", note=note))

    assert draft.is_specific == bool(draft.quotes)
    assert draft.is_specific <= ("{{about}}" in text)
    assert all(quote in draft.body for quote in draft.quotes)


@pytest.mark.parametrize(
    ("name", "text", "fields"),
    [("", "x", ["name"]), ("n" * 41, "x", ["name"]), ("n", " ", ["text"]), ("n", "t" * 3001, ["text"]), ("n", "{{nmae}} {% x", ["text"])],
)
def test_what_cannot_be_filled_in_is_refused(name: str, text: str, fields: list[str]) -> None:
    assert [fault.field for fault in read_wording(name, text)[2]] == fields
