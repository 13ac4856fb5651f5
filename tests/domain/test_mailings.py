"""Letters to many, decided without a database: whom they go to, what they may say, how they are filled in, when they leave."""

from datetime import UTC, datetime, timedelta

import pytest

from matchmaker.domain.followup.wording import WORD_JOINER
from matchmaker.domain.mailings.audience import Audience, audience_of, read_audience
from matchmaker.domain.mailings.count import Count
from matchmaker.domain.mailings.library import BY_KEY, LIBRARY
from matchmaker.domain.mailings.schedule import read_moment
from matchmaker.domain.mailings.slots import SLOTS, Sort, slots_of
from matchmaker.domain.mailings.wording import LONGEST_BODY, Piece, Version, pieces_of, read_version, said, said_subject, version_for

NOW = datetime(2026, 11, 5, 9, 30, tzinfo=UTC)
ALLOWED = ("first_name", "event", "list_link", "five_people")
VALUES = {"first_name": "Ada", "event": "Northlight"}
LINKS = {"list_link": "https://meet.example/e/n/matches"}


def faults(subject: str, body: str) -> list[str]:
    return [str(fault) for fault in read_version("en-GB", subject, body, allowed=ALLOWED)[1]]


@pytest.mark.parametrize("ready", [ready for ready in LIBRARY if ready.key != "blank"], ids=lambda ready: ready.key)
def test_every_ready_letter_can_be_sent_as_it_stands(ready: object) -> None:
    letter = BY_KEY[ready.key]  # type: ignore[attr-defined]  # parametrize hands over an object
    version = letter.version("en-GB", str)

    _, wrong = read_version(version.language, version.subject, version.body, allowed=letter.slots)

    assert wrong == []
    values = {name: name for name in slots_of(letter.slots, Sort.WORDS)}
    links = {name: f"https://meet.example/{name}" for name in slots_of(letter.slots, Sort.LINK)}
    for part in ("txt", "html"):
        for piece in pieces_of(version.body):
            assert "{{" not in said(piece.text, values, links, part=part)  # type: ignore[arg-type]  # the two parts
    assert "{{" not in said_subject(version.subject, values)


def test_the_library_has_what_was_asked_for_and_no_slot_twice() -> None:
    asked = ["invitation", "interests", "five_people", "tomorrow", "how_was_it", "whom_you_met", "met_nobody", "reunion", "blank"]

    assert [ready.key for ready in LIBRARY] == asked
    assert all(len(set(ready.slots)) == len(ready.slots) and set(ready.slots) <= set(SLOTS) for ready in LIBRARY)


def test_words_in_another_language_leave_lines_of_slots_alone() -> None:
    version = BY_KEY["five_people"].version("de", lambda sentence: f"[{sentence[:4]}]")

    assert version == Version("de", "[Five]", "[Hell]\n\n[thes]\n\n{{five_people}}\n\n[Your]\n\n{{list_link}}")


def test_every_fault_is_named_with_its_line() -> None:
    body = "Hello {{first_nam}},\n\n{{config}} and {{''.__class__}}\n{a.__class__} ${7*7}\n{% for x in y %}\nsee {{five_people}}"

    assert faults("{{list_link}} for {{first_name}}", body) == [
        "This can’t be filled in in a subject: {{list_link}}",
        "Line 1: this can’t be filled in: {{first_nam}}",
        "Line 3: this can’t be filled in: {{config}}, {{''.__class__}}",
        "Line 5: this can’t be filled in: {%",
        "Line 6: {{five_people}} needs a line of its own.",
    ]


@pytest.mark.parametrize(
    ("subject", "body", "fault"),
    [
        ("", "Hello", "A subject has one to 150 characters."),
        ("s" * 151, "Hello", "A subject has one to 150 characters."),
        ("Hello", " \n ", "A letter without words is not sent. Write at least one sentence."),
        ("Hello", "w" * (LONGEST_BODY + 1), "A letter has at most 10000 characters. Shorten it."),
        ("Hello", "A slot\n{{first_name", "Line 2: this can’t be filled in: {{first_name"),
        (
            "Hello",
            "https://evil.example/?who={{first_name}}",
            "Line 1: a link can’t hold a slot, as what people wrote would become part of the address.",
        ),
    ],
)
def test_what_cannot_be_sent_is_said(subject: str, body: str, fault: str) -> None:
    assert faults(subject, body) == [fault]


def test_a_body_is_taken_apart_at_blank_lines_and_at_slots_of_their_own() -> None:
    body = "Hello {{first_name}},\nnice to see you.\n\n\nThese come:\n{{five_people}}\nMore at {{list_link}}\n{{list_link}}\n{{event}}"

    assert pieces_of(body) == (
        Piece(text="Hello {{first_name}},\nnice to see you."),
        Piece(text="These come:"),
        Piece(slot="five_people"),
        Piece(text="More at {{list_link}}"),
        Piece(slot="list_link"),
        Piece(text="{{event}}"),
    )


def test_typed_words_are_no_markup_and_typed_https_addresses_are_links() -> None:
    text = "<b>Bring</b> a friend, {{first_name}}:\nhttps://example.org/a?b=1&c=2. Not javascript:alert(1), nor http://example.org"

    html = said(text, VALUES, LINKS, part="html")

    assert html == (
        "&lt;b&gt;Bring&lt;/b&gt; a friend, Ada:<br>"
        '<a href="https://example.org/a?b=1&amp;c=2">https://example.org/a?b=1&amp;c=2</a>. '
        "Not javascript:alert(1), nor http://example.org"
    )
    assert said(text, VALUES, LINKS, part="txt") == text.replace("{{first_name}}", "Ada")


@pytest.mark.parametrize(
    "name", ["[x](https://evil.example)", '<a href="https://evil.example">x</a>', "https://evil.example", "evil.example"]
)
def test_a_value_is_never_a_link_and_never_read_again(name: str) -> None:
    values = {"first_name": name, "event": "{{list_link}}"}

    html = said("Hello {{first_name}} at {{event}}, {{list_link}}", values, LINKS, part="html")
    text = said("Hello {{first_name}}", values, LINKS, part="txt")

    assert html.count("<a ") == 1
    assert html.endswith('{{list_link}}, <a href="https://meet.example/e/n/matches">https://meet.example/e/n/matches</a>')
    assert WORD_JOINER in text
    assert "evil.example" not in text


def test_a_subject_stays_on_one_line() -> None:
    assert said_subject("Hello {{first_name}}", {"first_name": "Ada\r\nBcc: evil@example.org"}) == "Hello Ada Bcc: evil@example.org"


def test_a_reader_gets_the_version_of_their_language_or_the_events_or_the_first() -> None:
    versions = [Version("en-GB", "en", "en"), Version("de", "de", "de"), Version("pt-BR", "pt", "pt")]

    def chosen(*languages: str) -> str:
        found = version_for(versions, languages)
        assert found is not None
        return found.language

    assert chosen("de", "en-GB") == "de"
    assert chosen("de-AT", "") == "de"
    assert chosen("pt", "de") == "pt-BR"
    assert chosen("fr", "de") == "de"
    assert chosen("", "") == "en-GB"
    assert version_for([], ["de"]) is None


def test_an_audience_reads_back_as_it_was_kept() -> None:
    form = {"checked_in": "yes", "group": "Team A", "language": "de", "unheard_of": "x"}

    audience, wrong = read_audience(form, groups=["Team A"], languages=["de", "en-GB"])

    assert (audience, wrong) == (Audience(checked_in="yes", group="Team A", language="de"), [])
    assert audience_of(audience.as_json()) == audience
    assert Audience().is_everybody


def test_conditions_nobody_offered_are_refused() -> None:
    _, wrong = read_audience({"checked_in": "perhaps", "group": "Team B", "met": "Ada"}, groups=["Team A"], languages=[])

    assert [(fault.field, str(fault)) for fault in wrong] == [(name, "Choose one of these.") for name in ("checked_in", "met", "group")]


@pytest.mark.parametrize("other", [{"group": "Team A"}, {"language": "de"}, {"interests": "no"}, {"signed_in": "yes"}])
def test_who_met_nobody_cannot_be_narrowed_down(other: dict[str, str]) -> None:
    _, wrong = read_audience({"met": "nobody", **other}, groups=["Team A"], languages=["de"])

    assert [fault.field for fault in wrong] == ["met"]
    assert read_audience({"met": "nobody", "checked_in": "yes"}, groups=[], languages=[])[1] == []


@pytest.mark.parametrize(
    ("count", "shown", "up_to", "may_go"),
    [
        (Count(7), 7, 7, True),
        (Count(0), 0, 0, False),
        (Count(4, 40, is_private=True), 0, 4, False),
        (Count(40, 4, is_private=True), 0, 4, False),
        (Count(5, 5, is_private=True), 5, 9, True),
        (Count(43, 12, is_private=True), 40, 44, True),
    ],
)
def test_a_private_count_is_said_in_steps_and_only_with_five_on_each_side(count: Count, shown: int, up_to: int, may_go: bool) -> None:
    assert (count.shown, count.up_to, count.may_go) == (shown, up_to, may_go)


def test_more_than_five_hundred_need_a_second_word() -> None:
    assert [Count(people).needs_second_word for people in (500, 501)] == [False, True]


def test_a_local_time_is_read_in_the_events_zone() -> None:
    assert read_moment("2026-11-06T08:00", "America/New_York", now=NOW) == (datetime(2026, 11, 6, 13, 0, tzinfo=UTC), [])


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("2027-03-28T01:30", "That time does not exist there"),
        ("2027-10-31T01:30", "That time comes twice there"),
        ("2026-11-05T09:30", "That moment is past"),
        ("2028-11-05T09:30", "That is more than a year away"),
        ("tomorrow", "Give day and time"),
        ("2026-11-06T08:00+01:00", "Give day and time"),
        ("", "Give day and time"),
    ],
)
def test_a_moment_that_is_none_is_refused_with_its_reason(text: str, begin: str) -> None:
    _, wrong = read_moment(text, "Europe/London", now=NOW)

    assert [str(fault).startswith(begin) for fault in wrong] == [True]


def test_the_hours_beside_a_change_of_the_clocks_are_taken() -> None:
    late = NOW + timedelta(days=100)

    assert read_moment("2027-03-28T02:00", "Europe/London", now=late)[0] == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    assert read_moment("2027-03-28T00:59", "Europe/London", now=late)[0] == datetime(2027, 3, 28, 0, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "zone", "said"),
    [
        ("9999-12-31T23:59", "America/New_York", "more than a year away"),
        ("9999-12-31T23:59", "Asia/Tokyo", "more than a year away"),
        ("0001-01-01T00:00", "Europe/Berlin", "past"),
        ("0001-01-01T00:00", "America/New_York", "past"),
    ],
)
def test_a_day_at_the_end_of_the_calendar_is_refused_like_any_other(text: str, zone: str, said: str) -> None:
    _, faults = read_moment(text, zone, now=NOW)

    assert [said in fault.sentence for fault in faults] == [True]
