"""Every column there is: why it is kept, whose it is, and what becomes of it when somebody deletes everything of theirs.

A column that is missing here fails a test, so nobody adds one without answering these questions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Fate(StrEnum):
    """What deleting everything does with a column of the person's own rows."""

    DELETED = "deleted"  # the row goes
    BLANKED = "blanked"  # the row stays for somebody else's sake, without what it said
    KEPT = "kept"  # with a reason
    NOT_PERSONAL = "not personal"


class Sort(StrEnum):
    """What kind of data a column holds."""

    CONTACT = "how to reach somebody"
    SAID = "what somebody says of themself"
    DONE = "what somebody did"
    WORKED_OUT = "what was worked out about somebody"
    SECRET = "hashes of secrets"  # noqa: S105  a kind of data, no secret
    LINK = "which rows belong together"
    HOUSE = "about no person"


@dataclass(frozen=True, slots=True)
class Column:
    """`days` is how long a kept value stays at most; None: as long as what it belongs to."""

    purpose: str
    sort: Sort
    fate: Fate
    reason: str = ""
    days: int | None = None


Table = Mapping[str, Column]


def _each(names: str, purpose: str, sort: Sort, fate: Fate, reason: str = "", days: int | None = None) -> dict[str, Column]:
    return dict.fromkeys(names.split(), Column(purpose, sort, fate, reason, days))


def _gone(names: str, purpose: str, sort: Sort) -> dict[str, Column]:
    return _each(names, purpose, sort, Fate.DELETED)


def _blank(names: str, purpose: str, sort: Sort) -> dict[str, Column]:
    return _each(names, purpose, sort, Fate.BLANKED)


def _kept(names: str, purpose: str, reason: str, days: int | None = None, sort: Sort = Sort.LINK) -> dict[str, Column]:
    return _each(names, purpose, sort, Fate.KEPT, reason, days)


def _house(names: str, purpose: str) -> dict[str, Column]:
    return _each(names, purpose, Sort.HOUSE, Fate.NOT_PERSONAL)


_OTHERS_NOTE: Final = "the other person's note about the meeting is theirs"
_NUMBERS: Final = "a number that nothing leads from to a person any more"
_OPEN_REPORT: Final = "an open report protects others; settled ones are blanked at once"
REPORT_DAYS: Final = 90

COLUMNS: Final[Mapping[str, Table]] = {
    "event": {
        **_house(
            "id slug name place time_zone starts_at ends_at description join_policy sees exchange_rule is_demo language check_in_on "
            "created_at opened_at closed_at version join_code hue logo retention_days forgotten_at lists_wanted lists_built "
            "lists_claimed lists_built_at",
            "an event and how far its lists are",
        ),
        **_kept("safety_address", "who is told of a report", "the organiser's address for the event, changed under Settings"),
    },
    "former_slug": _house("slug event_id", "an event's earlier addresses"),
    "event_logo": _house("event_id picture fingerprint made_at", "the event's own picture"),
    "event_role": _gone("event_id person_id role created_at", "who of a team may do what", Sort.DONE),
    "team_invitation": {
        **_gone("id event_id role invited_at expires_at ended_at", "who may join a team", Sort.DONE),
        **_gone("email_key", "whom the invitation went to", Sort.CONTACT),
        **_kept("invited_by", "who invited", _NUMBERS),
    },
    "former_role": _gone("event_id person_id role removed_at", "to bring somebody back to a team", Sort.DONE),
    "deed": {
        **_kept("id event_id actor_id object_kind object_id", "who did what", _NUMBERS),
        **_house("deed fields count done_at", "what was done, without a value of anybody"),
    },
    "group_apart": _house("event_id one other", "groups that do not meet"),
    "insight_release": _house("event_id family number counts released_at", "counts of at least five people, released in steps"),
    "network_picture": _house("event_id number drawing drawn_at", "dots and lines without names"),
    "introduction": {
        **_gone("event_id attendee_id other_id state decided_at", "so that nobody is introduced twice", Sort.DONE),
        **_kept("by_id", "which host it was", _NUMBERS),
    },
    "export_file": {
        **_gone("id event_id kind format asked_at begun_at made_at expires_at rows content", "a file of a day", Sort.CONTACT),
        **_kept("asked_by", "who asked for a file", _NUMBERS),
    },
    "interest": _house("id event_id label key position", "the event's own tags"),
    "interest_synonym": _house("event_id key label interest_id", "other words for a tag"),
    "interest_edit": {
        **_house("id event_id verb label into_label into_id people before done_at undone_at", "to undo a change of the event's tags"),
        **_kept("done_by", "who changed it", _NUMBERS),
    },
    "interest_edit_choice": _gone("edit_id event_id attendee_id kind position had_both", "to give a chosen tag back", Sort.SAID),
    "installation": _house("id epoch began_at", "which life of the database this is"),
    "worker_beat": _house("worker beat_at", "signs of life"),
    "matching_setup": _house(
        "event_id settings former draft draft_state draft_number draft_figures live_figures learned changed_at", "how lists are made"
    ),
    "person": {
        **_blank("email email_key", "signing in, letters", Sort.CONTACT),
        **_blank("name locale letter_language", "how to greet somebody, and in which language", Sort.SAID),
        **_blank("confirmed_at", "whether they have proven the address", Sort.DONE),
        **_kept("id created_at erased_at", "one row for what others keep to point at", _OTHERS_NOTE),
    },
    "organiser_account": _gone("person_id created_at", "who may create events", Sort.DONE),
    "card": {
        **_gone("id person_id label shared_fields created_at", "several cards of one person", Sort.SAID),
        **_gone("organisation headline email phone link", "what a card gives", Sort.CONTACT),
    },
    "attendee": {
        **_gone("id event_id person_id external_id group_name", "a place at an event", Sort.LINK),
        **_gone("name organisation headline bio stage languages remote pronouns name_sounds language_levels", "to be found", Sort.SAID),
        **_gone("phone link", "what a card gives", Sort.CONTACT),
        **_gone(
            "status listed approach wants_few hidden_fields searchable paused_at left_at list_kind may_be_introduced takes_introductions",
            "how to be met",
            Sort.SAID,
        ),
        **_gone("exchange_mode shared_fields consent_version consent_at", "what a scan gives, and the proof of consent", Sort.DONE),
        **_gone(
            "created_at updated_at invited_at first_signed_in_at checked_in_at interests_saved_at lists_wanted",
            "what happened when",
            Sort.DONE,
        ),
    },
    "attendee_interest": _gone("id event_id attendee_id kind position text interest_id", "to match people", Sort.SAID),
    "attendee_photo": _gone("event_id attendee_id picture fingerprint made_at", "to be recognised", Sort.SAID),
    "card_choice": _gone("event_id attendee_id card_id", "which card a scan gives", Sort.SAID),
    "badge": _gone(
        "event_id attendee_id generation token_hash short_hash short_turn created_at revoked_at tries_after",
        "what a scan finds",
        Sort.SECRET,
    ),
    "badge_sheet": {
        **_gone("id event_id asked_at begun_at made_at badges problem content", "paper with names, made anew without them", Sort.SAID),
        **_gone("kind choice people", "whose badges a sheet holds, and how", Sort.LINK),
        **_kept("asked_by", "who asked for a sheet", _NUMBERS),
    },
    "desk": {
        **_kept("id event_id made_by", "which desks an event has, and who let them open", _NUMBERS),
        **_house("name made_at code_start code_expires_at code_tries paired_at device seen_at expires_at revoked_at", "a desk at the door"),
        **_kept("code_hash secret_hash", "which device is this desk", "it belongs to the event; it ends a day after it", sort=Sort.SECRET),
    },
    "check_in": {
        **_gone("id event_id attendee_id entry_id done_at client_at way was_in undone_at", "that somebody came in", Sort.DONE),
        **_kept("done_by desk_id undone_desk_id", "which desk let somebody in", _NUMBERS),
    },
    "badge_setup": _house("event_id choice", "what an event prints its badges on"),
    "badge_print": _gone("event_id attendee_id fingerprint printed_at", "whose badge was printed, and whether it has changed", Sort.DONE),
    "scan": _gone("id event_id scanner_id owner_id scan_id state scanned_at way client_at", "one scan counts once", Sort.DONE),
    "contact": _kept(
        "id event_id low_person_id high_person_id state asked_by created_at exchanged_at introduced", "that two people met", _OTHERS_NOTE
    ),
    "contact_side": {
        **_kept("contact_id person_id", "whose side it is", _OTHERS_NOTE),
        **_blank("shared_fields consent_version shared_at card_id", "what was given, and the proof of consent", Sort.DONE),
        **_kept("withdrawn_at", "the card is taken back", "so that nothing of it is shown again", sort=Sort.DONE),
        **_blank("note noted_at tags", "to remember somebody", Sort.SAID),
        **_blank("may_follow_up asks_no_follow_up touched_at let_go_at", "how to stay in touch", Sort.DONE),
        **_blank("rhythm rhythm_at snoozed_until faded_at", "when to be reminded of somebody", Sort.DONE),
    },
    "promise": _gone("id contact_id person_id text due_on created_at done_at", "what was promised", Sort.SAID),
    "warm_hours": _gone(
        "person_id zone weekday hour quiet_from quiet_until quiet_weekends look_at looked_on", "when a letter of reminders comes", Sort.DONE
    ),
    "tag_rhythm": _gone("person_id tag rhythm", "when to be reminded of people with a tag", Sort.DONE),
    "reminder": _gone("contact_id person_id day cause answer answered_at", "so that nobody is reminded twice of one day", Sort.DONE),
    "follow_up_act": _gone("contact_id person_id act day", "what came of one's own drafts, and figures without names", Sort.DONE),
    "own_wording": _gone("id person_id name text asks created_at", "one's own templates of letters", Sort.SAID),
    "personal_letter": _gone("id contact_id person_id subject body created_at", "what was written to somebody one met", Sort.SAID),
    "proposal": {
        **_gone(
            "id event_id proposer_id low_person_id high_person_id state created_at answer_until taken_back_at contact_id",
            "to introduce two people who both agree",
            Sort.DONE,
        ),
        **_gone("reason to_low to_high", "why two people should meet, in the words of somebody who knows both", Sort.SAID),
    },
    "proposal_side": _gone(
        "id proposal_id person_id answer answered_at may_tell shared_fields consent_version card_id",
        "whether somebody would like to be introduced, what they give then, and the proof of consent",
        Sort.DONE,
    ),
    "recommendation": _gone(
        "event_id reader_id rank other_id score likeness complement reasons", "the list, with its reasons", Sort.WORKED_OUT
    ),
    "recommendation_draft": _gone(
        "event_id reader_id rank other_id score likeness complement reasons", "a list in the making", Sort.WORKED_OUT
    ),
    "decision": _gone("event_id reader_id other_id answer decided_at reason until", "to leave somebody out of a list", Sort.DONE),
    "seen_match": _gone("event_id reader_id other_id seen_at", "to mark who is new", Sort.DONE),
    "tuning_row": _gone("event_id reader_id version people", "to sort one's own list by sliders", Sort.WORKED_OUT),
    "block": _gone("blocker_id blocked_id created_at", "who wants nothing to do with whom", Sort.DONE),
    "report": {
        **_kept("id event_id reporter_id about_id reason created_at settled_at settled_by", "that something was reported", _NUMBERS),
        **_kept("words evidence", "what was reported", _OPEN_REPORT, REPORT_DAYS, Sort.SAID),
    },
    "outbox_letter": {
        **_gone(
            "id event_id campaign kind person_id payload state attempts next_try_at leased_until lease", "to send a letter once", Sort.DONE
        ),
        **_gone("recipient address message_id server_said created_at finished_at", "where it went, and what came of it", Sort.CONTACT),
    },
    "mailing": {
        **_house(
            "id event_id name based_on audience state goes_at version created_at changed_at began_at taken_back",
            "an organiser’s letter to many",
        ),
        **_kept("changed_by sent_by", "who wrote and who sent it", _NUMBERS),
    },
    "mailing_wording": _house("mailing_id language position subject body", "its words, which are the organiser’s"),
    "suppression": _gone("recipient kind reason created_at", "who wants no more letters", Sort.CONTACT),
    "roster_upload": {
        **_gone("id event_id file_name content mapping uploaded_at findings", "an attendee file that waits and names them", Sort.CONTACT),
        **_blank("rejected", "the rows of a file that stayed out, for a day", Sort.CONTACT),
        **_kept(
            "confirmed_at added updated unchanged skipped uploaded_by form state cancelled seats rows done_rows confirmed_by taken_at "
            "finished_at undone undo_by",
            "what a file did",
            _NUMBERS,
        ),
    },
    "roster_undo": {
        **_gone("upload_id attendee_id event_id former_person_id written_at", "what a file did to whom, for two weeks", Sort.LINK),
        **_gone("before after", "what was there before a file, to put it back", Sort.SAID),
    },
    "seat": {
        **_gone(
            "id event_id external_id label group_name status upload_id attendee_id created_at claimed_at", "a ticket to claim", Sort.LINK
        ),
        **_gone("token_hash", "to let the right person claim it, once", Sort.SECRET),
    },
    "login_link": {
        **_gone("id purpose event_id next_path seat_id tries created_at expires_at used_at", "one asked-for sign-in", Sort.DONE),
        **_gone("email email_key name", "whose it is", Sort.CONTACT),
        **_gone("salt token_hash code_hash nonce_hash knows_code", "to let the right person in, once", Sort.SECRET),
    },
    "session": {
        **_gone("person_id purpose created_at seen_at expires_at device", "a signed-in browser", Sort.DONE),
        **_gone("id_hash", "which browser", Sort.SECRET),
    },
    "rate_count": _kept("key window_starts_at count", "limits", "a keyed hash or a number, for a day at most", 1, Sort.SECRET),
}
