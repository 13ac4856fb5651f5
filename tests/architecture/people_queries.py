"""Finds every question that reads people, and says which of them forgot that two may not meet."""

import ast
from collections.abc import Iterable, Iterator

from tests.architecture.rules import Source

ROOMS = ("matchmaker/store/queries/", "matchmaker/services/", "matchmaker/jobs/")
PEOPLE = frozenset(
    {
        *("Attendee", "Person", "Contact", "ContactSide", "Card", "AttendeePhoto", "AttendeeInterest", "Promise"),
        *("Recommendation", "RecommendationDraft", "TuningRow", "SeenMatch", "Decision", "Scan"),
    }
)
ASKS = frozenset({"select", "exists"})
GUARD = "may_meet"

# Who is shown nobody else by these, and why. Everything not named here carries `may_meet`.
OWN = "a person's own rows only"
DOOR = "who is at the door; names nobody else"
DESK = "for the organiser, whom blocks do not concern"
WORKER = "for the worker; what pages show of it is asked with may_meet"
NUMBERS = "numbers or ids alone"
LOCKED = "a row to change, after contact_row or a scan has said that it may be seen"
ASKED_BEFORE = "about people whom a guarded question has found"
SETTLES = "carries something out; shows nothing"
EXEMPT = {
    "services/safety:_contacts": SETTLES,
    "services/safety:own_safety": OWN,
    "services/safety:unblock_person": SETTLES,
    "jobs/forget:forget": WORKER,
    "services/corrections:change_name": OWN,
    "services/devices:sign_out_everywhere": OWN,
    "services/erasure:blank_old_reports": SETTLES,
    "services/erasure:forget_again": WORKER,
    "services/forgotten:_forgotten_in": DESK,
    "services/leaving:come_back": OWN,
    "store/queries/erasure:attended_by": OWN,
    "store/queries/erasure:pointless_contacts": WORKER,
    "store/queries/my_event:_CAME_WHILE_I_PAUSE": OWN,
    "store/queries/my_event:_PROMISES_DUE": NUMBERS,
    "store/queries/takeout:_of_mine": OWN,
    "store/queries/takeout:attendee_rows": OWN,
    "store/queries/takeout:card_rows": OWN,
    "store/queries/takeout:person_row": OWN,
    "store/queries/takeout:promise_rows": OWN,
    "store/queries/takeout:scan_rows": "one's own scans, whose others are numbers; names stand with the contacts",
    "store/queries/takeout:side_rows": "one's own side of each contact; whose it is comes from contact_rows",
    "services/interests:_attendee": OWN,
    "services/photos:remove_photo": OWN,
    "services/seen_matches:mark_seen": OWN,
    "store/queries/attended:newest_event_of": OWN,
    "store/queries/contact_tags:tags_used": OWN,
    "store/queries/matches:_PUT_OFF": OWN,
    "store/queries/photos:own_photo": OWN,
    "store/queries/places:_LOOKED_BEFORE": OWN,
    "store/queries/profiles:_SAID": OWN,
    "store/queries/profiles:_has": OWN,
    "store/queries/profiles:_ANSWERED": OWN,
    "store/queries/promises:promise_to_change": OWN,
    "services/reminders:note_reminded": NUMBERS,
    "store/queries/warm:home_zone": OWN,
    "store/queries/warm:paused_contacts": NUMBERS,
    "store/queries/warm:people_to_look_at": WORKER,
    "store/queries/warm:promises_to_look_at": "numbers; whom they are to is asked with may_meet",
    "store/queries/promises:promises_of": OWN,
    "store/queries/own_deeds:_is_about": OWN,
    "store/queries/own_deeds:own_deed_rows": OWN,
    "store/queries/event_changes:last_changes": DESK,
    "services/photos:keep_photo": OWN,
    "store/queries/followup_acts:own_sides": OWN,
    "store/queries/followup_acts:acts_at": OWN,
    "store/queries/contacts:_HAS_MET": ASKED_BEFORE,
    "store/queries/given_cards:gives_card": ASKED_BEFORE,
    "store/queries/photos:photo_of": ASKED_BEFORE,
    "store/queries/tuning:tuning_rows_of": ASKED_BEFORE,
    "store/queries/tuning:words_of_people": ASKED_BEFORE,
    "store/queries/profiles:people_with_same_words": NUMBERS,
    "services/own_cards:put_card_away": OWN,
    "services/own_cards:bring_card_back": OWN,
    "services/own_cards:use_card": OWN,
    "store/queries/badges:own_badge_row": OWN,
    "store/queries/outbox:attendee_since": OWN,
    "store/queries/outbox:contact_of_scan": "one's own scan, to note or undo; what it led to is seen through contact_row",
    "store/queries/outbox:decided_at": OWN,
    "store/queries/outbox:has_built_on": OWN,
    "store/queries/outbox:interests_saved_at": OWN,
    "store/queries/outbox:has_scanned_since": NUMBERS,
    "store/queries/outbox:other_scans_between": NUMBERS,
    "store/queries/outbox:scanned_before": NUMBERS,
    "store/queries/outbox:promise_of_words": OWN,
    "store/queries/outbox:scan_states_of": OWN,
    "store/queries/own_cards:_IN_USE": OWN,
    "store/queries/own_cards:chosen_card_id": OWN,
    "store/queries/own_cards:own_card_rows": OWN,
    "store/queries/own_cards:tags_used_by": OWN,
    "store/queries/people:_have_exchanged": NUMBERS,
    "store/queries/people:blocked_by": "whom one has blocked oneself, to lift it",
    "store/queries/people:is_blocked_by_me": "whom one has blocked oneself, to tap twice",
    "store/queries/people:shared_events": NUMBERS,
    "store/queries/reports:reports_of": DESK,
    "store/queries/reports:safety_addresses": WORKER,
    "services/badges:own_answers": OWN,
    "services/demo:_code_to_scan": WORKER,
    "services/demo:_say_interests": WORKER,
    "services/demo:load_demo": WORKER,
    "services/interests:answers_of": OWN,
    "services/interests:replace_choices": OWN,
    "services/interests:save_interests": OWN,
    "services/draft_holds:_count_days_anew": SETTLES,
    "services/draft_holds:let_letters_go": SETTLES,
    "services/invitation_letters:send_invitations": DESK,
    "services/invitation_letters:write_invitation": OWN,
    "services/matches:_wait_for_next_list": OWN,
    "services/recommend:_without_paused": NUMBERS,
    "services/recommend:store_lists": WORKER,
    "services/recommend:swap_in_drafts": WORKER,
    "services/badges:give_badges": NUMBERS,
    "services/retention:events_due": SETTLES,
    "services/erasure:_leave_events": SETTLES,
    "services/people:forget_unneeded_people": SETTLES,
    "services/roster_undo:_present": DESK,
    "services/roster_undo:_take_out": SETTLES,
    "services/roster_undo:_taken_since": DESK,
    "services/roster_undo:undo_portion": SETTLES,
    "services/roster_write:_before": DESK,
    "store/queries/seats:attendees_with_tickets": DESK,
    "services/scans:forget_void_scans": OWN,
    "services/tuning:store_tuning_rows": WORKER,
    "store/queries/deeds:deeds_of": DESK,
    "services/retention:forget_event": SETTLES,
    "store/queries/groups:groups_may_meet": "a condition that other questions carry beside may_meet",
    "store/queries/groups:groups_of": NUMBERS,
    "store/queries/interest_edits:people_by_interest": NUMBERS,
    "services/interest_edits:_begin": SETTLES,
    "services/interest_edits:_remap": SETTLES,
    "services/interest_edits:_touch": SETTLES,
    "services/interest_undo:_give_second_back": SETTLES,
    "services/interest_undo:_give_choices_back": SETTLES,
    "store/queries/event_changes:changes_since": DESK,
    "store/queries/team:team_of": DESK,
    "store/queries/team:former_members": DESK,
    "store/queries/badge_sheets:sheet_event": NUMBERS,
    "store/queries/badges:_topics_by_attendee": DESK,
    "store/queries/badges:badge_rows": DESK,
    "store/queries/badges:events_with_bare_attendees": NUMBERS,
    "store/queries/badges:without_badge": NUMBERS,
    "store/queries/checkin:_LINE": DESK,
    "store/queries/checkin:_PERSON": DESK,
    "store/queries/checkin:door_counts": NUMBERS,
    "store/queries/checkin:door_lines": DESK,
    "store/queries/checkin:last_entries": DESK,
    "store/queries/contacts:_MINE_LOCKED": LOCKED,
    "store/queries/contacts:_PAIR_LOCKED": LOCKED,
    "store/queries/contacts:_SIDES": LOCKED,
    "store/queries/contacts:_VOID_SCAN": OWN,
    "store/queries/conversations:conversations_at": NUMBERS,
    "store/queries/conversations:is_hall_open": NUMBERS,
    "store/queries/conversations:people_there": NUMBERS,
    "store/queries/insights:profile_counts": NUMBERS,
    "store/queries/insights:card_counts": NUMBERS,
    "store/queries/insights:exposure_counts": NUMBERS,
    "store/queries/insights:follow_up_counts": NUMBERS,
    "store/queries/insights:answer_counts": NUMBERS,
    "store/queries/insights:scan_counts": NUMBERS,
    "store/queries/alone:_alone": "for the host, who agreed to be seen alone; with whom is asked with may_meet",
    "store/queries/alone:count_alone": NUMBERS,
    "store/queries/alone:_have_contact": "a condition inside places_for, which is guarded",
    "store/queries/alone:_turned_away": "a condition inside places_for, which is guarded",
    "store/queries/exports:attendee_table": DESK,
    "store/queries/exports:export_rows": DESK,
    "store/queries/conversations:There": NUMBERS,
    "store/queries/conversations:has_talked": NUMBERS,
    "store/queries/insights:talk_counts": NUMBERS,
    "store/queries/events:_EVENTS_OF": NUMBERS,
    "store/queries/events:figures_of": NUMBERS,
    "store/queries/followup:_pairs": NUMBERS,
    "store/queries/audience:_has_none_yet": NUMBERS,
    "store/queries/mailings:first_owner": "whoever of the team answers go to, whom the letter names",
    "store/queries/mailings:_readers": OWN,
    "store/queries/mailings:languages_read": NUMBERS,
    "store/queries/mailings:letters_of_mailing": DESK,
    "store/queries/mailings:organiser_as_reader": OWN,
    "store/queries/mailings:person_named": "whoever of the team sends a letter, by whom it is signed",
    "store/queries/followup:_READERS": OWN,
    "store/queries/followup:letter_to_carry": WORKER,
    "store/queries/followup:_INTERESTS": ASKED_BEFORE,
    "store/queries/followup:_TOLD": ASKED_BEFORE,
    "store/queries/history:_answers_of": WORKER,
    "store/queries/history:_interests_of": WORKER,
    "store/queries/history:_may_teach": WORKER,
    "store/queries/history:_newest_people": WORKER,
    "store/queries/history:earlier_events": NUMBERS,
    "store/queries/mail:letters_of": DESK,
    "store/queries/matches:_BUILT": NUMBERS,
    "store/queries/matching:_shown": NUMBERS,
    "store/queries/matching:places_of": NUMBERS,
    "store/queries/matching:plain_readers": NUMBERS,
    "store/queries/matching:shown_lists": WORKER,
    "store/queries/matching:standings_of": NUMBERS,
    "store/queries/proposals:_HOLDS_PROPOSERS_CARD": "a condition inside _MAY_ASK, which is guarded",
    "store/queries/proposals:_is_willing": "a condition inside may_be_introduced and may_be_asked, which are guarded",
    "store/queries/recommend:_interests_of": WORKER,
    "store/queries/recommend:_who_blocked": WORKER,
    "store/queries/recommend:_who_exchanged": WORKER,
    "store/queries/recommend:people_of": WORKER,
    "store/queries/recommend:stamps_of": WORKER,
    "store/queries/recommend:stored_lists": WORKER,
    "store/queries/roster:HAS_INTERESTS": DESK,
    "store/queries/roster:_HAS_LIST": DESK,
    "store/queries/roster:_INTERESTS": DESK,
    "store/queries/roster:_KNOWN": DESK,
    "store/queries/roster:_LINES": DESK,
    "store/queries/roster:_WORDS": DESK,
    "store/queries/roster:people_with_addresses": DESK,
    "store/queries/roster:roster_counts": NUMBERS,
    "store/queries/roster:searchable_words": DESK,
    "store/queries/scans:scan_with_id": OWN,
    "store/queries/signin:attendee_of_person": OWN,
    "store/queries/signin:invited_attendee": DOOR,
    "store/queries/signin:latest_event_slug": OWN,
    "store/queries/signin:people_at": NUMBERS,
    "store/queries/signin:person_with_address": DOOR,
    "store/queries/visits:_WHO": DOOR,
    "store/queries/visits:present_slug": "an address, of no person",
}


def units_of(source: Source) -> Iterator[tuple[str, ast.stmt]]:
    """Top-level functions, classes and assignments by name."""
    for node in source.tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                for name in ast.walk(target):
                    if isinstance(name, ast.Name):
                        yield name.id, node


def people_questions(sources: Iterable[Source]) -> dict[str, bool]:
    """By "path:unit": every unit that asks for people, and whether it is guarded, itself or by a unit of its file that it builds on."""
    found: dict[str, bool] = {}
    rooms = [source for source in sources if source.path.startswith(ROOMS)]
    guards = {f"{_module(source)}.{unit}" for source in rooms for unit in _reaching(_names_by_unit(source), {GUARD})}
    for source in rooms:
        units = dict(units_of(source))
        names = _names_by_unit(source)
        models = _reaching(names, PEOPLE)
        guarded = _reaching(names, {GUARD, *_imported(source, guards)})
        for unit in units:
            if names[unit] & ASKS and unit in models:
                found[f"{source.path.removeprefix('matchmaker/').removesuffix('.py')}:{unit}"] = unit in guarded
    return found


def forgotten(sources: Iterable[Source], exempt: Iterable[str]) -> list[str]:
    """Units that ask for people, carry no guard, and have no reason not to."""
    return sorted(unit for unit, is_guarded in people_questions(sources).items() if not is_guarded and unit not in set(exempt))


def _names_by_unit(source: Source) -> dict[str, set[str]]:
    return {unit: _names(node) for unit, node in units_of(source)}


def _module(source: Source) -> str:
    return source.path.removesuffix(".py").replace("/", ".")


def _imported(source: Source, guards: set[str]) -> set[str]:
    """The names a file takes from others whose units carry the guard."""
    taken = [node for node in source.tree.body if isinstance(node, ast.ImportFrom)]
    return {alias.asname or alias.name for node in taken for alias in node.names if f"{node.module}.{alias.name}" in guards}


def _names(node: ast.AST) -> set[str]:
    """Every name a unit uses, those of its annotations and return types left out: they ask nothing."""
    left_out = {id(part) for one in ast.walk(node) for note in _annotations(one) for part in ast.walk(note)}
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and id(one) not in left_out}


def _annotations(node: ast.AST) -> list[ast.AST]:
    found = [getattr(node, "returns", None), getattr(node, "annotation", None)]
    return [note for note in found if note is not None]


def _reaching(names: dict[str, set[str]], wanted: Iterable[str]) -> set[str]:
    """The units that use one of the wanted names, or a unit that does."""
    reached = {unit for unit, used in names.items() if used & set(wanted)}
    while more := {unit for unit, used in names.items() if unit not in reached and used & reached}:
        reached |= more
    return reached
