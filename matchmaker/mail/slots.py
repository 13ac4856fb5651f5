"""The closed list of slots. A wording that uses another one is refused when it is loaded."""

_READER = frozenset({"first_name", "host_name", "code", "minutes", "days", "count", "moment"})
_EVENT = frozenset({"event", "event_when", "event_where", "role", "role_meaning"})
_OTHER = frozenset(
    {"name", "their_first_name", "their_link", "headline", "promise", "last_touch", "organisation", "phone", "note", "shared"}
)
_JOIN = frozenset({"mine_how", "mine", "theirs_how", "theirs"})
_DRAFT = frozenset({"words", "draft_subject", "draft_body", "question"})
_MANY = frozenset({"label", "said_html", "said_txt"})  # of a letter to many
_INTRODUCTION = frozenset({"reason", "line_about", "other_name"})

# What somebody wrote, or we say: escaped, and never a link.
WORDS = _READER | _EVENT | _OTHER | _JOIN | _DRAFT | _INTRODUCTION | _MANY

# Slots that take the rendered copies of a part file; the frame fills `subject`, `body` and `foot`.
PARTS = frozenset(
    {
        "event_place",
        "people",
        "more",
        "card_address",
        "card_phone",
        "card_link",
        "joins",
        "draft",
        "peace",
        "hint",
        "word_for_word",
        "mail_button",
        "line",
        "promised",
        "promises",
        "due",
        "draft_page",
        "pieces",
        "para",
        "button",
        "event_facts",
        "five_people",
        "nobody",
        "people_met",
    }
)
FRAME = frozenset({"subject", "body", "foot", "preview", "dark"})

# Marks of a language, such as "de" and "ltr".
MARKS = frozenset({"language", "direction"})

# Addresses of pages we made ourselves.
LINKS = frozenset(
    {
        "link",
        "contact_link",
        "contacts_link",
        "followups_link",
        "list_link",
        "scan_link",
        "mail_link",
        "unsubscribe_link",
        "warm_link",
        "draft_link",
    }
)

# Mail addresses, checked when they came in, and the name of our own site; shown as they are.
ADDRESSES = frozenset({"address", "site"})

# Whole sentences of ours, said by a service in the letter's language; a name in them is fenced off already where it must be.
SAID = frozenset({"role", "role_meaning", "mine_how", "theirs_how", "question"})

# Figures with signs between them: they run from left to right in every language.
FIGURES = frozenset({"phone"})

SLOTS = WORDS | PARTS | FRAME | MARKS | LINKS | ADDRESSES
