"""What of a team's doing is written down, and the words the log says it in."""

from enum import StrEnum
from typing import Final

from matchmaker.errors import N_


class Deed(StrEnum):
    """One kind of deed; the value is what the database keeps, so it never changes."""

    REPORTS_VIEWED = "reports.viewed"
    REPORT_DECIDED = "report.decided"
    REPORT_TAKEN_OUT = "report.taken_out"
    REPORT_LET_IN = "report.let_in"
    SIGNED_IN = "organiser.signed_in"
    EVENT_CREATED = "event.created"
    SETTINGS_CHANGED = "settings.changed"
    EVENT_OPENED = "event.opened"
    EVENT_DRAFTED = "event.drafted"
    EVENT_CLOSED = "event.closed"
    EVENT_REOPENED = "event.reopened"
    GROUPS_CHANGED = "groups.changed"
    EVENT_FORGOTTEN = "event.forgotten"
    INTEREST_RENAMED = "interest.renamed"
    INTEREST_MERGED = "interest.merged"
    INTEREST_RETIRED = "interest.retired"
    INTEREST_EDIT_UNDONE = "interest.undone"
    TEAM_INVITED = "team.invited"
    TEAM_INVITATION_WITHDRAWN = "team.invitation_withdrawn"
    TEAM_JOINED = "team.joined"
    TEAM_MADE_OWNER = "team.made_owner"
    TEAM_MADE_HOST = "team.made_host"
    TEAM_MADE_DESK = "team.made_desk"
    TEAM_REMOVED = "team.removed"
    TEAM_BROUGHT_BACK = "team.brought_back"
    ROSTER_IMPORTED = "roster.imported"
    INVITATIONS_SENT = "letters.invitations"
    LETTER_SENT_AGAIN = "letters.again"
    LETTER_LEFT = "letters.left"
    LETTER_ARRIVED = "letters.arrived"
    MAILING_SENT = "mailing.sent"
    MAILING_SCHEDULED = "mailing.scheduled"
    MAILING_UNSCHEDULED = "mailing.unscheduled"
    MAILING_PAUSED = "mailing.paused"
    MAILING_RESUMED = "mailing.resumed"
    MAILING_TAKEN_BACK = "mailing.taken_back"
    MAILING_FAILED_AGAIN = "mailing.failed_again"
    MATCHING_LIVE = "matching.live"
    MATCHING_UNDONE = "matching.undone"
    MATCHING_FORGOT = "matching.forgot"
    CHECK_IN_ON = "check_in.on"
    CHECK_IN_OFF = "check_in.off"
    DESK_OPENED = "desk.opened"
    DESK_PAIRED = "desk.paired"
    DESK_CLOSED = "desk.closed"
    CHECK_IN_UNDONE = "check_in.undone"
    LET_IN = "check_in.let_in"
    INTRODUCTION_MADE = "introduction.made"
    INTRODUCTION_LATER = "introduction.later"
    INTRODUCTION_UNDONE = "introduction.undone"
    EXPORT_ASKED = "export.asked"
    EXPORT_MADE = "export.made"
    ROSTER_UNDONE = "roster.undone"
    REJECTED_DOWNLOADED = "roster.rejected_downloaded"
    ROSTER_PULLED = "roster.pulled"
    SEATS_DOWNLOADED = "roster.seats_downloaded"
    BADGES_CHOSEN = "badges.chosen"
    BADGES_PRINTED = "badges.printed"
    BADGE_REPRINTED = "badge.reprinted"
    BADGE_ROTATED = "badge.rotated"
    CONSENT_GIVEN = "consent.given"
    CONSENT_ENDED = "consent.ended"
    PERSON_ERASED = "person.erased"
    PERSON_ERASED_AGAIN = "person.erased_again"
    PERSON_MOVED = "person.moved"
    ORGANISER_ADDED = "organiser.added"
    SERVICE_RESTORED = "service.restored"


SENTENCES: Final = {
    Deed.REPORTS_VIEWED: N_("looked at the reports"),
    Deed.REPORT_DECIDED: N_("decided on a report"),
    Deed.REPORT_TAKEN_OUT: N_("took somebody who was reported out of the event"),
    Deed.REPORT_LET_IN: N_("let somebody who was reported back in"),
    Deed.SIGNED_IN: N_("signed in at the organiser’s desk"),
    Deed.EVENT_CREATED: N_("created the event"),
    Deed.SETTINGS_CHANGED: N_("changed the settings"),
    Deed.EVENT_OPENED: N_("opened the event"),
    Deed.EVENT_DRAFTED: N_("made the event a draft again"),
    Deed.EVENT_REOPENED: N_("opened the event again after it was closed"),
    Deed.EVENT_CLOSED: N_("closed the event; its letters went out"),
    Deed.GROUPS_CHANGED: N_("changed which groups may meet"),
    Deed.EVENT_FORGOTTEN: N_("deleted what people had said, as its time was over"),
    Deed.INTEREST_RENAMED: N_("renamed an interest"),
    Deed.INTEREST_MERGED: N_("merged two interests"),
    Deed.INTEREST_RETIRED: N_("retired an interest"),
    Deed.INTEREST_EDIT_UNDONE: N_("undid a change of the interests"),
    Deed.TEAM_INVITED: N_("invited somebody to the team"),
    Deed.TEAM_INVITATION_WITHDRAWN: N_("withdrew an invitation to the team"),
    Deed.TEAM_JOINED: N_("joined the team"),
    Deed.TEAM_MADE_OWNER: N_("made somebody an owner"),
    Deed.TEAM_MADE_HOST: N_("made somebody a host"),
    Deed.TEAM_MADE_DESK: N_("gave somebody the desk"),
    Deed.TEAM_REMOVED: N_("removed somebody from the team"),
    Deed.TEAM_BROUGHT_BACK: N_("brought somebody back to the team"),
    Deed.ROSTER_IMPORTED: N_("brought an attendee file in"),
    Deed.INVITATIONS_SENT: N_("sent invitations to attendees"),
    Deed.LETTER_SENT_AGAIN: N_("sent a letter again"),
    Deed.LETTER_LEFT: N_("left a letter as it is"),
    Deed.LETTER_ARRIVED: N_("said that a letter had arrived"),
    Deed.MAILING_SENT: N_("sent a letter to many"),
    Deed.MAILING_SCHEDULED: N_("set a day for a letter to many"),
    Deed.MAILING_UNSCHEDULED: N_("took back the day of a letter to many"),
    Deed.MAILING_PAUSED: N_("paused a letter to many"),
    Deed.MAILING_RESUMED: N_("let a paused letter go on"),
    Deed.MAILING_TAKEN_BACK: N_("took back letters that had not left"),
    Deed.MAILING_FAILED_AGAIN: N_("sent letters again that had failed"),
    Deed.MATCHING_LIVE: N_("changed how lists are made"),
    Deed.MATCHING_UNDONE: N_("undid the last change of how lists are made"),
    Deed.MATCHING_FORGOT: N_("let the matching forget what it had learned"),
    Deed.CHECK_IN_ON: N_("switched check-in on"),
    Deed.CHECK_IN_OFF: N_("switched check-in off"),
    Deed.DESK_OPENED: N_("made a pairing code for a desk"),
    Deed.DESK_PAIRED: N_("paired a desk’s device"),
    Deed.DESK_CLOSED: N_("closed a desk"),
    Deed.CHECK_IN_UNDONE: N_("took a check-in back"),
    Deed.LET_IN: N_("let in somebody whose ticket was cancelled"),
    Deed.INTRODUCTION_MADE: N_("introduced two people"),
    Deed.INTRODUCTION_LATER: N_("left an introduction for later"),
    Deed.INTRODUCTION_UNDONE: N_("took back what was said of an introduction"),
    Deed.EXPORT_ASKED: N_("asked for a file"),
    Deed.EXPORT_MADE: N_("made a file that was asked for"),
    Deed.ROSTER_UNDONE: N_("undid an attendee file"),
    Deed.REJECTED_DOWNLOADED: N_("downloaded the rows that stayed out"),
    Deed.ROSTER_PULLED: N_("fetched the attendees from pretix"),
    Deed.SEATS_DOWNLOADED: N_("downloaded the links of unclaimed seats"),
    Deed.BADGES_CHOSEN: N_("chose how badges are printed"),
    Deed.BADGES_PRINTED: N_("printed badges"),
    Deed.BADGE_REPRINTED: N_("printed one badge"),
    Deed.BADGE_ROTATED: N_("replaced a lost badge"),
    Deed.CONSENT_GIVEN: N_("agreed to what goes along with a card"),
    Deed.CONSENT_ENDED: N_("took a card back"),
    Deed.PERSON_ERASED: N_("deleted everything of a person"),
    Deed.PERSON_ERASED_AGAIN: N_("deleted everything of a person again, as a backup had been put back"),
    Deed.PERSON_MOVED: N_("gave a person another address"),
    Deed.ORGANISER_ADDED: N_("let a person organise events"),
    Deed.SERVICE_RESTORED: N_("put a backup back"),
}

# What people do with what is theirs alone: nobody of a team reads it.
OWN: Final = frozenset({Deed.CONSENT_GIVEN, Deed.CONSENT_ENDED})
# What hosts do about somebody who is alone: docs/my-safety.md promises that nobody is told.
UNTOLD: Final = frozenset({Deed.INTRODUCTION_MADE, Deed.INTRODUCTION_LATER, Deed.INTRODUCTION_UNDONE})
# What was done with the data of everybody who was there.
WITH_EVERYBODY: Final = frozenset({Deed.BADGES_PRINTED, Deed.EXPORT_MADE, Deed.ROSTER_IMPORTED, Deed.ROSTER_PULLED, Deed.ROSTER_UNDONE})
# In which role somebody did it, as those are told whom it was about.
ROLES: Final = {
    "you": N_("You"),
    "owner": N_("An owner"),
    "host": N_("A host"),
    "desk": N_("The desk"),
    "former": N_("Somebody who was on the team"),
    "service": N_("The service"),
}

MADE: Final = {"owner": Deed.TEAM_MADE_OWNER, "host": Deed.TEAM_MADE_HOST, "desk": Deed.TEAM_MADE_DESK}

# The names of fields as the log and the page of a clash say them.
FIELD_NAMES: Final = {
    "name": N_("Name"),
    "slug": N_("Short address"),
    "place": N_("Place"),
    "time_zone": N_("Time zone of the place"),
    "starts_at": N_("Starts"),
    "ends_at": N_("Ends"),
    "description": N_("What it is about"),
    "tags": N_("Interests"),
    "join_policy": N_("Who may join"),
    "join_code": N_("The code people type"),
    "hue": N_("Colour"),
    "logo": N_("Logo"),
    "retention_days": N_("How long it is kept"),
    "sees": N_("What attendees see of each other"),
    "exchange_rule": N_("What a scan of a printed badge does"),
    "safety_address": N_("Who is told of a report"),
    "language": N_("Language of its pages"),
    "paper": N_("Paper"),
    "side": N_("QR code"),
    "fields": N_("On the badge, besides the name"),
    "whom": N_("Whose"),
    "sort": N_("In the order of"),
    "first": N_("From badge no."),
    "last": N_("to no."),
}
