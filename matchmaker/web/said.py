"""What a page says once after a form was taken: a word in the address, looked up in a closed list."""

from flask import request
from flask_babel import gettext

from matchmaker.errors import N_

# One line per word; the door redirects to an address with ?said=<word>.
SENTENCES = {
    "saved": N_("Saved."),
    "signed-out": N_("Signed out. Nothing of yours is left in this browser."),
    "event-created": N_("The event is there. Next, bring your attendees in."),
    "interests-saved": N_("Saved. You can change it at any time."),
}


def said() -> str:
    sentence = SENTENCES.get(request.args.get("said", ""))
    return gettext(sentence) if sentence else ""
