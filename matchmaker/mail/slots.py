"""The closed list of slots. A wording that uses another one is refused when it is loaded."""

_READER = frozenset({"first_name", "host_name", "code", "minutes", "days", "count", "moment"})
_EVENT = frozenset({"event", "event_when", "event_where"})
_OTHER = frozenset({"name", "their_first_name", "their_link", "headline", "organisation", "phone", "note", "shared"})
_JOIN = frozenset({"mine_how", "mine", "theirs_how", "theirs"})
_DRAFT = frozenset({"draft_subject", "draft_body", "question"})

# What somebody wrote, or we say: escaped, and never a link.
WORDS = _READER | _EVENT | _OTHER | _JOIN | _DRAFT

# Slots that take the rendered copies of a part file; the frame fills `subject`, `body` and `foot`.
PARTS = frozenset(
    {"event_place", "people", "more", "card_address", "card_phone", "card_link", "joins", "draft", "hint", "word_for_word", "mail_button"}
)
FRAME = frozenset({"subject", "body", "foot"})

# Addresses of pages we made ourselves.
LINKS = frozenset({"link", "contact_link", "contacts_link", "list_link", "scan_link", "mail_link", "unsubscribe_link"})

# Mail addresses, checked when they came in, and the name of our own site; shown as they are.
ADDRESSES = frozenset({"address", "site"})

SLOTS = WORDS | PARTS | FRAME | LINKS | ADDRESSES
