"""Templates are filled once, from a closed list of slots, and no name gets out of its place."""

import random

import pytest

from matchmaker.domain.followup.wording import (
    LONGEST_SUBJECT,
    Ready,
    WordingError,
    escape_html,
    escape_subject,
    escape_text,
    faults_in,
    fill_in,
    read_template,
)

SLOTS = frozenset({"first_name", "event"})
HOSTILE_TEMPLATES = [
    "{{config}}",
    "{{''.__class__}}",
    "{{first_name.__class__}}",
    "{% for x in y %}",
    "{{ first_name }}",
    "{{first_name|upper}}",
    "{{",
]


def test_slots_are_filled_with_their_values() -> None:
    template = read_template("Hello {{first_name}}, {{event}} is over. {{first_name}}!", allowed=SLOTS)

    letter = fill_in(template, {"first_name": "Ada", "event": "Northlight"}, escape=escape_text)

    assert letter == "Hello Ada, Northlight is over. Ada!"


@pytest.mark.parametrize("wording", HOSTILE_TEMPLATES)
def test_anything_but_a_known_slot_is_refused_when_the_wording_is_loaded(wording: str) -> None:
    with pytest.raises(WordingError):
        read_template(f"Hello {wording}", allowed=SLOTS)


def test_all_faults_of_a_wording_are_named_at_once() -> None:
    assert faults_in("{{config}} {{first_name}} {{ x }} {% if %}", allowed=SLOTS) == ["{{config}}", "{{ x }}", "{%"]


def test_single_braces_and_dollars_are_only_words() -> None:
    template = read_template("{a.__class__} ${7*7} {first_name}", allowed=SLOTS)

    assert fill_in(template, {}, escape=escape_text) == "{a.__class__} ${7*7} {first_name}"


def test_a_value_that_looks_like_a_slot_stays_words() -> None:
    filled = fill_in("{{first_name}} {{event}}", {"first_name": "{{event}}", "event": "{{first_name}}"}, escape=escape_text)

    assert filled == "{{event}} {{first_name}}"


def test_a_slot_without_a_value_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        fill_in("{{first_name}}", {}, escape=escape_text)


def test_ready_text_is_put_in_as_it_is() -> None:
    assert fill_in("{{event}}", {"event": Ready("<b>&</b>")}, escape=escape_html) == "<b>&</b>"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<a href='https://evil.example'>x</a>", "&lt;a href=&#x27;https\u2060:\u2060//evil\u2060.\u2060example&#x27;&gt;x&lt;/a&gt;"),
        ("[x](https://evil.example)", "[x](https\u2060:\u2060//evil\u2060.\u2060example)"),
        ("www.evil.example", "www\u2060.\u2060evil\u2060.\u2060example"),
        ("ada@evil.example", "ada\u2060@\u2060evil\u2060.\u2060example"),
        ("evil。example", "evil\u2060。\u2060example"),
        ("javascript:alert(1)", "javascript\u2060:\u2060alert(1)"),
        ("one\r\ntwo", "one<br>two"),
        ("At 10.30, Python 3.11: fine. Next: tea", "At 10.30, Python 3.11: fine. Next: tea"),
        ("Ada & Co \u202eevil", "Ada &amp; Co  evil"),
    ],
)
def test_words_in_html_hold_no_markup_and_no_link(written: str, shown: str) -> None:
    assert escape_html(written) == shown


def test_text_keeps_line_breaks_and_nothing_else_that_controls() -> None:
    assert escape_text("a\x00b\x0bc\x1cd\u0085e\u2028f\ng\rh\r\ni\ud800j") == "a b c d e f\ng\nh\ni j"


def test_letters_that_need_joiners_keep_them() -> None:
    persian, family = "می‌خواهم", "👩‍👩‍👧"

    assert escape_subject(persian) == persian
    assert escape_text(family) == family


def test_a_subject_is_one_line_with_an_end() -> None:
    subject = escape_subject("Ada\r\nBcc: evil@evil.example\u2029" + "x" * 500)

    assert subject.startswith("Ada Bcc: evil@evil.example xxx")
    assert subject.endswith("…")
    assert len(subject) == LONGEST_SUBJECT


def test_a_thousand_hostile_names_stay_one_line_without_a_link() -> None:
    dice = random.Random(20261105)
    alphabet = "aZ9 .:/@<>[]()\"'&{}%\\\r\n\t\x00\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\u202e\u2066\ufeff。．éß漢ا\U0001f600"

    for _ in range(1000):
        name = "".join(dice.choices(alphabet, k=dice.randint(1, 60)))

        assert len(escape_subject(name).splitlines()) <= 1
        shown = escape_html(name)
        assert not set(shown.replace("<br>", "")) & set("<>\"'\r\n\x00\x0b\x1c\x85\u2028\u2029\u202e")
        assert "://" not in shown
        assert fill_in("{{first_name}}", {"first_name": name}, escape=escape_html) == shown
