"""What the columns, shops and delimiters of an attendee file are called on the page; each is translated where it is shown."""

from matchmaker.domain.roster.columns import IGNORED
from matchmaker.errors import N_

TARGET_NAMES = {
    IGNORED: N_("Not taken in"),
    "name": N_("Name"),
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "email": N_("E-mail"),
    "external_id": N_("Ticket number"),
    "organisation": N_("Organisation"),
    "headline": N_("Headline"),
    "bio": N_("About them"),
    "talk": N_("Likes to talk about"),
    "offer": N_("Offers"),
    "seek": N_("Looks for"),
    "stage": N_("Career stage"),
    "languages": N_("Languages"),
    "phone": N_("Phone"),
    "link": N_("Web address"),
    "group": N_("Group, track or kind of ticket"),
    "status": N_("Ticket’s state"),
    "quantity": N_("Number of tickets"),
}
LAYOUTS = {"luma": N_("a Luma export"), "eventbrite": N_("an Eventbrite export"), "pretix": N_("a pretix export")}
DELIMITERS = {",": N_("comma"), ";": N_("semicolon"), "\t": N_("tab")}
