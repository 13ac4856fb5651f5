"""Everything that is kept of one person, for them to take along; of others only what they may see on a page as well."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy.orm import Session

from matchmaker.domain.badges.choice import SENTENCES as BADGE_SENTENCES
from matchmaker.domain.contacts.consent import SENTENCES as CONTACT_SENTENCES
from matchmaker.domain.privacy.cards import Sees, shown_person
from matchmaker.services.contact_cards import ContactCard, every_contact
from matchmaker.services.own_deeds import deeds_about, words_of
from matchmaker.store.queries import takeout as asked
from matchmaker.store.queries.own_deeds import OwnDeed
from matchmaker.store.queries.takeout import MyPlace, Rows

Told = dict[str, Any]
CONSENTS: Mapping[str, str] = {**BADGE_SENTENCES, **CONTACT_SENTENCES}
# What a page never shows its owner either: numbers that only tie rows together, and how far lists are built.
_TIES = frozenset({"id", "person_id", "event_id", "attendee_id", "lists_wanted", "email_key", "erased_at", "contact_id"})
_CONSENT = ("exchange_mode", "shared_fields", "consent_version", "consent_at")


@dataclass(frozen=True, slots=True)
class Takeout:
    """`told` is ready for JSON; `photos` are pictures by the short address of their event."""

    told: Told
    photos: Mapping[str, bytes]


def pack(session: Session, person_id: int, *, now: datetime) -> Takeout:
    person, places = asked.person_row(session, person_id), asked.places_of(session, person_id)
    email_key = str(person["email_key"])
    photos = {row["attendee_id"]: bytes(row["picture"]) for row in asked.photo_rows(session, person_id)}
    told: Told = {
        "made_at": now,
        "person": _plain(person),
        "cards": [_plain(row) for row in asked.card_rows(session, person_id)],
        "events": _events(session, person_id, places),
        "reminder_hours": _named(asked.warm_hours_rows(session, person_id), places),
        "reminders_by_tag": _named(asked.tag_rhythm_rows(session, person_id), places),
        "own_templates": _named(asked.wording_rows(session, person_id), places),
        "introductions_proposed": _named(asked.proposal_rows(session, person_id), places),
        "introductions_asked_about": [_asked(row) for row in _named(asked.proposal_side_rows(session, person_id), places)],
        "letters": _named(asked.letter_rows(session, person_id, email_key), places),
        "letters_stopped": _named(asked.no_letter_rows(session, email_key), places),
        "devices": _named(asked.session_rows(session, person_id), places),
        "sign_ins": _named(asked.sign_in_rows(session, email_key), places),
        "organiser_roles": _named(asked.role_rows(session, person_id), places),
        "team_invitations": _named(asked.team_invitation_rows(session, email_key), places),
        "attendee_files_brought_in": _named(asked.upload_rows(session, person_id), places),
        "reports_made": _named(asked.report_rows(session, person_id), places),
        "done_with_my_data": [_done(line) for line in deeds_about(session, person_id)],
        "people_blocked": _named(asked.block_rows(session, person_id), places),
    }
    return Takeout(cast(Told, _for_json(told)), {place.slug: photos[place.attendee_id] for place in places if place.attendee_id in photos})


def _done(line: OwnDeed) -> Told:
    """What somebody did with my data and in which role; who it was is no data of mine."""
    what, by = words_of(line)
    return {"event": line.event, "at": line.done_at, "what": what, "by": by, "fields": line.fields if line.by == "you" else []}


def _kept_about_contacts(session: Session, person_id: int) -> dict[str, Rows]:
    """By its name, what the person did about contacts, at whichever event."""
    return {
        "promises": asked.promise_rows(session, person_id),
        "letters_written": asked.written_rows(session, person_id),
        "reminders": asked.reminder_rows(session, person_id),
        "about_follow_ups": asked.act_rows(session, person_id),
    }


def _events(session: Session, person_id: int, places: Sequence[MyPlace]) -> list[Told]:
    """One statement per table, whatever the number of events; contacts go through the one place that decides what is shown of others."""
    profiles = {row["id"]: row for row in asked.attendee_rows(session, person_id)}
    by_attendee = {
        "interests": asked.interest_rows(session, person_id),
        "badges": asked.badge_rows(session, person_id),
        "check_ins": asked.check_in_rows(session, person_id),
        "card_given_by_a_scan": asked.card_choice_rows(session, person_id),
    }
    by_event = {
        "people_suggested": asked.suggestion_rows(session, person_id),
        "answers": asked.answer_rows(session, person_id),
        "suggestions_seen": asked.seen_rows(session, person_id),
    }
    scans, sides = asked.scan_rows(session, person_id), asked.side_rows(session, person_id)
    mine_there = _kept_about_contacts(session, person_id)
    events = []
    for place in places:
        profile, book = profiles[place.attendee_id], every_contact(session, event_id=place.event_id, person_id=person_id, sees=place.sees)
        mine = {name: [row for row in rows if row["attendee_id"] == place.attendee_id] for name, rows in by_attendee.items()}
        there = {name: [row for row in rows if row["event_id"] == place.event_id] for name, rows in by_event.items()}
        events.append(
            {
                "event": {"name": place.name, "address": f"/e/{place.slug}/", "starts_at": place.starts_at, "ends_at": place.ends_at},
                "profile": {name: value for name, value in _plain(profile).items() if name not in _CONSENT},
                "consent": _consent(profile),
                **{name: [_plain(row) for row in rows] for name, rows in mine.items()},
                "scans": [_scan(row, place) for row in scans if row["event_id"] == place.event_id],
                "contacts": _contacts(book, [side for side in sides if side["event_id"] == place.event_id], mine_there),
                "people_suggested": [_suggestion(row, place) for row in there["people_suggested"]],
                "answers": [_answer(row, place) for row in there["answers"]],
                "suggestions_seen": [_plain(row) for row in there["suggestions_seen"]],
            }
        )
    return events


def _consent(profile: Mapping[str, Any]) -> Told:
    given = {name: profile[name] for name in _CONSENT}
    return {**given, "consent_text": CONSENTS.get(profile["consent_version"], "")}


def _scan(row: Mapping[str, Any], place: MyPlace) -> Told:
    """Who the other was is told with the contact, if at all."""
    direction = "I scanned a badge" if row["scanner_id"] == place.attendee_id else "my badge was scanned"
    about_me = {name: row[name] for name in ("scanned_at", "way", "state")}
    # The scanner's own number and clock are theirs.
    own = {"scan_id": row["scan_id"], "client_at": row["client_at"]} if row["scanner_id"] == place.attendee_id else {}
    return {"direction": direction, **about_me, **own}


def _contacts(book: Sequence[ContactCard], sides: Rows, mine_there: Mapping[str, Rows]) -> list[Told]:
    shown = {card.id: card for card in book}
    return [_contact(side, shown.get(side["contact_id"]), mine_there) for side in sides]


def _contact(side: Mapping[str, Any], card: ContactCard | None, mine_there: Mapping[str, Rows]) -> Told:
    their_card = {name: getattr(card.card, name) for name in ("name", "headline", "organisation", "email", "phone", "link")} if card else {}
    return {
        "standing": card.standing.value if card else "nothing",
        "since": card.at if card else side["created_at"],
        "their_card": {name: value for name, value in their_card.items() if value},
        **{name: value for name, value in _plain(side).items() if name not in {"created_at", "card_id"}},
        "consent_text": CONSENTS.get(side["consent_version"], ""),
        **{name: [_plain(row) for row in rows if row["contact_id"] == side["contact_id"]] for name, rows in mine_there.items()},
    }


def _suggestion(row: Mapping[str, Any], place: MyPlace) -> Told:
    headline = "" if "headline" in row["hidden_fields"] else row["headline"]
    person = _seen(row["name"], headline, place)
    return {"rank": row["rank"], **person, "reasons": [_reason(reason) for reason in row["reasons"]]}


def _answer(row: Mapping[str, Any], place: MyPlace) -> Told:
    return {"name": _seen(row["name"], "", place)["name"], **{name: row[name] for name in ("answer", "reason", "decided_at", "until")}}


def _reason(reason: Mapping[str, Any]) -> Told:
    return {"kind": reason.get("kind"), "you": _words(reason.get("mine")), "they": _words(reason.get("theirs"))}


def _words(pieces: object) -> str:
    return pieces if isinstance(pieces, str) else "".join(str(piece[0]) for piece in cast("list[list[object]]", pieces or []))


def _seen(name: str, headline: str, place: MyPlace) -> dict[str, str]:
    sees: Sees = "first_names" if place.sees == "first_names" else "full_names"
    person = shown_person(name, organisation="", headline=headline, sees=sees, exchanged=False)
    return {"name": person.name, "headline": person.headline} if headline else {"name": person.name}


def _asked(told: Told) -> Told:
    return {**told, "consent_text": CONSENTS.get(told["consent_version"], "")}


def _named(rows: Rows, places: Sequence[MyPlace]) -> list[Told]:
    """Rows with the event's name in the place of its number."""
    names = {place.event_id: place.name for place in places}
    return [({"event": names.get(row["event_id"], "")} if row.get("event_id") else {}) | _plain(row) for row in rows]


def _plain(row: Mapping[str, Any]) -> Told:
    return {name: value for name, value in row.items() if name not in _TIES}


def _for_json(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(name): _for_json(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_for_json(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime | date) else value
