"""What letters are about, as their reader sees it: one press ends one topic."""

from collections.abc import Mapping
from typing import Literal

Topic = Literal["bulk", "invitation", "follow_up", "personal", "warm", "introduction", "news"]
BULK: Topic = "bulk"  # all of them: whoever says "no more letters" doesn't mean one wording

# Kinds of letters that nobody asked for at that moment. A code one asked for is never among them.
TOPICS: Mapping[str, Topic] = {
    "invitation": "invitation",
    "met": "follow_up",
    "met_nobody": "follow_up",
    "personal": "personal",
    "keep_warm": "warm",
    "introduction_asked": "introduction",
    "introduction_made": "introduction",
    "introduction_outcome": "introduction",
    # What organisers write to many, each under the topic its readers know
    "mailing_invitation": "invitation",
    "mailing_follow_up": "follow_up",
    "mailing_news": "news",
}
MAILING_KINDS = frozenset(kind for kind in TOPICS if kind.startswith("mailing_"))

# How the address that ends a topic begins; those of all letters begin with a number
LETTERS: Mapping[str, Topic] = {
    "i": "invitation",
    "f": "follow_up",
    "p": "personal",
    "w": "warm",
    "n": "introduction",
    "e": "news",
}
