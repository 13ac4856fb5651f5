"""What a page says once after a form was taken: a word in the address, looked up in a closed list."""

from flask import request
from flask_babel import gettext

from matchmaker.errors import N_

# One line per word; the door redirects to an address with ?said=<word>.
SENTENCES = {
    "saved": N_("Saved."),
    "invitations-queued": N_("The invitations are on their way."),
    "nobody-to-invite": N_("Nobody was left to invite, so no letter goes out."),
    "code-again": N_("Asked for again. Only the newest code counts."),
    "signed-out": N_("Signed out. Nothing of yours is left in this browser."),
    "event-created": N_("The event is there. Next, bring your attendees in."),
    "event-closed": N_("The event is closed, and its letters are on their way."),
    "event-was-closed": N_("The event was closed already. Nothing is sent twice."),
    "letter-again": N_("It goes out again."),
    "letter-left": N_("Left as it is."),
    "matching-live": N_("It is live. Everybody’s list is being made anew."),
    "matching-left": N_("Left as it is. Nobody’s list has changed."),
    "matching-undone": N_("Back to how it was. Everybody’s list is being made anew."),
    "matching-forgot": N_("Forgotten. Answers from now on teach anew; whom people turned away stays away."),
    "interests-saved": N_("Saved. You can change it at any time."),
    "list-plain": N_("This is a plain list from now on. Nothing about you orders it."),
    "list-personal": N_("Your list is made for you again."),
    "answer-undone": N_("Taken back."),
    "note-kept": N_("Your note is kept."),
    "card-shared": N_("Your card is shared."),
    "card-kept": N_("Your card stays with you. They are not told."),
    "card-taken-back": N_("Your card is taken back. It is gone from their page and their letters."),
    "badge-renewed": N_("This is your new code. The one before opens nothing any more."),
}


def said() -> str:
    sentence = SENTENCES.get(request.args.get("said", ""))
    return gettext(sentence) if sentence else ""
