"""One of many letters, written when it leaves: from the words in its reader's language and from what is true then.

Whether the reader still belongs to the audience is not asked again: docs/decisions/an-audience-is-read-once.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from matchmaker.domain.followup.wording import Ready, escape_subject
from matchmaker.domain.mailings.audience import audience_of
from matchmaker.domain.mailings.library import BY_KEY
from matchmaker.domain.mailings.schedule import lateness
from matchmaker.domain.mailings.slots import SLOTS, Sort
from matchmaker.domain.mailings.wording import Piece, Version, pieces_of, said, said_subject, slots_in, version_for
from matchmaker.domain.privacy.cards import first_name
from matchmaker.errors import N_
from matchmaker.languages import Language, first_known
from matchmaker.mail.letter import Letter, Slots, render_letter
from matchmaker.mail.styling import link_style
from matchmaker.services.mailing_people import INVENTED, ShownPerson, people_met_by, people_on_list
from matchmaker.services.unsubscribe import unsubscribe_url
from matchmaker.settings import Settings
from matchmaker.store.models.mail import OutboxLetter
from matchmaker.store.models.mailings import Mailing
from matchmaker.store.queries.mailings import (
    MailingReader,
    first_owner,
    mailing_at,
    organiser_as_reader,
    person_named,
    reader_of_mailing,
    versions_of,
)
from matchmaker.times import day_text, span_text

KIND = "mailing"


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything one letter may say."""

    reader: MailingReader
    host: tuple[str, str]  # name and address
    now: datetime
    five_people: Sequence[ShownPerson] = ()
    people_met: Sequence[ShownPerson] = ()


def write_mailing(session: Session, row: OutboxLetter, *, settings: Settings, now: datetime) -> Letter | None:
    """One letter of many; None if its reader attends no more or pauses, or what it is about is over or taken back."""
    mailing = _mailing_of(session, row)
    reader = reader_of_mailing(session, row.event_id, row.person_id)
    if mailing is None or reader is None or lateness(BY_KEY[mailing.based_on], reader, at=now):
        return None
    worded = [version for version in versions_of(session, mailing.id) if version.subject and version.body]
    version = version_for(worded, (*reader.languages, settings.language))
    if version is None:
        return None
    facts = facts_for(session, version, reader, sent_by=mailing.sent_by, now=now)
    if _has_lost_its_cause(mailing, version, facts):
        return None
    return compose(version, facts, settings=settings, unsubscribe=unsubscribe_url(settings, reader.person_id, row.kind))


def _has_lost_its_cause(mailing: Mailing, version: Version, facts: Facts) -> bool:
    """Whether it went to those who met somebody, to tell them whom, and its reader holds no card any more.

    Of others, a letter that stayed away would tell the organiser, who sees their names beside it, that they met nobody.
    """
    tells_whom = audience_of(mailing.audience).met == "somebody" and "people_met" in slots_in(version)
    return tells_whom and not facts.people_met


def has_reader(session: Session, row: OutboxLetter) -> bool:
    """Whether it is worth knocking for this letter: its reader still attends and does not pause."""
    return reader_of_mailing(session, row.event_id, row.person_id) is not None


def write_mailing_test(session: Session, row: OutboxLetter, *, settings: Settings, now: datetime) -> Letter | None:
    """To whoever of the team asked for it; who met whom stays between the two, so the people in it are invented."""
    mailing = _mailing_of(session, row)
    if mailing is None or row.event_id is None or row.person_id is None:
        return None
    reader = organiser_as_reader(session, row.event_id, row.person_id)
    version = version_for(versions_of(session, mailing.id), (str(row.payload.get("language", "")),))
    if reader is None or version is None:
        return None
    facts = Facts(reader, person_named(session, row.person_id), now, INVENTED, INVENTED)
    return compose(version, facts, settings=settings, unsubscribe=None, mark="[Test] ")


def facts_for(session: Session, version: Version, reader: MailingReader, *, sent_by: int | None, now: datetime) -> Facts:
    """What this letter needs to know, and nothing it does not say."""
    wanted = slots_in(version)
    five = people_on_list(session, reader, now=now) if "five_people" in wanted else ()
    met = people_met_by(session, reader) if "people_met" in wanted else ()
    host = person_named(session, sent_by, while_in_team_of=reader.event_id)  # nobody's answers go to who has left the team
    if "host_name" in wanted and not host[1]:
        host = first_owner(session, reader.event_id)  # these words ask for an answer, so somebody gets it, and is named
    return Facts(reader, host, now, five, met)


def compose(version: Version, facts: Facts, *, settings: Settings, unsubscribe: str | None, mark: str = "") -> Letter:
    """The letter in these words.

    Parameters
    ----------
    unsubscribe : str or None
        Where one press ends letters like it; None on a letter to oneself.
    mark : str
        Stands before the subject.
    """
    reader, (host, host_address) = facts.reader, facts.host
    language = first_known(version.language)
    values, links = _words(facts, language), _links(reader, settings)
    pieces = [_slots_of(piece, facts, values, links, language) for piece in pieces_of(version.body)]
    subject, first = escape_subject(mark + said_subject(version.subject, values)), _first_words(version, values, links)
    slots: Slots = {"draft_subject": subject, "words": first, "pieces": pieces}
    return render_letter(
        KIND,
        slots,
        language=language,
        to_address=reader.email,
        to_name=reader.name,
        unsubscribe_url=unsubscribe,
        reply_to=(host, host_address) if host_address else None,
    )


def _first_words(version: Version, values: dict[str, str], links: dict[str, str]) -> str:
    """What lists of letters show beside the subject: the first paragraph after the greeting."""
    texts = [piece.text for piece in pieces_of(version.body) if piece.text]
    return said(texts[1], values, links, part="txt") if len(texts) > 1 else ""


def _mailing_of(session: Session, row: OutboxLetter) -> Mailing | None:
    number = row.payload.get("mailing_id")
    return mailing_at(session, row.event_id, number) if row.event_id is not None and isinstance(number, int) else None


def _words(facts: Facts, language: Language) -> dict[str, str]:
    reader = facts.reader
    zone = ZoneInfo(reader.time_zone)
    days = (reader.starts_at.astimezone(zone).date() - facts.now.astimezone(zone).date()).days
    return {
        "first_name": first_name(reader.name),
        "event": reader.event,
        "event_day": day_text(reader.starts_at, reader.time_zone, language),
        "event_place": reader.place,
        "host_name": facts.host[0] or reader.event,
        "days_left": str(max(0, days)),
    }


def _links(reader: MailingReader, settings: Settings) -> dict[str, str]:
    home = f"{settings.base_url}/e/{reader.slug}"
    return {
        "event_link": f"{home}/",
        "interests_link": f"{home}/interests",
        "list_link": f"{home}/matches",
        "scan_link": f"{home}/scan",
        "contacts_link": f"{home}/contacts",
    }


def _slots_of(piece: Piece, facts: Facts, values: dict[str, str], links: dict[str, str], language: Language) -> Slots:
    """Every kind of piece is a slot of its own; all but one are empty."""
    say = language.say
    parts: dict[str, list[Slots]] = {name: [] for name in ("para", "button", "event_facts", "five_people", "people_met", "nobody")}
    if not piece.slot:
        html = said(piece.text, values, links, part="html", fence=language.fenced)
        text = said(piece.text, values, links, part="txt", fence=language.fenced)
        # The words are escaped by now, so that what looks like a link is one of those just made.
        styled_html = html.replace("<a href=", f"<a {link_style()} href=")
        parts["para"] = [{"said_html": Ready(styled_html), "said_txt": Ready(text)}]
    elif SLOTS[piece.slot].sort is Sort.LINK:
        parts["button"] = [{"link": links[piece.slot], "label": say(SLOTS[piece.slot].label)}]
    elif piece.slot == "event_facts":
        place = [{"event_where": facts.reader.place}] if facts.reader.place else []
        parts["event_facts"] = [
            {
                "event": facts.reader.event,
                "event_when": span_text(facts.reader.starts_at, facts.reader.ends_at, facts.reader.time_zone, language),
                "event_place": place,
            }
        ]
    elif piece.slot == "five_people" and not facts.five_people:
        label = say(N_("Your list is still empty. Say in a minute what it should be made from:"))
        parts["nobody"] = [{"label": label, "link": links["interests_link"]}]
    elif piece.slot == "people_met" and not facts.people_met:
        label = say(N_("You hold nobody’s card at the moment. Did you talk to somebody? Type the short code from their badge:"))
        parts["nobody"] = [{"label": label, "link": links["scan_link"]}]
    else:
        people = facts.five_people if piece.slot == "five_people" else facts.people_met
        parts[piece.slot] = [_person(person, language) for person in people]
    return parts


def _person(person: ShownPerson, language: Language) -> Slots:
    join, say = person.join, language.say
    halves: list[Slots] = []
    if join:
        theirs_how = join.theirs_how(language.fenced(person.short_name), say=say)
        halves = [{"mine_how": join.mine_how(say=say), "mine": join.mine, "theirs_how": theirs_how, "theirs": join.theirs}]
    return {"name": person.name, "headline": [{"headline": person.about}] if person.about else [], "joins": halves}
