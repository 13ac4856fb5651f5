"""A letter of every kind, with something in every slot, so that each of its sentences is seen."""

import re

from matchmaker.domain.followup.topics import TOPICS
from matchmaker.languages import Language
from matchmaker.mail.letter import Letter, Slots, render_letter
from matchmaker.mail.slots import LINKS
from matchmaker.paths import MAIL_TEMPLATES

KINDS = sorted(path.name for path in MAIL_TEMPLATES.iterdir() if path.is_dir())
SLOT = re.compile(r"\{\{(\w+)\}\}")
_PART = re.compile(r"_(\w+)\.txt")

WORDS = {
    "first_name": "Amara",
    "host_name": "Olga Lindqvist",
    "code": "418302",
    "role": "Host",
    "role_meaning": "Prepares, opens, runs and closes the event. Reads no reports and does not change the team.",
    "moment": "Thu 5 Nov 2026, 09:30 UTC",
    "event": "Northlight 26",
    "event_when": "Thu 5 Nov 2026, 09:00 – 17:30 GMT",
    "event_where": "Saltmarsh Hall, 12 Causeway Street",
    "name": "عبد الرحمن Al-Rashid",
    "their_first_name": "عبد الرحمن",
    "their_link": "https://open-records.example/people/al-rashid",
    "headline": "Open records for small hospitals, Cooperative of the Northern Clinics",
    "phone": "+44 1632 960 555",
    "address": "al-rashid@open-records.example",
    "site": "meet.example.org",
    "note": "Knows whom to ask about the van. Wants the tide tables by Friday.",
    "shared": "choirs, plain maps",
    "mine_how": "You seek",
    "mine": "Somebody for open records",
    "theirs_how": "\u2068عبد الرحمن\u2069 offers",
    "theirs": "Two hospitals on open records, and how they got there",
    "label": "Read your list",
    "said_html": "Hello Amara, these people come to Northlight 26 too.",
    "said_txt": "Hello Amara, these people come to Northlight 26 too.",
    "question": "What did you two talk about?",
    "draft_subject": "Northlight 26, and choirs",
    "draft_body": "Dear عبد الرحمن,\n\nthank you for the conversation at Northlight 26. I kept a line of it: “The van.”\n\nAmara",
}


def letter_in(kind: str, tag: str, *, words: dict[str, str] | None = None) -> Letter:
    """One letter of this kind, with the words above or these in its slots."""
    slots: Slots = {}
    for path in ("subject", "preview", "body"):
        slots = {**slots, **slots_of(kind, path, WORDS if words is None else words)}
    stop = "https://meet.example.org/u/i17-Zm9sbG93IHRoZSByaXZlcg" if kind in TOPICS else None
    return render_letter(kind, slots, language=Language(tag), to_address="a@example.org", unsubscribe_url=stop)


def slots_of(kind: str, path: str, words: dict[str, str]) -> Slots:
    """Something in every slot of a wording: figures where it counts, addresses, each part once."""
    text = "".join(file.read_text("utf-8") for file in (MAIL_TEMPLATES / kind).glob(f"{path}.*"))
    parts = {match[1] for file in (MAIL_TEMPLATES / kind).glob("_*.txt") if (match := _PART.fullmatch(file.name))}
    filled: dict[str, str | list[Slots]] = {}
    for name in SLOT.findall(text):
        is_part = name in parts - {path.removeprefix("_")}
        filled[name] = [slots_of(kind, f"_{name}", words)] if is_part else _value(name, words)
    return filled


def _value(name: str, words: dict[str, str]) -> str:
    if name in LINKS:
        return f"https://meet.example.org/{name}"
    return "3" if name in {"count", "days", "minutes"} else words.get(name, "0815")
