"""What the parts of a downloaded file are called, in words."""

from flask_babel import gettext

from matchmaker.errors import N_

LABELS = {
    "made_at": N_("This file was made"),
    "person": N_("You"),
    "cards": N_("Your further cards"),
    "events": N_("Events"),
    "event": N_("Event"),
    "profile": N_("What you say of yourself"),
    "consent": N_("What a scan of your badge may do, and what you agreed to"),
    "consent_text": N_("The sentence you agreed to"),
    "consent_version": N_("Its version"),
    "consent_at": N_("Agreed to"),
    "exchange_mode": N_("A scan shares at once, or asks first"),
    "shared_fields": N_("What goes along"),
    "interests": N_("What you talk about, offer and seek"),
    "badges": N_("Your badges"),
    "check_ins": N_("When you came in at the door"),
    "scans": N_("Scans"),
    "contacts": N_("People you exchanged cards with"),
    "their_card": N_("Their card, as far as they share it with you"),
    "people_suggested": N_("People who were suggested to you"),
    "reasons": N_("Why"),
    "you": N_("Your words"),
    "they": N_("Their words"),
    "answers": N_("What you answered about people"),
    "suggestions_seen": N_("When you saw people on your list"),
    "promises": N_("What you promised"),
    "letters_written": N_("What you wrote to them"),
    "rhythm": N_("How often you are reminded"),
    "reminders": N_("When you were reminded of them"),
    "reminder_hours": N_("When your letter of reminders comes"),
    "reminders_by_tag": N_("How often you are reminded of people with a tag"),
    "about_follow_ups": N_("What you did about writing to them"),
    "own_templates": N_("Your templates"),
    "introductions_proposed": N_("Introductions you proposed"),
    "introductions_asked_about": N_("Introductions you were asked about"),
    "reason": N_("The reason"),
    "letters": N_("Letters to you"),
    "letters_stopped": N_("Letters you stopped"),
    "devices": N_("Devices signed in"),
    "sign_ins": N_("Codes you asked for"),
    "organiser_roles": N_("Events you help to organise"),
    "attendee_files_brought_in": N_("Attendee files you brought in"),
    "reports_made": N_("What you reported"),
    "done_with_my_data": N_("What was done with your data"),
    "at": N_("When"),
    "what": N_("What"),
    "by": N_("By whom"),
    "fields": N_("Which fields"),
    "people_blocked": N_("When you blocked somebody"),
    "name": N_("Name"),
    "email": N_("E-mail address"),
    "phone": N_("Phone number"),
    "link": N_("Link"),
    "note": N_("Your note"),
    "tags": N_("Your tags"),
    "headline": N_("Headline"),
    "organisation": N_("Organisation"),
}


def label(name: str) -> str:
    """A part's name as people read it; one that has none yet is spelled as in the file for programs."""
    sentence = LABELS.get(name)
    return gettext(sentence) if sentence else name.replace("_", " ").capitalize()
