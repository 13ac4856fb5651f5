"""Every wording loads, both parts hold the same links, and what people wrote stays words."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from matchmaker.domain.followup.sentences import sentences_in
from matchmaker.domain.followup.wording import WordingError, read_template
from matchmaker.languages import Language
from matchmaker.mail.letter import Letter, Slots, render_letter
from matchmaker.mail.slots import SLOTS
from matchmaker.paths import MAIL_TEMPLATES

WORDINGS = sorted(path for path in MAIL_TEMPLATES.rglob("*") if path.is_file())
ENGLISH = Language("en-GB")
UNSUBSCRIBE = "https://meet.example.org/u/token"

GRACE: Slots = {
    "peace": [],
    "name": "Grace Hopper",
    "their_first_name": "Grace",
    "headline": [{"headline": "Compilers that people can read"}],
    "card_address": [{"address": "grace@example.org", "mail_link": "mailto:grace@example.org"}],
    "card_phone": [{"phone": "+44 20 7946 0000"}],
    "card_link": [{"their_link": "https://grace.example"}],
    "contact_link": "https://meet.example.org/e/northlight/contacts/7",
    "note": [{"note": "COBOL for clinics"}],
    "shared": [{"shared": "Rust and choirs"}],
    "joins": [{"mine_how": "You seek", "mine": "A mentor", "theirs_how": "Grace offers", "theirs": "Mentoring"}],
    "draft": [
        {
            "their_first_name": "Grace",
            "draft_subject": "Our talk",
            "draft_body": "Dear Grace,\n\nthank you.",
            "hint": [{"question": "What did you two talk about?", "contact_link": "https://meet.example.org/e/northlight/contacts/7"}],
            "word_for_word": [{}],
            "mail_button": [{"mail_link": "mailto:grace@example.org?subject=Our%20talk"}],
        }
    ],
}


class Links(HTMLParser):
    """The addresses an HTML part leads to, and whether it loads anything."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.leads_to: list[str] = []
        self.loads: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a":
            self.leads_to.append(values.get("href") or "")
        self.loads += [value or "" for name, value in attrs if name in {"src", "background", "srcset"}] + ([tag] if tag == "link" else [])


def web_links(links: list[str]) -> set[str]:
    return {link for link in links if link.startswith("http")}


def links_in_text(text: str) -> set[str]:
    return set(re.findall(r"https?://[^\s]+", text))


def met_letter(language: Language = ENGLISH, **changes: object) -> Letter:
    slots: dict[str, object] = {
        "first_name": "Ada",
        "event": "Northlight 26",
        "contacts_link": "https://meet.example.org/c",
        "followups_link": "https://meet.example.org/f",
        "people": [GRACE],
    }
    slots |= {"more": [{"count": "3"}], **changes}
    return render_letter("met", slots, language=language, to_address="ada@example.org", to_name="Ada Lovelace", unsubscribe_url=UNSUBSCRIBE)  # type: ignore[arg-type]


def sign_in_letter(**changes: str) -> Letter:
    slots = {"first_name": "Ada", "code": "418302", "link": "https://meet.example.org/in#a&b", "minutes": "10", "event": "Northlight 26"}
    return render_letter("sign_in", {**slots, **changes}, language=ENGLISH, to_address="ada@example.org")


def nobody_letter() -> Letter:
    slots = {
        "first_name": "Ada",
        "event": "Northlight 26",
        "scan_link": "https://meet.example.org/scan",
        "list_link": "https://meet.example.org/m",
    }
    return render_letter("met_nobody", slots, language=ENGLISH, to_address="ada@example.org", unsubscribe_url=UNSUBSCRIBE)


def trial_letter() -> Letter:
    slots = {"site": "meet.example.org", "moment": "5 November 2026, 09:30 UTC", "link": "https://meet.example.org"}
    return render_letter("test", slots, language=ENGLISH, to_address="ada@example.org")


@pytest.mark.parametrize("path", WORDINGS, ids=lambda path: str(path.relative_to(MAIL_TEMPLATES)))
def test_every_wording_keeps_to_the_closed_list_of_slots(path: Path) -> None:
    assert read_template(path.read_text("utf-8"), allowed=SLOTS).slots <= SLOTS
    assert not [sentence.one for _, sentence in sentences_in(path.read_text("utf-8")) if re.search(r"<|&\w+;|\bhref\b", sentence.one)]


@pytest.mark.parametrize("letter", [met_letter(), sign_in_letter(), nobody_letter(), trial_letter()], ids=lambda letter: letter.kind)
def test_both_parts_hold_the_same_links_and_load_nothing(letter: Letter) -> None:
    html = Links(letter.html)

    assert web_links(html.leads_to) == links_in_text(letter.text)
    assert html.loads == []


@pytest.mark.parametrize("letter", [met_letter(), sign_in_letter(), nobody_letter(), trial_letter()], ids=lambda letter: letter.kind)
def test_no_slot_is_left_open(letter: Letter) -> None:
    assert "{{" not in letter.subject + letter.text + letter.html


def test_the_code_stands_first_in_subject_and_text() -> None:
    letter = sign_in_letter()

    assert letter.subject == "418302 is your code for Northlight 26"
    assert letter.text.startswith("Your code: 418302\n")
    assert ">418302</td>" in letter.html


def test_only_letters_one_may_stop_carry_the_way_to_stop_them() -> None:
    assert UNSUBSCRIBE in met_letter().text
    assert "No more letters" not in sign_in_letter().text + sign_in_letter().html


def test_a_person_without_card_note_or_draft_leaves_no_empty_lines_behind() -> None:
    empty = {name: value if isinstance(value, str) else [] for name, value in GRACE.items()}

    letter = met_letter(people=[empty], more=[])

    assert "Grace Hopper\nTheir card and your note:\nhttps://meet.example.org/e/northlight/contacts/7\n" in letter.text
    assert "\n\n\n\n" not in letter.text
    assert "<li></li>" not in letter.html
    assert "Your note:" not in letter.html


def test_people_stand_in_the_order_given() -> None:
    letter = met_letter(people=[{**GRACE, "name": "Zoe"}, {**GRACE, "name": "Alan"}])

    assert letter.text.index("Zoe") < letter.text.index("Alan")
    assert letter.html.count('class="card"') == 2


@pytest.mark.parametrize(
    "name", ["[x](https://evil.example)", '<a href="https://evil.example">x</a>', "https://evil.example", "evil.example"]
)
def test_a_name_never_becomes_a_link(name: str) -> None:
    letter = met_letter(first_name=name, event=name, people=[{**GRACE, "name": name, "note": [{"note": name}]}])

    assert not [link for link in Links(letter.html).leads_to if "evil" in link]
    assert "evil.example" not in letter.html
    assert "https://evil" not in letter.text


def test_a_link_of_ours_is_escaped_for_html() -> None:
    assert 'href="https://meet.example.org/in#a&amp;b"' in sign_in_letter().html


@pytest.mark.parametrize("link", ["javascript:alert(1)", 'https://x.example/"onclick=', "https://x.example/ y", "//evil.example"])
def test_only_addresses_we_made_go_into_links(link: str) -> None:
    with pytest.raises(ValueError, match="not an address of ours"):
        sign_in_letter(link=link)


def test_a_wording_with_an_unknown_slot_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "greeting"
    folder.mkdir()
    (folder / "subject.txt").write_text("Hello {{config}}")
    monkeypatch.setattr("matchmaker.mail.letter.MAIL_TEMPLATES", tmp_path)

    with pytest.raises(WordingError, match=re.escape("{{config}}")):
        render_letter("greeting", {}, language=ENGLISH, to_address="ada@example.org")
